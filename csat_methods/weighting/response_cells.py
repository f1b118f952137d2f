"""Which cells of people are alike, and which are too thin to stand alone?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.survey_design.stages import compact

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def flag(wave: Wave, argument: str, name: str | None, rows: np.ndarray) -> np.ndarray:
    """Return a yes-or-no column of the rows that count; nobody where none is named.

    Parameters
    ----------
    argument : str
        What the column is called in an error.
    rows : ndarray of bool, shape (n,)
        Rows where it must be 0 or 1.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    KeyError
        If the column is not in the wave.
    ValueError
        If a row that counts has another value than 0 and 1, or none.
    """
    if name is None:
        return np.zeros(len(rows), bool)
    _checks.columns(wave.frame.columns, [name], "the wave")
    column = wave.frame[name]
    sound = column.isin([0, 1]).to_numpy()
    if (rows & ~sound).any():
        at = int((rows & ~sound).argmax())
        value = column.iloc[at]
        value = value.item() if isinstance(value, np.generic) else value
        raise ValueError(
            f"{argument}={name!r}: {value!r} in row {column.index[at]} must be 0 or 1."
        )
    return sound & column.where(sound, 0).astype(float).to_numpy().astype(bool)


def crossed_cells(
    wave: Wave, by: list[str], rows: np.ndarray
) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """Return the cell of each row that counts, and the cells' values in order.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If somebody who counts has no value.
    """
    _checks.columns(wave.frame.columns, by, "the wave")
    if not by:
        return np.zeros(len(rows), np.int64), [()]
    frame = wave.frame.iloc[rows][by]
    blank = int(frame.isna().any(axis=1).sum())
    if blank:
        raise ValueError(f"by={by}: {blank} people have no value there.")
    codes, names = np.zeros(len(rows), np.int64), []
    for column in by:
        level, values = pd.factorize(frame[column], sort=True)
        codes = codes * len(values) + level
        names.append(list(values))
    size = int(np.prod([len(values) for values in names]))
    present, cell = compact(codes, size)
    places = np.unravel_index(present, [len(values) for values in names])
    named = [
        tuple(values[i] for values, i in zip(names, place, strict=True))
        for place in zip(*places, strict=True)
    ]
    return cell, named


def collapsed(
    cell: np.ndarray,
    names: list[tuple[Any, ...]],
    enough: np.ndarray,
    minimum: int,
) -> tuple[np.ndarray, list[Message]]:
    """Return cells merged until each has enough people, and what was merged.

    The thinnest cell joins the one that shares most of its leading values, and of
    those the nearest in order.

    Parameters
    ----------
    cell : ndarray of int, shape (r,)
    enough : ndarray of bool, shape (r,)
        Who counts towards the minimum.
    minimum : int

    Raises
    ------
    ValueError
        If all of them together are too few.
    """
    counts = np.bincount(cell[enough], minlength=len(names))
    if counts.sum() < minimum:
        raise ValueError(
            f"minimum={minimum}: only {counts.sum()} people answered in all."
        )
    home, said = np.arange(len(names)), []
    while True:
        alive = np.unique(home)
        sizes = np.bincount(home, counts, len(names))[alive]
        if sizes.min() >= minimum:
            break
        thin = int(alive[sizes.argmin()])
        joined = min((c for c in alive if c != thin), key=_nearness(names, thin))
        said.append(_merged(names, thin, int(joined)))
        home[home == thin] = joined
    return np.unique(home, return_inverse=True)[1].reshape(-1)[cell], said


def _nearness(names: list[tuple[Any, ...]], thin: int) -> Any:
    """Return how far a cell is from the thin one: less is nearer."""

    def far(other: int) -> tuple[int, int, int]:
        pairs = zip(names[thin], names[other], strict=True)
        alike = [a == b for a, b in pairs]
        shared = alike.index(False) if False in alike else len(alike)
        return -shared, abs(other - thin), other

    return far


def _merged(names: list[tuple[Any, ...]], thin: int, into: int) -> Message:
    return Message(
        "Too few people answered in the cell {thin}; it was joined to {other}.",
        {"thin": _cell(names[thin]), "other": _cell(names[into])},
    )


def _cell(values: tuple[Any, ...]) -> Listing:
    return Listing(tuple(str(value) for value in values))
