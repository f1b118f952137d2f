"""Which slopes and thresholds make graded answers most likely?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from csat_methods.statistics.graded_responses import NODES, GradedResponses
from csat_methods.statistics.newton import newton_top
from csat_methods.statistics.proportional_odds import CumulativeLogits

ROUNDS = 4
"""Rounds of expectation and maximisation before Newton's steps."""


@dataclass(frozen=True, eq=False)
class GradedFit:
    """A fitted graded response model of p parameters and n people.

    Attributes
    ----------
    model : GradedResponses
    theta : ndarray, shape (p,)
        Item after item the slope and the falling intercepts.
    log_likelihood : float
    settled : bool
    """

    model: GradedResponses
    theta: np.ndarray
    log_likelihood: float
    settled: bool

    def information(self) -> np.ndarray:
        """Return minus the second derivatives of the log likelihood, (p, p)."""
        return -self.model.bent_curve(self.theta)[2]

    def scores(self) -> np.ndarray:
        """Return the derivatives of each person's log likelihood, shape (n, p)."""
        curves = self.model.curves(self.theta)
        return self.model.scores(curves, self.model.posterior(curves)[0])

    def people(self) -> tuple[np.ndarray, np.ndarray]:
        """Return each person's expected place on the line and its error, both (n,)."""
        posterior, _ = self.model.posterior(self.model.curves(self.theta))
        middle = posterior @ NODES
        return middle, np.sqrt(np.maximum(posterior @ NODES**2 - middle**2, 0.0))


def graded_fit(
    place: np.ndarray, weights: np.ndarray, start: np.ndarray | None = None
) -> GradedFit:
    """Return the most likely graded response model.

    Marginal likelihood over a standard normal line. A few rounds of expectation and
    maximisation (Bock and Aitkin, 1981), then scoring by the products of the scores,
    and Newton's own steps where that does not settle. The slopes' sum is positive.

    Parameters
    ----------
    place : ndarray of int, shape (n, k)
        Category of each answer from 0 on, −1 for a blank.
    weights : ndarray, shape (n,)
    start : ndarray, shape (p,), optional
        Parameters to begin with, as of another fit.

    References
    ----------
    Samejima, F. (1969). *Psychometrika Monograph* 17. Bock, R. D. and Aitkin, M.
    (1981). *Psychometrika*, 46, 443-459.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> latent = rng.normal(size=(2000, 1)) * 1.5 + rng.logistic(size=(2000, 3))
    >>> fit = graded_fit((latent > -1) + (latent > 1).astype(int), np.ones(2000))
    >>> fit.settled, bool(abs(fit.theta[::3] - 1.5).max() < 0.25)
    (True, True)
    """
    model = GradedResponses(place, weights / weights.mean())
    theta = start
    if theta is None:
        theta = expectation_maximisation(model, starting(model), ROUNDS)
    theta, settled = newton_top(model.curve, theta)
    if not settled:
        theta, settled = newton_top(model.bent_curve, theta)
    parts = model.parts(theta)
    if sum(part[0] for part in parts) < 0:
        for part in parts:
            part[0] *= -1
    value = float(model.curve(theta)[0])
    return GradedFit(model, theta, value, settled)


def starting(model: GradedResponses) -> np.ndarray:
    """Return slopes by each item's correlation with the others, and margins."""
    counts = model.w @ model.chosen
    parts = []
    for j, c in enumerate(model.sizes):
        held = model.place[:, j] >= 0
        others = np.delete(model.place, j, axis=1)
        rest = np.where(others >= 0, others, np.nan)
        level = np.nan_to_num(np.nansum(rest, axis=1))
        r = np.corrcoef(model.place[held, j], level[held])[0, 1]
        r = float(np.clip(np.nan_to_num(r), -0.85, 0.85))
        a = 1.7 * r / np.sqrt(1 - r**2) or 0.1
        own = counts[model.starts[j] : model.starts[j] + c]
        above = np.cumsum(own[::-1])[::-1][1:] / own.sum()
        parts += [[a], logit(above) * np.sqrt(1 + a**2 / 2.9)]
    return np.concatenate(parts)


def expectation_maximisation(
    model: GradedResponses, theta: np.ndarray, rounds: int
) -> np.ndarray:
    """Return the parameters after some rounds of Bock and Aitkin's algorithm.

    Each round fits every item as proportional odds on the nodes, weighted by how
    many people are expected to be there.
    """
    for _ in range(rounds):
        posterior, _ = model.posterior(model.curves(theta))
        counts = model.expected(posterior)
        new = [
            _item(counts[:, model.starts[j] : model.starts[j + 1]], part)
            for j, part in enumerate(model.parts(theta))
        ]
        theta = np.concatenate(new)
    return theta


def _item(counts: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return one item's best parameters for the expected counts (q, c)."""
    q, c = counts.shape
    odds = CumulativeLogits(
        np.repeat(NODES, c)[:, None], np.tile(np.arange(c), q), counts.ravel()
    )
    best, settled = newton_top(odds.curve, np.append(part[0], -part[1:]))
    return np.append(best[0], -best[1:]) if settled else part
