"""Does diagonally weighted least squares end where lavaan does?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.extraction import extract
from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.rotation import rotate
from csat_methods.statistics.weighted_extraction import (
    extract_weighted,
    loading_slopes,
)


def model(p, m, seed):
    rng = np.random.default_rng(seed)
    loadings = rng.uniform(-0.5, 0.9, (p, m)) / np.sqrt(m)
    return loadings, loadings @ loadings.T + np.diag(1 - (loadings**2).sum(1))


def certain(p, seed):
    v = np.random.default_rng(seed).uniform(0.5, 2, (p, p))
    return v + v.T


def test_the_solution_is_lavaans(reference, answers):
    case = reference("psychometrics/efa/lavaan_bfi_ACE_wlsmv_geomin")
    found = polychoric(answers(case))
    variances = np.zeros((15, 15))
    of_rho = found.weights**2 @ found.rho_influence() ** 2
    variances[tuple(found.pairs.T)] = of_rho
    got = extract_weighted(found.R, 3, variances + variances.T)
    assert got.converged
    residual = (found.R - got.loadings @ got.loadings.T)[tuple(found.pairs.T)]
    n, fit = case["values"]["n"], case["values"]["fit_measures"]
    chisq = (residual**2 / of_rho).sum() * (n - 1) / n
    assert chisq == pytest.approx(fit["chisq"], rel=1e-6)
    turned = rotate(got.loadings, "geomin", epsilon=0.001).loadings
    wanted = np.array(case["values"]["loadings"]["data"], float)
    likeness = np.abs(turned.T @ wanted)
    order = likeness.argmax(axis=0)
    signs = np.sign((turned[:, order] * wanted).sum(axis=0))
    np.testing.assert_allclose(turned[:, order] * signs, wanted, atol=1e-4)


@given(st.integers(1, 3), st.integers(0, 20))
def test_a_population_gives_its_loadings_back(m, seed):
    loadings, R = model(9, m, seed)
    got = extract_weighted(R, m, certain(9, seed))
    assert got.criterion < 1e-12
    np.testing.assert_allclose(
        got.loadings @ got.loadings.T, loadings @ loadings.T, atol=1e-5
    )


def test_equal_certainty_is_minres():
    x = np.random.default_rng(1).normal(size=(200, 2))
    x = x @ np.random.default_rng(2).normal(size=(2, 8))
    x = x + np.random.default_rng(3).normal(size=(200, 8))
    R = np.corrcoef(x, rowvar=False)
    one, other = extract(R, 2), extract_weighted(R, 2, np.ones((8, 8)))
    np.testing.assert_allclose(one.loadings, other.loadings, atol=1e-8)
    np.testing.assert_allclose(one.uniquenesses, other.uniquenesses, atol=1e-8)


def test_slopes_are_differences():
    L, step = np.random.default_rng(1).normal(size=(4, 2)), 1e-6
    pairs = np.triu_indices(4, 1)
    for place in range(8):
        move = np.zeros(8)
        move[place] = step
        up, down = L + move.reshape(4, 2), L - move.reshape(4, 2)
        change = ((up @ up.T) - (down @ down.T))[pairs] / (2 * step)
        np.testing.assert_allclose(loading_slopes(L)[:, place], change, atol=1e-9)


def test_an_improper_solution_is_said_to_be_so():
    truth = np.array([1.2, 0.7, 0.6, 0.5])
    R = np.outer(truth, truth)
    np.fill_diagonal(R, 1.0)
    got = extract_weighted(R, 1, np.ones((4, 4)))
    assert got.heywood.tolist() == [True, False, False, False]


def test_bad_input_is_refused():
    R = np.eye(4) * 0.5 + 0.5
    with pytest.raises(ValueError, match=r"variances of shape \(2, 2\)"):
        extract_weighted(R, 1, np.ones((2, 2)))
    with pytest.raises(ValueError, match=r"variances of shape \(4, 4\) must be above"):
        extract_weighted(R, 1, np.zeros((4, 4)))
    with pytest.raises(ValueError, match="m=2 factors of 4 items: at most 1"):
        extract_weighted(R, 2, np.ones((4, 4)))
