"""How fast are dimensions found, and items scored, of many answers?

Peers are psych and lavaan: run by R where they are installed, else as recorded with R
4.2.2 on one thread (CPU seconds, the same sizes), and the line says so.
factor_analyzer's own fit needs an older scikit-learn than the project has: its figure
is always the recorded one.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process
from csat_methods.statistics.extraction import extract
from csat_methods.statistics.moments import moments
from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.retention import parallel_normal
from csat_methods.statistics.rotation import rotate

RATINGS = """
set.seed(1); r <- function(n, k) { f <- rnorm(n)
  x <- round(4.5 + f + matrix(rnorm(n * k), n)); x[] <- pmin(pmax(x, 1), 7); x }
"""

R: Mapping[str, tuple[str, str, float]] = {
    "polychoric": (
        "lavaan",
        "x <- as.data.frame(r(5000, 30)); t <- system.time(lavCor(x, ordered = TRUE))",
        2.1,
    ),
    "parallel": (
        "psych",
        (
            "x <- matrix(rnorm(60000), 2000); t <- system.time(fa.parallel(x, "
            "n.iter = 500, fa = 'pc', sim = TRUE, plot = FALSE))"
        ),
        9.9,
    ),
    "factors": (
        "psych",
        (
            "n <- 1e6; s <- matrix(rnorm(n * 5), n) + .5 * rnorm(n); x <- round(4 + "
            "s[, rep(1:5, each = 6)] + matrix(rnorm(n * 30), n)); x[] <- pmin(pmax("
            "x, 1), 7); t <- system.time(fa(x, 5, rotate = 'oblimin'))"
        ),
        11.8,
    ),
}
"""Peer, its call on data of the same size, and its recorded CPU seconds."""


def peer(name: str) -> dict[str, Any]:
    """Return the race's arguments of the R peer: run here, or as recorded."""
    package, call, recorded = R[name]
    if not _installed(package):
        return {"recorded": {package: recorded}}
    loaded = f"suppressMessages(library({package}))"
    told = "cat('\\n', sum(t[-3]))"
    code = "\n".join([loaded, RATINGS, call, told])
    return {"peer": _timed(code), "peer_name": package}


def _timed(code: str) -> Callable[[], float]:
    def timed() -> float:
        command = ["Rscript", "-e", code]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(run.stdout.split()[-1])

    return timed


def _installed(package: str) -> bool:
    if shutil.which("Rscript") is None:
        return False
    command = ["Rscript", "-e", f"library({package})"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _ratings(n: int, k: int, seed: int = 1) -> np.ndarray:
    """Return answers from 1 to 7 that have one thing in common."""
    rng = np.random.default_rng(seed)
    raw = 4.5 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return np.clip(np.round(raw), 1, 7)


def _dimensions(n: int, seed: int = 3) -> np.ndarray:
    """Return answers from 1 to 7 to 30 items on five dimensions that go together."""
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(n, 5)) + 0.5 * rng.normal(size=(n, 1))
    raw = 4 + np.repeat(shared, 6, axis=1) + rng.normal(size=(n, 30))
    return np.clip(np.round(raw), 1, 7).astype(np.int8)


def _factors(answers: np.ndarray) -> np.ndarray:
    """Return five oblique factors of answers."""
    found = extract(moments(answers).correlation, 5)
    return rotate(found.loadings, "oblimin").loadings


def factor_races() -> Iterator[Race]:
    """Yield the races of dimensions, correlations and item response."""
    yield Race(
        "parallel analysis, 500 draws, 30 items, n = 2000",
        in_process(lambda: parallel_normal(2000, 30, draws=500, seed=1)),
        0.08,
        rounds=2,
        **peer("parallel"),
    )
    ratings = _ratings(5000, 30)
    yield Race(
        "polychoric correlations of 30 items, n = 5000",
        in_process(lambda: polychoric(ratings)),
        0.05,
        rounds=3,
        **peer("polychoric"),
    )
    dimensions = _dimensions(1_000_000)
    told = peer("factors")
    told["recorded"] = {**told.get("recorded", {}), "factor_analyzer": 2.25}
    yield Race(
        "factors of 30 items (minres, oblimin), n = 1 000 000",
        in_process(lambda: _factors(dimensions)),
        0.3,
        rounds=1,
        **told,
    )
    graded = pd.DataFrame(_ratings(5000, 20)).rename(columns="q{}".format)
    wave = cs.Wave.from_frame(graded)
    yield Race(
        "graded response model, 20 items, n = 5000",
        in_process(lambda: cs.graded_response_model(wave, list(graded))),
        2.0,
        rounds=3,
    )
