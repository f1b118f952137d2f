"""Do a person's answers look as if the questions had been read?

Every measure takes answers (n, k) in the order they were asked, NaN for a blank.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import numpy as np

SYNONYMS = 0.60
"""Correlation of two items that are psychometric synonyms: Meade and Craig (2012)."""

FEWEST_PAIRS = 3
FEWEST_ITEMS = 15
CHUNK = 4_000_000


def runs(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the longest run of equal answers, and the mean length of the runs, (n,).

    A blank equals nothing: it is a run of its own.

    References
    ----------
    Johnson, J. A. (2005). *Journal of Research in Personality*, 39, 103-129.

    Examples
    --------
    >>> longest, mean = runs(np.array([[3.0, 3, 3, 5]]))
    >>> longest.tolist(), mean.tolist()
    ([3], [2.0])
    """
    n, k = x.shape
    longest, current, count = np.ones(n, int), np.ones(n, int), np.ones(n, int)
    for j in range(1, k):
        same = x[:, j] == x[:, j - 1]
        current = np.where(same, current + 1, 1)
        count += ~same
        longest = np.maximum(longest, current)
    return longest, k / count


def variability(x: np.ndarray) -> np.ndarray:
    """Return the standard deviation (n − 1) of each person's answers, (n,).

    References
    ----------
    Dunn, A. M. et al. (2018). *Journal of Business and Psychology*, 33, 105-121.
    """
    held = ~np.isnan(x)
    count = held.sum(axis=1)
    known = np.where(count > 0, count, 1)
    mean = np.where(held, x, 0.0).sum(axis=1) / known
    squares = (np.where(held, x - mean[:, None], 0.0) ** 2).sum(axis=1)
    return np.where(count > 1, np.sqrt(squares / np.maximum(count - 1, 1)), np.nan)


def row_correlation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the correlation of two sets of numbers within each row, (n,).

    Missing where fewer than three pairs are known, or a side does not vary.
    """
    held = ~np.isnan(a) & ~np.isnan(b)
    count = np.maximum(held.sum(axis=1), 1)[:, None]
    x, y = (np.where(held, side, 0.0) for side in (a, b))
    x, y = (
        np.where(held, side - side.sum(axis=1, keepdims=True) / count, 0.0)
        for side in (x, y)
    )
    top = (x * y).sum(axis=1)
    bottom = np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    sound = (held.sum(axis=1) >= FEWEST_PAIRS) & (bottom > 1e-12)
    return np.divide(top, bottom, out=np.full(len(a), np.nan), where=sound)


def even_odd(x: np.ndarray, scales: Mapping[str, list[int]]) -> np.ndarray:
    r"""Return even-odd consistency over scales, 1 is careful, shape (n,).

    .. math:: \frac{2 r}{1 + r}

    with r the correlation within a person of the means of the even and of the odd
    items of each scale; not below −1.

    Parameters
    ----------
    scales : mapping
        Name to the columns of a scale, two at least.

    References
    ----------
    Meade, A. W. and Craig, S. B. (2012). *Psychological Methods*, 17, 437-455.
    """
    odd, even = (
        np.column_stack([_mean(x[:, list(c)[start::2]]) for c in scales.values()])
        for start in (0, 1)
    )
    r = row_correlation(odd, even)
    whole = np.divide(2 * r, 1 + r, out=np.full(len(r), -1.0), where=r > -1)
    return np.where(np.isnan(r), np.nan, np.maximum(whole, -1.0))


def _mean(x: np.ndarray) -> np.ndarray:
    held = ~np.isnan(x)
    count = held.sum(axis=1)
    total = np.where(held, x, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(x), np.nan), where=count > 0)


def person_total(x: np.ndarray) -> np.ndarray:
    """Return the correlation of a person's answers with those of all others, (n,).

    With the item means of the other people.

    References
    ----------
    Donlon, T. F. and Fischer, F. E. (1968). *Educational and Psychological
    Measurement*, 28, 105-113.
    """
    held = ~np.isnan(x)
    filled = np.where(held, x, 0.0)
    count = held.sum(axis=0) - held
    others = np.divide(
        filled.sum(axis=0) - filled,
        count,
        out=np.full(x.shape, np.nan),
        where=count > 0,
    )
    return row_correlation(x, others)


def synonyms(x: np.ndarray, least: float = SYNONYMS) -> np.ndarray:
    """Return the correlation within a person over pairs of like items, (n,).

    Over the pairs that correlate above `least` among all; missing with fewer than
    three.

    References
    ----------
    Meade and Craig (2012).
    """
    r = pairwise_correlations(x)
    first, second = np.nonzero(np.triu(np.nan_to_num(r) > least, 1))
    if len(first) < FEWEST_PAIRS:
        return np.full(len(x), np.nan)
    return row_correlation(x[:, first], x[:, second])


def pairwise_correlations(x: np.ndarray) -> np.ndarray:
    """Return correlations over the rows that have both answers, (k, k).

    NaN where nobody has both, or an item does not vary.
    """
    held = (~np.isnan(x)).astype(float)
    filled = np.where(np.isnan(x), 0.0, x)
    y = np.where(np.isnan(x), 0.0, x - filled.sum() / max(held.sum(), 1.0))
    n, sums, products = held.T @ held, y.T @ held, y.T @ y
    squares = (y**2).T @ held
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = products - sums * sums.T / n
        spread = squares - sums**2 / n
        return cross / np.sqrt(spread * spread.T)


Centre = tuple[np.ndarray, np.ndarray]
"""Where most people are, (k,), and how they spread, (k, k)."""


def centre(x: np.ndarray) -> Centre | None:
    """Return the means and covariances of complete rows; None if they do not do."""
    rows = x[~np.isnan(x).any(axis=1)]
    if len(rows) <= x.shape[1] + 1:
        return None
    S = np.cov(rows, rowvar=False).reshape(x.shape[1], -1)
    return (rows.mean(axis=0), S) if np.linalg.matrix_rank(S) == len(S) else None


def robust_centre(x: np.ndarray, seed: int) -> Centre | None:
    """Return the centre of the half of people who lie closest together, or None.

    None where half of the people answer too much alike.

    References
    ----------
    Rousseeuw, P. J. and Van Driessen, K. (1999). *Technometrics*, 41, 212-223; as in
    scikit-learn.
    """
    rows = x[~np.isnan(x).any(axis=1)]
    if len(rows) <= 5 * x.shape[1]:
        return None
    from sklearn.covariance import MinCovDet

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = MinCovDet(random_state=seed).fit(rows)
        except ValueError:
            return None
    full = np.linalg.matrix_rank(fit.covariance_) == x.shape[1]
    return (fit.location_, fit.covariance_) if full else None


def distances(x: np.ndarray, of: Centre | None) -> np.ndarray:
    """Return squared distances from a centre, (n,); NaN with a blank or without one."""
    found = np.full(len(x), np.nan)
    if of is not None:
        whole = ~np.isnan(x).any(axis=1)
        off = x[whole] - of[0]
        found[whole] = np.einsum("ij,ij->i", off, np.linalg.solve(of[1], off.T).T)
    return found


def nearest_match(x: np.ndarray) -> np.ndarray:
    """Return the largest share of answers a person has in common with another, (n,).

    Over the items that either answered; missing with fewer than fifteen items, and for
    people who answered none.

    References
    ----------
    Kuriakose, N. and Robbins, M. (2016). *Statistical Journal of the IAOS*, 32,
    283-291.
    """
    n, k = x.shape
    if k < FEWEST_ITEMS or n < 2:
        return np.full(n, np.nan)
    marks = _marks(x)
    blank = np.isnan(x).astype(np.float32)
    best, step = np.zeros(n), max(1, CHUNK // n)
    for start in range(0, n, step):
        part = slice(start, start + step)
        either = k - blank[part] @ blank.T
        same = marks[part] @ marks.T
        rows = np.arange(len(same))
        same[rows, start + rows] = 0.0
        nearest = (same / np.maximum(either, 1)).argmax(axis=1)
        # Counted in single precision, divided in double: 19 of 20 is .95.
        found = same[rows, nearest].astype(float)
        best[part] = found / np.maximum(either[rows, nearest], 1)
    return np.where(blank.all(axis=1), np.nan, best)


def _marks(x: np.ndarray) -> np.ndarray:
    """Return one 0/1 column for each answer of each item: products count matches."""
    columns = [
        (column[:, None] == np.unique(column[~np.isnan(column)])) for column in x.T
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)


def least_cells(values: np.ndarray, least: int) -> list[tuple[int, int, int]]:
    """Return (lowest, highest, count) of whole numbers, each cell of `least` or more.

    Neighbours are taken together from the top down until they are enough; what is left
    at the bottom joins the cell above it.

    Examples
    --------
    >>> least_cells(np.array([1, 1, 1, 2, 2, 5, 9]), 2)
    [(1, 1, 3), (2, 2, 2), (5, 9, 2)]
    """
    whole, counts = np.unique(values, return_counts=True)
    cells: list[tuple[int, int, int]] = []
    high, n = 0, 0
    for value, count in zip(whole[::-1].tolist(), counts[::-1].tolist(), strict=True):
        high, n = (high if n else value), n + count
        if n >= least:
            cells.append((value, high, n))
            n = 0
    if n and cells:
        _, top, more = cells.pop()
        cells.append((int(whole[0]), top, n + more))
    return cells[::-1]
