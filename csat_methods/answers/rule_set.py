"""By which rules are these answers checked, and since when do they hold?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from csat_methods._messages import Day, Message, Number
from csat_methods.study.checks import Contradiction

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LIMITS: Mapping[str, float] = {
    "blanks": 0.05,
    "half": 0.5,
    "alike": 10,
    "varied": 3,
    "straight": 8,
    "haste": 0.4,
    "signs": 2,
    "synonyms": 0.60,
}
"""Share of blanks that is no fault (Schafer 1999, *Statistical Methods in Medical
Research*, 8, 3-15); share of answers below which somebody hardly answered (half, as
AAPOR's break-offs); fewest answers that two people must share to be one sheet twice,
and fewest different ones among them; fewest items of a straight line; share of the
median time below which nobody reads (Greszki, Meyer and Schoen 2015, *Public Opinion
Quarterly*, 79, 471-503, use .5, .4 and .3); signs of carelessness that make a flag;
correlation from which two items are alike (Meade and Craig 2012)."""

VERSION, SINCE = 1, date(2026, 11, 23)
"""Of this project's own rules."""


@dataclass(frozen=True)
class RuleSet:
    """Limits and contradictions, with the version and the day of the rules.

    Attributes
    ----------
    limits : dict
        Of the checks: all of :data:`LIMITS`.
    careless : dict
        Of the signs of carelessness, where they are not the literature's.
    contradictions : dict
        Name to answers that contradict each other.
    own : bool
        Whether the study has set them.
    """

    version: int = VERSION
    day: date = SINCE
    limits: Mapping[str, float] = field(default_factory=lambda: dict(LIMITS))
    careless: Mapping[str, float] = field(default_factory=dict)
    contradictions: Mapping[str, Contradiction] = field(default_factory=dict)
    own: bool = False

    @property
    def note(self) -> Message:
        """Whose rules they are, their version and their day."""
        said = {"version": Number(self.version, "count"), "day": Day(self.day)}
        if self.own:
            return Message(
                "Checked by the study's rules, version {version} of {day}.", said
            )
        return Message(
            "Checked by this project's rules, version {version} of {day}; the study "
            "sets none.",
            said,
        )


def rule_set(wave: Wave) -> RuleSet:
    """Return the rules of a wave's study, else this project's.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave
    >>> rules = rule_set(Wave.from_frame(pd.DataFrame({"q1": [1, 2]})))
    >>> rules.limits["haste"], rules.own
    (0.4, False)
    """
    told = wave.study.checks if wave.study is not None else None
    if told is None:
        return RuleSet()
    return RuleSet(
        version=told.version,
        day=told.day,
        limits={**LIMITS, **told.limits},
        careless=told.careless,
        contradictions=told.contradictions,
        own=True,
    )
