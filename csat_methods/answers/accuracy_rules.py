"""Were the questions read, and is what people say what the records say?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.answers.answer_sheet import Hits, Sheet, most_first
from csat_methods.study.fields import code_key

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

DAY = pd.Timedelta(days=1)


def missed(wave: Wave) -> pd.DataFrame | None:
    """Return whether each person missed each attention item, blank where not asked.

    Of the attention items whose right answers the study says; None without any.
    """
    items = wave.study.items.values() if wave.study is not None else ()
    told = {i.id: set(map(code_key, i.right)) for i in items if i.right}
    frame = wave.frame
    known = {name: right for name, right in told.items() if name in frame}
    if not known:
        return None
    return pd.DataFrame(
        {name: _wrong(wave, name, right) for name, right in known.items()},
        index=frame.index,
    )


def _wrong(wave: Wave, name: str, right: set[str]) -> np.ndarray:
    answers, column = wave.study.answers(name), wave.frame[name]
    if answers.turned and answers.ends is not None:
        column = sum(answers.ends) - column
    hit = column.map(code_key, na_action="ignore").isin(right).to_numpy(bool)
    return np.where(column.notna(), ~hit, np.nan).astype(float)


def attention(sheet: Sheet) -> Hits | None:
    """Find people who missed an attention item."""
    wrong = missed(sheet.wave)
    if wrong is None:
        return None
    wrong = wrong.loc[sheet.frame.index]
    places = most_first(wrong.sum().to_dict())
    checked = wrong.notna().any(axis=1)
    return Hits(int((wrong == 1).any(axis=1).sum()), int(checked.sum()), places)


def against_records(sheet: Sheet) -> Hits | None:
    """Find answers that differ from what is recorded by more than is allowed."""
    if sheet.records is None:
        return None
    recorded, within = sheet.records, sheet.within
    answered = sheet.frame.loc[recorded.index, list(recorded)]
    both = answered.notna() & recorded.notna()
    off = {
        str(name): int(
            (both[name] & _off(answered[name], recorded[name], within)).sum()
        )
        for name in recorded
    }
    places = most_first(off)
    return Hits(sum(places.values()), int(both.to_numpy().sum()), places)


def _off(
    answered: pd.Series, recorded: pd.Series, within: Mapping[str, float]
) -> pd.Series:
    """Return which pairs differ by more than is allowed: days, amounts or codes."""
    far = within.get(str(answered.name), 0.0)
    kinds = {answered.dtype.kind, recorded.dtype.kind}
    if kinds == {"M"}:
        days = answered.dt.normalize() - recorded.dt.normalize()
        return (days / DAY).abs() > far
    if kinds <= set("iuf"):
        return (answered - recorded).abs() > far
    return answered.map(code_key, na_action="ignore") != recorded.map(
        code_key, na_action="ignore"
    )


def not_recorded(sheet: Sheet) -> Hits | None:
    """Find people of whom no purchase is recorded."""
    if sheet.records is None:
        return None
    people = len(sheet.frame)
    return Hits(people - len(sheet.records), people)
