"""What does a row say, judged against a line by its interval?"""

from __future__ import annotations

import math
from dataclasses import dataclass

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
    if math.isnan(low) or math.isnan(high) or low <= line <= high:
        return "undecided"
    return "good" if (low > line) == higher_is_better else "bad"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a result says, judged against a line by its interval.

    `verdict` is ``good``, ``bad`` or ``undecided`` (the interval reaches over the
    line); `direction` is ``up``, ``down`` or empty; `ref` names the row.
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
