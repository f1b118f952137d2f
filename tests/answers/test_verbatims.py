"""Are comments quoted only where they may be, and without names?"""

import pandas as pd
import pytest

from csat_methods import Study, Wave, publish, stack, verbatims
from csat_methods.report.policy import policy_of

SAID = ["good", "bad", "Mr Smith was kind", "call 020 7946 0958", "Parisa is great"]


def study(**analysis):
    items = {
        "q1": {"answers": [1, 2, 3, 4, 5], "role": "overall"},
        "why": {"type": "text", "role": "open"},
    }
    return Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "segments": {"city": {}},
            "analysis": analysis,
        }
    )


def wave(n=60, few=4, **analysis):
    frame = pd.DataFrame(
        {
            "q1": [4.0] * n,
            "why": [f"{SAID[i % 5]} {i % 7}" for i in range(n)],
            "city": ["Ash"] * (n - few) + ["Dunwich"] * few,
        }
    )
    return Wave.from_frame(frame, study=study(**analysis))


def passed(of, result, **options):
    return publish({"06.said": result}, policy_of(of, **options))["06.said"]


def test_comments_are_quoted_without_names_and_numbers():
    result = verbatims(wave(names=["Parisa"]), "why", most=100)
    text = " ".join(result.table["comment"])
    assert "good 0" in text
    assert not any(word in text for word in ("Smith", "7946", "Parisa"))
    assert result.removed.to_dict() == {"name": 24, "number": 12}
    assert result.table["taken_out"].sum() == 36


def test_blank_comments_are_none():
    made = wave().assign(why=["  ", None, "fine"] * 20)
    assert verbatims(made, "why").table["n"].unique().tolist() == [20]


def test_no_more_than_asked_for_and_not_the_first():
    result = verbatims(wave(), "why", most=3)
    assert len(result.table) == 3
    assert result.table["n"].tolist() == [60] * 3
    assert verbatims(wave(), "why", most=3).table.equals(result.table)
    assert result.table["comment"].tolist() != ["good 0", "bad 1", "[…] was kind 2"]


def test_a_long_comment_is_cut():
    made = wave().assign(why=["very " * 2000] * 60)
    assert verbatims(made, "why").table["comment"].str.len().max() < 610


def test_without_the_studys_leave_no_comment_passes_the_gate():
    made = wave()
    shown = passed(made, verbatims(made, "why"))
    assert len(shown.result.table) == 0
    assert len(shown.result.removed) == 0
    assert shown.result.notes == ()
    assert shown.result.summary() == "No comment is quoted."


def test_with_its_leave_comments_pass_to_those_who_may_read_them():
    made = wave(verbatims=True)
    result = verbatims(made, "why")
    assert len(passed(made, result).result.table) == 40
    assert len(passed(made, result, audience="customer").result.table) == 0


def test_an_audience_reads_comments_where_the_study_says_so():
    made = wave(verbatims=True, audiences={"customer": {"verbatims": True}})
    shown = passed(made, verbatims(made, "why"), audience="customer")
    assert len(shown.result.table) == 40


def test_comments_of_a_small_segment_are_hidden():
    made = wave(verbatims=True)
    shown = passed(made, verbatims(made, "why", by="city"))
    assert set(shown.result.table["city"]) == {"Ash"}
    assert all(place.keys() <= {"city", "term"} for place in shown.hidden)


def test_fewer_comments_than_the_minimum_are_hidden():
    made = wave(verbatims=True).assign(why=["said"] * 9 + [None] * 51)
    assert len(passed(made, verbatims(made, "why")).result.table) == 0


def test_two_facts_about_a_writer_are_refused():
    with pytest.raises(ValueError, match=r"by=\['city', 'q1'\] must be one name"):
        verbatims(wave(), "why", by=["city", "q1"])


def test_numbers_are_no_comments():
    with pytest.raises(ValueError, match="item='q1' holds numbers"):
        verbatims(wave(), "q1")


def test_an_unknown_item_is_refused():
    with pytest.raises(KeyError, match="comment"):
        verbatims(wave(), "comment")


def test_nobody_wrote_anything():
    made = wave().assign(why=[None] * 60)
    result = verbatims(made, "why")
    assert len(result.table) == 0
    assert result.summary() == "No comment is quoted."


def test_names_of_the_file_are_taken_out_in_a_stack_too():
    made = wave()._with(private=frozenset({"Parisa"}))
    both = stack({"1": made, "2": wave()})
    assert not verbatims(both, "why").table["comment"].str.contains("Parisa").any()
