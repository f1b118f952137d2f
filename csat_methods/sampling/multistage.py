"""Who is drawn when clusters are drawn first, and customers within them?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.sampling.draw_plan import Counts, DrawPlan, Stage
from csat_methods.sampling.frame_units import Customers, cluster_sizes, sorted_codes
from csat_methods.sampling.limited_shares import largest_remainder, shares_of_total
from csat_methods.sampling.permanent_numbers import APART, permanent_keys
from csat_methods.sampling.stage_draw import Drawn, Pool, draw


@dataclass(frozen=True)
class Selection:
    """Rows on their way through the stages.

    `rows` are positions in the frame, each with the `cell` it is drawn in next, its
    `chance` so far and its `turn` in its cell; `paths` names the cells, `counts` how
    many of each are drawn, `certain` how many units had no choice.
    """

    rows: np.ndarray
    cell: np.ndarray
    chance: np.ndarray
    paths: list[str]
    turn: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    counts: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    clusters: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    small: int = 0
    certain: int = 0

    @property
    def drawn(self) -> np.ndarray:
        """Positions in `rows` of the customers drawn, cell by cell, in turn."""
        return self._in_turn((self.turn >= 0) & (self.turn < self.counts[self.cell]))

    def reserves(self, wanted: np.ndarray) -> np.ndarray:
        """Positions in `rows` of the next customers of each cell, in turn."""
        least = self.counts[self.cell]
        return self._in_turn(
            (self.turn >= least) & (self.turn < least + wanted[self.cell])
        )

    def _in_turn(self, chosen: np.ndarray) -> np.ndarray:
        found = np.flatnonzero(chosen)
        return found[np.lexsort((self.turn[found], self.cell[found]))]


def run_stages(frame: pd.DataFrame, plan: DrawPlan, people: Customers) -> Selection:
    """Return everybody of the last clusters with turn and chance.

    Raises
    ------
    ValueError
        If more are wanted than there are, or a cluster lies in two strata.
    """
    rows = np.flatnonzero(~people.out)
    cells = max(1, len(people.levels))
    state = Selection(
        rows, people.stratum[rows], np.ones(len(rows)), [""] * cells
    )  # fmt: skip
    for number, stage in enumerate(plan.stages, 1):
        step = _customers if stage.clusters is None else _clusters
        state = step(frame, plan, people, state, stage, number)
    return state


def _clusters(
    frame: pd.DataFrame,
    plan: DrawPlan,
    people: Customers,
    state: Selection,
    stage: Stage,
    number: int,
) -> Selection:
    """Draw clusters of each cell, and keep the rows of those drawn."""
    name = str(stage.clusters)
    labels, values = sorted_codes(frame[name].iloc[state.rows])
    pairs, unit = np.unique(state.cell * len(values) + labels, return_inverse=True)
    cell, label = np.divmod(pairs, len(values))
    if number == 1:
        _check_nesting(name, label, values)
    texts = [
        f"{state.paths[c]}{APART}{values[v]}" if state.paths[c] else str(values[v])
        for c, v in zip(cell, label, strict=True)
    ]
    held = np.bincount(cell, minlength=len(state.paths))
    place = np.full(len(pairs), len(frame))
    np.minimum.at(place, unit, people.place[state.rows])
    size = people.sizes[stage.size][state.rows] if stage.size is not None else None
    pool = Pool(
        cell=cell,
        keys=permanent_keys(texts, plan.seed, number),
        place=place,
        kept=np.zeros(len(pairs), bool),
        size=cluster_sizes(stage.method, size, unit, name),
        counts=_counts(stage, number, held, people, name),
        start=plan.start if number == 1 else None,
        seed=plan.seed,
        stage=number,
    )
    return _members(state, unit, pool, draw(stage.method, pool), texts, held)


def _members(
    state: Selection,
    unit: np.ndarray,
    pool: Pool,
    drawn: Drawn,
    texts: list[str],
    held: np.ndarray,
) -> Selection:
    """Return the rows of the clusters drawn; these are the next cells, in turn."""
    chosen = (drawn.turn >= 0) & (drawn.turn < pool.counts[pool.cell])
    clusters = np.stack([held, pool.counts])
    found = np.flatnonzero(chosen)
    found = found[np.lexsort((drawn.turn[found], pool.cell[found]))]
    following = np.full(len(chosen), -1)
    following[found] = np.arange(len(found))
    inside = chosen[unit]
    return replace(
        state,
        rows=state.rows[inside],
        cell=following[unit][inside],
        chance=(state.chance * drawn.chance[unit])[inside],
        paths=[texts[i] for i in found],
        clusters=state.clusters if len(state.clusters) else clusters,
        certain=state.certain + _certain(drawn, pool),
    )


def _customers(
    _: pd.DataFrame,
    plan: DrawPlan,
    people: Customers,
    state: Selection,
    stage: Stage,
    number: int,
) -> Selection:
    """Draw customers of each cell; all of them where the stage has no number."""
    held = np.bincount(state.cell, minlength=len(state.paths))
    counts = held if stage.n is None else _counts(stage, number, held, people, "")
    method = stage.method if stage.n is not None else "srs"
    pool = Pool(
        cell=state.cell,
        keys=people.keys[state.rows],
        place=people.place[state.rows],
        kept=people.kept[state.rows],
        size=people.sizes[stage.size][state.rows] if stage.size else None,
        counts=counts,
        start=plan.start if number == 1 else None,
        seed=plan.seed,
        stage=number,
    )
    _check_kept(pool, people)
    drawn = draw(method, pool)
    wanted = stage.n if number > 1 and isinstance(stage.n, int) else 0
    return replace(
        state,
        chance=state.chance * drawn.chance,
        turn=drawn.turn,
        counts=counts,
        small=int((held < wanted).sum()),
        certain=state.certain + _certain(drawn, pool),
    )


def _certain(drawn: Drawn, pool: Pool) -> int:
    """Return how many units a draw by size takes for certain."""
    return 0 if pool.size is None else int((drawn.chance == 1).sum())


# --------------------------------------------------------------------- counts
def _counts(
    stage: Stage, number: int, held: np.ndarray, people: Customers, name: str
) -> np.ndarray:
    if number > 1:
        return np.minimum(int(stage.n), held)  # type: ignore[arg-type]
    what = f"clusters {name!r}" if name else "customers"
    return stratum_counts(stage.n, people.levels, held, "n", what)


def stratum_counts(
    told: Counts,
    levels: tuple[Any, ...],
    held: np.ndarray,
    name: str,
    what: str,
) -> np.ndarray:
    """Return how many of each stratum: as told, or in proportion to what it holds.

    Raises
    ------
    ValueError
        If a stratum is not told, not there, or has too few.
    """
    if isinstance(told, tuple):
        counts = _told_counts(dict(told), levels, name)
    elif told is not None and told > held.sum():
        raise ValueError(f"{name}={told} must be {held.sum()} at most: so many {what}.")
    else:
        one, none = np.ones(len(held)), np.zeros(len(held))
        exact = shares_of_total(held.astype(float), none, held, told or 0, one, one)
        counts = largest_remainder(exact, told or 0)
    short = {
        _named(levels, h): f"{counts[h]} of {held[h]}"
        for h in np.flatnonzero(counts > held)
    }
    if short:
        raise ValueError(f"{name} asks for more {what} than there are: {short}.")
    return counts


def _told_counts(
    told: dict[Any, int], levels: tuple[Any, ...], name: str
) -> np.ndarray:
    unknown = [h for h in told if h not in levels]
    lacking = [h for h in levels if h not in told]
    if unknown or lacking:
        raise ValueError(
            f"{name} by stratum: not in the frame {unknown}, not numbered {lacking}."
        )
    return np.array([told[h] for h in levels])


def _named(levels: tuple[Any, ...], position: Any) -> Any:
    return levels[position] if levels else "all"


# --------------------------------------------------------------------- checks
def _check_nesting(name: str, label: np.ndarray, values: list[Any]) -> None:
    found, count = np.unique(label, return_counts=True)
    twice = [values[v] for v in found[count > 1][:5]]
    if twice:
        raise ValueError(f"clusters={name!r}: {twice} lie in more than one stratum.")


def _check_kept(pool: Pool, people: Customers) -> None:
    kept = np.bincount(pool.cell[pool.kept], minlength=len(pool.counts))
    over = {
        _named(people.levels, h): f"{kept[h]} kept, {pool.counts[h]} wanted"
        for h in np.flatnonzero(kept > pool.counts)
    }
    if over:
        raise ValueError(f"keep holds more than the sample has room for: {over}.")
