"""How fast are weights, design errors and re-weighted replicates?

A survey of 50 strata of 40 clusters with five margins of 2 to 8 levels. The peer is
``svy``, where it is installed (``pip install "svy==0.35.*"``); nothing else needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process

LEVELS = (2, 5, 5, 6, 8)
MARGINS = [f"m{k}" for k in range(len(LEVELS))]
DESIGN = {"weights": "w", "strata": "stratum", "clusters": "cluster"}
PEER = "svy 0.35"

Margins = dict[str, dict[int, float]]


def _survey(n: int) -> pd.DataFrame:
    """Return answers with weights, clusters, 20 domains and correlated margins."""
    rng = np.random.default_rng(1)
    stratum = rng.integers(0, 50, n)
    frame = pd.DataFrame(
        {
            "stratum": stratum,
            "cluster": stratum * 40 + rng.integers(0, 40, n),
            "w": rng.gamma(4, 2.5, n),
            "y": rng.integers(1, 11, n).astype(float),
            "domain": rng.integers(0, 20, n),
        }
    )
    common = rng.normal(size=n)
    for name, count in zip(MARGINS, LEVELS, strict=True):
        mixed = common / 2 + rng.normal(size=n)
        cuts = np.quantile(mixed, np.arange(1, count) / count)
        frame[name] = np.searchsorted(cuts, mixed)
    return frame


def _margins(frame: pd.DataFrame) -> Margins:
    """Return totals within 30 per cent of the sample's."""
    rng = np.random.default_rng(2)
    whole, found = frame["w"].sum(), {}
    for name in MARGINS:
        sums = frame["w"].groupby(frame[name]).sum()
        sums = sums * rng.uniform(0.7, 1.3, len(sums))
        found[name] = (sums / sums.sum() * whole).to_dict()
    return found


def _bootstrapped(wave: cs.Wave) -> cs.Result:
    return cs.means(cs.replicate(wave, method="bootstrap", seed=1), "y")


class _Peer:
    """The same tasks by svy."""

    def __init__(self, frame: pd.DataFrame, margins: Margins) -> None:
        self.svy: Any = importlib.import_module("svy")
        polars: Any = importlib.import_module("polars")
        columns = {name: frame[name].to_numpy() for name in frame}
        self.frame, self.margins = polars.DataFrame(columns), margins

    def sample(self) -> Any:
        design = self.svy.Design(stratum="stratum", psu="cluster", wgt="w")
        return self.svy.Sample(self.frame, design)

    def rake(self) -> Any:
        return self.sample().weighting.rake(controls=self.margins, tol=1e-8)

    def mean(self, by: str | None = None) -> Any:
        return self.sample().estimation.mean("y", by=by)

    def bootstrap(self) -> Any:
        made = self.sample().weighting.create_bs_wgts(n_reps=500, rstate=1)
        raked = made.weighting.rake(controls=self.margins, tol=1e-8)
        return raked.estimation.mean("y", method="replication")


def _against(
    name: str,
    ours: Callable[[], object],
    budget: float,
    peer: Callable[[], object] | None,
    rounds: int = 3,
) -> Race:
    """Return a race, with the peer where it is installed."""
    other = None if peer is None else in_process(peer)
    return Race(name, in_process(ours), budget, other, PEER, rounds)


def weighting_races() -> Iterator[Race]:
    """Yield the tasks of weighting and of design errors."""
    installed = find_spec("svy") is not None
    frame = _survey(1_000_000)
    margins = _margins(frame)
    peer = _Peer(frame, margins) if installed else None
    wave = cs.Wave.from_frame(frame, **DESIGN)
    yield _against(
        "raking 1 000 000 rows to 5 margins",
        lambda: cs.rake(wave, margins),
        0.2,
        peer.rake if peer else None,
    )
    yield _against(
        "mean of 1 000 000 rows, 50 x 40 clusters, cold",
        lambda: cs.means(cs.Wave.from_frame(frame, **DESIGN), "y"),
        0.3,
        peer.mean if peer else None,
    )
    yield Race(
        "the same, the design known", in_process(lambda: cs.means(wave, "y")), 0.05
    )
    yield _against(
        "means of 20 domains, 1 000 000 rows",
        lambda: cs.means(wave, "y", by="domain"),
        0.3,
        (lambda: peer.mean("domain")) if peer else None,
    )
    yield from _bootstraps(cs.rake(wave, margins), installed=installed)


def _bootstraps(large: cs.Wave, *, installed: bool) -> Iterator[Race]:
    frame = _survey(100_000)
    margins = _margins(frame)
    peer = _Peer(frame, margins) if installed else None
    wave = cs.rake(cs.Wave.from_frame(frame, **DESIGN), margins)
    yield _against(
        "500 bootstrap replicates of 100 000 rows, each re-raked",
        lambda: _bootstrapped(wave),
        1.0,
        peer.bootstrap if peer else None,
        1,
    )
    yield Race(
        "500 bootstrap replicates of 1 000 000 rows, each re-raked",
        in_process(lambda: _bootstrapped(large)),
        5.0,
        rounds=1,
    )
