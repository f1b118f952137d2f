"""Which groups of people can carry a model of factors each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._rows import TellsOf
from csat_methods.study.enough import carries

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Groups = tuple[tuple[str, ...], tuple[np.ndarray, ...]]
"""Names of groups, and their rows in the wave."""


def groups_of(wave: Wave, group: str, kept: np.ndarray) -> Groups:
    """Return the groups in order of appearance, and their rows.

    Parameters
    ----------
    kept : ndarray of bool, shape (n,)
        Who counts.

    Raises
    ------
    KeyError
        If the group is not in the wave.
    ValueError
        If there are fewer than two.
    """
    _checks.columns(map(str, wave.frame.columns), [group], "the wave")
    codes, levels = pd.factorize(wave.frame[group], sort=False)
    seen = [c for c in pd.unique(codes[kept]) if c >= 0]
    if len(seen) < 2:
        raise ValueError(
            f"group={group!r} has {len(seen)} groups with answers to all items; two "
            "are needed to compare."
        )
    names = tuple(in_words(levels[c]) for c in seen)
    return names, tuple(np.flatnonzero(kept & (codes == c)) for c in seen)


def large_enough(
    group: str,
    names: Sequence[str],
    rows: Sequence[np.ndarray],
    held: np.ndarray,
    least: int,
) -> tuple[tuple[str, ...], tuple[np.ndarray, ...], dict[str, int]]:
    """Return the groups that can carry a model, their rows, and the others' people.

    Parameters
    ----------
    held : ndarray of bool, shape (n, k)
        Who answered what.
    least : int
        People of a group who must have answered most items, a quarter of them (and
        two an item) any two items both; 0 takes every group.

    Raises
    ------
    ValueError
        If fewer than two can.
    """
    enough = [not least or carries(held[r], least) for r in rows]
    if sum(enough) < 2:
        told = ", ".join(f"{n}: {len(r)}" for n, r in zip(names, rows, strict=True))
        raise ValueError(
            f"group={group!r} has groups of too few people ({told}); two with {least} "
            "or more who answered most items are needed to compare."
        )
    small = [not good for good in enough]
    few = {n: len(r) for n, r in compress(zip(names, rows, strict=True), small)}
    return (
        tuple(compress(names, enough)),
        tuple(compress(rows, enough)),
        few,
    )


def tells_of(
    group: str, left_out: Mapping[str, int], terms: Sequence[str]
) -> dict[str, TellsOf]:
    """Return, term by term, the groups that a count of the others tells of.

    Examples
    --------
    >>> tells_of("city", {"Ash": 3}, ["scalar"])
    {'scalar': (('city', 'Ash', 3),)}
    """
    few = tuple((group, level, people) for level, people in left_out.items())
    return dict.fromkeys(terms, few) if few else {}


def in_words(value: Any) -> str:
    """Return a group's or an answer's value; whole numbers without a point.

    Examples
    --------
    >>> in_words(2.0), in_words("north")
    ('2', 'north')
    """
    whole = isinstance(value, float | np.floating) and float(value).is_integer()
    return str(int(value)) if whole else str(value)
