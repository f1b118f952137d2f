"""Is each characteristic of the catalogue asked about, and how long does it take?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.questionnaire.asked_questions import languages_read, questions_of
from csat_methods.questionnaire.questionnaire_load import coverage_of, minutes_of
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.result import Result, Used, method
from csat_methods.study.instrument import Study

ROLES = {
    "expectation": Message("expected"),
    "adequate": Message("adequate"),
    "perception": Message("perceived"),
    "satisfaction": Message("satisfied"),
    "importance": Message("important"),
    "disconfirmation": Message("compared"),
    "kano_functional": Message("if present"),
    "kano_dysfunctional": Message("if absent"),
    "open": Message("in words"),
    "none": Message("no role"),
}
"""Roles that items on a characteristic have, in short words."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class QuestionnaireCoverage(Result):
    """Characteristics by roles: how many items ask.

    Attributes
    ----------
    minutes : float
        Estimated minutes to answer the items whose words are known.
    """

    minutes: float

    kinds: ClassVar[Mapping[str, str]] = dict.fromkeys(
        (*ROLES, "items", "background"), "count"
    )
    clause: ClassVar[str] = "7.3.3"

    @property
    def roles(self) -> list[str]:
        """The roles that items have, as columns of the table."""
        return [c for c in self.table if c not in ("term", "items")]

    def headline(self) -> Message:
        """Return which characteristics nothing asks about, and the minutes."""
        rows = self.table
        if not len(rows):
            return super().headline()
        bare = [self.label(term) for term in rows.loc[rows["items"] == 0, "term"]]
        values: dict[str, Any] = {"n": Number(len(rows), "count")}
        if bare:
            values["bare"] = Listing(tuple(bare))
            covered = Message("No item asks about: {bare}.", values)
        else:
            covered = Message("Each of {n} characteristics has an item.", values)
        if np.isnan(self.minutes):
            return covered
        return Message(
            "{covered} Answering takes about {minutes} minutes.",
            {"covered": covered, "minutes": Number(self.minutes, "count")},
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how many items ask about one characteristic."""
        return Message(
            "{label}: {items} items.",
            {
                "label": self.label(row["term"]),
                "items": self.number(row, "items"),
            },
        )


@method
def questionnaire_coverage(study: Study) -> QuestionnaireCoverage:
    """Return how many items of each role ask about each characteristic.

    Parameters
    ----------
    study : Study

    Returns
    -------
    QuestionnaireCoverage
        One row a characteristic of the catalogue: ``term``, a column for every role
        that an item has, ``items`` (all of them); `minutes` to answer everything, by
        the words to read and the kinds of answers.

    Raises
    ------
    ValueError
        If the study has no catalogue of characteristics.

    References
    ----------
    Haynes, S. N., Richard, D. C. S., & Kubany, E. S. (1995). Content validity in
    psychological assessment. *Psychological Assessment*, 7, 238-247.

    Examples
    --------
    >>> from csat_methods import Study, questionnaire_coverage
    >>> item = {"answers": [1, 2, 3], "role": "perception", "characteristic": "speed"}
    >>> mapping = {"id": "x", "title": "X", "items": {"q1": item}}
    >>> study = Study.from_dict(mapping | {"characteristics": ["speed", "price"]})
    >>> questionnaire_coverage(study).summary()
    'No item asks about: price.'
    """
    counts = coverage_of(study)
    if not len(counts):
        raise ValueError(f"study={study.id!r} has no catalogue of characteristics.")
    table = counts.assign(items=counts.sum(axis=1)).astype(int)
    asked, worded = len(study.items), _worded(study)
    labels: dict[str, Text | Message] = dict(ROLES)
    named = {name: study.label(name) for name in study.catalogue}
    return QuestionnaireCoverage(
        table=pd.DataFrame({"term": table.index}).join(table.reset_index(drop=True)),
        method="Coverage of the questionnaire",
        used=Used(asked, (asked, asked)),
        labels=labels | {name: words for name, words in named.items() if words},
        notes=_notes(asked, asked - len(worded)),
        minutes=_minutes(worded),
    )


def _worded(study: Study) -> Mapping[str, Asked]:
    """Return the items whose words are known, in the first language that is read."""
    read = languages_read(study, None)
    return questions_of(study, read[0]) if read else {}


def _minutes(worded: Mapping[str, Asked]) -> float:
    """Return the minutes to read and answer; missing where no words are known."""
    return minutes_of(
        (asked.type, len(f"{asked.text.written} {_answers(asked)}".split()))
        for asked in worded.values()
    )


def _answers(asked: Asked) -> str:
    """Return the words of an item's answers."""
    return str(asked.answers.spelling.written)


def _notes(asked: int, wordless: int) -> tuple[Message, ...]:
    if not wordless:
        return ()
    if wordless == asked:
        return (
            Message(
                "The words of the items are not known, so no minutes are estimated."
            ),
        )
    return (
        Message(
            "Items without words: {n}; the minutes leave them out.",
            {"n": Number(wordless, "count")},
        ),
    )
