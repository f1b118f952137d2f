"""Which codes say why people gave no answer, as other programs know them?

SPSS declares such codes missing, with words of their own. A workbook knows no missing
codes: there the words stand in the cell, of which no formula takes a mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._messages import plain, translate
from csat_methods.study.fields import number_of
from csat_methods.study.questions import CLOSED
from csat_methods.study.scales import Answers
from csat_methods.wave.wave import Wave

_DISCRETE = 3
"""Missing codes that a variable of SPSS may have one by one."""

_LONGEST_TEXT = 8
"""Signs of a text that SPSS can declare missing."""

Span = dict[str, float]


@dataclass(frozen=True, eq=False)
class NoAnswers:
    """The codes of one column that are no answers.

    Attributes
    ----------
    given : pandas.Series
        The code of each row that has one; missing elsewhere.
    words : dict
        Each code of the column to its words.
    shown : dict
        Each code to what stands for it in a workbook: words that a study reads as this
        code, else the code as a text.
    """

    given: pd.Series
    words: Mapping[Any, str]
    shown: Mapping[Any, str]

    def coded(self, column: pd.Series) -> pd.Series:
        """Return a column with the codes where it has no answer."""
        return column.where(self._answered(column), self.given)

    def told(self, column: pd.Series) -> pd.Series:
        """Return a column with words for the codes where it has no answer."""
        cells = column.astype(object)
        return cells.where(self._answered(column), self.given.map(self.shown))

    def _answered(self, column: pd.Series) -> pd.Series:
        return column.notna() | self.given.isna()


def no_answers(
    wave: Wave, name: str, answers: Collection[Any] = ()
) -> NoAnswers | None:
    """Return the codes of a column that are no answers, if the wave knows of any.

    It knows what was in its file: neither answers that a step has made anew, nor
    several waves as one, nor questions with several answers have such codes.

    Parameters
    ----------
    wave : Wave
    name : str
        The column.
    answers : collection
        What has another meaning there, as answers that were turned round may.
    """
    item, places = wave.item(name), wave.reasons.get(name)
    if item is None or places is None or wave.study is None:
        return None
    column, offered = wave._frame[name], wave.study.answers(name)
    if item.type not in {*CLOSED, "number"}:
        return None
    number = pd.api.types.is_numeric_dtype(column.dtype)
    codes = {key: number_of(key) if number else key for key in offered.reasons}
    taken = {*answers, *column.dropna().unique().tolist()}
    known = {k: c for k, c in codes.items() if c is not None and c not in taken}
    listed = [known.get(key) for key in ("", *offered.reasons)]
    given = pd.Series(np.array(listed, object)[places], column.index)
    return NoAnswers(
        given.astype("float64") if number else given,
        {code: _words(offered, key) for key, code in known.items()},
        {code: _shown(offered, key) for key, code in known.items()},
    )


def missing_codes(
    codes: Sequence[Any], answers: Collection[Any]
) -> list[Any] | list[Any | Span] | None:
    """Return how SPSS is told which codes are missing; None where it cannot be.

    Three codes, or a range with one code beside it, in which no answer lies.

    Parameters
    ----------
    codes : sequence of float or str
    answers : collection of float or str
        What is an answer of the variable.

    Examples
    --------
    >>> missing_codes([99.0, 98.0], [1.0, 2.0])
    [98.0, 99.0]
    >>> missing_codes([0.0, 96.0, 97.0, 98.0], [1.0, 2.0])
    [{'lo': 96.0, 'hi': 98.0}, 0.0]
    >>> missing_codes([0.0, 3.0, 6.0, 9.0], [1.0, 4.0, 8.0]) is None
    True
    """
    found = sorted(codes)
    if any(isinstance(c, str) and len(c.encode()) > _LONGEST_TEXT for c in found):
        return None
    if len(found) <= _DISCRETE:
        return found
    if isinstance(found[0], str):
        return None
    for inside, beside in (
        (found, []),
        (found[1:], found[:1]),
        (found[:-1], found[-1:]),
    ):
        low, high = inside[0], inside[-1]
        if not any(low <= answer <= high for answer in answers):
            return [{"lo": low, "hi": high}, *beside]
    return None


def _words(answers: Answers, key: str) -> str:
    """Return the words of a code, or which kind of no answer it is."""
    label = answers.labels.get(key)
    if label is not None:
        return plain(label)
    absent = key in answers.not_applicable
    return translate("Not applicable") if absent else translate("No answer")


def _shown(answers: Answers, key: str) -> str:
    label = answers.labels.get(key)
    return plain(label) if label is not None else key
