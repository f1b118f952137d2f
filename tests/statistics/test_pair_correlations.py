"""Are pairwise correlations R's, and their influence that of a little weight?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import rankdata

from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.ordered_pairs import mixed
from csat_methods.statistics.pair_correlations import pearson, spearman

CASES = ["attitude", "bfi_A_pairwise", "sat_act"]


def rows(seed=0, n=70):
    rng = np.random.default_rng(seed)
    x = np.round(1.5 * rng.normal(size=(n, 3)) + 1.5 * rng.normal(size=(n, 1)))
    x[:5, 0] = np.nan
    return x, rng.uniform(0.5, 2, n)


@pytest.mark.parametrize("name", CASES)
def test_moments_and_correlations_are_those_of_r(reference, answers, name):
    case = reference(f"psychometrics/correlations/moments_{name}")
    values = {
        key: np.array(found["data"], float)
        for key, found in case["values"].items()
        if isinstance(found, dict)
    }
    x = answers(case, complete=case["missing"] == "listwise")
    np.testing.assert_allclose(pearson(x).R, values["pearson"], atol=1e-12)
    np.testing.assert_allclose(spearman(x).R, values["spearman"], atol=1e-12)
    found = available_moments(x)
    np.testing.assert_allclose(found.covariance, values["cov_pairwise"], rtol=1e-11)
    np.testing.assert_array_equal(found.n, values["n"])


def test_ranks_are_mid_ranks():
    x, _ = rows()
    x = x[5:]
    ranks = np.apply_along_axis(rankdata, 0, x)
    np.testing.assert_allclose(spearman(x).R, np.corrcoef(ranks.T), atol=1e-12)


KINDS = {
    "pearson": pearson,
    "spearman": spearman,
    "mixed": lambda x, w: mixed(
        np.column_stack([x[:, 0], np.digitize(x[:, 1], [-1, 1]), x[:, 2]]),
        w,
        [False, True, False],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_influence_is_what_a_little_weight_does(kind):
    x, w = rows()
    base, step = KINDS[kind](x, w), 1e-5
    for row in (2, 10, 33):
        up, down = w.copy(), w.copy()
        up[row] += step
        down[row] -= step
        change = KINDS[kind](x, up).estimates - KINDS[kind](x, down).estimates
        z = [base.effect(number)[row] for number in range(3)]
        np.testing.assert_allclose(z, change / (2 * step), atol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_a_weight_of_two_is_two_alike_respondents(kind):
    x, _ = rows()
    w = np.where(np.arange(len(x)) < 30, 2.0, 1.0)
    doubled = np.concatenate([x, x[:30]])
    np.testing.assert_allclose(
        KINDS[kind](x, w).R, KINDS[kind](doubled, np.ones(len(doubled))).R, atol=1e-10
    )


@given(st.floats(0.1, 9), st.floats(-5, 5))
def test_ranks_and_correlations_know_no_unit(a, b):
    x, w = rows()
    np.testing.assert_allclose(pearson(a * x + b, w).R, pearson(x, w).R, atol=1e-9)
    turned = a * x**3 + b
    np.testing.assert_allclose(spearman(turned, w).R, spearman(x, w).R, atol=1e-9)


def test_a_row_without_weight_is_not_there():
    x, w = rows()
    w[:20] = 0
    for kind in (pearson, spearman):
        np.testing.assert_allclose(kind(x, w).R, kind(x[20:], w[20:]).R, atol=1e-12)
        assert (kind(x, w).effect(0)[:20] == 0).all()


def test_a_column_that_does_not_vary_has_no_correlation():
    x, _ = rows()
    x[:, 1] = 2.0
    assert np.isnan(pearson(x).R[0, 1])
    assert np.isnan(spearman(x).R[0, 1])
    assert (spearman(x).effect(0) == 0).all()


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match=r"x of shape \(3,\)"):
        pearson([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match=r"weights of shape \(1,\)"):
        spearman([[1.0, 2.0], [2.0, 1.0]], [1.0])
