"""How does the front page look?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Day, Message, Number, Text, translate
from csat_methods.plots.style import SIGNS
from csat_methods.report.answer import Said
from csat_methods.report.first_html import first_html
from csat_methods.report.front_page import FrontPage
from csat_methods.report.judgement import Row
from csat_methods.report.near_line import told_apart
from csat_methods.report.placing import ABOUT, fact
from csat_methods.report.strips import ends_of, sparkline, strip
from csat_methods.report.tiles import Tile
from csat_methods.report.wave_card import WaveCard

CHANGED = {"good": "better", "bad": "worse", "undecided": "change undecided"}
FEWEST_WAVES = 3
"""Waves that make a trend."""

LEVEL = {"good": "above its line", "bad": "below its line", "undecided": "undecided"}
SAYS_LINE = {"above its line", "below its line"}
"""Verdicts after which a number is the line."""

TO_REMEMBER = {
    1: "One thing to remember",
    2: "Two things to remember",
    3: "Three things to remember",
}
"""Title of the sentences that a manager repeats, by their number."""

SCALES = {
    "rating": "Ratings go from {worst} (worst) to {best} (best).",
    "overall": "Overall satisfaction goes from {worst} (worst) to {best} (best).",
    "importance": "Stated importance goes from {worst} (least) to {best} (most).",
}
"""From where to where answers go, by what is asked."""

GAP = {"good": "more than expected", "bad": "short", "undecided": "undecided"}


def cover(front: FrontPage, card: WaveCard) -> Html:
    """Return the head of a report: whose, the one sentence, the facts of the wave."""
    owner = (_html.value(card.organization),) if card.organization else ()
    eyebrow = Html(" · ").join([_html.value(card.title), *owner])
    facts = (
        tag("div", tag("dt", translate(name)), tag("dd", told))
        for name, told in _facts(front, card).items()
    )
    return tag(
        "header",
        tag("p", Html(eyebrow), class_="eyebrow"),
        tag("h1", _said(front.headline)),
        tag("dl", *facts, class_="facts"),
        class_="cover",
        id="summary",
    )


def _facts(front: FrontPage, card: WaveCard) -> Mapping[str, Html]:
    facts: dict[str, Any] = {}
    if card.wave or card.wave_title:
        facts["Wave"] = card.wave_title or card.wave
    if card.start and card.end:
        days = {"start": Day(card.start), "end": Day(card.end)}
        facts["Fieldwork"] = Message("{start} to {end}", days)
    facts["Answers"] = fact(card.answers, "answers")
    told = {name: _html.value(value, ABOUT) for name, value in facts.items()}
    return told | ({"Response": _response(front)} if card.internal else {})


def _response(front: FrontPage) -> Html:
    """Return the share of those asked who answered, or that nobody knows it."""
    if front.answered is None:
        return _html.value(Message("not stated"))
    return _html.value(front.answered.share, front.answered.prefix)


def _said(said: Said) -> Html:
    return _html.sentence(said.message, said.prefix)


# --------------------------------------------------------------------- tiles
def tiles(front: FrontPage) -> Html:
    """Return the key figures, each with its interval, its change and its n."""
    return tag(
        "ul",
        *map(_tile, front.tiles),
        class_=f"tiles {'odd' if len(front.tiles) % 2 else 'even'}",
        style=f"--count:{len(front.tiles)}",
        aria_label=translate("Key figures"),
    )


def _tile(tile: Tile) -> Html:
    row = tile.row
    return tag(
        "li",
        tag("p", _html.value(tile.label), class_="label"),
        tag("p", _html.value(row.number(), row.prefix), class_="value"),
        _strip(tile),
        tag("p", _interval(tile), class_="interval"),
        tag("p", _level(tile), class_="level"),
        tag("p", *_change(tile), class_="change"),
        tag("p", _base(row), class_="base"),
        _trend(tile),
        class_=f"tile {tile.verdict or tile.change_verdict}".strip(),
    )


def _strip(tile: Tile) -> Html:
    """Return the tile's interval, with the wave before and the line it is judged by."""
    before = tile.past[-2].interval if tile.comparable else None
    near = [*tile.row.interval, *(before or ())]
    ends = ends_of(near, room=0.6)
    judged = tile.verdict or tile.change_verdict
    line = (
        tile.line if tile.line is not None and ends[0] < tile.line < ends[1] else None
    )
    return strip(tile.row.interval, ends, verdict=judged, before=before, line=line)


def _trend(tile: Tile) -> Html:
    """Return the figure wave by wave as a small line; nothing for fewer than three."""
    if len(tile.course) < FEWEST_WAVES:
        return tag("span", class_="course")
    ends = ends_of([value for each in tile.course for value in each], room=0.1)
    return tag("span", sparkline(tile.course, ends), class_="course")


def _interval(tile: Tile) -> Html:
    row = tile.row
    ends = {"low": row.number("ci_low"), "high": row.number("ci_high")}
    told = told_apart(ends, tile.line)
    return _html.sentence(Message("{low} to {high}", told), row.prefix)


def _level(tile: Tile) -> Html:
    """Return the verdict against the line, and the line, where there is one."""
    if not tile.verdict or tile.line is None:
        return Html("")
    result = tile.row.shown.result
    words = GAP if result.line == "gap" else LEVEL
    known = words[tile.verdict] in SAYS_LINE
    line = fact(tile.line, f"lines.{result.line}", result.kind("estimate"))
    said = Message("({line})" if known else "(line: {line})", {"line": line})
    at = tag("span", _html.sentence(said, ABOUT), class_="at")
    return join(verdict(tile.verdict, words), " ", at)


def _change(tile: Tile) -> Sequence[Html]:
    """Return the verdict on the change, and the change with its interval."""
    change = tile.change
    if change is None:
        return []
    values = {
        "change": change.number(),
        "low": change.number("ci_low"),
        "high": change.number("ci_high"),
    }
    said = _html.sentence(Message("{change} ({low} to {high})", values), change.prefix)
    return [verdict(tile.change_verdict, CHANGED), tag("span", said, class_="by")]


def verdict(name: str, words: Mapping[str, str]) -> Html:
    """Return a verdict as a sign, a word and a colour: never by colour alone."""
    sign = tag("span", SIGNS[name], aria_hidden="true")
    return tag("span", sign, " ", translate(words[name]), class_=f"verdict {name}")


def _base(row: Row) -> Html:
    if "n" not in row.cells:
        return Html("")
    return _html.sentence(Message("n = {n}", {"n": row.number("n")}), row.prefix)


# --------------------------------------------------------------------- board
def board(front: FrontPage) -> Html:
    """Return what to remember beside what to do first."""
    return tag("div", _remember(front), first_html(front), class_="board")


def _remember(front: FrontPage) -> Html:
    items = (tag("li", _said(said)) for said in front.remember)
    listed = tag("ol", *items, class_="remember") if front.remember else none()
    title = TO_REMEMBER.get(len(front.remember), "What to remember")
    return tag("div", tag("h2", translate(title)), listed, class_="lead")


def none(*, whole: bool = True) -> Html:
    """Return what an empty list says: an extract speaks of itself alone."""
    words = translate("none") if whole else translate("none in this report")
    return tag("p", words, class_="nothing")


# --------------------------------------------------------------------- lists
def lists(front: FrontPage) -> Html:
    """Return strengths, weaknesses, what is undecided, and cautions."""
    parts = {
        "Strengths": ("good", front.strengths),
        "Weaknesses": ("bad", front.weaknesses),
        "Undecided": ("undecided", front.undecided),
        "Cautions": ("caution", front.cautions),
    }
    if not cautioned(front):
        del parts["Cautions"]
    whole = front.audience == "management"
    shown = (_list(title, *part, whole=whole) for title, part in parts.items())
    return tag("div", *shown, class_="lists", id="strengths")


def cautioned(front: FrontPage) -> bool:
    """Return whether cautions are spoken of: an extract does not say there are none."""
    return bool(front.cautions) or front.audience == "management"


def _list(title: str, name: str, sentences: Sequence[Said], *, whole: bool) -> Html:
    items = (tag("li", _said(said)) for said in sentences)
    listed = tag("ul", *items) if sentences else none(whole=whole)
    sign = tag("span", SIGNS[name], " ", aria_hidden="true") if name in SIGNS else ""
    return tag("div", tag("h2", sign, translate(title)), listed, class_=f"list {name}")


def key(card: WaveCard) -> Html:
    """Return how to read the marks of the front page."""
    level = fact(card.level, "level", "percent")
    said = Message(
        "Under each value stands its {level} interval. Undecided: the interval reaches "
        "over the line, or a change is not clear of chance, the number of comparisons "
        "taken into account. Lines are the study's own. Strengths and weaknesses "
        "stand with the clearest first, five of each at most. Differences are computed "
        "before rounding and may differ by one in the last digit from those of the "
        "numbers shown.",
        {"level": level},
    )
    told = [_html.sentence(each, ABOUT) for each in (*_scales(card), said)]
    return tag("p", Html(" ".join(told)), class_="key")


def _scales(card: WaveCard) -> Iterator[Message]:
    """Yield from where to where answers go, other than ratings where it is another."""
    for name, (worst, best) in card.scales.items():
        if name == "rating" or card.scales.get("rating") != (worst, best):
            ends = {
                "worst": _end(worst, f"scales.{name}.worst"),
                "best": _end(best, f"scales.{name}.best"),
            }
            yield Message(SCALES[name], ends)


def _end(value: float, place: str) -> Number:
    return fact(value, place, "count" if float(value).is_integer() else "number")


def title_of(card: WaveCard) -> Text | Message:
    """Return the title of the page, as a browser shows it."""
    wave = card.wave_title or card.wave
    if not wave:
        return card.title
    return Message("{title}, {wave}", {"title": card.title, "wave": wave})
