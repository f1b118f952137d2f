"""What kind of feature is it, by how people take its presence and its absence?

Answers are places 0 to 4: I like it, it must be so, neutral, I can live with it, I
dislike it. Categories are places in :data:`CATEGORIES`.
"""

from __future__ import annotations

import numpy as np

from csat_methods.statistics.normal_draws import drawn

CATEGORIES = (
    "must_be",
    "one_dimensional",
    "attractive",
    "indifferent",
    "reverse",
    "questionable",
)
"""In the order of the tie rule: what is missed most comes first."""
M, O, A, I, R, Q = range(6)

TABLE = np.array(
    [
        [Q, A, A, A, O],
        [R, I, I, I, M],
        [R, I, I, I, M],
        [R, I, I, I, M],
        [R, R, R, R, Q],
    ]
)
"""Functional answer (rows) by dysfunctional answer (columns)."""

FUNCTIONAL = np.array([4.0, 2.0, 0.0, -1.0, -2.0])
DYSFUNCTIONAL = np.array([-2.0, -1.0, 0.0, 2.0, 4.0])
"""DuMouchel's scores, in Berger et al. (1993), section 4."""

MIDDLE = 2.0
"""Score at which DuMouchel's plane is cut."""

FONG = 1.65
"""Normal quantile of Fong's test, 90 %."""


def categories(functional: np.ndarray, dysfunctional: np.ndarray) -> np.ndarray:
    r"""Return the category of each person's two answers, −1 where one is blank.

    Parameters
    ----------
    functional, dysfunctional : ndarray of int, shape (n,)
        Places 0 to 4; −1 for a blank.

    References
    ----------
    Kano, N. et al. (1984). *Hinshitsu*, 14, 147-156; Berger, C. et al. (1993). Kano's
    methods. *Center for Quality of Management Journal*, 2(4), fig. 2-5.

    Examples
    --------
    >>> [CATEGORIES[c] for c in categories(np.array([0, 1]), np.array([4, 4]))]
    ['one_dimensional', 'must_be']
    """
    known = (functional >= 0) & (dysfunctional >= 0)
    return np.where(known, TABLE[functional, dysfunctional], -1)


def leading(shares: np.ndarray) -> np.ndarray:
    """Return the category with the largest share, shape (…, 6) to (…,).

    Ties go to must-be, then one-dimensional, attractive, indifferent.
    """
    return np.argmax(np.round(shares, 12), axis=-1)


def leading_by_berger(shares: np.ndarray) -> np.ndarray:
    r"""Return the category by Berger's rule, shape (…, 6) to (…,).

    If A + O + M > I + R + Q, the largest of A, O and M; else the largest of I, R, Q.

    References
    ----------
    Berger et al. (1993), section 4, "(A, M, O) < (R, Q, I)".
    """
    rounded = np.round(shares, 12)
    wanted = rounded[..., :3].sum(-1) > rounded[..., 3:].sum(-1) + 1e-12
    return np.where(
        wanted, np.argmax(rounded[..., :3], -1), 3 + np.argmax(rounded[..., 3:], -1)
    )


def distinct(shares: np.ndarray, n: float) -> bool:
    r"""Return whether the leading category is clear of the second, by Fong's test.

    .. math:: |a - b| \ge 1.65 \sqrt{\frac{(a + b)(2 n - a - b)}{2 n}}

    with a and b the two largest counts of n answers.

    References
    ----------
    Fong, D. (1996). Using the self-stated importance questionnaire to interpret Kano
    questionnaire results. *Center for Quality of Management Journal*, 5(3), 21-24.
    """
    b, a = np.sort(shares)[-2:] * n
    spread = np.sqrt((a + b) * (2 * n - a - b) / (2 * n))
    return bool(a - b >= FONG * spread)


def strengths(shares: np.ndarray) -> tuple[float, float]:
    """Return category strength (first less second) and total strength A + O + M.

    References
    ----------
    Lee, M. C. and Newcomb, J. F. (1997). *Engineering Management Journal*, 9(3), 34.
    """
    ordered = np.sort(shares)
    return float(ordered[-1] - ordered[-2]), float(shares[:3].sum())


def by_scores(functional: np.ndarray, dysfunctional: np.ndarray) -> np.ndarray:
    """Return the category by DuMouchel's mean scores, as text, shape (k,).

    The plane is cut in four at 2, the score of what is expected or tolerated. Where a
    mean is below zero, more people are against a feature than for it, or answer
    questionably: it has no category.

    References
    ----------
    DuMouchel in Berger et al. (1993), section 4.

    Examples
    --------
    >>> by_scores(np.array([3.0, 1.0, -1.0]), np.array([1.0, 3.0, 1.0])).tolist()
    ['attractive', 'must_be', '']
    """
    pleases, missed = functional >= MIDDLE, dysfunctional >= MIDDLE
    against = (functional < 0) | (dysfunctional < 0)
    unknown = np.isnan(functional) | np.isnan(dysfunctional)
    kinds = (against | unknown, pleases & missed, pleases, missed)
    names = ("", CATEGORIES[O], CATEGORIES[A], CATEGORIES[M])
    return np.select(kinds, names, CATEGORIES[I]).astype(object)


def scored(category: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Return who counts for better, for worse, and for either's denominator, (n,).

    .. math:: \mathrm{better} = \frac{A + O}{A + O + M + I}, \qquad
              \mathrm{worse} = -\frac{O + M}{A + O + M + I}

    References
    ----------
    Timko in Berger et al. (1993), section 4.
    """
    better = np.isin(category, (A, O)).astype(float)
    worse = -np.isin(category, (O, M)).astype(float)
    return better, worse, np.isin(category, (A, O, M, I)).astype(float)


def chances(
    shares: np.ndarray,
    n: int,
    covariance: np.ndarray | None,
    draws: int,
    seed: int,
) -> np.ndarray:
    """Return how often each category leads when the survey is drawn anew, shape (6,).

    Parameters
    ----------
    shares : ndarray, shape (6,)
    n : int
        Answers.
    covariance : ndarray, shape (6, 6), optional
        Of the shares under the design, for normal draws; without one, people are
        redrawn one by one (multinomial).
    """
    if covariance is None:
        rng = np.random.default_rng(seed)
        each = rng.multinomial(n, shares / shares.sum(), size=draws) / n
    else:
        each = drawn(shares, covariance, draws, seed)
    return np.bincount(leading(each), minlength=6) / draws


def reversed_codes(shares: np.ndarray) -> np.ndarray:
    """Whether answers look as if one scale had been coded from its other end.

    Shares of all answers of a feature, shape (…, 6) to (…,): more than half reverse or
    questionable.
    """
    against: np.ndarray = shares[..., [R, Q]].sum(-1) > 0.5
    return against
