"""Do draws in place of blanks stand for what is missing?"""

import numpy as np
import pytest
from scipy.special import stdtrit

from csat_methods.statistics.chained_regressions import chained_regressions
from csat_methods.statistics.rubin import rubin


def answers(seed, n=300, *, rated=True):
    """Return four questions, and the answers to them that are not left blank.

    The less content somebody is with the first, the more he leaves blank. Ratings are
    whole numbers of 0 to 10 with a ceiling.
    """
    rng = np.random.default_rng(seed)
    x = 8 + 1.3 * rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    x = np.clip(np.round(x), 0, 10) if rated else x
    first = (x[:, :1] - x[:, 0].mean()) / x[:, 0].std()
    blank = rng.random((n, 3)) < 1 / (1 + np.exp([0, 1, 2] + 1.2 * first))
    held = x.copy()
    held[:, 1:][blank] = np.nan
    return x, held


def pooled(held, seed, m=5):
    """Return means over completions with half the length of their intervals."""
    rng = np.random.default_rng(seed)
    made = [chained_regressions(held, rng) for _ in range(m)]
    n = len(held)
    q = np.array([each.mean(axis=0) for each in made])
    u = np.array([each.var(axis=0, ddof=1) / n for each in made])
    found = rubin(q, u, np.full(held.shape[1], n - 1.0))
    return found.estimate, stdtrit(found.df, 0.975) * found.se


@pytest.mark.parametrize(("rated", "least"), [(False, 0.9), (True, 0.85)])
def test_intervals_hold_what_the_whole_answers_would_say(rated, least):
    """Half of the second question is blank; a ceiling bends the regressions a little.

    Draws that keep the fitted coefficients hold it in seven of ten surveys.
    """
    many = [answers(9000 + i, 5000, rated=rated) for i in range(20)]
    truth = np.mean([whole.mean(axis=0) for whole, _ in many], axis=0)
    given = np.mean([np.nanmean(held, axis=0) for _, held in many], axis=0)
    assert (given - truth)[1] > 0.3
    each = [pooled(answers(s, rated=rated)[1], s) for s in range(150)]
    found, reach = np.array(each).swapaxes(0, 1)
    off = found - truth
    assert abs(off.mean(axis=0)).max() < 0.05
    rate = (abs(off) <= reach).mean(axis=0)
    assert least < rate.min() < 1


def test_the_spread_between_completions_is_that_of_a_regression():
    """Of one blank question by one other, the completions' mean has a known spread.

    Given the answers it is normal about the regression at the blanks' mean, by a t with
    n - 2 degrees of freedom, as a prediction of the mean of new answers is.
    """
    rng = np.random.default_rng(3)
    x = rng.normal(size=60)
    y = 2 + 0.5 * x + rng.normal(size=60)
    held = np.column_stack([x, np.where(np.arange(60) < 20, np.nan, y)])
    made = [chained_regressions(held, rng)[:20, 1].mean() for _ in range(2000)]
    a, b = x[20:], y[20:]
    slope, level = np.polyfit(a, b, 1)
    rest = b - level - slope * a
    variance = rest @ rest / 38 * 38 / 36  # of a t with 38 degrees of freedom
    apart = (x[:20].mean() - a.mean()) ** 2 / (40 * a.var())
    known = variance * (1 / 20 + 1 / 40 + apart)
    assert np.mean(made) == pytest.approx(
        level + slope * x[:20].mean(), abs=4 * np.sqrt(known / 2000)
    )
    assert np.var(made) == pytest.approx(known, rel=0.1)


SCHAFER = """
1,,,  2,22.7,1,187  1,,1,187  3,,,  1,20.4,1,113  3,,,184  1,22.5,1,118  1,30.1,1,187
2,22,1,238  2,,,  1,,,  2,,,  3,21.7,1,206  2,28.7,2,204  1,29.6,1,  1,,,  3,27.2,2,284
2,26.3,2,199  1,35.3,1,218  3,25.5,2,  1,,,  1,33.2,1,229  1,27.5,1,131  3,24.9,1,
2,27.4,1,186
"""
"""Age group, body mass, hypertension and cholesterol of 25 people (Schafer 1997)."""


MICE = {1: (26.543, 0.698), 2: (1.2273, 0.0688), 3: (194.55, 7.17)}
"""mice 3.15.0 in R 4.2.2, method norm, m=600, maxit=5, seed 1: mean and sd of means."""


def test_means_and_their_spread_are_those_of_mice():
    rows = [[float(c or "nan") for c in row.split(",")] for row in SCHAFER.split()]
    rng = np.random.default_rng(1)
    means = [chained_regressions(np.array(rows), rng).mean(axis=0) for _ in range(600)]
    for j, (mean, spread) in MICE.items():
        made = np.array(means)[:, j]
        assert made.mean() == pytest.approx(mean, abs=4 * spread * np.sqrt(2 / 600)), j
        # two standard deviations of 600 draws each, and heavy tails
        assert made.std(ddof=1) == pytest.approx(spread, rel=0.15), j


def test_whose_answers_are_whole_stay_and_nothing_is_blank():
    _, held = answers(1)
    filled = chained_regressions(held, np.random.default_rng(1))
    blank = np.isnan(held)
    assert not np.isnan(filled).any()
    assert (filled[~blank] == held[~blank]).all()
    whole = filled.copy()
    assert (chained_regressions(whole, np.random.default_rng(1)) == whole).all()


def test_other_units_give_the_same_draws_in_those_units():
    _, held = answers(2)
    scale, start = np.array([1.0, 100.0, 0.01, 7.0]), np.array([1e4, -5.0, 0.0, 2025.0])
    filled = chained_regressions(held, np.random.default_rng(5))
    other = chained_regressions(held * scale + start, np.random.default_rng(5))
    assert other == pytest.approx(filled * scale + start, rel=1e-8)


@pytest.mark.parametrize(
    ("x", "known"),
    [
        ([[1, 3], [2, 3], [3, np.nan], [4, 3]], 3.0),
        ([[2, 1], [2, 1], [2, np.nan]], 1.0),
        ([[5, 4], [3, np.nan]], 4.0),
    ],
)
def test_answers_that_do_not_differ_are_filled_in_as_they_are(x, known):
    filled = chained_regressions(np.array(x, float), np.random.default_rng(1))
    assert filled[np.isnan(x)] == pytest.approx(known)


def test_questions_that_say_the_same_are_no_hindrance():
    _, held = answers(3, 80)
    twice = np.column_stack([held, held[:, 0], 2 * held[:, 0]])
    filled = chained_regressions(twice, np.random.default_rng(1))
    assert np.isfinite(filled).all()
    assert filled[:, 1].mean() == pytest.approx(held[:, 0].mean(), abs=1)
