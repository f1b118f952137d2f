"""Which customers are there, and what do they expect and perceive, wave by wave?

Expectations and perceptions come from one correlated factor model: three aspects each,
a person's tendency to agree, and answers cut to the scale, where expectations meet its
ceiling. Everything a truth needs is a column of the population.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

ASPECTS = ("product", "delivery", "organization")
REGIONS = {"north": 0.40, "centre": 0.30, "south": 0.22, "islands": 0.08}
TYPES = {"regular": 0.35, "occasional": 0.65}
AGES = {"18-34": 0.35, "35-54": 0.40, "55+": 0.25}

SPREAD = 1.2
"""Standard deviation of an answer before it is cut to the scale of seven."""
LOADING = 0.7
AGREEMENT = 0.25
"""Standard deviation of the tendency to agree, in points of the scale of seven."""
STABLE = 0.85
"""Correlation of a customer's latent views between neighbouring waves."""
ISLANDS = -0.5
"""How much lower customers on the islands perceive delivery."""


@dataclass(frozen=True)
class Planted:
    """What a characteristic is made to do; levels on the scale of seven.

    Attributes
    ----------
    expected, perceived, important : float
        Levels at the first wave.
    drift : float
        Change of the expectation, a wave.
    change : float
        Change of the perception from wave `since` on.
    since : int
        Counted from 0.
    weight : float
        How strongly it goes into overall satisfaction.
    """

    expected: float
    perceived: float
    important: float
    weight: float
    drift: float = 0.0
    change: float = 0.0
    since: int = 0


PLANTED: Mapping[str, Planted] = {
    "quality": Planted(6.3, 5.7, 6.4, 0.35),
    "range": Planted(5.2, 5.4, 4.9, 0.05),
    "price": Planted(5.8, 4.9, 5.9, 0.20),
    "safety": Planted(6.5, 6.2, 6.6, 0.05),
    "delivery_time": Planted(6.0, 4.9, 6.1, 0.30, drift=0.06, change=0.7, since=4),
    "delivery_condition": Planted(6.3, 6.0, 6.2, 0.10),
    "installation": Planted(5.9, 5.5, 5.6, 0.10),
    "information": Planted(5.3, 4.6, 5.4, 0.15, drift=0.10),
    "staff": Planted(5.8, 5.9, 5.7, 0.20),
    "complaints": Planted(5.9, 4.5, 5.8, 0.30, change=-0.4, since=3),
    "billing": Planted(6.1, 5.9, 5.6, 0.05),
    "ethics": Planted(6.0, 5.6, 5.5, 0.05),
}
"""The planted truth of the bundled study, by characteristic."""


def planted_for(name: str, position: int) -> Planted:
    """Return what is planted for a characteristic; others by their position."""
    shift = (position * 0.37) % 1.0
    return PLANTED.get(name, Planted(6.3 - shift, 5.8 - 1.2 * shift, 6.0 - shift, 0.15))


def customers(size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return customers with segments, permanent random numbers and latent views."""
    frame = pd.DataFrame({"customer": [f"C{number:06d}" for number in range(size)]})
    for name, shares in {
        "region": REGIONS,
        "customer_type": TYPES,
        "age_group": AGES,
    }.items():
        counts = np.floor(np.array(list(shares.values())) * size).astype(int)
        counts[0] += size - counts.sum()
        frame[name] = rng.permutation(np.repeat(list(shares), counts))
    frame["draw"] = rng.random(size)
    frame["had_delivery"] = (rng.random(size) < 0.8).astype(float)
    frame["complained"] = (rng.random(size) < 0.7).astype(float)
    frame["orders"] = 1.0 + rng.poisson(2 + 2 * (frame["customer_type"] == "regular"))
    frame["agreement"] = rng.normal(0, AGREEMENT, size)
    return frame


def correlation() -> np.ndarray:
    """Return the correlations of the six factors: perception, then expectation."""
    perception = np.full((3, 3), 0.55)
    expectation = np.full((3, 3), 0.60)
    matrix = np.block(
        [[perception, np.full((3, 3), 0.20)], [np.full((3, 3), 0.20), expectation]]
    )
    np.fill_diagonal(matrix, 1.0)
    return matrix


def first_views(size: int, rng: np.random.Generator) -> np.ndarray:
    """Return latent views of the first wave, shape (size, 6)."""
    return rng.multivariate_normal(np.zeros(6), correlation(), size, method="cholesky")


def next_views(views: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the views a wave later: most of the old, some new."""
    fresh = first_views(len(views), rng)
    return STABLE * views + np.sqrt(1 - STABLE**2) * fresh


def cut(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return values as whole answers of a scale; levels are on a scale of seven."""
    stretched = low + (values - 1) / 6 * (high - low)
    return np.clip(np.round(stretched), low, high)


def answers(
    study: Any,
    people: pd.DataFrame,
    views: np.ndarray,
    wave: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return what every customer would answer to every item at a wave.

    Items that do not apply to a customer are missing.
    """
    columns: dict[str, np.ndarray] = {}
    latent = np.zeros(len(people))
    for position, (name, characteristic) in enumerate(study.catalogue.items()):
        planted = planted_for(name, position)
        aspect = ASPECTS.index(characteristic.aspect or ASPECTS[position % 3])
        perceived = _perceived(planted, people, aspect, wave)
        perception = _latent(perceived, views[:, aspect], people, rng)
        expected = np.full(len(people), planted.expected + planted.drift * wave)
        expectation = _latent(expected, views[:, 3 + aspect], people, rng)
        latent += planted.weight * (perception - 5.5)
        parts = {"expectation": expectation, "perception": perception}
        important = planted.important + rng.normal(0, 1, len(people))
        parts["importance"] = important + people["agreement"].to_numpy()
        columns |= _of_roles(study, name, parts)
        columns |= _kano(study, name, rng, len(people))
    columns |= _outcomes(study, latent, people, rng)
    return _routed(study, pd.DataFrame(columns, index=people.index), people)


def _perceived(
    planted: Planted, people: pd.DataFrame, aspect: int, wave: int
) -> np.ndarray:
    level = planted.perceived + (planted.change if wave >= planted.since else 0.0)
    away = (people["region"] == "islands").to_numpy() & (aspect == 1)
    return level + ISLANDS * away


def _latent(
    level: np.ndarray, view: np.ndarray, people: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    own = rng.normal(size=len(people))
    spread = SPREAD * (LOADING * view + np.sqrt(1 - LOADING**2) * own)
    return level + spread + people["agreement"].to_numpy()


def _of_roles(
    study: Any, characteristic: str, parts: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return the answers to a characteristic's items, by column."""
    found = {}
    for name, item in study.items.items():
        if item.characteristic == characteristic and item.role in parts:
            low, high = study.scale_of(name)
            found[name] = cut(parts[item.role], low, high)
    return found


KANO = {
    "must_be": ((2, 3), (5, 5)),
    "one_dimensional": ((1, 1), (5, 5)),
    "attractive": ((1, 1), (3, 4)),
    "indifferent": ((3, 3), (3, 3)),
}
"""Answers to the functional and the dysfunctional question, by kind of feature."""
KINDS = {
    "safety": (0.60, 0.20, 0.05, 0.15),
    "delivery_time": (0.20, 0.55, 0.10, 0.15),
    "information": (0.10, 0.15, 0.55, 0.20),
}
"""Chances of the four kinds, by characteristic; others are evenly mixed."""


def _kano(
    study: Any,
    characteristic: str,
    rng: np.random.Generator,
    size: int,
) -> dict[str, np.ndarray]:
    """Return paired answers to what is there and what is not."""
    pair = study.kano_pairs().get(characteristic)
    if pair is None:
        return {}
    chances = KINDS.get(characteristic, (0.3, 0.3, 0.2, 0.2))
    kinds = np.array(list(KANO.values()))[rng.choice(4, size, p=chances)]
    sides = rng.integers(kinds[:, :, 0], kinds[:, :, 1], endpoint=True)
    return {pair[0]: sides[:, 0].astype(float), pair[1]: sides[:, 1].astype(float)}


OUTCOMES = {
    "overall": (5.7, 1.0, 0.7),
    "disconfirmation": (3.9, 0.9, 0.8),
    "recommend": (6.1, 1.15, 0.8),
    "loyalty": (5.8, 0.9, 0.9),
    "effort": (5.0, 0.7, 1.0),
}
"""Level, slope on the summed perceptions, and own noise, on the scale of seven."""


def _outcomes(
    study: Any, latent: np.ndarray, people: pd.DataFrame, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    found = {}
    for name, item in study.items.items():
        if item.role in OUTCOMES and item.characteristic is None:
            level, slope, noise = OUTCOMES[item.role]
            own = rng.normal(0, noise, len(people))
            low, high = study.scale_of(name)
            found[name] = cut(level + slope * latent + own, low, high)
    return found


def _routed(study: Any, complete: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return the answers without those nobody could give: not asked, not applicable."""
    routed = complete.copy()
    for name, item in study.items.items():
        if name not in routed:
            continue
        for condition in item.asked_if:
            if condition.item in people:
                met = people[condition.item].isin(list(condition.in_))
                routed[name] = routed[name].where(met)
        if item.characteristic == "complaints" and item.role == "perception":
            routed[name] = routed[name].where(people["complained"] == 1)
    return routed
