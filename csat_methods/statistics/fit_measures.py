"""How well does a model of factors fit, by the measures that readers know?

Every measure in the names of lavaan, where it applies also scaled (for answers that
are not normal, rows that are not alike) and robust (in the population's sense).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtr, chdtrc, chndtr, chndtrinc

LEVEL = 0.90
"""Of the interval of RMSEA."""

CLOSE_FIT = 0.05
"""RMSEA of close fit (Browne & Cudeck 1993)."""


@dataclass(frozen=True)
class Statistic:
    """A test statistic, and how far it must be scaled.

    Attributes
    ----------
    chisq : float
    df : int
    scaled : float
        The scaled statistic.
    stretch : float
        ``chisq.scaling.factor``: the statistic over the scaled one; for shifted ones
        the inverse of the slope.
    shifted : bool
        Whether a constant was added, too.
    """

    chisq: float
    df: int
    scaled: float = np.nan
    stretch: float = np.nan
    shifted: bool = False


@dataclass(frozen=True)
class Robust:
    """Statistics whose sample values estimate the population's misfit.

    Attributes
    ----------
    model, baseline : Statistic
        `stretch` times `df` is what each would be by chance.
    """

    model: Statistic
    baseline: Statistic


@dataclass(frozen=True)
class Sample:
    """What fit measures need to know of the answers: their number and groups."""

    n: float
    groups: int = 1


def fit_measures(
    model: Statistic,
    baseline: Statistic,
    sample: Sample,
    robust: Robust | None = None,
) -> dict[str, float]:
    r"""Return chi-square, CFI, TLI and others, RMSEA with its interval.

    .. math::

        \mathrm{CFI} = 1 - \frac{\max(\chi^2 - df, 0)}
            {\max(\chi^2 - df, \chi_0^2 - df_0, 0)}, \qquad
        \mathrm{TLI} = \frac{\chi_0^2 / df_0 - \chi^2 / df}{\chi_0^2 / df_0 - 1}

        \mathrm{RMSEA} = \sqrt{G \max\Bigl(\frac{\chi^2 - df}{n\,df}, 0\Bigr)}

    The scaled forms put the scaled statistics in; the robust ones divide χ² less
    what the scaling expects of it, c df, so that they estimate the same population
    value as without any scaling (Brosseau-Liard and Savalei 2014).

    Parameters
    ----------
    model, baseline : Statistic
        The baseline is the model in which no item covaries with another.
    sample : Sample
    robust : Robust, optional
        Statistics for the robust forms, where they are not the scaled ones' own.

    Returns
    -------
    dict of str to float
        Named as by lavaan's ``fitMeasures``.

    References
    ----------
    Bentler, P. M. (1990). Comparative fit indexes in structural models.
    *Psychological Bulletin*, 107, 238-246.

    Brosseau-Liard, P. E., & Savalei, V. (2014). Adjusting incremental fit indices for
    nonnormality. *Multivariate Behavioral Research*, 49, 460-470.

    Steiger, J. H. (1998). A note on multiple sample extensions of the RMSEA fit index.
    *Structural Equation Modeling*, 5, 411-419.

    Examples
    --------
    Holzinger and Swineford's three factors:

    >>> found = fit_measures(
    ...     Statistic(85.30552, 24), Statistic(918.8516, 36), Sample(301)
    ... )
    >>> round(found["cfi"], 4), round(found["rmsea"], 4)
    (0.9306, 0.0921)
    """
    found = _statistics(model) | {
        f"baseline.{name}": value for name, value in _statistics(baseline).items()
    }
    found |= _comparative(model.chisq, model.df, baseline.chisq, baseline.df)
    found |= _approximation(model.chisq, model.df, sample)
    if np.isnan(model.scaled) and robust is None:
        return found
    if robust is None:
        robust = Robust(model, baseline)
    if not (np.isnan(model.scaled) and np.isnan(baseline.scaled)):
        found |= _suffixed(
            _comparative(model.scaled, model.df, baseline.scaled, baseline.df), "scaled"
        )
        found |= _suffixed(_scaled_approximation(model, sample), "scaled")
    return found | _suffixed(_robust(robust, sample), "robust")


def _suffixed(measures: dict[str, float], suffix: str) -> dict[str, float]:
    return {f"{name}.{suffix}": value for name, value in measures.items()}


def _tail(chisq: float, df: float) -> float:
    if df == 0 or np.isnan(chisq):
        return np.nan
    return float(chdtrc(df, max(chisq, 0.0)))


def _statistics(test: Statistic) -> dict[str, float]:
    found = {
        "chisq": test.chisq,
        "df": float(test.df),
        "pvalue": _tail(test.chisq, test.df),
    }
    if np.isnan(test.scaled) and np.isnan(test.stretch):
        return found
    return found | {
        "chisq.scaled": test.scaled,
        "df.scaled": float(test.df),
        "pvalue.scaled": _tail(test.scaled, test.df),
        "chisq.scaling.factor": test.stretch,
    }


def _comparative(chisq: float, df: int, base: float, base_df: int) -> dict[str, float]:
    """Return the measures that compare with the baseline."""
    if np.isnan([chisq, base]).any():
        return dict.fromkeys(("cfi", "tli", "nnfi", "nfi", "ifi", "rni"), np.nan)
    over, base_over = chisq - df, base - base_df
    most = max(over, base_over, 0.0)
    tli = _tucker_lewis(chisq, df, base, base_df)
    return {
        "cfi": 1 - max(over, 0.0) / most if most > 0 else 1.0,
        "tli": tli,
        "nnfi": tli,
        "nfi": (base - chisq) / base if base > 0 else np.nan,
        "ifi": (base - chisq) / (base - df) if base != df else np.nan,
        "rni": 1 - over / base_over if base_over else np.nan,
    }


def _tucker_lewis(chisq: float, df: float, base: float, base_df: float) -> float:
    if not df or base / base_df == 1:
        return 1.0 if not df else np.nan
    return float((base / base_df - chisq / df) / (base / base_df - 1))


def _approximation(chisq: float, df: float, sample: Sample) -> dict[str, float]:
    """Return RMSEA with its interval, and the p-value of close fit."""
    low, high = noncentrality(chisq, df)
    return {
        "rmsea": _rmsea(chisq - df, df, sample),
        "rmsea.ci.lower": _rmsea(low, df, sample),
        "rmsea.ci.upper": _rmsea(high, df, sample),
        "rmsea.pvalue": _close_fit(chisq, df, sample),
    }


def _scaled_approximation(test: Statistic, sample: Sample) -> dict[str, float]:
    """Return RMSEA of the scaled statistic.

    A statistic that is only stretched keeps its size, and its degrees of freedom are
    stretched instead, as by lavaan: the same RMSEA, another interval.
    """
    if test.shifted:
        return _approximation(test.scaled, test.df, sample)
    return _approximation(test.chisq, max(test.stretch, 0.0) * test.df, sample)


def _rmsea(excess: float, df: float, sample: Sample) -> float:
    if not df:
        return 0.0
    if np.isnan(excess):
        return np.nan
    return float(np.sqrt(sample.groups * max(excess, 0.0) / (sample.n * df)))


def _close_fit(chisq: float, df: float, sample: Sample) -> float:
    """Return the chance of so large a statistic where RMSEA is that of close fit."""
    if not df or np.isnan(chisq):
        return np.nan
    excess = sample.n * df * CLOSE_FIT**2 / sample.groups
    return float(1 - chndtr(chisq, df, excess))


def noncentrality(chisq: float, df: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of a chi-square's noncentrality, each end at least 0.

    Examples
    --------
    >>> low, high = noncentrality(85.30552, 24)
    >>> round(low, 3), round(high, 3)
    (36.847, 93.354)
    """
    if not df or np.isnan(chisq):
        return np.nan, np.nan
    ends = (1 + level) / 2, (1 - level) / 2
    low, high = (
        float(chndtrinc(chisq, df, end))
        if chisq > 0 and chdtr(df, chisq) > end
        else 0.0
        for end in ends
    )
    return low, high


def _robust(robust: Robust, sample: Sample) -> dict[str, float]:
    """Return the measures in the population's sense."""
    model, base = robust.model, robust.baseline
    excess = model.chisq - model.stretch * model.df
    base_excess = base.chisq - base.stretch * base.df
    c = model.stretch
    low, high = noncentrality(model.chisq / c if c > 0 else np.nan, model.df)
    found = {
        "rmsea": _rmsea(excess, model.df, sample),
        "rmsea.ci.lower": _rmsea(c * low, model.df, sample),
        "rmsea.ci.upper": _rmsea(c * high, model.df, sample),
    }
    if np.isnan([excess, base_excess]).any():
        return found | dict.fromkeys(("cfi", "tli", "nnfi", "rni"), np.nan)
    most = max(excess, base_excess, 0.0)
    ratio = np.nan
    if model.df and base_excess:
        ratio = excess * base.df / (base_excess * model.df)
    return found | {
        "cfi": 1 - max(excess, 0.0) / most if most > 0 else 1.0,
        "tli": 1 - ratio if model.df else 1.0,
        "nnfi": 1 - ratio if model.df else 1.0,
        "rni": 1 - excess / base_excess if base_excess else np.nan,
    }
