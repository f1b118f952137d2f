"""What is known of a report where reports are listed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from csat_methods import _html, _messages
from csat_methods._html import Html, tag
from csat_methods._messages import FORMATS, Number, Text
from csat_methods.report.placing import ABOUT
from csat_methods.report.run_state import RunState
from csat_methods.report.strips import Interval


@dataclass(frozen=True)
class Entry:
    """One report as the portal knows it.

    Attributes
    ----------
    folder : str
        From the portal, as an address.
    facts : mapping
        What ``results.json`` says of the report.
    pages : tuple of str
        Languages that have a page.
    state : RunState, optional
        How its last run ended, where that is known.
    extracts : dict of str to tuple of str
        Audience that has a report of its own to the languages of its pages.
    """

    folder: str
    facts: Mapping[str, Any]
    pages: tuple[str, ...] = ()
    state: RunState | None = None
    extracts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def figure(self) -> Mapping[str, Any] | None:
        """Its first key figure."""
        found = self.facts.get("figure")
        return found if isinstance(found, Mapping) else None

    @property
    def about(self) -> str:
        """What stands before a reference to its facts: its folder has the file."""
        return f"{self.folder}/{ABOUT}"

    @property
    def interval(self) -> Interval | None:
        """Lower end, estimate and upper end of its key figure, if all are known."""
        figure = self.figure or {}
        names = ("ci_low", "estimate", "ci_high")
        low, middle, high = (figure.get(name) for name in names)
        if low is None or middle is None or high is None:
            return None
        return float(low), float(middle), float(high)


def words_of(texts: Any) -> Text | None:
    """Return words by language, where they are some."""
    sound = isinstance(texts, Mapping) and texts
    return Text({str(k): str(v) for k, v in texts.items()}) if sound else None


def headline_of(entry: Entry) -> Html | None:
    """Return what a report says first, its numbers with their places in that report.

    In another language than the page's own it is said as it is.
    """
    said = words_of(entry.facts.get("headline"))
    if said is None:
        return None
    each = entry.facts.get("headline_parts")
    told = _messages.current_language()
    parts = each.get(told) if isinstance(each, Mapping) else None
    if not isinstance(parts, list) or not all(map(_is_part, parts)):
        return _html.value(said)
    return tag("bdi", *(_part(part, entry) for part in parts))


def _is_part(part: Any) -> bool:
    """Whether a part of a headline is a text, or a number with its kind and place."""
    if not isinstance(part, Mapping):
        return isinstance(part, str)
    known = part.get("kind") in FORMATS and isinstance(part.get("ref"), str)
    return known and isinstance(part.get("value"), float | int)


def _part(part: Any, entry: Entry) -> Html:
    if isinstance(part, str):
        return _html.text(part)
    number = Number(part["value"], part["kind"], part["ref"])
    return _html.data(number, f"{entry.folder}/")
