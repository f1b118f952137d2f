"""Which units does one stage draw in each of its cells?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from csat_methods.sampling.inclusion_probabilities import inclusion_probabilities
from csat_methods.sampling.permanent_numbers import as_shares, moved, permanent_keys
from csat_methods.sampling.unequal_chances import CERTAIN, WAYS, systematic_counts


@dataclass(frozen=True)
class Pool:
    """Units of one stage that may be drawn, as arrays of one length but the last.

    `cell` is where each belongs, `counts` how many are drawn of each cell; `kept` come
    before all others; `place` is the rank in the list; `starts` gives the start of a
    cell's systematic draw as a share of its interval, or None for one by hash.
    """

    cell: np.ndarray
    keys: np.ndarray
    place: np.ndarray
    kept: np.ndarray
    size: np.ndarray | None
    counts: np.ndarray
    start: float | None
    seed: int
    stage: int


@dataclass(frozen=True)
class Drawn:
    """The turn of each unit within its cell (from 0; −1: none), and its chance.

    The first `counts` turns of a cell are drawn; later ones are in reserve.
    """

    turn: np.ndarray
    chance: np.ndarray


def draw(method: str, pool: Pool) -> Drawn:
    """Return turns and chances of the units of one stage.

    Raises
    ------
    ValueError
        If a start lies beyond the interval of a cell.
    """
    if method in ("srs", "quota"):
        return _by_numbers(pool)
    turn, chance = np.full(len(pool.cell), -1), np.zeros(len(pool.cell))
    for cell, rows in _cells(pool):
        n = int(pool.counts[cell])
        if n:
            chosen, chances = CELLS[method](pool, cell, rows, n)
            turn[rows[chosen]] = np.arange(len(chosen))
            chance[rows] = chances
    return Drawn(turn, chance)


def _by_numbers(pool: Pool) -> Drawn:
    """Draw the smallest permanent numbers of each cell, kept units first."""
    keys = pool.keys if pool.start is None else moved(pool.keys, pool.start)
    order = _sorted(keys, 2 * pool.cell + ~pool.kept)
    held = np.bincount(pool.cell, minlength=len(pool.counts))
    first = np.cumsum(held) - held
    turn = np.empty(len(order), int)
    turn[order] = np.arange(len(order)) - first[pool.cell[order]]
    chance = np.divide(pool.counts, held, out=np.zeros(len(held)), where=held > 0)
    return Drawn(turn, chance[pool.cell])


def _sorted(keys: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return the rows by group and then key; few groups are sorted by their bytes."""
    order = np.argsort(keys, kind="stable")
    small = group[order].astype(np.min_scalar_type(int(group.max(initial=0))))
    return order[np.argsort(small, kind="stable")]


def _cells(pool: Pool) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each cell with its units in the order of the list."""
    order = np.lexsort((pool.place, pool.cell))
    held = np.bincount(pool.cell, minlength=len(pool.counts))
    ends = np.cumsum(held)
    for cell, (end, count) in enumerate(zip(ends, held, strict=True)):
        if count:
            yield cell, order[end - count : end]


def _start(pool: Pool, cell: int) -> float:
    """Return where on its interval a cell begins: by hash of seed, stage and cell."""
    key = permanent_keys([f"start {cell}"], pool.seed, pool.stage)
    return float(as_shares(key)[0])


def _systematic(
    pool: Pool, cell: int, rows: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    step = len(rows) / n
    start = _start(pool, cell) * step if pool.start is None else pool.start
    if start >= step:
        raise ValueError(
            f"start={start:g} must lie below the interval {len(rows)}/{n} = {step:g}."
        )
    chosen = np.floor(start + np.arange(n) * len(rows) / n).astype(int)
    return chosen, np.full(len(rows), n / len(rows))


def _systematic_by_size(
    pool: Pool, cell: int, rows: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    chances = _chances(pool, rows, n)
    start = _start(pool, cell) if pool.start is None else pool.start
    return np.flatnonzero(systematic_counts(chances, start)), chances


def _chances(pool: Pool, rows: np.ndarray, n: int) -> np.ndarray:
    size = np.ones(len(rows)) if pool.size is None else pool.size[rows]
    return inclusion_probabilities(size, n)


def _by_size(
    way: str,
) -> Callable[[Pool, int, np.ndarray, int], tuple[np.ndarray, np.ndarray]]:
    """Return how a cell is drawn by a way that needs no order: certain units first."""

    def choose(
        pool: Pool, _: int, rows: np.ndarray, n: int
    ) -> tuple[np.ndarray, np.ndarray]:
        chances = _chances(pool, rows, n)
        chosen = chances > 1 - CERTAIN
        open_ = np.flatnonzero(~chosen)
        if len(open_):
            # In the order of their numbers, so that equal rows do not depend on theirs.
            open_ = open_[np.argsort(pool.keys[rows[open_]], kind="stable")]
            chosen[open_] = WAYS[way](chances[open_], pool.keys[rows[open_]])
        found = np.flatnonzero(chosen)
        return found[np.argsort(pool.keys[rows[found]], kind="stable")], chances

    return choose


CELLS: Mapping[
    str, Callable[[Pool, int, np.ndarray, int], tuple[np.ndarray, np.ndarray]]
] = {
    "systematic": _systematic,
    "pps_systematic": _systematic_by_size,
    "sampford": _by_size("sampford"),
    "brewer": _by_size("brewer"),
}
"""How one cell is drawn: positions among its rows in turn, and all chances."""
