"""How much more often does one group leave an item blank, all else equal?

A logistic regression of blank on what is known, averaged over the people; where a level
has no blanks at all, a linear one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit

from csat_methods._rows import TellsOf
from csat_methods.answers.blank_predictors import Predictors, Term
from csat_methods.statistics.weighted_regression import (
    Fit,
    SeparationError,
    linear,
    logistic,
)


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

    def told(self) -> dict[str, TellsOf]:
        """Return, by the text of a term, its level and the reference, with people."""
        people: list[int] = self.levels().tolist()
        found: dict[str, TellsOf] = {}
        for j, term in self._terms():
            if term.amount:
                continue
            reference, *levels = self.known.levels[term.predictor]
            rest = len(self.y) - sum(people[term.first : term.end])
            own = (term.predictor, levels[j - term.first], people[j])
            found[term.text] = (own, (term.predictor, reference, rest))
        return found

    def shares(self) -> np.ndarray:
        """Return the weighted share of blanks in each level, shape (k,)."""
        w = self.weights[self.rows]
        amounts = np.array([term.amount for term in self.known.terms])
        inside = np.where(amounts, 1.0, self.x != 0) * w[:, None]
        total = inside.sum(axis=0)
        empty = np.full(len(total), np.nan)
        return np.divide(self.y @ inside, total, out=empty, where=total > 0)

    def odds_ratios(self, least: int) -> np.ndarray:
        """Return the odds ratio of each term; missing without a logistic model."""
        nothing = np.full(self.x.shape[1], np.nan)
        if not self.enough(least) or self.separated:
            return nothing
        return np.exp(self._fitted[0].coefficients[1:])


def levels_told(
    items: Sequence[str], models: Sequence[BlankModel]
) -> dict[tuple[str, ...], TellsOf]:
    """Return, by item and term, the groups whose difference it is."""
    return {
        (item, text): groups
        for item, model in zip(items, models, strict=True)
        for text, groups in model.told().items()
    }
