"""What would people answer who read every question, if they were like these?

People are drawn whose answers have the shares and the correlations of those given:
each answer cuts a hidden normal variable, and the hidden variables correlate so that
the answers do as they did.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from csat_methods.statistics.response_patterns import pairwise_correlations

ORDERS = 30
"""Powers of the hidden correlation that are summed; the next adds nothing."""

WHOLE = 0.97
"""No hidden correlation is sought beyond this."""

HALVINGS = 24

ROUNDS = 20

LEAST = 1e-12
"""Chances below this count as this."""

NODES, _HEIGHTS = np.polynomial.hermite_e.hermegauss(21)
WEIGHTS = _HEIGHTS / _HEIGHTS.sum()


@dataclass(frozen=True, eq=False)
class AnswerModel:
    """Steps of each item on a hidden normal variable, and how those correlate.

    Attributes
    ----------
    answers, cuts : list of ndarray
        Of each item: what was answered, ascending, and the thresholds between.
    R : ndarray, shape (k, k)
        Correlations of the hidden variables, as pairs of items tell them.
    """

    answers: list[np.ndarray]
    cuts: list[np.ndarray]
    R: np.ndarray

    @cached_property
    def _loadings(self) -> np.ndarray:
        """What each item shares with all others, shape (k,)."""
        return _loadings(self.R)

    def draw(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """Return answers of n people, (n, k).

        Correlations that no people can have together are brought to the nearest that
        they can. An item that nobody answered stays blank.
        """
        root = _root(self.R)
        hidden = rng.standard_normal((n, len(root))) @ root.T
        found = np.full(hidden.shape, np.nan)
        for j, (answers, cuts) in enumerate(zip(self.answers, self.cuts, strict=True)):
            if len(answers):
                found[:, j] = answers[np.searchsorted(cuts, hidden[:, j])]
        return found

    def likelihood(self, x: np.ndarray) -> np.ndarray:
        r"""Return the mean logarithm of the chance of a person's answers, (n,).

        .. math:: \frac{1}{k} \ln \int \prod_j P(x_j \mid f)\, \phi(f)\, df

        with f what all items share: one factor of R. Over the items that were answered;
        NaN where none was, or where everybody answers every item alike.

        References
        ----------
        Drasgow, F., Levine, M. V. and Williams, E. A. (1985). *British Journal of
        Mathematical and Statistical Psychology*, 38, 67-86.
        """
        total = np.zeros((len(NODES), len(x)))
        for j, loading in enumerate(self._loadings):
            total += _log_chances(self.answers[j], self.cuts[j], loading, x[:, j])
        highest = total.max(axis=0)
        known = (~np.isnan(x)).sum(axis=1) * any(len(cuts) for cuts in self.cuts)
        chance = np.log(WEIGHTS @ np.exp(total - highest)) + highest
        return np.where(known > 0, chance / np.maximum(known, 1), np.nan)


def answer_model(x: np.ndarray) -> AnswerModel:
    r"""Return the model of people who answer as those of x, (n, k), do.

    Each answer is the step on which a normal variable falls; the correlation ρ of two
    of them solves

    .. math:: r_{ij} = \sum_m \rho^m a_{im} a_{jm}, \qquad
        a_{im} = \frac{1}{s_i \sqrt{m!}} \sum_c d_{ic} \phi(\tau_{ic})
        \mathrm{He}_{m-1}(\tau_{ic})

    with r the correlation of the answers, d the steps between them, τ the thresholds.

    References
    ----------
    Lancaster, H. O. (1957). *Biometrika*, 44, 289-292; Cario, M. C. and Nelson, B. L.
    (1997). *Modeling and generating random vectors with arbitrary marginal
    distributions and correlation matrix*. Northwestern University.

    Examples
    --------
    >>> rated = np.repeat([[1.0, 1], [2, 2], [2, 1], [5, 5]], 25, axis=0)
    >>> model = answer_model(rated)
    >>> drawn = model.draw(4000, np.random.default_rng(1))
    >>> np.unique(drawn).tolist(), (drawn == 5).mean().round(1).item()
    ([1.0, 2.0, 5.0], 0.2)
    >>> both, apart = model.likelihood(np.array([[5.0, 5], [5, 1]]))
    >>> bool(both > apart)
    True
    """
    items = [_steps(column) for column in x.T]
    R = _hidden(pairwise_correlations(x), items)
    return AnswerModel([a for a, _ in items], [c for _, c in items], R)


def _steps(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return an item's answers and the thresholds between them."""
    answers, counts = np.unique(column[~np.isnan(column)], return_counts=True)
    return answers, ndtri(np.cumsum(counts)[:-1] / counts.sum())


def _hidden(r: np.ndarray, items: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return the correlations of the normal variables, all halved upon at once."""
    a = np.array([_expansion(*item) for item in items])
    wanted = np.nan_to_num(r)
    low, high = np.full(r.shape, -WHOLE), np.full(r.shape, WHOLE)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = _told(middle, a) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found = (low + high) / 2
    flat = ~a.any(axis=1)
    found[flat], found[:, flat] = 0.0, 0.0
    np.fill_diagonal(found, 1.0)
    return found


def _told(rho: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return the correlations of answers whose hidden variables have these."""
    found = np.zeros_like(rho)
    for order in range(ORDERS - 1, -1, -1):
        found = (found + np.outer(a[:, order], a[:, order])) * rho
    return found


def _expansion(answers: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Return the Hermite coefficients of an item in units of its spread, (ORDERS,)."""
    if not len(cuts):
        return np.zeros(ORDERS)
    density = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    weights = np.diff(answers) * density
    before, now = np.zeros_like(cuts), np.ones_like(cuts)
    found = np.empty(ORDERS)
    for order in range(ORDERS):
        found[order] = weights @ now
        before, now = now, cuts * now - order * before
    found /= np.exp(gammaln(np.arange(2, ORDERS + 2)) / 2)
    return found / np.sqrt(_variance(answers, cuts))


def _variance(answers: np.ndarray, cuts: np.ndarray) -> float:
    shares = np.diff(np.concatenate([[0.0], ndtr(cuts), [1.0]]))
    return float(shares @ (answers - shares @ answers) ** 2)


def _root(R: np.ndarray) -> np.ndarray:
    """Return a root of the correlations, or of the nearest that can be, (k, k)."""
    values, vectors = np.linalg.eigh(R)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    size = np.sqrt((root**2).sum(axis=1, keepdims=True))
    return root / np.where(size > 0, size, 1.0)


def _loadings(R: np.ndarray) -> np.ndarray:
    """Return what each item shares with all others, by principal axes, (k,)."""
    off = R - np.diag(np.diag(R))
    shared = np.clip(np.abs(off).max(axis=1), 0.0, WHOLE)
    found = np.zeros(len(R))
    for _ in range(ROUNDS):
        values, vectors = np.linalg.eigh(off + np.diag(shared))
        found = np.clip(vectors[:, -1] * np.sqrt(max(values[-1], 0.0)), -WHOLE, WHOLE)
        shared = found**2
    return found


def _log_chances(
    answers: np.ndarray, cuts: np.ndarray, loading: float, column: np.ndarray
) -> np.ndarray:
    """Return the log chance of each answer at each node, 0 for a blank, (nodes, n)."""
    if not len(answers):
        return np.zeros((len(NODES), len(column)))
    edges = (cuts - loading * NODES[:, None]) / np.sqrt(1 - loading**2)
    steps = np.diff(ndtr(edges), axis=1, prepend=0.0, append=1.0)
    blank = np.zeros((len(NODES), 1))
    told = np.hstack([np.log(np.maximum(steps, LEAST)), blank])
    place = np.searchsorted(answers, column)
    return told[:, np.where(np.isnan(column), len(answers), place)]
