"""What was done to a wave, why, and to how many?"""

from __future__ import annotations

from dataclasses import dataclass

from csat_methods._messages import Message
from csat_methods.wave.raw_table import RawTable


@dataclass(frozen=True)
class Entry:
    """One line of a wave's ledger: what was done, why, and to how many."""

    step: str
    detail: Message
    before: int
    after: int
    rows: int


def ledger_of(table: RawTable) -> tuple[Entry, ...]:
    """Return one line a reason for which rows of a file are no answers."""
    entries: list[Entry] = []
    left = len(table.rows)
    for reason, count in reversed(table.left_out):
        entries.append(Entry("read", reason, left + count, left, count))
        left += count
    return tuple(reversed(entries))
