"""Who of the domain was asked what, and what did they answer?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


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
    """

    wave: Wave
    items: tuple[str, ...]
    duration: str | None = None
    day: str | None = None

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
    def blank(self) -> np.ndarray:
        """Whether each item was asked, applied and was not answered, shape (n, k)."""
        return self.asked & ~self.held & (self._absent != NOT_APPLICABLE)

    def that_is(self, what: str, value: str) -> np.ndarray:
        """Return which items have this type or role in the study, shape (k,)."""
        known = [self.wave.item(name) for name in self.items]
        return np.array([i is not None and getattr(i, what) == value for i in known])

    def by_item(self, counts: np.ndarray) -> dict[str, int]:
        """Return the counts above zero by item, the largest first."""
        pairs = zip(self.items, counts.tolist(), strict=True)
        found = {item: int(count) for item, count in pairs if count}
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def sheet_of(wave: Wave, duration: str | None, day: str | None) -> Sheet:
    """Return the answer sheet of a wave.

    Raises
    ------
    KeyError
        If a named column is not in the wave.
    ValueError
        If nobody is in the domain, the duration is no number or the day no date.
    """
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing can be checked.")
    frame = wave.frame
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
    return Sheet(wave, tuple(items), duration, day)
