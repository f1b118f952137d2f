"""Under which names may a platform's file know items and options?"""

import pytest

from csat_methods import Study
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.form_names import Names, said, unsaid
from csat_methods.wave.platforms import KOBO, LIMESURVEY

FIVE = {"answers": [1, 2, 3, 4, 5]}
WHY = {"type": "multiple", "delimiter": ";", "options": {"a": "One", "b b": "Two"}}


def names(items, platform=KOBO, **keys):
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    plain = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
    file = validated(WaveFile, Document("w.yaml", plain | keys))
    return Names(study, file, platform)


@pytest.mark.parametrize("name", ["p_1", "P_1", "p1", "How good?", "Good"])
def test_an_item_is_known_by_id_code_and_words(name):
    item = FIVE | {"text": "How good?", "label": "Good"}
    found = names({"p_1": item}, LIMESURVEY).item([name])
    assert found is not None
    assert found[1] == "p_1"


def test_a_form_s_own_name_comes_before_an_id_of_another_item():
    known = names({"start": FIVE, "a": FIVE})
    code = known.codes["start"].question
    assert code != "start"
    assert known.item([code])[0] < known.item(["start"])[0]


def test_words_of_two_items_are_shared_in_their_order():
    items = {"b": FIVE | {"text": "How? Food"}, "a": FIVE | {"text": "When? Food"}}
    known = names(items)
    assert known.item(["Food"]) is None
    assert known.sharing(["food"]) == (["b", "a"], [], ["b", "a"])
    assert known.sharing(["nothing"]) == ([], [], [])


def test_only_an_item_with_several_answers_has_options():
    known = names({"why": WHY, "q": FIVE})
    assert known.several("why") == ["why"]
    assert known.several("q") == known.several("none") == []
    assert known.options_of("why") == {
        "a": "a", "b_b": "b b", "b b": "b b", "one": "a", "two": "b b",
    }  # fmt: skip


def test_words_of_ones_own_are_known_by_the_form_s_name():
    items = {"why": WHY | {"other": "a"}, "why_other": FIVE}
    assert names(items).own_words["why_other_2"] == "why"


def test_what_forms_say_is_known_in_every_language():
    assert {"not applicable", "in your own words:"} <= said("Not applicable") | said(
        "In your own words:"
    )
    assert len(said("Not applicable")) > 1


def test_a_lone_code_without_words_is_what_forms_call_not_applicable():
    study = Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"q": FIVE | {"not_applicable": [9]}, "r": FIVE},
        }
    )
    assert unsaid(study.answers("q"))[1] == "9"
    assert unsaid(study.answers("r")) == (frozenset(), "")
