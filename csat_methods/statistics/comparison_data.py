"""Do the data have the eigenvalues that m factors would give them?

A population is made for each number of factors: the items keep their distributions,
and correlate as the answers do as far as m factors allow. Samples of it show which
eigenvalues to expect; a factor more is kept while it brings them clearly nearer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from csat_methods._checks import between, whole
from csat_methods.statistics.correlation import smooth
from csat_methods.statistics.extraction import extract, most_factors
from csat_methods.statistics.shuffled_answers import checked_answers

POPULATION = 10_000
MOST_TRIALS = 5
"""Tries in a row that may bring no gain before a population is taken."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ComparisonData:
    """Distances of the samples' eigenvalues from those of the data.

    Attributes
    ----------
    distance : ndarray, shape (m,)
        Mean root mean square distance for 1, 2 … factors, as far as was looked.
    p : ndarray, shape (m,)
        That the factor brings them no nearer; NaN for the first.
    number : int
    """

    distance: np.ndarray
    p: np.ndarray
    number: int


def comparison_data(
    x: ArrayLike,
    *,
    most: int | None = None,
    samples: int = 500,
    alpha: float = 0.30,
    seed: int | np.random.Generator,
) -> ComparisonData:
    r"""Return Ruscio and Roche's comparison data.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Complete answers.
    most : int, optional
        Most factors looked at; as many as k items determine.
    samples : int, default 500
    alpha : float, default 0.30
        A factor is kept while the one-sided Mann-Whitney test of the distances with
        and without it is below this (the authors' choice).
    seed : int or Generator

    Returns
    -------
    ComparisonData

    Raises
    ------
    ValueError
        If an answer is missing, an item does not vary, or an argument is out of range.

    References
    ----------
    Ruscio, J., & Roche, B. (2012). Determining the number of factors to retain in an
    exploratory factor analysis using comparison data of known factorial structure.
    *Psychological Assessment*, 24, 282-292.

    Ruscio, J., & Kaczetow, W. (2008). Simulating multivariate nonnormal data using an
    iterative algorithm. *Multivariate Behavioral Research*, 43, 355-381.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=(300, 8))
    >>> answers = np.round(noise[:, :6] + 1.5 * np.repeat(noise[:, 6:], 3, axis=1))
    >>> comparison_data(answers, samples=50, seed=1).number
    2
    """
    rows = checked_answers(x)
    if np.isnan(rows).any():
        raise ValueError("x: comparison data needs complete answers.")
    samples, alpha = whole("samples", samples, 10), between("alpha", alpha, 0, 1)
    limit = most_factors(rows.shape[1])
    limit = limit if most is None else min(whole("most", most), limit)
    rng = np.random.default_rng(seed)
    R = smooth(np.corrcoef(rows, rowvar=False))[0]
    seen = np.linalg.eigvalsh(R)[::-1]
    before, distance, chance = None, [], []
    for m in range(1, limit + 1):
        drawn = _eigenvalues(_population(rows, R, m, rng), len(rows), samples, rng)
        now = np.sqrt(((drawn - seen) ** 2).mean(axis=1))
        distance.append(now.mean())
        chance.append(np.nan if before is None else _no_less(now, before))
        if before is not None and not chance[-1] < alpha:
            break
        before = now
    kept = sum(1 for p in chance if np.isnan(p) or p < alpha)
    return ComparisonData(distance=np.array(distance), p=np.array(chance), number=kept)


def _population(
    rows: np.ndarray, R: np.ndarray, m: int, rng: np.random.Generator
) -> np.ndarray:
    """Return a population whose items keep their distributions and m factors."""
    k = rows.shape[1]
    picked = rng.integers(0, len(rows), (POPULATION, k))
    answers = np.sort(np.take_along_axis(rows, picked, axis=0), axis=0)
    shared = rng.standard_normal((POPULATION, m))
    own = rng.standard_normal((POPULATION, k))
    off = ~np.eye(k, dtype=bool)
    wanted, best, best_left = R, (np.inf, R), np.zeros_like(R)
    trials, population = 0, answers
    while trials < MOST_TRIALS:
        made = _made(answers, shared, own, smooth(wanted)[0])
        left = R - _correlations(made)
        error = float(np.sqrt((left[off] ** 2).mean()))
        if error < best[0]:
            best, best_left, population, trials = (error, wanted), left, made, 0
            wanted = _bounded(wanted + left)
        else:
            trials += 1
            wanted = _bounded(best[1] + 0.5**trials * best_left)
    return population


def _made(
    answers: np.ndarray, shared: np.ndarray, own: np.ndarray, wanted: np.ndarray
) -> np.ndarray:
    """Return the items' answers in the order of scores with m factors."""
    loadings = extract(wanted, shared.shape[1]).loadings
    left = np.sqrt(np.maximum(1 - (loadings**2).sum(axis=1), 0.0))
    scores = shared @ loadings.T + own * left
    found = np.empty_like(answers)
    np.put_along_axis(found, scores.argsort(axis=0), answers, axis=0)
    return found


def _eigenvalues(
    population: np.ndarray, n: int, samples: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the eigenvalues of samples of n, largest first, (samples, k)."""
    centred = population - population.mean(axis=0)
    standard = (centred / centred.std(axis=0)).astype(np.float32)
    found = []
    for _ in range(samples):
        rows = standard[rng.integers(0, len(standard), n)]
        rows -= rows.mean(axis=0)
        found.append((rows.T @ rows).astype(float))
    S = np.stack(found)
    scale = np.sqrt(np.einsum("sii->si", S))
    R = S / np.maximum(scale[:, :, None] * scale[:, None, :], 1e-300)
    return np.linalg.eigvalsh(R)[:, ::-1]


def _no_less(now: np.ndarray, before: np.ndarray) -> float:
    """Return p of the one-sided Mann-Whitney test that distances became smaller."""
    m, n = len(now), len(before)
    wins = np.searchsorted(np.sort(before), now).sum()
    spread = np.sqrt(m * n * (m + n + 1) / 12)
    return float(ndtr((wins + 0.5 - m * n / 2) / spread))


def _correlations(rows: np.ndarray) -> np.ndarray:
    centred = rows - rows.mean(axis=0)
    S = centred.T @ centred
    scale = np.sqrt(np.diagonal(S))
    R: np.ndarray = S / np.outer(scale, scale)
    return R


def _bounded(R: np.ndarray) -> np.ndarray:
    found = np.clip(R, -0.999, 0.999)
    np.fill_diagonal(found, 1.0)
    return found
