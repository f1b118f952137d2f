"""Is the index of means the textbook's, and its slopes those of differences?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.statistics.composite_index import (
    column_means,
    index_of,
    index_slopes,
    item_weights,
)

MEANS = st.lists(st.floats(1, 10), min_size=4, max_size=4).map(np.array)


def test_the_textbook_s_index_is_not_rounded_inside():
    # Hill and Alexander: 181 / 30; with the weights rounded first it would be 6.01
    means = np.array([8.0, 4, 8, 3, 4, 7, 5, 9, 3, 6])
    assert index_of(means, np.ones(5)) == pytest.approx(181 / 30, rel=1e-15)


def test_fixed_weights_stand_in_where_there_is_no_importance():
    fixed = np.array([0.5, 0.3, 0.2])
    assert index_of(np.array([8.0, 6, 9]), fixed) == pytest.approx(7.6)
    assert item_weights(np.array([8.0, 6, 9]), fixed) is fixed


@hypothesis.given(MEANS)
def test_slopes_are_those_of_small_differences(means):
    slopes = index_slopes(means, np.ones(2))
    for i, slope in enumerate(slopes):
        step = np.zeros(4)
        step[i] = 1e-5
        change = index_of(means + step, np.ones(2)) - index_of(means - step, np.ones(2))
        assert slope == pytest.approx(change / 2e-5, abs=1e-6)


def test_a_column_nobody_answered_has_no_mean():
    held = np.array([[True, False], [True, False]])
    means = column_means(np.array([[2.0, 0], [4.0, 0]]), held, np.ones(2))
    assert means[0] == 3
    assert np.isnan(means[1])
