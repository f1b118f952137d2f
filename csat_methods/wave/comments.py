"""What did people write in their own words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from csat_methods import _checks

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def comments_of(wave: Wave, item: str) -> pd.Series:
    """Return what the people of the domain wrote, blank answers left out.

    Raises
    ------
    KeyError
        If the item is not in the wave.
    ValueError
        If it holds numbers.

    Examples
    --------
    >>> from csat_methods import Wave
    >>> said = pd.DataFrame({"why": ["Late.", " ", None]})
    >>> comments_of(Wave.from_frame(said), "why").tolist()
    ['Late.']
    """
    _checks.columns(map(str, wave.frame), [item], "the wave")
    text = wave.frame.loc[wave.domain, item]
    if pd.api.types.is_numeric_dtype(text) and text.notna().any():
        raise ValueError(f"item={item!r} holds numbers; comments are text.")
    said = text.dropna().astype(str)
    return said[said.str.strip() != ""]


def open_item(wave: Wave, item: str | None) -> str:
    """Return the item of open answers: the one named, else the study's first.

    Raises
    ------
    ValueError
        If none is named and the study has none in this wave.
    """
    if item is not None:
        return item
    wave.require("open")
    asked = wave.study.role("open")
    return next(name for name in asked if name in wave.frame.columns)
