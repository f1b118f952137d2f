"""In which quadrant of importance and performance does each item lie, how surely?

Arrays only: leading axes hold one set of items per draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

ACT, KEEP, LOW, ENOUGH = range(4)
QUADRANTS = ("act_first", "keep_up", "low_priority", "enough")
"""Important and rated low; important and high; neither; high though unimportant."""

Lines = tuple[np.ndarray, np.ndarray]
"""Performance and importance above which an item is high, both (…, k) or (…, 1)."""


def _means(p: np.ndarray, i: np.ndarray, _target: np.ndarray) -> Lines:
    return p.mean(axis=-1, keepdims=True), i.mean(axis=-1, keepdims=True)


def _medians(p: np.ndarray, i: np.ndarray, _target: np.ndarray) -> Lines:
    return np.median(p, axis=-1, keepdims=True), np.median(i, axis=-1, keepdims=True)


def _aims(_p: np.ndarray, i: np.ndarray, target: np.ndarray) -> Lines:
    """Return the target; the mean importance where it has none."""
    mean = i.mean(axis=-1, keepdims=True)
    importance = mean if np.isnan(target[1]) else np.broadcast_to(target[1], mean.shape)
    return np.broadcast_to(target[0], mean.shape), importance


def _diagonal(p: np.ndarray, i: np.ndarray, _target: np.ndarray) -> Lines:
    """Return each item's importance, on the scale of performance.

    Both are compared in standard scores over the items.
    """
    level, spread = p.mean(axis=-1, keepdims=True), p.std(axis=-1, keepdims=True)
    return level + spread * standard_scores(i), i.mean(axis=-1, keepdims=True)


CUTS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], Lines]] = {
    "mean": _means,
    "median": _medians,
    "target": _aims,
    "diagonal": _diagonal,
}
"""Where the lines are drawn."""


def standard_scores(values: np.ndarray) -> np.ndarray:
    """Return values less their mean over their spread, over the last axis.

    Examples
    --------
    >>> standard_scores(np.array([1.0, 3.0, 5.0])).round(3)
    array([-1.225,  0.   ,  1.225])
    """
    spread = values.std(axis=-1, keepdims=True)
    off = values - values.mean(axis=-1, keepdims=True)
    return off / np.where(spread > 0, spread, 1.0)


def quadrants(
    performance: np.ndarray,
    importance: np.ndarray,
    cut: str,
    *,
    target: np.ndarray,
    locked: np.ndarray,
) -> np.ndarray:
    """Return the quadrant of each item as a place in :data:`QUADRANTS`, (…, k).

    A value on a line counts as low performance, and as high importance.

    Parameters
    ----------
    performance, importance : ndarray, shape (…, k)
    cut : str
        A key of :data:`CUTS`.
    target : ndarray, shape (2,)
        Performance and importance of ``target``; NaN where there is none.
    locked : ndarray of bool, shape (k,)
        Items that count as important whatever customers say.

    Examples
    --------
    >>> p, i = np.array([2.0, 5.0, 2.0, 5.0]), np.array([9.0, 9.0, 1.0, 1.0])
    >>> none = np.zeros(4, bool), np.full(2, np.nan)
    >>> [QUADRANTS[q] for q in quadrants(p, i, "mean", locked=none[0], target=none[1])]
    ['act_first', 'keep_up', 'low_priority', 'enough']
    """
    high, needed = CUTS[cut](performance, importance, target)
    rated, matters = performance > high, (importance >= needed) | locked
    return np.where(matters, np.where(rated, KEEP, ACT), np.where(rated, ENOUGH, LOW))


def agreement(each: np.ndarray, wanted: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Return the share of draws (draws, k) that equal the estimate (k,), shape (k,).

    NaN where the design has no degrees of freedom: nothing is certain without errors.
    """
    share: np.ndarray = (each == wanted).mean(axis=0)
    return share if (degrees >= 1).all() else np.full(share.shape, np.nan)


def moved_by(places: Mapping[str, np.ndarray], cut: str) -> list[tuple[str, ...]]:
    """Return, item by item, the other cuts that put it into another quadrant."""
    chosen = places[cut]
    others = [name for name in places if name != cut]
    return [
        tuple(name for name in others if places[name][j] != chosen[j])
        for j in range(len(chosen))
    ]
