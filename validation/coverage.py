"""How often does a 95 % interval hold the truth?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pandas as pd

import csat_methods as cs
from validation.customers import DESIGNS, ITEMS, SCALES, SIZES, population
from validation.trials import Trial

METHODS: dict[str, tuple[str, Callable[[cs.Wave], cs.Result]]] = {
    "means": ("estimates.means", lambda wave: cs.means(wave, list(ITEMS))),
    "proportions": (
        "estimates.proportions",
        lambda wave: cs.proportions(wave, "region"),
    ),
    "top_box": ("estimates.top_box", lambda wave: cs.top_box(wave, list(ITEMS))),
    "net_promoter_score": (
        "satisfaction.net_promoter_score",
        lambda wave: cs.net_promoter_score(wave, "nps"),
    ),
    "satisfaction_index": (
        "satisfaction.satisfaction_index",
        lambda wave: cs.satisfaction_index(wave, list(ITEMS)),
    ),
    "gap_scores": (
        "gaps.gap_scores",
        lambda wave: cs.gap_scores(wave, {"gap": ("e1", "q1")}),
    ),
    "cronbach_alpha": (
        "questionnaire.cronbach_alpha",
        lambda wave: cs.cronbach_alpha(wave, list(ITEMS), interval="design"),
    ),
    "relative_importance": (
        "priorities.relative_importance",
        lambda wave: cs.relative_importance(wave, "overall", list(ITEMS)),
    ),
}
DRAWN = ("wave.wave", "weighting.rake")
"""What a sample of any design rests on."""

WITHOUT = {("proportions", "stratified"), ("proportions", "raked")}
"""Cells without chance: the shares of what was stratified or raked are known."""


@cache
def truth(method: str) -> pd.Series:
    """Return what the method says of all customers, by row key."""
    census = cs.Wave.from_frame(population(), scales=SCALES)
    return _keyed(METHODS[method][1](census))["estimate"]


def _keyed(result: cs.Result) -> pd.DataFrame:
    return result.table.set_index(list(result.keys))


def held(method: str, design: str, n: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many intervals of one survey hold the truth, and of how many."""
    table = _keyed(METHODS[method][1](DESIGNS[design](n, rng)))
    true = truth(method).reindex(table.index)
    inside = (table["ci_low"] <= true) & (true <= table["ci_high"])
    return int(inside.sum()), len(table)


TRIALS = {
    f"{method}, {design}, n = {n}": Trial(
        once=partial(held, method, design, n),
        rests_on=(METHODS[method][0], *DRAWN),
    )
    for design, sizes in SIZES.items()
    for n in sizes
    for method in METHODS
    if (method, design) not in WITHOUT
}
