"""Are blanks drawn from what regressions on all other items hold possible?"""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from csat_methods.statistics.chained_regressions import completed, drawn, ridge


def answers(seed, n=200, k=4, *, share=0.15):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) * np.linspace(0.3, 1, k)
    gone = rng.random((n, k)) < np.linspace(0, share, k)
    return np.where(gone & (np.arange(k) != np.arange(n)[:, None] % k), np.nan, x)


def by_scikit(x, low, high, rounds, seed):
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401
    from sklearn.impute import IterativeImputer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return IterativeImputer(
            sample_posterior=True,
            skip_complete=True,
            max_iter=rounds,
            random_state=seed,
            min_value=low,
            max_value=high,
        ).fit_transform(x)


NONE = (-np.inf, np.inf)


@pytest.mark.parametrize(
    ("seed", "n", "k", "ends", "near"),
    [(1, 200, 4, NONE, 1e-11), (2, 600, 3, (-1.0, 1.5), 1e-11),
     (3, 80, 2, (-np.inf, 0.5), 1e-11), (5, 60, 12, (-2.0, np.inf), 1e-11),
     (4, 7, 9, NONE, 1e-8)],
)  # fmt: skip
def test_draws_are_those_of_scikits_iterative_imputer(seed, n, k, ends, near):
    x = answers(seed, n, k, share=0.4)
    low, high = (np.full(k, end) for end in ends)
    mine = completed(x, low, high, rounds=10, seed=seed)
    theirs = by_scikit(x, low, high, 10, seed)
    np.testing.assert_allclose(mine, theirs, rtol=0, atol=near)


def test_ratings_in_whole_points_are_drawn_alike_too():
    x = np.clip(np.round(answers(6, 500, 5) * 1.5 + 4), 1, 7)
    low, high = np.full(5, 1.0), np.full(5, 7.0)
    mine = completed(x, low, high, rounds=10, seed=3)
    np.testing.assert_allclose(mine, by_scikit(x, low, high, 10, 3), atol=1e-11)


def test_a_ridge_is_scikits_bayesian_ridge():
    from sklearn.linear_model import BayesianRidge

    x = np.nan_to_num(answers(7, 50, 6))
    own, theirs = ridge(x[:, 1:], x[:, 0]), BayesianRidge().fit(x[:, 1:], x[:, 0])
    np.testing.assert_allclose(own.slopes, theirs.coef_, atol=1e-12)
    np.testing.assert_allclose(own.spread, theirs.sigma_, atol=1e-12)
    for mine, other in zip(
        own.predicted(x[:, 1:]), theirs.predict(x[:, 1:], return_std=True), strict=True
    ):
        np.testing.assert_allclose(mine, other, atol=1e-12)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_answers_stay_and_draws_keep_to_the_scale(seed):
    x = np.clip(answers(seed, 40, 3), -1, 1)
    made = completed(x, np.full(3, -1.0), np.full(3, 1.0), rounds=3, seed=seed)
    known = ~np.isnan(x)
    assert (made[known] == x[known]).all()
    assert (np.abs(made) <= 1).all()


def test_an_item_and_its_copy_are_completed_from_each_other():
    x = answers(8, 100, 2)
    x = np.column_stack([x[:, 0], x[:, 0], x[:, 1]])
    x[:10, 1] = np.nan
    made = completed(x, *np.full((2, 3), np.inf) * [[-1], [1]], rounds=5, seed=1)
    np.testing.assert_allclose(made[:10, 1], x[:10, 0], atol=0.05)


def test_constant_predictors_and_a_constant_outcome_give_finite_draws():
    x = np.column_stack([np.ones(20), np.full(20, 3.0)])
    x[0, 1] = np.nan
    made = completed(x, np.zeros(2), np.full(2, 5.0), rounds=4, seed=1)
    assert made[0, 1] == pytest.approx(3, abs=0.01)


def test_draws_have_the_mean_of_a_normal_cut_at_the_ends():
    n, chance = 40_000, np.random.RandomState(1)
    found = drawn(np.zeros(n), np.ones(n), -0.5, np.inf, chance)
    density, beyond = 0.3520653, 0.6914625
    assert found.mean() == pytest.approx(density / beyond, abs=0.01)
    assert found.min() >= -0.5


def test_means_beyond_an_end_are_the_end():
    found = drawn(np.array([-3.0, 9.0]), np.ones(2), 1.0, 7.0, np.random.RandomState(1))
    assert found.tolist() == [1.0, 7.0]
