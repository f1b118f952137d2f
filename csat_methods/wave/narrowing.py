"""Of whom do estimates speak, without a row lost from the design?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Text, plain
from csat_methods._refusals import refusing
from csat_methods.wave import build
from csat_methods.wave.contents import Contents
from csat_methods.wave.digest import key_after
from csat_methods.wave.frame_checks import check_scale, sound_mask
from csat_methods.wave.ledger import Entry

WIDE = 100
"""Columns from which pandas warns of setting one more."""


class Narrowing(Contents):
    """Domains of a wave; the loud exception is :meth:`drop`."""

    conditions: tuple[str, ...]
    named: bool
    absent: Mapping[str, np.ndarray]
    reasons: Mapping[str, np.ndarray]
    ledger: tuple[Entry, ...]
    scales: Mapping[str, tuple[float, float]]
    source_key: str

    def _with(self, **changes: Any) -> Self:
        """Return the wave with some attributes changed."""
        wave: Any = self
        return replace(wave, **changes)

    @refusing
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
        inside = sound_mask(mask, self._frame.index)
        return self._narrowed(inside, name or "", named=name is not None)

    def _narrowed(self, inside: np.ndarray, words: str, *, named: bool) -> Self:
        return self._with(
            domain=self.domain & inside,
            conditions=(*self.conditions, words),
            named=self.named and named,
        )

    @refusing
    def complete(self, items: str | Iterable[str]) -> Self:
        """Return the wave narrowed to people who answered all these items."""
        listed = self.columns(items)
        held = np.logical_and.reduce([self._held(item) for item in listed])
        return self._narrowed(held, f"all of {', '.join(listed)}", named=True)

    @refusing
    def by(self, segment: str) -> dict[Any, Self]:
        """Return one wave a level of a segment, each the same design.

        Levels come in their order: of a categorical its own, else by size or alphabet.

        Raises
        ------
        KeyError
            If the column is not in the wave.
        """
        _checks.columns(self._frame.columns, [segment], "the wave")
        codes, levels = pd.factorize(self._frame[segment], sort=True)
        present = np.bincount(codes[self.domain & (codes >= 0)], minlength=len(levels))
        return {
            level: self._narrowed(codes == code, f"{segment} = {level}", named=True)
            for code, level in enumerate(levels)
            if present[code]
        }

    @refusing
    def drop(self, rows: pd.Series, *, reason: str | Text) -> Self:
        """Return the wave without ineligible rows: really removed, and counted.

        Raises
        ------
        ValueError
            If the mask is unsound, nothing would remain, or weighting steps have been
            taken (their totals would silently change).
        """
        out = sound_mask(rows, self._frame.index)
        if self.design.steps:
            taken = [step.name for step in self.design.steps]
            raise ValueError(
                f"drop(reason={plain(reason)!r}) after the weighting steps {taken} "
                "would change their totals; drop before weighting."
            )
        if out.all():
            raise ValueError(f"drop(reason={plain(reason)!r}) would leave no row.")
        kept = ~out
        entry = Entry(
            "drop",
            Message("ineligible: {reason}", {"reason": reason}),
            int(self.domain.sum()),
            int((self.domain & kept).sum()),
            int(out.sum()),
        )
        return self._with(
            _frame=self._frame[kept],
            design=build.without(self.design, kept),
            domain=self.domain[kept],
            absent={item: codes[kept] for item, codes in self.absent.items()},
            reasons={item: codes[kept] for item, codes in self.reasons.items()},
            ledger=(*self.ledger, entry),
            source_key=key_after(self.source_key, "drop", kept),
        )

    @refusing
    def assign(self, **columns: Any) -> Self:
        """Return the wave with new or replaced columns; the design stays as it is.

        Parameters
        ----------
        columns : dict
            Each one value a row, or one value for all. A Series needs the index of
            :attr:`frame`.

        Raises
        ------
        ValueError
            If a column has another length or index, or answers off the scale of its
            item.
        """
        faults = _checks.Faults()
        for name, values in columns.items():
            self._check_fits(name, values, faults)
        faults.stop()
        frame = _with_columns(self._frame, columns)
        for name in self.scales.keys() & columns.keys():
            check_scale(frame[name], name, self.scales[name], faults)
        faults.stop()
        absent = {k: v for k, v in self.absent.items() if k not in columns}
        reasons = {k: v for k, v in self.reasons.items() if k not in columns}
        return self._with(
            _frame=frame,
            absent=absent,
            reasons=reasons,
            source_key=key_after(self.source_key, "assign", frame[list(columns)]),
        )

    def with_answers(
        self,
        columns: Mapping[str, np.ndarray],
        scales: Mapping[str, tuple[float, float]],
    ) -> Self:
        """Return the wave with answers that were worked out: moved, or drawn.

        Nothing is refused: drawn answers may lie beyond the ends of their scale. Who
        was not asked stays so.

        Parameters
        ----------
        columns : dict
            Item to its answers, one a row.
        scales : dict
            Item to (lowest, highest), of all items, from now on.
        """
        frame = _with_columns(self._frame, columns)
        key = key_after(self.source_key, "answers", frame[list(columns)])
        reasons = {k: v for k, v in self.reasons.items() if k not in columns}
        changes = {"scales": dict(scales), "reasons": reasons}
        return self._with(_frame=frame, source_key=key, **changes)

    def _check_fits(self, name: str, values: Any, faults: _checks.Faults) -> None:
        """Note a column that would not stand beside the people it belongs to."""
        if not pd.api.types.is_list_like(values):
            return
        rows, given = len(self._frame), np.shape(values)
        if given != (rows,):
            faults.add(f"column {name!r} has the shape {given}; it needs {rows} rows.")
        elif isinstance(values, pd.Series) and not values.index.equals(
            self._frame.index
        ):
            faults.add(f"column {name!r} has another index than wave.frame.")


def _with_columns(frame: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a frame with new or replaced columns, in the order of before.

    In a wide frame they are set beside the others at once, not one by one.
    """
    if frame.shape[1] < WIDE:
        return frame.assign(**columns)
    new = pd.DataFrame(columns, index=frame.index)
    order = [*frame.columns, *(name for name in new if name not in frame)]
    kept = frame.drop(columns=[name for name in new if name in frame])
    return pd.concat([kept, new], axis=1)[order]
