"""What can be wrong with answers, and where is it?

A rule looks at a sheet of answers and returns what it found, or None where the wave
does not say what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from csat_methods._messages import Message
from csat_methods.answers import accuracy_rules, category_rules, entry_rules
from csat_methods.answers.answer_sheet import Hits, Sheet, most_first
from csat_methods.study.fields import code_key
from csat_methods.study.questions import Condition


def no_answers(sheet: Sheet) -> Hits:
    """Find people who answered nothing."""
    return Hits(int((~sheet.held.any(axis=1)).sum()), len(sheet.held))


def blanks(sheet: Sheet) -> Hits:
    """Find questions, but those for comments, that applied and were left blank."""
    wanted = ~sheet.that_is("type", "text")
    counts = sheet.blank.sum(axis=0) * wanted
    checked = int(sheet.applies[:, wanted].sum())
    return Hits(int(counts.sum()), checked, sheet.by_item(counts))


def empty_items(sheet: Sheet) -> Hits:
    """Find items that were asked and answered by nobody."""
    asked = sheet.asked.any(axis=0)
    empty = np.logical_and(asked, ~sheet.held.any(axis=0))
    return Hits(int(empty.sum()), int(asked.sum()), sheet.by_item(empty))


def constant_items(sheet: Sheet) -> Hits:
    """Find items that all who answered, two at least, answered alike.

    But for attention items: there all should.
    """
    several = (sheet.held.sum(axis=0) > 1) & ~sheet.that_is("role", "attention")
    frame = sheet.frame[list(sheet.items)]
    constant = several & (frame.nunique().to_numpy() == 1)
    return Hits(int(constant.sum()), int(several.sum()), sheet.by_item(constant))


def same_person(sheet: Sheet) -> Hits | None:
    """Find rows of people who are there already."""
    wave = sheet.wave
    columns = wave.file.columns if wave.file is not None else None
    named = [wave.person, columns.respondent if columns is not None else None]
    known = [name for name in named if name is not None and name in sheet.frame]
    if not known:
        return None
    again = {name: _again(sheet.frame[[name]].dropna()) for name in known}
    worst = max(again, key=lambda name: again[name])
    return Hits(again[worst], len(sheet.frame), {k: v for k, v in again.items() if v})


def _again(frame: pd.DataFrame) -> int:
    return int(frame.duplicated().sum())


def same_answers(sheet: Sheet) -> Hits | None:
    """Find rows that repeat another row in every answer."""
    alike = sheet.limit("alike")
    if len(sheet.items) < alike:
        return None
    frame = sheet.frame[list(sheet.items)]
    varied = _distinct(frame) >= sheet.limit("varied")
    telling = (sheet.held.sum(axis=1) >= alike) & varied
    return Hits(_again(frame[telling]), int(telling.sum()))


def _distinct(frame: pd.DataFrame) -> np.ndarray:
    """Return how many different answers each row has, shape (n,)."""
    cells = frame.to_numpy(object)
    codes = pd.factorize(cells.ravel())[0].reshape(cells.shape)
    steps = np.diff(np.sort(codes, axis=1), axis=1, prepend=-1)
    return np.asarray((steps > 0).sum(axis=1))


def straight_lines(sheet: Sheet) -> Hits | None:
    """Find people who gave one answer throughout a block of items of one scale."""
    enough_items = sheet.limit("straight")
    blocks = [items for items in _blocks(sheet) if len(items) >= enough_items]
    if not blocks:
        return None
    n = len(sheet.frame)
    straight, long = np.zeros(n, bool), np.zeros(n, bool)
    places = {}
    for items in blocks:
        x = sheet.frame[items].to_numpy(float, na_value=np.nan)
        enough = (~np.isnan(x)).sum(axis=1) >= enough_items
        line = enough & (np.fmin.reduce(x, axis=1) == np.fmax.reduce(x, axis=1))
        straight, long = straight | line, long | enough
        places[items[0]] = int(line.sum())
    return Hits(int(straight.sum()), int(long.sum()), most_first(places))


def _blocks(sheet: Sheet) -> list[list[str]]:
    """Return the items by scale and by role, in the order they are asked."""
    wave = sheet.wave
    blocks: dict[tuple[object, ...], list[str]] = {}
    for name in sheet.items:
        if name in wave.scales:
            item = wave.item(name)
            role = item.role if item is not None else None
            blocks.setdefault((role, *wave.scales[name]), []).append(name)
    return list(blocks.values())


def against_routing(sheet: Sheet) -> Hits | None:
    """Find answers of people who should not have been asked.

    Those that were already left out when the file was read are counted as well.
    """
    study = sheet.wave.study
    routed = [i for i in study.items.values() if i.asked_if] if study else []
    if not routed:
        return None
    counts = dict(sheet.wave.contradictions)
    checked = sum(counts.values())
    for item in routed:
        columns = [c for c in item.frame_columns if c in sheet.frame]
        held = sheet.frame[columns].notna().any(axis=1).to_numpy()
        wrong = held & ~_asked(sheet, item.asked_if)
        counts[item.id] = counts.get(item.id, 0) + int(wrong.sum())
        checked += int(held.sum())
    places = most_first(counts)
    return Hits(sum(places.values()), checked, places)


def _asked(sheet: Sheet, conditions: Iterable[Condition]) -> np.ndarray:
    """Return who meets all conditions, or left one of their items blank."""
    met = np.ones(len(sheet.frame), bool)
    for condition in conditions:
        met &= _meets(sheet, condition)
    return met


def _meets(sheet: Sheet, condition: Condition) -> np.ndarray:
    item = sheet.wave.item(condition.item)
    if item is None or not set(item.frame_columns) <= set(sheet.frame):
        return np.ones(len(sheet.frame), bool)
    wanted = {code_key(code) for code in condition.in_}
    if item.type == "multiple":
        pairs = zip(item.option_names, item.frame_columns, strict=True)
        chosen = [column for option, column in pairs if code_key(option) in wanted]
        held = sheet.frame[list(item.frame_columns)].notna().any(axis=1)
        return ((sheet.frame[chosen] == 1).any(axis=1) | ~held).to_numpy()
    answers, column = sheet.wave.study.answers(item.id), sheet.frame[item.id]
    if answers.turned and answers.ends is not None:
        column = sum(answers.ends) - column
    met = [each for each in column.dropna().unique() if code_key(each) in wanted]
    return (column.isin(met) | column.isna()).to_numpy(bool)


def late_days(sheet: Sheet) -> Hits | None:
    """Find days, such as that of a purchase, after the last day of fieldwork."""
    file = sheet.wave.file
    dated = zip(sheet.items, sheet.that_is("type", "date"), strict=True)
    days = [name for name, one in dated if one]
    if not days or file is None or file.fieldwork is None:
        return None
    end = pd.Timestamp(file.fieldwork.end) + pd.Timedelta(days=1)
    late = {name: int((sheet.frame[name] >= end).sum()) for name in days}
    checked = int(sheet.frame[days].notna().to_numpy().sum())
    places = {name: count for name, count in late.items() if count}
    return Hits(sum(places.values()), checked, places)


def outside_fieldwork(sheet: Sheet) -> Hits | None:
    """Find people who answered before or after fieldwork."""
    file = sheet.wave.file
    if sheet.day is None or file is None or file.fieldwork is None:
        return None
    start = pd.Timestamp(file.fieldwork.start)
    end = pd.Timestamp(file.fieldwork.end) + pd.Timedelta(days=1)
    days = sheet.frame[sheet.day].dropna()
    found = int(((days < start) | (days >= end)).sum())
    return Hits(found, len(days), {sheet.day: found} if found else {})


def speeders(sheet: Sheet) -> Hits | None:
    """Find people who took less than two fifths of the median time."""
    if sheet.duration is None:
        return None
    seconds = sheet.frame[sheet.duration].dropna()
    found = int((seconds < sheet.limit("haste") * seconds.median()).sum())
    return Hits(found, len(seconds), {sheet.duration: found} if found else {})


class Rule(NamedTuple):
    """A check: what it is called, its kind and unit, and how it looks."""

    words: Message
    kind: str
    unit: str
    look: Callable[[Sheet], Hits | None]


RULES = {
    "no_answers": Rule(
        Message("People without any answer"), "completeness", "people", no_answers
    ),
    "hardly_answered": Rule(
        Message("People who left most of it blank"),
        "completeness",
        "people",
        entry_rules.hardly_answered,
    ),
    "blanks": Rule(Message("Questions left blank"), "completeness", "answers", blanks),
    "empty_items": Rule(
        Message("Items nobody answered"), "completeness", "items", empty_items
    ),
    "constant_items": Rule(
        Message("Items all answered alike"), "errors", "items", constant_items
    ),
    "not_offered": Rule(
        Message("Answers that were not offered"),
        "errors",
        "answers",
        entry_rules.not_offered,
    ),
    "same_person": Rule(
        Message("People who are there twice"), "errors", "people", same_person
    ),
    "same_answers": Rule(
        Message("Sheets that repeat another one"), "errors", "people", same_answers
    ),
    "against_routing": Rule(
        Message("Answers of people who were not to be asked"),
        "errors",
        "answers",
        against_routing,
    ),
    "contradictions": Rule(
        Message("People who contradict themselves"),
        "errors",
        "people",
        entry_rules.contradictions,
    ),
    "late_days": Rule(Message("Days after fieldwork"), "errors", "answers", late_days),
    "outside_fieldwork": Rule(
        Message("Answered outside fieldwork"), "errors", "people", outside_fieldwork
    ),
    "straight_lines": Rule(
        Message("One answer to a whole block"), "accuracy", "people", straight_lines
    ),
    "speeders": Rule(
        Message("Took far less time than most"), "accuracy", "people", speeders
    ),
    "attention": Rule(
        Message("Missed an attention item"),
        "accuracy",
        "people",
        accuracy_rules.attention,
    ),
    "against_records": Rule(
        Message("Answers that purchase records contradict"),
        "accuracy",
        "answers",
        accuracy_rules.against_records,
    ),
    "not_recorded": Rule(
        Message("People without a purchase record"),
        "accuracy",
        "people",
        accuracy_rules.not_recorded,
    ),
    "unclassified": Rule(
        Message("Answers that no category takes"),
        "categories",
        "answers",
        category_rules.unclassified,
    ),
    "unknown_levels": Rule(
        Message("Values that the segments do not name"),
        "categories",
        "answers",
        category_rules.unknown_levels,
    ),
}
"""The checks, in the order of the table."""
