"""How many of the customers who were to be asked answered, and why not the others?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.fieldwork.dispositions import outcome_counts
from csat_methods.result import Result, Used, method
from csat_methods.statistics.share_intervals import Shares, delta_logit, share_interval
from csat_methods.study.outcomes import OUTCOMES

LETTERS = tuple(OUTCOMES)
ELIGIBLE = ("I", "P", "R", "NC", "O")
UNKNOWN = ("UH", "UO")
REACHED = ("I", "P", "R", "O")

ALL, SOME, NONE = "all", "some", "none"
"""Which of the people of unknown eligibility a rate counts as eligible."""

RATES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str, str]] = {
    "RR1": (("I",), ELIGIBLE, ALL, "{code}: full answers, all unknown eligible"),
    "RR2": (("I", "P"), ELIGIBLE, ALL, "{code}: any answers, all unknown eligible"),
    "RR3": (("I",), ELIGIBLE, SOME, "{code}: full answers, some unknown eligible"),
    "RR4": (("I", "P"), ELIGIBLE, SOME, "{code}: any answers, some unknown eligible"),
    "RR5": (("I",), ELIGIBLE, NONE, "{code}: full answers, no unknown eligible"),
    "RR6": (("I", "P"), ELIGIBLE, NONE, "{code}: any answers, no unknown eligible"),
    "COOP1": (("I",), REACHED, NONE, "{code}: full answers of those reached"),
    "COOP2": (("I", "P"), REACHED, NONE, "{code}: any answers of those reached"),
    "COOP3": (
        ("I",), ("I", "P", "R"), NONE,
        "{code}: full answers of those reached who were able to answer",
    ),
    "COOP4": (
        ("I", "P"), ("I", "P", "R"), NONE,
        "{code}: any answers of those reached who were able to answer",
    ),
    "REF1": (("R",), ELIGIBLE, ALL, "{code}: refusals, all unknown eligible"),
    "REF2": (("R",), ELIGIBLE, SOME, "{code}: refusals, some unknown eligible"),
    "REF3": (("R",), ELIGIBLE, NONE, "{code}: refusals, no unknown eligible"),
    "CON1": (REACHED, ELIGIBLE, ALL, "{code}: reached, all unknown eligible"),
    "CON2": (REACHED, ELIGIBLE, SOME, "{code}: reached, some unknown eligible"),
    "CON3": (REACHED, ELIGIBLE, NONE, "{code}: reached, no unknown eligible"),
}  # fmt: skip
"""Rate to the outcomes above, those below, the part of the unknown, its words."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ResponseRates(Result):
    """Rates of response, cooperation, refusal and contact: one row a rate.

    Columns ``term, estimate, se, ci_low, ci_high, n, numerator, denominator``.

    Attributes
    ----------
    outcomes : pandas.Series
        People by outcome: I, P, R, NC, O, UH, UO, NE.
    e : float
        Share of the people of unknown eligibility that is taken as eligible.
    e_stated : bool
        Whether it was stated, or found among people of known eligibility.
    """

    outcomes: pd.Series
    e: float
    e_stated: bool

    clause: ClassVar[str] = "7.3.4"
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "se": "coefficient",
        "numerator": "count",
        "denominator": "index",
    }

    def headline(self) -> Message:
        """Return how many answered, at the least, and how many of them in full."""
        rows = {row["term"]: row for row in self.records()}
        if not {"RR1", "RR2", "CON1"} <= set(rows):
            return Message("No response rates are shown.")
        values = {
            "answered": self.number(rows["RR1"], "estimate"),
            "partly": self.number(rows["RR2"], "estimate"),
            "reached": self.number(rows["CON1"], "estimate"),
        }
        if rows["RR1"]["estimate"] == rows["RR2"]["estimate"]:
            return Message(
                "At least {answered} of the customers asked answered in full; "
                "{reached} were reached.",
                values,
            )
        return Message(
            "At least {partly} of the customers asked answered, {answered} in full; "
            "{reached} were reached.",
            values,
        )


@method
def response_rates(
    dispositions: Any, *, e: float | None = None, level: float = 0.95
) -> ResponseRates:
    r"""Return AAPOR's rates of response, cooperation, refusal and contact.

    .. math::

        RR1 = \frac{I}{(I + P) + (R + NC + O) + (UH + UO)}, \qquad
        RR3 = \frac{I}{(I + P) + (R + NC + O) + e\,(UH + UO)}, \qquad
        RR5 = \frac{I}{(I + P) + (R + NC + O)}

    RR2, RR4 and RR6 have I + P above. COOP1 = I / (I + P + R + O), COOP3 = I / (I + P
    + R); COOP2 and COOP4 have I + P above. REF1 to REF3 have R above, CON1 to CON3
    I + P + R + O, over the denominators of RR1, RR3 and RR5.

    Parameters
    ----------
    dispositions : Series, list, or dict
        What became of each person, by id, or {code: number of people}. Codes are
        letters (I complete, P partial, R refusal, NC non-contact, O other, UH and UO
        unknown eligibility, NE not eligible), names (``non_contact``) or the
        numbers of AAPOR (``2.2``).
    e : float, optional
        Share of the people of unknown eligibility that is taken as eligible, from 0
        to 1; when not given, the share among people of known eligibility,
        (I + P + R + NC + O) / (I + P + R + NC + O + NE). It is said in a note.
    level : float
        Confidence of the intervals: Wilson's, with the people that the error is
        worth; errors are those of people who end one way or another independently.

    Returns
    -------
    ResponseRates
        ``term, estimate, se, ci_low, ci_high, n, numerator, denominator``; shares from
        0 to 1, missing where nobody is below. `n` counts people whose outcome enters.

    Raises
    ------
    ValueError
        If codes are unknown or ids have no disposition (all are listed), a number of
        people is not whole, `e` is no share, or nobody was to be asked.

    References
    ----------
    AAPOR (2023). *Standard Definitions: Final Dispositions of Case Codes and Outcome
    Rates for Surveys*, 10th ed. Wilson, E. B. (1927). *JASA* 22, 209-212.

    Examples
    --------
    >>> from csat_methods import response_rates
    >>> rates = response_rates({"I": 50, "P": 10, "R": 20, "NC": 10, "UO": 10}, e=0.5)
    >>> float(rates["RR1"].estimate), round(float(rates["RR3"].estimate), 4)
    (0.5, 0.5263)
    """
    _checks.between("level", level, 0, 1)
    counts = pd.Series(outcome_counts(dispositions), dtype=float)
    people = counts.to_numpy()
    share = _eligible_share(people) if e is None else _checks.within("e", e, 0, 1)
    terms, asked = list(RATES), int(people.sum())
    rates = [_rate(term, people, share, stated=e is not None) for term in terms]
    table = pd.DataFrame(rates)
    low, high = _interval(table, level)
    table.insert(3, "ci_low", low)
    table.insert(4, "ci_high", high)
    return ResponseRates(
        table=table,
        method="Response rates",
        used=Used(asked, (int(table["n"].min()), int(table["n"].max()))),
        level=level,
        notes=_notes(counts, share, stated=e is not None),
        labels={t: Message(RATES[t][3], {"code": t}) for t in terms},
        outcomes=counts.astype(int).rename("n"),
        e=share,
        e_stated=e is not None,
    )


def _eligible_share(people: np.ndarray) -> float:
    eligible = float(people @ _among(ELIGIBLE))
    known = eligible + float(people @ _among(("NE",)))
    return eligible / known if known else math.nan


def _among(letters: tuple[str, ...]) -> np.ndarray:
    """Return 1 for the outcomes that are meant, 0 for the others, (8,)."""
    return np.array([float(letter in letters) for letter in LETTERS])


def _rate(term: str, people: np.ndarray, e: float, *, stated: bool) -> dict[str, Any]:
    """Return one rate with the error of its delta method."""
    above, below, unknown, _ = RATES[term]
    top, bottom = _among(above), _among(below)
    if unknown != NONE and people @ _among(UNKNOWN):
        bottom = bottom + (1.0 if unknown == ALL else e) * _among(UNKNOWN)
    size = float(bottom @ people)
    p = float(top @ people) / size if size > 0 else math.nan
    moved = bottom if unknown != SOME or stated else bottom + _moved_share(people)
    spread = float(people @ (top - p * moved) ** 2)
    return {
        "term": term,
        "estimate": p,
        "se": math.sqrt(spread) / size if size > 0 else math.nan,
        "n": int(people[bottom > 0].sum()),
        "numerator": int(top @ people),
        "denominator": size,
    }


def _moved_share(people: np.ndarray) -> np.ndarray:
    """Return how one more person of each outcome moves e (UH + UO), (8,)."""
    eligible, unknown = people @ _among(ELIGIBLE), people @ _among(UNKNOWN)
    strangers = people @ _among(("NE",))
    known = max(eligible + strangers, 1.0)
    gained = _among(ELIGIBLE) * strangers - _among(("NE",)) * eligible
    return unknown * gained / known**2


def _interval(table: pd.DataFrame, level: float) -> tuple[np.ndarray, np.ndarray]:
    p, se = table["estimate"].to_numpy(), table["se"].to_numpy()
    n = table["denominator"].to_numpy()
    # share_interval takes errors of the divisor n − 1; these have the divisor n
    unbiased = se * np.sqrt(n / np.maximum(n - 1, 1))
    shares = Shares(
        estimate=p,
        se=unbiased,
        n=n,
        df=np.maximum(n, 1),
        se_logit=delta_logit(p, unbiased),
    )
    return share_interval(shares, "wilson", level)


def _notes(counts: pd.Series, e: float, *, stated: bool) -> tuple[Message, ...]:
    if not counts[list(UNKNOWN)].sum():
        return ()
    if math.isnan(e):
        return (
            Message(
                "Nobody's eligibility is known, so that no share of the others can be "
                "taken as eligible."
            ),
        )
    words = (
        "Whether {people} people belong to the customers is unknown; {share} of them "
        "are taken as eligible, as stated."
        if stated
        else "Whether {people} people belong to the customers is unknown; {share} of "
        "them are taken as eligible, as among the others."
    )
    people = Number(counts[list(UNKNOWN)].sum(), "count")
    return (Message(words, {"people": people, "share": Number(e, "share")}),)
