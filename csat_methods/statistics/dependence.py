"""Which items are copies of each other, or sums of others?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import SINGULAR

SAME = 1 - 1e-12
"""Items whose correlation is beyond this are copies."""

INVOLVED = 1e-6
"""Smallest weight of an item in a sum that does not vary."""


def dependence(R: ArrayLike, names: Sequence[str]) -> str:
    """Return which items make a correlation matrix singular, in words; "" if none do.

    Parameters
    ----------
    R : array_like, shape (k, k)
    names : sequence of str

    Examples
    --------
    >>> dependence([[1.0, -1.0], [-1.0, 1.0]], ["a", "b"])
    'a and b are copies of each other'
    >>> dependence([[1.0, 0.5], [0.5, 1.0]], ["a", "b"])
    ''
    """
    R = np.asarray(R, dtype=float)
    above = np.argwhere(np.triu(np.abs(R) > SAME, 1))
    if len(above):
        pairs = ", ".join(f"{names[i]} and {names[j]}" for i, j in above)
        return f"{pairs} are copies of each other"
    values, vectors = np.linalg.eigh(R)
    if values[0] > SINGULAR:
        return ""
    weights = np.abs(vectors[:, 0]) > INVOLVED
    involved = [name for name, one in zip(names, weights, strict=True) if one]
    return f"{', '.join(involved)} add up to one another"
