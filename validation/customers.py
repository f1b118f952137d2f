"""Of which customers is the truth known, and how are samples of them drawn?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

import csat_methods as cs

POPULATION = 200_000
CLUSTERS = 2_000
ITEMS = ("q1", "q2", "q3", "q4")
SCALES = dict.fromkeys((*ITEMS, "e1", "overall"), (1, 7)) | {"nps": (0, 10)}


@cache
def population(seed: int = 20_040) -> pd.DataFrame:
    """Return all customers and their answers; what is true is true of them."""
    rng = np.random.default_rng(seed)
    n = POPULATION
    cluster = np.repeat(np.arange(CLUSTERS), n // CLUSTERS)
    region = np.repeat(np.arange(4), n // 4)
    shift = np.array([-0.4, 0.0, 0.2, 0.5])[region]
    person = rng.normal(size=n) + 0.4 * rng.normal(size=CLUSTERS)[cluster] + shift
    frame = pd.DataFrame({"cluster": cluster, "region": region})
    frame["age"] = rng.integers(0, 3, n) + (person > 0)
    for k, item in enumerate(ITEMS):
        raw = 4.6 + person * (0.7 + 0.1 * k) + rng.normal(size=n)
        frame[item] = raw.round().clip(1, 7)
    summed = frame[list(ITEMS)].mean(axis=1)
    frame["overall"] = (summed + 0.9 * rng.normal(size=n)).round().clip(1, 7)
    frame["e1"] = (5.6 + 0.4 * person + rng.normal(size=n)).round().clip(1, 7)
    frame["nps"] = (7 + 1.4 * person + 1.2 * rng.normal(size=n)).round().clip(0, 10)
    return frame


def _simple(n: int, rng: np.random.Generator) -> cs.Wave:
    rows = rng.choice(POPULATION, n, replace=False)
    return cs.Wave.from_frame(population().iloc[rows], scales=SCALES)


def _stratified(n: int, rng: np.random.Generator) -> cs.Wave:
    """Return a sample with unequal fractions in four regions."""
    people, parts = population(), []
    for region, share in enumerate((0.4, 0.3, 0.2, 0.1)):
        rows = np.flatnonzero(people["region"] == region)
        take = round(n * share)
        chosen = people.iloc[rng.choice(rows, take, replace=False)]
        parts.append(chosen.assign(w=len(rows) / take))
    frame = pd.concat(parts)
    return cs.Wave.from_frame(frame, scales=SCALES, weights="w", strata="region")


def _clustered(n: int, rng: np.random.Generator) -> cs.Wave:
    """Return ten people each of n / 10 clusters."""
    people, size = population(), POPULATION // CLUSTERS
    chosen = rng.choice(CLUSTERS, n // 10, replace=False)
    rows = [c * size + rng.choice(size, 10, replace=False) for c in chosen]
    frame = people.iloc[np.concatenate(rows)]
    return cs.Wave.from_frame(frame, scales=SCALES, clusters="cluster")


def _raked(n: int, rng: np.random.Generator) -> cs.Wave:
    people = population()
    margins = {
        name: people[name].value_counts().to_dict() for name in ("region", "age")
    }
    return cs.rake(_simple(n, rng), margins)


DESIGNS: dict[str, Callable[[int, np.random.Generator], cs.Wave]] = {
    "simple": _simple,
    "stratified": _stratified,
    "clustered": _clustered,
    "raked": _raked,
}
SIZES = {
    "simple": (100, 400),
    "stratified": (400,),
    "clustered": (400,),
    "raked": (400,),
}
"""Answers in each design's cells."""
