"""Did the pre-test show that the questionnaire can go into the field?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.answer_times import item_seconds, median_minutes
from csat_methods.questionnaire.item_evidence import (
    FEWEST,
    answer_counts,
    taking_part,
)
from csat_methods.questionnaire.item_judgement import (
    decided,
    in_order,
    judged,
    words_of,
)
from csat_methods.questionnaire.item_limits import ItemRule, rules_of
from csat_methods.questionnaire.tried_items import (
    all_comments,
    answered_in_words,
    comments_on_items,
    notes_on_words,
    tried_evidence,
    tried_items,
)
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

STATISTICS = {
    "floor": "floor",
    "ceiling": "ceiling",
    "skew": "skew",
    "item_rest": "item_rest",
    "alpha_change": "alpha_if_deleted",
    "omega_change": "omega_if_deleted",
}
"""Column of the table to the rule that gives it."""

ADVICE = {
    "go": Message(
        "Go: no item falls short, and all {all} are decided; {n} people took part."
    ),
    "revise": Message(
        "Revise before fieldwork: of {all} items {short} fall short for certain and "
        "{open} are undecided; {n} people took part."
    ),
    "stop": Message(
        "Stop: of {all} items {short} fall short for certain, more than may be mended "
        "one by one; {n} people took part."
    ),
    "undecided": Message(
        "Undecided: of {all} items none falls short for certain, but {open} may; {n} "
        "people took part, ask more."
    ),
    "too_few": Message(
        "Undecided: {n} people took part, too few for coefficients; only counts are "
        "given."
    ),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Pretest(Result):
    """One row an item, as the people of a pre-test answered it.

    Attributes
    ----------
    advice : str
        ``go, revise, stop`` or ``undecided``.
    minutes : pandas.Series
        ``median, ci_low, ci_high`` of the whole questionnaire; missing where no
        duration is known.
    comments : int
        Comments that people wrote.
    checks : pandas.DataFrame
        Every statistic of every item, as of :func:`item_verdicts`.
    """

    advice: str
    minutes: pd.Series
    comments: int
    checks: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "floor": "share",
        "ceiling": "share",
        "blank": "count",
        "comments": "count",
        "seconds": "index",
        "alpha_change": "coefficient",
        "omega_change": "coefficient",
    }
    clause: ClassVar[str] = "7.3.3"
    wholes: ClassVar[tuple[str, ...]] = ("advice", "minutes", "comments")

    def headline(self) -> Message:
        """Return the advice, and how many items it rests on."""
        rows = self.table
        if not len(rows) or self.advice not in ADVICE:
            return super().headline()
        few = self.used.asked < FEWEST
        told = ADVICE["too_few" if few else self.advice]
        verdicts = rows["verdict"]
        counts = {
            "all": len(rows),
            "short": int(verdicts.isin(["drop", "revise"]).sum()),
            "open": int((verdicts == "undecided").sum()),
            "n": self.used.asked,
        }
        values = {name: Number(count, "count") for name, count in counts.items()}
        return Message(told.id, values)

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what is advised for one item."""
        return Message(
            "{label}: {verdict} ({rule}); left blank by {estimate} of those asked.",
            {
                "label": self.label(row["term"]),
                "verdict": self.label(row["verdict"]),
                "rule": self.label(row["rule"]),
                "estimate": self.number(row, "estimate"),
            },
        )


@method
def pretest(
    wave: Wave,
    items: Sequence[str] | None = None,
    *,
    seconds: str | Mapping[str, str] | None = None,
    comments: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Pretest:
    """Return how each item did in a pre-test, and whether to go, revise or stop.

    Stop where more than a third of the items fall short for certain; revise where any
    does, or where answering takes too long for certain; go where no interval reaches
    over its limit; else it is undecided. The limits are those of the study's
    ``analysis.limits``, else published ones; the notes of the result tell the rule.

    Parameters
    ----------
    wave : Wave
    items : list of str, optional
        Columns; by default every item of the study that is no comment, marker or check
        of attention, else every column that has a scale.
    seconds : str or dict, optional
        A column of the seconds that a person took for all, or {item: column} of those
        for each; by default what the wave's file names as its duration.
    comments : dict, optional
        {item: column of comments on it}; by default the open items of the study on
        the same characteristic.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Pretest
        One row an item: ``term, estimate`` (share of those asked who left it blank),
        ``se, ci_low, ci_high, n, asked, blank, seconds`` (median; of a whole duration
        its share by the items answered), ``floor, ceiling, skew, item_rest,
        alpha_change, omega_change`` (without the item, minus with it), ``comments,
        verdict, rule, limit, source``. With fewer than ten people, or of an item that
        fewer answered, there are counts and no coefficients. What is answered in words
        is undecided where it is not blank: one has to read it.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If nobody is in the domain, there are no items, or seconds are no numbers.

    References
    ----------
    Presser, S., et al. (2004). Methods for testing and evaluating survey questions.
    *Public Opinion Quarterly*, 68, 109-130. The limits name their sources.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, pretest
    >>> answers = pd.DataFrame({"q1": [3, 5, 5, 8, 9], "q2": [2, 6, None, 7, 9]})
    >>> wave = Wave.from_frame(answers, scales={"q1": (1, 10), "q2": (1, 10)})
    >>> found = pretest(wave)
    >>> found.advice, found.table["blank"].tolist()
    ('undecided', [0, 1])
    >>> bool(found.table[["estimate", "item_rest"]].isna().all().all())
    True
    """
    _checks.between("level", level, 0, 1)
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing was tried out.")
    listed = tried_items(wave, items)
    rules, few = rules_of(wave), int(taking_part(wave).sum()) < FEWEST
    evidence = tried_evidence(wave, listed, level)
    checks = in_order(judged(evidence, rules), rules)
    times = item_seconds(wave, listed, seconds)
    whole = median_minutes(wave, seconds, level, fewest=FEWEST)
    on_items = comments_on_items(wave, listed, comments)
    table = _table(wave, listed, checks).assign(
        seconds=np.full(len(listed), np.nan) if few else times, comments=on_items
    )
    return result_of(
        wave,
        Pretest,
        "Pre-test",
        table,
        level=level,
        labels=words_of(wave, rules, listed),
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max()))),
        about={item: (item,) for item in listed},
        notes=[*_notes(rules, whole, few=few), *notes_on_words(wave, listed)],
        advice=_advice(table, whole, rules),
        minutes=whole,
        comments=all_comments(wave, comments),
        checks=checks,
    )


# ------------------------------------------------------------------- deciding
def _table(wave: Wave, items: Sequence[str], checks: pd.DataFrame) -> pd.DataFrame:
    """Return one row an item: its counts, statistics and verdict."""
    counts = answer_counts(wave, items).set_index("term")
    blanks = checks[checks["rule"] == "item_nonresponse"].set_index("term")
    share = blanks.reindex(list(items))[["estimate", "se", "ci_low", "ci_high"]]
    told = checks.replace({"rule": {"direction": "item_rest"}})
    values = told.drop_duplicates(["term", "rule"]).pivot(
        index="term", columns="rule", values="estimate"
    )
    columns = values.reindex(index=list(items), columns=list(STATISTICS.values()))
    known = columns.astype(float).set_axis(list(STATISTICS), axis=1)
    found = decided(checks, items, in_words=answered_in_words(wave, items))
    verdict = found[["verdict", "rule", "limit", "source"]]
    parts = [share, counts[["n", "asked", "blank"]], known]
    table = pd.concat(parts, axis=1).rename_axis("term").reset_index()
    return table.join(verdict)


def _advice(
    table: pd.DataFrame, minutes: pd.Series, rules: Mapping[str, ItemRule]
) -> str:
    """Return whether to go, revise or stop."""
    verdicts = table["verdict"]
    short = verdicts.isin(["drop", "revise"])
    time = rules["minutes"].verdict(minutes["ci_low"], minutes["ci_high"])
    unknown = np.isnan(minutes["median"])
    if short.mean() > rules["items_to_mend"].limit:
        return "stop"
    if short.any() or (time == "bad" and not unknown):
        return "revise"
    open_time = time == "undecided" and not unknown
    return "undecided" if (verdicts == "undecided").any() or open_time else "go"


def _notes(
    rules: Mapping[str, ItemRule], minutes: pd.Series, *, few: bool
) -> list[Message]:
    """Return the rule of the advice, the time, and the caution on few people."""
    notes = [
        Message(
            "Rule: stop where more than {share} of the items fall short for certain; "
            "revise where any does, or where the median time is above {minutes} "
            "minutes for certain; go where all are decided.",
            {
                "share": Number(rules["items_to_mend"].limit, "percent"),
                "minutes": Number(rules["minutes"].limit, "count"),
            },
        )
    ]
    if not np.isnan(minutes["median"]):
        notes.append(
            Message(
                "Half of the people took {median} minutes or less ({low} to {high}).",
                {
                    "median": Number(minutes["median"], "index"),
                    "low": Number(minutes["ci_low"], "index"),
                    "high": Number(minutes["ci_high"], "index"),
                },
            )
        )
    if few:
        notes.append(
            Message("Fewer than ten people took part: there are no coefficients.")
        )
    return notes
