"""With which weights do items tell a person's place on a factor?

For correlations R of p items, loadings L (p × m) and factor correlations Φ; the
weights W turn standardized answers Z into scores ZW.
"""

from __future__ import annotations

import numpy as np


def regression_weights(R: np.ndarray, L: np.ndarray, phi: np.ndarray) -> np.ndarray:
    r"""Return Thurstone's weights, :math:`R^{-1} L \Phi`.

    Examples
    --------
    >>> regression_weights(np.eye(2), np.array([[0.6], [0.8]]), np.eye(1)).ravel()
    array([0.6, 0.8])
    """
    found: np.ndarray = np.linalg.solve(R, L @ phi)
    return found


def bartlett_weights(R: np.ndarray, L: np.ndarray, phi: np.ndarray) -> np.ndarray:  # noqa: ARG001
    r"""Return Bartlett's weights, :math:`\Psi^{-1} L (L' \Psi^{-1} L)^{-1}`.

    Examples
    --------
    >>> L = np.array([[0.6], [0.8]])
    >>> round(float((L.T @ bartlett_weights(np.eye(2), L, np.eye(1))).item()), 9)
    1.0
    """
    own = 1 - ((L @ phi) * L).sum(axis=1)
    heavy = L / own[:, None]
    found: np.ndarray = np.linalg.solve(heavy.T @ L, heavy.T).T
    return found


def ten_berge_weights(R: np.ndarray, L: np.ndarray, phi: np.ndarray) -> np.ndarray:
    r"""Return the weights whose scores correlate as the factors do.

    .. math::

        W = R^{-1/2} C \Phi^{1/2}, \qquad
        C = R^{-1/2} L \Phi^{1/2}
            (\Phi^{1/2} L' R^{-1} L \Phi^{1/2})^{-1/2}

    Examples
    --------
    >>> R, L = np.array([[1.0, 0.48], [0.48, 1.0]]), np.array([[0.6], [0.8]])
    >>> W = ten_berge_weights(R, L, np.eye(1))
    >>> round(float((W.T @ R @ W).item()), 9)
    1.0
    """
    back, half = _power(R, -0.5), _power(phi, 0.5)
    turned = back @ L @ half
    C = turned @ _power(turned.T @ turned, -0.5)
    found: np.ndarray = back @ C @ half
    return found


def determinacy(
    R: np.ndarray, L: np.ndarray, phi: np.ndarray, W: np.ndarray
) -> np.ndarray:
    r"""Return the correlation of each factor with its scores.

    .. math::

        \frac{\mathrm{diag}(W' L \Phi)}{\sqrt{\mathrm{diag}(W' R W)}}

    Examples
    --------
    >>> R, L = np.array([[1.0, 0.48], [0.48, 1.0]]), np.array([[0.6], [0.8]])
    >>> W = regression_weights(R, L, np.eye(1))
    >>> determinacy(R, L, np.eye(1), W).round(4)
    array([0.837])
    """
    seen = np.einsum("pm,pq,qm->m", W, R, W)
    found: np.ndarray = np.einsum("pm,pm->m", W, L @ phi) / np.sqrt(seen)
    return found


def congruence_coefficients(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Return Tucker's congruence of every column of a with every one of b.

    .. math::

        \frac{\sum_i a_i b_i}{\sqrt{\sum_i a_i^2 \sum_i b_i^2}}

    Examples
    --------
    >>> congruence_coefficients(np.array([[0.8], [0.6]]), np.array([[0.4], [0.3]]))
    array([[1.]])
    """
    sizes = [np.sqrt((side**2).sum(axis=0)) for side in (a, b)]
    found: np.ndarray = a.T @ b / np.outer(*sizes)
    return found


def _power(S: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(S)
    floor = 1e-12 * max(float(values[-1]), 1.0)
    found: np.ndarray = (vectors * np.maximum(values, floor) ** exponent) @ vectors.T
    return found
