"""What do all weighting steps share, and what does raking do?

A step acts alike on the rows of a cell: its factors follow from the weights of the
cells, so that a thousand replicates are as many columns of one small table.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import sparse

from csat_methods.survey_design.replicate_weights import ReplicateWeights
from csat_methods.survey_design.stages import compact, sums_by

ROUNDS = 500
"""Most rounds until totals must hold."""


class CellStep(ABC):
    """A weighting step whose factors are those of cells of rows."""

    rows: np.ndarray
    name: str
    lacking: ClassVar[str] = ""

    @property
    @abstractmethod
    def cell(self) -> np.ndarray:
        """Cell of each row it acts on, shape (r,)."""

    @property
    @abstractmethod
    def count(self) -> int:
        """Number of cells C."""

    @abstractmethod
    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return what cells are multiplied by, from their weights, both (C, R).

        What nobody carries is carried by others of its kind.
        """

    def uncarried(self, sums: np.ndarray) -> np.ndarray:
        """Return whether nobody carries something, shape (R,), from cells' weights."""
        return np.zeros(sums.shape[1], bool)

    def lent(self, held: ReplicateWeights) -> np.ndarray:
        """Return in which replicates nobody carries something, shape (R,)."""
        codes = np.full(len(held.base), -1)
        codes[self.rows] = self.cell
        return self.uncarried(held.sums(np.ones(len(codes)), codes, self.count))

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the weights after the step, shape (n,).

        Raises
        ------
        ValueError
            If the step cannot do what it must with these weights.
        """
        sums = np.bincount(self.cell, weights[self.rows], self.count)
        new = weights.copy()
        new[self.rows] *= self._carried(sums[:, None])[self.cell, 0]
        return new

    def repeated(
        self, held: ReplicateWeights, *, lent: bool = False
    ) -> ReplicateWeights:
        """Return replicate weights after the step, made anew in each.

        Raises
        ------
        ValueError
            If the step cannot do what it must in some replicate; where weight may be
            lent, others carry what it has nobody for.
        """
        factors = self.factors if lent else self._carried
        return held.after(self.rows, self.cell, self.count, factors)

    def _carried(self, sums: np.ndarray) -> np.ndarray:
        if self.uncarried(sums).any():
            raise ValueError(f"{self.name}: {self.lacking}")
        return self.factors(sums)


def solved(gram: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the least-norm solution of gram · b = right, whatever the columns' units.

    Columns that others explain get no weight of their own.
    """
    size = np.sqrt(np.maximum(np.diag(gram), 0.0))
    size = np.where(size > 0, size, 1.0)
    scaled = gram / np.outer(size, size)
    return (np.linalg.lstsq(scaled, (right.T / size).T, rcond=1e-13)[0].T / size).T


@dataclass(frozen=True, eq=False, repr=False)
class Regressed:
    r"""Influence less its regression on columns of cells, the weights being known.

    .. math:: o_i z_i - s_i x_i^\top H^{-1} \sum_k t_k z_k x_k

    Attributes
    ----------
    x : ndarray, shape (C, q)
    cell : ndarray of int, shape (r,)
    inverse : ndarray, shape (q, q)
        Of H, of the least norm.
    own : ndarray of bool, shape (r,)
        o, whether a row keeps its influence.
    taken, given : ndarray, shape (r,)
        t and s.
    """

    x: np.ndarray
    cell: np.ndarray
    inverse: np.ndarray
    own: np.ndarray
    taken: np.ndarray
    given: np.ndarray

    def __call__(self, z: np.ndarray) -> np.ndarray:
        """Return what is left of influence, both (r, m)."""
        sums = sums_by(self.cell, z * self.taken[:, None], len(self.x))
        left = (self.x @ (self.inverse @ (self.x.T @ sums)))[self.cell]
        left *= -self.given[:, None]
        left += z if self.own.all() else z * self.own[:, None]
        return left


def regressed(
    before: np.ndarray, after: np.ndarray, x: np.ndarray, cell: np.ndarray
) -> Regressed:
    """Return what takes from influence its regression on columns of cells (C, q).

    Deville and Särndal (1992), eq. 3.4: regression with the weights the step started
    from, residuals with the weights it produced; R's convention too. Rows without
    weight have no influence and no say.
    """
    held = after != 0
    w = np.where(held, before, 0.0)
    weighted = x * np.bincount(cell, w, len(x))[:, None]
    inverse = solved(weighted.T @ x, np.eye(x.shape[1]))
    return Regressed(x, cell, inverse, held, w / np.where(held, after, 1.0), after)


@dataclass(frozen=True, eq=False, repr=False)
class Raking(CellStep):
    """Weights adjusted margin by margin until all margins hold.

    Works on the table of crossed margins, not on rows: a factor depends on the cell
    only (Deming and Stephan 1940). One margin is post-stratification. Its residuals
    are those of calibration to the margins' indicators. A level that nobody is in
    may lend its total to the others of its margin, in proportion to theirs.

    Attributes
    ----------
    codes : tuple of ndarray of int, shape (r,)
        Level of each row, a margin each.
    totals : tuple of ndarray
        Totals of the levels, a margin each.
    rows : ndarray of int, shape (r,)
    """

    codes: tuple[np.ndarray, ...]
    totals: tuple[np.ndarray, ...]
    rows: np.ndarray
    tolerance: float = 1e-10
    name: str = "rake"
    lacking: ClassVar[str] = "a level with a total above 0 has no weight to carry it."

    @cached_property
    def _cells(self) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        """Cell of each row, and the level of each cell in every margin."""
        key, size = np.zeros(len(self.rows), np.int64), 1
        for code, total in zip(self.codes, self.totals, strict=True):
            key, size = key * len(total) + code, size * len(total)
        present, cell = compact(key, size)
        levels: list[np.ndarray] = []
        for total in reversed(self.totals):
            levels.append(present % len(total))
            present = present // len(total)
        return cell, tuple(reversed(levels))

    @property
    def cell(self) -> np.ndarray:
        """Crossed margins of each row, shape (r,)."""
        return self._cells[0]

    @property
    def count(self) -> int:
        """Number of cells with somebody in them."""
        return len(self._cells[1][0])

    @cached_property
    def _indicators(self) -> np.ndarray:
        """0/1 columns of all margins' levels, a row each cell, shape (C, q)."""
        sides = zip(self._cells[1], self.totals, strict=True)
        return np.hstack([np.eye(len(total))[level] for level, total in sides])

    @cached_property
    def _members(self) -> tuple[sparse.csr_matrix, ...]:
        """Which cells are in which level, (L, C), a margin each."""
        ones, place = np.ones(self.count), np.arange(self.count)
        return tuple(
            sparse.csr_matrix((ones, (level, place)), (len(total), self.count))
            for level, total in zip(self._cells[1], self.totals, strict=True)
        )

    @cached_property
    def _reached(self) -> np.ndarray:
        """Cells in no level whose total is 0, shape (C, 1)."""
        sides = zip(self._cells[1], self.totals, strict=True)
        return np.all([total[level] > 0 for level, total in sides], axis=0)[:, None]

    def uncarried(self, sums: np.ndarray) -> np.ndarray:
        """Return whether a level with a total has no weight, shape (R,)."""
        held = sums * self._reached
        sides = zip(self._members, self.totals, strict=True)
        return np.any([(m[t > 0] @ held <= 0).any(axis=0) for m, t in sides], axis=0)

    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return the raked weights of cells over those before, shape (C, R).

        Raises
        ------
        ValueError
            If the margins do not settle.
        """
        now, worst = sums * self._reached, np.inf
        sides = zip(self._members, self.totals, strict=True)
        wanted = [_lent(total, member @ now) for member, total in sides]
        for _ in range(ROUNDS):
            worst = self._round(now, wanted)
            if worst < self.tolerance:
                break
        else:
            raise ValueError(
                f"{self.name}: after {ROUNDS} rounds a margin is still off by "
                f"{worst:.2g} of its size; the margins may contradict each other."
            )
        return np.divide(now, sums, out=np.zeros_like(now), where=sums > 0)

    def _round(self, now: np.ndarray, wanted: list[np.ndarray]) -> float:
        """Scale the cells (C, R) to each margin; return how far off the worst was."""
        worst = 0.0
        sides = zip(self._members, self._cells[1], wanted, strict=True)
        for member, level, total in sides:
            held = member @ now
            ratio = np.divide(total, held, out=np.zeros_like(held), where=held > 0)
            off = np.abs(ratio[total > 0] - 1).max(initial=0.0)
            worst = max(worst, float(off))
            now *= ratio[level]
        return worst

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Regressed:
        """Return what takes from weighted influence what the margins explain."""
        return regressed(before, after, self._indicators, self.cell)


def _lent(total: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Return totals (L,) of the levels that have weight, which carry all, (L, R)."""
    own = np.where(held > 0, total[:, None], 0.0)
    kept = own.sum(axis=0)
    return own * np.divide(total.sum(), kept, out=np.zeros_like(kept), where=kept > 0)
