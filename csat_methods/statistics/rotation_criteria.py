"""What makes loadings simple?

Each criterion takes loadings with any leading axes, shape (..., p, m), and returns
its value, to be minimised, shape (...), and its gradient, shape (..., p, m). They
are scaled as in Bernaards and Jennrich's GPArotation.

References
----------
Bernaards, C. A., & Jennrich, R. I. (2005). Gradient projection algorithms and
software for arbitrary rotation criteria in factor analysis. *Educational and
Psychological Measurement*, 65, 676-696.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Criterion = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def quartimax() -> Criterion:
    r"""Return :math:`-\frac14 \sum \lambda^4`.

    Examples
    --------
    >>> value, gradient = quartimax()(np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> float(value)
    -0.5
    """

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cube = L**3
        return -(cube * L).sum((-2, -1)) / 4, -cube

    return criterion


def varimax() -> Criterion:
    """Return minus a quarter of the columns' variances of squared loadings, times p.

    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor
    analysis. *Psychometrika*, 23, 187-200.

    Examples
    --------
    >>> value, gradient = varimax()(np.array([[1.0, 0.0], [0.0, 1.0]]))
    >>> float(value)
    -0.25
    """

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        squares = L * L
        centred = squares - squares.mean(-2, keepdims=True)
        return -(centred**2).sum((-2, -1)) / 4, -L * centred

    return criterion


def crawford_ferguson(kappa: float) -> Criterion:
    """Return the family that weighs simple rows (1 - kappa) and columns (kappa).

    Quartimin is kappa = 0; equamax, rotated orthogonally, kappa = m / (2p).

    Crawford, C. B., & Ferguson, G. A. (1970). A general rotation criterion and its
    use in orthogonal rotation. *Psychometrika*, 35, 321-332.

    Examples
    --------
    >>> value, gradient = crawford_ferguson(0.0)(np.array([[1.0, 1.0], [0.0, 1.0]]))
    >>> float(value)
    0.5
    """

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        squares = L * L
        rows = squares.sum(-1, keepdims=True) - squares
        if kappa:
            columns = squares.sum(-2, keepdims=True) - squares
            rows = (1 - kappa) * rows + kappa * columns
        return (squares * rows).sum((-2, -1)) / 4, L * rows

    return criterion


def geomin(epsilon: float) -> Criterion:
    r"""Return :math:`\sum_i \bigl[\prod_j (\lambda_{ij}^2 + \epsilon)\bigr]^{1/m}`.

    Browne, M. W. (2001). An overview of analytic rotation in exploratory factor
    analysis. *Multivariate Behavioral Research*, 36, 111-150.

    Examples
    --------
    >>> value, gradient = geomin(0.01)(np.array([[1.0, 0.0]]))
    >>> float(value)
    0.1005
    """

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        raised = L * L + epsilon
        m = L.shape[-1]
        mean = np.exp(np.log(raised).mean(-1, keepdims=True))
        return mean.sum((-2, -1)), (2 / m) * mean * L / raised

    return criterion


def bifactor() -> Criterion:
    """Return how much the factors after the first, general one share items.

    Jennrich, R. I., & Bentler, P. M. (2011). Exploratory bi-factor analysis.
    *Psychometrika*, 76, 537-549.

    Examples
    --------
    >>> value, gradient = bifactor()(np.array([[0.9, 1.0, 0.0], [0.9, 0.0, 1.0]]))
    >>> float(value)
    0.0
    """
    shared = crawford_ferguson(0.0)

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        value, gradient = shared(L[..., 1:])
        general = np.zeros_like(L[..., :1])
        return 4 * value, np.concatenate([general, 4 * gradient], axis=-1)

    return criterion


def target(pattern: np.ndarray) -> Criterion:
    """Return the squared distance to a pattern; its NaN entries are free.

    Browne, M. W. (1972). Orthogonal and oblique rotation to a partially specified
    target. *British Journal of Mathematical and Statistical Psychology*, 25,
    115-120 and 207-212.

    Examples
    --------
    >>> value, gradient = target(np.array([[np.nan, 0.0]]))(np.array([[0.8, 0.1]]))
    >>> float(value)
    0.01
    """
    fixed = ~np.isnan(pattern)
    goal = np.where(fixed, pattern, 0.0)

    def criterion(L: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        distance = np.where(fixed, L - goal, 0.0)
        return (distance**2).sum((-2, -1)), 2 * distance

    return criterion
