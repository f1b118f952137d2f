"""How do rated items correlate, if each rating cuts a hidden normal variable?

Thresholds come from each item's own distribution, then each correlation from its
pair's table (two steps). All tables are counted at once and all correlations are
sought together. What each row does to thresholds and correlations is known, so
their covariances hold under weights, clusters and blanks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.polychoric_effects import rho_effects, threshold_effects
from csat_methods.statistics.polychoric_tables import (
    EDGE,
    correlations_of_tables,
    mended_tables,
    pair_tables,
    thresholds,
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Polychoric:
    """Polychoric correlations of k items, with what each row does to them.

    Attributes
    ----------
    R : ndarray, shape (k, k)
        As found, pair by pair; not necessarily positive definite.
    thresholds : tuple of ndarray
        Item by item, ascending: one fewer than its categories.
    categories : tuple of ndarray
        The answers of each item that occur, ascending.
    n : ndarray of int, shape (k, k)
        Rows that answered both.
    pairs : ndarray of int, shape (P, 2)
        Items of each pair: (0, 1), (0, 2) … (1, 2) …
    rho : ndarray, shape (P,)
        The correlations in that order.
    at_edge : ndarray of bool, shape (P,)
        Whose table has no exceptions: the correlation stopped just below one.
    repaired : ndarray of bool, shape (P,)
        Tables of two by two with an empty cell, to which one half was added.
    place : ndarray of int, shape (n, k)
        Place of each answer among its item's categories; -1 for a blank.
    weights : ndarray, shape (n,)
    threshold_effect : ndarray, shape (k, C + 1, C - 1)
        What a row with an answer does to the item's thresholds; last row: blank.
    rho_effect : ndarray, shape (P, C + 1, C + 1)
        What a row with two answers does to rho; last row and column: blank.
    """

    R: np.ndarray
    thresholds: tuple[np.ndarray, ...]
    categories: tuple[np.ndarray, ...]
    n: np.ndarray
    pairs: np.ndarray
    rho: np.ndarray
    at_edge: np.ndarray
    repaired: np.ndarray
    place: np.ndarray
    weights: np.ndarray
    threshold_effect: np.ndarray
    rho_effect: np.ndarray

    @property
    def estimates(self) -> np.ndarray:
        """Thresholds item by item, then correlations pair by pair, shape (q,)."""
        return np.concatenate([*self.thresholds, self.rho])

    def threshold_influence(self) -> np.ndarray:
        """Return the influence of each row on the thresholds, shape (n, T)."""
        columns = [
            effect[place][:, : len(cuts)]
            for effect, place, cuts in zip(
                self.threshold_effect, self.place.T, self.thresholds, strict=True
            )
        ]
        return np.concatenate(columns, axis=1)

    def pair_influence(self, pair: int) -> np.ndarray:
        """Return the influence of each row on one correlation, shape (n,)."""
        a, b = self.pairs[pair]
        found: np.ndarray = self.rho_effect[pair][self.place[:, a], self.place[:, b]]
        return found

    def rho_influence(self, *, expected: bool = False) -> np.ndarray:
        """Return the influence of each row on the correlations, shape (n, P).

        Parameters
        ----------
        expected : bool
            By the information that the model expects of each pair, not by that of the
            table that came: steadier where cells are thinly filled, and the same in
            large samples of ratings that do cut normal variables.
        """
        effect = self._expected_effect() if expected else self.rho_effect
        width = effect.shape[1]
        code = np.where(self.place < 0, width - 1, self.place).T.astype(np.int32)
        across, flat = code * width, effect.reshape(len(self.pairs), -1)
        found = np.empty((len(self.pairs), len(self.place)))
        for row, cells, (a, b) in zip(found, flat, self.pairs, strict=True):
            cells.take(across[a] + code[b], out=row, mode="clip")
        return found.T

    def influence(self, *, expected: bool = False) -> np.ndarray:
        """Return z of each row and estimate, shape (n, q).

        Estimates less their truth are near the sum of w z over the rows: times the
        weights and summed by primary unit they give covariances under any design.

        Parameters
        ----------
        expected : bool
            As `rho_influence`.
        """
        moved = self.rho_influence(expected=expected)
        return np.concatenate([self.threshold_influence(), moved], 1)

    def _expected_effect(self) -> np.ndarray:
        width, (a, b) = self.rho_effect.shape[1] - 1, self.pairs.T
        tables = pair_tables(self.place, width, self.weights)[a, b]
        cuts = thresholds(self.place, width, self.weights)
        own = self.threshold_effect
        return rho_effects(
            tables, cuts[a], cuts[b], self.rho, own[a], own[b], expected=True
        )


def polychoric(x: ArrayLike, weights: ArrayLike | None = None) -> Polychoric:
    r"""Return the two-step polychoric correlations of all pairs of items.

    .. math::

        \tau_k = \Phi^{-1}(F_k), \qquad
        \hat\rho = \arg\max_\rho \sum_{ab} w_{ab} \ln \pi_{ab}(\rho)

    with F the weighted cumulative shares of the item and w the weighted table of the
    pair. Blanks leave the pairs they enter. No correction for continuity, except
    that a single empty cell in a table of two by two (and its opposite) gets one half
    at the expense of the others, as in lavaan; with both of a diagonal empty, answers
    go wholly together.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Few categories each, in any coding; NaN for a blank.
    weights : array_like, shape (n,), optional
        Not negative; one each when not given.

    Returns
    -------
    Polychoric

    Raises
    ------
    ValueError
        If an item has a single category, a pair nobody answered, or weights do not
        fit.

    Notes
    -----
    Checked against lavaan 0.6-14's ``lavCor`` and its gamma.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation
    coefficient. *Psychometrika*, 44, 443-460.

    Muthen, B. (1984). A general structural equation model with dichotomous, ordered
    categorical, and continuous latent variable indicators. *Psychometrika*, 49,
    115-132 (covariances of the estimates).

    Examples
    --------
    >>> table = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [40, 20, 20, 40], axis=0)
    >>> polychoric(table).R.round(4)
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    answers, w = _checked(x, weights)
    categories, place = _places(answers, w)
    width = max(map(len, categories))
    tables = pair_tables(place, width, None if weights is None else w)
    counts = (place >= 0).astype(np.float32)[w > 0]
    cuts = thresholds(place, width, w)
    k = place.shape[1]
    pairs = np.stack(np.triu_indices(k, 1), axis=1)
    a, b = pairs.T
    own = tables[a, b]
    _refuse_empty(own, pairs)
    mended, repaired = mended_tables(own, categories, pairs)
    rho = correlations_of_tables(mended, cuts[a], cuts[b])
    R = np.eye(k)
    R[a, b] = R[b, a] = rho
    by_answer = threshold_effects(cuts, place, w)
    by_cell = rho_effects(own, cuts[a], cuts[b], rho, by_answer[a], by_answer[b])
    return Polychoric(
        R=R,
        thresholds=tuple(
            c[1 : len(known)] for c, known in zip(cuts, categories, strict=True)
        ),
        categories=categories,
        n=np.rint(counts.T @ counts).astype(int),
        pairs=pairs,
        rho=rho,
        at_edge=np.abs(rho) >= EDGE,
        repaired=repaired,
        place=place,
        weights=w,
        threshold_effect=by_answer,
        rho_effect=by_cell,
    )


def _checked(x: ArrayLike, weights: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    answers = np.asarray(x, dtype=float)
    if answers.ndim != 2:
        raise ValueError(f"x of shape {answers.shape}: rows by items.")
    if answers.shape[1] < 2:
        raise ValueError(
            f"items={answers.shape[1]}: polychoric correlations need at least two."
        )
    w = np.ones(len(answers)) if weights is None else np.asarray(weights, float)
    if w.shape != (len(answers),) or not np.isfinite(w).all() or (w < 0).any():
        raise ValueError(
            f"weights of shape {w.shape} must be finite, not negative and one for "
            f"each of {len(answers)} rows."
        )
    return answers, w


def _places(
    answers: np.ndarray, w: np.ndarray
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Return the categories of each item and the answers' places among them."""
    categories = []
    place = np.full(answers.shape, -1, dtype=np.int16)
    for j, column in enumerate(answers.T):
        there = ~np.isnan(column) & (w > 0)
        known, place[there, j] = np.unique(column[there], return_inverse=True)
        categories.append(known)
    single = [j for j, known in enumerate(categories) if len(known) < 2]
    if single:
        raise ValueError(
            f"columns={single} have fewer than two categories: nothing to correlate."
        )
    return tuple(categories), place


def _refuse_empty(tables: np.ndarray, pairs: np.ndarray) -> None:
    empty = pairs[~(tables.sum(axis=(1, 2)) > 0)].tolist()
    if empty:
        raise ValueError(f"pairs={empty}: nobody answered both items.")
