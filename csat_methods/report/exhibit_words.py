"""What does an exhibit say in words: its claim, what it rests on, its cautions?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods._messages import Message, plain, translate
from csat_methods.plots.draw import against_all
from csat_methods.plots.figure_names import WITHOUT_INTERVALS, figure_of
from csat_methods.report.data_table import hidden_note
from csat_methods.report.judgement import COUNTED
from csat_methods.report.publish import PublishedResult
from csat_methods.report.said import count_of, headline_of, least_of, level_of, note_of
from csat_methods.result import Result

JUDGED = "verdicts take the number of comparisons into account"
"""Why an interval that stays clear of zero may yet be undecided."""

SHAPES = {
    "matrix": "crosses: {level} intervals",
    "kano_plane": "ellipses: {level} regions; grey: undecided",
}
"""Figure to what shows how far chance may move its marks; elsewhere it is a line."""


def claim(shown: PublishedResult, caption: str = "") -> Message:
    """Return the sentence that a result says; its caption if it says none."""
    if shown.empty:
        return hidden_note(count_of(shown.minimum, "minimum"))
    said = shown.result.headline()
    counted = caption and said.id == COUNTED
    return Message(caption) if counted else headline_of(shown.result)


def title_of(said: Message, prefix: str) -> Html:
    """Return a sentence as a heading: without its full stop."""
    return Html(_html.sentence(said, prefix).removesuffix("."))


def basis(
    shown: PublishedResult,
    caption: str,
    known: Sequence[str] = (),
    style: Mapping[str, Any] | None = None,
) -> Html:
    """Return what a figure shows and rests on: caption, conditions, n, intervals.

    Conditions that are `known` to the reader are left out. Marks that its style brings
    are explained.
    """
    result, table = shown.result, shown.result.table
    parts: list[Any] = [translate(caption)] if caption else []
    own = (words for words in result.domain.words if words and words not in known)
    parts += map(_html.value, own)
    if result.domain.digest and not shown.empty:
        parts.append(_html.sentence(answers(*result.used.used), shown.prefix))
    if not shown.empty and (drawn := _intervals(result, style or {})):
        said = Message(drawn, {"level": level_of(result)})
        parts.append(_html.sentence(said, shown.prefix))
    if not shown.empty and (least := least_of(result)):
        small = Message("loadings below {least} left out", {"least": least})
        parts.append(_html.sentence(small, shown.prefix))
    if "total" in (style or {}):
        parts += against_all()
    elif "p_adjusted" in table and len(table) > 1:
        parts.append(translate(JUDGED))
    return Html(" · ".join(map(_html.text, parts)))


def _intervals(result: Result, style: Mapping[str, Any]) -> str:
    """Return how a figure shows intervals; nothing where it draws none."""
    if not {"ci_low", "performance_low", "better_low"} & set(result.table):
        return ""
    figure = str(style.get("figure") or figure_of(result))
    if figure in WITHOUT_INTERVALS:
        return ""
    return SHAPES.get(figure, "{level} intervals")


def answers(low: int, high: int) -> Message:
    """Return how many answered: one number, or the fewest and the most."""
    if low == high:
        return Message("n = {n}", {"n": count_of(low, "used:low")})
    ends = {"low": count_of(low, "used:low"), "high": count_of(high, "used:high")}
    return Message("n = {low} to {high}", ends)


def margin(
    shown: PublishedResult, known: frozenset[str], told: set[str] | None = None
) -> Html:
    """Return what a careful reader must know, beside the figure.

    What is `told` beside an earlier figure is not repeated.
    """
    before = set() if told is None else told
    notes = [
        note_of(shown.result, i)
        for i, note in enumerate(shown.result.notes)
        if note.id not in known and _new(plain(note), before)
    ]
    if shown.hidden and not shown.empty:
        notes.append(hidden_note(count_of(shown.minimum, "minimum")))
    if not notes:
        return Html("")
    said = (tag("p", _html.sentence(note, shown.prefix)) for note in notes)
    return tag("div", *said, class_="margin", role="note")


def _new(words: str, told: set[str]) -> bool:
    """Return whether a note was not told before; from now on it was."""
    new = words not in told
    told.add(words)
    return new
