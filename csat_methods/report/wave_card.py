"""What must a report know of a wave without having its answers?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from csat_methods._messages import Message, Text
from csat_methods.report.earlier_files import earlier_conditions, files_of
from csat_methods.wave.ledger import Entry

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


SCALED = {
    "rating": ("satisfaction", "perception"),
    "overall": ("overall",),
    "importance": ("importance",),
}
"""Roles of the items whose scale a reader needs to know."""


@dataclass(frozen=True, kw_only=True)
class QuestionChange:
    """What was asked otherwise than in the wave before."""

    items: tuple[Text, ...]
    what: Text
    comparable: bool


@dataclass(frozen=True, kw_only=True)
class WaveCard:
    """The facts of a wave that are printed beside its results.

    Attributes
    ----------
    study, wave : str
        Names of the study and the wave; their folders.
    title : Text
        What the study is called.
    answers : int
        People in the domain after preparation.
    received : int
        Rows that came back.
    conditions : tuple of str
        What narrowed the domain in preparation, in words.
    earlier : tuple of str
        What narrowed the domains of earlier waves so.
    scales : dict
        The worst and the best answer by what is asked, where all items have the same:
        ``rating, overall, importance``.
    lines : dict
        Line of judgement by kind of result.
    characteristics : dict
        Column to the characteristic it asks about.
    breaks : dict
        Column to the waves from which on its answers are not comparable, and why.
    design : dict
        Number of strata, primary units, stages and weighting steps; whether people
        weigh differently.
    notes : tuple of Message
        What a careful reader must know of the wave itself.
    overall : tuple of str
        Columns that ask for satisfaction as a whole.
    audience : str
        Whom the page is for.
    internal : bool
        Whether readers are told how it was made; of what they are not told nothing is
        said, neither that it is unknown.
    """

    study: str = ""
    wave: str = ""
    title: Text = field(default_factory=lambda: Text({"en": "Customer satisfaction"}))
    organization: Text | None = None
    wave_title: Text | None = None
    start: date | None = None
    end: date | None = None
    answers: int = 0
    received: int = 0
    invited: int | None = None
    conditions: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    selection: str = "probability"
    mode: tuple[str, ...] = ()
    populations: tuple[Text, ...] = ()
    state: str = "approved"
    level: float = 0.95
    minimum: int = 10
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    lines: Mapping[str, float] = field(default_factory=dict)
    characteristics: Mapping[str, str] = field(default_factory=dict)
    overall: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    changes: tuple[QuestionChange, ...] = ()
    breaks: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    design: Mapping[str, int] = field(default_factory=dict)
    ledger: tuple[Entry, ...] = ()
    notes: tuple[Message, ...] = ()
    languages: tuple[str, ...] = ("en",)
    audience: str = "management"
    internal: bool = True

    @property
    def response(self) -> float | None:
        """Share of the invited who answered; None where it is not known."""
        return self.received / self.invited if self.invited else None


def card_of(wave: Wave) -> WaveCard:
    """Return the facts of a wave that a report prints.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave
    >>> card = card_of(Wave.from_frame(pd.DataFrame({"q1": [4, 5, 3]})))
    >>> card.answers, card.selection
    (3, 'probability')
    """
    return WaveCard(
        answers=wave.n,
        received=len(wave.domain),
        conditions=wave.conditions,
        earlier=tuple(w for each in earlier_conditions(wave).values() for w in each),
        selection=wave.selection,
        scales=_scales(wave),
        design=_design(wave),
        ledger=wave.ledger,
        notes=wave.notes,
        **(_of_study(wave) | _of_file(wave)),
    )


def _scales(wave: Wave) -> dict[str, tuple[float, float]]:
    """Return the ends of the one scale of all items of a kind, by what is asked."""
    found = {}
    for name, roles in SCALED.items():
        items = wave.study.role(*roles) if wave.study else ()
        ends = {wave.scales[item] for item in items if item in wave.scales}
        if len(ends) == 1:
            found[name] = ends.pop()
    return found


def _design(wave: Wave) -> dict[str, int]:
    """Return how many parts of the design errors take into account."""
    first, weights = wave.design.first, wave.design.weights[wave.domain]
    return {
        "strata": len(first.population),
        "units": len(first.stratum),
        "stages": len(wave.design.stages),
        "steps": len(wave.design.steps),
        "weighted": int((weights != weights[:1]).any()),
    }


def _of_study(wave: Wave) -> dict[str, Any]:
    study = wave.study
    if study is None:
        return {}
    return {
        "study": study.id,
        "title": study.title,
        "organization": study.organization,
        "mode": study.mode,
        "populations": tuple(p.text for p in study.populations.values()),
        "state": study.state,
        "level": study.analysis.level,
        "minimum": study.analysis.minimum_cell,
        "lines": dict(study.analysis.lines),
        "characteristics": {
            name: item.characteristic
            for name, item in study.items.items()
            if item.characteristic
        },
        "overall": study.role("overall"),
        "languages": study.languages,
    }


def _of_file(wave: Wave) -> dict[str, Any]:
    file = wave.file
    if file is None:
        return {}
    days = file.fieldwork
    facts = {
        "wave": file.id,
        "wave_title": file.title,
        "start": days.start if days else None,
        "end": days.end if days else None,
        "invited": file.invited,
        "previous": file.previous,
        "changes": tuple(
            QuestionChange(
                items=tuple(map(wave.label, change.items)),
                what=change.what,
                comparable=change.comparable,
            )
            for change in file.changes
        ),
    }
    facts["breaks"] = _breaks(wave)
    return facts | ({"languages": file.languages} if file.languages else {})


def _breaks(wave: Wave) -> dict[str, dict[str, Text]]:
    """Return where the series of a column breaks, by the files of all its waves."""
    found: dict[str, dict[str, Text]] = {}
    for file in files_of(wave):
        for change in file.changes:
            for item in () if change.comparable else change.items:
                found.setdefault(item, {})[file.id] = change.what
    return found
