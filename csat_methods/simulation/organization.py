"""What does the organization believe, plan, deliver and promise, in a synthetic survey?

Levels of the chain whose truth is known: the staff are a small sample of all staff, the
figures are measured with an error and put on the scale by one table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.simulation.model import cut, planted_for

STAFF, ASKED = 300, 24
"""Staff there are, and those of them asked at a wave."""

SPREAD = 0.9
"""Standard deviation of what the staff believe, on the scale of seven."""

TABLE = ((50.0, 1.0), (80.0, 4.0), (95.0, 6.0), (100.0, 7.0))
"""Shares of cases that went well, and their points on the scale of seven."""

ERROR, CASES = 0.4, 400
"""Standard error of a share, and the cases it rests on."""

PERFECT = 99.0


@dataclass(frozen=True)
class Own:
    """The organization's levels of a characteristic, on the scale of seven.

    A level that is not known is None.
    """

    understood: float
    planned: float
    delivered: float | None = None
    promised: float | None = None


OWN: Mapping[str, Own] = {
    "quality": Own(5.9, 5.8, 5.7),
    "range": Own(5.0, 5.2, 5.3),
    "price": Own(5.2, 5.0, 5.0),
    "safety": Own(6.2, 6.3, 6.2),
    "delivery_time": Own(5.8, 5.8, 4.9, promised=6.5),
    "delivery_condition": Own(6.0, 6.0, 5.9),
    "installation": Own(5.3, 5.4, 5.4),
    "information": Own(4.2, 4.3, 4.4),
    "staff": Own(5.7, 5.6, 5.7),
    "complaints": Own(5.6, 5.8, 6.0),
    "billing": Own(5.8, 5.8),
    "ethics": Own(5.8, 5.9),
}
"""The planted levels of the bundled study: complaints are a blind spot."""


@dataclass(frozen=True, eq=False)
class OwnFiles:
    """What the organization says at a wave, as its files hold it.

    Attributes
    ----------
    staff : pandas.DataFrame
        One row a person asked, one column a characteristic.
    delivered : pandas.DataFrame
        ``characteristic, value, se, n``; shares in per cent.
    standards, promised : dict
        Characteristic to its point.
    mapping : dict
        Characteristic to the table of its figure.
    truth : dict
        (characteristic, level) to its true value.
    """

    staff: pd.DataFrame
    delivered: pd.DataFrame
    standards: Mapping[str, float]
    promised: Mapping[str, float]
    mapping: Mapping[str, list[list[float]]]
    truth: Mapping[tuple[str, str], float]


def own_for(name: str, position: int, wave: int) -> Own:
    """Return what is planted for a characteristic; others by their position.

    A planted improvement is delivered from its wave on.
    """
    planted = planted_for(name, position)
    near = Own(planted.expected - 0.5, planted.expected - 0.4, planted.perceived)
    own = OWN.get(name, near)
    if own.delivered is None or wave < planted.since:
        return own
    return replace(own, delivered=own.delivered + max(planted.change, 0.0))


def own_files(study: Any, wave: int, seed: Sequence[int]) -> OwnFiles | None:
    """Return what the organization says at a wave; None for a study without pairs.

    Parameters
    ----------
    wave : int
        Counted from 0.
    seed : sequence of int
        Of draws of their own: the customers' answers are the same without them.
    """
    pairs = study.pairs()
    if not pairs:
        return None
    rng = np.random.default_rng(seed)
    ends = {name: _ends(study, pair) for name, pair in pairs.items()}
    planted = {
        n: own_for(n, i, wave) for i, n in enumerate(study.catalogue) if n in pairs
    }
    truth: dict[tuple[str, str], float] = {}
    believed = {
        name: cut(rng.normal(own.understood, SPREAD, STAFF), *ends[name])
        for name, own in planted.items()
    }
    everyone = pd.DataFrame(believed)
    truth |= {(name, "understood"): float(everyone[name].mean()) for name in planted}
    asked = everyone.sample(ASKED, random_state=np.random.default_rng([*seed, 1]))
    rows = []
    for name, own in planted.items():
        truth[name, "planned"] = _stretched(own.planned, ends[name])
        if own.promised is not None:
            truth[name, "promised"] = _stretched(own.promised, ends[name])
        if own.delivered is not None:
            share = _share(own.delivered)
            truth[name, "delivered"] = _stretched(own.delivered, ends[name])
            seen = round(min(share + rng.normal(0, ERROR), PERFECT), 2)
            rows.append((name, seen, ERROR, CASES))
    return OwnFiles(
        staff=asked.reset_index(drop=True),
        delivered=pd.DataFrame(rows, columns=["characteristic", "value", "se", "n"]),
        standards={n: truth[n, "planned"] for n in planted},
        promised={n: truth[n, v] for n, v in truth if v == "promised"},
        mapping={
            name: [[x, _stretched(y, ends[name])] for x, y in TABLE]
            for name, *_ in rows
        },
        truth=truth,
    )


def _ends(study: Any, pair: Any) -> tuple[float, float]:
    first = pair[0] if isinstance(pair[0], str) else pair[0][0]
    low, high = study.scale_of(first)
    return low, high


def _stretched(point: float, ends: tuple[float, float]) -> float:
    """Return a point of the scale of seven on another scale."""
    low, high = ends
    return round(low + (point - 1) / 6 * (high - low), 10)


def _share(point: float) -> float:
    """Return the share that a point of the scale of seven stands for."""
    shares, points = zip(*TABLE, strict=True)
    return float(np.interp(point, points, shares))


def own_sources(own: OwnFiles, study: str, wave: str) -> dict[str, Any]:
    """Return what a wave file's sources say of the organization."""
    told: dict[str, Any] = {
        "staff": f"data/{study}/staff/{wave}.csv",
        "standards": {"values": dict(own.standards)},
        "delivered": {
            "file": f"data/{study}/delivered/{wave}.csv",
            "mapping": dict(own.mapping),
            "day": "2023-01-16",
            "author": "Head of logistics",
        },
    }
    if own.promised:
        told["promised"] = {"values": dict(own.promised)}
    return told


def write_own(own: OwnFiles, data: Path, wave: str) -> None:
    """Write the staff's answers and the delivered figures into the data folder."""
    for name in ("staff", "delivered"):
        (data / name).mkdir(exist_ok=True)
        table = getattr(own, name)
        table.to_csv(data / name / f"{wave}.csv", index=False, float_format="%g")


def link_truth(
    study: Any, wave: str, answers: pd.DataFrame, own: OwnFiles | None
) -> pd.DataFrame:
    """Return the true value of every link of the chain: kind, term, segment, value.

    A term is the characteristic and the link, as ``staff: planned → delivered``.
    """
    order = ("expected", "understood", "planned", "delivered", "perceived")
    facts = []
    for name, (expected, perceived) in study.pairs().items() if own else ():
        both = answers[[expected, perceived]].dropna()
        value = {v: x for (n, v), x in own.truth.items() if n == name} if own else {}
        value |= {"expected": both[expected].mean()}
        value |= {"perceived": both[perceived].mean()}
        levels = [level for level in order if level in value]
        for before, after in pairwise(levels):
            term = f"{name}: {before} → {after}"
            facts.append({"term": term, "value": value[after] - value[before]})
    made = pd.DataFrame(facts, columns=["term", "value"])
    return made.assign(kind="link", segment="", wave=wave)
