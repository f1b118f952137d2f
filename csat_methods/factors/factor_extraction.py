"""Which factors are extracted from these correlations, and how well do they fit?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.factors.analysable import Together
from csat_methods.statistics.extraction import METHODS, Extraction, extract
from csat_methods.statistics.factor_fit import factor_fit
from csat_methods.statistics.weighted_extraction import extract_weighted
from csat_methods.statistics.weighted_fit import weighted_fit
from csat_methods.survey_design.variance import covariance

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

WEIGHTED = "dwls"

EXTRACTIONS = (*METHODS, WEIGHTED)
"""Methods of extraction."""

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


SCALED = {
    **{name: ours for name, ours in FIT.items() if ours not in {"p", "bic"}},
    "cfi": "cfi",
    "chisq.scaled": "chisq_scaled",
    "pvalue.scaled": "p_scaled",
    "chisq.scaling.factor": "scaling",
    "rmsea.scaled": "rmsea_scaled",
    "tli.scaled": "tli_scaled",
    "cfi.scaled": "cfi_scaled",
}
"""Those of diagonally weighted least squares."""


def extracted(
    wave: Wave, answers: Together, m: int, how: str
) -> tuple[Extraction, pd.Series]:
    """Return m unrotated factors and their fit.

    Parameters
    ----------
    how : str
        One of ``EXTRACTIONS``.
    """
    if how != WEIGHTED:
        found = extract(answers.R, m, method=how)
        fit = factor_fit(answers.R, found.loadings, answers.n_tested)
        return found, pd.Series(
            {k: getattr(fit, v) for k, v in FIT.items()}, dtype=float
        )
    raw = answers.association.raw
    gamma = correlation_covariance(wave, answers)
    found = extract_weighted(raw, m, square(np.diagonal(gamma), len(raw)))
    scaled = weighted_fit(raw, found.loadings, gamma, answers.n_tested)
    values = {k: getattr(scaled, v) for k, v in SCALED.items()}
    values |= {"pvalue": scaled.p_scaled, "bic": np.nan}
    return found, pd.Series(values, dtype=float)[[*FIT, *list(SCALED)[len(FIT) - 2 :]]]


def correlation_covariance(wave: Wave, answers: Together) -> np.ndarray:
    """Return the covariances of the correlations under the design, shape (P, P).

    Raises
    ------
    ValueError
        If blanks are filled by EM, or a correlation does not vary at all.
    """
    asked = answers.association.asked
    if asked.missing == "em":
        raise ValueError(
            f"method={WEIGHTED!r} weighs correlations by their errors, which "
            "missing='em' does not have; use 'complete' or 'available'."
        )
    values = asked.pairs.estimates
    replicates = wave.design.replicates
    if replicates is not None:
        weights = replicates.weights[asked.rows].T
        each = np.array([asked.pairs_under(w).estimates for w in weights])
        return _positive(replicates.covariance(values, each))
    z = np.zeros((len(asked.rows), len(values)))
    for number in range(len(values)):
        z[asked.rows, number] = asked.pairs.effect(number)
    return _positive(covariance(wave.design, z))


def square(values: np.ndarray, k: int) -> np.ndarray:
    """Return one value a pair as a symmetric matrix with ones on the diagonal.

    Examples
    --------
    >>> square(np.array([0.5]), 2)
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    found = np.eye(k)
    found[np.triu_indices(k, 1)] = values
    found.T[np.triu_indices(k, 1)] = values
    return found


def _positive(gamma: np.ndarray) -> np.ndarray:
    if not (np.diagonal(gamma) > 0).all():
        raise ValueError(
            f"method={WEIGHTED!r}: some correlations have no error under this design; "
            "use 'minres'."
        )
    return gamma
