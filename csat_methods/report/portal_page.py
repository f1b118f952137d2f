"""How are reports and the states of their runs listed on a page?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from csat_methods import _html, _messages
from csat_methods._html import Html, tag
from csat_methods._messages import Day, Message, Text, plain, translate
from csat_methods.report.placing import fact
from csat_methods.report.portal_entry import Entry, headline_of, words_of
from csat_methods.report.reached import reached_list
from csat_methods.report.run_state import (
    DONE,
    FAILED,
    REFUSED,
    RUNNING,
    UNCHANGED,
    RunState,
)
from csat_methods.report.strips import ends_of, sparkline, strip
from csat_methods.report.style_sheet import page_head, style_sheet

LANGUAGES = {"en": "English", "fa": "فارسی", "en-XA": "Pseudo"}
"""Languages as they call themselves."""


def portal_page(entries: Sequence[Entry], others: Mapping[str, str]) -> str:
    """Return the list of reports in the current language.

    Parameters
    ----------
    entries : sequence of Entry
    others : mapping of str to str
        Other language to the file that has the list in it.
    """
    studies: dict[str, list[Entry]] = {}
    for entry in entries:
        studies.setdefault(str(entry.facts.get("study", "")), []).append(entry)
    listed = [_study(found) for found in studies.values()]
    nothing = tag("p", translate("There are no reports yet."), class_="nothing")
    body = tag(
        "main",
        tag(
            "header",
            tag("p", translate("Customer satisfaction"), class_="eyebrow"),
            tag("h1", translate("Reports")),
            _others(others),
            class_="cover",
        ),
        *(listed or [nothing]),
        class_="portal",
    )
    html = tag(
        "html",
        page_head(
            translate("Reports on customer satisfaction"), style_sheet(figures=False)
        ),
        tag("body", body),
        lang=_messages.current_language(),
        dir=_messages.direction(),
    )
    return f"<!DOCTYPE html>\n{html}\n"


def _others(files: Mapping[str, str]) -> Html:
    """Return links to this list in other languages."""
    links = [
        tag("a", LANGUAGES[name], href=file, hreflang=name, lang=name, translate="no")
        for name, file in files.items()
        if name in LANGUAGES
    ]
    return tag("p", *links, class_="links") if links else Html("")


def _study(entries: Sequence[Entry]) -> Html:
    """Return a study: its title, its trend, its waves, the latest first."""
    ordered = sorted(entries, key=_time)
    told = [entry.facts for entry in ordered if entry.facts.get("title")]
    latest = told[-1] if told else ordered[-1].facts
    title = words_of(latest.get("title")) or Text({"en": str(latest.get("study", ""))})
    owner = words_of(latest.get("organization"))
    alike = _same(ordered)
    values = [value for entry in alike for value in entry.interval or ()]
    ends = ends_of(values, room=0.1)
    waves = (_wave(entry, ends, alike) for entry in reversed(ordered))
    named = tag("p", _html.value(owner), class_="owner") if owner else ""
    return tag(
        "section",
        tag("div", tag("h2", _html.value(title)), named, class_="whose"),
        _trend(alike, ends),
        tag("ol", *waves, class_="waves"),
    )


def _time(entry: Entry) -> tuple[str, str]:
    # What has no report yet is newer than what has one.
    end = entry.facts.get("end") or ("" if entry.folder else "~")
    return str(end), str(entry.facts.get("wave") or "")


def _same(entries: Sequence[Entry]) -> list[Entry]:
    """Return the waves whose key figure is that of the latest one."""
    names = ("function", "term", "kind")
    figures = [entry.figure for entry in entries if entry.figure]
    latest = figures[-1] if figures else {}
    wanted = [latest.get(name) for name in names]
    return [
        entry
        for entry in entries
        if entry.interval and [(entry.figure or {}).get(n) for n in names] == wanted
    ]


def _trend(alike: Sequence[Entry], ends: tuple[float, float]) -> Html:
    """Return the key figure wave by wave; each wave says its number below."""
    values = [entry.interval for entry in alike if entry.interval]
    label = words_of((alike[-1].figure or {}).get("label")) if alike else None
    if len(values) < 3 or label is None:
        return Html("")
    said = _html.sentence(Message("{label}, wave by wave", {"label": label}))
    named = tag("span", said, class_="named")
    return tag("p", sparkline(values, ends), named, class_="trend")


def _wave(entry: Entry, ends: tuple[float, float], alike: Sequence[Entry]) -> Html:
    """Return a wave; figures of one kind share the ends of their axis."""
    facts = entry.facts
    name = words_of(facts.get("wave_title")) or str(facts.get("wave", ""))
    said = headline_of(entry)
    return tag(
        "li",
        tag("h3", _html.value(name)),
        tag("p", said, class_="said") if said else "",
        tag("p", _period(entry), class_="period"),
        _figure(entry, ends if len(alike) > 1 and entry in alike else None),
        _state(entry.state, reported=bool(entry.pages)),
        reached_list(entry.state.reached if entry.state else {}),
        tag("p", *_links(entry.folder, entry.pages, name), class_="links"),
        *_extracts(entry, name),
        class_="wave",
    )


def _state(state: RunState | None, *, reported: bool) -> Html:
    """Return how the last run of a wave ended."""
    if state is None:
        return Html("")
    day = {"day": Day(state.day)} if state.day else {}
    told = SAID[state.state] if day or state.state == RUNNING else state.state
    parts = [_html.sentence(Message(told, day))]
    if state.where:
        kind = f" ({state.error})" if state.error else ""
        parts.append(tag("code", f"{state.where}{kind}", dir="ltr", translate="no"))
    if state.state in {FAILED, REFUSED} and reported:
        parts.append(_html.text(translate("The last good report stays.")))
    return tag("p", Html(" ".join(parts)), class_=f"state {state.state}")


SAID = {
    DONE: "Made on {day}.",
    UNCHANGED: "Unchanged when it was last run, on {day}.",
    FAILED: "The run failed on {day}:",
    REFUSED: "The run was refused on {day}: the wave file or its data has faults.",
    RUNNING: "A run is at work now.",
}
"""State of a run to its sentence."""


def _period(entry: Entry) -> Html:
    """Return when a wave was in the field and how many answered."""
    facts, parts = entry.facts, []
    start, end = facts.get("start"), facts.get("end")
    if start and end:
        days = {"start": _day(start), "end": _day(end)}
        parts.append(_html.sentence(Message("{start} to {end}", days)))
    if isinstance(facts.get("answers"), int):
        n = {"n": fact(facts["answers"], "answers")}
        parts.append(_html.sentence(Message("n = {n}", n), entry.about))
    if facts.get("state") == "draft":
        parts.append(_html.text(translate("draft")))
    return Html(" · ".join(parts))


def _day(text: Any) -> Day:
    return Day(date.fromisoformat(str(text)))


def _figure(entry: Entry, ends: tuple[float, float] | None) -> Html:
    """Return the key figure of a wave; its interval is drawn beside other waves'."""
    figure, interval = entry.figure, entry.interval
    label = words_of((figure or {}).get("label"))
    if figure is None or interval is None or label is None:
        return Html("")
    kind = str(figure.get("kind"))
    places = ("figure.ci_low", "figure.estimate", "figure.ci_high")
    low, middle, high = (
        fact(v, p, kind) for v, p in zip(interval, places, strict=True)
    )
    verdict = str(figure.get("verdict") or "")
    drawn = strip(interval, ends, verdict=verdict) if ends else Html("")
    said = Message("{low} to {high}", {"low": low, "high": high})
    return tag(
        "div",
        tag("p", _html.value(label), class_="label"),
        tag("p", _html.data(middle, entry.about), class_="value"),
        drawn,
        tag("p", _html.sentence(said, entry.about), class_="interval"),
        class_="figure",
    )


EXTRACTS = {
    "management": "For management",
    "function": "For those who act on it",
    "customer": "For customers",
}


def _extracts(entry: Entry, name: Text | str) -> list[Html]:
    """Return a line of links an audience that has a report of its own."""
    lines = []
    for audience, pages in entry.extracts.items():
        words = translate(EXTRACTS[audience])
        shown = name if isinstance(name, str) else plain(name)
        links = _links(f"%40{audience}/{entry.folder}", pages, f"{words}, {shown}")
        lines.append(tag("p", tag("span", words), *links, class_="links"))
    return lines


def _links(folder: str, pages: Sequence[str], name: Text | str) -> list[Html]:
    """Return a link to each page, in the language it is written in."""
    shown = name if isinstance(name, str) else plain(name)
    return [
        tag(
            "a",
            LANGUAGES.get(page, page),
            href=f"{folder}/report.{quote(page)}.html",
            hreflang=page,
            lang=page,
            translate="no",
            aria_label=f"{shown}: {LANGUAGES.get(page, page)}",
        )
        for page in pages
    ]
