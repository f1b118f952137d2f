"""What does a wave look like at a glance?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from csat_methods import _messages
from csat_methods._html import Html, join, tag
from csat_methods._messages import Day, Message, Number, translate

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def codebook(wave: Wave) -> pd.DataFrame:
    """Return one row a column: type, role, scale, words, answers and blanks."""
    frame = wave.frame[wave.domain]
    return pd.DataFrame([_column(wave, frame, str(name)) for name in frame.columns])


def _column(wave: Wave, frame: pd.DataFrame, name: str) -> dict[str, Any]:
    item = wave.item(name)
    low, high = wave.scales.get(name, (None, None))
    codes = wave.absent.get(name)
    inside = codes[wave.domain] if codes is not None else None
    answered = int(frame[name].notna().sum())
    not_asked = int((inside == 2).sum()) if inside is not None else 0
    inapplicable = int((inside == 1).sum()) if inside is not None else 0
    return {
        "column": name,
        "type": item.type if item is not None else str(frame[name].dtype),
        "role": (item.role or "") if item is not None else "",
        "lowest": low,
        "highest": high,
        "words": _messages.plain(wave.label(name)),
        "asked": len(frame) - not_asked,
        "answered": answered,
        "not_applicable": inapplicable,
        "no_answer": len(frame) - not_asked - inapplicable - answered,
    }


def design_words(wave: Wave) -> Message:
    """Return how people were selected, in one sentence."""
    first = wave.design.first
    return Message(
        "{selection} selection; {strata} strata, {units} primary units, "
        "{stages} stages; "
        "weighting steps: {steps}",
        {
            "selection": Message(wave.selection),
            "strata": Number(len(first.population), "count"),
            "units": Number(len(first.stratum), "count"),
            "stages": Number(len(wave.design.stages), "count"),
            "steps": Number(len(wave.design.steps), "count"),
        },
    )


def _facts(wave: Wave) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [("Answers", Number(wave.n, "count"))]
    if wave.file is not None:
        if wave.file.invited:
            share = len(wave.domain) / wave.file.invited
            facts.append(("Response", Number(share, "share")))
        if wave.file.fieldwork is not None:
            days = {
                "start": Day(wave.file.fieldwork.start),
                "end": Day(wave.file.fieldwork.end),
            }
            facts.append(("Fieldwork", Message("{start} to {end}", days)))
    facts.append(("Design", design_words(wave)))
    return facts


def html_card(wave: Wave) -> str:
    """Return a wave as Jupyter shows it: n, period, design, roles, blanks."""
    title = wave.file.id if wave.file is not None else translate("Wave")
    listed = [
        join(tag("dt", translate(name)), tag("dd", _messages.plain(fact)))
        for name, fact in _facts(wave)
    ]
    parts = [tag("h3", title), tag("dl", *listed)]
    if wave.study is not None:
        parts += [_roles(wave), _constructs(wave)]
    parts.append(_blanks(wave))
    return tag("div", *parts, class_="csat-wave")


def _table(caption: str, head: list[str], rows: list[list[Any]]) -> Html:
    header = tag("tr", *(tag("th", translate(h), scope="col") for h in head))
    body = (tag("tr", *(tag("td", cell) for cell in row)) for row in rows)
    return tag(
        "table",
        tag("caption", translate(caption)),
        tag("thead", header),
        tag("tbody", *body),
    )


def _roles(wave: Wave) -> Html:
    roles: dict[str, list[str]] = {}
    for name, item in wave.study.items.items():
        roles.setdefault(item.role or item.type, []).append(name)
    rows = [[role, ", ".join(names)] for role, names in roles.items()]
    return _table("Roles", ["Role", "Items"], rows)


def _constructs(wave: Wave) -> Html:
    rows = [
        [_messages.plain(wave.label(name)), ", ".join(construct.items)]
        for name, construct in wave.study.constructs.items()
    ]
    return _table("Constructs", ["Construct", "Items"], rows)


def _blanks(wave: Wave) -> Html:
    book = codebook(wave)
    worst = book[book["no_answer"] > 0].nlargest(8, "no_answer")
    rows = [
        [row.words, *(_messages.number(v, "count") for v in (row.asked, row.no_answer))]
        for row in worst.itertuples()
    ]
    return _table("Most missing answers", ["Item", "Asked", "No answer"], rows)
