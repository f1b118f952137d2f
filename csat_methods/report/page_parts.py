"""Which elements and texts does a page hold?

A page that is written as this program writes is taken apart by one pattern, a tenth of
the time; anything else is left to Python's parser, which reads whatever a browser may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
)

LONE = VOID | {"circle", "line", "path", "rect", "use"}
"""Elements that nothing stands in."""

_MARKS = re.compile(
    r"(?:</?(?:g|path|use|circle|polyline)"
    r'(?: (?:href="#[\w-]+"|clip-path="url\(#[\w-]+\)"'
    r'|(?:d|x|y|r|cx|cy|class|transform|points)="[^"<>&:#]*"))*/?>)+'
)
"""Marks of a drawing that hold places and shapes only: they need no second look."""

_PART = re.compile(
    rf"{_MARKS.pattern}"
    r"|([^<]+)"
    r"|</([A-Za-z][A-Za-z0-9]*)>"
    r"|<(?!(?i:style|script|textarea|title|xmp|iframe|no|plaintext))"
    r"([A-Za-z][A-Za-z0-9]*)((?: [A-Za-z:-]+=\"[^\"]*\")*) ?(/?)>"
    r"|<(style|title)((?: [a-z-]+=\"[^\"]*\")*)>([^<]*)</\6>"
    r"|<!DOCTYPE html>"
    r"|(.)",
    re.DOTALL,
)
"""Parts as we write them: harmless marks; a text; the end of an element; its start,
what is given and whether it ends by itself; an element that holds text only; anything
else."""

_GIVEN = re.compile(r' ([A-Za-z:-]+)="([^"]*)"')


class Element(NamedTuple):
    """An element with what it stands in.

    Attributes
    ----------
    tag : str
    attributes : dict
    line : int
        Of the page.
    inside : tuple of Element
        From the outermost in.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    inside: tuple[Element, ...] = ()

    def within(self, *tags: str) -> bool:
        """Whether it is, or stands in, one of these elements."""
        return self.tag in tags or any(outer.tag in tags for outer in self.inside)

    def has_class(self, name: str) -> bool:
        """Whether it bears a class."""
        return name in self.attributes.get("class", "").split()


@dataclass
class Page:
    """A page taken apart: its elements, and its texts with the element around each.

    What readers of pages may understand in different ways is strayed: a line and words.
    """

    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[Element | None, str]] = field(default_factory=list)
    strayed: list[tuple[int, str]] = field(default_factory=list)
    _open: tuple[Element, ...] = ()

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Begin an element that others may stand in."""
        element = Element(tag, attributes, line, self._open)
        self.elements.append(element)
        if tag not in VOID:
            self._open = (*self._open, element)

    def alone(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Add an element that nothing stands in."""
        element = Element(tag, attributes, line, self._open)
        self.elements.append(element)
        if tag not in LONE and not element.within("svg"):
            self.strayed.append((line, f"<{tag}/> does not end by itself"))

    def end(self, tag: str, line: int) -> None:
        """End an element, and those in it that were not ended."""
        around = self._open
        while around and around[-1].tag != tag:
            around = around[:-1]
        if not around:
            self.strayed.append((line, f"</{tag}> ends nothing"))
            return
        if around is not self._open:
            self._unended(self._open[len(around) :])
        self._open = around[:-1]

    def close(self) -> Page:
        """Return the page, whatever was not ended being told."""
        self._unended(self._open)
        return self

    def _unended(self, elements: tuple[Element, ...]) -> None:
        self.strayed += [(e.line, f"<{e.tag}> is not ended") for e in elements]

    def text(self, text: str) -> None:
        """Add a text where the page stands now."""
        self.texts.append((self._open[-1] if self._open else None, text))


def read_page(html: str) -> Page:
    """Return a page taken apart, but for marks of drawings that can hold no fault.

    Examples
    --------
    >>> page = read_page('<p class="a">1 &lt; 2</p>')
    >>> page.elements[0].attributes, page.texts[0][1]
    ({'class': 'a'}, '1 < 2')
    """
    return _regular(html) or parsed(html)


def _regular(html: str) -> Page | None:
    """Return a page taken apart, None if it is not written as we write."""
    page, line = Page(), 1
    for text, end, start, given, own, name, named, inside, other in _PART.findall(html):
        if text:
            page.text(unescape(text))
        elif start:
            add = page.alone if own else page.start
            add(start.lower(), _attributes(given), line)
        elif end:
            page.end(end.lower(), line)
        elif name:
            page.start(name, _attributes(named), line)
            if inside:
                page.text(unescape(inside) if name == "title" else inside)
            page.end(name, line)
        elif other:
            return None
        line += (text or given or inside).count("\n")
    return page.close()


@lru_cache(maxsize=512)
def _attributes(given: str) -> dict[str, str]:
    found = reversed(_GIVEN.findall(given))  # of what is given twice the first counts
    return {name.lower(): unescape(value) for name, value in found}


# ------------------------------------------------------------ any other page
class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.start(tag, _told(attrs), self.getpos()[0])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.alone(tag, _told(attrs), self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        self.page.end(tag, self.getpos()[0])

    def handle_data(self, data: str) -> None:
        self.page.text(data)


def parsed(html: str) -> Page:
    """Return any page taken apart, as Python's parser reads it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.strayed += _asides(html)
    return reader.page.close()


def _told(attributes: list[tuple[str, str | None]]) -> dict[str, str]:
    return {name: value or "" for name, value in reversed(attributes)}


_ASIDE = re.compile(
    r"<[!?]|</(?![A-Za-z])|<(?:style|title)\b[^<>]*>[^<]*<(?!/)", re.IGNORECASE
)
"""Comments and their like, and elements where texts only may stand."""


def _asides(html: str) -> Iterator[tuple[int, str]]:
    """Yield what one reader leaves out and another takes for a part of the page."""
    declared = re.match("<!DOCTYPE html>", html)
    for found in _ASIDE.finditer(html, declared.end() if declared else 0):
        line = html.count("\n", 0, found.start()) + 1
        words = html[found.start() :][:20]
        yield line, f"{words!r} is no part of a page"
