"""Whom was each item asked, by the conditions of the questionnaire?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.questions import Condition
from csat_methods.wave.question import Reading

NOT_ASKED, UNKNOWN, ASKED = 0, 1, 2
"""Unknown: the condition's own item was asked and not answered."""


class Routing:
    """Whom each item of a study was asked.

    Parameters
    ----------
    study : Study
    readings : dict
        Item to its answers; items that are not in the file are left out.
    not_asked : iterable of str
        Items that the whole wave was not asked.
    n : int
        Rows.

    Notes
    -----
    Conditions that go round in a circle or name no item restrict nobody: the
    questionnaire's own faults are for its reader to find.
    """

    def __init__(
        self,
        study: Study,
        readings: Mapping[str, Reading],
        not_asked: Iterable[str],
        n: int,
    ) -> None:
        self.study = study
        self.readings = readings
        self.everybody = np.full(n, ASKED, np.int8)
        self.known = dict.fromkeys(not_asked, np.full(n, NOT_ASKED, np.int8))
        self.open: set[str] = set()

    def asked(self, item: str) -> np.ndarray:
        """Return ASKED, NOT_ASKED or UNKNOWN by row, shape (n,)."""
        if item not in self.known:
            self.open.add(item)
            states = [self._state(c) for c in self.study.items[item].asked_if]
            self.known[item] = self._all(states)
            self.open.discard(item)
        return self.known[item]

    def _all(self, states: list[np.ndarray]) -> np.ndarray:
        """Return the state of several conditions: the least sure one."""
        return np.minimum.reduce(states) if states else self.everybody

    def _state(self, condition: Condition) -> np.ndarray:
        item = condition.item
        if item in self.open or item not in self.study.items:
            return self.everybody
        above = self.asked(item)
        reading = self.readings.get(item)
        if reading is None:
            return above
        met = reading.meets(frozenset(map(code_key, condition.in_)))
        answered = np.where(met, ASKED, NOT_ASKED)
        state = np.where(reading.known, answered, UNKNOWN)
        return np.where(above == NOT_ASKED, NOT_ASKED, state).astype(np.int8)
