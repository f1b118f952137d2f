"""Which answers does an item take, and which of them are the best?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods._messages import Text
from csat_methods.wave.shares import Block

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST = 200
"""An item with more different answers than this has amounts, not categories."""

SHOWN = 11
"""Scales of whole numbers up to this many points list the points nobody chose."""

OPEN = ("text", "date")
"""Types of items without categories."""


def categories_of(wave: Wave, item: str) -> list[Any]:
    """Return the answers of an item: those it offers, then others that were given.

    Numbers come in ascending order, words in the order of the study or of an ordered
    categorical, else by alphabet.

    Raises
    ------
    ValueError
        If its answers are open, days, or too many different ones.
    """
    asked = wave.item(item)
    if asked is not None and asked.type in OPEN:
        raise ValueError(f"item={item!r} is of type {asked.type}: it has no shares.")
    column = wave.frame[item]
    if column.dtype.kind in "mM":
        raise ValueError(f"item={item!r} holds days: it has no shares of answers.")
    given = column[wave.domain].dropna().unique().tolist()
    if len(given) > MOST:
        raise ValueError(
            f"item={item!r} has {len(given)} different answers; shares are of items "
            f"with at most {MOST}."
        )
    offered = _offered(wave, item, column)
    if column.dtype.kind in "fiub":
        offered = [value for value in offered if not isinstance(value, str)]
    known = set(offered)
    values = [*offered, *sorted((v for v in given if v not in known), key=_order)]
    numbers = all(not isinstance(value, str) for value in values)
    return sorted(values) if numbers else values


def _order(value: Any) -> tuple[bool, Any]:
    return (isinstance(value, str), value if isinstance(value, str) else float(value))


def _offered(wave: Wave, item: str, column: pd.Series) -> list[Any]:
    """Return the answers that the study, the column or the scale says are offered."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return list(column.dtype.categories)
    if wave.item(item) is not None and wave.study.answers(item).points:
        return points_of(wave, item)
    low, high = wave.scales.get(item, (0.0, np.inf))
    whole = float(low).is_integer() and float(high).is_integer()
    return points_of(wave, item) if whole and high - low < SHOWN else []


def points_of(wave: Wave, item: str) -> list[Any]:
    """Return the points of an item's scale as the frame holds them, lowest first.

    Raises
    ------
    ValueError
        If the item has no scale of points.
    """
    asked = wave.item(item)
    answers = wave.study.answers(item) if asked is not None else None
    if answers is not None and answers.points:
        if not answers.turned or answers.ends is None:
            return list(answers.points)
        return sorted(sum(answers.ends) - float(point) for point in answers.points)
    if item not in wave.scales:
        raise ValueError(
            f"item={item!r} has no scale; give scales={{{item!r}: (lowest, highest)}}."
        )
    low, high = wave.scales[item]
    if not (float(low).is_integer() and float(high).is_integer()):
        raise ValueError(
            f"item={item!r} has the scale {low:g} to {high:g}, not of whole numbers."
        )
    return [float(point) for point in range(int(low), int(high) + 1)]


def best_answers(wave: Wave, item: str, boxes: int) -> float:
    """Return the lowest of the best answers of an item.

    Raises
    ------
    ValueError
        If the item has no scale, or all its points would count as best.
    """
    points = points_of(wave, item)
    if not boxes < len(points):
        raise ValueError(
            f"boxes={boxes} must be fewer than the {len(points)} points of {item!r}."
        )
    return float(points[-boxes])


def place_of(column: pd.Series, values: list[Any]) -> np.ndarray:
    """Return the place of each answer among the values, −1 for none, shape (n,)."""
    if column.dtype.kind in "fiub":
        numbers = column.to_numpy(float, na_value=np.nan)
        known = np.array([float(value) for value in values])
        place = np.searchsorted(known, numbers).clip(max=max(len(known) - 1, 0))
        return np.where(known[place] == numbers, place, -1) if len(known) else place - 1
    return pd.Index(values).get_indexer(column.astype(object))


def chosen_answers(wave: Wave, item: str, values: list[Any]) -> Block:
    """Return who gave each of an item's answers, and who answered it."""

    def made() -> tuple[np.ndarray, np.ndarray]:
        place = place_of(wave.frame[item], values)
        chosen = np.asfortranarray(place[:, None] == np.arange(len(values)), float)
        return chosen, np.broadcast_to((place >= 0)[:, None], chosen.shape)

    return made


def category_text(value: Any) -> str:
    """Return an answer as text.

    Examples
    --------
    >>> category_text(4.0), category_text("shop")
    ('4', 'shop')
    """
    number = category_number(value)
    return f"{number:.15g}" if not np.isnan(number) else str(value)


def category_number(value: Any) -> float:
    """Return an answer as a number, NaN for words."""
    return float("nan") if isinstance(value, str) else float(value)


def category_words(wave: Wave, offered: list[tuple[str, Any]]) -> dict[str, Text]:
    """Return the study's words of answers, by ``item=category``.

    Parameters
    ----------
    offered : list of (str, object)
        Items with their answers.
    """
    if wave.study is None:
        return {}
    words = {(i, v): wave.study.level_label(i, v) for i, v in offered}
    return {f"{i}={category_text(v)}": text for (i, v), text in words.items() if text}
