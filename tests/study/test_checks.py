"""Do rules of checks say what they must?"""

import pytest

import csat_methods as cs

ITEM = {"q": {"answers": [1, 2]}}
SOUND = {"version": 2, "day": "2026-01-02"}


def study(**checks):
    return cs.Study.from_dict(
        {"id": "x", "title": "X", "items": ITEM, "checks": checks}
    )


def test_rules_have_a_version_and_a_day():
    rules = study(**SOUND, limits={"haste": 0.3}).checks
    assert (rules.version, rules.day.isoformat()) == (2, "2026-01-02")
    assert rules.limits == {"haste": 0.3}


@pytest.mark.parametrize(
    ("checks", "why"),
    [
        ({"day": "2026-01-02"}, "version"),
        ({"version": 1}, "day"),
        ({**SOUND, "version": 0}, "checks.version"),
        ({**SOUND, "limits": {"gut": 1}}, "gut"),
        ({**SOUND, "careless": {"gut": 1}}, "gut"),
        ({**SOUND, "contradictions": {"a": {"text": "A", "when": []}}}, "when"),
    ],
)
def test_faulty_rules_are_refused(checks, why):
    with pytest.raises(ValueError, match=why):
        study(**checks)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"answers": [1, 2], "right": 2}, "right is for items with the role attention"),
        ({"answers": [1, 2], "role": "attention", "right": 3}, r"right: \[3\] are not"),
        ({"type": "text", "role": "attention", "right": 3}, "right is for items of"),
    ],
)
def test_right_answers_are_those_of_attention_items(item, why):
    with pytest.raises(ValueError, match=why):
        cs.Study.from_dict({"id": "x", "title": "X", "items": {"q": item}})
