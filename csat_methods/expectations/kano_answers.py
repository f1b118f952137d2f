"""Which two questions ask about a feature, and into which category do people fall?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods.statistics import kano

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Pairs = Mapping[str, tuple[str, str]]
CODES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, eq=False)
class Feature:
    """The answers about one feature.

    Attributes
    ----------
    columns : tuple of str
        Functional and dysfunctional.
    functional, dysfunctional : ndarray of int, shape (n,)
        Places 0 to 4; −1 for a blank.
    """

    columns: tuple[str, str]
    functional: np.ndarray
    dysfunctional: np.ndarray

    @property
    def category(self) -> np.ndarray:
        """Each person's category, −1 where one of both is blank, (n,)."""
        return kano.categories(self.functional, self.dysfunctional)


def features(
    wave: Wave, pairs: Pairs | None, codes: Sequence[float]
) -> dict[str, Feature]:
    """Return the features by name, from the study where no pairs are given.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are none, a pair is not two columns, codes are not five, or answers
        are none of the codes; all columns at once.
    """
    listed = list(codes) if isinstance(codes, Iterable) else []
    if len(set(map(repr, listed))) != len(kano.TABLE) or len(listed) != len(kano.TABLE):
        raise ValueError(f"codes={listed or codes!r} must be five different codes.")
    wanted = _declared(wave) if pairs is None else _sound(wave, pairs)
    faults = _checks.Faults()
    found = {
        name: Feature(columns, *(_places(wave, c, listed, faults) for c in columns))
        for name, columns in wanted.items()
    }
    faults.stop()
    return found


def _declared(wave: Wave) -> dict[str, tuple[str, str]]:
    """Return the pairs of the study that the wave asked."""
    wave.require("kano_functional", "kano_dysfunctional")
    pairs = wave.study.kano_pairs()
    held = set(wave.frame.columns)
    asked = {
        name: (str(pair[0]), str(pair[1]))
        for name, pair in pairs.items()
        if all(isinstance(c, str) for c in pair) and held.issuperset(pair)
    }
    if not asked:
        raise ValueError(
            f"pairs={list(pairs)}: this wave asked none of them with one functional "
            "and one dysfunctional item."
        )
    return asked


def _sound(wave: Wave, pairs: Pairs) -> dict[str, tuple[str, str]]:
    if not isinstance(pairs, Mapping):
        raise ValueError(
            f"pairs={pairs!r} must be {{name: (functional, dysfunctional)}}."
        )
    wrong = [
        name
        for name, pair in pairs.items()
        if not isinstance(pair, tuple | list)
        or len(pair) != 2
        or not all(isinstance(c, str) for c in pair)
        or pair[0] == pair[1]
    ]
    if wrong or not pairs:
        raise ValueError(
            f"pairs={wrong or {}} must each be two columns: (functional, "
            "dysfunctional)."
        )
    _checks.columns(
        wave.frame.columns, [c for pair in pairs.values() for c in pair], "the wave"
    )
    return {str(name): (pair[0], pair[1]) for name, pair in pairs.items()}


def _places(
    wave: Wave, column: str, codes: list[float], faults: _checks.Faults
) -> np.ndarray:
    """Return the place of each answer among the codes, −1 for a blank, (n,)."""
    x = wave.answers(column)[:, 0]
    places = np.full(len(x), -1)
    for place, code in enumerate(codes):
        places[x == code] = place
    wrong = ~np.isnan(x) & (places < 0) & wave.domain
    if wrong.any():
        values = sorted(set(x[wrong].tolist()))[:10]
        faults.add(
            f"item={column!r} has answers {values} that are none of codes={codes}."
        )
    return places
