"""Are the fit indices of factors those of R?"""

import numpy as np
import pytest
from scipy.special import chndtr

from csat_methods.statistics.extraction import extract
from csat_methods.statistics.factor_fit import factor_degrees, factor_fit

CASES = [
    "attitude_ml_2",
    "bfi25_minres_5",
    "bfi25_ml_5",
    "bfi_ACE_polychoric_minres_3",
    "harman74_pa_4",
    "hs_minres_3",
    "hs_ml_1",
    "hs_ml_3",
    "thurstone_minres_3",
]


@pytest.mark.parametrize("name", CASES)
def test_the_fit_is_psych_s(reference, name):
    values = reference(f"psychometrics/efa/{name}")["values"]
    loadings, fit = values["unrotated"]["data"], values["fit"]
    got = factor_fit(values["correlation"]["data"], loadings, values["n"])
    pairs = {
        "objective": "objective",
        "chisq": "STATISTIC",
        "df": "dof",
        "p": "PVAL",
        "tli": "TLI",
        "bic": "BIC",
        "rmsr": "rms",
    }
    for ours, theirs in pairs.items():
        assert getattr(got, ours) == pytest.approx(fit[theirs], rel=1e-8)
    assert got.rmsea == pytest.approx(fit["RMSEA"]["RMSEA"], rel=1e-8)
    # R's limits come from a root finder that stops early
    assert got.rmsea_low == pytest.approx(fit["RMSEA"]["lower"], rel=1e-5)
    assert got.rmsea_high == pytest.approx(fit["RMSEA"]["upper"], rel=1e-5)


def test_the_limits_of_rmsea_are_where_the_tail_is_reached(reference):
    values = reference("psychometrics/efa/hs_ml_1")["values"]
    R, n = np.array(values["correlation"]["data"]), values["n"]
    got = factor_fit(R, values["unrotated"]["data"], n, level=0.8)
    for limit, tail in ((got.rmsea_low, 0.9), (got.rmsea_high, 0.1)):
        beyond = limit**2 * (n - 1) * got.df
        assert chndtr(got.chisq, got.df, beyond) == pytest.approx(tail, abs=1e-10)


def test_a_perfect_fit():
    truth = np.array([[0.9], [0.8], [0.7], [0.6]])
    R = truth @ truth.T + np.diag(1 - truth[:, 0] ** 2)
    got = factor_fit(R, truth, 200)
    assert got.chisq == pytest.approx(0, abs=1e-12)
    assert (got.rmsea, got.rmsea_low) == (0, 0)
    assert got.rmsr == pytest.approx(0, abs=1e-15)
    assert got.p == pytest.approx(1)


def test_a_model_without_degrees_of_freedom_has_no_test():
    R = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    got = factor_fit(R, extract(R, 1).loadings, 100)
    assert got.df == factor_degrees(3, 1) == 0
    assert np.isnan([got.p, got.rmsea, got.rmsea_low, got.tli]).all()


def test_an_impossible_model_has_no_discrepancy_but_residuals():
    R = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    got = factor_fit(R, np.full((4, 1), 1.2), 100)
    assert np.isnan([got.chisq, got.p, got.rmsea]).all()
    assert got.rmsr == pytest.approx(1.44 - 0.5)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match=r"loadings of shape \(3, 1\) do not fit 4"):
        factor_fit(np.eye(4), np.ones((3, 1)), 100)
    with pytest.raises(ValueError, match="n=1 must be a whole number"):
        factor_fit(np.eye(4), np.ones((4, 1)), 1)
    with pytest.raises(ValueError, match="level=90 must lie between"):
        factor_fit(np.eye(4), np.ones((4, 1)), 100, level=90)
