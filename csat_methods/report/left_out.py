"""Where does a page say what a wave cannot show?

Prose that leads to nothing tells a reader nothing: it goes, and why there is nothing is
said in a short list, after all that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from csat_methods._html import Html, tag
from csat_methods.report.prose import levels


@dataclass(frozen=True)
class Piece:
    """What one cell of the page's notebook holds: prose, or finished HTML.

    Attributes
    ----------
    source : str
        English Markdown; empty where there is HTML.
    html : Html or None
        A figure, a table, or why there is none.
    top : int
        Level that a first-level heading of the prose takes on the page.
    absent : bool
        Whether the HTML is a sentence that says why something is left out.
    """

    source: str = ""
    html: Html | None = None
    top: int = 2
    absent: bool = False


def shown_and_left(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Return what a chapter shows with the prose that leads to it, and what it lacks.

    Prose without a heading goes where everything under it is left out. Of a chapter
    that lacks all it could show, nothing stays, not even its title.
    """
    listed = list(pieces)
    left = [piece for piece in listed if piece.absent]
    if left and not any(_exhibit(piece) for piece in listed):
        return [], left
    parts = list(_parts(listed))
    return [piece for part in parts for piece in _kept(part)], left


def list_of(left: Sequence[Piece]) -> list[Piece]:
    """Return one piece that says all that is left out, each reason once; or none."""
    told = dict.fromkeys(piece.html for piece in left if piece.html is not None)
    if not told:
        return []
    return [Piece(html=tag("ul", *(tag("li", why) for why in told), class_="absent"))]


def _parts(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield each prose with what stands under it."""
    part: list[Piece] = []
    for piece in pieces:
        if piece.html is None and part:
            yield part
            part = []
        part.append(piece)
    yield part


def _kept(part: Sequence[Piece]) -> list[Piece]:
    """Return what stays of a prose and what stands under it."""
    shown = [piece for piece in part if not piece.absent]
    idle = len(shown) < len(part) and not any(map(_exhibit, shown))
    return [p for p in shown if levels(p.source)] if idle else shown


def _exhibit(piece: Piece) -> bool:
    return piece.html is not None and not piece.absent
