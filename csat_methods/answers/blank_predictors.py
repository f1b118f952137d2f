"""Which columns stand for what is known of people in a model of blanks?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Text

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_LEVELS = 30
"""A column with more levels is a name, not a group."""


class Term(NamedTuple):
    """One column of the model: a level of a predictor, or an amount."""

    predictor: str
    level: str
    first: int
    """Where the columns of its predictor begin."""
    end: int
    amount: bool

    @property
    def text(self) -> str:
        """The predictor, and its level where it has levels: ``region: north``."""
        return self.predictor if self.amount else f"{self.predictor}: {self.level}"


@dataclass(frozen=True, eq=False)
class Predictors:
    """What is known of people, as columns of a model.

    Attributes
    ----------
    names : tuple of str
    rows : ndarray of bool, shape (n,)
        People of the domain of whom all of it is known.
    x : ndarray, shape (n, k)
        0/1 for a level; amounts with mean 0 and standard deviation 1.
    terms : tuple of Term
    labels : dict
        Text of a term to its words.
    levels : dict
        Predictor to its levels as tables split by them say, the reference first; empty
        for amounts.
    """

    names: tuple[str, ...]
    rows: np.ndarray
    x: np.ndarray
    terms: tuple[Term, ...]
    labels: dict[str, Text | Message] = field(default_factory=dict)
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)


def predictors_of(
    wave: Wave, predictors: str | Sequence[str] | None, items: Sequence[str]
) -> Predictors:
    """Return what is known of people, the study's segments unless told otherwise.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are none, one is an item, holds days or comments, or has one level or
        too many; or if nobody is known by all.
    """
    given = wave.segments if predictors is None else predictors
    listed = _checks.listed("predictors", given)
    names = wave.columns(listed) if listed else []
    if not names or set(names) & set(items):
        raise ValueError(
            f"predictors={names} must name at least one column, and none of the items."
        )
    frame = wave.frame[names]
    rows = wave.domain & frame.notna().all(axis=1).to_numpy()
    rows &= wave.design.weights > 0
    if not rows.any():
        raise ValueError(f"predictors={names}: they are known of nobody.")
    parts: list[np.ndarray] = []
    terms: list[Term] = []
    given_levels: dict[str, tuple[str, ...]] = {}
    for name in names:
        made, levels = _columns(wave, frame[name], rows)
        start = len(terms)
        end = start + made.shape[1]
        texts = [level_text(v) for v in levels[1:]] or [""]
        terms += [Term(name, text, start, end, not levels) for text in texts]
        parts.append(made)
        given_levels[name] = tuple(map(str, levels))
    words = {term.text: _words(wave, term) for term in terms}
    x = np.hstack(parts)
    return Predictors(tuple(names), rows, x, tuple(terms), words, given_levels)


def _columns(
    wave: Wave, column: pd.Series, rows: np.ndarray
) -> tuple[np.ndarray, list[Any]]:
    """Return the columns of a predictor and its levels; none: amounts."""
    name, kind = str(column.name), column.dtype.kind
    item = wave.item(name)
    if kind in "mM" or (item is not None and item.type in ("date", "text")):
        raise ValueError(f"predictor={name!r} holds days or comments: no model of it.")
    if _is_amount(wave, name, kind):
        values = column.to_numpy(float)
        middle, spread = values[rows].mean(), values[rows].std()
        if not spread > 0:
            raise ValueError(f"predictor={name!r} is the same for everybody.")
        return np.nan_to_num((values - middle) / spread)[:, None], []
    levels = sorted(column[rows].unique().tolist(), key=_order)
    if not 2 <= len(levels) <= MOST_LEVELS:
        raise ValueError(
            f"predictor={name!r} has {len(levels)} levels; it needs 2 to {MOST_LEVELS}."
        )
    made = [(column == level).to_numpy(bool, na_value=False) for level in levels[1:]]
    return np.column_stack(made).astype(float), levels


def _is_amount(wave: Wave, name: str, kind: str) -> bool:
    item = wave.item(name)
    grouped = item is not None and item.type in ("nominal", "binary")
    return kind in "iuf" and name not in wave.segments and not grouped


def _order(level: Any) -> tuple[bool, Any]:
    return (True, level) if isinstance(level, str) else (False, float(level))


def level_text(level: Any) -> str:
    """Return a level as it stands in a table.

    Examples
    --------
    >>> level_text(1.0), level_text("H")
    ('1', 'H')
    """
    return level if isinstance(level, str) else f"{float(level):.15g}"


def _words(wave: Wave, term: Term) -> Text | Message:
    label = wave.label(term.predictor)
    if term.amount:
        return label
    known = wave.study and wave.study.level_label(term.predictor, term.level)
    return Message("{label}: {level}", {"label": label, "level": known or term.level})
