"""How likely is each cell of a table that two hidden normal variables fill?

Two standard normal variables with correlation rho are cut at thresholds; cells lie
between neighbouring thresholds. Distribution functions go by Owen's T, exact for
every rho; cells so unlikely that their difference of four of them keeps no digits
are integrated on their own.
"""

from __future__ import annotations

import numpy as np
from scipy.special import log_ndtr, ndtr, owens_t

FAR = 38.0
"""Stands for infinity: nothing is left beyond it in double precision."""

UNLIKELY = 1e-9
"""Cells less likely than this are integrated."""

LOWEST = 1e-300
NODES, SHARES = np.polynomial.legendre.leggauss(64)
GRID = np.linspace(0, 1, 257)
REACH = 45.0
"""Logarithms this far below the highest do not count."""


def distribution(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    r"""Return P(X <= h, Y <= k) of two standard normal variables.

    .. math::

        \Phi_2 = \frac{\Phi(h) + \Phi(k)}{2} - T\Bigl(h, \frac{k - \rho h}{h
            \sqrt{1 - \rho^2}}\Bigr) - T\Bigl(k, \frac{h - \rho k}{k
            \sqrt{1 - \rho^2}}\Bigr) - \frac{[hk < 0]}{2}

    Parameters
    ----------
    h, k : ndarray
        Finite; broadcast with rho.
    rho : ndarray
        Above -1 and below 1.

    Returns
    -------
    ndarray

    References
    ----------
    Owen, D. B. (1956). Tables for computing bivariate normal probabilities. *Annals
    of Mathematical Statistics*, 27, 1075-1090 (equation 2.1).

    Examples
    --------
    >>> round(float(distribution(np.array(0.0), np.array(0.0), np.array(0.5))), 12)
    0.333333333333
    """
    h, k = np.where(h == 0, LOWEST, h), np.where(k == 0, LOWEST, k)
    root = np.sqrt((1 - rho) * (1 + rho))
    with np.errstate(over="ignore"):
        first = owens_t(h, (k / h - rho) / root)
        second = owens_t(k, (h / k - rho) / root)
    return (ndtr(h) + ndtr(k)) / 2 - first - second - ((h < 0) != (k < 0)) / 2


def log_between(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return log(Phi(b) - Phi(a)) with all its digits, far out too.

    Examples
    --------
    >>> log_between(np.array([40.0]), np.array([50.0])).round(2)
    array([-804.61])
    """
    a, b = np.where(a > 0, -b, a), np.where(a > 0, -a, b)
    upper, lower = log_ndtr(b), log_ndtr(a)
    with np.errstate(divide="ignore"):
        left: np.ndarray = np.log1p(-np.exp(np.minimum(lower - upper, 0.0)))
    return upper + left


def density(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return the density of two standard normal variables.

    Examples
    --------
    >>> round(float(density(np.array(0.0), np.array(0.0), np.array(0.0))), 6)
    0.159155
    """
    left = (1 - rho) * (1 + rho)
    square = (h * h - 2 * rho * h * k + k * k) / (2 * left)
    return np.exp(-square) / (2 * np.pi * np.sqrt(left))


def normal_density(t: np.ndarray) -> np.ndarray:
    """Return the density of one standard normal variable.

    Examples
    --------
    >>> round(float(normal_density(np.array(0.0))), 6)
    0.398942
    """
    return np.exp(-t * t / 2) / np.sqrt(2 * np.pi)


def cell_probabilities(
    rows: np.ndarray,
    columns: np.ndarray,
    rho: np.ndarray,
    seen: np.ndarray | None = None,
) -> np.ndarray:
    """Return the probability of each cell of tables with given thresholds.

    Parameters
    ----------
    rows, columns : ndarray, shape (P, C + 1)
        Thresholds of both variables, from -`FAR` to `FAR`, ascending.
    rho : ndarray, shape (P,)
    seen : ndarray, shape (P, C, C), optional
        Only unlikely cells with something in them are integrated on their own; all
        where it is not given.

    Returns
    -------
    ndarray, shape (P, C, C)
        Not below 1e-300.

    Examples
    --------
    >>> cuts = np.array([[-FAR, 0.0, FAR]])
    >>> cell_probabilities(cuts, cuts, np.array([0.5])).round(4)
    array([[[0.3333, 0.1667],
            [0.1667, 0.3333]]])
    """
    below = np.zeros((len(rho), rows.shape[1], columns.shape[1]))
    below[:, -1, :], below[:, :, -1] = ndtr(columns), ndtr(rows)
    inner = rows[:, 1:-1, None], columns[:, None, 1:-1]
    below[:, 1:-1, 1:-1] = distribution(*inner, rho[:, None, None])
    found = differences(below)
    small = found < UNLIKELY
    if seen is not None:
        small &= seen > 0
    if small.any():
        found[small] = _integrated(rows, columns, rho, np.nonzero(small))
    return np.maximum(found, LOWEST)


def differences(corners: np.ndarray) -> np.ndarray:
    """Return for each cell the upper corners less the lower, both ways.

    Examples
    --------
    >>> differences(np.array([[[0.0, 0.0], [0.0, 1.0]]]))
    array([[[1.]]])
    """
    along: np.ndarray = np.diff(np.diff(corners, axis=1), axis=2)
    return along


def cell_slopes(rows: np.ndarray, columns: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return how the cells' probabilities change with rho, shape (P, C, C).

    Parameters
    ----------
    rows, columns : ndarray, shape (P, C + 1)
        Thresholds from -`FAR` to `FAR`.
    rho : ndarray, shape (P,)

    Examples
    --------
    >>> cuts = np.array([[-FAR, 0.0, FAR]])
    >>> cell_slopes(cuts, cuts, np.array([0.0])).round(4)
    array([[[ 0.1592, -0.1592],
            [-0.1592,  0.1592]]])
    """
    corners = density(rows[:, :, None], columns[:, None, :], rho[:, None, None])
    return differences(corners)


def conditional_edges(at: np.ndarray, other: np.ndarray, rho: np.ndarray) -> np.ndarray:
    r"""Return how the probability left of a threshold grows, by cell of the other.

    .. math::

        \phi(\tau) \Bigl[\Phi\Bigl(\frac{u_{b} - \rho\tau}{\sqrt{1 - \rho^2}}\Bigr)
        - \Phi\Bigl(\frac{u_{b-1} - \rho\tau}{\sqrt{1 - \rho^2}}\Bigr)\Bigr]

    Parameters
    ----------
    at, other : ndarray, shape (P, C + 1)
        Thresholds of the variable and of the other.
    rho : ndarray, shape (P,)

    Returns
    -------
    ndarray, shape (P, C + 1, C)
    """
    r = rho[:, None, None]
    root = np.sqrt((1 - r) * (1 + r))
    share = ndtr((other[:, None, :] - r * at[:, :, None]) / root)
    grown: np.ndarray = normal_density(at)[:, :, None] * np.diff(share, axis=2)
    return grown


def _integrated(
    rows: np.ndarray,
    columns: np.ndarray,
    rho: np.ndarray,
    cells: tuple[np.ndarray, ...],
) -> np.ndarray:
    """Integrate cells over the first variable, where their density is not nil."""
    pair, i, j = cells
    r = rho[pair, None]
    low, high = rows[pair, i, None], rows[pair, i + 1, None]
    ends = columns[pair, j, None], columns[pair, j + 1, None]
    line = low + (high - low) * GRID
    height = _log_slice(line, *ends, r)
    counts = height > height.max(axis=1, keepdims=True) - REACH
    step = (high - low) / (len(GRID) - 1)
    first = np.take_along_axis(line, counts.argmax(axis=1)[:, None], 1) - step
    after = len(GRID) - 1 - counts[:, ::-1].argmax(axis=1)
    last = np.take_along_axis(line, after[:, None], 1) + step
    low, high = np.maximum(low, first), np.minimum(high, last)
    x = low + (high - low) * (NODES + 1) / 2
    total = np.exp(_log_slice(x, *ends, r)) @ SHARES
    integral: np.ndarray = total * (high - low)[:, 0] / 2
    return integral


def _log_slice(
    x: np.ndarray, low: np.ndarray, high: np.ndarray, rho: np.ndarray
) -> np.ndarray:
    """Return log of the density at x times the other's chance between two ends."""
    root = np.sqrt((1 - rho) * (1 + rho))
    chance = log_between((low - rho * x) / root, (high - rho * x) / root)
    found: np.ndarray = chance - x * x / 2 - np.log(2 * np.pi) / 2
    return found
