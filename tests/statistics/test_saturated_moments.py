"""Are the moments without a model the likeliest ones?"""

import numpy as np
import pytest

from csat_methods.statistics.pattern_likelihood import patterns, weighing
from csat_methods.statistics.saturated_moments import (
    all_moments,
    independent,
    independent_moments,
    saturated,
)


@pytest.fixture
def holed():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(300, 3)) + rng.normal(size=(300, 1))
    x[rng.random(x.shape) < 0.15] = np.nan
    return x[~np.isnan(x).all(axis=1)]


def test_complete_answers_have_their_own_moments():
    x = np.random.default_rng(1).normal(size=(50, 3))
    found = saturated(patterns(x, np.ones(50)))
    assert found.mu == pytest.approx(x.mean(axis=0))
    assert found.sigma == pytest.approx(np.cov(x.T, bias=True))


def test_the_slopes_vanish_at_the_moments_of_answers_with_blanks(holed):
    w = np.random.default_rng(3).uniform(0.5, 2, len(holed))
    found = saturated(patterns(holed, w))
    scores = found.seen.scores(all_moments(3, means=True))
    assert w @ scores == pytest.approx(np.zeros(9), abs=1e-6)


def test_independent_items_have_their_own_mean_and_variance(holed):
    data = patterns(holed, np.ones(len(holed)))
    mu, variance = independent_moments(data)
    assert mu == pytest.approx(np.nanmean(holed, axis=0))
    assert variance == pytest.approx(np.nanvar(holed, axis=0))
    wanted = weighing(data, np.diag(variance), mu).value
    assert independent(data).value == pytest.approx(wanted)


def test_items_that_are_sums_of_others_are_refused():
    x = np.random.default_rng(1).normal(size=(50, 2))
    with pytest.raises(ValueError, match="an item is a sum of others"):
        saturated(patterns(np.column_stack([x, x[:, 0]]), np.ones(50)))
