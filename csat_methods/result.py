"""What does every method hand back, so that a reader can trust the number?

A :class:`Result` is frozen: a tidy exact table, how many answers it rests on, notes and
findings as messages, and the call that made it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd

from csat_methods import _html, _messages
from csat_methods._findings import Finding, judge, side
from csat_methods._messages import Message, Number, Text
from csat_methods._once import once
from csat_methods._record import Call, digest_of_data, memory, method
from csat_methods._rows import FRAME, Rows

__all__ = ["Call", "Domain", "Finding", "Result", "Used", "judge", "memory", "method"]


@dataclass(frozen=True)
class Used:
    """How many answers a result rests on.

    Attributes
    ----------
    asked : int
        People in the domain.
    used : tuple of int
        The fewest and the most people any row rests on.
    left_out : dict of str to int
        Reason (an English sentence part) to people; the row that lost most.
    """

    asked: int
    used: tuple[int, int]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Domain:
    """Whom a result speaks of: the conditions in words, and a digest of the rows."""

    words: tuple[str, ...] = ()
    digest: str = ""
    named: bool = True


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result(Rows):
    """A tidy table of estimates, and what a reader needs to trust it.

    Attributes
    ----------
    table : pandas.DataFrame
        `by` columns, ``term, estimate, se, ci_low, ci_high, n`` where they make
        sense, then the method's own; exact, never rounded. A copy each time.
    method : str
        The method's name in English, as the report cites it.
    used : Used
        Asked, used, left out by reason.
    level : float
        Confidence of the intervals, 0 to 1.
    by : tuple of str
        Segment columns that lead the table.
    notes : tuple of Message
        What a careful reader must know.
    labels : dict
        Term or key to the study's words, or to a sentence.
    about : dict
        Term to the columns of the wave behind it.
    domain : Domain
        Whom the result speaks of.
    """

    table: pd.DataFrame = FRAME
    method: str
    used: Used
    level: float = 0.95
    by: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    labels: Mapping[str, Text | Message] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domain: Domain = Domain()
    call: Call | None = None
    name: str = ""
    covariance_source: Any = None

    line: ClassVar[str] = ""
    higher_is_better: ClassVar[bool] = True
    clause: ClassVar[str] = "7.4"
    verbatim: ClassVar[bool] = False
    wholes: ClassVar[tuple[str, ...]] = ()
    """Own fields that speak of all rows together: none is shown where a row is not."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "headline" in vars(cls):
            cls.headline = once(cls.headline)  # type: ignore[method-assign]

    @cached_property
    def key(self) -> str:
        """Digest of the table: equal tables of one method, equal keys."""
        return digest_of_data(self._table) + self.method

    def with_facts(self, **facts: Any) -> Self:
        """Return the same rows under another name, with other labels and the like.

        What is known of the rows stays known: `table`, `by` and `method` are no such
        facts.
        """
        same = copy(self)
        vars(same).pop("_made", None)
        vars(same).update(facts)
        return same

    # ------------------------------------------------------------- one number
    def _single(self, column: str) -> float:
        if len(self._table) != 1:
            raise AttributeError(
                f"{column} is an attribute of one-row results; this one has "
                f"{len(self._table)} rows: use .table or .row({', '.join(self.keys)})."
            )
        if column not in self._table:
            raise AttributeError(f"{self.method} has no column {column}.")
        return float(self._table[column].iloc[0])

    @property
    def estimate(self) -> float:
        """The estimate of a one-row result."""
        return self._single("estimate")

    @property
    def se(self) -> float:
        """The standard error of a one-row result."""
        return self._single("se")

    @property
    def ci_low(self) -> float:
        """The lower end of the interval of a one-row result."""
        return self._single("ci_low")

    @property
    def ci_high(self) -> float:
        """The upper end of the interval of a one-row result."""
        return self._single("ci_high")

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariance of the estimates, labelled by the table's row positions.

        Raises
        ------
        AttributeError
            If the estimates of this result have none.
        """
        source = self.covariance_source
        if source is None:
            raise AttributeError(f"{self.method} has no covariance of its estimates.")
        matrix = source() if callable(source) else source
        index = self._table.index
        return pd.DataFrame(np.asarray(matrix), index=index, columns=index)

    # ------------------------------------------------------------------ words
    @once
    def headline(self) -> Message:
        """Return the one sentence that this result says."""
        low, high = self.used.used
        return Message(
            "{method}: {n} of {asked} people answered.",
            {
                "method": Message(self.method),
                "n": Number(low if low == high else high, "count"),
                "asked": Number(self.used.asked, "count"),
            },
        )

    def summary(self) -> str:
        """Return the one sentence in the current language."""
        return _messages.plain(self.headline())

    def findings(self, rules: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
        """Return what each row says against the line of its kind.

        Parameters
        ----------
        rules : mapping, optional
            Lines by kind, as in ``study.yaml``; a kind without a line has no findings.
        """
        line = (rules or {}).get(self.line)
        if line is None:
            return ()
        return tuple(self.finding(row, float(line)) for row in self.records())

    def finding(self, row: Mapping[str, Any], line: float) -> Finding:
        """Return the finding of one row."""
        verdict = judge(
            row["ci_low"],
            row["ci_high"],
            line,
            higher_is_better=self.higher_is_better,
        )
        subject = str(row[self.term_keys[0]])
        known = self.labels.get(subject)
        label = known if isinstance(known, Text) else Text({"en": subject})
        segment = " · ".join(str(row[key]) for key in self.by)
        se = row.get("se", math.nan)
        return Finding(
            kind=self.line,
            subject=subject,
            label=label,
            estimate=float(row["estimate"]),
            ci_low=float(row["ci_low"]),
            ci_high=float(row["ci_high"]),
            n=int(row["n"]) if not math.isnan(row["n"]) else 0,
            line=line,
            verdict=verdict,
            message=self.sentence(row, verdict),
            ref=self.key_of(row),
            segment=segment,
            direction=side(row["ci_low"], row["ci_high"], line),
            clause=self.clause,
            distance=abs(row["estimate"] - line) / se if se > 0 else math.inf,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one row as a sentence."""
        return Message(
            "{label}: {estimate} ({low} to {high}; n = {n}).",
            {
                "label": self.label(row[self.term_keys[0]]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )

    # ---------------------------------------------------------------- showing
    def to_frame(self) -> pd.DataFrame:
        """Return the table with method, asked and level as columns.

        A column of that name that the table has already stays as it is.
        """
        told = {"method": self.method, "asked_in_all": self.used.asked}
        told |= {"level": self.level}
        new = {key: value for key, value in told.items() if key not in self._table}
        return self._table.assign(**new)

    def plot(self, ax: Any = None, **style: Any) -> Any:
        """Draw the result and return the matplotlib Axes."""
        from csat_methods import plots

        return plots.draw(self, ax=ax, **style)

    def rounded(self) -> pd.DataFrame:
        """Return the table as text, each column written as its kind."""
        return pd.DataFrame(self._written())

    def _written(self) -> dict[str, list[str]]:
        """Return the table's columns as texts."""
        return {str(c): self._texts(str(c), v) for c, v in self._table.items()}

    def _texts(self, name: str, column: pd.Series) -> list[str]:
        cells = column.tolist()
        if name in self.by:
            return [self._level(name, cell) for cell in cells]
        if name in self.keys or column.dtype.kind not in "fiu":
            return [_messages.plain(self.label(cell)) for cell in cells]
        kind = self.kind(name)
        own = [self.kinds_in(row).get(name, kind) for row in self.records()]
        return [*map(_messages.number, cells, own)]

    def _level(self, segment: str, level: Any) -> str:
        """Return the study's words for a segment's level, else the level itself."""
        return _messages.plain(self.labels.get(f"{segment}={level}", str(level)))

    def __repr__(self) -> str:
        notes = "".join(f"\nNote: {_messages.plain(note)}" for note in self.notes)
        return f"{self.summary()}\n{self.rounded().to_string(index=False)}{notes}"

    def _repr_html_(self) -> str:
        return self._card(_html.table(self._written()))

    def _card(self, *parts: _html.Html) -> _html.Html:
        """Return what is claimed, some parts, and the notes."""
        claim = _html.tag("strong", _html.sentence(self.headline()))
        notes = (_html.tag("p", _html.sentence(note)) for note in self.notes)
        return _html.tag(
            "div", _html.tag("p", claim), *parts, *notes, class_="csat-result"
        )
