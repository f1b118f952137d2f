"""Which parts of a page wait until it is known how much room it has?

A comment stands for each, and no text can hold one, for texts are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from csat_methods._html import Html
from csat_methods.report.isolation import isolated

_STANDS = re.compile(r"<!--part\s(\d+)-->")


@dataclass(frozen=True, kw_only=True)
class Room:
    """What a page has room for.

    Attributes
    ----------
    data : bool
        Files to download.
    rows : int or None
        First rows of a long table behind a figure; None for all.
    only_wide : set of str or None
        Sections whose figures are not drawn a second time for narrow screens; None for
        all of them.
    """

    data: bool = True
    rows: int | None = None
    only_wide: frozenset[str] | None = frozenset()

    def narrow(self, section: str) -> bool:
        """Return whether a section has room for figures of narrow screens."""
        return self.only_wide is not None and section not in self.only_wide


Part = Callable[[Room], Html]
"""Makes a part of a page, as there is room."""


@dataclass
class Waiting:
    """The parts of one page that wait."""

    parts: list[Part] = field(default_factory=list)
    _apart: dict[str, Html] = field(default_factory=dict)

    def take(self, part: Part) -> Html:
        """Take a part and return what stands for it."""
        self.parts.append(part)
        return Html(f"<!--part {len(self.parts) - 1}-->")

    def put(self, page: str, room: Room) -> str:
        """Return a page with its parts in their places.

        Examples
        --------
        >>> waiting = Waiting()
        >>> page = waiting.take(lambda room: Html(str(room.rows or "all")))
        >>> waiting.put(page, Room()), waiting.put(page, Room(rows=8))
        ('all', '8')
        """
        return _STANDS.sub(lambda found: self._made(int(found[1]), room), page)

    def _made(self, index: int, room: Room) -> Html:
        """Return a part for some room; the same words are looked through once."""
        part = self.parts[index](room)
        if part not in self._apart:
            self._apart[part] = isolated(part)
        return self._apart[part]
