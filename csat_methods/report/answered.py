"""Which share of those who were asked answered?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csat_methods._messages import Number
from csat_methods.report.judgement import made_by, rows_of
from csat_methods.report.placing import ABOUT, fact
from csat_methods.report.publish import PublishedResult
from csat_methods.report.wave_card import WaveCard

RATE = "RR2"
"""The rate that counts whoever answered at least in part, out of all who may belong."""


@dataclass(frozen=True)
class Answered:
    """How many answered of those who were asked.

    Attributes
    ----------
    share, asked : Number
        The share, and of how many.
    prefix : str
        What stands before their references.
    """

    share: Number
    asked: Number
    prefix: str


def answered(shown: Iterable[PublishedResult], card: WaveCard) -> Answered | None:
    """Return the published rate, or that of the wave's file; None if neither is known.

    All pages of a report then say the same. The two may differ: rates leave out people
    who turned out to be no customers, of whom the file does not know.

    Parameters
    ----------
    shown : iterable of PublishedResult
    card : WaveCard
    """
    for each in made_by(shown, "response_rates"):
        for row in rows_of(each):
            if row.term == RATE:
                return Answered(row.number(), row.number("n"), row.prefix)
    if card.response is None:
        return None
    share = fact(card.response, "response", "share")
    return Answered(share, fact(card.invited or 0, "invited"), ABOUT)
