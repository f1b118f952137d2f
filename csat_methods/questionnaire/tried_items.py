"""Which items does a pre-test try out, and what do people say of each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.item_evidence import item_evidence
from csat_methods.questionnaire.item_judgement import together
from csat_methods.questionnaire.item_verdicts import constant_items

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NOT_TRIED = ("attention", "open", "marker")
"""Roles that a pre-test does not judge: checks of attention, comments, markers."""


def tried_items(wave: Wave, items: Sequence[str] | None) -> list[str]:
    """Return the columns to judge.

    Raises
    ------
    ValueError
        If there are none.
    """
    if items is not None:
        return wave.columns(items)
    frame = wave.frame
    if wave.study is None:
        found = [name for name in wave.scales if name in frame]
    else:
        found = [
            name
            for name, item in wave.study.items.items()
            if name in frame and item.type != "text" and item.role not in NOT_TRIED
        ]
    if not found:
        raise ValueError(
            "items=None: the wave has neither a study nor scales; name the items."
        )
    return found


def answered_in_words(wave: Wave, items: Sequence[str]) -> list[str]:
    """Return the items that take any words, or of which nothing else is known."""
    types = {item: wave.item(item) for item in items}
    return [
        item
        for item, declared in types.items()
        if (declared.type == "text" if declared else _is_text(wave, item))
    ]


def notes_on_words(wave: Wave, items: Sequence[str]) -> list[Message]:
    """Return what is said of items that are answered in words."""
    count = len(answered_in_words(wave, items))
    words = (
        "Items answered in words: {n}; no count shows that these were understood, so "
        "read what people wrote."
    )
    return [Message(words, {"n": Number(count, "count")})] if count else []


def _is_text(wave: Wave, item: str) -> bool:
    return wave.frame[item].dtype.kind not in "fiubM"


def tried_evidence(wave: Wave, items: Sequence[str], level: float) -> pd.DataFrame:
    """Return the statistics of items; none where too few people took part."""
    named = wave.study.constructs if wave.study is not None else {"items": None}
    constructs = {
        name: [i for i in (each.items if each else items) if i in items]
        for name, each in named.items()
    }
    measured = {
        name: [i for i in listed if _rated(wave, i)]
        for name, listed in constructs.items()
    }
    facts = pd.DataFrame(constant_items(wave, items))
    found = item_evidence(wave, items, measured, level)
    return together([facts, found])


def _rated(wave: Wave, item: str) -> bool:
    """Return whether answers are amounts."""
    try:
        return bool(wave.measured(item)) and wave.frame[item].dtype.kind in "fiub"
    except ValueError:
        return False


def comments_on_items(
    wave: Wave, items: Sequence[str], comments: Mapping[str, str] | None
) -> list[int]:
    """Return how many comments each item got."""
    told = _comment_columns(wave, items) if comments is None else comments
    _checks.keys("comments", _checks.mapping("comments", told), items)
    return [_written(wave, told[i]) if i in told else 0 for i in items]


def _comment_columns(wave: Wave, items: Sequence[str]) -> dict[str, str]:
    """Return {item: open item on the same characteristic}."""
    if wave.study is None:
        return {}
    known = wave.study.items
    about = {
        item.characteristic: name
        for name, item in known.items()
        if item.role == "open" and item.characteristic and name in wave.frame
    }
    named = {i: known[i].characteristic for i in items if i in known}
    return {i: about[name] for i, name in named.items() if name in about}


def all_comments(wave: Wave, comments: Mapping[str, str] | None) -> int:
    """Return how many comments there are in all."""
    opened = wave.study.role("open") if wave.study is not None else ()
    columns = [*opened, *(comments or {}).values()]
    return sum(_written(wave, c) for c in dict.fromkeys(columns) if c in wave.frame)


def _written(wave: Wave, column: str) -> int:
    """Return how many people wrote something into a column."""
    cells = wave.frame[wave.columns(column)[0]][wave.domain].dropna().astype(str)
    return int((cells.str.strip() != "").sum())
