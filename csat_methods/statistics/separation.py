"""Do the predictors tell the categories of the outcome apart without an error?"""

from __future__ import annotations

import numpy as np

INVOLVED = 1e-7
"""Smallest part in the direction that separates."""


def separating_direction(rows: np.ndarray) -> np.ndarray | None:
    r"""Return a direction along which the likelihood rises for ever, or None.

    Each row r asks that :math:`r^\top d \ge 0`; there is separation if some d meets
    all of them, and one strictly. Found by linear programming over
    :math:`-1 \le d_j \le 1`.

    Parameters
    ----------
    rows : ndarray, shape (m, p)
        For a yes/no outcome :math:`(2 y - 1) x`; for ordered categories one row above
        and one below each answer's category.

    References
    ----------
    Albert, A. and Anderson, J. A. (1984). On the existence of maximum likelihood
    estimates in logistic regression models. *Biometrika* 71, 1-10. Konis, K. (2007).
    *Linear programming algorithms for detecting separated data in binary logistic
    regression models*. DPhil thesis, Oxford, section 4.

    Examples
    --------
    >>> x, y = np.array([[1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]), np.array([0, 0, 1])
    >>> separating_direction((2 * y - 1)[:, None] * x) is None
    False
    >>> separating_direction((2 * np.array([0, 1, 0]) - 1)[:, None] * x) is None
    True
    """
    from scipy.optimize import linprog

    distinct = np.unique(rows, axis=0)
    size = np.abs(distinct).max(axis=0)
    scaled = distinct / np.where(size > 0, size, 1.0)
    found = linprog(
        -scaled.sum(axis=0), A_ub=-scaled, b_ub=np.zeros(len(scaled)), bounds=(-1, 1)
    )
    if found.status != 0 or -found.fun <= INVOLVED * len(scaled):
        return None
    return np.where(np.abs(found.x) > INVOLVED, found.x, 0.0)
