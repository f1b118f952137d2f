"""How fast are factor models, of amounts and of ratings, in one group and in several?

Six factors of five items, two thousand people. The peer is lavaan: run by R where it is
installed, else as recorded with lavaan 0.6-14 on one thread (user CPU seconds, the
same data, with all fit measures), and the line says so.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

import csat_methods as cs
from benchmarks.timing import Race, in_process

MODEL = {f"f{j}": [f"y{5 * j + i}" for i in range(5)] for j in range(6)}
ITEMS = [item for items in MODEL.values() for item in items]
CUTS = [-1.2, -0.4, 0.4, 1.2]

RECORDED = {"ml": 0.21, "wlsmv": 4.5, "invariance": 8.0}
"""lavaan 0.6-14 with OpenBLAS on one thread of an AMD EPYC."""

DATA = """
suppressMessages(library(lavaan)); set.seed(7)
f <- function(n) { P <- matrix(.3, 6, 6); diag(P) <- 1
  X <- MASS::mvrnorm(n, rep(0, 6), P)[, rep(1:6, each = 5)] * .7 +
    matrix(rnorm(n * 30), n) * sqrt(1 - .49)
  colnames(X) <- paste0('y', 0:29); as.data.frame(X) }
model <- paste(sapply(0:5, function(j) paste0('f', j, ' =~ ',
  paste0('y', j * 5 + 0:4, collapse = ' + '))), collapse = '\\n')
"""

CALLS = {
    "ml": "d <- f(2000); t <- system.time(fitMeasures(cfa(model, d)))",
    "wlsmv": "d <- f(2000); d[] <- lapply(d, function(x) as.integer(cut(x, "
    "c(-Inf, -1.2, -.4, .4, 1.2, Inf)))); t <- system.time(fitMeasures(cfa(model, d, "
    "ordered = TRUE, estimator = 'WLSMV')))",
    "invariance": "d <- f(4000); d$g <- rep(1:4, 1000); e <- list('', 'loadings', "
    "c('loadings', 'intercepts'), c('loadings', 'intercepts', 'residuals')); "
    "t <- system.time(for (q in e) fitMeasures(cfa(model, d, group = 'g', "
    "group.equal = q, estimator = 'MLR')))",
}


def _wave(n: int, *, rated: bool = False) -> cs.Wave:
    rng = np.random.default_rng(7)
    P = np.full((6, 6), 0.3) + 0.7 * np.eye(6)
    x = np.repeat(rng.multivariate_normal(np.zeros(6), P, n), 5, axis=1) * 0.7
    x = x + rng.normal(size=(n, 30)) * np.sqrt(0.51)
    x = np.digitize(x, CUTS) + 1.0 if rated else x
    frame = pd.DataFrame(x, columns=ITEMS)
    return cs.Wave.from_frame(frame.assign(g=np.arange(n) % 4))


def _lavaan(name: str) -> tuple[Callable[[], float], str]:
    """Return lavaan's CPU seconds, and how they were found."""
    if not _installed():
        return lambda: RECORDED[name], "lavaan 0.6-14, as recorded,"
    code = DATA + CALLS[name] + "; cat(sum(t[c('user.self', 'sys.self')]))"

    def timed() -> float:
        command = ["Rscript", "-e", code]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(run.stdout)

    return timed, "lavaan"


def _installed() -> bool:
    if shutil.which("Rscript") is None:
        return False
    command = ["Rscript", "-e", "library(lavaan)"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def factor_model_races() -> Iterator[Race]:
    """Yield the races of factor models."""
    amounts, ratings, waves = _wave(2000), _wave(2000, rated=True), _wave(4000)
    fit = cs.confirmatory_factor_analysis
    yield Race(
        "CFA 6 x 5, n = 2000, ML with errors and fit",
        in_process(lambda: fit(amounts, MODEL, estimator="ml")),
        0.04,
        *_lavaan("ml"),
    )
    yield Race(
        "CFA 6 x 5 of ratings, n = 2000, WLSMV",
        in_process(lambda: fit(ratings, MODEL, estimator="wlsmv")),
        0.12,
        *_lavaan("wlsmv"),
    )
    yield Race(
        "invariance, 4 waves x 4 models, 6 x 5 items, n = 4000",
        in_process(lambda: cs.measurement_invariance(waves, MODEL, group="g")),
        0.6,
        *_lavaan("invariance"),
        rounds=3,
    )
