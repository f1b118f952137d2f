"""Is Little's statistic what it is said to be?"""

import numpy as np
import pytest

from csat_methods.statistics.em_moments import em_moments
from csat_methods.statistics.little_test import little_test

RNG = np.random.default_rng(1)


def survey(n=300, share=0.1, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4)) @ np.array(
        [[1, 0.5, 0.2, 0], [0, 1, 0.3, 0.1], [0, 0, 1, 0.4], [0, 0, 0, 1.0]]
    )
    x[rng.random((n, 4)) < share] = np.nan
    return x


def test_it_is_the_sum_over_patterns():
    x = survey()
    found, moments = little_test(x), em_moments(x)
    total, df = 0.0, -4
    answered = ~np.isnan(x)
    for pattern in np.unique(answered[answered.any(axis=1)], axis=0):
        rows = (answered == pattern).all(axis=1)
        off = x[rows][:, pattern].mean(axis=0) - moments.means[pattern]
        S = moments.covariance[np.ix_(pattern, pattern)]
        total += rows.sum() * off @ np.linalg.solve(S, off)
        df += pattern.sum()
    assert found.statistic == pytest.approx(total)
    assert found.df == df


def test_units_and_order_of_items_do_not_matter():
    x = survey()
    one, two = little_test(x), little_test(x[:, ::-1] * [3, 0.1, 7, 1] + 5)
    assert one.statistic == pytest.approx(two.statistic, rel=1e-8)


def test_without_blanks_there_is_no_test():
    found = little_test(RNG.normal(size=(50, 3)))
    assert (found.df, found.statistic) == (0, pytest.approx(0, abs=1e-12))
    assert np.isnan(found.p)
    assert np.isnan(found.effect_size)


def test_it_keeps_its_size_when_blanks_are_chance():
    p = np.array([little_test(survey(250, 0.08, seed)).p for seed in range(150)])
    assert 0.005 < np.mean(p < 0.05) < 0.11
