"""Do rules find no dimension in noise, and do models of factors say what they may?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

import csat_methods as cs
from validation.trials import Trial

NOISE = 8
"""Items that have nothing in common."""

MODEL = {"one": ["a", "b", "c", "d"], "two": ["e", "f", "g", "h"]}
LOADINGS = np.array([1.0, 0.8, 1.2, 1.0])
"""Of both factors, whose variances are one and which correlate .5."""

SHARED = 0.5


def factor_in_noise(n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether parallel analysis finds a factor where there is none."""
    frame = pd.DataFrame(rng.normal(size=(n, NOISE))).add_prefix("q")
    wave = cs.Wave.from_frame(frame)
    seed = int(rng.integers(2**31))
    found = cs.parallel_analysis(wave, list(frame), draws=500, seed=seed)
    return int(found.n_factors > 0), 1


DRAWN: dict[str, Callable[[np.random.Generator, tuple[int, int]], np.ndarray]] = {
    "normal": lambda rng, size: rng.normal(size=size),
    "skewed": lambda rng, size: rng.exponential(size=size) - 1,
}
"""What factors and errors are made of: of variance one, the second of skewness two."""


def answers(n: int, kind: str, rng: np.random.Generator) -> cs.Wave:
    """Return answers that follow the model."""
    drawn = DRAWN[kind]
    common, own = drawn(rng, (n, 1)), drawn(rng, (n, 2))
    factors = np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * own
    x = np.repeat(factors, len(LOADINGS), axis=1) * np.tile(LOADINGS, 2)
    noise = drawn(rng, (n, 2 * len(LOADINGS)))
    return cs.Wave.from_frame(pd.DataFrame(x + noise, columns=list("abcdefgh")))


def loadings_held(n: int, kind: str, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of free loadings hold the truth, and of how many."""
    found = cs.confirmatory_factor_analysis(answers(n, kind, rng), MODEL)
    table = found.table[found.table["term"].str.contains("=~") & ~found.table["fixed"]]
    true = np.tile(LOADINGS[1:], 2)
    inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
    return int(inside.sum()), len(table)


def true_model_refused(n: int, kind: str, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether the scaled test of 5 % refuses the model that is true."""
    found = cs.confirmatory_factor_analysis(answers(n, kind, rng), MODEL)
    return int(found.fit["pvalue.scaled"] < 0.05), 1


CFA = ("factors.confirmatory_factor_analysis",)

TRIALS: dict[str, Trial] = {
    "parallel_analysis, a factor in noise, n = 200": Trial(
        partial(factor_in_noise, 200), ("factors.parallel_analysis",), 0.03, 0.07
    ),
    "confirmatory_factor_analysis, loadings of normal answers, n = 200": Trial(
        partial(loadings_held, 200, "normal"), CFA
    ),
    "confirmatory_factor_analysis, loadings of skewed answers, n = 400": Trial(
        partial(loadings_held, 400, "skewed"), CFA
    ),
    "confirmatory_factor_analysis, scaled test, normal answers, n = 200": Trial(
        partial(true_model_refused, 200, "normal"), CFA, 0.03, 0.08
    ),
    "confirmatory_factor_analysis, scaled test, skewed answers, n = 200": Trial(
        partial(true_model_refused, 200, "skewed"), CFA, 0.05, 0.13
    ),
}
"""What is said of dimensions, and how often it happens.

With 200 people whose answers have long tails, the scaled test refuses a true model in
about one of ten surveys rather than one of twenty: read measures of fit beside it.
"""
