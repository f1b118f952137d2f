"""Who of the domain was asked what, and what did they answer?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.answers.rule_set import RuleSet, rule_set
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True)
class Hits:
    """What a rule found.

    Attributes
    ----------
    found, checked : int
        In the unit of the rule.
    places : dict of str to int
        Columns, or names of contradictions, to how much was found there, the most
        first.
    """

    found: int
    checked: int
    places: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sheet:
    """The answers of the people in a wave's domain.

    Attributes
    ----------
    wave : Wave
    items : tuple of str
        Columns that hold answers: the study's; without a study those that have a
        scale; else all but the person.
    duration, day : str or None
        Columns of how long each person took, and when.
    rules : RuleSet
        Limits and contradictions.
    records : pandas.DataFrame or None
        What is recorded of the people: one column an item, on the frame's index; only
        people of whom something is recorded.
    within : dict
        Item to how far an answer may be off what is recorded.
    """

    wave: Wave
    items: tuple[str, ...]
    duration: str | None = None
    day: str | None = None
    rules: RuleSet = field(default_factory=RuleSet)
    records: pd.DataFrame | None = None
    within: Mapping[str, float] = field(default_factory=dict)

    def limit(self, name: str) -> float:
        """Return one limit of the rules."""
        return self.rules.limits[name]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All columns, people of the domain."""
        return self.wave.frame.loc[self.wave.domain]

    @cached_property
    def held(self) -> np.ndarray:
        """Whether each item was answered, shape (n, k)."""
        return self.frame[list(self.items)].notna().to_numpy()

    @cached_property
    def _absent(self) -> np.ndarray:
        nothing = np.zeros(len(self.wave.domain), np.int8)
        columns = [self.wave.absent.get(item, nothing) for item in self.items]
        return np.column_stack(columns)[self.wave.domain]

    @cached_property
    def asked(self) -> np.ndarray:
        """Whether each item was asked, shape (n, k)."""
        return self.held | (self._absent != NOT_ASKED)

    @cached_property
    def applies(self) -> np.ndarray:
        """Whether each item was asked and applied, shape (n, k)."""
        return self.asked & (self.held | (self._absent != NOT_APPLICABLE))

    @cached_property
    def blank(self) -> np.ndarray:
        """Whether each item was asked, applied and was not answered, shape (n, k)."""
        return self.applies & ~self.held

    def that_is(self, what: str, value: str) -> np.ndarray:
        """Return which items have this type or role in the study, shape (k,)."""
        known = [self.wave.item(name) for name in self.items]
        return np.array([i is not None and getattr(i, what) == value for i in known])

    def by_item(self, counts: np.ndarray) -> dict[str, int]:
        """Return the counts above zero by item, the largest first."""
        return most_first(dict(zip(self.items, counts.tolist(), strict=True)))


def most_first(counts: Mapping[str, float]) -> dict[str, int]:
    """Return the counts above zero, the largest first."""
    found = {name: int(count) for name, count in counts.items() if count}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def sheet_of(
    wave: Wave,
    duration: str | None,
    day: str | None,
    records: pd.DataFrame | None = None,
    within: Mapping[str, float] | None = None,
) -> Sheet:
    """Return the answer sheet of a wave.

    Raises
    ------
    KeyError
        If a named column is not in the wave.
    ValueError
        If nobody is in the domain, the duration is no number, the day no date, or the
        records cannot be joined.
    """
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing can be checked.")
    frame = wave.frame
    duration = wave.timed if duration is None else duration
    if duration is not None:
        wave.answers(duration)
    if day is not None:
        (day,) = wave.columns(day)
        if frame[day].dtype.kind != "M":
            raise ValueError(f"day={day!r} holds no dates.")
    known = list(wave.study.items.values()) if wave.study is not None else []
    items = [c for item in known for c in item.frame_columns if c in frame]
    items = items or [c for c in frame if c in wave.scales]
    items = items or [str(c) for c in frame if c not in (wave.person, duration, day)]
    return Sheet(
        wave,
        tuple(items),
        duration,
        day,
        rule_set(wave),
        _joined(wave, records),
        _within(wave, within),
    )


def _joined(wave: Wave, records: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the records of the people in the domain, on the frame's index."""
    found = wave.purchases if records is None else records
    if found is None:
        return None
    key = found.index.name if records is None else wave.person
    if key is None or key not in wave.frame:
        raise ValueError(
            f"records: the wave has no column {key!r} of persons to join them by; "
            "give it as person."
        )
    _checks.columns(wave.frame.columns, list(found.columns), "the wave")
    if found.index.has_duplicates:
        again = found.index[found.index.duplicated()][0]
        raise ValueError(f"records: the id {again!r} is there twice; one row a person.")
    ids = wave.frame.loc[wave.domain, key]
    ids = ids[ids.isin(found.index)]
    return found.reindex(ids).set_axis(ids.index)


def _within(wave: Wave, within: Mapping[str, float] | None) -> Mapping[str, float]:
    """Return how far answers may be off their records, item by item."""
    told = wave.file.purchases if wave.file is not None else None
    given = within if within is not None else (told.within if told else {})
    _checks.columns(map(str, wave.frame), given, "the wave")
    low = {item: far for item, far in given.items() if not far >= 0}
    if low:
        raise ValueError(f"within={low} must be 0 or more.")
    return given
