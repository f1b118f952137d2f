"""Are the moments of incomplete rows the most likely ones?"""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from csat_methods.statistics.em_moments import em_moments
from csat_methods.statistics.incomplete import pattern_likelihood

CASES = ["airquality", "airquality_six", "bfi_A", "bfi_AN", "hs1939_missing", "sat_act"]


@pytest.fixture(scope="module")
def holes():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(120, 3)) @ rng.normal(size=(3, 3)) + [1, 5, -2]
    x[rng.uniform(size=x.shape) < 0.2] = np.nan
    return x


@pytest.mark.parametrize("name", CASES)
def test_moments_and_likelihood_are_those_of_r(reference, answers, vector, name):
    case = reference(f"psychometrics/missing/{name}")
    wanted = case["values"]["em"]
    got = em_moments(answers(case, complete=False))
    S = np.array(wanted["cov_ml"]["data"], float)
    sd = np.sqrt(np.diag(S))
    np.testing.assert_allclose(
        got.covariance / np.outer(sd, sd), S / np.outer(sd, sd), atol=1e-10
    )
    np.testing.assert_allclose((got.means - vector(wanted["mean"])) / sd, 0, atol=1e-10)
    assert got.log_likelihood == pytest.approx(wanted["logLik"], rel=1e-11)
    assert got.n == case["values"]["n"]
    assert got.converged


def test_complete_rows_give_their_own_moments():
    x = np.random.default_rng(1).normal(size=(50, 4))
    got = em_moments(x)
    np.testing.assert_allclose(got.means, x.mean(axis=0), atol=1e-13)
    np.testing.assert_allclose(got.covariance, np.cov(x.T, ddof=0), atol=1e-13)


def test_the_likelihood_is_the_sum_over_rows(holes):
    got = em_moments(holes)
    total = 0.0
    for row in holes[~np.isnan(holes).all(axis=1)]:
        there = ~np.isnan(row)
        S = got.covariance[np.ix_(there, there)]
        total += multivariate_normal(got.means[there], S).logpdf(row[there])
    assert got.log_likelihood == pytest.approx(total, rel=1e-12)


def test_no_moments_nearby_are_likelier(holes):
    got = em_moments(holes)
    sums, share = got.patterns, got.patterns.weight / got.patterns.weight.sum()
    rng = np.random.default_rng(5)
    for _ in range(20):
        mean = got.means + 0.01 * rng.normal(size=3)
        move = 0.01 * rng.normal(size=(3, 3))
        other = pattern_likelihood(sums, mean, got.covariance + move + move.T)
        assert got.n * share @ other < got.log_likelihood


def test_a_weight_of_two_is_two_alike_respondents(holes):
    w = np.ones(len(holes))
    w[:30] = 2
    weighted = em_moments(holes, w)
    doubled = em_moments(np.concatenate([holes, holes[:30]]))
    np.testing.assert_allclose(weighted.means, doubled.means, atol=1e-11)
    np.testing.assert_allclose(weighted.covariance, doubled.covariance, atol=1e-11)
    scaled = em_moments(holes, 7 * w)
    np.testing.assert_allclose(weighted.covariance, scaled.covariance, atol=1e-12)
    assert weighted.log_likelihood == pytest.approx(scaled.log_likelihood)


def test_units_of_the_items_do_not_matter(holes):
    a, b = [0.1, 1.0, 300.0], [5, -3, 1000]
    one, other = em_moments(holes), em_moments(holes * a + b)
    np.testing.assert_allclose(other.means, one.means * a + b, rtol=1e-10)
    np.testing.assert_allclose(other.covariance, one.covariance * np.outer(a, a))


def test_bad_input_is_refused_by_name(holes):
    blank = np.full(len(holes), np.nan)
    with pytest.raises(ValueError, match=r"columns=\[3\] do not vary"):
        em_moments(np.column_stack([holes, np.ones(len(holes))]))
    with pytest.raises(ValueError, match=r"columns=\[\[0, 1\]\]: nobody answered both"):
        em_moments([[1, np.nan], [2, np.nan], [np.nan, 1], [np.nan, 3]])
    with pytest.raises(ValueError, match=r"items=\['d'\]: nobody answered them"):
        em_moments(np.column_stack([holes, blank]), names=list("abcd"))
    with pytest.raises(ValueError, match=r"items=\['d'\] do not vary"):
        em_moments(np.column_stack([holes, np.ones(len(holes))]), names=list("abcd"))
    with pytest.raises(ValueError, match="an item is a sum of others"):
        em_moments(np.column_stack([holes, holes[:, 0]]))
    with pytest.raises(ValueError, match="no row has an answer"):
        em_moments(blank[:, None])
    with pytest.raises(ValueError, match=r"weights of shape \(2,\)"):
        em_moments(holes, [1.0, 2.0])
