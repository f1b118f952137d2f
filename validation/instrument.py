"""Do coefficients of scales hold the truth, and do tests of blanks keep their size?

Answers from 1 to 5 come from one factor by cuts that leave many at the best answer. The
truth is that of the answers as they are given, of all people there may be: what their
probabilities make of alpha and of categorical omega, and what of a very large sample
omega; for ordinal alpha it is that of the variables that are cut.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import multivariate_normal

import csat_methods as cs
from validation.trials import Trial

CUTS = np.array([-1.8, -1.1, -0.4, 0.3])
"""Between the answers 1 to 5: four of ten give the best one."""

LOADINGS = (0.5, 0.6, 0.7, 0.8, 0.6)
CLUSTER = 20
"""People of a cluster, in the surveys with a design effect of two."""

SHARED = (2 - 1) / (CLUSTER - 1)
"""Correlation inside a cluster that makes the effect of the design two."""


def _loadings(k: int) -> np.ndarray:
    return np.resize(LOADINGS, k)


def _survey(n: int, k: int, deff: int, rng: np.random.Generator) -> cs.Wave:
    """Return answers of n people to k items."""
    a = _loadings(k)
    people = np.arange(n) // CLUSTER

    def normal(shape: tuple[int, int]) -> np.ndarray:
        own = rng.normal(size=shape)
        if deff == 1:
            return own
        common = rng.normal(size=(people[-1] + 1, shape[1]))[people]
        return np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * own

    raw = a * normal((n, 1)) + np.sqrt(1 - a**2) * normal((n, k))
    frame = pd.DataFrame(np.searchsorted(CUTS, raw) + 1.0).add_prefix("q")
    if deff == 1:
        return cs.Wave.from_frame(frame)
    return cs.Wave.from_frame(frame.assign(unit=people), clusters="unit")


@cache
def _covariance(k: int) -> np.ndarray:
    """Return the covariance of the answers of all people, from their probabilities."""
    a = _loadings(k)
    covariance = np.empty((k, k))
    for i in range(k):
        for j in range(i + 1):
            # The same item asked once gives one answer, not two that correlate.
            r = a[i] * a[j] if i != j else 1.0
            covariance[i, j] = covariance[j, i] = _of_answers(float(r))
    return covariance


@cache
def _of_answers(r: float) -> float:
    """Return the covariance of two answers whose variables correlate r."""
    above = 1 - ndtr(CUTS)
    both = [
        _both_above(x, y, r) if r < 1 else 1 - ndtr(max(x, y))
        for x in CUTS
        for y in CUTS
    ]
    # The answer is one plus the number of cuts below it.
    return float(sum(both) - above.sum() ** 2)


def _both_above(x: float, y: float, r: float) -> float:
    pair = multivariate_normal(cov=[[1, r], [r, 1]])
    return float(pair.cdf(np.array([-x, -y])))


def _alpha(S: np.ndarray) -> float:
    k = len(S)
    return float(k / (k - 1) * (1 - np.trace(S) / S.sum()))


@cache
def _omega(k: int) -> float:
    """Return the omega of all people: that of answers with exactly their moments."""
    S, rng = _covariance(k), np.random.default_rng(1)
    z = rng.normal(size=(4 * k, k))
    z -= z.mean(axis=0)
    white = np.linalg.qr(z)[0] * np.sqrt(len(z) - 1)
    x = white @ np.linalg.cholesky(S).T
    frame = pd.DataFrame(x).add_prefix("q")
    return cs.omega(cs.Wave.from_frame(frame), list(frame)).estimate


def _ordinal_alpha(k: int) -> float:
    """Return the alpha of the variables that are cut."""
    P = np.outer(_loadings(k), _loadings(k))
    np.fill_diagonal(P, 1.0)
    return _alpha(P)


def _categorical_omega(k: int) -> float:
    """Return what two sums of answers would share that have the factor in common."""
    S, own = _covariance(k).copy(), _loadings(k) ** 2
    total = S.sum()
    np.fill_diagonal(S, [_of_answers(float(r)) for r in own])
    return float(S.sum() / total)


Coefficient = tuple[Callable[..., cs.Result], Callable[[int], float]]
COEFFICIENTS: dict[str, Coefficient] = {
    "cronbach_alpha": (cs.cronbach_alpha, lambda k: _alpha(_covariance(k))),
    "omega": (cs.omega, _omega),
    "categorical omega": (partial(cs.omega, categorical=True), _categorical_omega),
    "ordinal_alpha": (cs.ordinal_alpha, _ordinal_alpha),
}


def held(
    name: str, n: int, k: int, deff: int, interval: str, rng: np.random.Generator
) -> tuple[int, int]:
    """Return whether the interval of a coefficient holds the truth."""
    method, truth = COEFFICIENTS[name]
    wave = _survey(n, k, deff, rng)
    how = {"interval": interval} if interval else {}
    row = method(wave, [f"q{i}" for i in range(k)], **how)
    return int(row.ci_low <= truth(k) <= row.ci_high), 1


def blanks_called_chosen(
    n: int, k: int, kind: str, rng: np.random.Generator
) -> tuple[int, int]:
    """Return whether Little's test of 5 % refuses blanks that are left by chance."""
    a = _loadings(k)
    x = a * rng.normal(size=(n, 1)) + np.sqrt(1 - a**2) * rng.normal(size=(n, k))
    if kind == "five points":
        x = np.searchsorted(CUTS, x) + 1.0
    # A tenth of the people leave one or two blanks each, in a few patterns.
    out = np.zeros((n, k), bool)
    for pattern in range(4):
        who = rng.random(n) < 0.05
        for item in (pattern % k, (2 * pattern + 1) % k):
            out[who, item] = True
    frame = pd.DataFrame(np.where(out, np.nan, x)).add_prefix("q")
    return int(cs.little_mcar(cs.Wave.from_frame(frame), list(frame)).p < 0.05), 1


ALPHA = ("questionnaire.cronbach_alpha",)
OMEGA = ("questionnaire.omega",)
ORDINAL = ("questionnaire.ordinal_alpha",)
LITTLE = ("answers.little_mcar",)


def _alpha_of(n: int, k: int, deff: int, interval: str) -> Trial:
    once = partial(held, "cronbach_alpha", n, k, deff, interval)
    return Trial(once, ALPHA)


TRIALS: dict[str, Trial] = {
    "cronbach_alpha, Feldt, 5 items at a ceiling, n = 100": _alpha_of(
        100, 5, 1, "feldt"
    ),
    "cronbach_alpha, Feldt, 10 items at a ceiling, n = 1000": _alpha_of(
        1000, 10, 1, "feldt"
    ),
    "cronbach_alpha, design, 5 items at a ceiling, n = 1000": _alpha_of(
        1000, 5, 1, "design"
    ),
    "cronbach_alpha, clusters, deff 2, 5 items, n = 1000": _alpha_of(
        1000, 5, 2, "design"
    ),
    "cronbach_alpha, clusters, deff 2, 10 items, n = 100": _alpha_of(
        100, 10, 2, "design"
    ),
    "omega, 5 items at a ceiling, n = 100": Trial(
        partial(held, "omega", 100, 5, 1, ""), OMEGA
    ),
    "omega, 10 items at a ceiling, n = 1000": Trial(
        partial(held, "omega", 1000, 10, 1, ""), OMEGA
    ),
    "omega, clusters, deff 2, 5 items, n = 1000": Trial(
        partial(held, "omega", 1000, 5, 2, ""), OMEGA
    ),
    "omega, categorical, 5 items at a ceiling, n = 200": Trial(
        partial(held, "categorical omega", 200, 5, 1, ""), OMEGA, 0.92
    ),
    "omega, categorical, clusters, deff 2, 10 items, n = 1000": Trial(
        partial(held, "categorical omega", 1000, 10, 2, ""), OMEGA
    ),
    "ordinal_alpha, 10 items at a ceiling, n = 100": Trial(
        partial(held, "ordinal_alpha", 100, 10, 1, ""), ORDINAL
    ),
    "ordinal_alpha, clusters, deff 2, 5 items, n = 1000": Trial(
        partial(held, "ordinal_alpha", 1000, 5, 2, ""), ORDINAL
    ),
    "little_mcar, chance, 5 normal items, n = 200": Trial(
        partial(blanks_called_chosen, 200, 5, "normal"), LITTLE, 0.03, 0.07
    ),
    "little_mcar, chance, 10 items at a ceiling, n = 1000": Trial(
        partial(blanks_called_chosen, 1000, 10, "five points"), LITTLE, 0.03, 0.07
    ),
}
"""What is said of scales and of blanks, and how often it happens.

Feldt's interval takes answers as normal: with a hundred people and four of ten answers
at the best one it holds the truth in 93 of 100 surveys, that of the design in 95.
Categorical omega comes out a little too high in few answers, which costs its interval
one or two of 100 surveys."""
