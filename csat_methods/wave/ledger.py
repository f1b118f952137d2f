"""What was done to a wave, why, and to how many?"""

from __future__ import annotations

from dataclasses import dataclass

from csat_methods._messages import Message


@dataclass(frozen=True)
class Entry:
    """One line of a wave's ledger: what was done, why, and to how many."""

    step: str
    detail: Message
    before: int
    after: int
    rows: int = 0
