"""What was done to the answers before anything was computed, and to how many?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from csat_methods._messages import Message, Number, Text
from csat_methods.result import Result, Used, method
from csat_methods.wave.ledger import Entry
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PreparationLog(Result):
    """The steps in their order: people before, people after, rows touched."""

    clause: ClassVar[str] = "7.4.2"
    kinds: ClassVar[dict[str, str]] = {
        "before": "count",
        "after": "count",
        "rows": "count",
    }

    def headline(self) -> Message:
        """Return how many answers came in and how many are used."""
        came, left = self.used.asked, self.used.used[0]
        return Message(
            "{came} answers came in; {left} are used after {steps} steps.",
            {
                "came": Number(came, "count"),
                "left": Number(left, "count"),
                "steps": Number(len(self.table) - 1, "count"),
            },
        )


@method
def preparation_log(wave: Wave) -> PreparationLog:
    """Return the wave's ledger: every step, in order, and how many it touched.

    Rows in = rows used + rows left out by reason.

    Parameters
    ----------
    wave : Wave
        After :func:`prepare`.

    Returns
    -------
    PreparationLog
        One row a step: ``term, step, detail, before, after, rows``; the first row is
        what came in.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, preparation_log, prepare
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [1, 4, 5]}))
    >>> rule = {"when": [{"item": "q1", "below": 2}], "reason": "straight line"}
    >>> preparation_log(prepare(wave, [{"exclude": rule}])).summary()
    '3 answers came in; 2 are used after 1 steps.'
    """
    came = rows_in(wave)
    steps = [("read", Message("answers as they came in"), came, came, came)]
    steps += [(e.step, e.detail, e.before, e.after, e.rows) for e in wave.ledger]
    terms = [str(position) for position in range(len(steps))]
    details = [f"{position}: detail" for position in range(len(steps))]
    table = pd.DataFrame(
        {
            "term": terms,
            "step": [step[0] for step in steps],
            "detail": details,
            "before": [step[2] for step in steps],
            "after": [step[3] for step in steps],
            "rows": [step[4] for step in steps],
        }
    )
    labels = {key: step[1] for key, step in zip(details, steps, strict=True)}
    names = {step[0]: Message(step[0]) for step in steps}
    return result_of(
        wave,
        PreparationLog,
        "Preparation log",
        table,
        level=0.95,
        labels={"term": Message("Order"), **names, **labels},
        used=Used(came, (wave.n, wave.n), rows_left_out(wave)),
    )


def rows_in(wave: Wave) -> int:
    """Return how many people came in, before any step."""
    return wave.ledger[0].before if wave.ledger else wave.n


def rows_left_out(wave: Wave) -> dict[str, int]:
    """Return reason to people left out; with those kept they are all that came in.

    What was narrowed after preparation is ``outside the domain``.
    """
    left: Counter[str] = Counter()
    for entry in wave.ledger:
        left[_reason(entry)] += entry.before - entry.after
    rest = rows_in(wave) - left.total() - wave.n
    left["outside the domain"] += rest
    return {reason: count for reason, count in left.items() if count}


def _reason(entry: Entry) -> str:
    """Return the English words of why a step leaves people out, else its name."""
    said = dict(entry.detail.values)
    words = said.get("reason")
    if isinstance(words, Text):
        return words.texts.get("en") or next(iter(words.texts.values()))
    return entry.step if words is None else str(words)
