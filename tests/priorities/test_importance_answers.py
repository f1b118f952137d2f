"""Are ranks, points and choices refused that the question does not allow?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.priorities.importance_answers import (
    sound_points,
    sound_rankings,
    sound_tasks,
)

ROWS = pd.Index(["ann", "bob"])
NAN = np.nan


def test_sound_answers_pass():
    sound_rankings(np.array([[1.0, 2, 3], [3, 1, 2]]), ROWS, ["a", "b", "c"])
    sound_points(np.array([[50.0, 50], [0, 100]]), ROWS, ["a", "b"], 100)
    tasks = np.array([[1, -1, 0, NAN], [NAN, 0, -1, 1]])
    sound_tasks(tasks, ROWS, list("abcd"))


def test_a_constant_sum_of_95_is_refused_by_row():
    x = np.array([[45.0, 50], [50, 50]])
    with pytest.raises(ValueError, match=r"total=100; sums such as 95 .*\['ann'\]"):
        sound_points(x, ROWS, ["a", "b"], 100)
    with pytest.raises(ValueError, match=r"0 or more.*\['bob'\]"):
        sound_points(np.array([[50.0, 50], [-10, 110]]), ROWS, ["a", "b"], 100)


def test_a_rank_given_twice_is_refused_by_row():
    with pytest.raises(ValueError, match=r"must be 1 to 2, once each.*\['bob'\]"):
        sound_rankings(np.array([[1.0, 2], [1, 1]]), ROWS, ["a", "b"])


@pytest.mark.parametrize(
    "task", [[1, 1, -1], [1, 0, 0], [1, -1, NAN], [1, -1, 3], [0, 0, 0]]
)
def test_a_task_needs_one_best_one_worst_and_a_third(task):
    x = np.array([[1.0, -1, 0], task])
    with pytest.raises(ValueError, match=r"1 rows break it: \['bob'\]"):
        sound_tasks(x, ROWS, ["a", "b", "c"])
