"""Are alpha and its intervals those of R and of the literature?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.reliability import (
    alpha,
    alpha_gradient,
    bonett_interval,
    feldt_interval,
    standardized_alpha,
    standardized_alpha_gradient,
)

CASES = ["attitude", "bfi_A", "bfi_AE_10", "bfi_N_pairwise", "hs_all"]


@pytest.fixture(params=CASES)
def case(request, reference, answers):
    found = reference(f"psychometrics/reliability/alpha_{request.param}")
    x = answers(found, complete=found["missing"] == "listwise")
    return found["values"], pd.DataFrame(x).cov().to_numpy()


def parallel(k, r):
    return np.full((k, k), r) + (1 - r) * np.eye(k)


def test_alpha_of_two_items_by_hand():
    # 2 (1 - 4 / 8): trace 1 + 3, all entries 8
    assert alpha([[1, 2], [2, 3]]) == pytest.approx(1.0)


def test_five_items_that_correlate_one_half():
    assert alpha(parallel(5, 0.5)) == pytest.approx(5 / 6)
    assert standardized_alpha(9 * parallel(5, 0.5)) == pytest.approx(5 / 6)


def test_alpha_is_psych_s(case):
    values, S = case
    assert alpha(S) == pytest.approx(values["raw_alpha"], rel=1e-9)
    if values["n"] == values["n_complete"]:
        assert standardized_alpha(S) == pytest.approx(values["std_alpha"], rel=1e-9)


def test_feldt_s_interval_is_psych_s(case):
    values, _ = case
    got = feldt_interval(values["raw_alpha"], values["n"], values["k"])
    expected = values["feldt"]["lower"], values["feldt"]["upper"]
    assert got == pytest.approx(expected, rel=1e-9)


def test_bonett_s_interval_is_that_of_r(case):
    values, _ = case
    got = bonett_interval(values["raw_alpha"], values["n"], values["k"])
    expected = values["bonett"]["lower"], values["bonett"]["upper"]
    assert got == pytest.approx(expected, rel=1e-9)


def test_the_gradient_gives_the_normal_theory_error_of_r(case):
    # for normal answers the variance of trace(BS) is 2 trace(BSBS) / n
    values, S = case
    move = alpha_gradient(S) @ S
    error = np.sqrt(2 * np.trace(move @ move) / values["n"])
    assert error == pytest.approx(values["duhachek"]["ase"], rel=1e-9)


@given(st.integers(2, 12), st.floats(0.05, 0.95))
def test_spearman_and_brown_s_formula_holds_for_parallel_items(k, r):
    expected = k * r / (1 + (k - 1) * r)
    assert alpha(parallel(k, r)) == pytest.approx(expected, rel=1e-12)
    unequal = parallel(k, r) * np.outer(np.arange(1, k + 1), np.arange(1, k + 1))
    assert standardized_alpha(unequal) == pytest.approx(expected, rel=1e-12)


def test_alpha_is_the_mean_of_all_split_halves(spread):
    # Cronbach (1951): over every split of 4 items into halves, 4 cov(A, B) / var
    S = spread(4)
    halves = [(0, 1), (0, 2), (0, 3)]
    values = []
    for half in halves:
        a = np.isin(np.arange(4), half)
        values.append(4 * S[np.ix_(a, ~a)].sum() / S.sum())
    assert alpha(S) == pytest.approx(np.mean(values))


@pytest.mark.parametrize("k", [2, 3, 7])
def test_the_gradients_are_slopes(spread, slope, k):
    S = spread(k, seed=k)
    np.testing.assert_allclose(alpha_gradient(S), slope(alpha, S), atol=1e-8)
    np.testing.assert_allclose(
        standardized_alpha_gradient(S), slope(standardized_alpha, S), atol=1e-8
    )


def test_many_matrices_are_taken_at_once(spread):
    several = np.stack([spread(3, seed) for seed in range(4)])
    assert alpha(several) == pytest.approx([alpha(S) for S in several])
    assert standardized_alpha(several) == pytest.approx(
        [standardized_alpha(S) for S in several]
    )
    np.testing.assert_allclose(alpha_gradient(several)[2], alpha_gradient(several[2]))


def test_feldt_s_interval_covers_by_simulation():
    rng, level, k, n, truth = np.random.default_rng(1), 0.9, 5, 40, 5 / 6
    root = np.linalg.cholesky(parallel(k, 0.5))
    x = rng.normal(size=(4000, n, k)) @ root.T
    d = x - x.mean(1, keepdims=True)
    low, high = feldt_interval(
        alpha(d.transpose(0, 2, 1) @ d / (n - 1)), n, k, level=level
    )
    covered = np.mean((low < truth) & (truth < high))
    assert abs(covered - level) < 4 * np.sqrt(level * (1 - level) / 4000)


def test_the_lower_the_level_the_narrower_the_interval():
    for interval in (feldt_interval, bonett_interval):
        wide, narrow = interval(0.8, 50, 4), interval(0.8, 50, 4, level=0.5)
        assert wide[0] < narrow[0] < 0.8 < narrow[1] < wide[1]


def test_alpha_needs_two_items_that_vary_together():
    with pytest.raises(ValueError, match="items=1: at least 2 are needed"):
        alpha([[1.0]])
    with pytest.raises(ValueError, match=r"variance=0\.0 of the items' sum"):
        alpha([[1.0, -1.0], [-1.0, 1.0]])
    with pytest.raises(ValueError, match=r"S of shape \(2, 3\) must be a square"):
        alpha(np.ones((2, 3)))
    pair = alpha([[[1, -1], [-1, 1]], [[1, 0.5], [0.5, 1]]])
    assert np.isnan(pair[0])
    assert pair[1] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"level": 95}, "level=95 must lie between"),
        ({"n": 1}, "n=1 must be a whole number"),
        ({"k": 1}, "k=1 must be a whole number"),
    ],
)
def test_bad_arguments_of_intervals_are_refused(bad, sentence):
    for interval in (feldt_interval, bonett_interval):
        with pytest.raises(ValueError, match=sentence):
            interval(0.8, **({"n": 50, "k": 4} | bad))
