"""How do items and segments stand in a banner table?

Items are rows and segments are columns, all people first. Every item has its estimate,
the letters of the columns it is clearly higher than, and the answers it rests on; only
published values, and hidden cells say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from csat_methods._messages import Message, plain, translate
from csat_methods.report import words
from csat_methods.report.headings import heading
from csat_methods.report.judgement import function_of
from csat_methods.report.plain_cells import HIDDEN
from csat_methods.report.publish import Published, PublishedResult

BASE = "n"
HIGHER = "Higher than"
"""What the row of letters is called."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of a banner.

    Attributes
    ----------
    item : str
        Words of the item, and of the answer where shares of answers are told.
    what : str
        What the cells are: the estimate, letters or n, in the current language.
    kind : str
        How numbers are written: ``number``, ``share``, ``count`` …; empty for letters.
    cells : tuple
        Numbers, letters, ``hidden``, or None where there is nothing.
    """

    item: str
    what: str
    kind: str
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Banner:
    """A table of items by segments.

    Attributes
    ----------
    name : str
        Of the published result.
    title : str
        Method and segment, in the current language.
    heads : tuple of str
        Words of the columns: all people where they are published, then the segments.
    letters : tuple of str
        Letter of each column; empty for all people, or where nothing was compared.
    lines : tuple of Line
    """

    name: str
    title: str
    heads: tuple[str, ...]
    letters: tuple[str, ...]
    lines: tuple[Line, ...]


def banners(published: Published) -> Iterator[Banner]:
    """Yield the banner of every result that tells items by one segment."""
    for shown in published.values():
        keys = shown.result.keys[1:]
        if len(shown.result.by) != 1 or keys not in _KEYS:
            continue
        if {"estimate", BASE} <= set(shown.result.table):
            yield _banner(shown, published)


_KEYS = {("term",), ("term", "category")}


def _banner(shown: PublishedResult, published: Published) -> Banner:
    result, (by,) = shown.result, shown.result.by
    cells = {(_place(shown, row), row[by]): (row, seen) for row, seen in shown.rows()}
    levels = list(dict.fromkeys(level for _, level in cells))
    named = {level: row for (_, level), (row, _) in reversed(cells.items())}
    said = [_words(shown, named[level], by) for level in levels]
    whole = _all_people(shown, published)
    letters = _letters(published, by, levels)
    columns = _Columns(shown, levels, cells, whole, letters)
    first = [""] if whole is not None else []
    segment = plain(result.labels.get(by, by))
    said_of = {"method": Message(result.method), "segment": segment}
    title = Message("{method} by {segment}", said_of)
    return Banner(
        shown.name,
        plain(title),
        tuple([translate("All") for _ in first] + said),
        tuple(first + [letters.heads.get(str(level), "") for level in levels]),
        tuple(columns.lines()),
    )


def _place(shown: PublishedResult, row: Row) -> tuple[Any, ...]:
    return tuple(row.get(key) for key in shown.result.keys[1:])


def _words(shown: PublishedResult, row: Row, column: str) -> str:
    found = words.label_of(shown.result, row, column)
    return str(row[column]) if found is None else plain(found)


# --------------------------------------------------------------- all people
def _all_people(
    shown: PublishedResult, published: Published
) -> dict[tuple[Any, ...], Row] | None:
    """Return rows by place of what the same method says of everybody, if published."""
    wanted = (function_of(shown), shown.result.keys[1:], shown.result.domain)
    found: dict[tuple[Any, ...], Row] = {}
    for other in published.values():
        result = other.result
        if (function_of(other), result.keys, result.domain) == wanted:
            rows = (row for row, seen in other.rows() if seen)
            found |= {tuple(row[key] for key in result.keys): row for row in rows}
    return found or None


# ------------------------------------------------------------------ letters
@dataclass(frozen=True)
class _Letters:
    """Letter of each segment, and by term and segment those it is higher than."""

    heads: Mapping[str, str]
    cells: Mapping[tuple[str, str], str]


def _letters(published: Published, by: str, levels: Sequence[Any]) -> _Letters:
    """Return letters from the published comparisons of these segments, if any."""
    wanted = {str(level) for level in levels}
    names: dict[str, str] = {}
    known: dict[tuple[str, str], str] = {}
    for shown in published.values():
        result: Any = shown.result
        heads = getattr(result, "columns", None)
        if heads is None or set(map(str, heads.index)) != wanted:
            continue
        if any(by not in columns for columns in result.about.values()):
            continue
        names = names or {str(k): v for k, v in heads.items()}
        known = _by_cell(result.letters) | known
    return _Letters(names, known)


def _by_cell(letters: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return letters by term and segment."""
    return {
        (str(term), str(level)): text
        for term, row in letters.to_dict("index").items()
        for level, text in row.items()
    }


# -------------------------------------------------------------------- lines
@dataclass(frozen=True)
class _Columns:
    """What a banner's cells are made from."""

    shown: PublishedResult
    levels: Sequence[Any]
    cells: Mapping[tuple[tuple[Any, ...], Any], tuple[Row, bool]]
    whole: Mapping[tuple[Any, ...], Row] | None
    letters: _Letters

    def lines(self) -> Iterator[Line]:
        """Yield the lines of every item."""
        result = self.shown.result
        for place in dict.fromkeys(place for place, _ in self.cells):
            if None in place:  # of a hidden segment only segment and item are told
                continue
            row = next(r for (p, _), (r, _) in self.cells.items() if p == place)
            keys = [key for key in result.keys[1:] if key in row]
            item = ": ".join(_words(self.shown, row, key) for key in keys)
            kind = result.kind("estimate")
            what = translate(heading("estimate"))
            yield Line(item, what, kind, self._values(place, "estimate"))
            if self.letters.heads and len(place) == 1:
                yield Line(item, translate(HIGHER), "", self._letters(place))
            base = translate(heading(BASE))
            yield Line(item, base, "count", self._values(place, BASE))

    def _values(self, place: tuple[Any, ...], column: str) -> tuple[Any, ...]:
        first = [] if self.whole is None else [self.whole.get(place, {}).get(column)]
        return tuple(
            first + [self._cell(place, level, column) for level in self.levels]
        )

    def _cell(self, place: tuple[Any, ...], level: Any, column: str) -> Any:
        row, _ = self.cells.get((place, level), ({}, True))
        return row.get(column) if self._visible(place, level) else translate(HIDDEN)

    def _visible(self, place: tuple[Any, ...], level: Any) -> bool:
        """Whether nothing of an item is hidden in a segment."""
        whole = (place[0], *(None for _ in place[1:]))
        found = (self.cells.get((at, level), ({}, True)) for at in (place, whole))
        return all(visible for _, visible in found)

    def _letters(self, place: tuple[Any, ...]) -> tuple[Any, ...]:
        first = [] if self.whole is None else [None]
        texts = [
            self.letters.cells.get((str(place[0]), str(level)))
            if self._visible(place, level)
            else None
            for level in self.levels
        ]
        return tuple(first + texts)
