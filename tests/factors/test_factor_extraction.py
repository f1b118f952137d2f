"""Do weighted factors and their fit go by the design's errors?"""

import numpy as np
import pytest

import csat_methods as cs
from csat_methods.factors.analysable import together
from csat_methods.factors.factor_extraction import correlation_covariance, square


@pytest.fixture(scope="module")
def case_of(reference, wave_of):
    def case(name):
        read = reference(f"psychometrics/efa/{name}")
        return read, wave_of(read)

    return case


def test_covariances_of_correlations_have_their_errors(planted):
    wave = cs.Wave.from_frame(planted, weights="w")
    items = list("abcd")
    gamma = correlation_covariance(wave, together(wave, items))
    errors = cs.correlation_matrix(wave, items).table["se"]
    np.testing.assert_allclose(np.sqrt(np.diag(gamma)), errors, rtol=1e-10)
    again = cs.replicate(wave, method="jkn")
    drawn = correlation_covariance(again, together(again, items))
    np.testing.assert_allclose(np.diag(drawn), np.diag(gamma), rtol=0.05)


def test_a_value_a_pair_makes_a_square():
    got = square(np.array([1.0, 2.0, 3.0]), 3)
    assert got.tolist() == [[1, 1, 2], [1, 1, 3], [2, 3, 1]]


def test_ratings_weighed_by_their_errors_are_lavaans(case_of, matrix, aligned):
    case, wave = case_of("lavaan_bfi_ACE_wlsmv_geomin")
    result = cs.factor_analysis(
        wave,
        case["items"],
        n_factors=3,
        method="dwls",
        kind="polychoric",
        rotation="geomin",
        epsilon=0.001,
    )
    wanted = case["values"]["fit_measures"]
    listed = ["chisq", "df", "rmsea", "tli", "cfi", "chisq.scaled", "rmsea.scaled"]
    for name in [*listed, "rmsea.ci.lower", "rmsea.ci.upper", "chisq.scaling.factor"]:
        assert result.fit[name] == pytest.approx(wanted[name], rel=1e-4), name
    assert result.fit["rmsr"] == pytest.approx(wanted["crmr_nomean"], rel=1e-5)
    found, order, _ = aligned(
        result.loadings.to_numpy(), matrix(case["values"]["loadings"])
    )
    assert found == pytest.approx(matrix(case["values"]["loadings"]), abs=1e-4)
    phi = np.abs(result.factor_correlations.to_numpy()[np.ix_(order, order)])
    assert phi == pytest.approx(np.abs(matrix(case["values"]["phi"])), abs=1e-4)
    left = result.residuals.to_numpy()
    np.testing.assert_allclose(np.diag(left), 0)
    rest = np.sqrt(np.mean(left[np.triu_indices(15, 1)] ** 2))
    assert rest == pytest.approx(result.fit["rmsr"], rel=1e-9)
