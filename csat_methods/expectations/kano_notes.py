"""What must a careful reader know of Kano's questions before trusting a category?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from csat_methods._messages import Listing, Message
from csat_methods.expectations.kano_measures import SHARES
from csat_methods.statistics import kano as textbook

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ODD = 0.05
"""Share of questionable answers that is said."""


def kano_notes(wave: Wave, table: pd.DataFrame) -> list[Message]:
    """Return which codes may run the other way, what was odd, and what law requires.

    Parameters
    ----------
    table : DataFrame
        As of `kano`; a feature's segments are taken together.
    """
    told = table[table["n"] > 0]
    weights = told["n"].to_numpy(float)
    people = told[list(SHARES)].mul(weights, axis=0).groupby(told["term"]).sum()
    whole = people.div(told.groupby("term")["n"].sum(), axis=0)
    turned = textbook.reversed_codes(whole.to_numpy())
    odd = whole["questionable"].ge(ODD).to_numpy() & ~turned
    none = told.loc[told["better"].isna(), "term"]
    every = (
        _turned(wave, whole.index[turned]),
        _questionable(wave, whole.index[odd]),
        _without(wave, dict.fromkeys(none)),
        _statutory(wave, dict.fromkeys(table["term"])),
    )
    return [note for note in every if note is not None]


def _named(wave: Wave, terms: Iterable[str]) -> Listing:
    return Listing(tuple(wave.label(term) for term in terms))


def _turned(wave: Wave, terms: Iterable[str]) -> Message | None:
    features = _named(wave, terms)
    if not features.items:
        return None
    return Message(
        "More than half of the answers are reverse or questionable, so that the codes "
        "of one of the two questions may run the other way: {features}.",
        {"features": features},
    )


def _questionable(wave: Wave, terms: Iterable[str]) -> Message | None:
    features = _named(wave, terms)
    if not features.items:
        return None
    return Message(
        "One answer in twenty or more is questionable; see whether the questions were "
        "understood: {features}.",
        {"features": features},
    )


def _without(wave: Wave, terms: Iterable[str]) -> Message | None:
    features = _named(wave, terms)
    if not features.items:
        return None
    return Message(
        "Features with no better and worse, as all answers are reverse or "
        "questionable: {features}.",
        {"features": features},
    )


def _statutory(wave: Wave, terms: Iterable[str]) -> Message | None:
    """Return which features the law requires: basic, whatever customers answer."""
    known = wave.study.catalogue if wave.study is not None else {}
    law = [t for t in terms if t in known and known[t].origin == "statutory"]
    if not law:
        return None
    return Message(
        "Required by law, and so basic whatever customers answer: {features}.",
        {"features": _named(wave, law)},
    )
