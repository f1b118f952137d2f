"""How far may alpha be off?

Four intervals: two that take people as drawn alone, one that redraws them, and one by
the survey design.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods.questionnaire.constructs import Scale
from csat_methods.statistics.counts import patterns
from csat_methods.statistics.moments import replicate_moments
from csat_methods.statistics.reliability import bonett_interval, feldt_interval
from csat_methods.statistics.sums import Sums
from csat_methods.wave.estimate import Estimates, quantile

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Formula = Callable[[np.ndarray], np.ndarray]
"""Covariances (…, k, k) to a coefficient (…)."""

BATCH = 2_000_000
"""Redrawn counts held at a time."""


@dataclass(frozen=True, eq=False)
class Precision:
    """What an interval of one alpha may rest on.

    Attributes
    ----------
    estimate, se, df : float
    answers : ndarray, shape (n, k)
        Complete answers.
    formula : callable
        Covariances (…, k, k) → alpha (…).
    level : float
    draws, seed : int
        Of the bootstrap.
    """

    estimate: float
    se: float
    df: float
    answers: np.ndarray
    formula: Formula
    level: float
    draws: int
    seed: int | None


def feldt(p: Precision) -> tuple[float, float]:
    """Return Feldt's interval."""
    low, high = feldt_interval(p.estimate, *p.answers.shape, level=p.level)
    return float(low), float(high)


def bonett(p: Precision) -> tuple[float, float]:
    """Return Bonett's interval."""
    low, high = bonett_interval(p.estimate, *p.answers.shape, level=p.level)
    return float(low), float(high)


def design(p: Precision) -> tuple[float, float]:
    r"""Return the interval by the design's error, t on the scale of log(1 − α).

    .. math:: 1 - (1 - \hat\alpha) \exp\Bigl(\pm
              t_{df} \frac{\mathrm{se}}{1 - \hat\alpha}\Bigr)
    """
    error = 1 - p.estimate
    if not error > 0:
        return np.nan, np.nan
    factor = np.exp(quantile(np.array(p.df), p.level) * p.se / error)
    return float(1 - error * factor), float(1 - error / factor)


def bootstrap(p: Precision) -> tuple[float, float]:
    """Return the percentiles of alpha over redrawn samples of people."""
    each = resampled(p.answers, p.formula, p.draws, p.seed)
    tail = (1 - p.level) / 2
    low, high = np.nanquantile(each, [tail, 1 - tail])
    return float(low), float(high)


INTERVALS: dict[str, Callable[[Precision], tuple[float, float]]] = {
    "feldt": feldt,
    "bonett": bonett,
    "bootstrap": bootstrap,
    "design": design,
}
"""The intervals by name."""


def allowed_interval(wave: Wave, interval: str | None, seed: int | None) -> str:
    """Return the interval that is asked for; by default what the design allows.

    Raises
    ------
    ValueError
        If it is unknown, or a bootstrap without a seed or of a wave with a design.
    """
    kind = interval or ("feldt" if wave.design.simple else "design")
    _checks.one_of("interval", kind, INTERVALS)
    if kind == "bootstrap" and not wave.design.simple:
        raise ValueError(
            "interval='bootstrap' redraws people as if drawn alone, and this wave has "
            "weights, strata, units or replicates; use 'design'."
        )
    if kind == "bootstrap" and seed is None:
        raise ValueError(
            "seed=None: interval='bootstrap' needs a whole number, so that it can be "
            "repeated."
        )
    return kind


def interval_ends(
    scales: Sequence[Scale | str],
    found: Estimates,
    interval: Callable[[Precision], tuple[float, float]],
    how: tuple[Formula, float, int, int | None],
) -> dict[str, np.ndarray]:
    """Return the ends of every interval, missing where there is no scale.

    Parameters
    ----------
    how : tuple
        Formula, level, draws, seed.
    """
    ends = np.full((len(scales), 2), np.nan)
    for i, scale in enumerate(scales):
        if not isinstance(scale, str):
            estimate, se, df = (
                float(v[i]) for v in (found.estimate, found.se, found.df)
            )
            ends[i] = interval(Precision(estimate, se, df, scale.answers, *how))
    return {"ci_low": ends[:, 0], "ci_high": ends[:, 1]}


def resampled(
    answers: np.ndarray,
    formula: Formula,
    draws: int,
    seed: int | None,
) -> np.ndarray:
    """Return a function of the covariances in redrawn samples, shape (draws,).

    People with the same answers are added up first; who is redrawn is counted.
    """
    found = patterns(answers)
    centre = found.rows.mean(axis=0)
    y = found.rows - centre
    sums = Sums(
        n=found.n,
        weight=found.weight,
        first=y * found.weight[:, None],
        cross=np.einsum("g,gi,gj->gij", found.weight, y, y),
        centre=centre,
    )
    rng, n = np.random.default_rng(seed), len(answers)
    size = max(1, BATCH // n)
    parts = []
    for start in range(0, draws, size):
        people = rng.integers(0, n, (min(size, draws - start), n))
        counts = _counted(found.index[people], len(found.n))
        drawn = replicate_moments(sums, counts / found.n)
        parts.append(formula(drawn.covariance))
    return np.concatenate(parts)


def _counted(drawn: np.ndarray, groups: int) -> np.ndarray:
    """Return how often each group was drawn, row by row, shape (rows, groups)."""
    rows = len(drawn)
    cells = drawn + np.arange(rows)[:, None] * groups
    return np.bincount(cells.ravel(), minlength=rows * groups).reshape(rows, groups)
