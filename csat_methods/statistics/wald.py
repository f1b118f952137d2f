"""Do several estimates together differ from nothing by more than chance?"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import fdtrc

NOTHING = 1e-10
"""Share of the largest variance below which a direction has none."""


@dataclass(frozen=True)
class WaldTest:
    """Wald's test of some estimates.

    Attributes
    ----------
    statistic : float
        F; missing where the design has too few units, or a variance lacks.
    df1, df2 : float
    p : float
    chisq : float
        W, which F is made of.
    """

    statistic: float
    df1: float
    df2: float
    p: float
    chisq: float

    def columns(self) -> dict[str, float]:
        """Return statistic, df1, df2 and p by name."""
        found = asdict(self)
        del found["chisq"]
        return found


def wald(
    estimate: np.ndarray,
    covariance: np.ndarray,
    df: float,
    *,
    redundant: bool = False,
    adjusted: bool = True,
) -> WaldTest:
    r"""Return Wald's F of all estimates being zero.

    .. math:: W = b^\top V^{-1} b, \qquad
              F = \frac{W (f - q + 1)}{f q} \sim F(q, f - q + 1)

    with the design's degrees of freedom f; not adjusted: F = W / q on q and f, as by
    R's ``regTermTest``.

    Parameters
    ----------
    estimate : ndarray, shape (q,)
    covariance : ndarray, shape (q, q)
    df : float
        Degrees of freedom of the covariance.
    redundant : bool
        Whether some estimates may follow from others, such as shares that add up to
        one: then q is the rank of the covariance and its inverse Moore and Penrose's.
        If not, a covariance without an inverse says nothing.
    adjusted : bool
        Whether the degrees of freedom that estimating V costs are taken off.

    Returns
    -------
    WaldTest
        Missing where fewer than one degree of freedom is left, or an estimate differs
        from zero in a direction without any variance.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1990). *The American Statistician*, 44, 270-276.

    Examples
    --------
    >>> found = wald(np.array([0.5, 0.4]), np.diag([0.04, 0.01]), 40)
    >>> found.chisq, found.df1, found.df2, round(found.statistic, 3)
    (22.25, 2.0, 39.0, 10.847)
    """
    b, V = np.asarray(estimate, float), np.asarray(covariance, float)
    nothing = WaldTest(np.nan, float(len(b)), np.nan, np.nan, np.nan)
    if not (len(b) and np.isfinite(V).all() and np.isfinite(b).all()):
        return nothing
    size = np.sqrt(np.maximum(np.diag(V), 0.0))
    scale = np.where(size > 0, size, 1.0)
    values, vectors = np.linalg.eigh(V / np.outer(scale, scale))
    live = values > NOTHING * max(values[-1], 0.0)
    q = int(live.sum())
    if q == 0 or (q < len(b) and not redundant):
        return nothing
    along = vectors.T @ (b / scale)
    if np.abs(along[~live]).max(initial=0.0) > np.sqrt(NOTHING) * np.abs(along).max():
        return nothing
    chisq = float(np.sum(along[live] ** 2 / values[live]))
    return _tested(chisq, q, df, adjusted=adjusted)


def _tested(chisq: float, q: int, df: float, *, adjusted: bool) -> WaldTest:
    """Return the test of a statistic with q degrees of freedom."""
    df2 = df - q + 1 if adjusted else df
    if not df2 >= 1:
        return WaldTest(np.nan, float(q), float(df2), np.nan, chisq)
    f = chisq * df2 / (df * q)
    return WaldTest(f, float(q), float(df2), float(fdtrc(q, df2, f)), chisq)
