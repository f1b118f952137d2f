"""Does the questionnaire hold together?"""

import pytest
import yaml

from csat_methods import Study
from csat_methods.study.structure import meeting, structural_faults


def study(*items, **more):
    return Study.from_dict({"id": "shop", "title": "Shop", "items": items, **more})


def item(name, role=None, when=None, **more):
    answers = more.pop("answers", [1, 2, 3, 4, 5])
    kind = {"id": name, "role": role, "asked_if": when, **more}
    return kind | ({"answers": answers} if answers else {})


def when(name, *codes):
    return {"item": name, "in": list(codes)}


OVERALL = item("whole", "overall")


def found(*items, **more):
    return {(f.id, f.rule) for f in structural_faults(study(*items, **more))}


def questionnaires(shared):
    text = (shared / "reference" / "wording" / "structure.yaml").read_text("utf8")
    return yaml.safe_load(text)["questionnaires"]


@pytest.mark.parametrize("position", range(5))
def test_every_planted_fault_is_found_and_no_other(shared, position):
    given = questionnaires(shared)[position]
    expected = given["expected"]
    faults = structural_faults(Study.from_dict(given))
    named = {*expected["items"], *expected["characteristics"]}
    assert {fault.rule for fault in faults} == {expected["fault"]} - {"none"}
    assert {fault.id for fault in faults} == named


def test_a_condition_on_an_answer_that_is_not_offered_is_never_met():
    assert found(item("a"), item("b", when=[when("a", 6)]), OVERALL) == {
        ("b", "unreachable_item")
    }


def test_an_answer_that_does_not_apply_can_be_given():
    assert not found(
        item("a", not_applicable=[9]), item("b", when=[when("a", 9)]), OVERALL
    )


def test_conditions_that_contradict_those_above_are_never_met_and_followers_not_told():
    items = (
        item("a"),
        item("b", when=[when("a", 1)]),
        item("c", when=[when("b", 2), when("a", 3)]),
        item("d", when=[when("c", 1)]),
    )
    assert found(*items, OVERALL) == {("c", "unreachable_item")}


def test_a_text_and_several_answers_may_meet_any_condition():
    several = {"type": "multiple", "delimiter": ";", "options": ["x", "y"]}
    items = (
        {"id": "a", **several},
        {"id": "t", "type": "text"},
        item("b", when=[when("a", "x"), when("a", "y"), when("t", "z")]),
    )
    assert not found(*items, OVERALL)


def test_a_loop_is_its_own_fault_and_who_waits_for_it_is_not():
    items = (
        item("a", when=[when("b", 1)]),
        item("b", when=[when("a", 1)]),
        item("c", when=[when("a", 1)]),
        item("d", when=[when("d", 1)]),
    )
    assert found(*items, OVERALL) == {("a", "loop"), ("b", "loop"), ("d", "loop")}


def test_what_waits_for_a_later_item_is_told():
    items = (item("a", when=[when("b", 1)]), item("b"), OVERALL)
    assert found(*items) == {("a", "other")}


def test_a_questionnaire_without_an_overall_item_is_told_under_its_own_name():
    assert found(item("a")) == {("shop", "no_overall")}


def test_two_overall_items_of_one_person_are_one_too_many():
    assert found(item("a"), OVERALL, item("again", "overall")) == {
        ("whole", "two_overall"),
        ("again", "two_overall"),
    }


def test_overall_items_of_different_people_are_not():
    visitors = item("v", "overall", [when("a", 1)])
    callers = item("c", "overall", [when("a", 2)])
    assert not found(item("a"), visitors, callers)


def test_catalogue_and_items_are_held_against_each_other():
    items = (item("a", "perception"), item("b", "perception", characteristic="speed"))
    assert found(*items, OVERALL, characteristics=["speed", "price"]) == {
        ("a", "item_without_characteristic"),
        ("price", "characteristic_without_item"),
    }


def test_a_study_without_a_catalogue_lacks_none():
    assert not found(item("a", "perception"), OVERALL)


def test_the_item_that_would_need_two_answers_is_named():
    items = (
        item("a"),
        item("b", when=[when("a", 1)]),
        item("c", when=[when("a", 2)]),
    )
    assert meeting(study(*items), "b", "c") == "a"
    assert meeting(study(*items), "b") is None


def test_a_fault_reads_as_words():
    faults = structural_faults(study(item("a", when=[when("gone", 1)]), OVERALL))
    assert list(map(str, faults)) == ["a: dead skip (gone)"]
