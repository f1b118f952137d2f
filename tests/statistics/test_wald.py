"""Is Wald's test the textbook's, also where estimates follow from others?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from csat_methods.statistics.wald import wald

RNG = np.random.default_rng(5)


def spread(q, seed=1):
    x = np.random.default_rng(seed).normal(size=(3 * q, q))
    return x.T @ x / (3 * q)


def test_of_one_estimate_it_is_a_squared_t():
    found = wald(np.array([0.9]), np.array([[0.4]]), 40)
    t = 0.9 / np.sqrt(0.4)
    assert found.statistic == pytest.approx(t**2)
    assert (found.df1, found.df2) == (1, 40)
    assert found.p == pytest.approx(2 * stats.t.sf(t, 40))


def test_of_two_means_it_is_hotelling_s():
    x = RNG.normal(0.2, 1, (30, 2))
    mean, S = x.mean(axis=0), np.cov(x.T)
    found = wald(mean, S / 30, 29)
    t2 = 30 * mean @ np.linalg.solve(S, mean)
    assert found.chisq == pytest.approx(t2)
    assert found.p == pytest.approx(stats.f.sf(t2 * 28 / (29 * 2), 2, 28))


def test_not_adjusted_it_is_w_over_q():
    b, V = np.array([0.3, -0.5, 0.2]), spread(3)
    found = wald(b, V, 12, adjusted=False)
    assert found.statistic == pytest.approx(b @ np.linalg.solve(V, b) / 3)
    assert (found.df1, found.df2) == (3, 12)


@given(st.integers(2, 6), st.integers(0, 1000))
def test_shares_that_add_up_are_tested_as_without_one_of_them(k, seed):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(k, 5.0))
    V = (np.diag(p) - np.outer(p, p)) / 200
    change = rng.multivariate_normal(np.zeros(k), V)
    change -= change.mean()
    whole = wald(change, V, 100, redundant=True)
    part = wald(change[1:], V[1:, 1:], 100)
    assert whole.statistic == pytest.approx(part.statistic, rel=1e-6)
    assert (whole.df1, whole.df2) == (k - 1, 100 - k + 2)
    assert np.isnan(wald(change, V, 100).statistic)


def test_units_of_the_estimates_change_nothing():
    b, V = np.array([0.3, -0.5, 0.2]), spread(3)
    D = np.diag([1.0, 1e6, 1e-6])
    one, two = wald(b, V, 20), wald(D @ b, D @ V @ D, 20)
    assert two.statistic == pytest.approx(one.statistic, rel=1e-8)


def test_an_effect_without_any_variance_has_no_test():
    V = np.diag([0.1, 0.0])
    assert np.isnan(wald(np.array([0.2, 0.5]), V, 30, redundant=True).p)
    none = wald(np.array([0.2, 0.0]), V, 30, redundant=True)
    assert none.statistic == pytest.approx(0.4)
    assert none.df1 == 1


@pytest.mark.parametrize(
    ("b", "V", "df"),
    [
        (np.ones(3), np.eye(3), 2),
        (np.ones(2), np.full((2, 2), np.nan), 30),
        (np.array([np.nan, 1]), np.eye(2), 30),
        (np.ones(2), np.zeros((2, 2)), 30),
        (np.ones(0), np.zeros((0, 0)), 30),
        (np.ones(2), np.eye(2), np.nan),
    ],
)
def test_what_cannot_be_tested_is_missing(b, V, df):
    found = wald(b, V, df)
    assert np.isnan([found.statistic, found.p]).all()
