"""Do all kinds of customers answer equally readily?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.fieldwork.partial_indicators import partial_result
from csat_methods.fieldwork.propensities import Asked, asked_of
from csat_methods.result import Result, method
from csat_methods.statistics.response_chances import ChanceFit
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.estimate import domains, quantile
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LABELS: Mapping[str, Message] = {
    "r_indicator": Message("Representativeness (R-indicator)"),
    "sd_propensity": Message("Spread of the chance to answer"),
    "cv": Message("Spread in relation to the mean chance"),
    "mean_propensity": Message("Mean chance to answer"),
    "bias_bound": Message("Largest possible bias, in standard deviations"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Representativeness(Result):
    """How alike the chances to answer are: the R-indicator and what it is made of.

    Columns ``term, estimate, se, ci_low, ci_high, n, df, adjusted, adjusted_low,
    adjusted_high``.

    Attributes
    ----------
    partial : pandas.DataFrame
        Table of :func:`partial_indicators`.
    """

    partial: pd.DataFrame

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "adjusted": "coefficient",
        "adjusted_low": "coefficient",
        "adjusted_high": "coefficient",
    }

    def headline(self) -> Message:
        """Return the R-indicator, and what 1 would mean."""
        rows = [row for row in self.records() if row["term"] == "r_indicator"]
        if not rows:
            return Message("No indicator of representativeness is shown.")
        (row,) = rows
        return Message(
            "Representativeness is {r} ({low} to {high}); it would be {one} if all "
            "kinds of customers answered equally readily.",
            {
                "r": self.number(row, "adjusted"),
                "low": self.number(row, "adjusted_low"),
                "high": self.number(row, "adjusted_high"),
                "one": ONE,
            },
        )


ONE = Message("one")

HIGHEST = np.array([1.0, 0.5, np.inf, 1.0, np.inf])
"""The most that each term can be."""


@method
def representativeness(
    wave: Wave,
    *,
    responded: str,
    predictors: str | Sequence[str],
    level: float = 0.95,
) -> Representativeness:
    r"""Return the R-indicator of a response, with its interval and partial indicators.

    .. math::

        R = 1 - 2 S, \qquad
        S^2 = \frac{\sum d_i (\hat\rho_i - \bar\rho)^2}{\sum d_i - 1}, \qquad
        \bar\rho = \frac{\sum d_i \hat\rho_i}{\sum d_i}

    with d the weights and ρ the chances of a weighted logistic regression. `cv` and
    `bias_bound` are S / ρ̄: no mean of the respondents can be further off, in standard
    deviations of the answer, as far as answering depends on the predictors only.

    Sampling makes S too large. Adjusted, as in Shlomo, Skinner and Schouten,

    .. math::

        \tilde S^2 = S^2 - \frac{\sum d_i z_i' V z_i}{\sum d_i} + v(\bar\rho),
        \qquad z_i = \hat\rho_i (1 - \hat\rho_i) x_i

    with V the covariance of the coefficients at weights of mean 1 and v the design
    variance of the mean chance; at 0 where it would be negative. For a simple random
    sample this is their :math:`(1 + 1/n - 1/N) S^2 - \frac1n \sum z_i'
    [\sum z_j x_j']^{-1} z_i`.

    Errors are linearised for the joint chance of being drawn and of answering, under
    any design and after weighting steps; replicates fit the regression again.

    Parameters
    ----------
    wave : Wave
        Everybody who was to be asked, with base weights; not respondents alone.
    responded : str
        A column of 0 and 1: who answered.
    predictors : str or list of str
        What is known of everybody asked. Numbers enter as they are, everything else
        (and what the study calls a segment) by its levels.
    level : float
        Confidence of the intervals.

    Returns
    -------
    Representativeness
        Terms ``r_indicator`` (at most 1), ``sd_propensity`` (0 to 0.5), ``cv,
        mean_propensity`` (0 to 1), ``bias_bound`` (from 0): ``estimate`` without
        adjustment, ``adjusted`` with it and its interval; ``.partial``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If `responded` has anything but 0 and 1 or is the same for all, a predictor
        has blanks, one level or follows from others.

    References
    ----------
    Schouten, B., Cobben, F. and Bethlehem, J. (2009). Indicators for the
    representativeness of survey response. *Survey Methodology*, 35, 101-113, (2.5) and
    (3.3). Shlomo, N., Skinner, C. and Schouten, B. (2012). Estimation of an indicator
    of the representativeness of survey response. *JSPI*, 142, 201-211.

    Examples
    --------
    Of forty young and sixty old customers, half and nine tenths answer:

    >>> import pandas as pd
    >>> from csat_methods import Wave, representativeness
    >>> people = pd.DataFrame({"age": ["young"] * 40 + ["old"] * 60})
    >>> people["came"] = [1] * 20 + [0] * 20 + [1] * 54 + [0] * 6
    >>> found = representativeness(
    ...     Wave.from_frame(people), responded="came", predictors="age"
    ... )
    >>> round(float(found["r_indicator"].estimate), 3)
    0.606
    """
    _checks.between("level", level, 0, 1)
    asked = asked_of(wave, responded, predictors)
    weights = wave.design.weights[asked.rows]
    fit = asked.fit(weights)
    piece = Piece(
        asked.rows,
        indicators(fit.fitted, weights),
        lambda: _influence(fit),
        lambda w: _replicated(asked, w),
    )
    estimates = joint_estimates(wave, [piece])
    adjusted = _adjusted(wave, asked, fit)
    half = quantile(estimates.df, level) * estimates.se
    return estimates_result(
        wave,
        Representativeness,
        "Representativeness indicator",
        domains(wave),
        list(LABELS),
        estimates,
        level=level,
        about=dict.fromkeys(LABELS, (responded,)),
        labels=LABELS,
        columns={
            "adjusted": adjusted,
            "adjusted_low": np.clip(adjusted - half, 0.0, HIGHEST),
            "adjusted_high": np.clip(adjusted + half, 0.0, HIGHEST),
        },
        partial=partial_result(wave, asked, fit, responded, level).table,
    )


def indicators(chances: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return R, S, S / mean, the mean and S / mean of chances to answer, (5,)."""
    mean = weights @ chances / weights.sum()
    spread = np.sqrt(weights @ (chances - mean) ** 2 / (weights.sum() - 1))
    return _terms(spread, mean)


def _terms(spread: float, mean: float) -> np.ndarray:
    return np.array([1 - 2 * spread, spread, spread / mean, mean, spread / mean])


def _replicated(asked: Asked, weights: np.ndarray) -> np.ndarray:
    return indicators(asked.fit(weights).fitted, weights)


def linearised(
    fit: ChanceFit, value: np.ndarray, slope: np.ndarray, size: float
) -> np.ndarray:
    """Return the influence on a weighted mean of functions of the chances, (r,).

    `value` is the function less its mean, `slope` its derivative by the chance,
    `size` the sum of weights.
    """
    gradient = (fit.weights * slope * fit.slope) @ fit.x / size
    return value / size + fit.influence(gradient)


def _influence(fit: ChanceFit) -> np.ndarray:
    """Return the influence of each row on the five terms, (r, 5)."""
    weights, chances = fit.weights, fit.fitted
    size = weights.sum()
    mean = weights @ chances / size
    off = chances - mean
    variance = weights @ off**2 / (size - 1)
    spread = np.sqrt(variance)
    of_mean = linearised(fit, off, np.ones(len(off)), size)
    of_variance = linearised(fit, off**2 - variance, 2 * off, size - 1)
    of_spread = of_variance / (2 * spread) if spread > 0 else 0 * of_variance
    of_cv = of_spread / mean - spread / mean**2 * of_mean
    return np.column_stack([-2 * of_spread, of_spread, of_cv, of_mean, of_cv])


def _adjusted(wave: Wave, asked: Asked, fit: ChanceFit) -> np.ndarray:
    """Return the five terms with the spread less what sampling adds to it."""
    weights, chances = fit.weights, fit.fitted
    size = weights.sum()
    mean = weights @ chances / size
    variance = weights @ (chances - mean) ** 2 / (size - 1)
    z = fit.x * fit.slope[:, None]
    noise = weights @ np.einsum("ij,jk,ik->i", z, fit.inverse, z) * weights.mean()
    drawn = np.zeros(len(wave.domain))
    drawn[asked.rows] = (chances - mean) / size
    spare = float(covariance(wave.design, drawn[:, None])[0, 0])
    return _terms(np.sqrt(max(variance - noise / size + spare, 0.0)), mean)
