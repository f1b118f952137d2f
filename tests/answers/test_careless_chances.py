"""Is a pattern as likely as it is among people drawn?"""

from itertools import groupby

import numpy as np
import pytest

from csat_methods.answers.careless_chances import (
    chance_of_count,
    chance_of_match,
    chance_of_run,
)

DRAWN = np.array(
    [[5.0, 5, 5, 5], [5, 5, 5, 1], [5, 5, 1, 5], [1, 1, 5, 5], [1, 5, 1, 5]]
)


def test_a_run_is_held_against_runs_of_its_own_answer():
    x = np.array([[5.0, 5, 5, 1], [1, 1, 1, 5], [5, 5, 1, 1], [1, 2, 3, 4]])
    # Runs of five: 4, 3, 2, 2, 1; of one: 0, 1, 1, 2, 1.
    assert chance_of_run(x, DRAWN) == pytest.approx([0.4, 0.0, 0.8, 0.8])


def test_how_often_an_answer_is_given_is_held_against_itself():
    x = np.array([[5.0, 1, 5, 5], [1, 1, 5, 1], [np.nan, 5, 5, np.nan]])
    # Fives: 4, 3, 3, 2, 2; ones: 0, 1, 1, 2, 2.
    assert chance_of_count(x, DRAWN) == pytest.approx([0.6, 0.0, 1.0])


def test_a_match_is_the_share_of_the_drawn_who_answer_so():
    x = np.array([[5.0, 5, 5, 5], [5, 5, 5, 5], [5, 5, np.nan, 5], [2, 2, 2, 2]])
    wanted = np.array([True, False, True, True])
    whole = chance_of_match(x, DRAWN, wanted, 1.0)
    assert whole == pytest.approx([0.2, np.nan, 0.4, 0.0], nan_ok=True)
    assert chance_of_match(x, DRAWN, wanted, 0.75)[0] == pytest.approx(0.6)
    assert np.isnan(chance_of_match(x, DRAWN, np.zeros(4, bool), 1.0)).all()


def test_chances_of_runs_are_those_of_a_naive_count():
    rng = np.random.default_rng(4)
    x, drawn = rng.integers(1, 4, (60, 9)) * 1.0, rng.integers(1, 4, (200, 9)) * 1.0
    for person, got in zip(x, chance_of_run(x, drawn), strict=True):
        runs = [(len(list(g)), value) for value, g in groupby(person)]
        longest = max(n for n, _ in runs)
        answer = next(value for n, value in runs if n == longest)
        reached = [
            any(v == answer and len(list(g)) >= longest for v, g in groupby(row))
            for row in drawn
        ]
        assert got == pytest.approx(np.mean(reached))
