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
from csat_methods.statistics.reliability import alpha, bonett_interval, feldt_interval
from csat_methods.wave.estimate import Estimates, quantile

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Formula = Callable[[np.ndarray], np.ndarray]
"""Covariances (…, k, k) to a coefficient (…)."""

Finish = Callable[[np.ndarray], np.ndarray]
"""Mean sums of each redrawn sample to its coefficient."""

BATCH = 2_000_000
"""Redrawn counts held at a time."""

LARGEST = 700.0
"""Exponent above which an interval has no end that a number could hold."""


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
    factor = unbounded_is_blank(quantile(np.array(p.df), p.level) * p.se / error)
    return float(1 - error * factor), float(1 - error / factor)


def unbounded_is_blank(x: np.ndarray) -> np.ndarray:
    """Return exp(x), NaN where no number holds it."""
    return np.exp(np.where(x < LARGEST, x, np.nan))


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


def allowed_interval(
    wave: Wave, interval: str | None, seed: int | None, missing: str = "complete"
) -> str:
    """Return the interval that is asked for; by default what the design allows.

    Raises
    ------
    ValueError
        If it is unknown, or a bootstrap without a seed or of a wave with a design, or
        one of complete answers where blanks may enter.
    """
    alone = wave.design.simple and missing == "complete"
    usual = "feldt" if alone else "design"
    kind = usual if interval is None else interval
    _checks.one_of("interval", kind, INTERVALS)
    if kind != "design" and missing != "complete":
        raise ValueError(
            f"interval={kind!r} is for complete answers; with missing={missing!r} use "
            "'design'."
        )
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

    How often each person is redrawn is counted; sums over people follow. Raw alpha
    needs the variances' sum and the sum's variance alone.
    """
    sums, finish = (_two_sums if formula is alpha else _all_sums)(answers, formula)
    rng, n = np.random.default_rng(seed), len(answers)
    size = max(1, BATCH // n)
    kind = np.uint16 if n <= np.iinfo(np.uint16).max else np.int64
    parts = []
    for start in range(0, draws, size):
        people = rng.integers(0, n, (min(size, draws - start), n), dtype=kind)
        parts.append(finish(_counted(people, n) @ sums / n))
    return np.concatenate(parts)


def _two_sums(answers: np.ndarray, _formula: Formula) -> tuple[np.ndarray, Finish]:
    """Return what is to be added up for raw alpha, and how it follows."""
    y = answers - answers.mean(axis=0)
    k = y.shape[1]
    square, total = (y * y).sum(axis=1), y.sum(axis=1)

    def finish(means: np.ndarray) -> np.ndarray:
        first = means[:, :k]
        trace = means[:, k] - (first * first).sum(axis=1)
        variance = means[:, k + 1] - first.sum(axis=1) ** 2
        sound = np.where(variance > 0, variance, np.nan)
        found: np.ndarray = k / (k - 1) * (1 - trace / sound)
        return found

    return np.column_stack([y, square, total**2]), finish


def _all_sums(answers: np.ndarray, formula: Formula) -> tuple[np.ndarray, Finish]:
    """Return all products of items, and a formula of the covariances they give."""
    y = answers - answers.mean(axis=0)
    k = y.shape[1]
    a, b = np.triu_indices(k)

    def finish(means: np.ndarray) -> np.ndarray:
        first = means[:, :k]
        S = np.empty((len(means), k, k))
        S[:, a, b] = means[:, k:] - first[:, a] * first[:, b]
        S[:, b, a] = S[:, a, b]
        return formula(S)

    return np.column_stack([y, y[:, a] * y[:, b]]), finish


def _counted(drawn: np.ndarray, people: int) -> np.ndarray:
    """Return how often each person was drawn, row by row, shape (rows, people)."""
    rows = len(drawn)
    cells = np.add(drawn, np.arange(rows)[:, None] * people, dtype=np.int64)
    counts = np.bincount(cells.ravel(), minlength=rows * people)
    return counts.reshape(rows, people).astype(float)
