"""Do drawn people answer as those they are drawn like?"""

from itertools import product

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from csat_methods.statistics.drawn_answers import answer_model

CUTS = np.array([[-1.5, -0.8, 0.1], [-0.5, 0.4, 1.1], [-2.0, -1.4, -0.9]])


def answered(n=4000, rho=0.5, seed=1, signs=(1, 1, 1)):
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 1)) * np.array(signs)
    z = np.sqrt(rho) * shared + np.sqrt(1 - rho) * rng.normal(size=(n, 3))
    return np.column_stack(
        [1.0 + np.searchsorted(c, column) for c, column in zip(CUTS, z.T, strict=True)]
    )


@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 1)])
@pytest.mark.parametrize("rho", [0.2, 0.5, 0.8])
def test_hidden_correlations_are_those_that_made_the_answers(rho, signs):
    model = answer_model(answered(20_000, rho, signs=signs))
    want = rho * np.outer(signs, signs)
    off = ~np.eye(3, dtype=bool)
    assert model.R[off] == pytest.approx(want[off], abs=0.04)


def test_drawn_people_have_the_shares_and_the_correlations():
    x = answered()
    drawn = answer_model(x).draw(40_000, np.random.default_rng(2))
    for j, code in product(range(3), range(1, 5)):
        assert (drawn[:, j] == code).mean() == pytest.approx(
            (x[:, j] == code).mean(), abs=0.01
        )
    assert np.corrcoef(drawn.T) == pytest.approx(np.corrcoef(x.T), abs=0.03)


def test_the_correlation_of_answers_is_that_of_the_normal_integral():
    x = answered(3000, 0.6)[:, :2]
    model = answer_model(x)
    rho, (a, b) = model.R[0, 1], model.cuts
    edges = [np.concatenate([[-9.0], c, [9.0]]) for c in (a, b)]
    both = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    F = np.array([[both.cdf([u, v]) for v in edges[1]] for u in edges[0]])
    cells = np.diff(np.diff(F, axis=0), axis=1)
    codes = np.arange(1.0, 5)
    means = cells.sum(axis=1) @ codes, cells.sum(axis=0) @ codes
    spreads = [
        np.sqrt(cells.sum(axis=1 - i) @ codes**2 - means[i] ** 2) for i in (0, 1)
    ]
    r = (codes @ cells @ codes - means[0] * means[1]) / np.prod(spreads)
    assert r == pytest.approx(np.corrcoef(x.T)[0, 1], abs=1e-4)


def test_the_likelihood_is_that_of_a_common_factor():
    model = answer_model(answered(20_000, 0.5))
    every = np.array(list(product(range(1, 5), repeat=3)), float)
    chances = np.exp(3 * model.likelihood(every))
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    z = np.random.default_rng(3).normal(size=20_000)
    naive = np.ones(20_000)
    for cuts, code in zip(CUTS, (4, 2, 4), strict=True):
        edges = np.concatenate([[-np.inf], cuts, [np.inf]])
        at = (edges[code - 1 : code + 1, None] - np.sqrt(0.5) * z) / np.sqrt(0.5)
        naive *= np.diff(norm.cdf(at), axis=0)[0]
    here = (every == (4, 2, 4)).all(axis=1)
    assert chances[here].item() == pytest.approx(naive.mean(), rel=0.1)


def test_blanks_constant_and_empty_items_do_no_harm():
    x = answered(200)
    x[:50, 0], x[:, 1], x[:, 2] = np.nan, 3.0, np.nan
    model = answer_model(x)
    drawn = model.draw(500, np.random.default_rng(1))
    assert np.isnan(drawn[:, 2]).all()
    assert (drawn[:, 1] == 3).all()
    assert set(drawn[:, 0]) <= {1.0, 2, 3, 4}
    told = model.likelihood(np.array([[1.0, 3, np.nan], [np.nan] * 3]))
    assert told[0] < 0
    assert np.isnan(told[1])


def test_where_all_answer_alike_nobody_is_likelier_than_others():
    x = np.full((60, 4), 3.0)
    x[5] = np.nan
    assert np.isnan(answer_model(x).likelihood(x)).all()


def test_correlations_that_nobody_can_have_are_brought_to_the_nearest():
    x = answered(300)
    model = answer_model(x)
    model.R[:] = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]
    drawn = model.draw(2000, np.random.default_rng(1))
    assert not np.isnan(drawn).any()
