"""What share of the items' variance has one dimension, and what moves it?"""

from __future__ import annotations

import numpy as np

from csat_methods.statistics.extraction import extract

UNRELATED = 1e-8
"""Loading up to which an item has nothing of a factor, but for rounding."""


def component_share(R: np.ndarray) -> tuple[float, np.ndarray]:
    r"""Return the share of the first principal component, and its gradient in R.

    .. math:: \frac{\lambda_1}{k}, \qquad \frac{\partial}{\partial R} =
              \frac{v_1 v_1'}{k}

    Examples
    --------
    >>> round(component_share(np.full((3, 3), 0.5) + np.eye(3) / 2)[0], 4)
    0.6667
    """
    values, vectors = np.linalg.eigh(R)
    first = vectors[:, -1]
    return float(values[-1] / len(R)), np.outer(first, first) / len(R)


def factor_share(R: np.ndarray) -> tuple[float, np.ndarray]:
    r"""Return the share of one principal-axis factor, and its gradient in R.

    At the minimum :math:`\sum_{j \ne i} (r_{ij} - l_i l_j) l_j = 0` for every item;
    how the loadings move follows from that. NaN where that leaves an item nothing of
    its own: the axes then never settle, and the share may come out above one.

    Raises
    ------
    ValueError
        If no two items go together: the share has no slope there.

    Examples
    --------
    >>> loads = np.array([0.9, 0.8, 0.7, 0.6])
    >>> R = np.outer(loads, loads) + np.diag(1 - loads**2)
    >>> round(factor_share(R)[0] - float(loads @ loads) / 4, 6)
    0.0
    """
    k = len(R)
    found = extract(R, 1)
    if found.heywood.any():
        return np.nan, np.zeros_like(R)
    loads = found.loadings[:, 0]
    outer = np.outer(loads, loads)
    K = R - 2 * outer
    np.fill_diagonal(K, loads**2 - loads @ loads)
    if not np.abs(loads).max() > UNRELATED:
        raise ValueError(
            "items: no two of them go together, so that they share no dimension."
        )
    pull = -2 / k * np.linalg.solve(K.T, loads)
    G = (np.outer(pull, loads) + np.outer(loads, pull)) / 2
    np.fill_diagonal(G, 0.0)
    return float(loads @ loads / k), G


def smallest_correlation(R: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the smallest size of correlation of the last item with the others.

    With its gradient in R.

    Examples
    --------
    >>> smallest_correlation(np.array([[1, 0.5, -0.1], [0.5, 1, 0.2], [-0.1, 0.2, 1]]))[
    ...     0
    ... ]
    0.1
    """
    i = int(np.argmin(np.abs(R[-1, :-1])))
    G = np.zeros_like(R)
    G[i, -1] = G[-1, i] = np.sign(R[i, -1]) / 2
    return float(abs(R[i, -1])), G
