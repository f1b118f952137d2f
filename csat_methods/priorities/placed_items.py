"""How do placed items become a table with what a careful reader must know?"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message
from csat_methods.priorities.placement import (
    DECIDED,
    UNDECIDED,
    estimate_columns,
    placement,
)
from csat_methods.priorities.priority_inputs import Inputs, joint_inputs
from csat_methods.result import Result
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import asked_counts, result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

P = TypeVar("P", bound=Result)

DISAGREEMENTS = {
    "stated": "Called important, yet going little with {outcome}: {items}.",
    "derived": "Going strongly with {outcome}, yet not called important: {items}.",
}


def placed_items(
    wave: Wave,
    cls: type[P],
    method: str,
    inputs: Inputs,
    line: tuple[str, np.ndarray],
    chance: tuple[int, int],
    level: float,
) -> P:
    """Return the items at their places, as a result.

    Parameters
    ----------
    line : (str, ndarray)
        The cut, and what :func:`aimed_at` gives for it.
    chance : (int, int)
        Draws and seed.
    """
    found = joint_inputs(wave, inputs)
    placed = placement(inputs, found, *line, chance)
    counts = asked_counts(wave, domains(wave), inputs.items, inputs.about())
    table = pd.DataFrame(
        {
            "term": list(inputs.items),
            **estimate_columns(inputs, found, level),
            **placed.columns,
            **dict(zip(("asked", "not_applicable"), counts, strict=True)),
        }
    )
    return result_of(
        wave,
        cls,
        method,
        table,
        level=level,
        about=inputs.about(),
        labels=wave.labels([*inputs.items, *filter(None, [inputs.outcome])]),
        notes=_notes(wave, inputs, table),
        averages=True,
        crosshair=pd.Series(placed.crosshair, index=["performance", "importance"]),
        places=pd.DataFrame(placed.places, index=list(inputs.items)),
        importance=inputs.kind,
        outcome=inputs.outcome,
    )


def _notes(wave: Wave, inputs: Inputs, table: pd.DataFrame) -> list[Message]:
    """Return what the law requires, and where customers' words and answers differ."""
    named = dict(wave.labels(inputs.items))
    notes = []
    may = (table["place"] == UNDECIDED) & (1 - table["probability_first"] < DECIDED)
    if may.any():
        left_open = Listing(tuple(named[term] for term in table.loc[may, "term"]))
        sentence = "Whether this comes first is undecided: {items}."
        notes.append(Message(sentence, {"items": left_open}))
    if inputs.statutory.any():
        listed = zip(inputs.items, inputs.statutory, strict=True)
        required = tuple(named[item] for item, must in listed if must)
        sentence = "Required by law, so never placed among what matters less: {items}."
        notes.append(Message(sentence, {"items": Listing(required)}))
    for kind, sentence in DISAGREEMENTS.items():
        if "disagree" in table:
            terms = table.loc[table["disagree"] == kind, "term"]
            if len(terms):
                words = Listing(tuple(named[term] for term in terms))
                values = {"items": words, "outcome": wave.label(inputs.outcome)}
                notes.append(Message(sentence, values))
    return notes
