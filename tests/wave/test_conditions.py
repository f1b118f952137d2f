"""Does a row meet a condition exactly when its answer does?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.conditions import CONDITIONS, holds


@pytest.fixture
def wave():
    frame = pd.DataFrame({"q1": [1, 4, np.nan, 7], "city": ["A", "B", None, "A"]})
    return cs.Wave.from_frame(frame)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ({"item": "q1", "in": [1, 7]}, [1, 0, 0, 1]),
        ({"item": "q1", "not_in": [1, 7]}, [0, 1, 0, 0]),
        ({"item": "city", "equals": "A"}, [1, 0, 0, 1]),
        ({"item": "city", "not_equals": "A"}, [0, 1, 0, 0]),
        ({"item": "q1", "at_least": 4}, [0, 1, 0, 1]),
        ({"item": "q1", "at_most": 4}, [1, 1, 0, 0]),
        ({"item": "q1", "above": 4}, [0, 0, 0, 1]),
        ({"item": "q1", "below": 4}, [1, 0, 0, 0]),
        ({"item": "city", "missing": True}, [0, 0, 1, 0]),
        ({"item": "city", "missing": False}, [1, 1, 0, 1]),
    ],
)
def test_each_operator_and_no_blank_but_for_missing(wave, condition, met):
    found = holds(wave, [condition])
    assert found.tolist() == [bool(m) for m in met]
    assert set(condition) - {"item"} <= set(CONDITIONS)


def test_all_conditions_must_hold(wave):
    both = [{"item": "q1", "above": 1}, {"item": "city", "equals": "A"}]
    assert holds(wave, both).tolist() == [False, False, False, True]
    assert holds(wave, []).all()


def test_a_condition_has_one_known_operator_and_a_known_item(wave):
    with pytest.raises(ValueError, match="must have one operator"):
        holds(wave, [{"item": "q1"}])
    with pytest.raises(ValueError, match="operator='over' must be one of"):
        holds(wave, [{"item": "q1", "over": 1}])
    with pytest.raises(KeyError, match=r"\['q9'\] are not in the wave"):
        holds(wave, [{"item": "q9", "above": 1}])
