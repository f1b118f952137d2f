"""Under which names does survey software know the items and their answers?"""

import re

import pytest
from hypothesis import given, strategies as st

from csat_methods import Study, read_study
from csat_methods.study.form_codes import (
    LIMESURVEY_OWN,
    ODK_OWN,
    limesurvey_codes,
    offered,
    xlsform_names,
)

FORMS = {"limesurvey": limesurvey_codes, "xlsform": xlsform_names}


def study_of(**items):
    return Study.from_dict({"id": "x", "title": "X", "items": items})


def questions(study, form):
    return {name: codes.question for name, codes in FORMS[form](study).items()}


def test_an_id_that_the_software_takes_is_the_name():
    study = study_of(overall={"answers": [1, 2]}, q1={"answers": [1, 2]})
    for form in FORMS:
        assert questions(study, form) == {"overall": "overall", "q1": "q1"}


def test_an_xlsform_keeps_every_id_of_the_demonstration(tmp_path):
    study = read_study("params/demo")
    assert questions(study, "xlsform") == {name: name for name in study.items}


def test_limesurvey_leaves_out_what_is_no_letter_or_digit():
    study = study_of(p_quality={"answers": [1, 2]})
    assert questions(study, "limesurvey") == {"p_quality": "pquality"}


def test_two_ids_that_would_be_one_code_stay_two():
    study = study_of(
        **{"p.1": {"answers": [1, 2]}, "p_1": {"answers": [1, 2]}},
        p1={"answers": [1, 2]},
        P1={"answers": [1, 2]},
    )
    found = questions(study, "limesurvey")
    assert found["p1"] == "p1"
    assert len({code.casefold() for code in found.values()}) == 4


def test_a_code_does_not_change_when_another_item_joins():
    alone = study_of(p_1={"answers": [1, 2]})
    joined = study_of(q={"answers": [1, 2]}, p_1={"answers": [1, 2]})
    for form in FORMS:
        assert questions(alone, form)["p_1"] == questions(joined, form)["p_1"]


@pytest.mark.parametrize(
    ("form", "own"), [("limesurvey", LIMESURVEY_OWN), ("xlsform", ODK_OWN)]
)
def test_words_that_the_software_needs_itself_are_no_names(form, own):
    study = study_of(**{name: {"answers": [1, 2]} for name in own})
    assert not {n.casefold() for n in questions(study, form).values()} & own


def test_points_come_first_then_not_applicable_and_no_blank_is_offered():
    scale = {"points": [1, 2, 3], "not_applicable": [9], "blank": [99]}
    study = Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "scales": {"three": scale},
            "items": {"q1": {"scale": "three", "not_applicable": [8]}},
        }
    )
    assert offered(study, "q1") == (1, 2, 3, 9, 8)
    assert dict(limesurvey_codes(study)["q1"].answers) == {
        "1": 1, "2": 2, "3": 3, "9": 9, "8": 8,
    }  # fmt: skip


def test_a_negative_code_does_not_take_the_name_of_a_positive_one():
    codes = limesurvey_codes(study_of(q1={"answers": [-1, 1]}))["q1"].answers
    assert codes["1"] == 1
    assert sorted(codes.values()) == [-1, 1]


def test_an_option_named_as_the_software_s_own_gets_another_name():
    item = {"type": "multiple", "delimiter": ";", "options": ["shop", "other"]}
    codes = limesurvey_codes(study_of(q1=item))["q1"]
    assert codes.answers["shop"] == "shop"
    assert "other" not in codes.answers
    assert codes.answers[codes.name_of("other")] == "other"


def test_an_answer_that_is_not_offered_has_no_name():
    codes = xlsform_names(study_of(q1={"answers": [1, 2]}))["q1"]
    with pytest.raises(KeyError, match="code=3 is not offered by q1"):
        codes.name_of(3)


ids = st.from_regex(r"\A\w[\w.-]{0,59}\Z")
words = st.text("abcAB -_.12اب", min_size=1, max_size=12).filter(str.strip)


@given(st.lists(ids, min_size=1, max_size=6, unique=True), st.sets(words, min_size=1))
def test_names_are_unique_and_fit(names, answers):
    try:
        study = study_of(
            **{n: {"type": "nominal", "answers": list(answers)} for n in names}
        )
    except ValueError:  # two spellings of one code
        return
    for each in limesurvey_codes(study).values():
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", each.question)
        assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", name) for name in each.answers)
    for each in xlsform_names(study).values():
        assert re.fullmatch(r"[^\W\d][\w.-]{0,63}", each.question)
        assert not any(" " in name for name in each.answers)
    for form in FORMS.values():
        made = form(study)
        questions = [codes.question.casefold() for codes in made.values()]
        assert len(set(questions)) == len(questions) == len(names)
        for name, codes in made.items():
            assert tuple(codes.answers.values()) == offered(study, name)
