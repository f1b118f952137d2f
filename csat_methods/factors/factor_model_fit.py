"""What does a fitted model of factors say, and how well does it fit?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result

FLAGS = ("not_converged", "inadmissible", "no_errors", "small_sample", "long_tails")
"""What may be wrong with a solution."""

GOOD = {"cfi": 0.95, "rmsea": 0.06, "srmr": 0.08}
"""Lines of good fit: Hu and Bentler (1999), *Structural Equation Modeling*, 6, 1-55."""

FAIR = {"cfi": 0.90, "rmsea": 0.08, "srmr": 0.10}
"""Lines of acceptable fit: Schermelleh-Engel et al. (2003), *MPR Online*, 8, 23-74."""

FITS = {
    "good": "The items measure what they are meant to: the model fits well (CFI {cfi}, "
    "RMSEA {rmsea}).",
    "fair": "The items measure what they are meant to, with some misfit (CFI {cfi}, "
    "RMSEA {rmsea}).",
    "poor": "The items do not measure quite what they are meant to: the model fits "
    "poorly (CFI {cfi}, RMSEA {rmsea}).",
    "exact": "The model has as many parameters as the answers have moments: its fit "
    "cannot be judged.",
    "not_converged": "The model did not settle: it is not to be read.",
    "inadmissible": "The model has no sound solution for these answers: it is not to "
    "be read.",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FactorModelFit(Result):
    """A confirmatory factor model: one row a parameter.

    Attributes
    ----------
    fit : pandas.Series
        Fit by lavaan's names: ``chisq, df, pvalue, cfi, tli, rmsea, rmsea.ci.lower,
        rmsea.ci.upper, srmr`` and others, for likelihood also ``logl, aic, bic``;
        ``.scaled`` and ``.robust`` forms where they apply.
    standardized : pandas.DataFrame
        ``term, group, estimate, se, z, p`` if items and factors had variance one.
    residuals : pandas.DataFrame or dict of str to DataFrame
        Correlations of the items less those implied; by group where there are some.
    factor_correlations : pandas.DataFrame or dict of str to DataFrame
        Correlations of the factors.
    changes : pandas.DataFrame
        ``term, group, mi, epc``: what a parameter set free would do.
    model : dict
        Factor to what it loads on.
    estimator : str
    converged : bool
    admissible : bool
        Whether variances are not below zero and correlations not beyond one.
    flags : tuple of str
        ``not_converged, inadmissible, no_errors, small_sample, long_tails`` as they
        apply; the notes say what they mean.
    """

    fit: pd.Series
    standardized: pd.DataFrame
    residuals: Any
    factor_correlations: Any
    changes: pd.DataFrame
    model: dict[str, list[str]]
    estimator: str
    converged: bool
    admissible: bool
    flags: tuple[str, ...]

    clause: ClassVar[str] = "7.4.3"
    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "se": "coefficient",
        "ci_low": "coefficient",
        "ci_high": "coefficient",
        "standardized": "number",
        "z": "number",
    }

    @property
    def verdict(self) -> str:
        """How it fits: ``good, fair, poor, exact, not_converged, inadmissible``."""
        for flag in ("not_converged", "inadmissible"):
            if flag in self.flags:
                return flag
        return judged(self.fit)

    def headline(self) -> Message:
        """Return how well the model fits, or why it is not to be read."""
        values = {
            name: Number(float(self.fit[_form(self.fit, name)]), "coefficient")
            for name in ("cfi", "rmsea")
        }
        return Message(FITS[self.verdict], values)


def judged(fit: pd.Series) -> str:
    """Return whether a fit is good, fair or poor; exact without degrees of freedom."""
    if not fit["df"]:
        return "exact"
    for verdict, lines in (("good", GOOD), ("fair", FAIR)):
        if all(_holds(fit, name, line) for name, line in lines.items()):
            return verdict
    return "poor"


def _form(fit: pd.Series, name: str) -> str:
    """Return the name of the robust, else the scaled, else the plain form."""
    for suffix in (".robust", ".scaled", ""):
        if name + suffix in fit and not np.isnan(fit[name + suffix]):
            return name + suffix
    return name


def _holds(fit: pd.Series, name: str, line: float) -> bool:
    value = float(fit[_form(fit, name)])
    return value >= line if name == "cfi" else value <= line
