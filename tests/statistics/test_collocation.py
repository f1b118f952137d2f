"""Is it told how surely two words belong together?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from csat_methods.statistics.collocation import CLEAR, log_likelihood_ratio

COUNTS = st.integers(0, 60)


@pytest.mark.parametrize(
    ("counts", "known"),
    [
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
    ],
)
def test_the_pairs_of_words_of_dunning(counts, known):
    """Dunning (1993), table 1: "the swiss", "can be", "previous year", ..."""
    assert log_likelihood_ratio(*counts) == pytest.approx(known, abs=0.005)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_its_size_is_that_of_the_likelihood_ratio_test_of_scipy(a, b, c, d):
    table = np.array([[a, b], [c, d]]) + 1
    known = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
    found = log_likelihood_ratio(*table.ravel())
    assert abs(found) == pytest.approx(known.statistic, abs=1e-9)
    assert log_likelihood_ratio(*table.T.ravel()) == pytest.approx(found, abs=1e-9)


def test_words_that_avoid_each_other_are_below_zero():
    assert log_likelihood_ratio(0, 20, 20, 60) < 0 < log_likelihood_ratio(20, 0, 0, 60)


def test_what_counts_as_clear_is_the_quantile_of_one_in_a_thousand():
    assert stats.chi2.ppf(0.999, 1) == pytest.approx(CLEAR, abs=0.005)
