"""What do a person's answers look like, one number a pattern?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods.answers.accuracy_rules import missed
from csat_methods.answers.careless_chances import careful
from csat_methods.statistics import response_patterns as patterns
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SHORTEST_GRID = 4
"""Fewest answers that make a straight line in a grid."""

LEFT_AT_THE_END = 3
"""Items left blank at the end that make a break-off."""


FEWEST_ITEMS = 3


@dataclass(frozen=True, eq=False)
class Measured:
    """What people's answers look like, and those of people drawn like them.

    Attributes
    ----------
    people : pandas.DataFrame
        Every measure that applies, one row a row of the frame; the chance of a measure
        stands in a column of its name and ``_chance``.
    drawn : dict
        Column to its values among the people drawn.
    """

    people: pd.DataFrame
    drawn: Mapping[str, np.ndarray]


def scaled_items(wave: Wave, items: str | Sequence[str] | None) -> list[str]:
    """Return the items, all on scales where none are named.

    Raises
    ------
    ValueError
        If there are fewer than three, or nobody is in the domain.
    """
    present = set(wave.frame)
    scaled = [name for name in wave.scales if name in present]
    listed = wave.measured(scaled if items is None else items)
    if len(listed) < FEWEST_ITEMS or not wave.domain.any():
        raise ValueError(
            f"items={len(listed)} must be at least {FEWEST_ITEMS}, and people in the "
            f"domain={int(wave.domain.sum())} at least one."
        )
    return listed


def measures(
    wave: Wave,
    items: list[str],
    scales: Mapping[str, list[int]],
    grids: Mapping[str, list[int]],
    *,
    duration: str | None = None,
    seed: int = 0,
    alike: float = patterns.SYNONYMS,
) -> Measured:
    """Return every measure that applies, and what people drawn alike do.

    Parameters
    ----------
    scales, grids : mapping
        Name to the columns of a scale for even-odd consistency, and of a grid.
    duration : str, optional
        Column of seconds.
    seed : int
        Start of the robust distances, and of the people drawn.
    alike : float
        Correlation from which two items are synonyms.
    """
    keyed = wave.answers(items)
    given = as_given(wave, items, keyed)
    longest, mean = patterns.runs(given)
    centres = {
        "mahalanobis": patterns.centre(given),
        "mahalanobis_robust": patterns.robust_centre(given, seed),
    }
    found: dict[str, Any] = {
        "longstring": longest.astype(float),
        "longstring_mean": mean,
        "irv": patterns.variability(given),
        **{name: patterns.distances(given, of) for name, of in centres.items()},
        "person_total": patterns.person_total(keyed),
        "psychometric_synonyms": patterns.synonyms(keyed, alike),
        "nearest_match": patterns.nearest_match(given),
        **_blanks(wave, items, given),
    }
    if len(scales) >= patterns.FEWEST_PAIRS:
        found["even_odd"] = patterns.even_odd(keyed, scales)
    if grids:
        lines = np.column_stack([one_line(given[:, g]) for g in grids.values()])
        found["straight_lines"] = _row_means(lines)
    wrong = missed(wave)
    if wrong is not None:
        found["attention_missed"] = wrong.sum(axis=1, min_count=1).to_numpy()
    if duration is not None:
        answered = np.maximum((~np.isnan(given)).sum(axis=1), 1)
        found["seconds_per_item"] = wave.answers(duration)[:, 0] / answered
    alikes = careful(given, grids, found, centres, seed)
    found["likelihood"] = alikes.likelihood
    found |= {f"{name}_chance": chance for name, chance in alikes.chances.items()}
    people = pd.DataFrame(found, index=wave.frame.index).dropna(axis=1, how="all")
    return Measured(people, alikes.values)


def one_line(x: np.ndarray) -> np.ndarray:
    """Return whether each person gave one answer all over a grid, (n,).

    Missing where fewer than four of its items were answered.
    """
    held = ~np.isnan(x)
    high = np.where(held, x, -np.inf).max(axis=1)
    low = np.where(held, x, np.inf).min(axis=1)
    return np.where(held.sum(axis=1) >= SHORTEST_GRID, high == low, np.nan)


def _row_means(x: np.ndarray) -> np.ndarray:
    held = (~np.isnan(x)).sum(axis=1)
    total = np.nansum(x, axis=1)
    return np.where(held > 0, total / np.maximum(held, 1), np.nan)


def grids_of(wave: Wave, items: list[str]) -> dict[str, list[int]]:
    """Return the columns of each grid of the study: its blocks.

    Items without a block make a grid with those of the same role and answers. A grid
    has four items at least, and is called by its block or by its first item.
    """
    groups: dict[Any, list[int]] = {}
    for j, name in enumerate(items):
        item = wave.item(name)
        if item is not None and item.type == "scale":
            answers = (item.role, item.scale, tuple(item.answers))
            groups.setdefault(item.block or answers, []).append(j)
    return {
        key if isinstance(key, str) else items[columns[0]]: columns
        for key, columns in groups.items()
        if len(columns) >= SHORTEST_GRID
    }


def as_given(wave: Wave, items: list[str], x: np.ndarray) -> np.ndarray:
    """Return answers before reversed items were turned round."""
    turned = x.copy()
    for j, name in enumerate(items):
        item = wave.item(name)
        if item is not None and item.reversed and name in wave.scales:
            turned[:, j] = sum(wave.scales[name]) - x[:, j]
    return turned


def _blanks(wave: Wave, items: list[str], x: np.ndarray) -> dict[str, np.ndarray]:
    """Return the share left blank of what was asked, and break-offs."""
    none = np.zeros(len(x), np.int8)
    absent = np.column_stack([wave.absent.get(i, none) for i in items])
    asked = ~np.isnan(x) | ~np.isin(absent, (NOT_ASKED, NOT_APPLICABLE))
    blank = asked & np.isnan(x)
    known = np.maximum(asked.sum(axis=1), 1)
    tail = np.cumprod(np.isnan(x[:, ::-1]), axis=1)[:, ::-1].astype(bool)
    found = {"missing": blank.sum(axis=1) / known}
    if len(items) > LEFT_AT_THE_END:
        left = (tail & blank).sum(axis=1)
        found["broke_off"] = (left >= LEFT_AT_THE_END).astype(float)
    return found
