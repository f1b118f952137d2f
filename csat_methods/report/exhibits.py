"""How does a published result stand on a page, as a figure or as a table?

A figure has its claim as heading, what it rests on below, and the numbers behind it
folded away; a table has a caption and heads with scope. Both accept published results
only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csat_methods import _html, plots
from csat_methods._html import Html, tag
from csat_methods._messages import plain, translate
from csat_methods._palette import PALETTE
from csat_methods.plots.figure_names import FROM_LEFT, figure_of
from csat_methods.plots.worth_drawing import worth_drawing
from csat_methods.report.beside import Breaks, style_of
from csat_methods.report.data_table import scrolling, table_of
from csat_methods.report.exhibit_words import basis, claim, margin, title_of
from csat_methods.report.long_tables import behind, folded, shortened
from csat_methods.report.paper_strips import on_paper
from csat_methods.report.publish import PublishedResult, check_shown
from csat_methods.report.shown import LONG
from csat_methods.report.tables import csv_link, csv_text
from csat_methods.report.waiting import Part, Room, Waiting

BEHIND = "Data behind the figure"
WIDTHS = (("wide", False), ("narrow", True))
"""The drawings of a figure, and whether each is for narrow screens."""

LOOKS = "<!--looks-->"
"""Stands in the style of a page for the looks of marks until it is filled; no text can
hold it."""

_VARIABLES = {
    light: f"var(--{name.replace('_', '-')})" for name, (light, _) in PALETTE.items()
}
_SIZE = re.compile(r'viewBox="0\s0\s([\d.]+)\s([\d.]+)"')
_STYLE = re.compile(r'style="([^"]*)"')
_COLOR = re.compile("|".join(map(re.escape, _VARIABLES)))


@dataclass
class Exhibits:
    """Figures and tables of one page, which share letters and never an id.

    Attributes
    ----------
    conditions : tuple of str
        What all results of the page have in common, so that no figure repeats it.
    lines : mapping
        Line of judgement by kind of result; figures that can, draw it.
    known : frozenset of str
        Sentences that the page says once for all, so that no margin repeats them.
    published : tuple of PublishedResult
        All of the page; some figures set one beside another.
    breaks : mapping
        Column to the waves before which its series breaks, and why.
    room : Room
        What there is room for.
    later : bool
        Whether drawings, files and tables behind figures are put in when the page is
        made (:meth:`filled`): it may be too long for them.
    section : str
        Where the next exhibits stand.
    looks : dict
        Styles of marks gathered so far, and the class that stands for each.
    files : list of str
        Tables to download, wherever there is room for them.
    """

    conditions: tuple[str, ...] = ()
    lines: Mapping[str, float] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    published: tuple[PublishedResult, ...] = ()
    breaks: Breaks = field(default_factory=dict)
    room: Room = field(default_factory=Room)
    later: bool = False
    section: str = ""
    looks: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    _made: dict[tuple[str, ...], str] = field(default_factory=dict)
    _used: dict[str, int] = field(default_factory=dict)
    _told: dict[str, set[str]] = field(default_factory=dict)
    _waiting: Waiting = field(default_factory=Waiting)
    _drawn: int = 0

    def figure(
        self,
        shown: PublishedResult,
        *,
        caption: str = "",
        alt: str = "",
        heading: int = 3,
        style: Mapping[str, Any] | None = None,
    ) -> Html:
        """Return a figure: claim, note, drawing, cautions, numbers behind it.

        Parameters
        ----------
        shown : PublishedResult
        caption, alt : str
            English; translated here.
        heading : int
            Level of the claim's heading.
        style : mapping, optional
            What the drawing takes.
        """
        check_shown(shown)
        name = self._id(shown.name)
        said = claim(shown, caption)
        told = "" if said.id == caption else caption
        drawn_as = self._style(shown, style or {})
        head = tag(
            "figcaption",
            tag(f"h{heading}", title_of(said, shown.prefix), class_="claim"),
            tag("p", basis(shown, told, self.conditions, drawn_as), class_="basis"),
            id=f"{name}-claim",
        )
        drawing: Html | str = ""
        seen = not shown.empty and worth_drawing(shown.result)
        if seen:
            self._drawn += 1
            spoken = " ".join((plain(said), translate(alt))).strip()
            drawing = self._drawing(shown, plain(said), spoken, drawn_as)
        return tag(
            "figure",
            head,
            drawing,
            self._margin(shown),
            self._behind(shown, caption, BEHIND if seen else "Table"),
            id=name,
            class_="exhibit",
            aria_labelledby=f"{name}-claim",
        )

    def table(
        self, shown: PublishedResult, *, caption: str = "", columns: Sequence[str] = ()
    ) -> Html:
        """Return a table with its caption, cautions and a file to download.

        A long one is folded away, though it is printed; one without rows, or without
        a single estimate, is a sentence.
        """
        check_shown(shown)
        name = self._id(shown.name)
        rows = len(shown.result.table)
        if not _has_numbers(shown):
            said = _html.sentence(claim(shown, caption), shown.prefix)
            table = tag("p", said, id=name, class_="nothing")
        else:
            table = scrolling(table_of(shown, caption, columns), caption, id=name)
            table = folded(shown, caption, table) if rows > LONG else table
        return tag(
            "div",
            table,
            self._margin(shown),
            self._download(shown) if rows else "",
            class_="exhibit tabular",
        )

    def _margin(self, shown: PublishedResult) -> Html:
        """Return the notes that no earlier exhibit of the section has told."""
        return margin(shown, self.known, self._told.setdefault(self.section, set()))

    def _id(self, name: str) -> str:
        """Return an id that no other exhibit of the page has."""
        plain_name = "x-" + re.sub(r"[^A-Za-z0-9]+", "-", name)
        count = self._used[plain_name] = self._used.get(plain_name, 0) + 1
        return plain_name if count == 1 else f"{plain_name}-{count}"

    # ---------------------------------------------------------------- drawing
    def _style(
        self, shown: PublishedResult, style: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what a drawing is told beside its result."""
        return style_of(
            shown, style, lines=self.lines, published=self.published, breaks=self.breaks
        )

    def _drawing(
        self, shown: PublishedResult, said: str, spoken: str, style: Mapping[str, Any]
    ) -> Html:
        """Return the place of a drawing: wide, and narrow where there is room."""
        section, number = self.section, self._drawn
        drawn_as = style.get("figure") or figure_of(shown.result)
        start = " from-left" * (drawn_as in FROM_LEFT)
        region = {"role": "region", "tabindex": "0", "aria_label": spoken}

        def drawing(room: Room) -> Html:
            both = room.narrow(section)
            drawn = []
            for width, phone in WIDTHS if both else WIDTHS[:1]:
                svg = self._svg(shown, style, number=number, phone=phone)
                # What a pointer shows; a narrow screen has none.
                titled = self._titled(svg, spoken, "" if phone else said)
                whole, strips = on_paper(titled, f"p{number}")
                drawn += [tag("div", whole, class_=f"plot-{width}"), strips]
            shape = _shape(drawn[0])
            if both:
                return tag("div", *drawn, class_=f"drawing both{shape}")
            return tag("div", *drawn, class_=f"drawing scroll{shape}{start}", **region)

        return self._part(drawing)

    def _svg(
        self,
        shown: PublishedResult,
        style: Mapping[str, Any],
        *,
        number: int,
        phone: bool,
    ) -> str:
        """Return a drawing in the colours of the page, drawn once."""
        prefix = f"{'n' if phone else 'd'}{number}"

        def made() -> str:
            svg = plots.svg(shown.result, prefix=prefix, phone=phone, **style)
            return _COLOR.sub(lambda found: _VARIABLES[found[0]], svg)

        return self._once((prefix,), made)

    def _titled(self, svg: str, spoken: str, title: str) -> Html:
        """Return a drawing with its title and alternative, its looks as classes."""
        label = tag("svg", role="img", aria_label=spoken).removesuffix("></svg>")
        opened, _, inside = svg.partition(">")
        head = tag("title", title) if title else ""
        marks = _STYLE.sub(self._look, inside)
        return Html(f"{label}{opened.removeprefix('<svg')}>{head}{marks}")

    def _once(self, key: tuple[str, ...], make: Callable[[], str]) -> str:
        """Return a part of the page, the same however often it is put in."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _look(self, found: re.Match[str]) -> str:
        """Return a style as a class, which the page's style sheet explains once."""
        name = self.looks.setdefault(found[1], f"k{len(self.looks)}")
        return f'class="{name}"'

    def rules(self) -> str:
        """Return the style of all marks drawn so far."""
        return "".join(f".{name}{{{look}}}" for look, name in self.looks.items())

    # ----------------------------------------------------------------- behind
    def _behind(self, shown: PublishedResult, caption: str, name: str = BEHIND) -> Html:
        summary = tag("summary", translate(name))

        def table(room: Room) -> Html:
            key = ("behind", shown.name, caption)
            whole = self._once(key, lambda: behind(shown, caption))
            return shortened(shown, Html(whole), room.rows)

        numbers = self._part(table)
        return tag("details", summary, numbers, self._download(shown), class_="behind")

    def _download(self, shown: PublishedResult) -> Html:
        text = csv_text(shown)
        self.files.append(text)
        return self._part(lambda room: csv_link(shown, text) if room.data else Html(""))

    def _part(self, made: Part) -> Html:
        """Return a part of the page, or what stands for it until it is put in."""
        return self._waiting.take(made) if self.later else made(self.room)

    def filled(self, page: str, room: Room) -> str:
        """Return a page made of these exhibits, its parts put in, its looks told."""
        self.looks.clear()
        return self._waiting.put(page, room).replace(LOOKS, self.rules(), 1)


def _has_numbers(shown: PublishedResult) -> bool:
    """Return whether a table has rows, and if it has estimates, any that is known."""
    table = shown.result.table
    if not len(table) or shown.empty:
        return bool(len(table))
    return "estimate" not in table or bool(table["estimate"].notna().any())


SHAPES_OF_MAPS = {" square": (0.64, 0.8), " tall": (1.0, 1.2)}
"""Height over width of a map, and of one with a long key: two may share a sheet."""


def _shape(drawn: str) -> str:
    """Return the class of a drawing that is a map."""
    found = _SIZE.search(drawn)
    over = float(found[2]) / float(found[1]) if found else 0.0
    named = (name for name, (low, high) in SHAPES_OF_MAPS.items() if low < over < high)
    return next(named, "")
