"""Tests of what stated conditions speak of."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.sampling.customer_rules import OPERATORS, classes, meets

FRAME = pd.DataFrame(
    {
        "x": [1.0, 2.0, np.nan, 4.0],
        "t": ["a", "b", None, "ab"],
        "d": pd.to_datetime(["2025-01-01", "2025-06-01", None, "2024-01-01"]),
    }
)


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ({"x": 2}, [1]),
        ({"x": [1, 4]}, [0, 3]),
        ({"x": {"in": [1, 2], "above": 1}}, [1]),
        ({"x": {"not_in": [1]}}, [1, 3]),
        ({"x": {"not_equals": 1}}, [1, 3]),
        ({"x": {"at_least": 2}}, [1, 3]),
        ({"x": {"at_most": 2}}, [0, 1]),
        ({"x": {"below": 2}}, [0]),
        ({"x": {"missing": True}}, [2]),
        ({"x": {"missing": False}}, [0, 1, 3]),
        ({"t": {"ends_with": "b"}}, [1, 3]),
        ({"d": {"below": "2025-01-01"}}, [3]),
        ({"x": {"above": 1}, "t": "b"}, [1]),
    ],
)
def test_conditions_hold_together_and_blanks_meet_none(rule, rows):
    assert np.flatnonzero(meets(FRAME, rule, "rule")).tolist() == rows


def test_every_operator_is_tried_above():
    assert set(OPERATORS) == {
        "in", "not_in", "equals", "not_equals", "at_least", "at_most", "above",
        "below", "ends_with", "missing",
    }  # fmt: skip


def test_types_are_exhaustive_and_exclusive():
    ids = pd.Series(["p", "q", "r", "s"])
    rules = {"low": {"x": {"at_most": 2}}, "none": {"x": {"missing": True}}}
    with pytest.raises(ValueError, match="1 customers belong to no type, such as 's'"):
        classes(FRAME, rules, "rules", ids)
    found = classes(FRAME, {**rules, "high": "rest"}, "rules", ids)
    assert found.tolist() == ["low", "low", "none", "high"]
    twice = {**rules, "one": {"x": 1}, "high": "rest"}
    with pytest.raises(ValueError, match=r"'p' to \['low', 'one'\]"):
        classes(FRAME, twice, "rules", ids)
