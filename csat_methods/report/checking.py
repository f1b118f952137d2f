"""What of the report can be made from a wave, before anything is run?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_methods._messages import plain
from csat_methods.expectations.expectation_coverage import expectation_coverage
from csat_methods.questionnaire.lint_questionnaire import (
    QuestionnaireFindings,
    lint_questionnaire,
)
from csat_methods.report.chapters import Chapter, find_chapters, select
from csat_methods.report.session import open_wave
from csat_methods.study.structure import ROUTING

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

TOLD = ("rule", "words", "advice")


def check_wave(path: str | Path, *, data_root: str | Path | None = None) -> list[str]:
    """Return a line on the wave, and for each chapter whether it runs or why not.

    Parameters
    ----------
    path : str or Path
        Wave file.
    data_root : str or Path, optional
        Folder that data paths start from.

    Raises
    ------
    ValueError
        With every fault of the params and of the data, and where the catalogue leaves
        something out without saying why.

    Examples
    --------
    >>> lines = check_wave("params/abc/waves/annual.yaml")
    >>> lines[0]
    'Wave annual: 266 of 266 rows in the domain.'
    >>> [line.split()[1] for line in lines if line.startswith("09")]
    ['runs']
    """
    wave = open_wave(path, data_root=data_root)
    notes = [f"Note: {note}" for note in wave.notes]
    notes += _catalogue(wave)
    notes += _questionnaire(wave)
    chapters = select(find_chapters(), wave.file.chapters)
    width = max(len(chapter.name) for chapter in chapters)
    told = [line for c in chapters for line in _lines(c, wave, width)]
    return [repr(wave), *notes, *told]


def _questionnaire(wave: Wave) -> Iterator[str]:
    """Yield what its review found: errors stop a run, all else is advice."""
    if wave.study is None:
        return
    found = lint_questionnaire(wave.study)
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


def _catalogue(wave: Wave) -> list[str]:
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


def _lines(chapter: Chapter, wave: Wave, width: int) -> Iterator[str]:
    missing = chapter.missing(wave)
    reasons = list(dict.fromkeys(str(why) for why in missing if why is not None))
    whole = bool(missing) and all(why is not None for why in missing)
    first = [] if whole else ["runs in part" if reasons else "runs"]
    for number, words in enumerate([*first, *reasons]):
        name = "" if number else chapter.name
        yield f"{name:<{width}}  {words}"
