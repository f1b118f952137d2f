"""Is the likelihood of answers with blanks that of each row by itself?"""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from csat_methods.statistics.pattern_likelihood import patterns, weighing
from csat_methods.statistics.saturated_moments import all_moments

MU = np.array([0.5, -0.2, 1.0])
SIGMA = np.array([[2.0, 0.6, 0.3], [0.6, 1.5, -0.4], [0.3, -0.4, 1.0]])


@pytest.fixture
def holed():
    rng = np.random.default_rng(1)
    x = rng.multivariate_normal(MU, SIGMA, 60)
    x[rng.random(x.shape) < 0.25] = np.nan
    x = x[~np.isnan(x).all(axis=1)]
    return x, rng.uniform(0.5, 2, len(x))


def by_row(x, w, mu, sigma):
    total = 0.0
    for row, weight in zip(x, w, strict=True):
        o = ~np.isnan(row)
        law = multivariate_normal(mu[o], sigma[np.ix_(o, o)])
        total += weight * law.logpdf(row[o])
    return total


def test_the_likelihood_is_the_sum_over_rows(holed):
    x, w = holed
    found = weighing(patterns(x, w), SIGMA, MU).log_likelihood()
    assert found == pytest.approx(by_row(x, w, MU, SIGMA), rel=1e-12)


def test_rows_without_weight_count_nowhere(holed):
    x, w = holed
    light = np.where(np.arange(len(x)) % 3 == 0, 0.0, w)
    kept, moves = light != 0, all_moments(3, means=True)
    found = weighing(patterns(x, light), SIGMA, MU)
    alone = weighing(patterns(x[kept], w[kept]), SIGMA, MU)
    assert sorted(np.concatenate(found.patterns.rows)) == np.flatnonzero(kept).tolist()
    assert found.log_likelihood() == pytest.approx(alone.log_likelihood(), rel=1e-12)
    wanted = w[kept] @ alone.scores(moves)
    assert light @ found.scores(moves) == pytest.approx(wanted, rel=1e-10)


def test_scores_and_information_are_slopes_of_the_likelihood(holed):
    x, w = holed
    data, moves, k = patterns(x, w), all_moments(3, means=True), 3
    a, b = np.tril_indices(k)

    def at(step):
        mu, sigma = MU + step[:k], SIGMA.copy()
        sigma[a, b] += step[k:]
        sigma[b, a] = sigma[a, b]
        return weighing(data, sigma, mu)

    size = k + len(a)
    seen = at(np.zeros(size))
    total = w @ seen.scores(moves)
    wanted = [
        (at(s).log_likelihood() - at(-s).log_likelihood()) / 2e-5
        for s in np.eye(size) * 1e-5
    ]
    assert total == pytest.approx(np.array(wanted), abs=1e-5)
    observed = seen.observed(moves, np.zeros((size, size))) * data.total
    slopes = [
        (w @ at(-s).scores(moves) - w @ at(s).scores(moves)) / 2e-5
        for s in np.eye(size) * 1e-5
    ]
    assert observed == pytest.approx(np.array(slopes), rel=1e-5, abs=1e-5)


def test_expected_is_observed_on_average_at_the_answers_own_moments():
    x = np.random.default_rng(3).multivariate_normal(MU, SIGMA, 200)
    data = patterns(x, np.ones(200))
    seen = weighing(data, data.covariance[0], data.mean[0])
    moves = all_moments(3, means=True)
    blank = np.zeros((len(moves.s), len(moves.s)))
    assert seen.information(moves) == pytest.approx(seen.observed(moves, blank))


def test_a_weight_of_two_is_two_alike_rows(holed):
    x, _ = holed
    twice = weighing(patterns(np.tile(x, (2, 1)), np.ones(2 * len(x))), SIGMA, MU)
    heavy = weighing(patterns(x, np.full(len(x), 2.0)), SIGMA, MU)
    assert heavy.log_likelihood() == pytest.approx(twice.log_likelihood())


def test_impossible_covariances_have_no_likelihood(holed):
    x, w = holed
    assert weighing(patterns(x, w), -SIGMA, MU) is None
