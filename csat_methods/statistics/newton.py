"""Where is a concave likelihood highest?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

ROUNDS = 100
"""Most Newton steps."""

HALVINGS = 40
"""Most times that a step is halved."""

SETTLED = 1e-18
"""What the next step would add to the likelihood, relative to it, at the top."""

Curve = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]
"""Parameters (p,) → log likelihood, gradient (p,), Hessian (p, p)."""


def newton_top(curve: Curve, start: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the parameters of the highest likelihood, and whether they settled.

    Newton's steps, halved as long as the likelihood falls. Where there is no top, as
    with separated categories, the parameters run away and do not settle.

    Parameters
    ----------
    curve : callable
        Concave; −inf where parameters are not allowed.
    start : ndarray, shape (p,)
        Allowed parameters.

    Examples
    --------
    The log likelihood of a Poisson rate with 12 events in 4 hours, at log(12 / 4):

    >>> def rate(b):
    ...     m = 4 * np.exp(b[0])
    ...     return 12 * b[0] - m, np.array([12 - m]), np.array([[-m]])
    >>> top, settled = newton_top(rate, np.zeros(1))
    >>> round(float(np.exp(top[0])), 10), settled
    (3.0, True)
    """
    theta = np.asarray(start, dtype=float)
    value, gradient, hessian = curve(theta)
    for _ in range(ROUNDS):
        step = np.linalg.lstsq(-hessian, gradient, rcond=1e-14)[0]
        if gradient @ step <= SETTLED * max(1.0, abs(value)):
            return theta, True
        part, new = 1.0, curve(theta + step)
        for _ in range(HALVINGS):
            if new[0] >= value - 1e-12 * max(1.0, abs(value)):
                break
            part /= 2
            new = curve(theta + part * step)
        else:
            return theta, False
        theta = theta + part * step
        value, gradient, hessian = new
    return theta, False
