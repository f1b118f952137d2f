"""What are the coefficients of this model, and how sure are they under the design?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods._messages import Message
from csat_methods.estimates.model_outcome import Outcome
from csat_methods.statistics.weighted_regression import (
    FAMILIES,
    Fit,
    SeparationError,
)
from csat_methods.survey_design.effective_size import effective_size
from csat_methods.wave.claimed import MODEL, SUM, claim_notes
from csat_methods.wave.estimate import Estimates
from csat_methods.wave.smooth import Piece, model_estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

INTERCEPT = "intercept"


class FittedModel:
    """A model of some rows, and its coefficients with their errors."""

    def __init__(
        self,
        wave: Wave,
        family: str,
        rows: np.ndarray,
        x: np.ndarray,
        answer: Outcome,
        terms: list[str],
    ) -> None:
        self.wave, self.family, self.rows, self.x = wave, family, rows, x
        self.answer, self.terms = answer, terms
        self.fit = self._fitted(wave.design.weights[rows])

    @property
    def names(self) -> list[str]:
        """Terms in the order of the coefficients."""
        if self.family == "ordinal":
            return [*self.terms, *self.answer.thresholds]
        return [INTERCEPT, *self.terms]

    def _fitted(self, weights: np.ndarray) -> Fit:
        """Return the fit with some weights of the rows.

        Raises
        ------
        ValueError
            If predictors tell the categories apart.
        """
        held = weights > 0
        try:
            return FAMILIES[self.family](
                self.x[held], self.answer.y[held], weights[held]
            )
        except SeparationError as error:
            apart = [self.terms[column] for column in error.columns]
            raise ValueError(
                f"predictors={apart} tell the answers to {self.answer.name!r} apart "
                "without an error (separation): their coefficients have no bound. Join "
                "categories, or leave them out."
            ) from error

    def _coefficients(self, weights: np.ndarray) -> np.ndarray:
        """Return the coefficients of a replicate; missing where it cannot be fitted."""
        gone = len(np.unique(self.answer.y[weights > 0])) < self.answer.categories
        try:
            return np.full(len(self.names), np.nan) if gone else self._again(weights)
        except ValueError:
            return np.full(len(self.names), np.nan)

    def _again(self, weights: np.ndarray) -> np.ndarray:
        return self._fitted(weights).coefficients

    def estimates(self) -> Estimates:
        """Return the coefficients with their errors and residual degrees of freedom."""
        piece = Piece(
            self.rows,
            self.fit.coefficients,
            lambda: self.fit.influence,
            self._coefficients,
        )
        return model_estimates(self.wave, piece, len(self.terms))

    @property
    def r_squared(self) -> float:
        """R²: of variance, or Nagelkerke's share of the deviance's highest gain."""
        fit = self.fit
        if self.family == "linear":
            return 1 - fit.deviance / fit.null_deviance
        n = len(self.answer.y)
        gain = -np.expm1((fit.deviance - fit.null_deviance) / n)
        return float(gain / -np.expm1(-fit.null_deviance / n))

    def odds(self) -> dict[str, Any]:
        """Return the odds ratios of slopes, for models of odds."""
        if self.family == "linear":
            return {}
        slope = np.isin(self.names, self.terms)
        return {"odds_ratio": np.where(slope, np.exp(self.fit.coefficients), np.nan)}

    def notes(self, found: Estimates) -> tuple[Message, ...]:
        """Return the cautions on replicates without a fit, and on small samples."""
        return (*self._unfitted(found), *self._beyond(found))

    def _beyond(self, found: Estimates) -> tuple[Message, ...]:
        """Return the caution on models of fewer people than have been tested."""
        size = effective_size(self.wave.design.weights[self.rows])
        effective = np.full(len(found.se), size)
        if self.family != "logistic":
            return claim_notes(SUM, found, effective)
        share = np.full(len(found.se), self.answer.y.mean())
        claim = replace(MODEL, rarer=MODEL.rarer * len(self.terms))
        return claim_notes(claim, found, effective, share=share)

    def _unfitted(self, found: Estimates) -> tuple[Message, ...]:
        """Return the note on replicates in which the model could not be fitted."""
        if self.wave.design.replicates is None or not np.isnan(found.se).any():
            return ()
        return (
            Message(
                "In some replicates the model could not be fitted; it has no errors."
            ),
        )
