"""What does ``results.json`` say of a report as a whole, and how is a page told where?

The facts of the wave, its lines and steps, what comes first, the headline. Where a page
says one of these numbers it names its place in here: ``#answers``, ``#lines.gap``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csat_methods import _html, _messages
from csat_methods._messages import Message, Number, Text, plain
from csat_methods.report.cautions import notes_of
from csat_methods.report.front_page import FrontPage, front_page
from csat_methods.report.judgement import function_of
from csat_methods.report.placing import SAID, numbers, placed
from csat_methods.report.plain_cells import json_value
from csat_methods.report.publish import Published
from csat_methods.report.tagged import decode
from csat_methods.report.tiles import Tile
from csat_methods.report.wave_card import WaveCard
from csat_methods.wave.ledger import Entry


# ---------------------------------------------------------------------- facts
def detail_of(entry: Entry, index: int) -> Message:
    """Return what a step of the preparation did, its numbers with their places."""
    return placed(entry.detail, f"{SAID}.step:{index}")


def absence_of(chapter: str, cell: Mapping[str, Any]) -> Message | None:
    """Return why a cell of a chapter shows nothing, None where it does.

    Its numbers name their places.
    """
    told = cell.get("metadata", {}).get("csat", {}).get("absent")
    place = f"{SAID}.absent:{chapter}:{cell.get('id', '')}"
    return placed(decode(told), place) if told else None


def _said(card: WaveCard, notebooks: Mapping[str, Any]) -> dict[str, float]:
    """Return the numbers of the sentences about a wave, by their places."""
    told = [detail_of(entry, i) for i, entry in enumerate(card.ledger)]
    told += notes_of(card)
    told += [
        said
        for name, notebook in notebooks.items()
        for cell in notebook["cells"]
        if (said := absence_of(name, cell)) is not None
    ]
    found = (number for message in told for number in numbers(message))
    return {n.ref.removeprefix(f"{SAID}."): n.value for n in found if n.ref}


# -------------------------------------------------------------------- content
def about_content(
    shown: Published, card: WaveCard, notebooks: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all that is said of a report as a whole, as JSON holds it.

    Parameters
    ----------
    shown : Published
    card : WaveCard
        Facts of the wave.
    notebooks : mapping of str to NotebookNode
        Executed chapters by name: they say why something is left out.
    """
    front = front_page(shown, card)
    return {
        **card_content(card),
        **measured_content(card),
        "headline": plain_in_each(front.headline.message, card.languages),
        "headline_parts": _parts_in_each(front, card.languages),
        "figure": _figure_content(front.tiles[0], card) if front.tiles else None,
        "first": _first_content(front),
        SAID: _said(card, notebooks),
    }


def card_content(card: WaveCard) -> dict[str, Any]:
    """Return the facts of a wave that a list of reports needs."""
    return {
        "study": card.study,
        "wave": card.wave,
        "title": _texts(card.title),
        "organization": _texts(card.organization),
        "wave_title": _texts(card.wave_title),
        "start": card.start.isoformat() if card.start else None,
        "end": card.end.isoformat() if card.end else None,
        "answers": card.answers,
        "invited": card.invited,
        "languages": list(card.languages),
        "previous": list(card.previous),
        "state": card.state,
    }


def measured_content(card: WaveCard) -> dict[str, Any]:
    """Return how a wave was measured, in numbers."""
    return {
        "received": card.received,
        "response": card.response,
        "level": card.level,
        "minimum": card.minimum,
        "scales": {
            name: dict(zip(("worst", "best"), ends, strict=True))
            for name, ends in card.scales.items()
        },
        "lines": dict(card.lines),
        "design": dict(card.design),
        "steps": [
            {"step": entry.step, "before": entry.before, "after": entry.after}
            for entry in card.ledger
        ],
    }


def _first_content(front: FrontPage) -> list[dict[str, Any]]:
    """Return what is to be done first: its rank, and where its numbers stand."""
    rows = [action.judged.row for action in front.first]
    return [
        {"rank": rank, "row": f"{row.prefix}{row.shown.result.key_of(row.cells)}"}
        for rank, row in enumerate(rows, start=1)
    ]


def _figure_content(tile: Tile, card: WaveCard) -> dict[str, Any]:
    """Return the first key figure of a report."""
    low, estimate, high = tile.row.interval
    return {
        "label": plain_in_each(tile.label, card.languages),
        "function": function_of(tile.row.shown) if tile.row.shown.internal else None,
        "term": tile.row.term,
        "kind": tile.row.shown.result.kind("estimate"),
        "estimate": json_value(estimate),
        "ci_low": json_value(low),
        "ci_high": json_value(high),
        "n": json_value(tile.row.cells.get("n")),
        "verdict": tile.change_verdict or tile.verdict,
    }


def _texts(text: Text | None) -> dict[str, str] | None:
    return dict(text.texts) if text is not None else None


# ------------------------------------------------------------------ languages
def plain_in_each(said: Any, languages: Iterable[str]) -> dict[str, str]:
    """Return a sentence as plain text, in English and the languages that are known."""
    found = {}
    for name in _known(languages):
        with _messages.language(name):
            found[name] = plain(said)
    return found


def _known(languages: Iterable[str]) -> list[str]:
    known = [name for name in languages if name in _messages.languages()]
    return list(dict.fromkeys(["en", *known]))


def _parts_in_each(
    front: FrontPage, languages: Iterable[str]
) -> dict[str, list[str | dict[str, Any]]] | None:
    """Return the headline in parts, texts and numbers; None where it has no number."""
    said, prefix = front.headline.message, front.headline.prefix
    found = {}
    for name in _known(languages):
        with _messages.language(name):
            found[name] = list(_parts(said, prefix))
    telling = any(not isinstance(part, str) for part in found["en"])
    return found if telling else None


def _parts(part: Any, prefix: str) -> Iterator[str | dict[str, Any]]:
    if isinstance(part, Number):
        ref = _html.ref_of(part, prefix)
        yield {"value": part.value, "kind": part.kind, "ref": ref}
    elif isinstance(part, Message):
        for literal, value in _messages.pieces(part):
            yield literal
            yield from _parts(value, prefix) if value is not None else ()
    else:
        yield plain(part)
