"""In which units were the rows selected, stage by stage, out of how many?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

WIDE = 5
"""Columns from which on a product with a sparse table is faster than counting each."""

COUNTED = 8
"""Numbers up to this many times their count are counted, not sorted."""


@dataclass(frozen=True, eq=False, repr=False)
class Stage:
    """One stage of selection: units within strata, of finite or endless populations.

    Attributes
    ----------
    unit : ndarray of int, shape (n,)
        Unit of each row, 0 to U − 1, unique over strata.
    stratum : ndarray of int, shape (U,)
        Stratum of each unit, 0 to H − 1; from the second stage on a stratum lies
        within one unit of the stage above.
    population : ndarray, shape (H,)
        Units in the stratum's population; inf where not finite.
    singular : bool
        Whether each row is its own unit.
    """

    unit: np.ndarray
    stratum: np.ndarray
    population: np.ndarray
    singular: bool = False

    @cached_property
    def sizes(self) -> np.ndarray:
        """Units sampled in each stratum, shape (H,)."""
        return np.bincount(self.stratum, minlength=len(self.population))

    @cached_property
    def fraction(self) -> np.ndarray:
        """Sampling fraction of each stratum, shape (H,); 0 where endless."""
        return np.where(
            np.isinf(self.population), 0.0, self.sizes / np.maximum(self.population, 1)
        )

    @cached_property
    def lonely(self) -> np.ndarray:
        """Strata with one unit that is not the whole population, shape (H,)."""
        return (self.sizes == 1) & (self.fraction < 1)

    @property
    def finite(self) -> bool:
        """Whether any stratum has a finite population."""
        return bool(np.isfinite(self.population).any())

    def factor(self, singleton: str) -> np.ndarray:
        """Return (1 − f) n / (n − 1) of each stratum, lonely ones by the rule, (H,).

        Parameters
        ----------
        singleton : str
            ``adjust``: lonely strata count 1 − f; ``average``: the others count for
            them too; else they count nothing.
        """
        n = self.sizes
        factor = np.where(n > 1, (1 - self.fraction) * n / np.maximum(n - 1, 1), 0.0)
        if singleton == "adjust":
            factor = np.where(self.lonely, 1 - self.fraction, factor)
        if singleton == "average":
            factor = factor * len(n) / max(int((~self.lonely).sum()), 1)
        return factor

    def centred(self, singleton: str) -> np.ndarray:
        """Return 1 for strata whose units deviate from their mean, 0 where from zero.

        R's ``survey.lonely.psu="adjust"`` does not centre a lonely unit.
        """
        return np.where(self.lonely & (singleton == "adjust"), 0.0, 1.0)


def sums_by(group: np.ndarray, z: np.ndarray, size: int) -> np.ndarray:
    """Return the sums of rows (n, m) by group 0 to size − 1, shape (size, m)."""
    if z.shape[1] < WIDE:
        columns = [np.bincount(group, column, size) for column in z.T]
        return np.column_stack(columns) if columns else np.zeros((size, 0))
    starts, ones = np.arange(len(group) + 1), np.ones(len(group))
    found: np.ndarray = sparse.csc_array((ones, group, starts), (size, len(group))) @ z
    return found


def codes(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Return values as whole numbers 0 to k − 1, and k."""
    values = np.asarray(values)
    if values.dtype.kind in "iu" and len(values):
        low = int(values.min())
        present, code = compact(values - low, int(values.max()) - low + 1)
        return code, len(present)
    levels, inverse = np.unique(values, return_inverse=True)
    return inverse.reshape(-1).astype(np.int64), len(levels)


def compact(key: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the whole numbers that occur, rising, and which of them each one is.

    Parameters
    ----------
    key : ndarray of int
        Numbers from 0 to size − 1; few enough are counted instead of sorted.
    """
    if size <= COUNTED * len(key) + 1000:
        seen = np.zeros(size, bool)
        seen[key] = True
        place = np.cumsum(seen) - 1
        return np.flatnonzero(seen), place[key]
    present, slot = np.unique(key, return_inverse=True)
    return present.astype(np.int64), slot.reshape(-1)


def _nested(parent: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return codes of the pairs of parent and value."""
    inner, k = codes(values)
    return codes(parent * k + inner)[0]


def _one_stage(
    parent: np.ndarray,
    strata: np.ndarray | None,
    units: np.ndarray | None,
    population: np.ndarray | None,
) -> Stage:
    n = len(parent)
    h = parent if strata is None else _nested(parent, strata)
    u = np.arange(n) if units is None else _nested(h, units)
    stratum = np.empty(int(u.max()) + 1 if n else 0, np.int64)
    stratum[u] = h
    size = np.full(int(h.max()) + 1 if n else 0, np.inf)
    if population is not None:
        size[h] = population
    return Stage(u, stratum, size, singular=units is None)


def stages_of(
    n: int,
    strata: np.ndarray | None,
    clusters: list[np.ndarray],
    population: list[np.ndarray],
) -> tuple[Stage, ...]:
    """Return the stages that units, first-stage strata and populations describe."""
    count = max(len(clusters), len(population), 1)
    parent, stages = np.zeros(n, np.int64), []
    for level in range(count):
        units = clusters[level] if level < len(clusters) else None
        size = population[level] if level < len(population) else None
        stage = _one_stage(parent, strata if level == 0 else None, units, size)
        stages.append(stage)
        parent = stage.unit
    return tuple(stages)
