"""How fast are the checks of answers: blanks, carelessness, and who left what?

The peers have no command that can be run here; R's seconds are in the reference folder.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process

PATTERNS = 500


def _survey(n: int, k: int) -> pd.DataFrame:
    """Return answers of one factor, with blanks in 500 patterns."""
    rng = np.random.default_rng(1)
    x = (3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))).round().clip(1, 5)
    blank = rng.random((PATTERNS, k)) < 0.15
    blank[0] = False
    x[blank[rng.integers(0, PATTERNS, n)]] = np.nan
    frame = pd.DataFrame(x).add_prefix("q")
    return frame.assign(region=rng.choice(list("abcd"), n))


def answer_races() -> Iterator[Race]:
    """Yield the tasks of checking answers."""
    frame = _survey(10_000, 25)
    items = [name for name in frame if name.startswith("q")]
    wave = cs.Wave.from_frame(frame)
    yield Race(
        "Little's test, 10 000 x 25, 500 patterns",
        in_process(lambda: cs.little_mcar(wave, items)),
        5.0,
    )
    yield Race(
        "who left 25 items blank, 10 000 people",
        in_process(lambda: cs.missingness_explained(wave, items, predictors="region")),
        3.0,
        rounds=2,
    )
    yield Race(
        "signs of carelessness, 10 000 x 25",
        in_process(lambda: cs.careless_responses(wave, items)),
        8.0,
        rounds=2,
    )
