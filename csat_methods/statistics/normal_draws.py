"""Where else might joint estimates have fallen?"""

from __future__ import annotations

import numpy as np


def drawn(
    estimate: np.ndarray, covariance: np.ndarray, draws: int, seed: int
) -> np.ndarray:
    """Return normal draws of joint estimates, shape (draws, m).

    Parameters
    ----------
    estimate : ndarray, shape (m,)
    covariance : ndarray, shape (m, m)
        Positive semi-definite up to rounding.
    """
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    rng = np.random.default_rng(seed)
    return estimate + rng.standard_normal((draws, len(estimate))) @ root.T
