"""How many people of equal weight are people of unequal weights worth?"""

from __future__ import annotations

import numpy as np


def effective_size(weights: np.ndarray) -> float:
    r"""Return Kish's effective number of people; NaN where nobody has a weight.

    .. math:: n_\mathrm{eff} = \frac{(\sum w_i)^2}{\sum w_i^2}

    Parameters
    ----------
    weights : ndarray, shape (n,)
        In any unit.

    Returns
    -------
    float
        From 1 to the number of people who have a weight.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, section 11.7. Wiley.

    Examples
    --------
    >>> effective_size(np.array([1.0, 1, 1, 3]))
    3.0
    """
    squares = float(weights @ weights)
    return float(weights.sum() ** 2 / squares) if squares else float("nan")
