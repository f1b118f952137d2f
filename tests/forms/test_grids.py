"""Which questions share a grid, and what do they have in common?"""

import pytest
from hypothesis import given, strategies as st

from csat_methods.forms.grids import rests_of, runs_of


def runs(study):
    return runs_of(study, list(study.items.values()))


RATED = {"answers": [1, 2, 3], "role": "perception"}


@pytest.mark.parametrize(
    "other",
    [
        RATED | {"role": "importance"},
        RATED | {"answers": [1, 2]},
        RATED | {"answers": {1: "a", 2: "b", 3: "c"}},
        RATED | {"not_applicable": [9]},
        RATED | {"block": "part"},
        RATED | {"asked_if": [{"item": "a", "in": [1]}]},
        {"type": "nominal", "answers": [1, 2, 3], "role": "perception"},
        {"type": "text"},
    ],
    ids=["role", "answers", "labels", "absent", "block", "asked", "nominal", "text"],
)
def test_what_is_asked_otherwise_stands_alone(study_of, other):
    study = study_of({"a": RATED, "b": RATED, "c": other}, blocks={"part": "Part"})
    assert runs(study) == [0, 0, 1]


def test_an_attention_check_stays_in_the_grid_it_stands_in(study_of):
    check = RATED | {"role": "attention"}
    study = study_of({"a": RATED, "check": check, "b": RATED})
    assert runs(study) == [0, 0, 0]


def test_grids_need_not_be_the_whole_questionnaire(study_of):
    study = study_of({"a": RATED, "t": {"type": "text"}, "b": RATED, "c": RATED})
    assert runs(study) == [0, 1, 2, 2]


def test_what_is_shared_ends_with_a_sentence():
    assert rests_of(["It is good. Food", "It is good. Foil"]) == (
        "It is good.",
        ("Food", "Foil"),
    )
    assert rests_of(["The food", "The foil"]) == ("", ("The food", "The foil"))


def test_a_question_alone_shares_nothing():
    assert rests_of(["How was it? The food"]) == ("", ("How was it? The food",))


words = st.text("ab.?؟ ", min_size=1).map(str.strip).filter(bool)


@given(st.lists(words, min_size=1, max_size=5))
def test_stem_and_rest_are_the_whole_text_again(texts):
    stem, rests = rests_of(texts)
    for text, rest in zip(texts, rests, strict=True):
        assert "".join((stem + rest).split()) == "".join(text.split())
        assert rest
