"""Does a step come with the arguments it was given, and no others?"""

import pytest
from pydantic import ValidationError

from csat_methods._messages import Text
from csat_methods.study.steps import Step, read_totals


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        (
            "exclude",
            {
                "when": ({"item": "a", "in": (1, 2)}, {"item": "b", "missing": True}),
                "reason": Text({"en": "too fast"}),
                "ineligible": True,
            },
        ),
        ("derive", {"name": "m", "mean_of": ("a", "b"), "at_least": 1}),
        ("recode", {"item": "a", "map": {1: 5, 9: None}}),
        ("categorise", {"item": "a", "into": "b", "map": {1: "low", 2: "high"}}),
        ("categorise", {"item": "a", "into": "b", "cuts": (1,), "labels": ("l", "h")}),
        ("base_weights", {"probabilities": ("p",)}),
        ("rake", {"margins": {"sex": {1: 40.0, 2: 60.0}}, "tolerance": 1e-8}),
        ("poststratify", {"totals": {("a", "b"): {(1, "x"): 3.0}}}),
        ("calibrate", {"totals": {"age": 400.0}, "bounds": (0.5, 2.0)}),
        ("adjust_nonresponse", {"responded": "r", "by": ("a",)}),
        ("trim_weights", {"lower": 0.3, "upper": 3.0}),
        ("impute", {"items": ("a",), "m": 20, "seed": 1}),
    ],
)
def test_a_step_gives_back_what_it_was_given(name, arguments):
    crossed = {"poststratify": {"totals": {"a*b": {"1*x": 3}}}}
    found = Step.model_validate({name: crossed.get(name, arguments)})
    assert found.name == name
    assert found.arguments == arguments


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "a step has one name, not none"),
        ({"rake": {}, "recode": {"item": "a", "map": {1: 2}}}, "not rake, recode"),
        ({"exclude": None}, "the step exclude needs its arguments"),
        ({"exclude": {"when": [], "reason": "x"}}, "when"),
        ({"exclude": {"when": [{"item": "a", "below": 2}]}}, "reason"),
        ({"exclude": {"when": [{"item": "a"}], "reason": "x"}}, "a condition has one"),
        (
            {
                "exclude": {
                    "when": [{"item": "a", "in": [1], "below": 2}],
                    "reason": "x",
                }
            },
            "a condition has one of in, not_in, equals",
        ),
        ({"derive": {"name": "m"}}, "needs one of mean_of, sum_of, first_of"),
        (
            {"derive": {"name": "m", "mean_of": "a", "sum_of": "a"}},
            "needs one of mean_of, sum_of, first_of",
        ),
        (
            {"categorise": {"item": "a", "into": "b"}},
            "either cuts and labels, or a map",
        ),
        (
            {"categorise": {"item": "a", "into": "b", "cuts": [2, 1], "labels": ["x"]}},
            r"cuts=\[2.0, 1.0\] must rise; 2 cuts make 3 classes to name",
        ),
        ({"rake": {"margins": {"sex": {1: "40"}}}}, "sex: 1: '40' must be a number"),
        ({"rake": {"margins": {"sex": {1: -4}}}}, "-4 must be a number from 0 on"),
        ({"rake": {"margins": {"a*b": {"1": 4}}}}, "'1' must have 2 parts"),
        ({"rake": {"margins": {}}}, "must be totals by variable"),
        ({"calibrate": {"distance": "euclid"}}, "distance"),
        ({"calibrate": {"bounds": [1]}}, "bounds"),
        ({"trim_weights": {"lower": -1}}, "lower"),
        ({"impute": {"items": "a"}}, "seed"),
    ],
)
def test_a_step_with_wrong_arguments_is_refused(given, words):
    with pytest.raises(ValidationError, match=words):
        Step.model_validate(given)


def test_totals_may_stand_in_a_file():
    assert read_totals("data/margins.csv") == "data/margins.csv"


def test_a_crossed_margin_has_tuples_of_codes():
    assert read_totals({"race * sex": {"1*2": 40, "b*1": 2}}) == {
        ("race", "sex"): {(1, 2): 40.0, ("b", 1): 2.0}
    }
