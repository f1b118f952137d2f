"""What is one question when it is read, and what comes of reading it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from csat_methods.study.questions import Item
from csat_methods.study.scales import Answers
from csat_methods.wave.cells import Cells

Keys = frozenset[str]


@dataclass(frozen=True, eq=False)
class Reading:
    """The answers to one item.

    Attributes
    ----------
    columns : dict
        Column of the wave's frame to its answers.
    known : ndarray of bool, shape (n,)
        Who answered, "not applicable" included.
    not_applicable : ndarray of bool, shape (n,)
    meets : callable
        Whether each row's answer is among some codes, as the questionnaire has them.
    own_words : int
        Cells with none of the answers, which count as the one for words of one's own.
    reasons : ndarray of unsigned int, shape (n,), optional
        Which of the question's reasons for no answer each row gave, from 1; 0 for none.
    """

    columns: Mapping[str, Any]
    known: np.ndarray
    not_applicable: np.ndarray
    meets: Callable[[Keys], np.ndarray]
    own_words: int = 0
    reasons: np.ndarray | None = None


@dataclass(frozen=True)
class Question:
    """An item, the answers it takes, and in what form a file writes them."""

    item: Item
    answers: Answers
    form: str | None = None

    @property
    def silent(self) -> Keys:
        """Spellings that are no answer: blanks and "not applicable"."""
        return self.answers.blank | self.answers.not_applicable


def reading(
    question: Question,
    cells: Cells,
    keys: list[str],
    values: Any,
) -> Reading:
    """Return the reading of an item with one column.

    Parameters
    ----------
    keys : list of str
        The code of each distinct cell.
    values : array
        The answer of each row.
    """
    absent = question.answers.not_applicable
    return Reading(
        {question.item.id: values},
        cells.spread_flags(key not in question.answers.blank for key in keys),
        cells.spread_flags(key in absent for key in keys),
        lambda wanted: cells.spread_flags(key in wanted for key in keys),
        reasons=_reasons(question.answers, cells, keys),
    )


def _reasons(answers: Answers, cells: Cells, keys: list[str]) -> np.ndarray | None:
    """Return the place of each row's reason for no answer; None if nobody gave any."""
    places = {key: place for place, key in enumerate(answers.reasons, 1)}
    if places.keys().isdisjoint(keys):
        return None
    found = [places.get(key, 0) for key in keys]
    return np.array([*found, 0], np.min_scalar_type(len(places)))[cells.codes]
