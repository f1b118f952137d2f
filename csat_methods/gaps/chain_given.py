"""Which chain does a study have, and what must be said of it?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Day, Listing, Message, Number
from csat_methods.gaps.chain_places import (
    CUSTOMERS,
    LEVELS,
    PROMISED,
    STAFF,
    Chain,
    Given,
    Place,
    check_scales,
    placed,
)
from csat_methods.wave.pairs import (
    declared_pairs,
    same_people,
    sound_pairs,
    unscaled_note,
)

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SOURCES = {"planned": "standards", "delivered": "delivered", PROMISED: "promised"}
"""Level to the source of the wave file that has it."""

SOURCE_WORDS = {
    "standards": Message("the standards"),
    "delivered": Message("the delivered figures"),
    "promised": Message("the promises"),
}
FEW = 10
"""Most people of the staff whose beliefs are shown and not tested."""


def chain_of(wave: Wave, given: Given) -> tuple[Chain, pd.DataFrame | None]:
    """Return the levels of each characteristic, and the staff's answers behind them.

    Parameters
    ----------
    given : dict
        Level to what was given; None for what the study and its files say.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If characteristics, scales or figures do not fit each other.
    """
    _check_mappings(given)
    ends = _ends(wave, given)
    names = list(ends["expected"])
    staff = _staff(wave, given, names)
    told = {**given, **ends}
    faults = _checks.Faults()
    chain: Chain = {}
    known = {level: _known(wave, level, told, staff, names) for level in _ORDER}
    _check_names(told, names, faults)
    for name in names:
        chain[name] = {
            level: placed(level, name, known[level][name], faults)
            for level in _ORDER
            if name in known[level]
        }
    faults.stop()
    check_scales(wave, chain)
    _check_pairs(wave, chain)
    return chain, staff


_ORDER = (*LEVELS, PROMISED)


def _check_mappings(given: Given) -> None:
    faults = _checks.Faults()
    for level, values in given.items():
        if values is not None and not isinstance(values, Mapping):
            faults.add(f"{level}={values!r} must be {{characteristic: …}}.")
    faults.stop()


def _ends(wave: Wave, given: Given) -> dict[str, Mapping[str, Any]]:
    """Return what was given for both ends of the chain, or is declared."""
    ends: dict[str, Any] = {level: given[level] for level in (LEVELS[0], LEVELS[-1])}
    if None in ends.values():
        declared = declared_pairs(wave)
        sides = dict(zip(ends, zip(*declared.values(), strict=True), strict=True))
        for level, side in sides.items():
            own = dict(zip(declared, side, strict=True))
            ends[level] = own if ends[level] is None else ends[level]
    if not ends["expected"] or set(ends["expected"]) != set(ends["perceived"]):
        raise ValueError(
            f"expected={sorted(ends['expected'])} and "
            f"perceived={sorted(ends['perceived'])} must name the same "
            "characteristics, one at least."
        )
    return ends


def _staff(wave: Wave, given: Given, names: Sequence[str]) -> pd.DataFrame | None:
    """Return the staff's answers on the characteristics, if nothing else is given."""
    own = wave.organization
    if given["understood"] is not None or own is None or own.staff is None:
        return None
    asked = [n for n in names if n in own.staff and own.staff[n].notna().any()]
    return own.staff[asked] if asked else None


def _known(
    wave: Wave,
    level: str,
    told: Given,
    staff: pd.DataFrame | None,
    names: Sequence[str],
) -> Mapping[str, Any]:
    """Return a level's values by characteristic: as given, else as the files say."""
    if told[level] is not None:
        return told[level]
    if level == "understood":
        return {} if staff is None else dict.fromkeys(staff, Place(STAFF))
    own = wave.organization
    figures = {} if own is None else getattr(own, SOURCES[level])
    return {name: figures[name] for name in names if name in figures}


def _check_names(told: Given, names: Sequence[str], faults: _checks.Faults) -> None:
    for level, values in told.items():
        strange = sorted(set(values or ()) - set(names))
        if strange:
            faults.add(
                f"{level}={strange} are no characteristics of expected and perceived, "
                f"{sorted(names)}."
            )


def _check_pairs(wave: Wave, chain: Chain) -> None:
    """Check that both sides have equally many columns, answered by the same people."""
    pairs = {
        name: (places["expected"].columns, places["perceived"].columns)
        for name, places in chain.items()
        if places["expected"].source == places["perceived"].source == CUSTOMERS
    }
    if pairs:
        named = sound_pairs(wave, pairs)
        sides = {name: pair.sides for name, pair in named.items()}
        whole = [wave.complete(list(pair.columns)).domain for pair in named.values()]
        same_people(wave, sides, np.column_stack(whole))


def few_staff(staff: pd.DataFrame | None) -> bool:
    """Whether so few of the staff were asked that they are shown and not tested."""
    return staff is not None and len(staff) <= FEW


# ----------------------------------------------------------------------- notes
def notes_of_chain(
    wave: Wave,
    chain: Chain,
    staff: pd.DataFrame | None,
    moved: pd.DataFrame,
    agreed: float,
    blind: Sequence[str],
) -> tuple[Message, ...]:
    """Return what a reader must know of the chain's levels."""
    return (
        *_note_on_blind_spots(wave, blind),
        *unscaled_note(wave, _customer_pairs(wave, chain)),
        *_note_on_missing(chain),
        *_notes_on_staff(staff, agreed),
        *_notes_on_tables(wave, chain),
        *_note_on_moves(moved),
    )


def _customer_pairs(wave: Wave, chain: Chain) -> dict[str, Any]:
    pairs = {
        name: (places["expected"].columns, places["perceived"].columns)
        for name, places in chain.items()
        if places["expected"].source == places["perceived"].source == CUSTOMERS
    }
    return sound_pairs(wave, pairs) if pairs else {}


def _note_on_blind_spots(wave: Wave, blind: Sequence[str]) -> tuple[Message, ...]:
    if not blind:
        return ()
    named = Listing(tuple(wave.label(name) for name in blind))
    return (
        Message(
            "Good by the organization's own figures, and bad in the customers' eyes: "
            "{names}.",
            {"names": named},
        ),
    )


def _note_on_missing(chain: Chain) -> tuple[Message, ...]:
    held = {level for places in chain.values() for level in places}
    missing = [level for level in LEVELS if level not in held]
    if not missing:
        return ()
    words = Listing(tuple(Message(level) for level in missing))
    return (
        Message(
            "Nothing is known of these levels, and the links beside them are one: "
            "{levels}.",
            {"levels": words},
        ),
    )


def _notes_on_staff(staff: pd.DataFrame | None, agreed: float) -> list[Message]:
    if staff is None:
        return []
    count = Number(len(staff), "count")
    notes = [Message("People of the staff asked: {n}.", {"n": count})]
    if few_staff(staff):
        notes = [
            Message(
                "People of the staff asked: {n}; what so few believe is shown, not "
                "tested.",
                {"n": count},
            )
        ]
    if not math.isnan(agreed):
        notes.append(
            Message(
                "How far the staff agree on the order of characteristics: {w}, where "
                "zero is not at all and one is fully (Kendall's W).",
                {"w": Number(agreed)},
            )
        )
    return notes


def _notes_on_tables(wave: Wave, chain: Chain) -> list[Message]:
    """Say who put which figures on the scale, and when."""
    own = wave.organization
    if own is None or not any(p.mapping for c in chain.values() for p in c.values()):
        return []
    return [
        Message(
            "A table of {author}, {day}, puts {source} on the scale of the answers.",
            {
                "author": wave.study.person(author),
                "day": Day(day),
                "source": SOURCE_WORDS[source],
            },
        )
        for source, (day, author) in own.mapped.items()
    ]


def _note_on_moves(moved: pd.DataFrame) -> tuple[Message, ...]:
    if not len(moved):
        return ()
    other = moved.loc[~moved["same"].astype(bool), "characteristic"].nunique()
    values = {
        "change": Number(float(np.abs(moved["change"]).max())),
        "other": Number(other, "count"),
        "all": Number(moved["characteristic"].nunique(), "count"),
    }
    return (
        Message(
            "Moving one point of a table that puts figures on the scale of the answers "
            "by one point moves a figure by {change} at most, and the largest part of "
            "{other} of {all} gaps to another link.",
            values,
        ),
    )
