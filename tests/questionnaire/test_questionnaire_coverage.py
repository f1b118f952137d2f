"""Is it told what nothing asks about, and how long answering takes?"""

from dataclasses import replace

import pytest

import csat_methods as cs

RATED = {"answers": {1: "bad", 2: "fair", 3: "good"}, "text": "How was the speed?"}
STUDY = {
    "id": "shop",
    "title": "Shop",
    "characteristics": ["speed", "price"],
    "items": {
        "e": RATED | {"role": "expectation", "characteristic": "speed"},
        "p": RATED | {"role": "perception", "characteristic": "speed"},
    },
}


def coverage_of(**items):
    study = STUDY | {"items": STUDY["items"] | items}
    return cs.questionnaire_coverage(cs.Study.from_dict(study))


def test_items_are_counted_by_role():
    found = coverage_of()
    assert found.table.to_dict("records") == [
        {"term": "speed", "expectation": 1, "perception": 1, "items": 2},
        {"term": "price", "expectation": 0, "perception": 0, "items": 0},
    ]
    assert found.roles == ["expectation", "perception"]


def test_what_nothing_asks_about_is_named_with_the_minutes():
    found = coverage_of()
    study = cs.Study.from_dict(STUDY)
    assert found.minutes == pytest.approx(cs.lint_questionnaire(study).minutes)
    assert 2 * 5 / 60 < found.minutes < 1
    assert (
        found.summary() == "No item asks about: price. Answering takes about 0 minutes."
    )


def test_a_catalogue_that_is_asked_about_says_so():
    more = RATED | {"role": "perception", "characteristic": "price"}
    assert coverage_of(x=more).summary().startswith("Each of 2 characteristics has")


def test_items_without_words_are_left_out_of_the_minutes_and_counted():
    found = coverage_of(q={"answers": [1, 2, 3], "characteristic": "price"})
    assert "Items without words: 1" in str(found.notes[0])
    assert found.table["none"].tolist() == [0, 1]


def test_without_any_words_no_minutes_are_spoken_of_as_if_there_were_some():
    bare = {"answers": [1, 2, 3], "role": "perception", "characteristic": "price"}
    items = {"characteristics": ["price"], "items": {"q": bare}}
    found = cs.questionnaire_coverage(cs.Study.from_dict(STUDY | items))
    assert "minutes" not in found.summary()
    told = "The words of the items are not known, so no minutes are estimated."
    assert [str(note) for note in found.notes] == [told]


def test_hidden_rows_leave_a_headline():
    found = coverage_of()
    assert "people answered" in replace(found, table=found.table[:0]).summary()


def test_a_study_without_characteristics_is_refused():
    study = cs.Study.from_dict(
        {"id": "shop", "title": "Shop", "items": {"q": {"answers": [1, 2]}}}
    )
    with pytest.raises(ValueError, match="study='shop' has no catalogue"):
        cs.questionnaire_coverage(study)
