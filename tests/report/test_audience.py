"""Does each audience have its rule, the study's own before the project's?"""

import pytest

from csat_methods import Study
from csat_methods.report.audience import AUDIENCES, DEFAULTS, audience_of

ITEM = {"answers": [1, 2, 3, 4, 5], "role": "overall"}


def stated(**extracts):
    mapping = {"id": "x", "title": "X", "items": {"q1": ITEM}, "segments": {"city": {}}}
    return Study.from_dict(mapping | {"analysis": {"audiences": extracts}})


def test_every_audience_has_a_rule():
    assert tuple(DEFAULTS) == AUDIENCES


def test_management_sees_every_chapter_and_segment():
    management = audience_of("management", segments=["city"])
    assert management.reads("00_plan")
    assert management.unseen == frozenset()


def test_a_function_reads_what_it_can_work_with_and_no_plan():
    function = audience_of("function", segments=["city"])
    assert function.reads("09.drivers")
    assert not function.reads("00.plan")
    assert function.unseen == frozenset()


def test_customers_see_no_segment_unless_the_study_says_so():
    assert audience_of("customer", segments=["city"]).unseen == {"city"}
    study = stated(customer={"segments": ["city"]})
    told = audience_of("customer", study.analysis.audiences, study.segments)
    assert told.unseen == frozenset()


def test_the_study_chooses_chapters_and_items():
    study = stated(customer={"chapters": "08_gaps", "leave_out": "q1"})
    told = audience_of("customer", study.analysis.audiences, study.segments)
    assert told.reads("08.gaps")
    assert not told.reads("06.means")
    assert told.leave_out == {"q1"}


def test_only_management_reads_comments_unless_the_study_says_so():
    assert [audience_of(name).comments for name in AUDIENCES] == [True, False, False]
    study = stated(function={"verbatims": True})
    assert audience_of("function", study.analysis.audiences).comments


def test_an_unknown_audience_is_refused():
    with pytest.raises(ValueError, match="audience='all' must be one of management"):
        audience_of("all")


def test_an_extract_of_unknown_segments_is_refused():
    with pytest.raises(ValueError, match="'town' is no segment of the study"):
        stated(customer={"segments": ["town"]})
    with pytest.raises(ValueError, match="'q9' is no item or construct of the study"):
        stated(customer={"leave_out": ["q9"]})
