"""How fast are gaps redrawn, gaps of a million people, and Kano's categories?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process

PEOPLE, PAIRS, FEATURES = 207, 24, 29
"""As many as in the survey of kiosk users that the methods are tested on."""

DRAWS = 5000


def _ratings(n: int, seed: int = 1) -> pd.DataFrame:
    """Return expectations near the top of 1 to 7, and perceptions below."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    latent = np.hstack([np.full(PAIRS, 6.0), np.full(PAIRS, 4.9)]) + common
    raw = np.clip(np.round(latent + rng.normal(size=(n, 2 * PAIRS))), 1, 7)
    return pd.DataFrame(raw, columns=[f"{s}{j}" for s in "ep" for j in range(PAIRS)])


def _pairs() -> dict[str, tuple[str, str]]:
    return {f"gap {j}": (f"e{j}", f"p{j}") for j in range(PAIRS)}


def _bootstrap_by_loop(gaps: np.ndarray) -> np.ndarray:
    """Return the errors of mean gaps, one redrawn sample after the other."""
    rng = np.random.default_rng(1)
    each = [
        gaps[rng.integers(0, len(gaps), len(gaps))].mean(axis=0) for _ in range(DRAWS)
    ]
    return np.std(each, axis=0, ddof=1)


def _fresh(task: Callable[[int], object]) -> Callable[[], object]:
    """Return a task that is called with another seed each time, so nothing is kept."""
    seeds = iter(range(1_000_000))
    return lambda: task(next(seeds))


def gap_races() -> Iterator[Race]:
    """Yield the tasks of gaps and of Kano's categories."""
    small = _ratings(PEOPLE)
    few = cs.Wave.from_frame(small)
    gaps = small.to_numpy()[:, PAIRS:] - small.to_numpy()[:, :PAIRS]
    yield Race(
        "5000 redrawn samples of 24 gaps, 207 people",
        in_process(
            _fresh(
                lambda seed: cs.gap_scores(
                    cs.replicate(few, method="bootstrap", replicates=DRAWS, seed=seed),
                    _pairs(),
                    seed=seed,
                )
            )
        ),
        0.15,
        in_process(lambda: _bootstrap_by_loop(gaps)),
        "a loop of numpy",
    )
    asked = np.random.default_rng(2).integers(1, 6, (PEOPLE, 2 * FEATURES))
    names = [f"{way}{j}" for way in ("f", "d") for j in range(FEATURES)]
    both = cs.Wave.from_frame(pd.DataFrame(asked, columns=names))
    features = {f"feature {j}": (f"f{j}", f"d{j}") for j in range(FEATURES)}
    yield Race(
        "Kano's categories of 29 features, 1000 redrawn samples",
        in_process(_fresh(lambda seed: cs.kano(both, features, draws=1000, seed=seed))),
        1.0,
    )
    many = _ratings(1_000_000)
    rng = np.random.default_rng(3)
    many["segment"] = rng.integers(0, 20, len(many))
    many["stratum"] = rng.integers(0, 50, len(many))
    many["cluster"] = many["stratum"] * 40 + rng.integers(0, 40, len(many))
    many["w"] = rng.gamma(4, 2.5, len(many))
    design = {"weights": "w", "strata": "stratum", "clusters": "cluster"}
    whole = cs.Wave.from_frame(many, **design)
    yield Race(
        "24 gaps of 1 000 000 people in 20 segments, 50 x 40 clusters",
        in_process(
            _fresh(lambda seed: cs.gap_scores(whole, _pairs(), by="segment", seed=seed))
        ),
        3.0,
        rounds=3,
    )
