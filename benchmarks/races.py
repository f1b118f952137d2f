"""Which tasks are timed, on which data, against whom?"""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

import csat_methods as cs
from benchmarks.answer_races import answer_races
from benchmarks.factor_model_races import factor_model_races
from benchmarks.factor_races import factor_races
from benchmarks.gap_races import gap_races
from benchmarks.questionnaire_races import questionnaire_races
from benchmarks.report_races import report_races
from benchmarks.timing import Race, as_process, in_process
from benchmarks.weighting_races import weighting_races
from csat_methods.statistics.moments import moments
from csat_methods.statistics.relative_importance import lmg

ROOT = str(Path(__file__).resolve().parents[1])


def _answers(n: int, k: int, seed: int = 1) -> np.ndarray:
    """Return correlated answers from 1 to 7."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    raw = 4.5 + common + rng.normal(size=(n, k))
    return np.clip(np.round(raw), 1, 7)


def _lmg_by_regressions(covariance: np.ndarray) -> np.ndarray:
    """Return the averages over orders by one regression a subset (the textbook)."""
    p = len(covariance) - 1
    r2: dict[tuple[int, ...], float] = {(): 0.0}
    for size in range(1, p + 1):
        for subset in itertools.combinations(range(p), size):
            rows = [1 + j for j in subset]
            s, c = covariance[np.ix_(rows, rows)], covariance[rows, 0]
            r2[subset] = float(c @ np.linalg.solve(s, c)) / covariance[0, 0]
    shares = np.zeros(p)
    for j in range(p):
        for subset, without in r2.items():
            if j not in subset:
                weight = 1 / (p * math.comb(p - 1, len(subset)))
                shares[j] += weight * (r2[tuple(sorted((*subset, j)))] - without)
    return shares


def races(*, whole: bool) -> Iterator[Race]:
    """Yield the tasks; the whole pipeline only where it is asked for."""
    drivers = np.cov(_answers(2000, 16), rowvar=False)
    few = np.cov(_answers(2000, 11), rowvar=False)
    yield Race(
        "relative importance (LMG), 15 drivers", in_process(lambda: lmg(drivers)), 0.02
    )
    yield Race(
        "relative importance (LMG), 10 drivers",
        in_process(lambda: lmg(few)),
        0.01,
        in_process(lambda: _lmg_by_regressions(few)),
        "a regression a subset",
        3,
    )
    million = _answers(1_000_000, 30).astype(np.int8)
    weights = np.random.default_rng(2).gamma(4, 0.25, 1_000_000)
    frame = pd.DataFrame(million)
    yield Race(
        "moments of 1 000 000 x 30 whole answers",
        in_process(lambda: moments(million)),
        0.2,
        in_process(lambda: (frame.mean(), frame.cov())),
        "pandas",
        3,
    )
    yield Race(
        "moments of 1 000 000 x 30, weighted",
        in_process(lambda: moments(million, weights)),
        0.4,
        rounds=3,
    )
    wide = pd.DataFrame(million[:200_000, :20].astype(float)).rename(
        columns="q{}".format
    )
    wave = cs.Wave.from_frame(wide.assign(group=np.arange(200_000) % 20))
    yield Race(
        "means of 20 items in 20 segments, n = 200 000",
        in_process(lambda: cs.means(wave, list(wide), by="group")),
        1.0,
        in_process(
            lambda: wave.frame.groupby("group")[list(wide)].agg(["mean", "sem"])
        ),
        "pandas, without a design",
        3,
    )
    yield from weighting_races()
    yield from factor_races()
    yield from factor_model_races()
    yield from gap_races()
    yield from questionnaire_races()
    yield from answer_races()
    yield Race(
        "import csat_methods",
        as_process([sys.executable, "-c", "import csat_methods"], ROOT),
        0.1,
    )
    yield Race(
        "csat --help",
        as_process([sys.executable, "-m", "csat_methods.cli", "--help"], ROOT),
        0.25,
    )
    if whole:
        yield from report_races()


def single_threaded() -> threadpool_limits:
    """Return a context in which linear algebra uses one thread."""
    return threadpool_limits(1)
