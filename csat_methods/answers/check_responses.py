"""Is anything wrong with the answers, before a number is made of them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.answers.answer_sheet import Hits, sheet_of
from csat_methods.answers.preparation_log import rows_in, rows_left_out
from csat_methods.answers.response_rules import RULES
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NAMED = 3
"""Most checks that a headline names."""

UNITS = {
    "people": Message("people"),
    "answers": Message("answers"),
    "items": Message("items"),
}
KINDS = {
    "errors": Message("errors"),
    "completeness": Message("completeness"),
    "accuracy": Message("accuracy"),
    "categories": Message("categories"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ResponseChecks(Result):
    """What every check found, and where.

    Attributes
    ----------
    places : pandas.DataFrame
        ``term, where, found``: every column in which a check found something.
    flow : pandas.DataFrame
        ``reason, rows``: rows that came in, that were left out by reason, and that were
        kept; the first is the sum of the others.
    few_blanks : float
        Share of blanks that is no fault.
    """

    places: pd.DataFrame
    flow: pd.DataFrame
    few_blanks: float

    kinds: ClassVar[Mapping[str, str]] = {
        "found": "count",
        "checked": "count",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how many checks found something, and the worst of them."""
        rows = self.records()
        if not rows:
            return super().headline()
        hits = [row for row in rows if self._counts(row)]
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

    def _counts(self, row: Mapping[str, Any]) -> bool:
        """Whether what a check found is worth a word."""
        least = self.few_blanks if row["term"] == "blanks" else 0.0
        return bool(row["share"] > least)


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
    wave: Wave,
    *,
    duration: str | None = None,
    day: str | None = None,
    records: pd.DataFrame | None = None,
    within: Mapping[str, float] | None = None,
) -> ResponseChecks:
    """Check the answers of a wave's domain; nothing is changed or removed.

    Answers off their scale and text in numeric items of a file do not get this far:
    reading it refuses them. The rules are those of the study (`checks`), else this
    project's; their version and day are said.

    Parameters
    ----------
    wave : Wave
    duration : str, optional
        Column of the time that each person took, in any unit; the wave file's
        `duration` when not given.
    day : str, optional
        Column of the day on which each person answered.
    records : pandas.DataFrame, optional
        What is recorded of purchases: one row a person, whom the index names as the
        wave's `person` does, one column an item; the wave file's `purchases` when not
        given.
    within : dict, optional
        Item to how far an answer may be off its record: amounts in their unit, days in
        days; 0 when not given.

    Returns
    -------
    ResponseChecks
        One row a check that this wave allows: ``term, kind, found, checked, share,
        unit, where, n``. `found` of those `checked`, both in the `unit` (``people,
        answers, items``); `where` is the column in which most was found, of a block
        its first, `.places` has all; `n` is the number of people. `.flow` has the rows
        that came in, those left out by reason, and those kept.

        Of `kind` completeness:

        - ``no_answers``: people who answered nothing; ``hardly_answered``: less than
          half of what was asked of them.
        - ``blanks``: questions asked, applicable and left blank; comments may be.
        - ``empty_items``: items that nobody answered.

        Errors:

        - ``constant_items``: items that everybody answered alike (attention items
          should be).
        - ``not_offered``: codes and amounts that the questionnaire does not offer.
        - ``same_person``: rows of a person who is there already.
        - ``same_answers``: rows that repeat another one in all of ten answers or more,
          three of them different.
        - ``against_routing``: answers of people who should not have been asked, also
          those left out when the file was read.
        - ``contradictions``: people whose answers cannot all be true, by the study's
          rules.
        - ``late_days``: days of date items after fieldwork.
        - ``outside_fieldwork``: people whose `day` lies outside it.

        Accuracy:

        - ``straight_lines``: people with one answer to all, at least eight, items of
          one role and scale.
        - ``speeders``: people who took less than two fifths of the median time.
        - ``attention``: people who missed an attention item.
        - ``against_records``, ``not_recorded``: answers that purchase records
          contradict, people whom the records do not know.

        Categories:

        - ``unclassified``: answers that the step ``categorise`` could not place.
        - ``unknown_levels``: values of segments that the study does not name.

    Raises
    ------
    KeyError
        If a named column is not in the wave.
    ValueError
        If nobody is in the domain, `duration` holds no numbers, `day` no dates, or
        the records have an id twice or nothing to be joined by.

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
    near = None if within is None else _checks.mapping("within", within)
    sheet = sheet_of(wave, duration, day, records, near)
    found = {term: rule.look(sheet) for term, rule in RULES.items()}
    made = {term: hits for term, hits in found.items() if hits is not None}
    left = [RULES[term].words for term, hits in found.items() if hits is None]
    table = pd.DataFrame([_row(term, hits) for term, hits in made.items()])
    table = table.assign(n=wave.n)
    came, left_out = rows_in(wave), rows_left_out(wave)
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
            **({sheet.duration: Message("Seconds")} if sheet.duration else {}),
            **{name: rule.text for name, rule in sheet.rules.contradictions.items()},
            **UNITS,
            **KINDS,
            **{term: RULES[term].words for term in made},
        },
        used=Used(came, (wave.n, wave.n), left_out),
        notes=[sheet.rules.note, *_not_checked(left)],
        places=pd.DataFrame(places, columns=["term", "where", "found"]),
        flow=_flow(came, left_out, wave.n),
        few_blanks=sheet.limit("blanks"),
    )


def _row(term: str, hits: Hits) -> dict[str, Any]:
    return {
        "term": term,
        "kind": RULES[term].kind,
        "found": hits.found,
        "checked": hits.checked,
        "share": hits.found / hits.checked if hits.checked else 0.0,
        "unit": RULES[term].unit,
        "where": next(iter(hits.places), ""),
    }


def _flow(came: int, left_out: Mapping[str, int], kept: int) -> pd.DataFrame:
    """Return rows in, rows left out by reason, rows kept."""
    rows = {"came in": came, **left_out, "kept": kept}
    return pd.DataFrame({"reason": list(rows), "rows": list(rows.values())})


def _not_checked(left: list[Message]) -> list[Message]:
    if not left:
        return []
    sentence = "Not checked, since the wave does not say what it needs: {rules}."
    return [Message(sentence, {"rules": Listing(tuple(left))})]
