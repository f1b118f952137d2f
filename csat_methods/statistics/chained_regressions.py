"""What may stand where a blank is, by regressions of each question on all others?"""

from __future__ import annotations

import numpy as np

RIDGE = 1e-5
"""Share of each question's spread that keeps alike questions apart (as in mice)."""

ROUNDS = 5
"""Times each question is drawn anew from the others (as in mice)."""


def chained_regressions(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    r"""Return answers in which every blank holds a draw of what it may have been.

    Questions are filled in turn, those with the fewest blanks first, each by the others
    as they are filled by then. Of one question with :math:`n` answers :math:`y`, and
    :math:`Z` the other questions about their means over those who answered,

    .. math::

        \hat\beta = V Z'y, \qquad V = (Z'Z + \kappa\,\mathrm{diag}(Z'Z))^{-1},
        \qquad \dot\sigma^2 = \lVert y - \bar y - Z\hat\beta \rVert^2 / \dot g,
        \quad \dot g \sim \chi^2_{n - q - 1},

    a blank whose other answers are :math:`z` is drawn as

    .. math::

        \dot y = \bar y + \dot\sigma\,\dot u / \sqrt n + z'(\hat\beta + \dot\sigma
        V^{1/2} \dot v) + \dot\sigma\,\dot e, \qquad
        \dot u, \dot v, \dot e \sim N(0, 1),

    where :math:`\dot\sigma, \dot u, \dot v` are drawn once for all blanks: what the
    answers leave unsure about the regression makes all of them differ together from
    one completion to the next. A draw may lie between the points of a scale and beyond
    its ends; if draws were rounded or cut off, their mean would not be that of the
    answers they stand for.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Answers, NaN where there is none; each question has one at least.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, k)
        The answers, and a draw in place of each blank.

    References
    ----------
    van Buuren, S. (2018). *Flexible Imputation of Missing Data*, 2nd ed., algorithms
    3.1 (draws of a regression) and 4.3 (questions in turn); Horton, N. J., Lipsitz,
    S. R. and Parzen, M. (2003). *The American Statistician*, 57, 229-232 (rounding).

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([[1.0, 2], [2, 4], [3, np.nan], [4, 8], [5, 10]])
    >>> filled = chained_regressions(x, np.random.default_rng(1))
    >>> float(filled[2, 1].round(2))
    6.0
    """
    blank = np.isnan(x)
    filled = x.copy()
    for column, empty in zip(filled.T, blank.T, strict=True):
        column[empty] = rng.choice(column[~empty], int(empty.sum()))
    turns = [
        j for j in np.argsort(blank.sum(axis=0), kind="stable") if any(blank[:, j])
    ]
    for _ in range(ROUNDS):
        for j in turns:
            others = np.delete(filled, j, axis=1)
            filled[blank[:, j], j] = _drawn(others, x[:, j], rng)
    return filled


def _drawn(others: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a draw for each blank of one question."""
    blank = np.isnan(y)
    z, level = others - others[~blank].mean(axis=0), y[~blank].mean()
    known, told = z[~blank], y[~blank] - level
    square = known.T @ known
    size = square.diagonal()
    apart = np.where(size > 0, RIDGE * size, 1.0)  # a constant question says nothing
    v = np.linalg.inv(square + np.diag(apart))
    slopes = v @ (known.T @ told)
    rest = told - known @ slopes
    n, q = known.shape
    spread = np.sqrt(rest @ rest / rng.chisquare(max(n - q - 1, 1)))
    root = np.linalg.cholesky((v + v.T) / 2)
    level += spread * rng.standard_normal() / np.sqrt(n)
    slopes += spread * root @ rng.standard_normal(q)
    return level + z[blank] @ slopes + spread * rng.standard_normal(int(blank.sum()))
