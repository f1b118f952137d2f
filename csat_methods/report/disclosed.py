"""What have reports of a study shown before, so that a new one adds nothing to it?

One file a wave in the run folder of its study, never handed out: who was counted in a
number of its report, and who was hidden. A wave's own earlier report is replaced and
does not count; those of other waves do, for both lie in readers' hands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csat_methods.report.cell_groups import IN, Group, Public
from csat_methods.report.folders import write_whole
from csat_methods.report.groups import PEOPLE, marked
from csat_methods.report.own_json import read_json
from csat_methods.report.policy import Policy

FOLDER = "_published"
SCHEMA = 1


@dataclass(frozen=True)
class Known:
    """What other waves' reports have told.

    Attributes
    ----------
    public : Public
        Whom they show and whom they hide, as this wave names them.
    conditions : dict
        Other wave to what narrowed its domain.
    """

    public: Public = field(default_factory=Public)
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def known_to(folder: Path, policy: Policy) -> Known:
    """Return what the reports of other waves have told; unreadable files are none.

    Parameters
    ----------
    folder : Path
        ``runs/<study>/_published``.
    policy : Policy
        Of the wave that is to be published.
    """
    told = {path.stem: _content(path) for path in sorted(folder.glob("[!.]*.json"))}
    others = {wave: c for wave, c in told.items() if c and wave != policy.wave}
    rows = [row for content in others.values() for row in content["groups"]]
    shown = frozenset(_group(row, policy) for row in rows if row["shown"])
    hidden = frozenset(_group(row, policy) for row in rows if not row["shown"])
    public = Public(shown, hidden - shown)
    return Known(public, {w: tuple(c["conditions"]) for w, c in others.items()})


def tell(folder: Path, told: Public, policy: Policy) -> None:
    """Write down what the report of a wave shows and hides; one before is replaced."""
    groups = [
        _row(group, policy, shown=shown)
        for shown, each in ((True, told.shown), (False, told.hidden))
        for group in sorted(each, key=_order)
        if group.about != PEOPLE
    ]
    content = {
        "schema": SCHEMA,
        "conditions": list(policy.conditions),
        "groups": groups,
    }
    text = json.dumps(content, ensure_ascii=False)
    write_whole(folder / f"{policy.wave}.json", text.encode())


def concerning(known: Public, groups: Iterable[Group]) -> Public:
    """Return what is known of the waves and questions that a report speaks of."""
    spoken = {mark for group in groups for mark in _marks(group)}
    return Public(
        *(
            frozenset(g for g in each if spoken.intersection(_marks(g)))
            for each in (known.shown, known.hidden)
        )
    )


def _marks(group: Group) -> Iterator[tuple[str, str]]:
    """Yield each question of a group with the wave it was asked in."""
    wave = next((name for name in group.about if name.startswith(IN)), "")
    yield from ((wave, name) for name in group.about if name != wave)


def _order(group: Group) -> tuple[list[str], list[tuple[str, str]], int]:
    return sorted(group.about), sorted(group.where), group.n


def _row(group: Group, policy: Policy, *, shown: bool) -> dict[str, Any]:
    marks = [name for name in group.about if name.startswith(IN)]
    return {
        "wave": marks[0].removeprefix(IN) if marks else policy.wave,
        "about": sorted(group.about.difference(marks)),
        "where": sorted(map(list, group.where)),
        "n": group.n,
        "shown": shown,
    }


def _group(row: Mapping[str, Any], policy: Policy) -> Group:
    where = frozenset((str(column), str(level)) for column, level in row["where"])
    return Group(marked(row["about"], row["wave"], policy), where, int(row["n"]))


def _content(path: Path) -> dict[str, Any] | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        content = read_json(path)
        if content["schema"] == SCHEMA and isinstance(content["groups"], list):
            return dict(content)
    return None
