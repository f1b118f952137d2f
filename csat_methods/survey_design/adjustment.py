"""Who stands for people who did not answer, or of whom nobody knows whether they count?

Two steps: weight handed over within cells, and weight over the propensity to answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from csat_methods.survey_design.design import Residuals
from csat_methods.survey_design.stages import sums_by
from csat_methods.survey_design.steps import CellStep, Regressed, solved

GIVES, TAKES, NEITHER = 0, 1, 2
"""Who hands weight over, who takes it, and who keeps what they have."""

MOST_STEPS = 100
"""Most Newton steps of a logit."""

SETTLED = 1e-10
"""A logit is found when no log-odds changes by more in a step."""

CERTAIN = 30.0
"""Log-odds beyond which a propensity is 0 or 1: the answers separate."""


@dataclass(frozen=True, eq=False, repr=False)
class Redistribution(CellStep):
    r"""Weight handed over, cell by cell, to the people who take it.

    Takers are multiplied by :math:`(T + G)/T`, with T the takers' and G the givers'
    weights in the cell; givers weigh 0 after. What nobody in a cell takes may
    be lent to the takers of all others.

    Attributes
    ----------
    group : ndarray of int, shape (r,)
        Cell of each row.
    status : ndarray of int, shape (r,)
        :data:`GIVES`, :data:`TAKES` or :data:`NEITHER`.
    rows : ndarray of int, shape (r,)
    """

    group: np.ndarray
    status: np.ndarray
    rows: np.ndarray
    name: str = "adjust_nonresponse"
    lacking: ClassVar[str] = "a cell has people to stand for and nobody who does."

    @cached_property
    def _groups(self) -> int:
        return int(self.group.max(initial=-1)) + 1

    @cached_property
    def cell(self) -> np.ndarray:
        """Cell and status of each row, shape (r,)."""
        return self.group * 3 + self.status

    @property
    def count(self) -> int:
        """Number of cells times statuses."""
        return self._groups * 3

    def uncarried(self, sums: np.ndarray) -> np.ndarray:
        """Return whether a cell has weight to give and nobody to take it, (R,)."""
        parts = sums.reshape(self._groups, 3, -1)
        return np.any((parts[:, TAKES] <= 0) & (parts[:, GIVES] > 0), axis=0)

    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return the factors of cells and statuses, shape (3 groups, R)."""
        parts = sums.reshape(self._groups, 3, -1)
        takes = parts[:, TAKES]
        both, held = takes + parts[:, GIVES], takes > 0
        made = np.zeros_like(parts)
        made[:, NEITHER] = 1.0
        np.divide(both, takes, out=made[:, TAKES], where=held)
        whole, kept = both.sum(axis=0), np.where(held, both, 0.0).sum(axis=0)
        made[:, TAKES] *= np.divide(whole, kept, out=np.ones_like(kept), where=kept > 0)
        return made.reshape(sums.shape)

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Residuals:
        """Return what takes weighted influence (r, m) through the ratio of each cell.

        A row that gives weighs on all takers of its cell by 1/(T + G), a taker by
        1/(T + G) − 1/T and by its own value.
        """
        w, size = before, self._groups
        gives, takes = self.status == GIVES, self.status == TAKES
        own = np.bincount(self.group, w * takes, size)
        both = own + np.bincount(self.group, w * gives, size)
        inverse = np.divide(1, both, out=np.zeros(size), where=both > 0)
        alone = np.divide(1, own, out=np.zeros(size), where=own > 0)
        share = inverse[self.group] * (gives | takes) - alone[self.group] * takes
        given = (w * share)[:, None]

        def left(z: np.ndarray) -> np.ndarray:
            pull = sums_by(self.group, z * takes[:, None], size)[self.group]
            found: np.ndarray = z * ~gives[:, None] + given * pull
            return found

        return left


@dataclass(frozen=True, eq=False, repr=False)
class Propensity(CellStep):
    r"""Weight over the propensity to answer, by a weighted logit; 0 without an answer.

    .. math:: w_i / \rho(x_i), \qquad \sum d_i (r_i - \rho_i) x_i = 0

    Attributes
    ----------
    x : ndarray, shape (C, q)
        Predictors of the cells.
    group : ndarray of int, shape (r,)
        Cell of each row.
    responded : ndarray of bool, shape (r,)
    rows : ndarray of int, shape (r,)
    """

    x: np.ndarray
    group: np.ndarray
    responded: np.ndarray
    rows: np.ndarray
    name: str = "adjust_nonresponse"

    @cached_property
    def cell(self) -> np.ndarray:
        """Cell of each row, answered or not, shape (r,)."""
        return self.group * 2 + self.responded

    @property
    def count(self) -> int:
        """Number of cells, twice: without and with an answer."""
        return 2 * len(self.x)

    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return 1 / ρ for people who answered, 0 for others, shape (2 C, R)."""
        made = np.zeros_like(sums)
        for r, column in enumerate(sums.T):
            made[1::2, r] = 1 / self.propensities(column)
        return made

    def propensities(self, sums: np.ndarray) -> np.ndarray:
        """Return ρ of each cell, shape (C,), from the weights of the cells, (2 C,).

        Raises
        ------
        ValueError
            If the answers separate, so that some propensity is 0 or 1.
        """
        odds = self.x @ fitted_logit(self.x, sums[1::2], sums[0::2])
        return 1 / (1 + np.exp(-odds))

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Regressed:
        r"""Return what takes weighted influence (r, m) through the logit.

        .. math:: z_i - d_i (r_i - \rho_i) x_i^\top H^{-1}
                  \sum_k z_k (1 - \rho_k) x_k, \quad H = \sum d \rho (1 - \rho) x x^\top
        """
        w, x, size = before, self.x, len(self.x)
        rho = self.propensities(np.bincount(self.cell, w, self.count))
        weight = np.bincount(self.group, w, size) * rho * (1 - rho)
        error = w * (self.responded - rho[self.group])
        inverse = solved((x * weight[:, None]).T @ x, np.eye(x.shape[1]))
        taken = self.responded * (1 - rho)[self.group]
        return Regressed(x, self.group, inverse, self.responded, taken, error)


def fitted_logit(x: np.ndarray, ones: np.ndarray, zeros: np.ndarray) -> np.ndarray:
    """Return the coefficients of a weighted logit, shape (q,).

    Parameters
    ----------
    x : ndarray, shape (C, q)
        Predictors of cells, with a column of ones.
    ones, zeros : ndarray, shape (C,)
        Weights of the cells' successes and failures.

    Raises
    ------
    ValueError
        If all succeed or all fail, or some predictors separate them.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). *Generalized Linear Models*, 2nd ed.,
    section 4.4.
    """
    beta, held = np.zeros(x.shape[1]), (ones + zeros) != 0
    for _ in range(MOST_STEPS):
        odds = x @ beta
        rho = 1 / (1 + np.exp(-np.clip(odds, -CERTAIN - 1, CERTAIN + 1)))
        weight = (ones + zeros) * rho * (1 - rho)
        score = x.T @ (ones - (ones + zeros) * rho)
        change = solved((x * weight[:, None]).T @ x, score)
        shift = float(np.max(np.abs(x @ change)[held], initial=0.0))
        beta = beta + change / max(1.0, shift / 5)
        if not np.isfinite(shift) or np.abs(x @ beta)[held].max() > CERTAIN:
            break
        if shift < SETTLED:
            return beta
    raise ValueError(
        "predictors separate people who answered from those who did not: some "
        "propensities are 0 or 1; use fewer predictors, or wider classes."
    )
