"""How are levels of invariance, and what differs after all, said in words?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.factors.invariance_steps import LINES, Climb

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEVELS = {
    "configural": Message("same items"),
    "thresholds": Message("same categories"),
    "metric": Message("same loadings"),
    "scalar": Message("same starting points"),
    "strict": Message("same residuals"),
}
"""The levels in words."""

RELEASED = {
    "=~": "loading of {item}",
    "~1": "starting point of {item}",
    "|": "categories of {item}",
    "~~": "residual of {item}",
}
"""What differs between groups after all, by the sign of its term."""


def level_note() -> Message:
    """Return when a level holds."""
    return Message(
        "A level holds if chi-square grows by no more than chance, or CFI falls by "
        "at most {cfi} and RMSEA rises by at most {rmsea}.",
        {
            "cfi": Number(LINES["cfi"], "coefficient"),
            "rmsea": Number(LINES["rmsea"], "coefficient"),
        },
    )


def stopped_note(climb: Climb) -> list[Message]:
    """Return why a search for what differs ended, where it ended too soon."""
    if not climb.stopped:
        return []
    return [
        Message(
            "Releasing further items did not improve the fit, or would have left "
            "too few that are the same."
        )
    ]


def released_note(wave: Wave, released: Sequence[str]) -> list[Message]:
    """Return what differs between the groups after all."""
    if not released:
        return []
    parts = tuple(released_words(wave, term) for term in released)
    return [
        Message("Different between the groups: {parts}.", {"parts": Listing(parts)})
    ]


def released_words(wave: Wave, term: str) -> Message:
    """Return in words what a released term is of.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [1, 2]}))
    >>> str(released_words(wave, "q1 ~1")), str(released_words(wave, "all =~ q1"))
    ('starting point of q1', 'loading of q1')
    """
    first, sign, *rest = term.split(" ")
    item = rest[0] if sign == "=~" else first
    return Message(RELEASED[sign], {"item": wave.label(item)})


def left_out_note(wave: Wave, column: str, groups: Sequence[str]) -> list[Message]:
    """Return which groups had too few answers."""
    if not groups:
        return []
    names = Listing(group_words(wave, column, groups))
    return [Message("Left out, with too few answers: {groups}.", {"groups": names})]


def group_words(
    wave: Wave, column: str, groups: Sequence[str]
) -> tuple[Text | str, ...]:
    """Return the study's words for the groups of a column."""
    study = wave.study
    words = [study.level_label(column, g) if study else None for g in groups]
    return tuple(w or g for w, g in zip(words, groups, strict=True))
