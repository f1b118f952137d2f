"""Who breaks which rule of careful answering?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.answers.careless_measures import as_given, grids_of, one_line
from csat_methods.answers.careless_rules import RARE, RULES, Rule

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def scales_of(
    wave: Wave, items: list[str], scales: Mapping[str, Sequence[str]] | None
) -> dict[str, list[int]]:
    """Return the columns of each scale among the items: the study's constructs.

    Raises
    ------
    ValueError
        If one that is given has fewer than two items, or others.
    """
    if scales is not None:
        return parts_of("scales", scales, items)
    known = wave.study.constructs if wave.study is not None else {}
    given = {n: [i for i in c.items if i in items] for n, c in known.items()}
    return parts_of("scales", {n: g for n, g in given.items() if len(g) > 1}, items)


def named_grids(
    wave: Wave, items: list[str], grids: Mapping[str, Sequence[str]] | None
) -> dict[str, list[int]]:
    """Return the columns of each grid among the items: those of the study.

    Raises
    ------
    ValueError
        If one that is given has fewer than two items, or others.
    """
    return grids_of(wave, items) if grids is None else parts_of("grids", grids, items)


def parts_of(
    name: str, given: Mapping[str, Sequence[str]], items: list[str]
) -> dict[str, list[int]]:
    """Return the columns of named parts of the items.

    Raises
    ------
    ValueError
        If one has fewer than two items, or others.
    """
    wrong = {
        key: list(listed)
        for key, listed in _checks.mapping(name, given).items()
        if len(listed) < 2 or not set(listed) <= set(items)
    }
    if wrong:
        raise ValueError(f"{name}={wrong} must each be two items or more of items.")
    return {key: [items.index(i) for i in listed] for key, listed in given.items()}


@dataclass(frozen=True, eq=False)
class Judged:
    """Who breaks which rule.

    Attributes
    ----------
    rows : list of dict
        One a rule.
    broken : pandas.DataFrame
        People by rules.
    untold : list of str
        Rules that tell nothing.
    excused : pandas.Series of bool
        People beyond a limit as careful people would be, too.
    """

    rows: list[dict[str, Any]]
    broken: pd.DataFrame
    untold: list[str]
    excused: pd.Series


def judged(
    people: pd.DataFrame,
    items: int,
    limits: Mapping[str, float],
    drawn: Mapping[str, np.ndarray] | None = None,
) -> Judged:
    """Return a row a rule, who breaks which, and the rules that tell nothing.

    Limits that are given stand as they are. Beyond others a pattern is a sign only
    where its chance, if it is known, is rare.
    """
    rows, broken, untold = [], {}, []
    excused = pd.Series(data=False, index=people.index, dtype="bool")
    for name, rule in RULES.items():
        if rule.column not in people:
            continue
        values = people[rule.column].to_numpy(float)
        like = (drawn or {}).get(rule.column)
        limit = float(limits.get(name, rule.fitting(values, items, like)))
        if np.isnan(limit):
            untold.append(name)
            continue
        found = rule.flags(values, limit)
        usual = found & _usual(people, rule, len(people)) & (name not in limits)
        broken[name], excused = found & ~usual, excused | usual
        checked = int((~np.isnan(values)).sum())
        rows.append(rule_row(name, limit, int(broken[name].sum()), checked))
    return Judged(rows, pd.DataFrame(broken, index=people.index), untold, excused)


def _usual(people: pd.DataFrame, rule: Rule, n: int) -> np.ndarray:
    """Return whose pattern careful people would show too, (n,)."""
    chance = f"{rule.column}_chance"
    if chance not in people:
        return np.zeros(n, bool)
    return people[chance].to_numpy(float) > RARE


def flagged_people(
    people: pd.DataFrame, broken: pd.DataFrame, enough: float
) -> pd.DataFrame:
    """Return the people with what they break; nobody outside the domain breaks any.

    Rules of one behaviour count once: who breaks off leaves the rest blank.
    """
    done = [RULES[name].behaviour or name for name in broken.columns]
    count = broken.T.groupby(done).any().sum()
    names = [", ".join(compress(broken.columns, row)) for row in broken.to_numpy()]
    signs = pd.Series(names, broken.index, dtype="str")
    return people.assign(
        rules=count.reindex(people.index, fill_value=0),
        signs=signs.reindex(people.index, fill_value=""),
        flagged=(count >= enough).reindex(people.index, fill_value=False),
    )


def rule_row(term: str, limit: float, found: int, checked: int) -> dict[str, Any]:
    """Return the row of one rule: what it found of those it could judge."""
    share = found / checked if checked else np.nan
    values = {"limit": limit, "found": found, "checked": checked, "share": share}
    return {"term": term, **values}


def lines_of_grids(
    wave: Wave, items: list[str], grids: Mapping[str, list[int]]
) -> pd.DataFrame:
    """Return how many gave one answer all over each grid."""
    given = as_given(wave, items, wave.answers(items))[wave.domain]
    rows = []
    for name, columns in grids.items():
        line = one_line(given[:, columns])
        found, checked = int(np.nansum(line)), int((~np.isnan(line)).sum())
        share = found / checked if checked else np.nan
        rows.append((name, len(columns), found, checked, share))
    return pd.DataFrame(rows, columns=["grid", "items", "found", "checked", "share"])
