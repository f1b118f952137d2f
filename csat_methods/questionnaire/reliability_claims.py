"""Is what a coefficient of reliability says precise enough, or undecided?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, ClassVar

import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result
from csat_methods.wave import claims

PRECISE = 0.70
"""Line of the headline: Nunnally (1978), *Psychometric Theory*, 2nd ed., p. 245."""

SENTENCES = {
    "good": "{label}: measured reliably, {coefficient} {estimate} ({low} to {high}; "
    "{items} items).",
    "bad": "{label}: not measured reliably enough, {coefficient} {estimate} ({low} to "
    "{high}; {items} items).",
    "undecided": "{label}: whether it is measured reliably enough is undecided, "
    "{coefficient} {estimate} ({low} to {high}; {items} items).",
}


UNTOLD = (
    "{label}: {coefficient} {estimate} ({items} items); how sure that is, these "
    "answers do not tell."
)
"""What is said of an estimate without an interval."""

COEFFICIENT = {
    True: "{label}: {estimate} ({low} to {high}; n = {n}).",
    False: "{label}: {estimate} (n = {n}); how sure that is, these answers do not "
    "tell.",
}
"""What is said of one coefficient of several, by whether it has an interval."""

COUNTS = {
    "good": "{n} measured reliably",
    "bad": "{n} not measured reliably",
    **claims.OPEN,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ReliabilityEstimates(Result):
    """Coefficients of a sum; ``items, sem, df`` beside the usual columns."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "omega_total": "coefficient",
        "items": "count",
    }
    coefficient: ClassVar[Message] = Message("reliability")
    line: ClassVar[str] = "reliability"
    clause: ClassVar[str] = "7.3.3"

    @property
    def standard_error_of_measurement(self) -> float:
        """How far a sum of the items may be off its true value, in its unit."""
        return self._single("sem")

    def headline(self) -> Message:
        """Return what is measured reliably."""
        rows = [row for row in self.records() if pd.notna(row["estimate"])]
        if not rows:
            return super().headline()
        verdicts = claims.verdicts(rows, PRECISE)
        if len(rows) == 1:
            return self.sentence(rows[0], verdicts[0])
        return Message(
            "Of {all} constructs: {counts} (line: {coefficient} {line}).",
            {
                "coefficient": self.coefficient,
                "line": Number(PRECISE),
                **claims.counted(verdicts, COUNTS),
            },
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how reliably one construct is measured."""
        told = SENTENCES[verdict] if isfinite(row["ci_low"]) else UNTOLD
        return Message(
            told,
            {
                "label": self.label(row["term"]),
                "coefficient": self.coefficient,
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "items": self.number(row, "items"),
            },
        )
