"""What does an audience read of a report that passed the gate?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._messages import Message
from csat_methods.report.audience import Audience
from csat_methods.report.cell_groups import Group
from csat_methods.report.groups import WAVE, levels_by
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Result


# -------------------------------------------------------------------- results
def unseen_rows(
    result: Result, groups: Sequence[Sequence[Group]], audience: Audience
) -> np.ndarray:
    """Return the rows of a result that its audience may not see, shape (rows,).

    Rows about what it never sees, and all rows of a result that splits, counts or
    narrows customers by a segment that it may not.
    """
    columns = {column for behind in result.about.values() for column in behind}
    columns |= {column for row in groups for g in row for column, _ in g.where}
    if columns & audience.unseen or not _may_split(result, audience):
        return np.ones(len(groups), bool)
    if not audience.leave_out:
        return np.zeros(len(groups), bool)
    direct = _names(result).isin(audience.leave_out).to_numpy(bool).any(axis=1)
    behind = [
        any(g.about & audience.leave_out for g in row) if row else False
        for row in groups
    ]
    return direct | np.array(behind, bool)


def _may_split(result: Result, audience: Audience) -> bool:
    allowed = audience.segments
    return allowed is None or levels_by(result).keys() <= {*allowed, WAVE}


def unseen_names(result: Result, seen: np.ndarray) -> frozenset[str]:
    """Return what only those rows name that an audience may not see."""
    if seen.all():
        return frozenset()
    named = _names(result)
    shown, others = named[seen], named[~seen]
    return frozenset(others.to_numpy().ravel()) - set(shown.to_numpy().ravel())


def _names(result: Result) -> pd.DataFrame:
    """Return what names each row of a result, as texts."""
    table = result.table
    return table[[key for key in result.keys if key in table]].astype(str)


def told_to(
    result: Result,
    audience: Audience,
    prepared: Collection[str] = (),
    unseen: Collection[str] = (),
) -> Result:
    """Return a published result without what only the makers of a report need.

    Whom preparation left out, in words, is `prepared`: to readers who are not told of
    it, those who remained are everybody. What rows name that they may not see is
    `unseen`: nothing is called by its name.
    """
    result = result.with_facts(labels=_labels(result, audience, unseen))
    if audience.internal:
        return result
    return replace(
        result,
        table=result.table.drop(
            columns=[c for c in audience.columns if c in result.table]
        ),
        call=replace(result.call, arguments={}) if result.call else None,
        used=replace(result.used, left_out={}),
        domain=replace(
            result.domain,
            words=tuple(w for w in result.domain.words if w not in prepared),
        ),
        notes=_notes(result) if audience.notes else (),
    )


NAMING = frozenset({"author", "people"})
"""Values of notes that name people."""


def _notes(result: Result) -> tuple[Message, ...]:
    """Return the notes that name nobody."""
    return tuple(note for note in result.notes if NAMING.isdisjoint(note.values))


def _labels(
    result: Result, audience: Audience, unseen: Collection[str]
) -> dict[str, Any]:
    """Return the words of everything but of what an audience may not see."""
    hidden = audience.unseen | audience.leave_out
    secret = hidden.union(unseen)
    return {
        key: words
        for key, words in result.labels.items()
        if secret.isdisjoint(_PARTS.split(str(key)))
        and hidden.isdisjoint(result.about.get(key, ()))
    }


_PARTS = re.compile(r"\s*[=~]+\s*")
"""What stands between the names in a key: ``region=north``, ``delivery =~ price``."""


# ----------------------------------------------------------------------- page
def card_for(
    card: WaveCard, audience: Audience, judged: Collection[str] = ()
) -> WaveCard:
    """Return the facts of a wave that an audience may see.

    It is told the lines of what it sees `judged`, by kind of result.
    """
    if audience.internal:
        return card
    return replace(
        card,
        lines={kind: line for kind, line in card.lines.items() if kind in judged},
        received=card.answers,
        invited=None,
        previous=(),
        design={},
        ledger=(),
        notes=(),
        conditions=(),
        earlier=(),
        state="approved",
        audience=audience.name,
        internal=False,
    )


def record_for(record: Mapping[str, Any], audience: Audience) -> dict[str, Any]:
    """Return what an audience may know of how a report was made."""
    if audience.internal:
        return dict(record)
    return {name: record[name] for name in ("schema", "wave", "key") if name in record}
