"""Which means and covariances are most likely when some answers are blank?

A step costs the same for any number of rows: it works on their sums by pattern
(``incomplete.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.incomplete import (
    Incomplete,
    incomplete,
    observed_inverses,
    pattern_likelihood,
)

ROUNDING = 1e-12
"""Of an item's mean: a deviation no larger is that of numbers, not of people."""

TOLERANCE = 1e-13
"""Largest change of a mean or covariance, in standard deviations, at the end."""

MOST_STEPS = 10_000
BATCH = 2**22
"""Matrix entries handled at a time."""


@dataclass(frozen=True, eq=False, kw_only=True)
class EMMoments:
    """The most likely normal distribution of incomplete rows.

    Attributes
    ----------
    n : int
        Rows with at least one answer and a weight.
    means : ndarray, shape (p,)
    covariance : ndarray, shape (p, p)
        With divisor n, as likelihood has it.
    iterations : int
    converged : bool
    patterns : Incomplete
    """

    n: int
    means: np.ndarray
    covariance: np.ndarray
    iterations: int
    converged: bool
    patterns: Incomplete

    @cached_property
    def log_likelihood(self) -> float:
        """Of the observed answers, 2 pi included; weights scaled to add up to n."""
        sums = self.patterns
        each = pattern_likelihood(sums, self.means, self.covariance)
        return self.n * float(sums.weight / sums.weight.sum() @ each)


def em_moments(
    x: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    names: Sequence[str] | None = None,
) -> EMMoments:
    r"""Return maximum likelihood means and covariances of incomplete normal rows.

    By the EM algorithm: the blanks of pattern j are expected by their regression on
    what is observed,

    .. math::

        E(x_m \mid x_o) = \mu_m + \Sigma_{mo} \Sigma_{oo}^{-1} (x_o - \mu_o), \qquad
        V(x_m \mid x_o) = \Sigma_{mm} - \Sigma_{mo} \Sigma_{oo}^{-1} \Sigma_{om}

    and the moments of the rows so completed take the place of the old ones, until
    nothing moves. Right if whether an answer is blank depends on observed answers
    alone.

    Parameters
    ----------
    x : array_like, shape (n, p)
        NaN for a blank.
    weights : array_like, shape (n,), optional
    names : list of str, optional
        What refusals call the columns; by default their places, from 0.

    Returns
    -------
    EMMoments

    Raises
    ------
    ValueError
        If an item has no two different answers, an item or a pair was answered by
        nobody, or the covariances have no inverse.

    Notes
    -----
    Checked against R's norm 1.0-11.1 and lavaan 0.6-14's saturated model.

    References
    ----------
    Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from
    incomplete data via the EM algorithm. *Journal of the Royal Statistical Society*
    B, 39, 1-38.

    Little, R. J. A., & Rubin, D. B. (2002). *Statistical Analysis with Missing
    Data*, 2nd ed., section 11.2. Wiley.

    Varadhan, R., & Roland, C. (2008). Simple and globally convergent methods for
    accelerating the convergence of any EM algorithm. *Scandinavian Journal of
    Statistics*, 35, 335-353 (steps).

    Examples
    --------
    The regression of the second on the first item fills its blank:

    >>> blank = float("nan")
    >>> found = em_moments([[1, 1], [2, 3], [3, 2], [4, 4], [6, blank]])
    >>> found.means
    array([3.2 , 3.06])
    """
    return em_of(incomplete(x, weights), names)


def em_of(sums: Incomplete, names: Sequence[str] | None = None) -> EMMoments:
    """Return :func:`em_moments` of rows that are summed up by pattern already."""
    _refuse(sums, range(sums.observed.shape[1]) if names is None else names)
    share = sums.weight / sums.weight.sum()
    mean, S, step, moved = _repeated(sums, share)
    return EMMoments(
        n=int(sums.n.sum()),
        means=mean,
        covariance=S,
        iterations=step,
        converged=moved <= TOLERANCE,
        patterns=sums,
    )


def _repeated(
    sums: Incomplete, share: np.ndarray
) -> tuple[np.ndarray, np.ndarray, int, float]:
    """Return means and covariances once they stay, the steps, and the last move.

    Two steps tell how much slower each step is than the one before; a leap goes where
    steps so shrinking would end, and is taken if the next step from there is smaller
    (Varadhan and Roland 2008, scheme S3).
    """
    mean, S = _start(sums, share)
    scale, parts = np.sqrt(np.diagonal(S)), _batches(sums, share)

    def walked(at: np.ndarray) -> tuple[np.ndarray, float]:
        mean, S = _step(parts, *_unpacked(at, scale))
        _refuse_collapse(S)
        after = _packed(mean, S, scale)
        return after, float(np.abs(after - at).max())

    at, moved = walked(_packed(mean, S, scale))
    step = 1
    while moved > TOLERANCE and step < MOST_STEPS:
        first, moved = walked(at)
        second, later = walked(first)
        step += 2
        leap = _leap(at, first, second)
        at, moved = second, later
        if moved > TOLERANCE and _possible(_unpacked(leap, scale)[1]):
            landed, left = walked(leap)
            step += 1
            if left < later:
                at, moved = landed, left
    return *_unpacked(at, scale), step, moved


def _leap(at: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return where steps that shrink like these two would end."""
    one, change = first - at, second - 2 * first + at
    size = float(np.linalg.norm(change))
    far = max(float(np.linalg.norm(one)) / size, 1.0) if size else 1.0
    return np.asarray(at + 2 * far * one + far**2 * change)


def _possible(S: np.ndarray) -> bool:
    """Return whether covariances have an inverse."""
    return bool(np.linalg.eigvalsh(S)[0] > 0)


def _packed(mean: np.ndarray, S: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return means and covariances in standard deviations, in one row."""
    return np.concatenate([mean / scale, (S / np.outer(scale, scale)).ravel()])


def _unpacked(at: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    k = len(scale)
    return at[:k] * scale, at[k:].reshape(k, k) * np.outer(scale, scale)


Batch = tuple[Incomplete, np.ndarray]
"""Some patterns, and the share of each."""


def _batches(sums: Incomplete, share: np.ndarray) -> list[Batch]:
    """Return the patterns in parts that are handled at a time."""
    many = max(BATCH // sums.means.shape[1] ** 2, 1)
    starts = range(0, len(share), many)
    slices = [slice(start, start + many) for start in starts]
    return [(sums.part(each), share[each]) for each in slices]


def _step(
    parts: Sequence[Batch], mean: np.ndarray, S: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the moments of the rows completed by the last moments."""
    first, second, unit = np.zeros(len(mean)), np.zeros_like(S), np.eye(len(mean))
    for here, share in parts:
        slopes = observed_inverses(here, S) @ S
        slopes = np.where(here.observed[:, None, :], unit, slopes)
        gap = np.where(here.observed, here.means - mean, 0.0)
        filled = (gap[:, None, :] @ slopes)[:, 0]
        gained = here.spread - np.where(here.both, S, 0.0)
        kept = slopes.transpose(0, 2, 1) @ gained @ slopes
        first += share @ filled
        second += (filled * share[:, None]).T @ filled
        second += np.tensordot(share, kept, 1) + share.sum() * S
    return mean + first, second - np.outer(first, first)


def _refuse_collapse(S: np.ndarray) -> None:
    try:
        inverse_of(S)
    except ValueError as error:
        raise ValueError(
            "the likeliest covariances have no inverse: an item is a sum of others, or "
            "too few people answered the items together; leave out items that few "
            "answered."
        ) from error


def _start(sums: Incomplete, share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return each item's own mean, and its variance on the diagonal."""
    held = share[:, None] * sums.observed
    mean = (held * sums.means).sum(axis=0) / held.sum(axis=0)
    own = np.einsum("jpp->jp", sums.spread) + (sums.means - mean) ** 2
    return mean, np.diag((held * own).sum(axis=0) / held.sum(axis=0))


def _refuse(sums: Incomplete, names: Sequence[str | int]) -> None:
    what = "items" if isinstance(names[0], str) else "columns"
    together = sums.observed.T.astype(float) @ sums.observed
    empty = [names[j] for j in np.flatnonzero(np.diagonal(together) == 0).tolist()]
    if empty:
        raise ValueError(f"{what}={empty}: nobody answered them.")
    apart = [
        [names[i], names[j]] for i, j in np.argwhere(np.triu(together == 0)).tolist()
    ]
    if apart:
        raise ValueError(
            f"{what}={apart}: nobody answered both; EM knows no covariance."
        )
    mean, S = _start(sums, sums.weight / sums.weight.sum())
    alike = ~(np.diagonal(S) > (ROUNDING * mean) ** 2)
    flat = [names[j] for j in np.flatnonzero(alike).tolist()]
    if flat:
        raise ValueError(f"{what}={flat} do not vary: they have no covariances.")
