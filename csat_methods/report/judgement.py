"""What do the published results say, row by row, and how much does each matter?

Results are known by the public function that made them, never by their class: a report
knows no method.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from csat_methods._messages import Message, Number, Text
from csat_methods.report.publish import PublishedResult
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Finding

COUNTED = "{method}: {n} of {asked} people answered."
"""What a result says that has no sentence of its own."""

CERTAIN = 0.95
"""A kind is named when its probability is at least this; else it is undecided."""

IMPORTANCE = (
    ("importance_performance", "importance"),
    ("stated_importance", "estimate"),
    ("relative_importance", "estimate"),
)
"""Functions and columns that say how much something matters, the best source first."""

KINDS = {
    "must_be": "Basic",
    "one_dimensional": "Performance",
    "attractive": "Attractive",
    "indifferent": "Indifferent",
    "reverse": "Reverse",
    "questionable": "Questionable",
}
"""Kinds of characteristics, as a board reads them."""


@dataclass(frozen=True)
class Row:
    """One visible row of a published result."""

    shown: PublishedResult
    cells: Mapping[str, Any]

    @property
    def prefix(self) -> str:
        """What stands before its references."""
        return self.shown.prefix

    @property
    def term(self) -> str:
        """What it speaks of."""
        return str(self.cells[self.shown.result.term_keys[0]])

    @property
    def label(self) -> Text | Message:
        """The words for what it speaks of."""
        words = self.shown.result.label(self.term)
        return words if isinstance(words, Text | Message) else Text({"en": words})

    @property
    def about(self) -> frozenset[str]:
        """The columns behind it."""
        return frozenset(self.shown.result.about.get(self.term) or (self.term,))

    @property
    def interval(self) -> tuple[float, float, float]:
        """Lower end, estimate, upper end."""
        names = ("ci_low", "estimate", "ci_high")
        low, middle, high = (float(self.cells.get(n, math.nan)) for n in names)
        return low, middle, high

    def number(self, column: str = "estimate", kind: str | None = None) -> Number:
        """Return a cell as a number that names its place."""
        return self.shown.result.number(self.cells, column, kind)

    def said(self, *columns: str) -> dict[str, Number]:
        """Return cells by column, as values of a sentence."""
        return {column: self.number(column) for column in columns}


@dataclass(frozen=True)
class Judged:
    """A finding, and the row it stands on."""

    finding: Finding
    row: Row

    @property
    def distance(self) -> float:
        """How far from its line, in standard errors; unknown is nothing."""
        far = self.finding.distance
        return 0.0 if math.isnan(far) else far


@dataclass(frozen=True)
class Importance:
    """How much things matter, by column, from the best source that was published."""

    rows: Mapping[str, Row]
    column: str = "estimate"

    def of(self, about: Iterable[str]) -> Row | None:
        """Return the row that says how much any of these columns matters."""
        found = (self.rows[c] for c in sorted(about) if c in self.rows)
        return next(found, None)

    def value(self, row: Row | None) -> float:
        """Return how much a row says; what is not known comes last."""
        return float(row.cells[self.column]) if row is not None else -math.inf

    @property
    def average(self) -> float:
        """The mean over everything it knows."""
        each = {id(row): self.value(row) for row in self.rows.values()}
        return sum(each.values()) / len(each) if each else math.nan


# ---------------------------------------------------------------------- rows
def function_of(shown: PublishedResult) -> str:
    """Return the public function that made a result."""
    call = shown.result.call
    return call.function.rpartition(".")[2] if call is not None else ""


def whole(shown: Iterable[PublishedResult], card: WaveCard) -> list[PublishedResult]:
    """Return the results that speak of everybody, not of segments or waves.

    Whom preparation left out, of this wave or of one it is compared with, is nobody.
    """
    prepared = {*card.conditions, *card.earlier}
    return [
        each
        for each in shown
        if not each.result.by and prepared.issuperset(each.result.domain.words)
    ]


def rows_of(shown: PublishedResult, column: str = "estimate") -> list[Row]:
    """Return the visible rows of a result that have a number in a column."""
    rows = [Row(shown, cells) for cells, visible in shown.rows() if visible]
    return [r for r in rows if not math.isnan(float(r.cells.get(column, math.nan)))]


def made_by(shown: Iterable[PublishedResult], *functions: str) -> list[PublishedResult]:
    """Return the results of some functions, in the functions' order."""
    listed = list(shown)
    return [each for name in functions for each in listed if function_of(each) == name]


# ------------------------------------------------------------------ judgement
def judged(shown: Sequence[PublishedResult], card: WaveCard) -> list[Judged]:
    """Return every finding of some results, with its row."""
    return [found for each in shown for found in _of(each, card)]


def _of(shown: PublishedResult, card: WaveCard) -> Iterator[Judged]:
    result = shown.result
    findings = result.findings(card.lines)
    rated = latest(rows_of(shown)) if findings else []
    rows = {result.key_of(row.cells): row for row in rated}
    for finding in findings:
        if finding.ref in rows:
            row = rows[finding.ref]
            yield Judged(finding, row)


def latest(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the latest pair of waves; all rows that compare none."""
    last = rows[-1].cells.get("wave_after") if rows else None
    return [row for row in rows if row.cells.get("wave_after") == last]


def importance_of(shown: Sequence[PublishedResult], card: WaveCard) -> Importance:
    """Return how much things matter, from the best source there is.

    What is said of one item holds for all items about its characteristic.
    """
    for function, column in IMPORTANCE:
        for each in sorted(made_by(shown, function), key=_derived):
            rows = rows_of(each, column)
            if rows:
                return Importance(_by_column(rows, card.characteristics), column)
    return Importance({})


def _derived(shown: PublishedResult) -> bool:
    """Whether importance was worked out, not stated by customers: the second choice."""
    return getattr(shown.result, "importance", "") != "stated"


def _by_column(
    rows: Sequence[Row], characteristics: Mapping[str, str]
) -> dict[str, Row]:
    """Return rows by term, by columns only one is about, and by characteristic."""
    counts = Counter(column for row in rows for column in row.about)
    own = {c: row for row in rows for c in row.about if counts[c] == 1}
    named = {characteristics[c]: row for c, row in own.items() if c in characteristics}
    like = {c: named[name] for c, name in characteristics.items() if name in named}
    return like | own | {row.term: row for row in rows}


def kinds_of(shown: Sequence[PublishedResult]) -> dict[str, Message]:
    """Return the kind of each characteristic, "undecided" where it is not certain."""
    found = {}
    for each in made_by(shown, "kano"):
        for row in rows_of(each, "probability"):
            certain = row.cells["probability"] >= CERTAIN
            words = KINDS.get(str(row.cells.get("category")), "undecided")
            found[row.term] = Message(words if certain else "undecided")
    return found
