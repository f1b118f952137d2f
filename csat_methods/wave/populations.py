"""Do answers of prospects or lost customers stand among those of present ones?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

APART = ("prospect", "lapsed")
"""Kinds of populations that are no present customers."""


def apart(wave: Wave) -> Wave:
    """Return the wave, unless it pools present customers with others unsaid.

    Its file names the column of populations (``columns.population``). People of
    populations of the kinds prospect and lapsed must be excluded by a step, or stand
    alone, or the file says ``pooled: true``; then a note says so.

    Raises
    ------
    KeyError
        If the column is not in the wave.
    ValueError
        If a population is not declared by the study, a cell is empty, or people of
        both sorts are in the domain and nobody said that they are pooled.
    """
    column = wave.file.columns.population if wave.file is not None else None
    if column is None:
        return wave
    kinds = _kinds(wave, column)
    others = {name for name, kind in kinds.items() if kind in APART}
    if not others or others == set(kinds):
        return wave
    if not wave.file.columns.pooled:
        raise ValueError(
            f"columns.population={column!r}: {sorted(others)} are no present customers "
            f"and stand among {sorted(set(kinds) - others)}; exclude one of them in "
            "preparation, or say columns.pooled: true."
        )
    names = Listing(tuple(_words(wave, name) for name in sorted(kinds)))
    note = Message("Taken together, as the wave file says: {names}.", {"names": names})
    return wave._with(notes=(*wave.notes, note))


def _kinds(wave: Wave, column: str) -> dict[str, str]:
    """Return the populations of the domain and the kind of each."""
    _checks.columns(map(str, wave.frame.columns), [column], "the wave")
    cells = wave.frame.loc[wave.domain, column]
    blanks = int(cells.isna().sum())
    if blanks:
        raise ValueError(
            f"columns.population={column!r}: it is empty for {blanks} people."
        )
    known = wave.study.populations
    present = sorted(map(str, pd.unique(cells)))
    strangers = [name for name in present if name not in known]
    if strangers:
        raise ValueError(
            f"columns.population={column!r}: {strangers} are no populations of the "
            f"study; its populations: {sorted(known)}."
        )
    return {name: known[name].kind for name in present}


def _words(wave: Wave, name: str) -> Any:
    return wave.study.populations[name].text
