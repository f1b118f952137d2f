"""How do ratings correlate with each other and with numbers, pair by pair?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.available_moments import checked_columns
from csat_methods.statistics.pair_correlations import Pairs, all_pairs, pearson
from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.polyserial import polyserial


def polychoric_pairs(x: ArrayLike, weights: ArrayLike | None = None) -> Pairs:
    """Return the polychoric correlations of all pairs of ratings.

    Parameters and errors as in :func:`csat_methods.statistics.polychoric.polychoric`.

    Examples
    --------
    >>> table = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 20, 20, 40], axis=0)
    >>> polychoric_pairs(table).estimates.round(4)
    array([0.5])
    """
    found = polychoric(x, weights)
    return Pairs(
        R=found.R,
        n=found.n,
        pairs=found.pairs,
        effect=found.pair_influence,
        thresholds=dict(enumerate(found.thresholds)),
        at_edge=found.at_edge,
        repaired=found.repaired,
    )


def mixed(x: ArrayLike, weights: ArrayLike | None, ordered: Sequence[bool]) -> Pairs:
    """Return polychoric, polyserial and Pearson correlations, as the columns need.

    Parameters
    ----------
    x : array_like, shape (n, k)
        NaN for a blank.
    weights : array_like, shape (n,), or None
    ordered : sequence of bool
        Which columns are ratings that cut a hidden normal variable.

    Returns
    -------
    Pairs

    Raises
    ------
    ValueError
        As the three kinds do.

    Examples
    --------
    >>> x = np.array([[1.0, 0], [2, 0], [3, 1], [4, 0], [5, 1], [6, 1]])
    >>> mixed(x, None, [False, True]).estimates.round(2)
    array([0.79])
    """
    rows, w = checked_columns(x, weights)
    rating = np.asarray(ordered, dtype=bool)
    ones: dict[tuple[int, int], _One] = {}
    thresholds: dict[int, np.ndarray] = {}
    for number in np.flatnonzero(~rating):
        for rated in np.flatnonzero(rating):
            pair, one, cuts = _cross(rows, w, int(number), int(rated))
            ones[pair], thresholds[int(rated)] = one, cuts
    for which, kind in ((rating, polychoric_pairs), (~rating, pearson)):
        columns = np.flatnonzero(which)
        if len(columns) > 1:
            part = kind(rows[:, columns], w)
            ones |= _ones(part, columns)
            thresholds |= {int(columns[c]): t for c, t in part.thresholds.items()}
    pairs = all_pairs(rows.shape[1])
    listed = [ones[int(i), int(j)] for i, j in pairs]
    R = np.eye(rows.shape[1])
    R[tuple(pairs.T)] = R[tuple(pairs.T[::-1])] = [one.value for one in listed]
    there = (~np.isnan(rows) & (w != 0)[:, None]).astype(float)
    return Pairs(
        R=R,
        n=np.rint(there.T @ there).astype(int),
        pairs=pairs,
        effect=lambda number: listed[number].effect(),
        thresholds=thresholds,
        at_edge=np.array([one.at_edge for one in listed]),
        repaired=np.array([one.repaired for one in listed]),
    )


@dataclass(frozen=True, eq=False)
class _One:
    """One correlation, and what every row does to it."""

    value: float
    effect: Callable[[], np.ndarray]
    at_edge: bool
    repaired: bool = False


def _ones(part: Pairs, columns: np.ndarray) -> dict[tuple[int, int], _One]:
    """Return the correlations of some of the columns by their pair."""
    return {
        (int(columns[i]), int(columns[j])): _One(
            float(part.R[i, j]),
            partial(part.effect, number),
            bool(part.at_edge[number]),
            bool(part.repaired[number]),
        )
        for number, (i, j) in enumerate(part.pairs)
    }


def _cross(
    rows: np.ndarray, w: np.ndarray, number: int, rated: int
) -> tuple[tuple[int, int], _One, np.ndarray]:
    """Return the pair, correlation and thresholds of a number and a rating."""
    both = ~np.isnan(rows[:, [number, rated]]).any(axis=1) & (w != 0)
    found = polyserial(rows[both, number], rows[both, rated], w[both])

    def effect() -> np.ndarray:
        z = np.zeros(len(rows))
        z[both] = found.influence
        return z

    pair = min(number, rated), max(number, rated)
    return pair, _One(found.rho, effect, found.at_edge), found.thresholds
