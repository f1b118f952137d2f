"""How much more of a sum would be one thing without each item?"""

import numpy as np
import pytest

from csat_methods.statistics.omega_if_deleted import omega_rise, omega_rise_gradient
from csat_methods.statistics.one_factor_reliability import one_factor_share


def covariances(loadings):
    found = np.outer(loadings, loadings)
    return found + np.diag(1 - np.diag(found))


def test_omega_of_a_perfect_factor_is_worked_by_hand():
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    S = covariances(loadings)
    whole = loadings.sum() ** 2 / S.sum()
    for i, rise in enumerate(omega_rise(S)):
        rest = np.delete(loadings, i)
        left = rest.sum() ** 2 / np.delete(np.delete(S, i, 0), i, 1).sum()
        assert rise == pytest.approx(left - whole, abs=1e-7)


def test_the_rise_is_omega_of_the_others_less_that_of_all():
    rng = np.random.default_rng(4)
    S = np.cov(rng.normal(size=(80, 1)) + rng.normal(size=(80, 5)), rowvar=False)
    rest = [0, 1, 3, 4]
    wanted = one_factor_share(S[np.ix_(rest, rest)]).value - one_factor_share(S).value
    assert omega_rise(S)[2] == pytest.approx(wanted, abs=1e-12)


def test_the_gradient_is_the_slope():
    S = covariances(np.array([0.8, 0.7, 0.6, 0.5, 0.7])) + 0.01 * np.eye(5)
    G = omega_rise_gradient(S)
    for i, j in ((0, 1), (2, 2), (4, 3)):
        step = np.zeros_like(S)
        step[i, j] = step[j, i] = 1e-5
        slope = (omega_rise(S + step) - omega_rise(S - step)) / 2e-5
        told = np.array([np.sum(g * step) / 1e-5 for g in G])
        assert told == pytest.approx(slope, abs=2e-4)


def test_items_without_a_factor_have_no_rise():
    S = covariances(np.array([0.8, 0.7, 0.6, 0.5]))
    S[0] = S[1]
    S[:, 0] = S[:, 1]
    assert np.isnan(omega_rise(S)).any()
    assert np.isnan(omega_rise_gradient(S)[2]).all()


def test_three_items_are_too_few():
    with pytest.raises(ValueError, match="items=3"):
        omega_rise(np.eye(3))
