"""Is the scaled fit of weighted least squares lavaan's?"""

import numpy as np
import pytest

from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.weighted_extraction import extract_weighted
from csat_methods.statistics.weighted_fit import weighted_fit

FIT = {
    "chisq": "chisq",
    "chisq_scaled": "chisq.scaled",
    "scaling": "chisq.scaling.factor",
    "rmsea": "rmsea",
    "rmsea_low": "rmsea.ci.lower",
    "rmsea_high": "rmsea.ci.upper",
    "tli": "tli",
    "cfi": "cfi",
    "rmsea_scaled": "rmsea.scaled",
    "tli_scaled": "tli.scaled",
    "cfi_scaled": "cfi.scaled",
    "rmsr": "crmr_nomean",
}


def test_the_fit_is_lavaans(reference, answers):
    case = reference("psychometrics/efa/lavaan_bfi_ACE_wlsmv_geomin")
    found, n = polychoric(answers(case)), case["values"]["n"]
    z = found.rho_influence() * found.weights[:, None]
    gamma = z.T @ z * n / (n - 1)
    variances = np.ones((15, 15))
    variances[tuple(found.pairs.T)] = np.diag(gamma)
    variances.T[tuple(found.pairs.T)] = np.diag(gamma)
    loadings = extract_weighted(found.R, 3, variances).loadings
    got, wanted = weighted_fit(found.R, loadings, gamma, n), case["values"]
    assert got.df == wanted["fit_measures"]["df"]
    for ours, theirs in FIT.items():
        assert getattr(got, ours) == pytest.approx(
            wanted["fit_measures"][theirs], rel=1e-6
        ), ours


def test_turning_the_factors_changes_nothing():
    rng = np.random.default_rng(1)
    L = rng.uniform(0.3, 0.7, (6, 2)) * [[1, -1]]
    R = L @ L.T + 0.02
    np.fill_diagonal(R, 1.0)
    gamma = 0.01 * np.eye(15) + 0.002
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    one, other = (weighted_fit(R, side, gamma, 100) for side in (L, L @ turn))
    assert one.chisq_scaled == pytest.approx(other.chisq_scaled, rel=1e-9)
    assert one.scaling == pytest.approx(other.scaling, rel=1e-9)


def test_the_scaled_test_has_the_size_of_a_chi_square():
    rng = np.random.default_rng(2)
    L = np.array([[0.8], [0.7], [0.6], [0.7], [0.5]])
    truth = (L @ L.T)[np.triu_indices(5, 1)]
    gamma = np.diag(rng.uniform(0.001, 0.003, 10))
    found = []
    for _ in range(300):
        r = truth + rng.multivariate_normal(np.zeros(10), gamma)
        R = np.eye(5)
        R[np.triu_indices(5, 1)] = r
        R.T[np.triu_indices(5, 1)] = r
        v = np.ones((5, 5))
        v[np.triu_indices(5, 1)] = v.T[np.triu_indices(5, 1)] = np.diag(gamma)
        fitted = extract_weighted(R, 1, v).loadings
        found.append(weighted_fit(R, fitted, gamma, 500).p_scaled)
    assert np.mean(np.array(found) < 0.05) == pytest.approx(0.05, abs=0.04)
    assert np.mean(found) == pytest.approx(0.5, abs=0.06)


def test_without_degrees_of_freedom_there_is_no_test():
    L = np.array([[0.8], [0.7], [0.6]])
    R = L @ L.T
    np.fill_diagonal(R, 1.0)
    got = weighted_fit(R, L, 0.01 * np.eye(3), 100)
    assert got.df == 0
    assert np.isnan([got.p_scaled, got.rmsea, got.tli]).all()


def test_shapes_must_fit():
    with pytest.raises(ValueError, match=r"covariance of shape \(2, 2\) do not fit 3"):
        weighted_fit(np.eye(3), np.ones((3, 1)), np.eye(2), 10)
