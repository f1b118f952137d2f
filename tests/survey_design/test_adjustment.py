"""Do the people who answered stand for all, and do errors follow the adjustment?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from scipy.optimize import minimize

from csat_methods.survey_design.adjustment import (
    GIVES,
    NEITHER,
    TAKES,
    Propensity,
    Redistribution,
    fitted_logit,
)

SEEDS = st.integers(0, 10_000)


def handed(seed, n=60):
    rng = np.random.default_rng(seed)
    group, status = rng.integers(0, 3, n), rng.integers(0, 3, n)
    group[:9], status[:9] = np.arange(9) // 3, np.arange(9) % 3
    return Redistribution(group, status, np.arange(n)), rng.uniform(1, 4, n), rng


def logit(seed, n=80):
    rng = np.random.default_rng(seed)
    cells = np.column_stack([np.ones(8), np.arange(8) % 2, np.arange(8) / 4])
    group = np.concatenate([np.arange(8), rng.integers(0, 8, n - 8)])
    responded = rng.random(n) < 0.6
    responded[:4], responded[4:8] = [True, False, True, False], [False, True] * 2
    return Propensity(cells, group, responded, np.arange(n)), rng.uniform(1, 4, n), rng


def derivative(step, w, y, i, h=1e-5):
    more, less = w.copy(), w.copy()
    more[i], less[i] = w[i] * (1 + h), w[i] * (1 - h)
    return (y @ step.apply(more) - y @ step.apply(less)) / (2 * h)


# -------------------------------------------------------------- handing over
def test_takers_stand_for_givers_by_hand():
    # Lohr (2010), table 8.1: a weighting class of 30 322 with 18 693 answering
    step = Redistribution(np.zeros(2, int), np.array([TAKES, GIVES]), np.arange(2))
    new = step.apply(np.array([18_693.0, 30_322 - 18_693]))
    assert new.tolist() == pytest.approx([30_322, 0])
    assert new[0] / 18_693 == pytest.approx(1.622, abs=5e-4)


@hypothesis.given(SEEDS)
def test_each_cell_keeps_its_sum_and_others_their_weight(seed):
    step, w, _ = handed(seed)
    new = step.apply(w)
    for cell in range(3):
        own = step.group == cell
        assert new[own].sum() == pytest.approx(w[own].sum())
    assert (new[step.status == GIVES] == 0).all()
    kept = step.status == NEITHER
    assert (new[kept] == w[kept]).all()


@hypothesis.given(SEEDS)
def test_the_residual_of_handing_over_is_the_derivative(seed):
    step, w, rng = handed(seed)
    y, new = rng.normal(size=60), step.apply(w)
    left = step.residuals(w, new)((y * new)[:, None])[:, 0]
    for i in range(0, 60, 6):
        assert left[i] == pytest.approx(derivative(step, w, y, i), abs=1e-5)


def test_a_cell_without_anybody_to_take_is_refused():
    step = Redistribution(np.array([0, 1]), np.array([TAKES, GIVES]), np.arange(2))
    with pytest.raises(ValueError, match="a cell has people to stand for and nobody"):
        step.apply(np.ones(2))


# ---------------------------------------------------------------- propensity
@hypothesis.given(SEEDS)
def test_propensities_solve_the_weighted_score(seed):
    step, w, _ = logit(seed)
    sums = np.bincount(step.cell, w, step.count)
    rho = step.propensities(sums)
    gap = w * (step.responded - rho[step.group])
    assert step.x[step.group].T @ gap == pytest.approx(0, abs=1e-6)
    new = step.apply(w)
    assert new[step.responded] == pytest.approx((w / rho[step.group])[step.responded])
    assert (new[~step.responded] == 0).all()


@hypothesis.settings(max_examples=20)
@hypothesis.given(SEEDS)
def test_the_residual_of_the_propensity_is_the_derivative(seed):
    step, w, rng = logit(seed)
    y, new = rng.normal(size=80), step.apply(w)
    left = step.residuals(w, new)((y * new)[:, None])[:, 0]
    for i in range(0, 80, 9):
        assert left[i] == pytest.approx(derivative(step, w, y, i), abs=1e-4)


def test_the_logit_is_the_likeliest():
    step, w, _ = logit(5)
    sums = np.bincount(step.cell, w, step.count)
    ones, zeros = sums[1::2], sums[0::2]

    def unlikely(beta):
        odds = step.x @ beta
        return float(ones @ np.logaddexp(0, -odds) + zeros @ np.logaddexp(0, odds))

    found = minimize(unlikely, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
    assert fitted_logit(step.x, ones, zeros) == pytest.approx(found.x, abs=1e-5)


def test_a_logit_of_one_column_is_the_log_odds():
    found = fitted_logit(np.ones((1, 1)), np.array([3.0]), np.array([1.0]))
    assert found == pytest.approx([np.log(3)])


@pytest.mark.parametrize("ones", [[5.0, 0], [5, 5]])
def test_answers_that_separate_are_refused(ones):
    x = np.array([[1.0, 0], [1, 1]])
    zeros = 5 - np.array(ones)
    with pytest.raises(ValueError, match="predictors separate people who answered"):
        fitted_logit(x, np.array(ones), zeros)
