"""What does a row say, judged against a line by its interval?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from csat_methods._messages import Message, Text


def judge(
    low: float, high: float, line: float, *, higher_is_better: bool = True
) -> str:
    """Return the verdict of an interval against a line.

    Examples
    --------
    >>> judge(4.1, 4.3, 4.0), judge(3.9, 4.3, 4.0)
    ('good', 'undecided')
    """
    found = side(low, high, line)
    if not found:
        return "undecided"
    return "good" if (found == "up") == higher_is_better else "bad"


def side(low: float, high: float, line: float) -> str:
    """Return on which side of a line an interval lies; empty where it reaches over.

    Examples
    --------
    >>> side(4.1, 4.3, 4.0), side(3.5, 3.9, 4.0), side(3.9, 4.3, 4.0)
    ('up', 'down', '')
    """
    if math.isnan(low) or math.isnan(high) or low <= line <= high:
        return ""
    return "up" if low > line else "down"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a result says, judged against a line by its interval.

    `verdict` is ``good``, ``bad`` or ``undecided`` (the interval reaches over the
    line); `direction` is ``up`` where it lies above the line, ``down`` below, else
    empty; `ref` names the row.
    """

    kind: str
    subject: str
    label: Text
    estimate: float
    ci_low: float
    ci_high: float
    n: int
    line: float
    verdict: str
    message: Message
    ref: str
    segment: str = ""
    direction: str = ""
    clause: str = ""
    distance: float = math.nan

    def unless_chance(self, *, clear: bool) -> Finding:
        """Return the finding, undecided where it is not clear of chance after all."""
        return self if clear else replace(self, verdict="undecided", direction="")
