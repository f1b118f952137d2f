"""Of whom do estimates speak, without a row lost from the design?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.wave import build
from csat_methods.wave.contents import Contents
from csat_methods.wave.ledger import Entry


class Narrowing(Contents):
    """Domains of a wave; the loud exception is :meth:`drop`."""

    conditions: tuple[str, ...]
    named: bool
    absent: Mapping[str, np.ndarray]
    ledger: tuple[Entry, ...]
    source_key: str

    def where(self, mask: pd.Series, *, name: str | None = None) -> Self:
        """Return the wave with a narrower domain; the design stays whole.

        Parameters
        ----------
        mask : pandas.Series of bool
            With the index of :attr:`frame`.
        name : str, optional
            The condition in words; needed to publish.

        Raises
        ------
        ValueError
            If the mask is no boolean Series, has missing values or another index.

        Examples
        --------
        >>> import pandas as pd
        >>> from csat_methods import Wave
        >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5], "city": ["A", "B"]}))
        >>> wave.where(wave.frame["city"] == "A", name="city A").n
        1
        """
        inside = build.sound_mask(mask, self._frame.index)
        return self._narrowed(inside, name or "", named=name is not None)

    def _narrowed(self, inside: np.ndarray, words: str, *, named: bool) -> Self:
        return replace(
            self,
            domain=self.domain & inside,
            conditions=(*self.conditions, words),
            named=self.named and named,
        )

    def complete(self, items: str | Iterable[str]) -> Self:
        """Return the wave narrowed to people who answered all these items."""
        listed = self.columns(items)
        held = self._frame[listed].notna().all(axis=1).to_numpy()
        return self._narrowed(held, f"all of {', '.join(listed)}", named=True)

    def by(self, segment: str) -> dict[Any, Self]:
        """Return one wave a level of a segment, each the same design.

        Raises
        ------
        KeyError
            If the column is not in the wave.
        """
        _checks.columns(map(str, self._frame.columns), [segment], "the wave")
        column = self._frame[segment]
        levels = sorted(column[self.domain].dropna().unique())
        return {
            level: self._narrowed(
                (column == level).to_numpy(bool), f"{segment} = {level}", named=True
            )
            for level in levels
        }

    def drop(self, rows: pd.Series, *, reason: str) -> Self:
        """Return the wave without ineligible rows: really removed, and counted.

        Raises
        ------
        ValueError
            If the mask is unsound, nothing would remain, or weighting steps have been
            taken (their totals would silently change).
        """
        out = build.sound_mask(rows, self._frame.index)
        if self.design.steps:
            taken = [step.name for step in self.design.steps]
            raise ValueError(
                f"drop(reason={reason!r}) after the weighting steps {taken} would "
                "change their totals; drop before weighting."
            )
        if out.all():
            raise ValueError(f"drop(reason={reason!r}) would leave no row.")
        kept = ~out
        entry = Entry(
            "drop",
            Message("ineligible: {reason}", {"reason": reason}),
            self.n,
            int((self.domain & kept).sum()),
            int(out.sum()),
        )
        return replace(
            self,
            _frame=self._frame[kept],
            design=build.without(self.design, kept),
            domain=self.domain[kept],
            absent={item: codes[kept] for item, codes in self.absent.items()},
            ledger=(*self.ledger, entry),
            source_key=build.key_after(self.source_key, "drop", kept),
        )

    def assign(self, **columns: Any) -> Self:
        """Return the wave with new or replaced columns.

        Raises
        ------
        ValueError
            If a column has another length or index, or a design column is replaced.
        """
        frame = self._frame.assign(**columns)
        if len(frame) != len(self._frame):
            raise ValueError(
                f"columns={list(columns)} must have {len(self._frame)} rows."
            )
        new = frame[list(columns)]
        absent = {k: v for k, v in self.absent.items() if k not in columns}
        return replace(
            self,
            _frame=frame,
            absent=absent,
            source_key=build.key_after(self.source_key, "assign", new),
        )
