"""Is a factor solution told as it is?"""

from dataclasses import replace

import numpy as np
import pytest

import csat_methods as cs


@pytest.fixture(scope="module")
def solution(planted):
    return cs.factor_analysis(cs.Wave.from_frame(planted), list("abcdef"), n_factors=2)


def test_communalities_and_uniquenesses_add_up_to_one(solution):
    both = solution.communalities + solution.uniquenesses
    np.testing.assert_allclose(both, 1)
    assert solution.communalities.sum() == pytest.approx(solution.variance.sum())


def test_residuals_are_what_the_factors_leave(solution):
    L, phi = solution.loadings.to_numpy(), solution.factor_correlations.to_numpy()
    left = solution.correlations.to_numpy() - L @ phi @ L.T
    np.fill_diagonal(left, 0)
    np.testing.assert_allclose(solution.residuals, left)


def test_the_headline_says_what_is_wrong_first(solution):
    assert solution.summary().startswith("2 factors account for ")
    lost = replace(solution, flags=("not_converged",))
    assert lost.summary() == "No stable solution with 2 factors was found."
    improper = replace(solution, flags=("heywood",))
    assert "the solution is improper" in improper.summary()
