"""Are all splits visited once, and is the best one found by exchanges too?"""

import numpy as np
import pytest

from csat_methods.statistics import split_halves
from csat_methods.statistics.reliability_bounds import splits


@pytest.mark.parametrize("k", [2, 3, 6, 7, 10])
def test_all_splits_are_visited_once(k):
    halves = np.concatenate(list(split_halves.all_halves(k)))
    assert len(halves) == split_halves.number_of_splits(k)
    assert (halves.sum(axis=1) == k // 2).all()
    whole = [frozenset([tuple(a), tuple(1 - a)]) for a in halves]
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("k", [4, 5, 8])
def test_the_mean_needs_no_visit(k):
    A = np.random.default_rng(k).normal(size=(k, k))
    S = A @ A.T + 1
    halves = np.concatenate(list(split_halves.all_halves(k)))
    mean, gradient = split_halves.mean_of_splits(S)
    assert mean == pytest.approx(splits(S, halves).mean(), rel=1e-12)
    h = 1e-6
    moved = split_halves.mean_of_splits(S + h * A @ A.T)[0] - mean
    assert np.trace(gradient @ A @ A.T) == pytest.approx(moved / h, rel=1e-3)


def test_exchanges_find_the_best_split_that_all_splits_have(monkeypatch):
    rng = np.random.default_rng(8)
    for k in (6, 9, 12):
        A = rng.normal(size=(k, k))
        S = A @ A.T
        best = split_halves.best_half(S)
        with monkeypatch.context() as patch:
            patch.setattr(split_halves, "MOST_VISITED", 0)
            sought = split_halves.best_half(S)
        assert sought @ S @ (1 - sought) == pytest.approx(best @ S @ (1 - best))
