"""Is each of many small questionnaires found faulty for what is wrong with it only?

``name(type, role, characteristic) if item=code/code & item=code`` a line; what is not
said is a scale of five points without a role or a characteristic.
"""

import re

import pytest

from csat_methods import Study, lint_questionnaire
from csat_methods.study.structure import structural_faults

LINE = re.compile(r"(\w+)(?:\(([^)]*)\))?(?: if (.*))?")
TYPES = {"binary", "nominal", "multiple", "number", "date", "text"}
KEYS = {
    "binary": {"answers": ["yes", "no"]},
    "nominal": {"answers": ["bus", "car", "on foot"], "not_applicable": ["na"]},
    "multiple": {"options": ["a", "b", "c"], "delimiter": ";"},
    "number": {"lowest": 0, "highest": 10, "not_applicable": [99]},
    "date": {},
    "text": {},
}
ROLES = {"perception", "expectation", "overall", "open", "filter", "satisfaction"}


def study_of(told, catalogue=()):
    items = {}
    for line in told.strip().splitlines():
        name, keys, conditions = LINE.fullmatch(line.strip()).groups()
        words = [word.strip() for word in (keys or "").split(",") if word.strip()]
        kind = next((word for word in words if word in TYPES), "scale")
        item = {"type": kind, **KEYS.get(kind, {"answers": [1, 2, 3, 4, 5]})}
        for word in words:
            if word in ROLES:
                item["role"] = word
            elif word not in TYPES:
                item["characteristic"] = word
        parts = [part.split("=") for part in (conditions or "").split(" & ") if part]
        item["asked_if"] = [{"item": i, "in": c.split("/")} for i, c in parts]
        items[name] = item
    catalogue = {name: {} for name in catalogue}
    told = {"id": "s", "title": "S", "items": items, "characteristics": catalogue}
    return Study.from_dict(told)


FAULTY = {
    "dead skip": ("o(overall)\nq if gone=1", [("q", "dead_skip", "gone")]),
    "dead skip by its spelling": (
        "Used(binary)\no(overall)\nq if used=yes", [("q", "dead_skip", "used")],
    ),
    "dead skip beside a sound one": (
        "a(binary)\no(overall)\nq if a=yes & gone=1", [("q", "dead_skip", "gone")],
    ),
    "to itself": ("o(overall)\nq if q=1", [("q", "loop", "q")]),
    "loop of two": (
        "o(overall)\na if b=1\nb if a=1", [("a", "loop", "b"), ("b", "loop", "a")],
    ),
    "loop of three": (
        "o(overall)\na if c=1\nb if a=1\nc if b=1",
        [("a", "loop", "c"), ("b", "loop", "a"), ("c", "loop", "b")],
    ),
    "loop, and one who waits for it": (
        "o(overall)\na if b=1\nb if a=1\nc if a=1",
        [("a", "loop", "b"), ("b", "loop", "a")],
    ),
    "later item": ("o(overall) if q=1\nq", [("o", "other", "q")]),
    "later filter": (
        "a if f=yes\nf(binary)\no(overall)", [("a", "other", "f")],
    ),
    "no such answer": (
        "a(binary)\no(overall)\nq if a=maybe", [("q", "unreachable_item", "a")],
    ),
    "no such point": ("o(overall)\nq if o=6/7", [("q", "unreachable_item", "o")]),
    "no such option": (
        "m(multiple)\no(overall)\nq if m=d", [("q", "unreachable_item", "m")],
    ),
    "below the bounds of a number": (
        "n(number)\no(overall)\nq if n=-1", [("q", "unreachable_item", "n")],
    ),
    "above the bounds of a number": (
        "n(number)\no(overall)\nq if n=11/12.5", [("q", "unreachable_item", "n")],
    ),
    "no number": (
        "n(number)\no(overall)\nq if n=many", [("q", "unreachable_item", "n")],
    ),
    "two numbers at once": (
        "n(number)\no(overall)\nq if n=1/2 & n=3", [("q", "unreachable_item", "n")],
    ),
    "two words at once": (
        "t(text)\no(overall)\nq if t=red & t=blue", [("q", "unreachable_item", "t")],
    ),
    "two answers at once": (
        "a(binary)\no(overall)\nq if a=yes & a=no", [("q", "unreachable_item", "a")],
    ),
    "against the one above": (
        "a(binary)\nb if a=yes\no(overall)\nq if b=1 & a=no",
        [("q", "unreachable_item", "a")],
    ),
    "against one two steps above": (
        "a(nominal)\nb if a=bus\nc if b=1\no(overall)\nq if c=2/3 & a=car/na",
        [("q", "unreachable_item", "a")],
    ),
    "one of two conditions": (
        "a(binary)\nm(multiple)\no(overall)\nq if m=a & m=x & a=yes",
        [("q", "unreachable_item", "m")],
    ),
    "two overall": (
        "a(overall)\nb(overall)",
        [("a", "two_overall", None), ("b", "two_overall", None)],
    ),
    "two overall of which one is for some": (
        "f(binary)\na(overall)\nb(overall) if f=yes",
        [("a", "two_overall", None), ("b", "two_overall", None)],
    ),
    "three overall of which two meet": (
        "f(binary)\na(overall) if f=yes\nb(overall) if f=no\nc(overall) if a=1",
        [("a", "two_overall", None), ("c", "two_overall", None)],
    ),
    "no overall": ("a(satisfaction)", [("s", "no_overall", None)]),
}  # fmt: skip

SOUND = {
    "plain": "o(overall)\nt(text, open)",
    "a filter": "f(binary)\nq if f=yes\no(overall)",
    "and": "f(binary)\ng(binary)\nq if f=yes & g=no\no(overall)",
    "or": "f(nominal)\nq if f=bus/car\no(overall)",
    "or with a code that is none": "f(nominal)\nq if f=bus/plane\no(overall)",
    "not applicable": "f(nominal)\nq if f=na\no(overall)",
    "nested": "f(binary)\ng if f=yes\nh if g=1/2\nq if h=5 & f=yes\no(overall)",
    "several answers at once": "m(multiple)\nq if m=a & m=b\no(overall)",
    "bounds of a number": "n(number)\nq if n=0/10\nr if n=99\no(overall)",
    "numbers as words": "n(number)\nq if n=3.0 & n=3/4\no(overall)",
    "words": "t(text)\nq if t=red\no(overall)",
    "overall items of different people": (
        "f(binary)\na(overall) if f=yes\nb(overall) if f=no"
    ),
    "the same condition twice": "f(binary)\nq if f=yes & f=yes/no\no(overall)",
}


def found(study):
    return [(f.id, f.rule, f.words) for f in structural_faults(study)]


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_questionnaire_is_found_faulty_for_that_only(name):
    told, wanted = FAULTY[name]
    faults = found(study_of(told))
    assert [fault[:2] for fault in faults] == [fault[:2] for fault in wanted]
    named = zip(faults, wanted, strict=True)
    assert all(words in {None, fault[2]} for fault, (_, _, words) in named)


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_questionnaire_has_no_fault(name):
    assert found(study_of(SOUND[name])) == []


def test_an_item_without_a_characteristic_is_told_where_there_is_a_catalogue():
    told = "o(overall)\na(perception, speed)\nb(perception)\nc(expectation)\nt(text)"
    assert found(study_of(told, ["speed"])) == [
        ("b", "item_without_characteristic", "perception"),
        ("c", "item_without_characteristic", "expectation"),
    ]


def test_a_characteristic_that_no_item_asks_about_is_told():
    told = "o(overall)\na(perception, speed)"
    wanted = [("price", "characteristic_without_item", "price")]
    assert found(study_of(told, ["speed", "price"])) == wanted


@pytest.mark.parametrize("name", FAULTY)
def test_the_review_tells_the_same_and_what_mends_it(name):
    told, wanted = FAULTY[name]
    review = lint_questionnaire(study_of(told))
    assert review.table["rule"].tolist() == [rule for _, rule, _ in wanted]
    assert review.table["advice"].str.len().gt(10).all()
    assert str(review.notes[-1]).endswith("advice.")
