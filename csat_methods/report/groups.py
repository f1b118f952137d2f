"""Whom does each row of a result speak of?"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from csat_methods._rows import TellsOf
from csat_methods.report.cell_groups import IN, Condition, Group
from csat_methods.report.policy import Policy
from csat_methods.result import Result

WAVE = "wave"
WAVES = {"wave_before": "n_before", "wave_after": "n_after"}
"""Columns that say which two waves a row compares, and how many answered in each."""

SIDES = {"segment": "n_segment", "reference": "n_reference"}
"""Columns that say which two segments a row compares, and how many answered in each."""

PEOPLE = frozenset({"people"})
"""What a count of people is about."""


def groups_of(result: Result, policy: Policy) -> list[tuple[Group, ...]]:
    """Return whom each row speaks of; nobody for rows that speak of no answers.

    A comparison of waves speaks of two groups, one a wave; one of segments of both, and
    of all who answered; a count of several groups, or of all but some, of those too. A
    plan whose rows are the levels of a segment tells how many of the wave are in each.
    """
    rows = result.records()
    if not result.domain.digest:
        return _levels(result, rows, policy)
    return [tuple(_groups(result, row, policy)) for row in rows]


def levels_by(result: Result) -> dict[str, set[str]]:
    """Return the columns that split the people of a result, and their levels."""
    found = {column: set(result.table[column].astype(str)) for column in result.by}
    for levels in _split(result).values():
        for column, level in levels.items():
            found.setdefault(column, set()).add(level)
    for told in _tells_of(result).values():
        for column, level, _ in told:
            found.setdefault(column, set()).add(level)
    return found


def everybody(policy: Policy) -> frozenset[Group]:
    """Return all people of the wave: how many they are is said on every page."""
    where = frozenset(map(_condition, policy.conditions))
    return frozenset({Group(PEOPLE, where, policy.answers)} if policy.answers else ())


def marked(about: Collection[str], wave: str, policy: Policy) -> frozenset[str]:
    """Return columns as those of a wave: people of another are no part of this one."""
    other = {f"{IN}{wave}"} if wave != policy.wave else set()
    return frozenset(about) | other


def _groups(result: Result, row: Mapping[str, Any], policy: Policy) -> Iterator[Group]:
    about = _about(result, row)
    where = {_condition(words or result.domain.digest) for words in result.domain.words}
    for levels, count in _spoken_of(result, row):
        wave = levels.get(WAVE)
        base = policy.conditions_of(wave) if wave is not None else ()
        named = about if wave is None else marked(about, wave, policy)
        inside = where | {pair for pair in levels.items() if pair[0] != WAVE}
        inside |= set(map(_condition, base))
        asked = named.difference(levels) or named
        yield Group(asked, frozenset(inside), _whole(count))
    yield from _turned(result, row, policy, frozenset(where))


def _turned(
    result: Result,
    row: Mapping[str, Any],
    policy: Policy,
    where: frozenset[Condition],
) -> Iterator[Group]:
    """Yield the level of a segment that shares within answers tell of, and them all.

    How many of those who said yes live in each city is what each city said.
    """
    term, level = _term(result, row), str(row.get("category", ""))
    about = frozenset(result.by) - {WAVE, term}
    sizes = policy.segments.get(term, {})
    if not about or level not in sizes:
        return
    if result.domain.words == policy.conditions and WAVE not in result.by:
        people, every = sizes[level], sum(sizes.values())
    else:
        same = [r for r in result.records() if _term(result, r) == term]
        same = [r for r in same if r.get(WAVE) == row.get(WAVE)]
        counts = [(str(r["category"]), r["estimate"] * r["n"]) for r in same]
        people = round(sum(count for name, count in counts if name == level))
        every = round(sum(count for _, count in counts))
    named = marked(about, str(row[WAVE]), policy) if WAVE in row else about
    yield Group(named, where | {(term, level)}, people)
    yield Group(named, where, every)


def _spoken_of(
    result: Result, row: Mapping[str, Any]
) -> Iterator[tuple[Mapping[str, str], Any]]:
    """Yield what narrows each group of a row, column to level, and its answers."""
    own = {column: str(row[column]) for column in result.by}
    n = row.get("n", result.used.used[0])
    if WAVE not in own and set(row) >= set(WAVES):
        for column, count in WAVES.items():
            yield {**own, WAVE: str(row[column])}, row.get(count, n)
    else:
        yield own, n
    whole = getattr(result, "whole", 0)
    if whole:
        yield {}, whole
    split = _split(result)
    for column, count in SIDES.items():
        levels = split.get(row.get(column, ""))
        if levels is not None:
            yield {**own, **levels}, row[count]
    told = _tells_of(result)
    keys = tuple(str(row[key]) for key in result.term_keys if key in row)
    for column, level, people in told.get(_term(result, row)) or told.get(keys, ()):
        yield {**own, column: level}, people


def _tells_of(result: Result) -> Mapping[str | tuple[str, ...], TellsOf]:
    """Return, by term or by all keys of a row, further groups that it tells of."""
    found: Mapping[str | tuple[str, ...], TellsOf] = getattr(result, "tells_of", {})
    return found


def _split(result: Result) -> Mapping[str, Mapping[str, str]]:
    """Return, of a comparison of segments, what splits each off."""
    found: Mapping[str, Mapping[str, str]] = getattr(result, "split", {})
    return found


def _levels(
    result: Result, rows: Sequence[Mapping[str, Any]], policy: Policy
) -> list[tuple[Group, ...]]:
    """Return, of a plan whose rows are levels of a segment, the people in each."""
    terms = [str(row.get(result.term_keys[0], "")) for row in rows]
    for column, levels in policy.segments.items():
        if terms and levels.keys() >= set(terms):
            base = {_condition(words) for words in policy.conditions}
            return [
                (Group(PEOPLE, frozenset({*base, (column, t)}), levels[t]),)
                for t in terms
            ]
    return [()] * len(rows)


def stated(policy: Policy) -> frozenset[Condition]:
    """Return what narrowed the domains of all waves in preparation."""
    return frozenset(map(_condition, policy.prepared))


def _condition(words: str) -> Condition:
    """Return a condition in words as a column and its level, where it says so."""
    column, equals, level = words.partition(" = ")
    return (column, level) if equals else (words, "")


def _term(result: Result, row: Mapping[str, Any]) -> str:
    return str(row.get(result.term_keys[0], ""))


def _about(result: Result, row: Mapping[str, Any]) -> frozenset[str]:
    term = _term(result, row)
    every = [column for columns in result.about.values() for column in columns]
    asked = PEOPLE if getattr(result, "counts_blanks", False) else frozenset()
    return asked | frozenset(result.about.get(term) or every or (term,))


def _whole(n: Any) -> int:
    """Return how many answers a row rests on; not known is none."""
    return 0 if n is None or math.isnan(n) else int(n)
