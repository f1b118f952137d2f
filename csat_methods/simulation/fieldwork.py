"""Who of the customers is asked, who answers, and how well?

Coordinated samples by permanent random numbers, nonresponse that depends on
satisfaction, careless answers, blanks and "not applicable".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

OVERLAP = 0.6
"""Share of a wave's sample that was in the wave before."""
CARELESS = 0.04
BLANK = 0.02
INAPPLICABLE = 9
ATTEMPTS = 3
"""How often a customer is tried: the invitation and two reminders."""
LOST = {"NC": 0.62, "R": 0.22, "UO": 0.12, "NE": 0.04}
"""What becomes of those who do not answer."""
KNOWN = ("customer", "region", "customer_type", "age_group")
SHARES = {"north": 0.30, "centre": 0.28, "south": 0.26, "islands": 0.16}
"""Shares of the sample by region: the islands are sampled more densely."""
COMMENTS = (
    "Deliver on the day you promise.",
    "Call before you come.",
    "The technician was excellent.",
    "Nobody answered my complaint.",
    "Prices went up a lot.",
    "به وعدهٔ تحویل عمل کنید.",
    "رفتار کارکنان خوب بود.",
    "پاسخ شکایت من داده نشد.",
)


def sample(people: pd.DataFrame, n: int, wave: int) -> pd.DataFrame:
    """Return the customers asked at a wave, with their base weight.

    Within a region, those whose permanent random number comes next after a start that
    moves on by part of a sample each wave: equal chances, and a planned overlap.
    """
    parts = []
    for region, share in SHARES.items():
        group = people[people["region"] == region]
        take = min(round(n * share), len(group))
        start = (wave * (1 - OVERLAP) * take / len(group)) % 1.0
        order = ((group["draw"] - start) % 1.0).sort_values(kind="stable")
        chosen = group.loc[order.index[:take]]
        parts.append(chosen.assign(base_weight=len(group) / take))
    return pd.concat(parts).sort_index()


def responded(
    asked: pd.DataFrame, views: np.ndarray, rng: np.random.Generator
) -> pd.Series:
    """Return who answers: the satisfied, the regular and the old more often."""
    satisfied = views[:, :3].mean(axis=1)
    lean = (
        -0.25
        + 0.15 * satisfied
        + 0.5 * (asked["customer_type"] == "regular")
        + 0.6 * (asked["age_group"] == "55+")
    )
    return pd.Series(rng.random(len(asked)) < 1 / (1 + np.exp(-lean)), asked.index)


def contacts(
    asked: pd.DataFrame, came: pd.Series, full: pd.Series, seed: Sequence[int]
) -> pd.DataFrame:
    """Return what became of each customer asked, and how often each was tried.

    Parameters
    ----------
    came : Series of bool
        Who of those asked answered.
    full : Series of bool
        Who of those who answered answered in full.
    seed : sequence of int
        Of draws of their own: the answers are the same without a contact file.
    """
    rng = np.random.default_rng(seed)
    ready = rng.random((len(asked), ATTEMPTS)) < np.where(
        asked["customer_type"] == "regular", 0.65, 0.5
    ).reshape(-1, 1)
    tried = np.where(ready.any(axis=1), ready.argmax(axis=1) + 1, ATTEMPTS)
    why = rng.choice(list(LOST), len(asked), p=list(LOST.values()))
    outcome = pd.Series(why, asked.index)
    outcome[came] = np.where(full.reindex(asked.index[came]), "I", "P")
    return asked[[*KNOWN, "base_weight"]].assign(
        disposition=outcome, attempts=np.where(outcome == "NE", 1, tried)
    )


def customer_groups(people: pd.DataFrame) -> pd.DataFrame:
    """Return how many customers there are of each kind."""
    return people.groupby(list(KNOWN[1:])).size().rename("customers").reset_index()


def spoiled(
    study: Any, truth: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the answers as given: careless ones, blanks, "not applicable"."""
    given = truth.copy()
    careless = rng.random(len(given)) < CARELESS
    items = [name for name in given if study.items[name].role != "overall"]
    for name in items:
        low, high = study.scale_of(name)
        straight = np.clip(np.round(low + 0.75 * (high - low)), low, high)
        spoil = careless & given[name].notna()
        given.loc[spoil, name] = straight
        given.loc[rng.random(len(given)) < BLANK, name] = np.nan
    told = (people["complained"] == 0).to_numpy()
    for name, item in study.items.items():
        if item.characteristic == "complaints" and item.role == "perception":
            given.loc[told, name] = INAPPLICABLE
    given["seconds"] = np.round(np.exp(rng.normal(6.0, 0.35, len(given))))
    given.loc[careless, "seconds"] = rng.integers(60, 120, int(careless.sum()))
    attentive = np.where(rng.random(len(given)) < 0.98, 2, 5)
    given["attention"] = np.where(careless, 6, attentive)
    return given


def background(
    people: pd.DataFrame, start: date, days: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Return what else the file holds: channels, orders, day, comment."""
    size = len(people)
    channels = np.array([["shop", "web", "phone"]] * size)
    chosen = rng.random((size, 3)) < [0.5, 0.7, 0.3]
    texts = [";".join(row[mask]) for row, mask in zip(channels, chosen, strict=True)]
    day = [start + timedelta(days=int(d)) for d in rng.integers(0, days, size)]
    words = np.where(rng.random(size) < 0.12, rng.choice(COMMENTS, size), "")
    return pd.DataFrame(
        {
            "had_delivery": people["had_delivery"],
            "channels": texts,
            "orders": people["orders"],
            "answered_on": [each.isoformat() for each in day],
            "comment": words,
        },
        index=people.index,
    )
