"""Do the gradients tell how the pieces of R² move?"""

import numpy as np
import pytest

from csat_methods.statistics import subset_regression
from csat_methods.statistics.importance_gradients import (
    first_gradient,
    johnson_gradient,
    last_gradient,
    lmg_gradient,
    pratt_gradient,
)
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import moments
from csat_methods.statistics.relative_importance import (
    first,
    johnson,
    last,
    lmg,
    pratt,
)

PAIRS = {
    "lmg": (lmg, lmg_gradient),
    "first": (first, first_gradient),
    "last": (last, last_gradient),
    "pratt": (pratt, pratt_gradient),
    "johnson": (johnson, johnson_gradient),
}


def r2_gradient(S):
    """The gradient of R² by the residual variance alone, which has no pieces."""
    u = np.array([1, *-np.linalg.solve(S[1:, 1:], S[1:, 0])])
    gradient = -np.outer(u, u) / S[0, 0]
    gradient[0, 0] += (u @ S @ u) / S[0, 0] ** 2
    return gradient


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("q", [2, 3, 6])
def test_the_gradients_are_slopes(spread, slope, name, q):
    measure, gradient = PAIRS[name]
    S = spread(q, seed=q)
    np.testing.assert_allclose(gradient(S), slope(measure, S), atol=1e-7)


@pytest.mark.parametrize("at_once", [1, 3, 10])
@pytest.mark.parametrize("sizes", [[1, 1, 1, 1, 1], [2, 1, 2]])
def test_lmg_s_gradients_do_not_depend_on_the_parts(
    spread, slope, monkeypatch, at_once, sizes
):
    monkeypatch.setattr(subset_regression, "AT_ONCE", at_once)
    S = spread(6)
    expected = slope(lambda M: lmg(M, sizes=sizes), S)
    np.testing.assert_allclose(lmg_gradient(S, sizes=sizes), expected, atol=1e-7)


@pytest.mark.parametrize("name", PAIRS)
def test_a_change_of_units_moves_nothing(spread, name):
    # S moves by e S + S e' when a variable's unit does
    S, e = spread(5), np.diag([0.3, -1, 0.2, 2, 0])
    change = np.sum(PAIRS[name][1](S) * (e @ S + S @ e), axis=(-2, -1))
    np.testing.assert_allclose(change, np.zeros_like(change), atol=1e-12)


@pytest.mark.parametrize("name", ["lmg", "pratt", "johnson"])
def test_gradients_of_pieces_add_up_to_that_of_r2(spread, name):
    S = spread(6)
    np.testing.assert_allclose(
        PAIRS[name][1](S).sum(axis=0), r2_gradient(S), atol=1e-12
    )


def test_the_linearised_error_of_lmg_is_that_of_many_samples():
    # 95 % of estimates of the error lie within 2 / sqrt(2 * 1500) of the truth, and
    # the linearisation itself is off by the order of 1 / n
    rng, n, draws = np.random.default_rng(5), 400, 1500
    root = np.linalg.cholesky(np.full((4, 4), 0.4) + 0.6 * np.eye(4))
    pieces, errors = [], []
    for draw in range(draws):
        x = rng.normal(size=(n, 4)) @ root.T
        m = moments(x)
        pieces.append(lmg(m.covariance))
        if draw < 100:
            z = influence(x, None, m, B=lmg_gradient(m.covariance))
            errors.append(np.sqrt((z**2).sum(axis=0)))
    np.testing.assert_allclose(
        np.mean(errors, axis=0), np.std(pieces, axis=0), rtol=0.08
    )


@pytest.mark.parametrize("name", PAIRS)
def test_what_has_no_regression_is_refused(name):
    with pytest.raises(ValueError, match="a predictor is a sum of others"):
        PAIRS[name][1](np.ones((3, 3)))
