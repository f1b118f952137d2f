"""How likely is each person to answer, given what is known of everybody?

Weighted logistic regression by Newton's method, for the chances themselves: they have
a limit also where everybody or nobody of a group answers, and no slope has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

ROUNDS = 100
SETTLED = 1e-13
"""Largest change of a fitted probability in the last round."""

RANK_TOLERANCE = 1e-10
"""Smallest eigenvalue of the columns' correlations about zero."""

SURE = 1e-11
"""A fitted probability this near to 0 or 1 stays: its row is sure."""


@dataclass(frozen=True, eq=False)
class ChanceFit:
    """A fitted logistic regression.

    Attributes
    ----------
    coefficients : ndarray, shape (k,)
    fitted : ndarray, shape (n,)
        Probabilities of a yes.
    inverse : ndarray, shape (k, k)
        Inverse of the weighted information; pseudo-inverse in directions in which
        every row is sure.
    x : ndarray, shape (n, k)
    outcome, weights : ndarray, shape (n,)
    """

    coefficients: np.ndarray
    fitted: np.ndarray
    inverse: np.ndarray
    x: np.ndarray
    outcome: np.ndarray
    weights: np.ndarray

    @property
    def slope(self) -> np.ndarray:
        """Derivative of each fitted probability by its linear predictor, (n,)."""
        return self.fitted * (1 - self.fitted)

    def influence(self, gradient: np.ndarray) -> np.ndarray:
        """Return how each row moves functions of the coefficients, without its weight.

        Parameters
        ----------
        gradient : ndarray, shape (k,) or (k, m)

        Returns
        -------
        ndarray, shape (n,) or (n, m)
        """
        off = self.outcome - self.fitted
        moved = self.x @ (self.inverse @ gradient)
        return moved * (off if moved.ndim == 1 else off[:, None])


def response_chances(x: ArrayLike, outcome: ArrayLike, weights: ArrayLike) -> ChanceFit:
    r"""Fit a logistic regression to weighted rows.

    .. math:: \sum_i w_i x_i (y_i - \rho_i) = 0, \qquad
              \rho_i = \frac{1}{1 + \exp(-x_i'\beta)}

    Rows of a group in which everybody (or nobody) says yes get a probability that
    is 1 (or 0) to eleven decimals.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Predictors with a column of ones, of full rank.
    outcome : array_like, shape (n,)
        0 or 1.
    weights : array_like, shape (n,)
        Not below 0.

    Returns
    -------
    ChanceFit

    Raises
    ------
    ValueError
        If the columns are not independent, or the fit does not settle.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from
    complex surveys. *International Statistical Review*, 51, 279-292.

    Examples
    --------
    >>> fit = response_chances(np.ones((4, 1)), [1, 1, 1, 0], np.ones(4))
    >>> fit.fitted.round(6).tolist()
    [0.75, 0.75, 0.75, 0.75]
    """
    rows, y = np.asarray(x, float), np.asarray(outcome, float)
    w = np.asarray(weights, float)
    _check_rank(rows, w)
    beta, fitted = np.zeros(rows.shape[1]), np.full(len(rows), 0.5)
    for _ in range(ROUNDS):
        step = _inverse(rows, w, fitted) @ (rows.T @ (w * (y - fitted)))
        beta, before = beta + step, fitted
        fitted = _sure(expit(rows @ beta))
        if np.abs(fitted - before).max() < SETTLED:
            return ChanceFit(beta, fitted, _inverse(rows, w, fitted), rows, y, w)
    raise ValueError(f"the logistic regression did not settle in {ROUNDS} rounds.")


def _check_rank(rows: np.ndarray, w: np.ndarray) -> None:
    held = rows[w > 0]
    if not independent(held):
        raise ValueError(
            f"x of {rows.shape[1]} columns must be independent over {len(held)} rows "
            "with weights; one column follows from the others."
        )


def independent(rows: np.ndarray) -> bool:
    """Whether no column follows from the others, to five digits of its size."""
    cross = rows.T @ rows
    size = np.sqrt(np.diag(cross))
    if not (size > 0).all():
        return False
    values = np.linalg.eigvalsh(cross / np.outer(size, size))
    return bool(values.min() > RANK_TOLERANCE)


def _inverse(rows: np.ndarray, w: np.ndarray, fitted: np.ndarray) -> np.ndarray:
    information = (rows * (w * fitted * (1 - fitted))[:, None]).T @ rows
    scale = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
    unit = information / np.outer(scale, scale)
    return np.linalg.pinv(unit, rcond=1e-12, hermitian=True) / np.outer(scale, scale)


def _sure(fitted: np.ndarray) -> np.ndarray:
    return np.clip(fitted, SURE, 1 - SURE)
