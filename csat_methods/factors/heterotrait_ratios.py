"""How do ratios of correlations between and within factors vary under the design?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods._messages import Message
from csat_methods.factors.model_answers import Entered
from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.discriminant import (
    Ratio,
    arithmetic_ratio,
    geometric_ratio,
    keyed,
)
from csat_methods.statistics.influence import correlation_gradient, influence
from csat_methods.statistics.moments import correlation, moments
from csat_methods.statistics.pair_correlations import pearson
from csat_methods.statistics.polychoric import polychoric
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.replication import bootstrap
from csat_methods.wave.estimate import Estimates
from csat_methods.wave.lent_weight import lent_note
from csat_methods.wave.smooth import Piece, joint_estimates

Formula = Callable[[np.ndarray, Sequence[Sequence[int]]], Ratio]

RATIOS: dict[str, Formula] = {"htmt": arithmetic_ratio, "htmt2": geometric_ratio}


@dataclass(frozen=True)
class Bootstrap:
    """How primary units are drawn again.

    Attributes
    ----------
    draws, seed : int
    level : float
        Of the percentile interval.
    """

    draws: int
    seed: int
    level: float


@dataclass(frozen=True, eq=False)
class Ratios:
    """Ratios of all pairs of factors.

    Attributes
    ----------
    estimates : Estimates
    signs : ndarray, shape (k,)
        −1 for items that were turned over.
    ends : tuple of ndarray, optional
        Percentiles of the bootstrap; none with replicate weights.
    notes : tuple of Message
        What must be said of the bootstrap.
    """

    estimates: Estimates
    signs: np.ndarray
    ends: tuple[np.ndarray, np.ndarray] | None = None
    notes: tuple[Message, ...] = ()


def heterotrait_ratios(
    people: Entered, method: str, kind: str, again: Bootstrap
) -> Ratios:
    """Return the ratios of all pairs of factors, with errors by the design.

    Parameters
    ----------
    method : str
        ``htmt`` or ``htmt2``.
    kind : str
        ``pearson`` or ``polychoric``.
    """
    weights = people.wave.design.weights[people.rows[0]]
    blocks = [
        [people.model.items.index(i) for i in people.model.items_of(factor)]
        for factor in people.model.factors
    ]
    R = _CORRELATIONS[kind](people.answers[0], weights)
    asked = _Asked(people, blocks, kind, RATIOS[method], keyed(R, blocks))
    rows = np.zeros(len(people.wave.domain), bool)
    rows[people.rows[0]] = True
    piece = Piece(
        rows, asked.ratios(weights), lambda: asked.influence(weights), asked.ratios
    )
    estimates = joint_estimates(people.wave, [piece])
    if people.wave.design.replicates is not None:
        return Ratios(estimates, asked.signs)
    drawn = _drawn(people.wave.design, again)
    ends = _percentiles(asked, drawn, again.level)
    return Ratios(estimates, asked.signs, ends, lent_note(drawn))


def _pearson(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    if np.isnan(x).any():
        return available_moments(x, w).correlation
    return correlation(moments(x, w).covariance)


def _polychoric(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return polychoric(x, np.maximum(w, 0.0)).R


_CORRELATIONS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "pearson": _pearson,
    "polychoric": _polychoric,
}


@dataclass(frozen=True, eq=False)
class _Asked:
    """People, items of each factor, and what to compute."""

    people: Entered
    blocks: list[list[int]]
    kind: str
    formula: Formula
    signs: np.ndarray

    @property
    def turn(self) -> np.ndarray:
        """Signs of the correlations, shape (k, k)."""
        return np.outer(self.signs, self.signs)

    def ratios(self, w: np.ndarray) -> np.ndarray:
        """Return the ratios under weights, shape (P,)."""
        return self.ratios_of([w])[0]

    def ratios_of(self, weights: Iterable[np.ndarray]) -> np.ndarray:
        """Return the ratios under several weights, shape (draws, P)."""
        found, x = _CORRELATIONS[self.kind], self.people.answers[0]
        R = np.array([found(x, w) for w in weights])
        return self.formula(R * self.turn, self.blocks).estimate

    def influence(self, w: np.ndarray) -> np.ndarray:
        """Return what each row does to the ratios, shape (n, P)."""
        x = self.people.answers[0]
        if self.kind == "polychoric":
            found = polychoric(x, w)
            G = self.formula(found.R * self.turn, self.blocks).gradient * self.turn
            a, b = found.pairs.T
            slopes = 2 * G[:, a, b].T
            moved: np.ndarray = found.rho_influence(expected=True) @ slopes
            return moved
        if np.isnan(x).any():
            return self._of_available(x, w)
        own = moments(x, w)
        G = self.formula(own.correlation * self.turn, self.blocks).gradient * self.turn
        B = np.array([correlation_gradient(own.covariance, g) for g in G])
        return influence(x, None, own, B=B)

    def _of_available(self, x: np.ndarray, w: np.ndarray) -> np.ndarray:
        """Return the same where each correlation has rows of its own."""
        own = pearson(x, w)
        G = self.formula(own.R * self.turn, self.blocks).gradient * self.turn
        found = np.zeros((len(x), len(G)))
        for number, (a, b) in enumerate(own.pairs):
            if G[:, a, b].any():
                found += np.outer(own.effect(number), 2 * G[:, a, b])
        return found


def _drawn(design: Design, again: Bootstrap) -> Replicates:
    orders = [np.arange(len(stage.stratum)) for stage in design.stages]
    drawn = bootstrap(design, orders, replicates=again.draws, seed=again.seed)
    if drawn.replicates is None:
        raise ValueError("design: its units cannot be drawn again.")
    return drawn.replicates


def _percentiles(
    asked: _Asked, drawn: Replicates, level: float
) -> tuple[np.ndarray, np.ndarray]:
    each = asked.ratios_of(drawn.held.columns(asked.people.rows[0]))
    tail = (1 - level) / 2
    low, high = np.nanquantile(each, [tail, 1 - tail], axis=0)
    return low, high
