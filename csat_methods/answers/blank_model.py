"""How much more often does one group leave an item blank, all else equal?

A logistic regression of blank on what is known, averaged over the people; where a level
has no blanks at all, a linear one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from csat_methods import _checks
from csat_methods._messages import Message, Text
from csat_methods.statistics.weighted_regression import (
    Fit,
    SeparationError,
    linear,
    logistic,
)

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
    """

    names: tuple[str, ...]
    rows: np.ndarray
    x: np.ndarray
    terms: tuple[Term, ...]
    labels: dict[str, Text | Message] = field(default_factory=dict)


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
    for name in names:
        made, levels = _columns(wave, frame[name], rows)
        start = len(terms)
        end = start + made.shape[1]
        amount = not levels
        terms += [Term(name, v, start, end, amount) for v in (levels or [""])]
        parts.append(made)
    words = {term.text: _words(wave, term) for term in terms}
    return Predictors(tuple(names), rows, np.hstack(parts), tuple(terms), words)


def _columns(
    wave: Wave, column: pd.Series, rows: np.ndarray
) -> tuple[np.ndarray, list[str]]:
    """Return the columns of a predictor and its levels but the first; none: amounts."""
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
    return np.column_stack(made).astype(float), [level_text(v) for v in levels[1:]]


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


@dataclass(frozen=True, eq=False)
class BlankModel:
    """The regression of blanks of one item on what is known.

    Attributes
    ----------
    known : Predictors
    blank, asked : ndarray of bool, shape (n,)
    weights : ndarray, shape (n,)
    """

    known: Predictors
    blank: np.ndarray
    asked: np.ndarray
    weights: np.ndarray

    @cached_property
    def rows(self) -> np.ndarray:
        """Who was asked, and of whom everything is known."""
        return self.asked & self.known.rows

    @cached_property
    def x(self) -> np.ndarray:
        """The predictors of these, shape (r, k)."""
        return self.known.x[self.rows]

    @cached_property
    def y(self) -> np.ndarray:
        """Whether each of these left it blank, shape (r,)."""
        return self.blank[self.rows].astype(float)

    def enough(self, least: int) -> bool:
        """Whether as many left it blank, and answered it, and predictors differ."""
        blank = self.y.sum()
        return bool(min(blank, len(self.y) - blank) >= least and self._apart)

    @cached_property
    def _apart(self) -> bool:
        """Whether no predictor follows from the others."""
        full = np.column_stack([np.ones(len(self.x)), self.x])
        return bool(np.linalg.matrix_rank(full) == full.shape[1])

    @cached_property
    def _fitted(self) -> tuple[Fit, bool]:
        return self._fit(self.weights[self.rows])

    def _fit(self, w: np.ndarray) -> tuple[Fit, bool]:
        try:
            return logistic(self.x, self.y, w), False
        except SeparationError:
            return linear(self.x, self.y, w), True

    @property
    def separated(self) -> bool:
        """Whether a level tells blanks from answers, so that the model is linear."""
        return self._fitted[1]

    def effects(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Return the average difference in the share of blanks of each term, (k,)."""
        w = self.weights[self.rows] if weights is None else weights
        fit, straight = self._fitted if weights is None else self._fit(w)
        if straight:
            return fit.coefficients[1:]
        each = [self._change(fit.coefficients, term)[0] for term in self._terms()]
        return np.array([w @ d / w.sum() for d in each])

    def influence(self) -> np.ndarray:
        """Return the influence of each row on the effects, shape (r, k)."""
        fit, straight = self._fitted
        if straight:
            return fit.influence[:, 1:]
        w = self.weights[self.rows]
        columns = []
        for term in self._terms():
            d, slope = self._change(fit.coefficients, term)
            middle = w @ d / w.sum()
            gradient = w @ slope / w.sum()
            columns.append((d - middle) / w.sum() + fit.influence @ gradient)
        return np.column_stack(columns)

    def _terms(self) -> list[tuple[int, Term]]:
        return list(enumerate(self.known.terms))

    def _change(
        self, b: np.ndarray, place: tuple[int, Term]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return each row's difference (r,), and its slopes in b (r, 1 + k)."""
        j, term = place
        x = np.column_stack([np.ones(len(self.x)), self.x])
        if term.amount:
            mu = expit(x @ b)
            steep = mu * (1 - mu)
            slope = (steep * (1 - 2 * mu) * b[j + 1])[:, None] * x
            slope[:, j + 1] += steep
            return steep * b[j + 1], slope
        base, here = x.copy(), x.copy()
        own = slice(1 + term.first, 1 + term.end)
        base[:, own] = here[:, own] = 0.0
        here[:, j + 1] = 1.0
        low, high = expit(base @ b), expit(here @ b)
        slope = (high * (1 - high))[:, None] * here - (low * (1 - low))[:, None] * base
        return high - low, slope

    # ------------------------------------------------------------------ counts
    def counts(self) -> np.ndarray:
        """Return how many each term rests on, shape (k,)."""
        return np.full(self.x.shape[1], len(self.y))

    def levels(self) -> np.ndarray:
        """Return the people of each level; all of them for amounts, shape (k,)."""
        amounts = np.array([term.amount for term in self.known.terms])
        return np.where(amounts, len(self.y), (self.x != 0).sum(axis=0)).astype(int)

    def shares(self) -> np.ndarray:
        """Return the weighted share of blanks in each level, shape (k,)."""
        w = self.weights[self.rows]
        amounts = np.array([term.amount for term in self.known.terms])
        inside = np.where(amounts, 1.0, self.x != 0) * w[:, None]
        total = inside.sum(axis=0)
        empty = np.full(len(total), np.nan)
        return np.divide(self.y @ inside, total, out=empty, where=total > 0)

    def odds_ratios(self) -> np.ndarray:
        """Return the odds ratio of each term; missing without a logistic model."""
        nothing = np.full(self.x.shape[1], np.nan)
        if not self.enough(1) or self.separated:
            return nothing
        return np.exp(self._fitted[0].coefficients[1:])
