"""How fast do the items of a questionnaire prove themselves?

Reliability of two thousand people, statistics of a million, and all splits of sixteen
items. Peers in the same run; psych and base R as recorded on one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process

PEOPLE, DRAWS, MILLION = 2000, 10_000, 1_000_000


def _answers(n: int, k: int) -> pd.DataFrame:
    """Return answers from 1 to 5 that go together."""
    rng = np.random.default_rng(5)
    raw = 3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return pd.DataFrame(np.clip(np.round(raw), 1, 5)).add_prefix("q")


def _alpha(x: np.ndarray) -> float:
    S = np.cov(x, rowvar=False)
    k = len(S)
    return float(k / (k - 1) * (1 - np.trace(S) / S.sum()))


def _redrawn_by_loop(x: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(1)
    each = (_alpha(x[rng.integers(0, len(x), len(x))]) for _ in range(DRAWS))
    return np.fromiter(each, float)


def _items_by_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return mean, spread, shape, ends and item-rest correlation, item by item."""
    total = frame.sum(axis=1)
    rest = {name: frame[name].corr(total - frame[name]) for name in frame}
    ends = {"floor": (frame == 1).mean(), "ceiling": (frame == 5).mean()}
    shape = {"skew": frame.skew(), "kurtosis": frame.kurt()}
    own = {"mean": frame.mean(), "sd": frame.std()}
    return pd.DataFrame({**own, **shape, **ends, "rest": pd.Series(rest)})


def _splits_by_loop(x: np.ndarray) -> tuple[float, float]:
    S = np.cov(x, rowvar=False)
    total, found = S.sum(), []
    for half in combinations(range(1, len(S)), len(S) // 2 - 1):
        a = np.zeros(len(S))
        a[[0, *half]] = 1
        found.append(4 * a @ S @ (1 - a) / total)
    return min(found), max(found)


def questionnaire_races() -> Iterator[Race]:
    """Yield the races of items and scales."""
    ten, sixteen, many = _answers(PEOPLE, 10), _answers(500, 16), _answers(MILLION, 30)
    wave, halves = cs.Wave.from_frame(ten), cs.Wave.from_frame(sixteen)
    items = list(ten)
    yield Race(
        "alpha of 2000 x 10 answers, 10 000 redrawn samples",
        in_process(
            lambda: cs.cronbach_alpha(
                wave, items, interval="bootstrap", draws=DRAWS, seed=1
            )
        ),
        0.35,
        in_process(lambda: _redrawn_by_loop(ten.to_numpy())),
        "numpy loop",
        3,
        {"base R": 6.6, "psych": 19},
    )
    crowd = cs.Wave.from_frame(many, scales=dict.fromkeys(many, (1, 5)))
    yield Race(
        "item analysis of 1 000 000 x 30 answers, moments included",
        in_process(lambda: cs.item_analysis(crowd, list(many))),
        1.0,
        in_process(lambda: _items_by_pandas(many)),
        "pandas",
        3,
    )
    yield Race(
        "all 6435 splits of 16 items into halves",
        in_process(lambda: cs.split_half(halves, list(sixteen))),
        1.0,
        in_process(lambda: _splits_by_loop(sixteen.to_numpy())),
        "numpy loop",
        3,
    )
