"""Does a list repeat itself in step with a systematic draw?

A draw of every k-th row meets the same kind of customer again and again where the list
has a period that goes with k. What the frame knows of everybody shows it beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.special import chdtrc, fdtrc

HARM = 2.0
"""How many times its variance under a random order a systematic sample may have."""

SURE = 0.001
"""Probability of a chance finding, over all columns."""

LEVELS = 50
"""Most different texts that a column may have to be looked at."""

FEW = 10
"""Up to so many different numbers are looked at one by one, as groups."""


def periodic_columns(frame: pd.DataFrame, n: int) -> list[str]:
    r"""Return the columns whose order repeats itself in step with a systematic draw.

    The possible samples are the rows with the same place in the interval. With B the
    sum of squares between them and T the total one, the variance of a systematic mean
    is that under a random order times

    .. math:: \frac{n (N - 1)}{N - n} \frac{B}{T}.

    A column is named when this passes 2 and F (numbers) or Light and Margolin's C
    (groups) is beyond chance.

    Parameters
    ----------
    frame : DataFrame
        In the order of the list.
    n : int
        How many are drawn.

    References
    ----------
    Cochran (1977), section 8.3. Light, R. J. and Margolin, B. H. (1971). JASA 66,
    534-544.
    """
    step = len(frame) / n
    phase = np.floor(np.arange(len(frame)) % step).astype(int)
    count = phase.max() + 1
    if n < 2 or count < 2 or count >= len(frame):
        return []
    looked = list(_looked_at(frame))
    return [
        name
        for name, values, grouped in looked
        if _repeats(values, phase, n, grouped=grouped, looks=len(looked))
    ]


def _looked_at(frame: pd.DataFrame) -> Iterator[tuple[str, np.ndarray, bool]]:
    """Yield columns as (name, values, shape (N, levels), whether they are groups)."""
    for name in frame.columns:
        column = frame[name]
        codes, values = pd.factorize(column)
        if len(values) < 2 or (codes < 0).any():
            continue
        if column.dtype.kind in "iuf" and len(values) > FEW:
            yield str(name), column.to_numpy(float)[:, None], False
        elif len(values) <= min(LEVELS, len(frame) // 5):
            yield str(name), np.eye(len(values))[codes], True


def _repeats(
    values: np.ndarray, phase: np.ndarray, n: int, *, grouped: bool, looks: int
) -> bool:
    size, levels = values.shape
    held = np.bincount(phase)
    sums = np.stack([np.bincount(phase, column) for column in values.T])
    mean = values.mean(axis=0)
    between = ((sums / held - mean[:, None]) ** 2 * held).sum()
    total = ((values - mean) ** 2).sum()
    share, classes = between / total, len(held)
    if share * n * (size - 1) <= HARM * (size - n):
        return False
    if grouped:
        statistic = (size - 1) * (levels - 1) * share
        p = chdtrc((classes - 1) * (levels - 1), statistic)
    else:
        within = max((1 - share) / (size - classes), np.finfo(float).tiny)
        p = fdtrc(classes - 1, size - classes, share / (classes - 1) / within)
    return bool(p < SURE / looks)
