"""Which four to six figures does a board see first?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from csat_methods._findings import judge
from csat_methods._messages import Message, Text
from csat_methods.report.groups import WAVE
from csat_methods.report.judgement import Row, function_of, made_by, rows_of, whole
from csat_methods.report.publish import PublishedResult
from csat_methods.report.strips import Interval
from csat_methods.report.wave_card import WaveCard

MOST = 6
FEWEST = 4
GAP = "{label}: gap to expectation"
RATING = "{label}: rating"
CHANGES = ("compare_waves", "wave_changes")
"""Functions that say how a figure changed."""

Pick = Callable[[Sequence[Row], WaveCard], Row | None]


@dataclass(frozen=True)
class Tile:
    """One key figure: a row, its verdict, and how it changed.

    Attributes
    ----------
    label : Text or Message
        What it measures.
    row : Row
        Where its value, interval and n stand.
    verdict : str
        Against the line of its kind; empty where there is none.
    line : float or None
        What it is judged by.
    change : Row or None
        The change since the wave before.
    past : tuple of Row
        The same in earlier waves and this one, in time order.
    course : tuple of (lower end, value, upper end)
        The figure wave by wave, as far as it is known; ends may be missing.
    """

    label: Text | Message
    row: Row
    verdict: str = ""
    line: float | None = None
    change: Row | None = None
    past: tuple[Row, ...] = ()
    course: tuple[Interval, ...] = ()

    @property
    def change_verdict(self) -> str:
        """Whether the change is good, bad or undecided; empty without one.

        A change that was tested with others is decided by its adjusted p-value.
        """
        if self.change is None:
            return ""
        p = self.change.cells.get("p_adjusted", 0.0)
        if not p < 1 - self.change.shown.result.level:
            return "undecided"
        low, _, high = self.change.interval
        better = self.row.shown.result.higher_is_better
        return judge(low, high, 0.0, higher_is_better=better)

    @property
    def subject(self) -> Text | Message:
        """What it is called inside a sentence: the item that was rated, by its name."""
        rated = function_of(self.row.shown) == "means"
        return self.row.label if rated else self.label

    @property
    def comparable(self) -> bool:
        """Whether the last of the earlier waves' rows is this very figure."""
        if len(self.past) < 2:
            return False
        return abs(self.past[-1].interval[1] - self.row.interval[1]) < 1e-9


def tiles_of(shown: Sequence[PublishedResult], card: WaveCard) -> tuple[Tile, ...]:
    """Return the key figures of a report, satisfaction as a whole first.

    Parameters
    ----------
    shown : sequence of PublishedResult
        Those of which something is visible, segments and waves included.
    card : WaveCard
        Which columns ask for satisfaction as a whole, and the lines.
    """
    everybody = whole(shown, card)
    chosen: list[Row] = []
    for function, pick in PICKS:
        rows = [row for each in made_by(everybody, function) for row in rows_of(each)]
        found = pick(rows + _now(made_by(shown, function), card), card)
        if found and len(chosen) < MOST and not _told(found, chosen):
            chosen.append(found)
    fill = _extremes(everybody, chosen, card)
    chosen += fill[: max(FEWEST - len(chosen), 0)]
    return tuple(_tile(row, shown, card) for row in chosen)


def _told(row: Row, chosen: Iterable[Row]) -> bool:
    """Return whether the index of the same answers says it: two lines may disagree."""
    return function_of(row.shown) == "means" and any(
        function_of(other.shown) == "satisfaction_index" and other.about == row.about
        for other in chosen
    )


def _now(shown: Iterable[PublishedResult], card: WaveCard) -> list[Row]:
    """Return this wave's rows of results that tell waves apart."""
    trends = [each for each in shown if each.result.by == (WAVE,)]
    rows = [row for each in trends for row in rows_of(each)]
    return [row for row in rows if str(row.cells[WAVE]) == card.wave]


# --------------------------------------------------------------------- picks
def _first(rows: Sequence[Row], _: WaveCard) -> Row | None:
    return next(iter(rows), None)


def _overall(rows: Sequence[Row], card: WaveCard) -> Row | None:
    """Return the row about satisfaction as a whole."""
    wanted = (row for row in rows if row.about <= set(card.overall))
    return next(wanted, None)


def _widest(rows: Sequence[Row], card: WaveCard) -> Row | None:
    """Return the row that falls short of its line most clearly."""
    short = [row for row in rows if _verdict(row, card) == "bad"]
    return min(short, key=lambda row: _clearness(row, card), default=None)


def _clearness(row: Row, card: WaveCard) -> float:
    """Return how far a row is from its line, in widths of its interval."""
    low, middle, high = row.interval
    off = middle - float(card.lines[row.shown.result.line])
    return off / (high - low) if high > low else off


PICKS: tuple[tuple[str, Pick], ...] = (
    ("satisfaction_index", _first),
    ("means", _overall),
    ("top_box", _overall),
    ("net_promoter_score", _first),
    ("customer_effort_score", _first),
    ("gap_scores", _widest),
)
"""Functions whose rows become tiles, in their order, and which row."""


def _extremes(
    shown: Iterable[PublishedResult], chosen: Sequence[Row], card: WaveCard
) -> list[Row]:
    """Return the poorest and the best rating, for a report with few key figures.

    Where the study has a line, they are those most clearly below and above it.
    """
    known = {row.about for row in chosen}
    ratings = [
        row
        for each in made_by(shown, "means")
        for row in rows_of(each)
        if row.about not in known
    ]
    lined = all(row.shown.result.line in card.lines for row in ratings)
    ranked = sorted(
        ratings,
        key=lambda row: _clearness(row, card) if lined else row.interval[1],
    )
    return [*ranked[:1], *ranked[:0:-1]]


# --------------------------------------------------------------------- tiles
def _tile(row: Row, shown: Sequence[PublishedResult], card: WaveCard) -> Tile:
    changes = _changes(row, shown)
    tile = Tile(
        label=_label(row),
        row=row,
        verdict=_verdict(row, card),
        line=card.lines.get(row.shown.result.line),
        change=changes[-1] if changes else None,
        past=_past(row, shown),
    )
    course = [r.interval for r in tile.past] if tile.comparable else _course(changes)
    return replace(tile, course=tuple(course))


def _label(row: Row) -> Text | Message:
    """Return what a tile measures: the item, the method, or both."""
    method = Message(row.shown.result.method)
    words = {"means": RATING, "gap_scores": GAP}.get(function_of(row.shown))
    return method if words is None else Message(words, {"label": row.label})


def _verdict(row: Row, card: WaveCard) -> str:
    result = row.shown.result
    line = card.lines.get(result.line)
    if line is None:
        return ""
    low, _, high = row.interval
    return judge(low, high, float(line), higher_is_better=result.higher_is_better)


def _changes(row: Row, shown: Iterable[PublishedResult]) -> list[Row]:
    """Return the changes of the same figure, in the same unit, the latest last."""
    kind = row.shown.result.kind("estimate")
    for each in reversed(made_by(shown, *CHANGES)):
        found = [
            change
            for change in rows_of(each)
            if change.about == row.about and _same_unit(change, kind)
        ]
        if found:
            return found
    return []


def _course(changes: Sequence[Row]) -> list[Interval]:
    """Return a figure wave by wave, from its changes where none is missing."""
    told = [change.cells for change in changes]
    if not told or "wave_before" not in told[0]:
        return []
    if any(a["wave_after"] != b["wave_before"] for a, b in pairwise(told)):
        return []
    values = [told[0]["before"], *(cells["after"] for cells in told)]
    return [(math.nan, float(value), math.nan) for value in values]


def _same_unit(change: Row, kind: str) -> bool:
    differences = {
        "number": "difference",
        "difference": "difference",
        "index": "points",
        "points": "points",
        "share": "share_difference",
    }
    return change.shown.result.kind("estimate") == differences.get(kind)


def _past(row: Row, shown: Iterable[PublishedResult]) -> tuple[Row, ...]:
    """Return the same figure wave by wave."""
    for each in made_by(shown, function_of(row.shown)):
        rows = tuple(r for r in rows_of(each) if r.about == row.about)
        if each.result.by == (WAVE,) and len(rows) > 1:
            return rows
    return ()
