"""What does a factor analysis hand back?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result

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
        as psych defines them; the interval of 90 %. After ``dwls`` as lavaan does,
        with ``cfi`` and the scaled forms, and without ``bic``.
    correlations, residuals : pandas.DataFrame
        Items × items: what was analysed, and what the factors leave of it.
    centre : pandas.DataFrame
        Items × ``mean, sd``: what scores are measured from.
    loadings_se, loadings_low, loadings_high : pandas.DataFrame
        Items × factors: errors and intervals where asked for, else empty.
    converged : bool
        Whether both extraction and rotation ended at a minimum.
    flags : tuple of str
        ``not_converged, heywood, near_heywood, small_sample, thin_factor,
        several_minima, just_identified`` as they apply; the notes say what they mean.
    """

    loadings: pd.DataFrame
    structure: pd.DataFrame
    factor_correlations: pd.DataFrame
    variance: pd.Series
    fit: pd.Series
    correlations: pd.DataFrame = field(default_factory=pd.DataFrame)
    residuals: pd.DataFrame = field(default_factory=pd.DataFrame)
    centre: pd.DataFrame = field(default_factory=pd.DataFrame)
    loadings_se: pd.DataFrame = field(default_factory=pd.DataFrame)
    loadings_low: pd.DataFrame = field(default_factory=pd.DataFrame)
    loadings_high: pd.DataFrame = field(default_factory=pd.DataFrame)
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
