"""What do a person's answers look like, one number a pattern?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods.statistics import response_patterns as patterns
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SHORTEST_BLOCK = 4
"""Items of a block that may be a straight line."""

LEFT_AT_THE_END = 3
"""Items left blank at the end that make a break-off."""


def measures(
    wave: Wave,
    items: list[str],
    scales: Mapping[str, list[int]],
    duration: str | None,
    seed: int,
) -> pd.DataFrame:
    """Return every measure that applies, one row a row of the frame."""
    keyed = wave.answers(items)
    given = _as_given(wave, items, keyed)
    longest, mean = patterns.runs(given)
    found: dict[str, Any] = {
        "longstring": longest.astype(float),
        "longstring_mean": mean,
        "irv": patterns.variability(given),
        "mahalanobis": patterns.mahalanobis(given),
        "mahalanobis_robust": patterns.robust_mahalanobis(given, seed),
        "person_total": patterns.person_total(keyed),
        "psychometric_synonyms": patterns.synonyms(keyed),
        "nearest_match": patterns.nearest_match(given),
        **_blanks(wave, items, given),
    }
    if len(scales) >= patterns.FEWEST_PAIRS:
        found["even_odd"] = patterns.even_odd(keyed, scales)
    blocks = _blocks(wave, items)
    if blocks:
        lines = [np.ptp(given[:, block], axis=1) == 0 for block in blocks]
        found["straight_lines"] = np.mean(lines, axis=0)
    if duration is not None:
        answered = np.maximum((~np.isnan(given)).sum(axis=1), 1)
        found["seconds_per_item"] = wave.answers(duration)[:, 0] / answered
    return pd.DataFrame(found, index=wave.frame.index).dropna(axis=1, how="all")


def _as_given(wave: Wave, items: list[str], x: np.ndarray) -> np.ndarray:
    """Return answers before reversed items were turned round."""
    turned = x.copy()
    for j, name in enumerate(items):
        item = wave.item(name)
        if item is not None and item.reversed and name in wave.scales:
            turned[:, j] = sum(wave.scales[name]) - x[:, j]
    return turned


def _blocks(wave: Wave, items: list[str]) -> list[list[int]]:
    """Return the columns of each block that is long enough for a straight line."""
    groups: dict[str, list[int]] = {}
    for j, name in enumerate(items):
        block = getattr(wave.item(name), "block", None)
        if block is not None:
            groups.setdefault(block, []).append(j)
    return [block for block in groups.values() if len(block) >= SHORTEST_BLOCK]


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
