"""Do two answers go together, when people were drawn by a design?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, fdtrc

NO_EFFECT = 1e-10
"""A mean design effect below this is rounding: the design fixes the answers."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Independence:
    """A test of independence in a table of shares.

    Attributes
    ----------
    pearson : float
        Pearson's statistic of the shares with n people.
    effects : ndarray, shape (k,)
        Generalised design effects, the eigenvalues of Δ.
    df : float
        Degrees of freedom of the design.
    cramers_v : float
        0 for independence, 1 where one answer says the other.
    """

    pearson: float
    effects: np.ndarray
    df: float
    cramers_v: float

    @property
    def _mean_effect(self) -> float:
        """Mean design effect; 0 where the design fixes the answers."""
        mean = float(self.effects.mean())
        return mean if mean > NO_EFFECT else 0.0

    @property
    def second_order(self) -> dict[str, float]:
        """Rao and Scott's second order F: ``statistic, df1, df2, p``."""
        trace, squares = self.effects.sum(), (self.effects**2).sum()
        if not self._mean_effect > 0 or not self.df >= 1:
            return dict.fromkeys(("statistic", "df1", "df2", "p"), np.nan)
        F, df1 = self.pearson / trace, trace**2 / squares
        df2 = df1 * self.df
        found = (F, df1, df2, fdtrc(df1, df2, F))
        return dict(
            zip(("statistic", "df1", "df2", "p"), map(float, found), strict=True)
        )

    @property
    def first_order(self) -> dict[str, float]:
        """Rao and Scott's first order: ``statistic, scale, df, p``.

        The statistic is Pearson's; its p is that of the statistic over `scale`, the
        mean design effect.
        """
        scale = self._mean_effect
        p = chdtrc(len(self.effects), self.pearson / scale) if scale > 0 else np.nan
        return {
            "statistic": self.pearson,
            "scale": scale,
            "df": float(len(self.effects)),
            "p": float(p),
        }


def independence(
    shares: np.ndarray, covariance: np.ndarray, *, n: int, df: float
) -> Independence:
    r"""Return the test whether the rows and columns of a table are independent.

    .. math:: X^2 = n \sum_{ij} \frac{(p_{ij} - p_{i+} p_{+j})^2}{p_{i+} p_{+j}},
              \qquad \Delta = (C^\top D^{-1} C / n)^{-1} C^\top D^{-1} V D^{-1} C

    with V the design's covariance of the shares, D their diagonal matrix and C the
    contrasts of interaction. Second order: :math:`F = X^2 / \mathrm{tr}\Delta` on
    :math:`\nu = (\mathrm{tr}\Delta)^2 / \mathrm{tr}\Delta^2` and ν df degrees of
    freedom. None of this depends on n but X².

    Parameters
    ----------
    shares : ndarray, shape (r, c)
        Adding up to one; every row and column with a share.
    covariance : ndarray, shape (r c, r c)
        Of the shares, row by row.
    n : int
        People in the table.
    df : float
        Degrees of freedom of the design.

    References
    ----------
    Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway
    contingency tables with cell proportions estimated from survey data. *Annals of
    Statistics* 12, 46-60, eq. 3.3. Thomas, D. R. and Rao, J. N. K. (1987). *JASA* 82,
    630-636.

    Examples
    --------
    Independent answers: the statistic is Pearson's of the table 10, 20, 30, 40.

    >>> p = np.array([[0.1, 0.2], [0.3, 0.4]])
    >>> V = (np.diag(p.ravel()) - np.outer(p, p)) / 100
    >>> found = independence(p, V, n=100, df=99)
    >>> round(found.pearson, 4), round(found.second_order["statistic"], 4)
    (0.7937, 0.7937)
    """
    r, c = shares.shape
    p = shares.ravel()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = np.outer(rows, columns)
    X2 = n * float(((shares - expected) ** 2 / expected).sum())
    C = _interactions(r, c)
    weighted = C / np.where(p > 0, p, 1.0)[:, None] * (p > 0)[:, None]
    plain = weighted.T @ C / n
    delta = np.linalg.lstsq(plain, weighted.T @ covariance @ weighted, rcond=None)[0]
    effects = np.linalg.eigvals(delta).real
    smaller = min(r, c) - 1
    return Independence(
        pearson=X2, effects=effects, df=df, cramers_v=float(np.sqrt(X2 / n / smaller))
    )


def _interactions(r: int, c: int) -> np.ndarray:
    """Return the contrasts of interaction of r × c cells, shape (r c, (r−1)(c−1)).

    Orthogonal to all effects of rows and of columns.
    """
    return np.kron(_contrasts(r), _contrasts(c))


def _contrasts(k: int) -> np.ndarray:
    """Return orthonormal contrasts of k levels, shape (k, k − 1)."""
    centred = np.eye(k) - 1 / k
    values, vectors = np.linalg.eigh(centred)
    return vectors[:, values > 0.5]


def residuals(
    shares: np.ndarray, covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return how far each cell is from independence, and the error of that.

    .. math:: d_{ij} = p_{ij} - p_{i+} p_{+j}, \qquad
              V(d_{ij}) = g_{ij}^\top V g_{ij}, \qquad
              g_{ij,kl} = 1(kl = ij) - p_{+j} 1(k = i) - p_{i+} 1(l = j)

    Parameters
    ----------
    shares : ndarray, shape (r, c)
    covariance : ndarray, shape (r c, r c)
        Of the shares, row by row.

    Returns
    -------
    d, se : ndarray, shape (r, c)

    References
    ----------
    Haberman, S. J. (1973). The analysis of residuals in cross-classified tables.
    *Biometrics* 29, 205-220; here with the design's errors.

    Examples
    --------
    >>> p = np.array([[0.3, 0.2], [0.2, 0.3]])
    >>> V = (np.diag(p.ravel()) - np.outer(p, p)) / 100
    >>> d, se = residuals(p, V)
    >>> d.round(3).tolist(), (d / se).round(2).tolist()
    ([[0.05, -0.05], [-0.05, 0.05]], [[2.04, -2.04], [-2.04, 2.04]])
    """
    r, c = shares.shape
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    same_row = np.repeat(np.eye(r), c, axis=0).repeat(c, axis=1)
    same_column = np.tile(np.eye(c), (r, r))
    per_row, per_column = np.repeat(rows, c)[:, None], np.tile(columns, r)[:, None]
    g = np.eye(r * c) - per_column * same_row - per_row * same_column
    variance = np.einsum("ij,jk,ik->i", g, covariance, g)
    se = np.sqrt(np.maximum(variance, 0.0)).reshape(r, c)
    return shares - np.outer(rows, columns), se
