"""Can these answers have been given, and do they go together?"""

from __future__ import annotations

from typing import Any

import numpy as np

from csat_methods.answers.answer_sheet import Hits, Sheet, most_first
from csat_methods.study.fields import code_key, number_of
from csat_methods.study.questions import CLOSED, Item
from csat_methods.wave.conditions import holds


def hardly_answered(sheet: Sheet) -> Hits:
    """Find people who answered, yet less than half of what was asked of them."""
    wanted = ~sheet.that_is("type", "text")
    held = (sheet.held & wanted).sum(axis=1)
    blank = (sheet.blank & wanted).sum(axis=1)
    some = sheet.held.any(axis=1) & (held + blank > 0)
    few = some & (held < sheet.limit("half") * (held + blank))
    return Hits(int(few.sum()), len(held))


def not_offered(sheet: Sheet) -> Hits | None:
    """Find codes and amounts that the questionnaire does not offer.

    Files with such answers are not read at all; frames may hold them.
    """
    study = sheet.wave.study
    if study is None:
        return None
    found, checked = {}, 0
    for item in study.items.values():
        if item.id in sheet.frame and item.type in (*CLOSED, "number"):
            codes, distinct = sheet.frame[item.id].array.factorize()
            codes = codes[codes >= 0]
            checked += len(codes)
            found[item.id] = int(_strange(sheet, item, list(distinct))[codes].sum())
    places = most_first(found)
    return Hits(sum(places.values()), checked, places)


def _strange(sheet: Sheet, item: Item, distinct: list[Any]) -> np.ndarray:
    """Return which of some different answers an item does not offer."""
    if item.type == "number":
        numbers = np.array([number_of(answer) for answer in distinct], float)
        low = -np.inf if item.lowest is None else item.lowest
        high = np.inf if item.highest is None else item.highest
        return ~((numbers >= low) & (numbers <= high))
    answers = sheet.wave.study.answers(item.id)
    points = {code_key(point) for point in answers.points}
    if not points:
        return np.zeros(len(distinct), bool)
    if answers.turned and answers.ends is not None:
        points = {code_key(sum(answers.ends) - float(p)) for p in answers.points}
    return np.array([code_key(answer) not in points for answer in distinct], bool)


def contradictions(sheet: Sheet) -> Hits | None:
    """Find people whose answers cannot all be true, by the rules of the study.

    A rule about a column that the wave does not have finds nobody.
    """
    rules = {
        name: [condition.model_dump(by_alias=True, exclude_unset=True)
               for condition in rule.when]
        for name, rule in sheet.rules.contradictions.items()
        if all(condition.item in sheet.frame for condition in rule.when)
    }  # fmt: skip
    if not rules:
        return None
    inside = sheet.wave.domain
    met = {name: holds(sheet.wave, when).to_numpy()[inside]
           for name, when in rules.items()}  # fmt: skip
    people = int(np.any(list(met.values()), axis=0).sum())
    places = most_first({name: hits.sum() for name, hits in met.items()})
    return Hits(people, int(inside.sum()), places)
