"""Which dimensions lie behind the items, and which item belongs to which?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.factors.analysable import Together, design_note, together
from csat_methods.factors.association import KINDS
from csat_methods.factors.factor_extraction import EXTRACTIONS, extracted
from csat_methods.factors.factor_result import Factors
from csat_methods.factors.factor_words import factor_words
from csat_methods.factors.loading_intervals import INTERVALS, Turn, loading_intervals
from csat_methods.factors.solution_flags import Solution, solution_flags
from csat_methods.result import method
from csat_methods.statistics.extraction import most_factors
from csat_methods.statistics.rotation import Rotation
from csat_methods.statistics.rotation_methods import METHODS as ROTATIONS
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@method
def factor_analysis(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    n_factors: int,
    method: str = "minres",
    rotation: str = "oblimin",
    kind: str = "pearson",
    missing: str = "complete",
    target: Any = None,
    epsilon: float = 0.01,
    power: float = 4,
    starts: int = 20,
    intervals: str | None = None,
    draws: int = 200,
    level: float = 0.95,
    seed: int = 0,
) -> Factors:
    r"""Return an exploratory factor analysis of the weighted correlations.

    .. math:: R \approx L \Phi L^\top + U, \qquad
              h^2 = \mathrm{diag}(L \Phi L^\top)

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns; the wave's ratings by default.
    n_factors : int
        Factors m, with (k − m)² ≥ k + m for k items.
    method : str
        ``minres`` (least squares on the correlations), ``ml`` (maximum likelihood),
        ``principal_axis``, or ``dwls`` (least squares, each correlation weighed by
        its error under the design: for ratings with ``kind="polychoric"``).
    rotation : str
        ``none, varimax, quartimax, equamax, promax, oblimin, geomin, bifactor,
        target``. Oblimin has gamma 0; varimax and promax are Kaiser-weighted.
    kind : str
        ``pearson, spearman, polychoric, mixed``, as `correlation_matrix` has them.
    missing : str
        ``complete``: people who answered all items; ``available``: each correlation
        by those who answered both; ``em``: the most likely normal moments.
    target : array_like or DataFrame, shape (k, m), optional
        For ``target``: wanted loadings, NaN where free.
    epsilon : float
        Of geomin.
    power : float
        Of promax.
    starts : int
        Rotations are followed from so many starts, the first by factor_analyzer, the
        others random; the lowest minimum wins.
    intervals : str, optional
        Errors of the loadings by repeating everything on other weights:
        ``bootstrap`` (primary units drawn anew), ``jackknife`` (each left out in
        turn), or, where the wave has them, its own replicate weights. Each solution
        is turned towards this one (Procrustes) and on to its own minimum.
    draws : int
        Samples of the bootstrap.
    level : float
        Confidence of the loadings' intervals, between 0 and 1.
    seed : int
        Of starts and bootstrap.

    Returns
    -------
    Factors
        One row an item: ``term, factor1 …, communality, uniqueness, complexity,
        factor, n``, `factor` the one with the largest loading. Factors by falling
        variance, each with a positive sum of loadings; `.loadings`,
        `.factor_correlations`, `.structure`, `.communalities`, `.uniquenesses`,
        `.variance`, `.fit`, `.residuals`, `.converged`, `.flags`, `.loadings_se,
        .loadings_low, .loadings_high`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too many factors, too few people, or an item is constant, a copy
        or a sum of others; if an argument is out of range, or does not go with
        another.

    References
    ----------
    Harman, H. H. and Jones, W. H. (1966). *Psychometrika*, 31, 351-368 (minres).
    Bernaards, C. A. and Jennrich, R. I. (2005). *Educational and Psychological
    Measurement*, 65, 676-696 (rotations). Zhang, G., Preacher, K. J. and Luo, S.
    (2010). *Multivariate Behavioral Research*, 45, 104-134 (intervals). Hofmann, R.
    J. (1978). *Multivariate Behavioral Research*, 13, 247-250 (complexity).

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, factor_analysis
    >>> noise = np.random.default_rng(1).normal(size=(300, 8))
    >>> answers = noise[:, :6] + 2 * np.repeat(noise[:, 6:], 3, axis=1)
    >>> wave = Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    >>> result = factor_analysis(wave, list("abcdef"), n_factors=2)
    >>> list(result.table["factor"])
    ['factor1', 'factor1', 'factor1', 'factor2', 'factor2', 'factor2']
    """
    _checks.one_of("method", method, EXTRACTIONS)
    _checks.one_of("rotation", rotation, ["none", *ROTATIONS])
    _checks.one_of("kind", kind, KINDS)
    if intervals is not None:
        _checks.one_of("intervals", intervals, INTERVALS)
    answers = together(wave, items, missing, kind)
    m = _possible(n_factors, len(answers.items))
    found, fit = extracted(wave, answers, m, method)
    turn = Turn(rotation, power, epsilon, _target(target, answers.items), starts, seed)
    turned = turn(found.loadings)
    names = [f"factor{j + 1}" for j in range(m)]
    matrices = _matrices(turned, answers, names)
    spread = loading_intervals(
        wave, answers, turned, turn, method, (intervals, draws, level)
    )
    table = _table(matrices["loadings"], matrices["structure"], answers)
    labels = wave.labels(answers.items)
    flags = solution_flags(Solution(labels, answers.n, found, turned))
    return result_of(
        wave,
        Factors,
        "Exploratory factor analysis",
        table,
        level=level if intervals else 0.90,
        about=dict.fromkeys(answers.items, answers.items),
        labels={**labels, **factor_words(wave, matrices["loadings"])},
        notes=[*design_note(wave), *answers.notes(), *flags.values(), *spread.notes],
        fit=fit,
        converged=found.converged and turned.converged,
        flags=tuple(flags),
        **matrices,
        **spread.frames(answers.items, names),
    )


def _possible(n_factors: int, k: int) -> int:
    m, most = _checks.whole("n_factors", n_factors), most_factors(k)
    if m > most:
        raise ValueError(f"n_factors={m}: {k} items can determine {most} at most.")
    return m


def _target(target: Any, items: Sequence[str]) -> np.ndarray | None:
    """Return the target in the order of the items."""
    if target is None:
        return None
    if isinstance(target, pd.DataFrame):
        _checks.columns(map(str, target.index), items, "the target's index")
        target = target.loc[list(items)]
    return np.asarray(target, float)


def _matrices(
    turned: Rotation, answers: Together, names: Sequence[str]
) -> dict[str, Any]:
    """Return loadings and what follows from them, labelled."""
    L, phi = turned.loadings, turned.factor_correlations
    items, factors = list(answers.items), list(names)
    found = answers.association
    left = found.R - L @ phi @ L.T
    np.fill_diagonal(left, 0.0)
    sd = np.sqrt(np.diagonal(found.covariance))
    return {
        "loadings": pd.DataFrame(L, index=items, columns=factors),
        "structure": pd.DataFrame(L @ phi, index=items, columns=factors),
        "factor_correlations": pd.DataFrame(phi, index=factors, columns=factors),
        "variance": pd.Series(np.diag(phi @ L.T @ L), index=factors, name="variance"),
        "correlations": pd.DataFrame(found.R, index=items, columns=items),
        "residuals": pd.DataFrame(left, index=items, columns=items),
        "centre": pd.DataFrame({"mean": found.means, "sd": sd}, index=items),
    }


def _table(
    loadings: pd.DataFrame, structure: pd.DataFrame, answers: Together
) -> pd.DataFrame:
    L = loadings.to_numpy()
    communality = (L * structure.to_numpy()).sum(axis=1)
    largest = np.abs(L).argmax(axis=1)
    squares = L**2
    fourth = (squares**2).sum(axis=1)
    return pd.DataFrame(
        {
            "term": list(answers.items),
            **dict(zip(loadings.columns, L.T, strict=True)),
            "communality": communality,
            "uniqueness": 1 - communality,
            "complexity": squares.sum(axis=1) ** 2
            / np.where(fourth > 0, fourth, np.nan),
            "factor": [str(loadings.columns[j]) for j in largest],
            **answers.counts(),
        }
    )
