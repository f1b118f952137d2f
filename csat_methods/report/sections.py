"""In which order do a report's chapters stand, and what of them is shown?

Prose is translated; references become exhibits from published results; every other
output is dropped, for it has not passed the gate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat

from csat_methods import _html
from csat_methods._html import Html
from csat_methods.report.about import absence_of
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.left_out import Piece, list_of, shown_and_left
from csat_methods.report.placing import ABOUT
from csat_methods.report.prose import levels, prose, split_title
from csat_methods.report.publish import PublishedResult
from csat_methods.report.shown import references_of


@dataclass(frozen=True)
class Section:
    """A part of the report: its anchor, its short name, its question, its chapters."""

    id: str
    short: str
    title: str
    chapters: tuple[str, ...]


METHOD = "method"
"""The section on measuring; it opens with more than chapters say."""

SECTIONS = (
    Section(
        "satisfied",
        "How satisfied",
        "How satisfied are customers?",
        ("06_satisfaction", "04_indicators"),
    ),
    Section(
        "lost",
        "Where it is lost",
        "Where is satisfaction lost?",
        ("08_gaps", "01_expectations"),
    ),
    Section(
        "priorities",
        "What first, and why",
        "What should come first?",
        ("09_priorities", "11_actions"),
    ),
    Section("trend", "Trend", "What has changed?", ("10_trends",)),
    Section(
        METHOD,
        "How it was measured",
        "How was it measured?",
        (
            "00_plan",
            "02_sampling",
            "05_preparation",
            "03_questionnaire",
            "07_dimensions",
            "12_process_review",
        ),
    ),
)
"""Sections in the order of the page; chapters of no section join the last."""


def page_notebook(
    notebooks: Mapping[str, Any],
    published: Mapping[str, PublishedResult],
    exhibits: Exhibits,
    *,
    method: Html,
) -> Any:
    """Return one notebook of the whole page, its sections in order.

    Parameters
    ----------
    notebooks : mapping of str to NotebookNode
        Executed chapters by name, as ``08_gaps``.
    published : Published
    exhibits : Exhibits
        Makes the figures and tables.
    method : Html
        What opens the section on measuring.

    Raises
    ------
    KeyError
        If a chapter shows what was not published.
    """
    cells = []
    for section, chapters in sections_of(notebooks):
        exhibits.section = section.id
        pieces = list(_pieces(section, chapters, published, exhibits))
        if section.id == METHOD:
            pieces.insert(0, Piece(html=method))
        cells += _cells(section, chapters, pieces)
    return nbformat.from_dict(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    )


def sections_of(
    notebooks: Mapping[str, Any],
) -> Iterator[tuple[Section, dict[str, Any]]]:
    """Yield the sections that have chapters, and always the one on measuring."""
    placed = {name for section in SECTIONS for name in section.chapters}
    others = tuple(sorted(set(notebooks) - placed))
    for section in SECTIONS:
        listed = section.chapters + (others if section is SECTIONS[-1] else ())
        chapters = {name: notebooks[name] for name in listed if name in notebooks}
        if chapters or section.id == METHOD:
            yield section, chapters


# --------------------------------------------------------------------- cells
def _cells(
    section: Section, chapters: Mapping[str, Any], pieces: Sequence[Piece]
) -> list[Any]:
    """Return a section's pieces as cells; the first opens it, the last closes it."""
    title = prose_line(_title(section, chapters))
    listed = pieces or [Piece(html=Html(""))]
    ends: dict[int, dict[str, Any]] = {0: {"opens": section.id, "title": title}}
    ends.setdefault(len(listed) - 1, {})["closes"] = True
    return [_cell(piece, ends.get(i, {})) for i, piece in enumerate(listed)]


def _cell(piece: Piece, notes: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {"csat": {"top": piece.top, **notes}}
    if piece.html is None:
        return {"cell_type": "markdown", "metadata": metadata, "source": piece.source}
    output = {
        "output_type": "display_data",
        "data": {"text/html": piece.html},
        "metadata": {},
    }
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [output],
        "source": "",
    }


def _title(section: Section, chapters: Mapping[str, Any]) -> str:
    """Return the title of a section: its only chapter's own, else its question."""
    if section.id == METHOD:
        return section.title
    titles = [_own_title(chapter) for chapter in chapters.values()]
    return titles[0] if len(titles) == 1 and titles[0] else section.title


def _own_title(chapter: Any) -> str:
    first = next((c for c in chapter.cells if c.cell_type == "markdown"), None)
    return split_title(first.source)[0] if first is not None else ""


def prose_line(source: str) -> str:
    """Return a line of English Markdown as HTML without the paragraph around it."""
    return prose(source).strip().removeprefix("<p>").removesuffix("</p>")


# -------------------------------------------------------------------- pieces
def _pieces(
    section: Section,
    chapters: Mapping[str, Any],
    published: Mapping[str, PublishedResult],
    exhibits: Exhibits,
) -> Iterator[Piece]:
    """Yield what is shown of a section's chapters, in order, and why the rest is not.

    That stands after each chapter on measuring, else at the end of the section.
    """
    alone = len(chapters) == 1 and section.id != METHOD
    waiting: list[Piece] = []
    for name, chapter in chapters.items():
        cells = [dict(cell) for cell in chapter.cells]
        titled = alone or _own_title(chapter) == section.title
        if titled:
            _drop_title(cells)
        reader = _Reader(published, exhibits, top=2 if titled else 3)
        shown, left = shown_and_left(reader.read(name, cells))
        yield from shown
        waiting += left
        if section.id == METHOD:
            yield from list_of(waiting)
            waiting = []
    yield from list_of(waiting)


def _drop_title(cells: list[dict[str, Any]]) -> None:
    """Take out the title that the section bears as its own."""
    for cell in cells:
        if cell["cell_type"] == "markdown":
            cell["source"] = split_title(cell["source"])[1]
            return


class _Reader:
    """Reads a chapter; `level` is that of the heading that was met last."""

    def __init__(
        self,
        published: Mapping[str, PublishedResult],
        exhibits: Exhibits,
        *,
        top: int,
    ) -> None:
        self.published, self.exhibits = published, exhibits
        self.top = top
        self.level = 2

    def read(self, name: str, cells: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
        """Yield the pieces of all cells of the chapter of that name."""
        for cell in cells:
            absent = absence_of(name, cell)
            if absent is not None:
                yield Piece(html=_html.sentence(absent, ABOUT), absent=True)
            elif cell["cell_type"] == "markdown" and cell["source"].strip():
                self._descend(cell["source"])
                yield Piece(cell["source"], top=self.top)
            elif cell["cell_type"] == "code":
                yield from map(self._exhibit, references_of(cell))

    def _descend(self, source: str) -> None:
        found = levels(source)
        self.level = self.top + found[-1] - 1 if found else self.level

    def _exhibit(self, reference: Mapping[str, Any]) -> Piece:
        shown = self.published[reference["ref"]]
        caption = reference.get("caption") or ""
        if reference["what"] == "table":
            style = reference.get("style") or {}
            columns = style.get("columns", ())
            return Piece(
                html=self.exhibits.table(shown, caption=caption, columns=columns)
            )
        figure = self.exhibits.figure(
            shown,
            caption=caption,
            alt=reference.get("alt") or "",
            heading=min(self.level + 1, 6),
            style=reference.get("style"),
        )
        return Piece(html=figure)
