"""Whom does each row of a result speak of?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from csat_methods.report.policy import Policy
from csat_methods.report.suppression import Condition, Group
from csat_methods.result import Result

WAVE = "wave"
WAVES = frozenset({"wave_before", "wave_after"})
"""Columns that say which wave, or which two, a row speaks of."""


def groups_of(result: Result, policy: Policy) -> list[Group | None]:
    """Return whom each row speaks of; None for rows that speak of no answers."""
    rows = result.table.to_dict("records")
    if not result.domain.digest:
        return [None] * len(rows)
    return [_group(result, row, policy) for row in rows]


def _group(result: Result, row: Mapping[str, Any], policy: Policy) -> Group:
    """Return the group of a row; people of another wave are never parts of this one."""
    where = {_condition(words) for words in result.domain.words}
    where |= {(column, str(row[column])) for column in result.by if column != WAVE}
    about = _about(result, row)
    if WAVE in result.by and str(row[WAVE]) == policy.wave:
        where |= {_condition(words) for words in policy.conditions}
    elif WAVE in result.by:
        about |= {f"in {row[WAVE]}"}
    elif set(row) >= WAVES:
        about |= {" to ".join(str(row[column]) for column in sorted(WAVES))}
    return Group(about, frozenset(where), _count(result, row))


def _condition(words: str) -> Condition:
    """Return a condition in words as a column and its level, where it says so."""
    column, equals, level = words.partition(" = ")
    return (column, level) if equals else (words, "")


def _about(result: Result, row: Mapping[str, Any]) -> frozenset[str]:
    term = str(row.get(result.term_keys[0], ""))
    every = [column for columns in result.about.values() for column in columns]
    return frozenset(result.about.get(term) or every or (term,))


def _count(result: Result, row: Mapping[str, Any]) -> int:
    """Return how many answers a row rests on; not known is none."""
    n = row.get("n", result.used.used[0])
    return 0 if n is None or math.isnan(n) else int(n)
