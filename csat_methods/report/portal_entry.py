"""What is known of a report where reports are listed?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from csat_methods import _html, _messages
from csat_methods._html import Html, tag
from csat_methods._messages import Number, Text
from csat_methods._number_formats import FORMATS
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


# --------------------------------------------------------------------- soundness
def sound_facts(told: Any) -> dict[str, Any] | None:
    """Return what a report says of itself, without what no report would say.

    None where it names no study and wave: then it is no report.
    """
    if not isinstance(told, dict) or not all(_is_name(told.get(n)) for n in NAMES):
        return None
    return {k: each for k, each in told.items() if SOUND.get(k, _is_any)(each)}


def _is_any(_each: Any) -> bool:
    return True


def _is_name(each: Any) -> bool:
    if not isinstance(each, str) or not each:
        return False
    with suppress(UnicodeEncodeError):
        return bool(each.encode("utf8"))
    return False


def _are_texts(each: Any) -> bool:
    sound = isinstance(each, Mapping) and bool(each)
    return sound and all(_is_name(k) and _is_name(v) for k, v in each.items())


def _is_day(each: Any) -> bool:
    with suppress(ValueError, TypeError):
        return bool(date.fromisoformat(each))
    return False


def _is_number(each: Any) -> bool:
    known = isinstance(each, int | float) and not isinstance(each, bool)
    return known and abs(each) < LARGEST


def _is_kind(each: Any) -> bool:
    return isinstance(each, str) and each in FORMATS


def _is_figure(each: Any) -> bool:
    return (
        isinstance(each, Mapping)
        and all(
            _is_number(each.get(name)) for name in ("ci_low", "estimate", "ci_high")
        )
        and _is_kind(each.get("kind"))
        and _are_texts(each.get("label"))
    )


NAMES = ("study", "wave")
LARGEST = 1e15
"""Numbers beyond this no report prints."""

SOUND: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("title", "organization", "wave_title", "headline"), _are_texts),
    **dict.fromkeys(("start", "end"), _is_day),
    "answers": _is_number,
    "figure": _is_figure,
}
"""What a report says, and whether it is said as reports say it."""


# ------------------------------------------------------------------------- words
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
    known = _is_kind(part.get("kind")) and isinstance(part.get("ref"), str)
    return known and isinstance(part.get("value"), float | int)


def _part(part: Any, entry: Entry) -> Html:
    if isinstance(part, str):
        return _html.text(part)
    number = Number(part["value"], part["kind"], part["ref"])
    return _html.data(number, f"{entry.folder}/")
