"""Are preferences those that make the choices likeliest?"""

import numpy as np
import pytest
from scipy.optimize import minimize

from csat_methods.statistics.best_worst import best_worst_logit

RNG = np.random.default_rng(8)
TRUE = np.array([1.0, 0.4, -0.2, -1.2])


def choices(n=400, truth=TRUE, seed=1):
    rng = np.random.default_rng(seed)
    rows = np.full((n, len(truth)), np.nan)
    for row in rows:
        seen = rng.choice(len(truth), 3, replace=False)
        e = np.exp(truth[seen])
        best = rng.choice(seen, p=e / e.sum())
        rest = seen[seen != best]
        e = np.exp(-truth[rest])
        row[seen] = 0
        row[best], row[rng.choice(rest, p=e / e.sum())] = 1, -1
    return rows


def likelihood(u, tasks, w):
    total = 0.0
    for row, weight in zip(tasks, w, strict=True):
        seen = np.flatnonzero(~np.isnan(row))
        best, worst = np.flatnonzero(row == 1)[0], np.flatnonzero(row == -1)[0]
        rest = seen[seen != best]
        total += weight * (u[best] - np.log(np.exp(u[seen]).sum()))
        total += weight * (-u[worst] - np.log(np.exp(-u[rest]).sum()))
    return total


def test_nothing_near_makes_the_choices_likelier():
    tasks, w = choices(60), RNG.uniform(1, 2, 60)
    found = best_worst_logit(tasks, w)
    best = minimize(
        lambda u: -likelihood(u - u.mean(), tasks, w), np.zeros(4), tol=1e-10
    )
    assert found.utility == pytest.approx(best.x - best.x.mean(), abs=1e-5)
    assert found.utility.mean() == pytest.approx(0, abs=1e-12)


def test_influence_is_the_derivative_by_a_weight():
    tasks, w = choices(40), np.ones(40)
    found = best_worst_logit(tasks, w)
    for i in (0, 7, 39):
        step = np.zeros(40)
        step[i] = 1e-5
        up, down = (best_worst_logit(tasks, w + s * step) for s in (1, -1))
        slope = (up.utility - down.utility) / 2e-5
        assert slope == pytest.approx(found.influence[i], rel=1e-4, abs=1e-8)
        slope = (up.share - down.share) / 2e-5
        assert slope == pytest.approx(found.share_influence[i], rel=1e-4, abs=1e-8)


def test_planted_preferences_are_recovered():
    found = best_worst_logit(choices(20_000), np.ones(20_000))
    assert found.utility == pytest.approx(TRUE - TRUE.mean(), abs=0.05)


def test_turning_best_and_worst_round_turns_the_counts_round():
    tasks = choices(100)
    one, two = (best_worst_logit(t, np.ones(100)).utility for t in (tasks, -tasks))
    assert np.corrcoef(one, -two)[0, 1] > 0.99


def test_what_is_always_best_has_no_estimate():
    tasks = np.array([[1.0, 0, -1], [1, -1, 0]] * 5)
    with pytest.raises(ValueError, match="no utilities are the best"):
        best_worst_logit(tasks, np.ones(10))
