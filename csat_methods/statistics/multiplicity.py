"""How are tests and intervals read when there are several at once?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from csat_methods._checks import one_of


def _stepped(p: np.ndarray, factor: np.ndarray, *, down: bool) -> np.ndarray:
    """Return p times its factor, made monotone from the smallest or the largest."""
    order = np.argsort(p, kind="stable")
    raised = p[order] * factor
    monotone = (
        np.maximum.accumulate(raised)
        if down
        else np.minimum.accumulate(raised[::-1])[::-1]
    )
    back = np.empty_like(p)
    back[order] = np.minimum(monotone, 1.0)
    return back


def _ranks(m: int) -> np.ndarray:
    return np.arange(1, m + 1)


def holm(p: np.ndarray) -> np.ndarray:
    """Return Holm's step-down values: (m − i + 1) p, never falling."""
    return _stepped(p, len(p) - _ranks(len(p)) + 1, down=True)


def hochberg(p: np.ndarray) -> np.ndarray:
    """Return Hochberg's step-up values: (m − i + 1) p, never rising downwards."""
    return _stepped(p, len(p) - _ranks(len(p)) + 1, down=False)


def hommel(p: np.ndarray) -> np.ndarray:
    """Return Hommel's values: Simes' test of every set that holds the hypothesis."""
    m, order = len(p), np.argsort(p, kind="stable")
    small, a = p[order], np.zeros(m)
    for j in range(m, 0, -1):
        upper, rank = small[m - j :], np.arange(1, j + 1)
        least = float(np.min(j * upper / rank))
        a[m - j :] = np.maximum(a[m - j :], least)
        a[: m - j] = np.maximum(a[: m - j], np.minimum(least, j * small[: m - j]))
    back = np.empty(m)
    back[order] = np.minimum(np.maximum(a, small), 1.0)
    return back


ADJUSTMENTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "bonferroni": lambda p: np.minimum(p * len(p), 1.0),
    "holm": holm,
    "hochberg": hochberg,
    "hommel": hommel,
    "bh": lambda p: _stepped(p, len(p) / _ranks(len(p)), down=False),
    "by": lambda p: _stepped(
        p, len(p) / _ranks(len(p)) * (1 / _ranks(len(p))).sum(), down=False
    ),
}
"""bonferroni, holm, hochberg, hommel: the chance of any false alarm; bh, by: the share
of false alarms among the alarms, by of dependent tests too."""


def adjusted(p: ArrayLike, method: str = "holm") -> np.ndarray:
    """Return p-values adjusted for one another; a missing one counts as no test.

    Parameters
    ----------
    p : array_like, shape (m,)
        0 to 1, or NaN.
    method : str
        One of :data:`ADJUSTMENTS`.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    ValueError
        If the method is unknown or a p-value lies outside 0 to 1.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure.
    *Scandinavian Journal of Statistics* 6, 65-70. Wright, S. P. (1992). Adjusted
    p-values for simultaneous inference. *Biometrics* 48, 1005-1013. Benjamini, Y. and
    Yekutieli, D. (2001). *Annals of Statistics* 29, 1165-1188.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03], "holm")
    array([0.03, 0.06, 0.06])
    """
    one_of("method", method, ADJUSTMENTS)
    values = np.asarray(p, dtype=float)
    outside = values[(values < 0) | (values > 1)]
    if outside.size:
        raise ValueError(f"p={outside.tolist()} must lie from 0 to 1.")
    result = np.full(values.shape, np.nan)
    tested = ~np.isnan(values)
    if tested.any():
        result[tested] = ADJUSTMENTS[method](values[tested])
    return result


def simultaneous_level(
    correlations: Sequence[np.ndarray],
    level: float,
    *,
    draws: int,
    rng: np.random.Generator,
) -> float:
    r"""Return the level of each interval at which all hold together at `level`.

    The largest of the correlated normal deviates of each block is simulated; blocks
    count as independent, which for blocks that are not only raises the level (Royen
    2014). The result lies between `level` and Šidák's :math:`\mathrm{level}^{1/m}`.

    Parameters
    ----------
    correlations : sequence of ndarray, shape (k, k)
        One matrix a block of estimates, m of them in all.
    level : float
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    float

    References
    ----------
    Hothorn, T., Bretz, F. and Westfall, P. (2008). Simultaneous inference in general
    parametric models. *Biometrical Journal* 50, 346-363. Royen, T. (2014). A simple
    proof of the Gaussian correlation conjecture. *Far East Journal of Theoretical
    Statistics* 48, 139-145.

    Examples
    --------
    Estimates that always agree need no wider intervals; two that do not, do:

    >>> rng = np.random.default_rng(1)
    >>> blocks = [np.ones((3, 3)), np.eye(1)]
    >>> round(simultaneous_level(blocks, 0.95, draws=50_000, rng=rng), 2)
    0.97
    """
    count = sum(len(block) for block in correlations)
    low, high = level, level ** (1 / max(count, 1))
    if count < 2:
        return low
    width = max(len(block) for block in correlations)
    normal = rng.standard_normal((draws, width))
    largest = [np.sort(_largest(block, normal)) for block in correlations]
    for _ in range(40):
        middle = (low + high) / 2
        c = ndtri((1 + middle) / 2)
        held = np.prod([np.searchsorted(each, c) / draws for each in largest])
        low, high = (middle, high) if held < level else (low, middle)
    return high


def _largest(correlation: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Return the largest absolute value of each draw of correlated normals."""
    values, vectors = np.linalg.eigh(correlation)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return np.abs(normal[:, : len(correlation)] @ root.T).max(axis=1)
