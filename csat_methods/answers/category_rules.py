"""Does every answer fall into a category that somebody has defined?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.answers.answer_sheet import Hits, Sheet, most_first
from csat_methods.study.fields import code_key

NO_CLASS = "unclassified"
"""What the step ``categorise`` calls an answer that its map does not name."""


def mapped(answers: pd.Series, classes: Mapping[Any, str]) -> pd.Series:
    """Return the class of each answer, :data:`NO_CLASS` for those without one.

    Examples
    --------
    >>> mapped(pd.Series([1.0, 7.0, None]), {1: "few"}).fillna("").tolist()
    ['few', 'unclassified', '']
    """
    known = answers.map(classes)
    return known.where(known.notna() | answers.isna(), NO_CLASS)


def cut(
    answers: pd.Series, cuts: Sequence[float] | None, labels: Sequence[str] | None
) -> pd.Series:
    """Return the class of each answer, from its bound up to below the next.

    Raises
    ------
    ValueError
        If the bounds do not rise, or there is not one label more than bounds.

    Examples
    --------
    >>> cut(pd.Series([17.0, 18.0]), [18], ["young", "adult"]).tolist()
    ['young', 'adult']
    """
    bounds, names = list(cuts or ()), list(labels or ())
    rising = all(a < b for a, b in pairwise(bounds))
    if not bounds or not rising or len(names) != len(bounds) + 1:
        raise ValueError(
            f"cuts={bounds} must rise and labels={names} name one class more than cuts."
        )
    position = np.searchsorted(bounds, answers.to_numpy(float), side="right")
    return pd.Series(np.array(names)[position], answers.index).where(answers.notna())


def unclassified(sheet: Sheet) -> Hits | None:
    """Find answers that no class takes, in the columns that ``categorise`` made."""
    taken = [each for each in sheet.wave.ledger if each.step == "categorise"]
    columns = [str(dict(each.detail.values)["into"]) for each in taken]
    columns = [column for column in columns if column in sheet.frame]
    if not columns:
        return None
    frame = sheet.frame[columns]
    places = most_first((frame == NO_CLASS).sum().to_dict())
    return Hits(sum(places.values()), int(frame.notna().to_numpy().sum()), places)


def unknown_levels(sheet: Sheet) -> Hits | None:
    """Find values of segments that the study's segments do not name."""
    study = sheet.wave.study
    named = study.segments.items() if study is not None else ()
    levels = {
        column: set(map(code_key, segment.levels))
        for column, segment in named
        if segment.levels and column in sheet.frame
    }
    if not levels:
        return None
    held = sheet.frame[list(levels)]
    strange = {
        column: sum(
            int(n)
            for value, n in held[column].value_counts().items()
            if code_key(value) not in known
        )
        for column, known in levels.items()
    }
    places = most_first(strange)
    return Hits(sum(places.values()), int(held.notna().to_numpy().sum()), places)
