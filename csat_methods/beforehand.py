"""What do the catalogue and the questionnaire tell before anything is run?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from csat_methods._messages import plain
from csat_methods.expectations.expectation_coverage import expectation_coverage
from csat_methods.questionnaire.lint_questionnaire import (
    QuestionnaireFindings,
    lint_questionnaire,
)
from csat_methods.study.structure import ROUTING

if TYPE_CHECKING:
    from csat_methods.study.instrument import Study
    from csat_methods.wave.wave import Wave

TOLD = ("rule", "words", "advice")


def told_of_questionnaire(study: Study | None) -> Iterator[str]:
    """Yield what its review found: errors stop a run, all else is advice.

    Examples
    --------
    >>> from csat_methods import Study
    >>> items = {"q1": {"answers": [1, 2], "role": "recommend"}}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> list(told_of_questionnaire(study))
    ['Advice: x: no overall item (overall). Add one item on satisfaction as a whole.']
    """
    if study is None:
        return
    found = lint_questionnaire(study)
    if found.minutes > 0:
        minutes = max(1, round(found.minutes))
        yield f"Questionnaire: {found.used.asked} items; minutes: about {minutes}."
    asked = [
        f"{role.replace('_', ' ')} {(counts > 0).sum()} of {len(counts)}"
        for role, counts in found.roles.items()
    ]
    if asked:
        yield f"Questionnaire, characteristics asked about: {', '.join(asked)}."
    yield from (_told(found, row) for row in found.table.to_dict("records"))


def _told(found: QuestionnaireFindings, row: Mapping[Hashable, Any]) -> str:
    kind = "Error" if row["rule"] in ROUTING else "Advice"
    rule, words, advice = (plain(found.label(row[c])) for c in TOLD)
    return f"{kind}: {row['id']}: {rule} ({words}). {advice}"


def told_of_catalogue(wave: Wave) -> list[str]:
    """Return how many characteristics there are of every kind, zeros too."""
    if wave.study is None or not wave.study.catalogue:
        return []
    found = expectation_coverage(wave)
    table = found.table.assign(words=lambda t: t["term"].map(found.label).map(plain))
    lines = [
        f"Catalogue, {plain(found.label(kind))}: "
        + ", ".join(f"{row.words} {row.estimate:g}" for row in rows.itertuples())
        for kind, rows in table.groupby("of", sort=False)
    ]
    return [*lines, *(f"Note: {plain(note)}" for note in found.notes)]
