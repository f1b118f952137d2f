"""Which dimensions lie behind the items, and which item belongs to which?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.factors.analysable import Together, design_note, together
from csat_methods.factors.parallel_analysis import factor_labels
from csat_methods.factors.solution_flags import Solution, solution_flags
from csat_methods.result import Result, method
from csat_methods.statistics.extraction import (
    METHODS as EXTRACTIONS,
    extract,
    most_factors,
)
from csat_methods.statistics.factor_fit import FactorFit, factor_fit
from csat_methods.statistics.rotation import Rotation, rotate
from csat_methods.statistics.rotation_methods import METHODS as ROTATIONS
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FIT = {
    "chisq": "chisq",
    "df": "df",
    "pvalue": "p",
    "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_low",
    "rmsea.ci.upper": "rmsea_high",
    "tli": "tli",
    "bic": "bic",
    "rmsr": "rmsr",
}
"""lavaan's names of the fit measures, and ours."""


HEADLINES = {
    "not_converged": "No stable solution with {factors} factors was found.",
    "heywood": "{factors} factors are too many for these {items} items: the "
    "solution is improper.",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Factors(Result):
    """Loadings of items on factors.

    Attributes
    ----------
    loadings, structure : pandas.DataFrame
        Items × factors: the pattern, and the correlations of items with factors.
    factor_correlations : pandas.DataFrame
        Factors × factors, in the order of the loadings.
    variance : pandas.Series
        What each factor accounts for, in items: diag(Φ L'L).
    fit : pandas.Series
        ``chisq, df, pvalue, rmsea, rmsea.ci.lower, rmsea.ci.upper, tli, bic, rmsr``
        as psych defines them; the interval of 90 %.
    converged : bool
        Whether both extraction and rotation ended at a minimum.
    flags : tuple of str
        ``not_converged, heywood, near_heywood, small_sample, thin_factor,
        several_minima`` as they apply; the notes say what they mean.
    """

    loadings: pd.DataFrame
    structure: pd.DataFrame
    factor_correlations: pd.DataFrame
    variance: pd.Series
    fit: pd.Series
    converged: bool
    flags: tuple[str, ...]

    clause: ClassVar[str] = "7.4.3"

    @property
    def communalities(self) -> pd.Series:
        """Share of each item's variance that the factors account for: diag(LΦL')."""
        return self.table.set_index("term")["communality"]

    @property
    def uniquenesses(self) -> pd.Series:
        """Share of each item's variance that is its own."""
        return self.table.set_index("term")["uniqueness"]

    def headline(self) -> Message:
        """Return what the factors account for, or why they are not to be read."""
        if not len(self.table) or not len(self.loadings):
            return super().headline()
        values = {
            "factors": Number(self.loadings.shape[1], "count"),
            "items": Number(len(self.loadings), "count"),
            "share": Number(float(self.variance.sum()) / len(self.loadings), "percent"),
        }
        for flag, sentence in HEADLINES.items():
            if flag in self.flags:
                return Message(sentence, values)
        return Message(
            "One factor accounts for {share} of the variation of {items} items."
            if self.loadings.shape[1] == 1
            else "{factors} factors account for {share} of the variation of {items} "
            "items.",
            values,
        )


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
        ``minres`` (least squares on the correlations), ``ml`` (maximum likelihood) or
        ``principal_axis``.
    rotation : str
        ``none, varimax, quartimax, equamax, promax, oblimin, geomin, bifactor,
        target``. Oblimin has gamma 0; varimax and promax are Kaiser-weighted.
    kind : str
        ``pearson``.
    missing : str
        ``complete``: people who answered all items.
    target : array_like or DataFrame, shape (k, m), optional
        For ``target``: wanted loadings, NaN where free.
    epsilon : float
        Of geomin.
    power : float
        Of promax.
    starts, seed : int
        Rotations are followed from so many starts, the first by factor_analyzer, the
        others random; the lowest minimum wins.

    Returns
    -------
    Factors
        One row an item: ``term, factor1 …, communality, uniqueness, complexity,
        factor, n``, `factor` the one with the largest loading. Factors by falling
        variance, each with a positive sum of loadings; `.loadings`,
        `.factor_correlations`, `.structure`, `.communalities`, `.uniquenesses`,
        `.variance`, `.fit`, `.converged`, `.flags`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too many factors, too few people, or an item is constant, a copy
        or a sum of others; if an argument is out of range.

    References
    ----------
    Harman, H. H. and Jones, W. H. (1966). *Psychometrika*, 31, 351-368 (minres).
    Bernaards, C. A. and Jennrich, R. I. (2005). *Educational and Psychological
    Measurement*, 65, 676-696 (rotations). Hofmann, R. J. (1978). *Multivariate
    Behavioral Research*, 13, 247-250 (complexity).

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
    _checks.one_of("kind", kind, ("pearson",))
    answers = together(wave, items, missing)
    m = _possible(n_factors, len(answers.items))
    found = extract(answers.R, m, method=method)
    turned = rotate(
        found.loadings,
        rotation,
        power=power,
        epsilon=epsilon,
        target=_target(target, answers.items),
        starts=starts,
        seed=seed,
    )
    names = [f"factor{j + 1}" for j in range(m)]
    matrices = _matrices(turned, answers.items, names)
    table = _table(matrices["loadings"], matrices["structure"], answers)
    labels = wave.labels(answers.items)
    flags = solution_flags(Solution(labels, answers.n, found, turned))
    return result_of(
        wave,
        Factors,
        "Exploratory factor analysis",
        table,
        level=0.90,
        about=dict.fromkeys(answers.items, answers.items),
        labels={**labels, **factor_labels(names)},
        notes=[*design_note(wave), *flags.values()],
        fit=_fit(factor_fit(answers.R, found.loadings, answers.n)),
        converged=found.converged and turned.converged,
        flags=tuple(flags),
        **matrices,
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
    turned: Rotation, items: Sequence[str], names: Sequence[str]
) -> dict[str, Any]:
    """Return loadings, structure, factor correlations and variance, labelled."""
    L, phi = turned.loadings, turned.factor_correlations
    return {
        "loadings": pd.DataFrame(L, index=list(items), columns=list(names)),
        "structure": pd.DataFrame(L @ phi, index=list(items), columns=list(names)),
        "factor_correlations": pd.DataFrame(
            phi, index=list(names), columns=list(names)
        ),
        "variance": pd.Series(
            np.diag(phi @ L.T @ L), index=list(names), name="variance"
        ),
    }


def _table(
    loadings: pd.DataFrame, structure: pd.DataFrame, answers: Together
) -> pd.DataFrame:
    L = loadings.to_numpy()
    communality = (L * structure.to_numpy()).sum(axis=1)
    largest = np.abs(L).argmax(axis=1)
    squares = L**2
    return pd.DataFrame(
        {
            "term": list(answers.items),
            **dict(zip(loadings.columns, L.T, strict=True)),
            "communality": communality,
            "uniqueness": 1 - communality,
            "complexity": squares.sum(axis=1) ** 2 / (squares**2).sum(axis=1),
            "factor": [str(loadings.columns[j]) for j in largest],
            **answers.counts(),
        }
    )


def _fit(fit: FactorFit) -> pd.Series:
    return pd.Series(
        {name: getattr(fit, ours) for name, ours in FIT.items()}, dtype=float
    )
