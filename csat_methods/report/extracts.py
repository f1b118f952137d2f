"""What does an audience read of a report that passed the gate?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.report.audience import Audience
from csat_methods.report.cell_groups import Group
from csat_methods.report.groups import WAVE
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
        return np.ones(len(result.table), bool)
    if not audience.leave_out:
        return np.zeros(len(result.table), bool)
    table = result.table
    named = table[[k for k in result.keys if k in table]].astype(str)
    direct = named.isin(audience.leave_out).to_numpy(bool).any(axis=1)
    behind = [
        any(g.about & audience.leave_out for g in row) if row else False
        for row in groups
    ]
    return direct | np.array(behind, bool)


def _may_split(result: Result, audience: Audience) -> bool:
    allowed = audience.segments
    return allowed is None or set(result.by) <= {*allowed, WAVE}


def told_to(
    result: Result, audience: Audience, prepared: Collection[str] = ()
) -> Result:
    """Return a published result without what only the makers of a report need.

    Whom preparation left out, in words, is `prepared`: to readers who are not told of
    it, those who remained are everybody.
    """
    if audience.internal:
        return result
    table = result.table.drop(
        columns=[c for c in audience.columns if c in result.table]
    )
    named = table[[k for k in table if not pd.api.types.is_numeric_dtype(table[k])]]
    known = {str(cell) for column in named for cell in named[column]}
    known |= {f"{c}={cell}" for c in result.by for cell in map(str, table[c])}
    known |= set(map(str, table))
    return replace(
        result,
        table=table,
        call=replace(result.call, arguments={}) if result.call else None,
        used=replace(result.used, left_out={}),
        domain=replace(
            result.domain,
            words=tuple(w for w in result.domain.words if w not in prepared),
        ),
        labels={k: words for k, words in result.labels.items() if str(k) in known},
    )


# ----------------------------------------------------------------------- page
def card_for(card: WaveCard, audience: Audience) -> WaveCard:
    """Return the facts of a wave that an audience may see."""
    if audience.internal:
        return card
    return replace(
        card,
        received=card.answers,
        invited=None,
        previous=(),
        design={},
        ledger=(),
        notes=(),
        conditions=(),
        state="approved",
        internal=False,
    )


def record_for(record: Mapping[str, Any], audience: Audience) -> dict[str, Any]:
    """Return what an audience may know of how a report was made."""
    if audience.internal:
        return dict(record)
    return {name: record[name] for name in ("schema", "wave", "key") if name in record}
