"""What was decided before anybody was asked?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods._messages import (
    PSEUDO,
    Day,
    Listing,
    Message,
    Number,
    Text,
    languages,
)
from csat_methods.result import Result, Used, method
from csat_methods.study.context import MODES
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NOT_STATED = Message("not stated")

MANY = 100
"""A number of which the name of a currency is the plural."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlanOverview(Result):
    """What the plan says, point by point; "not stated" where it is silent."""

    clause: ClassVar[str] = "6"

    def headline(self) -> Message:
        """Return how much of the plan is stated."""
        stated = int((self.table["stated"]).sum())
        return Message(
            "The plan states {stated} of {all} points.",
            {
                "stated": Number(stated, "count"),
                "all": Number(len(self.table), "count"),
            },
        )


def _words(texts: Any) -> Text | None:
    return texts if isinstance(texts, Text) or texts is None else Text(dict(texts))


def _listed(parts: Any) -> Listing | None:
    shown = tuple(part for part in parts if part is not None)
    return Listing(shown) if shown else None


def _cadence(study: Any) -> Any:
    if study.cadence is None:
        return None
    if study.cadence.text is not None:
        return _words(study.cadence.text)
    kind = Message(study.cadence.kind)
    if study.cadence.months is None:
        return kind
    months = Number(study.cadence.months, "count")
    return Message("{kind}, every {months} months", {"kind": kind, "months": months})


def _quiet(study: Any) -> Any:
    days = study.cadence.quiet_days if study.cadence is not None else None
    return Message("{days} days", {"days": Number(days, "count")}) if days else None


def _budget(study: Any) -> Any:
    if study.budget is None or study.budget.amount is None:
        return None
    amount = Number(study.budget.amount, "count")
    code = study.budget.currency or ""
    values = {"amount": amount, "currency": _currency(code)}
    return Message("{amount} {currency}", values)


def _currency(code: str) -> Text:
    """Return a currency's name by its code; what is no code stays as it is."""
    from babel.numbers import get_currency_name

    known = code.upper()
    shown = (name for name in languages() if name != PSEUDO)
    said = {name: get_currency_name(known, MANY, locale=name) for name in shown}
    return Text({name: code if word == known else word for name, word in said.items()})


def _fieldwork(wave: Wave) -> Any:
    if wave.file is None or wave.file.fieldwork is None:
        return None
    days = wave.file.fieldwork
    values = {"start": Day(days.start), "end": Day(days.end)}
    return Message("{start} to {end}", values)


def _populations(study: Any) -> Any:
    return _listed(_words(p.text) for p in study.populations.values())


def _segments(study: Any) -> Any:
    return _listed(study.label(name) or name for name in study.segments)


OBJECTIVES = {
    "product_reaction": "how customers take the product",
    "aspect": "one aspect",
    "complaints": "complaints",
    "loss": "why customers leave",
    "trend": "trend",
    "benchmark": "comparison with others",
}
"""Kinds of purpose, as a reader knows them."""

POINTS: Mapping[str, Callable[[Wave], Any]] = {
    "Purpose": lambda wave: _words(wave.study.purpose),
    "Objectives": lambda wave: _listed(
        Message(OBJECTIVES[name]) for name in wave.study.objective
    ),
    "Scope": lambda wave: wave.study.scope and _words(wave.study.scope.text),
    "Customers": lambda wave: _populations(wave.study),
    "Segments": lambda wave: _segments(wave.study),
    "Selection of customers": lambda wave: Message(wave.selection),
    "How customers are asked": lambda wave: _listed(
        Message(MODES[mode]) for mode in wave.study.mode
    ),
    "How often": lambda wave: _cadence(wave.study),
    "Quiet period of a customer": lambda wave: _quiet(wave.study),
    "Fieldwork": _fieldwork,
    "Sponsor": lambda wave: wave.study.sponsor,
    "Owners": lambda wave: _listed(owner.name for owner in wave.study.owners),
    "Skills": lambda wave: _listed(_words(skill) for skill in wave.study.skills),
    "Budget": lambda wave: _budget(wave.study),
    "Context": lambda wave: _words(wave.study.context),
    "Interested parties": lambda wave: _listed(
        _words(party.name) for party in wave.study.interested_parties
    ),
    "Risks": lambda wave: _listed(_words(risk.text) for risk in wave.study.risks),
}
"""The points of a plan, in the order of the guidance, and where each is found."""


@method
def plan_overview(wave: Wave) -> PlanOverview:
    """Return what the study's plan says, point by point.

    Parameters
    ----------
    wave : Wave
        With a study.

    Returns
    -------
    PlanOverview
        One row a point: ``term, content, stated``; a point the plan is silent about
        says "not stated", never a guess.

    Raises
    ------
    ValueError
        If the wave has no study.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Study, Wave, plan_overview
    >>> item = {"answers": [1, 2, 3, 4, 5], "role": "overall"}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5]}), study=study)
    >>> plan_overview(wave).summary()
    'The plan states 1 of 17 points.'
    """
    if wave.study is None:
        raise ValueError("wave has no study, so it has no plan to show.")
    contents = {name: find(wave) for name, find in POINTS.items()}
    keys = [f"{name}: content" for name in contents]
    table = pd.DataFrame(
        {
            "term": list(contents),
            "content": keys,
            "stated": [content is not None for content in contents.values()],
        }
    )
    labels = {name: Message(name) for name in contents}
    said = (NOT_STATED if c is None else _shown(c) for c in contents.values())
    return result_of(
        wave,
        PlanOverview,
        "Plan",
        table,
        level=0.95,
        labels={**labels, **dict(zip(keys, said, strict=True))},
        used=Used(wave.n, (wave.n, wave.n)),
    )


def _shown(content: Any) -> Any:
    """Return a plain text as a text of any language, everything else as it is."""
    return Text({"en": content}) if isinstance(content, str) else content
