"""Are factors extracted to the minimum, and those of R?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.optimize import minimize

from csat_methods.statistics.extraction import (
    LOWEST_UNIQUENESS,
    METHODS,
    extract,
    most_factors,
)

CASES = {
    "attitude_ml_2": "ml",
    "bfi25_minres_5": "minres",
    "bfi25_ml_5": "ml",
    "bfi_ACE_polychoric_minres_3": "minres",
    "harman74_pa_4": "principal_axis",
    "hs_minres_3": "minres",
    "hs_ml_1": "ml",
    "hs_ml_3": "ml",
    "thurstone_minres_3": "minres",
}


def model(p, m, seed):
    """Loadings of a population with m factors, and its correlations."""
    rng = np.random.default_rng(seed)
    loadings = rng.uniform(-0.5, 0.9, (p, m)) / np.sqrt(m)
    return loadings, loadings @ loadings.T + np.diag(1 - (loadings**2).sum(1))


def sample(p, m, n, seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, m)) @ rng.normal(size=(m, p)) + rng.normal(size=(n, p))
    return np.corrcoef(x, rowvar=False)


@pytest.mark.parametrize(("name", "method"), CASES.items())
def test_the_solution_is_that_of_r(reference, vector, name, method):
    values = reference(f"psychometrics/efa/{name}")["values"]
    got = extract(values["correlation"]["data"], values["m"], method=method)
    assert got.converged
    assert got.criterion == pytest.approx(values["criterion"], rel=1e-9)
    np.testing.assert_allclose(
        got.loadings, values["unrotated"]["data"], atol=1e-9, rtol=0
    )
    np.testing.assert_allclose(
        got.uniquenesses, vector(values["psi_estimated"]), atol=1e-9, rtol=0
    )
    assert got.heywood.sum() == values["heywood"] == 0


def test_principal_axis_ends_where_minres_does(reference):
    values = reference("psychometrics/efa/harman74_pa_4")["values"]
    R = np.array(values["correlation"]["data"])
    one, other = extract(R, 4), extract(R, 4, method="principal_axis")
    np.testing.assert_allclose(one.loadings, other.loadings, atol=1e-9)
    assert one.criterion == pytest.approx(other.criterion, rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 100))
def test_a_population_is_recovered(method, seed):
    loadings, R = model(8, 2, seed)
    got = extract(R, 2, method=method)
    assert got.criterion == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(
        got.loadings @ got.loadings.T, loadings @ loadings.T, atol=1e-4
    )


@pytest.mark.parametrize("seed", range(12))
def test_minres_is_no_higher_than_a_general_optimiser_gets(seed):
    R = sample(9, 3, 60, seed)

    def least_squares(psi):
        values, vectors = np.linalg.eigh(R - np.diag(psi))
        left = values[:6]
        return left @ left / 2, -(vectors[:, :6] ** 2) @ left

    other = minimize(
        least_squares,
        1 / np.diagonal(np.linalg.inv(R)),
        jac=True,
        bounds=[(LOWEST_UNIQUENESS, 1)] * 9,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000},
    )
    assert extract(R, 3).criterion <= other.fun + 1e-9


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_the_slope_of_the_discrepancy_is_zero_at_the_solution(method):
    R = sample(7, 2, 80, 1)
    got = extract(R, 2, method=method)

    def discrepancy(psi):
        sigma = got.loadings @ got.loadings.T + np.diag(psi)
        if method == "minres":
            return ((R - sigma) ** 2).sum() / 2
        inverse = np.linalg.inv(sigma)
        return np.linalg.slogdet(sigma)[1] + np.trace(inverse @ R)

    moves = 1e-6 * np.eye(7)
    slopes = [
        (discrepancy(got.uniquenesses + m) - discrepancy(got.uniquenesses - m)) / 2e-6
        for m in moves
    ]
    np.testing.assert_allclose(slopes, np.zeros(7), atol=1e-7)
    assert got.gradient < 1e-10


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_an_improper_solution_is_flagged_and_not_the_first_found(method):
    flagged = 0
    for seed in range(30):
        got = extract(sample(6, 3, 25, seed), 3, method=method)
        assert got.converged
        assert (got.uniquenesses >= LOWEST_UNIQUENESS * (1 - 1e-12)).all()
        flagged += got.heywood.any()
    assert flagged > 5


def test_the_order_of_the_items_does_not_matter():
    R, order = sample(8, 2, 100, 3), np.random.default_rng(0).permutation(8)
    one, other = extract(R, 2), extract(R[np.ix_(order, order)], 2)
    np.testing.assert_allclose(other.loadings, one.loadings[order], atol=1e-9)


def test_columns_fall_and_point_up():
    got = extract(sample(10, 3, 200, 4), 3)
    size = (got.loadings**2).sum(0)
    assert (np.diff(size) < 0).all()
    assert (got.loadings.sum(0) > 0).all()


@pytest.mark.parametrize(("p", "most"), [(2, 0), (3, 1), (4, 1), (5, 2), (25, 18)])
def test_more_factors_than_items_determine_are_refused(p, most):
    assert most_factors(p) == most
    with pytest.raises(ValueError, match=f"m={most + 1} factors of {p} items: at"):
        extract(np.eye(p), most + 1)


def test_what_is_no_correlation_matrix_is_refused():
    with pytest.raises(ValueError, match="R must be symmetric with a diagonal of 1"):
        extract(2 * np.eye(4), 1)
    with pytest.raises(ValueError, match="an item is a sum of others"):
        extract(np.ones((4, 4)), 1)
    with pytest.raises(ValueError, match=r"method='uls' must be one of minres, ml"):
        extract(np.eye(4), 1, method="uls")
    with pytest.raises(ValueError, match="m=0 must be a whole number from 1 on"):
        extract(np.eye(4), 0)
