"""Tests of the ordered steps that make a wave ready."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study, Wave, language, prepare
from csat_methods.preparation import STEPS


@pytest.fixture
def wave():
    frame = pd.DataFrame(
        {
            "q1": [1.0, 4, 5, np.nan],
            "q2": [1.0, 2, 3, 4],
            "city": ["A", "A", "B", "B"],
            "age": [17.0, 30, 65, np.nan],
        }
    )
    return Wave.from_frame(frame, scales={"q1": (1, 5), "q2": (1, 5)})


def test_excluded_people_stay_in_the_design(wave):
    rule = {"when": [{"item": "q1", "below": 2}], "reason": "too low"}
    new = prepare(wave, [{"exclude": rule}])
    assert new.n == 3
    assert len(new.frame) == 4
    assert new.ledger[0].rows == 1
    assert (new.ledger[0].before, new.ledger[0].after) == (4, 3)


def test_ineligible_people_leave_the_design(wave):
    rule = {
        "when": [{"item": "city", "equals": "A"}],
        "reason": "no customers",
        "ineligible": True,
    }
    new = prepare(wave, [{"exclude": rule}])
    assert len(new.frame) == 2
    assert new.ledger[0].step == "drop"


def test_a_blank_meets_no_condition_but_missing(wave):
    for operator, value in {"not_in": [1], "above": 0, "not_equals": 9}.items():
        rule = {"when": [{"item": "q1", operator: value}], "reason": "r"}
        kept = prepare(wave, [{"exclude": rule}])
        assert kept.domain[3]
    blank = {"when": [{"item": "q1", "missing": True}], "reason": "blank"}
    assert prepare(wave, [{"exclude": blank}]).n == 3


def test_conditions_must_all_hold(wave):
    when = [{"item": "city", "equals": "A"}, {"item": "q1", "at_least": 4}]
    assert prepare(wave, [{"exclude": {"when": when, "reason": "r"}}]).n == 3


def test_a_derived_mean_needs_all_its_items_unless_told(wave):
    strict = prepare(wave, [{"derive": {"name": "m", "mean_of": ["q1", "q2"]}}])
    assert strict.frame["m"].tolist()[:3] == [1.0, 3.0, 4.0]
    assert np.isnan(strict.frame["m"].iloc[3])
    step = {"derive": {"name": "m", "mean_of": ["q1", "q2"], "at_least": 1}}
    assert prepare(wave, [step]).frame["m"].iloc[3] == 4.0


def test_sums_and_first_answers_are_derived(wave):
    steps = [
        {"derive": {"name": "s", "sum_of": ["q1", "q2"]}},
        {"derive": {"name": "f", "first_of": ["q1", "q2"]}},
    ]
    frame = prepare(wave, steps).frame
    assert frame["s"].tolist()[:3] == [2.0, 6.0, 8.0]
    assert frame["f"].tolist() == [1.0, 4.0, 5.0, 4.0]


def test_recoding_leaves_other_answers_alone(wave):
    new = prepare(wave, [{"recode": {"item": "q2", "map": {1: 5}, "into": "r"}}])
    assert new.frame["r"].tolist() == [5, 2, 3, 4]
    assert new.ledger[0].rows == 1


def test_classes_are_exhaustive_and_the_unclassified_counted(wave):
    cut = {"item": "age", "into": "band", "cuts": [18, 65]}
    named = {**cut, "labels": ["young", "adult", "old"]}
    new = prepare(wave, [{"categorise": named}])
    assert new.frame["band"].tolist()[:3] == ["young", "adult", "old"]
    assert new.frame["band"].isna().iloc[3]
    mapped = {"item": "city", "into": "side", "map": {"A": "north"}}
    sides = prepare(wave, [{"categorise": mapped}])
    assert sides.frame["side"].tolist() == ["north", "north", *["unclassified"] * 2]
    assert "2 unclassified" in str(sides.ledger[0].detail)


def test_classes_have_a_version_that_their_record_tells(wave):
    rules = {"item": "city", "into": "side", "map": {"A": "north"}, "version": 3}
    told = prepare(wave, [{"categorise": rules}])
    assert "side, version 3; 2 unclassified" in str(told.ledger[0].detail)
    with pytest.raises(ValueError, match=r"version=0 must be"):
        prepare(wave, [{"categorise": {**rules, "version": 0}}])


def test_weighting_is_a_step_like_any_other(wave):
    step = {"rake": {"margins": {"city": {"A": 10, "B": 30}}}}
    new = prepare(wave, [step])
    assert new.weights.tolist() == [5, 5, 15, 15]
    assert new.ledger[-1].step == "rake"
    linear = {"calibrate": {"totals": {"city": {"A": 10, "B": 30}}}}
    calibrated = prepare(wave, [linear]).weights
    assert calibrated.tolist() == pytest.approx([5, 5, 15, 15])


def test_all_weighting_steps_run_in_their_order():
    frame = pd.DataFrame(
        {
            "p": [0.1] * 20 + [0.05] * 20,
            "answered": [1, 1, 1, 0] * 10,
            "city": ["A", "B"] * 20,
            "sex": ["f", "m", "m", "f"] * 10,
            "orders": np.arange(40) % 5 + 1.0,
        }
    )
    steps = [
        {"base_weights": {"probabilities": ("p",)}},
        {"adjust_nonresponse": {"responded": "answered", "by": ("city",)}},
        {"poststratify": {"totals": {"city": {"A": 250, "B": 350}}}},
        {"trim_weights": {"upper": 28}},
        {"rake": {"margins": {"city": {"A": 250, "B": 350}}}},
        {
            "calibrate": {
                "totals": {"city": {"A": 250, "B": 350}, "orders": 1800},
                "distance": "logit",
                "bounds": (0.5, 2.0),
            }
        },
    ]
    made = prepare(Wave.from_frame(frame), steps)
    taken = [name for step in steps for name in step]
    assert [entry.step for entry in made.ledger] == taken
    assert [step.name for step in made.design.steps] == taken[1:]
    assert made.design.base.tolist() == (1 / frame["p"]).tolist()
    product = np.prod(made.design.factors, axis=0) * made.design.base
    assert product == pytest.approx(made.design.weights)
    inside = made.weights[made.domain]
    assert inside.groupby(frame["city"]).sum().to_dict() == pytest.approx(
        {"A": 250, "B": 350}
    )
    assert inside @ frame["orders"][made.domain] == pytest.approx(1800)


def test_the_order_of_the_steps_matters(wave):
    leave = {"exclude": {"when": [{"item": "q1", "below": 2}], "reason": "r"}}
    weigh = {"rake": {"margins": {"city": {"A": 10, "B": 30}}}}
    before = prepare(wave, [leave, weigh])
    after = prepare(wave, [weigh, leave])
    assert before.weights[before.domain].sum() == 40
    assert after.weights[after.domain].sum() == 35
    assert [e.step for e in after.ledger] == ["rake", "exclude"]


@pytest.mark.parametrize(
    ("step", "error", "words"),
    [
        ({"explode": {}}, ValueError, "explode.*must be one of"),
        ({"rake": {"margin": {}}}, ValueError, r"unknown keys \['margin'\]"),
        ({"exclude": {}, "rake": {}}, ValueError, "step 1.*must be one name"),
        (
            {"exclude": {"when": [{"item": "q9", "below": 1}], "reason": "r"}},
            KeyError,
            r"step 1 \(exclude\).*q9",
        ),
        (
            {"exclude": {"when": [{"item": "q1"}], "reason": "r"}},
            ValueError,
            "one operator",
        ),
        (
            {"exclude": {"when": [{"item": "q2", "above": 0}], "reason": "r"}},
            ValueError,
            "leave nobody",
        ),
        ({"derive": {"name": "q1", "mean_of": ["q2"]}}, ValueError, "a column already"),
        ({"derive": {"name": "x"}}, ValueError, "needs one of mean_of"),
        (
            {
                "categorise": {
                    "item": "age",
                    "into": "b",
                    "cuts": [3, 1],
                    "labels": "abc",
                }
            },
            ValueError,
            "must rise",
        ),
    ],
)
def test_a_faulty_step_is_named(wave, step, error, words):
    with pytest.raises(error, match=words):
        prepare(wave, [step])


def test_every_step_says_what_it_does():
    assert all(step.__doc__ for step in STEPS.values())


def test_a_reason_may_stand_in_several_languages(wave):
    rule = {
        "when": [{"item": "q1", "below": 2}],
        "reason": {"en": "too fast", "fa": "شتاب‌زده"},
    }
    out = prepare(wave, [{"exclude": rule}])
    gone = prepare(wave, [{"exclude": {**rule, "ineligible": True}}])
    assert out.conditions[-1] == "without: too fast"
    assert str(out.ledger[-1].detail) == "too fast"
    with language("fa"):
        assert str(out.ledger[-1].detail) == "شتاب‌زده"
        assert "شتاب‌زده" in str(gone.ledger[-1].detail)
    with pytest.raises(ValueError, match="must be a text"):
        prepare(wave, [{"exclude": {**rule, "reason": " "}}])


def test_the_ledger_calls_items_by_their_words():
    item = {"answers": [1, 2, 3, 4, 5], "label": {"en": "Speed", "fa": "سرعت"}}
    segment = {"text": {"en": "City", "fa": "شهر"}}
    study = {"id": "x", "title": "X", "items": {"q": item}, "segments": {"c": segment}}
    frame = pd.DataFrame({"q": [1, 4, 5, 2], "c": ["A", "A", "B", "B"]})
    wave = Wave.from_frame(frame, study=Study.from_dict(study))
    steps = [
        {"recode": {"item": "q", "map": {1: 2}, "into": "r"}},
        {"derive": {"name": "m", "mean_of": ["q"]}},
        {"rake": {"margins": {"c": {"A": 2, "B": 2}}}},
    ]
    with language("fa"):
        told = [str(entry.detail) for entry in prepare(wave, steps).ledger]
    assert ["سرعت" in told[0], "سرعت" in told[1], "شهر" in told[2]] == [True] * 3
