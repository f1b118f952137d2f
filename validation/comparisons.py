"""Do intervals of quantiles, ratios, differences and slopes hold, and tests reject?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pandas as pd

import csat_methods as cs
from validation.coverage import DRAWN
from validation.customers import DESIGNS, POPULATION, SCALES, SIZES, population
from validation.trials import Trial

MINUTES = "minutes"
"""An amount that no two customers share, long-tailed as waiting times are."""

METHODS: dict[str, tuple[str, Callable[[cs.Wave], cs.Result]]] = {
    "quantiles": ("estimates.quantiles", lambda wave: cs.quantiles(wave, MINUTES)),
    "ratios": ("estimates.ratios", lambda wave: cs.ratios(wave, "q1", MINUTES)),
    "compare_segments": (
        "estimates.compare_segments",
        lambda wave: cs.compare_segments(wave, ["q1", "q2"], by="age"),
    ),
    "regression": (
        "estimates.regression",
        lambda wave: cs.regression(wave, "overall", ["q1", "q2"]),
    ),
}


@cache
def minutes() -> np.ndarray:
    """Return the minutes of all customers, long where they are content with little."""
    rng = np.random.default_rng(20_041)
    slow = 7 - population()["q2"].to_numpy(float)
    return np.exp(1.5 + 0.1 * slow + 0.5 * rng.normal(size=POPULATION))


def _timed(wave: cs.Wave) -> cs.Wave:
    """Return the wave with minutes: its index says which customers it holds."""
    return wave.assign(**{MINUTES: minutes()[wave.frame.index]})


@cache
def truth(method: str) -> pd.Series:
    """Return what the method says of all customers, by row key."""
    census = cs.Wave.from_frame(population(), scales=SCALES)
    return _keyed(METHODS[method][1](_timed(census)))["estimate"]


def _keyed(result: cs.Result) -> pd.DataFrame:
    return result.table.set_index(list(result.keys))


def held(method: str, design: str, n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of one survey hold the truth, and of how many."""
    table = _keyed(METHODS[method][1](_timed(DESIGNS[design](n, rng))))
    true = truth(method).reindex(table.index)
    inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
    return int(inside.sum()), len(table)


def change_held(n: int, overlap: float, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether the interval of a change holds it, with people of both waves.

    The first wave asks q1, the second q2, under one name.
    """
    people = population()
    both = round(n * overlap)
    rows = rng.choice(POPULATION, 2 * n - both, replace=False)
    waves = []
    for item, drawn in (("q1", rows[:n]), ("q2", rows[n - both :])):
        frame = pd.DataFrame({"who": drawn, "q": people[item].to_numpy()[drawn]})
        waves.append(cs.Wave.from_frame(frame, person="who"))
    row = cs.compare_waves(waves, "q").table.iloc[0]
    true = float(people["q2"].mean() - people["q1"].mean())
    return int(row["ci_low"] <= true <= row["ci_high"]), 1


def rejected(method: str, n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return whether a test at 5 % finds a difference between halves by lot.

    Ten people each of n / 10 clusters; clusters, not people, are in one half.
    """
    wave = DESIGNS["clustered"](n, rng)
    cluster = wave.frame["cluster"]
    first = rng.permutation(np.unique(cluster))[: n // 20]
    wave = wave.assign(half=np.where(cluster.isin(first), "a", "b"))
    return int(TESTS[method][1](wave) < 0.05), 1


TESTS: dict[str, tuple[str, Callable[[cs.Wave], float]]] = {
    "compare_segments": (
        "estimates.compare_segments",
        lambda wave: float(cs.compare_segments(wave, "q1", by="half")["q1"]["p"]),
    ),
    "crosstab": (
        "estimates.crosstab",
        lambda wave: float(cs.crosstab(wave, "q1", "half").test["p"]),
    ),
}

HARDEST = {("simple", 100), ("clustered", 400)}
"""Cells in which every method is tried; quantiles are tried in all of them."""

TRIALS = {
    **{
        f"{method}, {design}, n = {n}": Trial(
            once=partial(held, method, design, n),
            rests_on=(METHODS[method][0], *DRAWN),
        )
        for design, sizes in SIZES.items()
        for n in sizes
        for method in METHODS
        if method == "quantiles" or (design, n) in HARDEST
    },
    **{
        f"compare_waves, {overlap:.0%} in both, n = 300": Trial(
            once=partial(change_held, 300, overlap),
            rests_on=("trends.compare_waves", "wave.wave"),
        )
        for overlap in (0.5, 1.0)
    },
    **{
        f"{method} rejects without a difference, n = 400": Trial(
            once=partial(rejected, method, 400),
            rests_on=(TESTS[method][0], *DRAWN),
            lowest=0.03,
            highest=0.07,
        )
        for method in TESTS
    },
}
