"""Whose graded answers enter an item response model, and can they carry it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.factors.refusals import refuse_constant, refuse_few

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_CATEGORIES = 20
"""Different answers an item may have to be a rating."""


@dataclass(frozen=True, eq=False)
class GradedAnswers:
    """Answers to items as categories.

    Attributes
    ----------
    items : tuple of str
    rows : ndarray of bool, shape (n,)
        Who counts, of all rows of the wave.
    place : ndarray of int, shape (r, k)
        Category of each answer from 0 on, −1 for a blank.
    weights : ndarray, shape (r,)
    levels : tuple of ndarray
        The answers of each item that somebody gave, ascending.
    """

    items: tuple[str, ...]
    rows: np.ndarray
    place: np.ndarray
    weights: np.ndarray
    levels: tuple[np.ndarray, ...]

    @property
    def n(self) -> np.ndarray:
        """Answers to each item, shape (k,)."""
        return (self.place >= 0).sum(axis=0)

    def notes(self, wave: Wave) -> list[Message]:
        """Return which items lack categories that their scale has."""
        gaps = tuple(
            wave.label(item)
            for item, known in zip(self.items, self.levels, strict=True)
            if _lacks(known, wave.scales.get(item))
        )
        if not gaps:
            return []
        return [
            Message(
                "Answers that nobody gave have no threshold of their own: {items}.",
                {"items": Listing(gaps)},
            )
        ]


def _lacks(known: np.ndarray, scale: tuple[float, float] | None) -> bool:
    """Return whether whole numbers of the scale are no one's answer."""
    low, high = scale or (known[0], known[-1])
    whole = bool((known == np.rint(known)).all())
    return whole and len(known) < high - low + 1


def graded_answers(
    wave: Wave, items: Sequence[str], missing: str, fewest: int
) -> GradedAnswers:
    """Return the answers of those who count.

    Parameters
    ----------
    missing : {"complete", "fiml"}
        Who answered all items, or any.
    fewest : int
        Items that are needed.

    Raises
    ------
    ValueError
        If there are too few items or people, or an item is constant or no rating.
    """
    listed = wave.measured(items)
    if len(listed) < fewest:
        raise ValueError(f"items={listed}: at least {fewest} are needed.")
    answers = wave.answers(listed)
    inside = wave.domain & (wave.design.weights > 0)
    held = ~np.isnan(answers) & inside[:, None]
    rows = held.all(axis=1) if missing == "complete" else held.any(axis=1)
    refuse_few(listed, held, rows, enough=len(listed))
    x = answers[rows]
    refuse_constant(listed, x)
    levels = tuple(np.unique(column[~np.isnan(column)]) for column in x.T)
    wide = [
        item
        for item, known in zip(listed, levels, strict=True)
        if len(known) > MOST_CATEGORIES
    ]
    if wide:
        raise ValueError(
            f"items={wide} have more than {MOST_CATEGORIES} different answers: they "
            "are no ratings."
        )
    place = np.column_stack(
        [
            np.where(np.isnan(column), -1, np.searchsorted(known, column))
            for column, known in zip(x.T, levels, strict=True)
        ]
    ).astype(int)
    weights = wave.design.weights[rows]
    return GradedAnswers(tuple(listed), rows, place, weights, levels)


def step_labels(given: GradedAnswers) -> dict[str, Message]:
    """Return the words of the columns of thresholds and of their errors."""
    most = max(len(known) for known in given.levels)
    words = {"b": "Threshold {number}", "se_b": "Error of threshold {number}"}
    return {
        f"{letter}{j}": Message(said, {"number": Number(j, "count")})
        for letter, said in words.items()
        for j in range(1, most)
    }
