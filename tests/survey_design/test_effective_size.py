"""How many equal weights are unequal ones worth, by hand and by what must hold?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.effective_size import effective_size

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=40).map(np.array)


def test_one_one_one_and_three_are_worth_three():
    # Kish (1965), section 11.7: 6² / 12
    assert effective_size(np.array([1.0, 1, 1, 3])) == pytest.approx(3)


@hypothesis.given(WEIGHTS, st.floats(0.1, 10))
def test_it_lies_from_one_to_all_and_needs_no_unit(weights, unit):
    size = effective_size(weights)
    assert 1 - 1e-9 <= size <= len(weights) + 1e-9
    assert effective_size(unit * weights) == pytest.approx(size)
    assert effective_size(np.full(len(weights), unit)) == pytest.approx(len(weights))


@hypothesis.given(WEIGHTS)
def test_it_is_all_over_one_plus_the_squared_variation(weights):
    effect = 1 + (weights.std() / weights.mean()) ** 2
    assert effective_size(weights) == pytest.approx(len(weights) / effect)


@hypothesis.given(WEIGHTS)
def test_people_without_weight_change_nothing(weights):
    more = np.append(weights, [0.0, 0.0])
    assert effective_size(more) == pytest.approx(effective_size(weights))


@pytest.mark.parametrize("nobody", [np.zeros(2), np.array([])])
def test_nobody_has_no_size(nobody):
    assert np.isnan(effective_size(nobody))
