"""Which questions were asked and applied, and were left blank all the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pandas.api.types import is_float_dtype

from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def absences(wave: Wave, items: list[str]) -> np.ndarray:
    """Return 0 asked, 1 answered "not applicable", 2 not asked, shape (n, k)."""
    nothing = np.zeros(len(wave.domain), np.int8)
    return np.column_stack([wave.absent.get(item, nothing) for item in items])


def left_blank(wave: Wave, items: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return who left each item blank, and who should have answered it, (n, k).

    People outside the domain did neither.

    Raises
    ------
    ValueError
        If a column holds infinite numbers.
    """
    numbers = [item for item in items if is_float_dtype(wave.frame[item])]
    if numbers:
        wave.answers(numbers)
    empty = wave.frame[items].isna().to_numpy()
    silent = np.isin(absences(wave, items), (NOT_ASKED, NOT_APPLICABLE))
    asked = (~empty | ~silent) & wave.domain[:, None]
    return asked & empty, asked
