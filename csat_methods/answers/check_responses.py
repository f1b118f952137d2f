"""Is anything wrong with the answers, before a number is made of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.answers.answer_sheet import sheet_of
from csat_methods.answers.response_rules import RULES, Hits
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEW_BLANKS = 0.05
"""Blanks up to this share are no fault: Schafer (1999), *Statistical Methods in Medical
Research*, 8, 3-15."""

NAMED = 3
"""Most checks that a headline names."""

UNITS = {
    "people": Message("people"),
    "answers": Message("answers"),
    "items": Message("items"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ResponseChecks(Result):
    """What every check found, and where.

    Attributes
    ----------
    places : pandas.DataFrame
        ``term, where, found``: every column in which a check found something.
    """

    places: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        "found": "count",
        "checked": "count",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how many checks found something, and the worst of them."""
        rows = self.table.to_dict("records")
        if not rows:
            return super().headline()
        hits = [row for row in rows if _counts(row)]
        hits.sort(key=lambda row: -row["share"])
        values: dict[str, Any] = {
            "all": Number(len(rows), "count"),
            "hits": Number(len(hits), "count"),
            "worst": Listing(tuple(_worded(self, row) for row in hits[:NAMED])),
        }
        if not hits:
            return Message("The answers passed all {all} checks.", values)
        return Message("{hits} of {all} checks found something: {worst}.", values)

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what one check found."""
        return _worded(self, row)


def _counts(row: Mapping[str, Any]) -> bool:
    """Whether what a check found is worth a word."""
    return row["share"] > (FEW_BLANKS if row["term"] == "blanks" else 0)


def _worded(result: ResponseChecks, row: Mapping[str, Any]) -> Message:
    return Message(
        "{label} ({found} of {checked})",
        {
            "label": result.label(row["term"]),
            "found": result.number(row, "found"),
            "checked": result.number(row, "checked"),
        },
    )


@method
def check_responses(
    wave: Wave, *, duration: str | None = None, day: str | None = None
) -> ResponseChecks:
    """Check the answers of a wave's domain; nothing is changed or removed.

    Answers off their scale and text in numeric items do not get this far: reading a
    wave refuses them.

    Parameters
    ----------
    wave : Wave
    duration : str, optional
        Column of the time that each person took, in any unit.
    day : str, optional
        Column of the day on which each person answered.

    Returns
    -------
    ResponseChecks
        One row a check that this wave allows: ``term, found, checked, share, unit,
        where, n``. `found` of those `checked`, both in the `unit` (``people, answers,
        items``); `where` is the column in which most was found, `.places` has all; `n`
        is the number of people.

        - ``no_answers``: people who answered nothing.
        - ``blanks``: questions asked, applicable and left blank; comments may be.
        - ``empty_items``, ``constant_items``: items that nobody answered, or everybody
          alike (attention items should be).
        - ``same_person``: rows of a person who is there already.
        - ``same_answers``: rows that repeat another one in all of ten answers or more,
          three of them different.
        - ``straight_lines``: people with one answer to all, at least eight, items of
          one role and scale.
        - ``against_routing``: answers of people who should not have been asked, also
          those left out when the file was read.
        - ``late_days``: days of date items after fieldwork.
        - ``outside_fieldwork``: people whose `day` lies outside it.
        - ``speeders``: people who took less than two fifths of the median time.

    Raises
    ------
    KeyError
        If a named column is not in the wave.
    ValueError
        If nobody is in the domain, `duration` holds no numbers, or `day` no dates.

    References
    ----------
    Greszki, R., Meyer, M. and Schoen, H. (2015). *Public Opinion Quarterly*, 79,
    471-503 (speeders).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, check_responses
    >>> answers = pd.DataFrame({"q1": [4, 5, None], "q2": [3, 3, 3]})
    >>> result = check_responses(Wave.from_frame(answers))
    >>> result["constant_items"]["where"], int(result["blanks"]["found"])
    ('q2', 1)
    """
    sheet = sheet_of(wave, duration, day)
    found = {term: rule.look(sheet) for term, rule in RULES.items()}
    made = {term: hits for term, hits in found.items() if hits is not None}
    left = [RULES[term].words for term, hits in found.items() if hits is None]
    table = pd.DataFrame([_row(term, hits) for term, hits in made.items()])
    table = table.assign(n=wave.n)
    places = [
        (term, where, count)
        for term, hits in made.items()
        for where, count in hits.places.items()
    ]
    return result_of(
        wave,
        ResponseChecks,
        "Checks of the answers",
        table,
        level=0.95,
        about=dict.fromkeys(made, sheet.items),
        labels={
            **wave.labels(dict.fromkeys(where for _, where, _ in places)),
            **UNITS,
            **{term: RULES[term].words for term in made},
        },
        used=Used(wave.n, (wave.n, wave.n)),
        notes=_not_checked(left),
        places=pd.DataFrame(places, columns=["term", "where", "found"]),
    )


def _row(term: str, hits: Hits) -> dict[str, Any]:
    return {
        "term": term,
        "found": hits.found,
        "checked": hits.checked,
        "share": hits.found / hits.checked if hits.checked else 0.0,
        "unit": RULES[term].unit,
        "where": next(iter(hits.places), ""),
    }


def _not_checked(left: list[Message]) -> list[Message]:
    if not left:
        return []
    sentence = "Not checked, since the wave does not say what it needs: {rules}."
    return [Message(sentence, {"rules": Listing(tuple(left))})]
