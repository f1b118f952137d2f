"""Are the coefficients of agreement those of the literature and of R?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.agreement import (
    agreement_weights,
    cohen_kappa,
    fleiss_by_category,
    fleiss_kappa,
    jackknife_error,
    kendall_w,
    krippendorff_alpha,
)

COHEN_1960 = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
"""Cohen (1960), Educational and Psychological Measurement 20, table 1: kappa .492."""

FLEISS_1971 = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)
"""The worked example of Fleiss' kappa in general use: kappa .210."""


def test_cohen_s_own_example():
    assert cohen_kappa(COHEN_1960).value == pytest.approx(0.492, abs=5e-4)


def test_fleiss_worked_example():
    assert fleiss_kappa(FLEISS_1971).value == pytest.approx(0.210, abs=5e-4)


@pytest.mark.parametrize("kind", ["unweighted", "linear", "quadratic"])
def test_kappa_s_error_is_that_of_a_numerical_delta_method(kind):
    p = COHEN_1960 / COHEN_1960.sum()
    n = COHEN_1960.sum()
    gradient = np.zeros(p.size)
    for i in range(p.size):
        step = np.zeros(p.size)
        step[i] = 1e-6
        up, down = (
            cohen_kappa((p.ravel() + s * step).reshape(p.shape) * n, kind).value
            for s in (1, -1)
        )
        gradient[i] = (up - down) / 2e-6
    v = (np.diag(p.ravel()) - np.outer(p.ravel(), p.ravel())) / n
    assert cohen_kappa(COHEN_1960, kind).se == pytest.approx(
        np.sqrt(gradient @ v @ gradient), rel=1e-5
    )


def test_weights_of_two_categories_are_the_same_for_every_kind():
    for kind in ("linear", "quadratic"):
        assert agreement_weights(2, kind) == pytest.approx(np.eye(2))


@pytest.mark.parametrize("kind", ["unweighted", "linear", "quadratic"])
def test_kappa_of_a_coder_with_one_code_is_nought_without_an_error(kind):
    # R 4.2.2: vcd 1.4-11, Kappa(table): value 0, ASE 0, z NaN; psych 2.2.9,
    # cohen.kappa(cbind(a, b)): kappa 0 and weighted.kappa 0.
    for table in ([[5, 5], [0, 0]], [[5, 0], [5, 0]], [[0, 5], [0, 0]]):
        value, *rest = cohen_kappa(np.array(table), kind)
        assert value == 0
        assert np.isnan(rest).all()
    assert np.isnan(cohen_kappa(np.array([[5, 0], [0, 0]]), kind)).all()


def test_categories_average_to_fleiss_kappa_by_their_spread():
    p = FLEISS_1971.sum(axis=0) / FLEISS_1971.sum()
    kappa, _ = fleiss_by_category(FLEISS_1971)
    mean = np.average(kappa, weights=p * (1 - p))
    assert mean == pytest.approx(fleiss_kappa(FLEISS_1971).value)


@given(st.integers(0, 2**31))
def test_two_codes_a_unit_give_krippendorff_as_scott_s_pi_without_its_small_bias(seed):
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, 3, (25, 2))
    codes[:3] = [[0, 1], [1, 2], [2, 0]]
    counts = np.array([np.bincount(pair, minlength=3) for pair in codes])
    alpha, _ = krippendorff_alpha(counts, np.arange(3.0), "nominal")
    n = counts.sum()
    scott = fleiss_kappa(counts).value
    assert 1 - alpha == pytest.approx((1 - scott) * (n - 1) / n)


def test_units_with_one_code_add_nothing_to_alpha():
    more = np.vstack([FLEISS_1971, [[1, 0, 0, 0, 0]] * 4])
    values = np.arange(5.0)
    for scale in ("nominal", "ordinal", "interval"):
        assert krippendorff_alpha(more, values, scale) == pytest.approx(
            krippendorff_alpha(FLEISS_1971, values, scale)
        )


def test_the_jackknife_of_a_mean_is_its_standard_error():
    x = np.array([[3.0], [1.0], [4.0], [1.0], [5.0]])
    found = jackknife_error(x, lambda part: float(part.mean()))
    assert found == pytest.approx(x.std(ddof=1) / np.sqrt(5))
    assert np.isnan(jackknife_error(x[:2], lambda part: float(part.mean())))


def test_coders_who_rank_alike_agree_wholly_and_opposite_ones_not_at_all():
    ranks = np.array([1.0, 2, 3, 4, 5])
    assert kendall_w(np.c_[ranks, ranks, ranks]).value == pytest.approx(1.0)
    assert kendall_w(np.c_[ranks, -ranks]).value == pytest.approx(0.0)


@given(st.integers(0, 2**31))
def test_w_is_the_mean_rank_correlation_turned_round(seed):
    from scipy.stats import spearmanr

    rng = np.random.default_rng(seed)
    x = np.array([rng.permutation(8) for _ in range(3)]).T
    r = spearmanr(x).statistic
    mean = (r.sum() - 3) / 6
    assert mean == pytest.approx((3 * kendall_w(x).value - 1) / 2)
