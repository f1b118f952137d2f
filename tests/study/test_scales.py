"""Do codes mean one thing each, and are the ends of a scale where they belong?"""

import pytest
from pydantic import ValidationError

from csat_methods.study.questions import Item
from csat_methods.study.scales import Scale


def scale(**keys):
    return Scale.model_validate(keys)


def test_points_are_all_codes_between_two_ends():
    assert scale(lowest=0, highest=10).codes == tuple(range(11))
    assert scale(points=[1, 1.5, 2]).codes == (1, 1.5, 2)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "either points, or lowest and highest"),
        ({"lowest": 1}, "either points, or lowest and highest"),
        ({"points": [1, 2], "lowest": 1, "highest": 2}, "either points, or"),
        ({"lowest": 5, "highest": 1}, "points must rise"),
        ({"points": [3]}, "two at least"),
        ({"points": [2, 1]}, "points must rise"),
        ({"points": [1, 1]}, "points names a code twice"),
        ({"points": [1, 2], "blank": [2]}, "the code 2 is both in points and in blank"),
        (
            {"points": [1, 2], "blank": [9], "not_applicable": ["9"]},
            "the code 9 is both in not_applicable and in blank",
        ),
        ({"points": [1, 2], "midpoint": 2}, "midpoint=2 must lie inside"),
        ({"points": [1, 2], "labels": {7: "x"}}, r"the codes \[7\] are not of this"),
        (
            {"points": [1, 2], "labels": {1: "Good", 2: " good "}},
            "'good' stands for both 1 and 2",
        ),
        ({"points": [1, "two"]}, "valid number"),
    ],
)
def test_a_scale_with_two_meanings_is_refused(keys, words):
    with pytest.raises(ValidationError, match=words):
        scale(**keys)


def test_all_faults_of_a_scale_are_said():
    with pytest.raises(ValidationError) as caught:
        scale(points=[1, 2], blank=[2], midpoint=9, labels={7: "x"})
    assert str(caught.value).count(";") == 2


def answers(item=None, **keys):
    return Item(id="q", scale="s", **(item or {})).answers_with(scale(**keys))


def test_the_ends_are_those_of_the_points_alone():
    found = answers(lowest=1, highest=5, not_applicable=[6], blank=[0])
    assert found.ends == (1, 5)
    assert found.not_applicable == {"6"}
    assert found.blank == {"0"}


def test_an_item_adds_its_own_blanks_to_those_of_its_scale():
    found = answers({"blank": [98], "not_applicable": [3]}, lowest=1, highest=3)
    assert found.points == (1, 2)
    assert found.blank == {"98"}


def test_a_descending_scale_and_a_reversed_item_turn_back():
    ends = {"lowest": 1, "highest": 5}
    assert answers(**ends).turned is False
    assert answers(**ends, direction="descending").turned is True
    assert answers({"reversed": True}, **ends).turned is True
    both = answers({"reversed": True}, **ends, direction="descending")
    assert both.turned is False


def test_the_words_of_an_answer_follow_it_when_it_is_turned():
    labels = {1: {"en": "Very good"}, 5: {"en": "Very bad"}}
    plain = answers(lowest=1, highest=5, labels=labels)
    turned = answers(lowest=1, highest=5, labels=labels, direction="descending")
    assert plain.label(1.0).texts["en"] == "Very good"
    assert turned.label(5.0).texts["en"] == "Very good"
    assert plain.label(3) is None
