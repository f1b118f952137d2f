"""Can answers be computed with, or are they too large or too close together?

Statistics take squares of variances, which are fourth powers of answers. Beyond the
limits here these come out as infinite or as nought, and a number made of them is wrong
without a warning. So such answers are refused where they are read, by name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FARTHEST = 1e30
"""Farthest number that is an answer: fourth powers of those beyond may overflow."""

CLOSEST = 1e-30
"""Least range of answers that differ: fourth powers of lesser ones are lost."""

PLAIN = CLOSEST * 2.0**54
"""Size from which two numbers that differ at all are farther apart than that."""

HEAD = 100
"""Rows among which a plain number is looked for first."""


def refuse_uncomputable(x: np.ndarray, items: Sequence[str]) -> None:
    """Refuse answers with which double precision cannot compute.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Answers; blanks as NaN.
    items : list of str, length k

    Raises
    ------
    ValueError
        If any is infinite or too large, or the answers to an item differ and are all
        too close together.

    Examples
    --------
    >>> refuse_uncomputable(np.array([[1.0], [5.0]]), ["q1"])
    >>> refuse_uncomputable(np.array([[1e-80], [5e-80]]), ["q1"])
    Traceback (most recent call last):
        ...
    ValueError: items=['q1'] differ by less than 1e-30 ...; give them in a finer unit.
    """
    if _plainly_sound(x):
        return
    lowest, highest = (r.reduce(x, initial=np.nan) for r in (np.fmin, np.fmax))
    far = np.fmax(np.abs(lowest), np.abs(highest)) > FARTHEST
    if far.any():
        raise ValueError(
            f"items={_named(items, far)} hold infinite numbers, or ones beyond "
            f"{FARTHEST:g}."
        )
    close = (highest - lowest < CLOSEST) & (highest > lowest)
    if close.any():
        raise ValueError(
            f"items={_named(items, close)} differ by less than {CLOSEST:g} between "
            "people, too little to be computed with; give them in a finer unit."
        )


def _plainly_sound(x: np.ndarray) -> bool:
    """Whether nothing can be wrong, as a sum and the first rows tell."""
    with np.errstate(invalid="ignore", over="ignore"):
        if not abs(x.sum()) <= FARTHEST:
            return False
    return bool((np.abs(x[:HEAD]) > PLAIN).any(axis=0).all())


def _named(items: Sequence[str], which: np.ndarray) -> list[str]:
    return [item for item, meant in zip(items, which, strict=True) if meant]
