"""Is each question one that can be answered and read?"""

import pytest
from pydantic import ValidationError

from csat_methods.study.needs import ROLES
from csat_methods.study.questions import CLOSED, Item, ItemType, Role

FIVE = [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({}, "type scale needs scale or answers"),
        ({"scale": "s", "answers": FIVE}, "scale or answers, not both"),
        ({"answers": ["a", "b"]}, "answers of an item of type scale must be numbers"),
        ({"answers": FIVE, "blank": [5]}, "the code 5 is both in points and in blank"),
        ({"answers": [1, [2]]}, r"\[2\] is no code"),
        ({"type": "binary", "answers": [1, 2, 3]}, "has two answers, not 3"),
        ({"type": "nominal", "answers": {1: "a", 2: "A"}}, "stands for both 1 and 2"),
        ({"type": "text", "scale": "s"}, "scale is for items of type scale, binary"),
        ({"type": "text", "answers": FIVE}, "answers is for items of type scale"),
        ({"type": "scale", "answers": FIVE, "lowest": 1}, "lowest is for items"),
        ({"type": "number", "lowest": 5, "highest": 1}, "lowest=5 must be below"),
        ({"type": "multiple"}, "needs columns or delimiter"),
        ({"type": "multiple", "delimiter": ";"}, "give the options"),
        (
            {"type": "multiple", "delimiter": ";", "columns": {"a": "x"}},
            "needs columns or delimiter",
        ),
        (
            {"type": "multiple", "columns": {"c": "x"}, "options": ["a"]},
            r"\['c'\] are not among the options",
        ),
        (
            {"type": "multiple", "columns": {"c": "x"}, "other": "d"},
            "other='d' must be one of the options",
        ),
        ({"type": "nominal", "answers": ["a"], "other": "d"}, "one of the answers"),
        ({"type": "number", "other": "d"}, "other is for items of type nominal, mul"),
        ({"type": "scale", "answers": FIVE, "delimiter": ";"}, "delimiter is for"),
        ({"type": "date", "calendar": "julian"}, "calendar"),
        ({"answers": FIVE, "asked_if": [{"item": "a", "in": []}]}, "asked_if"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(keys, words):
    with pytest.raises(ValidationError, match=words):
        Item.model_validate({"id": "q", **keys})


def test_a_question_asked_of_everybody_may_say_so():
    assert Item(id="q", type="text", asked_if=None).asked_if == ()


def test_codes_come_as_numbers_where_they_are_numbers():
    item = Item.model_validate({"id": "q", "answers": ["1", "2", "۳"]})
    assert item.answers_with(None).points == (1, 2, 3)


def test_a_binary_item_is_0_and_1_unless_it_says_otherwise():
    assert Item(id="q", type="binary").answers_with(None).points == (0, 1)
    said = Item(id="q", type="binary", answers=["yes", "no"])
    assert said.answers_with(None).points == ("yes", "no")


def test_several_answers_have_a_column_an_option():
    item = Item(id="why", type="multiple", options=["price", 2], delimiter=";")
    assert item.frame_columns == ("why:price", "why:2")
    ticked = Item(id="why", type="multiple", columns={"price": "w_1"})
    assert ticked.frame_columns == ("why:price",)


def test_roles_are_the_ones_that_needs_know():
    assert set(ROLES) == set(Role.__args__)
    assert set(CLOSED) < set(ItemType.__args__)
