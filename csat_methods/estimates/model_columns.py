"""Which columns stand for the predictors of a model, and what are they called?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Text
from csat_methods._rows import TellsOf
from csat_methods.statistics.dependence import dependence
from csat_methods.statistics.moments import correlation, moments

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_LEVELS = 30
"""A category with more levels is a name, not a predictor."""


@dataclass(frozen=True, eq=False)
class Block:
    """The columns of one predictor.

    Attributes
    ----------
    predictor : str
    terms : tuple of str
        The predictor itself, or ``predictor: level`` for all levels but the first.
    x : ndarray, shape (n, k)
        NaN for no answer.
    labels : dict
        Term to words.
    levels : tuple of str
        As tables split by them say, the reference first; none of an amount.
    """

    predictor: str
    terms: tuple[str, ...]
    x: np.ndarray
    labels: dict[str, Text | Message]
    levels: tuple[str, ...] = ()


def people_behind(blocks: Sequence[Block], rows: np.ndarray) -> list[int]:
    """Return how many people each term rests on, the fewer of level and reference.

    All of them for amounts.
    """
    counts: list[int] = []
    for block in blocks:
        x = block.x[rows]
        levels = x.sum(axis=0)
        amounts = block.terms == (block.predictor,)
        fewest = np.minimum(levels, len(x) - levels.sum())
        counts += [len(x)] if amounts else fewest.astype(int).tolist()
    return counts


def levels_told(
    blocks: Sequence[Block], rows: np.ndarray, names: Sequence[str]
) -> dict[str, TellsOf]:
    """Return, term by term, the groups that a number of it tells of.

    A level and its reference; of what belongs to no predictor, all references.
    """
    told: dict[str, TellsOf] = {}
    references: TellsOf = ()
    for block in (block for block in blocks if block.levels):
        counts = block.x[rows].sum(axis=0).astype(int).tolist()
        people = [int(rows.sum()) - sum(counts), *counts]
        each = zip(block.levels, people, strict=True)
        first, *further = [(block.predictor, level, n) for level, n in each]
        references += (first,)
        told |= {t: (o, first) for t, o in zip(block.terms, further, strict=True)}
    amounts = [term for block in blocks if not block.levels for term in block.terms]
    others = dict.fromkeys(set(names) - told.keys() - set(amounts), references)
    return told | others


def predictor_blocks(
    wave: Wave, predictors: str | Sequence[str], outcome: str, rows: np.ndarray
) -> list[Block]:
    """Return the columns of each predictor.

    Parameters
    ----------
    rows : ndarray of bool, shape (n,)
        The rows whose levels count: those who answered everything.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the outcome is among the predictors, or one is a date, an open answer or a
        category of one or too many levels.
    """
    listed = wave.columns(predictors)
    if outcome in listed:
        raise ValueError(f"outcome={outcome!r} is among the predictors {listed}.")
    return [_block(wave, name, rows) for name in listed]


def is_category(wave: Wave, name: str) -> bool:
    """Whether a column holds names of groups, not amounts.

    Raises
    ------
    ValueError
        If it holds days or open answers.
    """
    item, column = wave.item(name), wave.frame[name]
    if column.dtype.kind in "mM" or (
        item is not None and item.type in ("date", "text")
    ):
        raise ValueError(f"column={name!r} holds days or open answers: no model of it.")
    nominal = item is not None and item.type == "nominal"
    return nominal or column.dtype.kind not in "fiub"


def levels_of(column: pd.Series, rows: np.ndarray) -> list[Any]:
    """Return the levels given: in the order of an ordered categorical, else sorted."""
    given = column[rows].dropna()
    if isinstance(column.dtype, pd.CategoricalDtype):
        held = set(given.unique().tolist())
        found = [c for c in column.dtype.categories.tolist() if c in held]
        return found if column.dtype.ordered else sorted(found, key=_by_alphabet)
    return sorted(given.unique().tolist(), key=_by_alphabet)


def _by_alphabet(level: Any) -> tuple[bool, Any]:
    text = isinstance(level, str)
    return text, level if text else float(level)


def text_of(level: Any) -> str:
    """Return a level as it stands in a term.

    Examples
    --------
    >>> text_of(1.0), text_of("H")
    ('1', 'H')
    """
    return level if isinstance(level, str) else _number_text(level)


def _number_text(level: Any) -> str:
    try:
        return f"{float(level):.15g}"
    except (TypeError, ValueError):
        return str(level)


def _block(wave: Wave, name: str, rows: np.ndarray) -> Block:
    if not is_category(wave, name):
        return Block(name, (name,), wave.answers(name), {name: wave.label(name)})
    column = wave.frame[name]
    levels = levels_of(column, rows)
    if not 2 <= len(levels) <= MOST_LEVELS:
        raise ValueError(
            f"predictor={name!r} has {len(levels)} levels among those who answered "
            f"everything; a category needs 2 to {MOST_LEVELS}."
        )
    held = column.notna().to_numpy()[:, None]
    dummies = np.column_stack([(column == v).to_numpy(bool) for v in levels[1:]])
    terms = {f"{name}: {text_of(v)}": v for v in levels[1:]}
    return Block(
        name,
        tuple(terms),
        np.where(held, dummies.astype(float), np.nan),
        {term: level_words(wave, name, v) for term, v in terms.items()},
        tuple(map(str, levels)),
    )


def level_words(wave: Wave, name: str, level: Any) -> Message:
    """Return the words of a category: the predictor's, then the level's."""
    known = wave.study.level_label(name, level) if wave.study is not None else None
    return Message(
        "{label}: {level}",
        {"label": wave.label(name), "level": known or text_of(level)},
    )


def complete_rows(wave: Wave, names: Sequence[str]) -> np.ndarray:
    """Return who of the domain answered all columns and counts, shape (n,).

    Raises
    ------
    ValueError
        If nobody did.
    """
    _checks.columns(map(str, wave.frame.columns), names, "the wave")
    held = wave.frame[list(names)].notna().all(axis=1).to_numpy()
    rows = wave.domain & held & (wave.design.weights > 0)
    if not rows.any():
        raise ValueError(f"columns={list(names)}: nobody answered all of them.")
    return rows


def check_columns(x: np.ndarray, weights: np.ndarray, terms: Sequence[str]) -> None:
    """Refuse predictors that are constant, copies or sums of others, or too many.

    Raises
    ------
    ValueError
        If they are.
    """
    flat = [term for term, column in zip(terms, x.T, strict=True) if not np.ptp(column)]
    if flat:
        raise ValueError(
            f"predictors={flat} are constant among those who answered everything."
        )
    if len(x) < len(terms) + 2:
        raise ValueError(
            f"predictors: {len(x)} people answered everything; {len(terms)} terms need "
            f"at least {len(terms) + 2}."
        )
    tied = dependence(correlation(moments(x, weights).covariance), terms)
    if tied:
        raise ValueError(f"predictors: {tied}; leave one out.")
