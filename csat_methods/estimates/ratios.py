"""How much is there of one amount for each unit of another?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.claimed import (
    MEAN,
    claim_notes,
    effective_answers,
    spread_and_skewness,
)
from csat_methods.wave.estimate import Domains, Estimates, domains
from csat_methods.wave.ratios import (
    design_effect,
    ratio_estimates,
    ratio_values,
    simple_variances,
)
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Ratios(Result):
    """Ratios of totals; a term is ``numerator/denominator``."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "coefficient"}
    line: ClassVar[str] = "ratio"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return the highest and the lowest ratio, if they differ clearly."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        low, high = claims.extremes(rows)
        values = {
            **claims.with_interval(self, high),
            "last": claims.row_name(self, low),
            "least": self.number(low, "estimate"),
        }
        if len(rows) == 1:
            return Message("{label}: {estimate} ({low} to {high}; n = {n}).", values)
        ends = claims.clear_ends(rows)
        if self.table["term"].nunique() > 1 or (ends is not None and not all(ends)):
            return Message(
                "The ratios lie between {least} ({last}) and {estimate} ({label}).",
                values,
            )
        if ends is None:
            return Message(
                "The ratios, {least} to {estimate}, do not differ clearly.", values
            )
        return Message(
            "The ratio is highest in {label} ({estimate}), lowest in {last} ({least}).",
            values,
        )


@method
def ratios(
    wave: Wave,
    numerator: str | Sequence[str],
    denominator: str | Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Ratios:
    r"""Return ratios of two totals, with design-based errors.

    .. math:: \hat R = \frac{\sum w_i y_i}{\sum w_i x_i}, \qquad
              z_i = \frac{y_i - \hat R x_i}{\sum w_i x_i}

    over the people who answered both. A ratio of means is the same number. Intervals
    are claimed to hold where those of `means` of the residuals y − R x are.

    Parameters
    ----------
    wave : Wave
    numerator, denominator : str or list of str
        Columns of amounts, paired in order; one denominator serves all numerators.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Ratios
        One row a pair: ``term`` (``numerator/denominator``)``, estimate, se, ci_low,
        ci_high, n, df, asked, not_applicable, deff``, in units of the numerator for
        each unit of the denominator.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a column holds text or nominal codes, the lists do not pair, or the only
        denominator adds up to nothing.

    References
    ----------
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). *Model Assisted Survey
    Sampling*, eq. 5.6.10. Springer. Lohr, S. (2010). *Sampling: Design and Analysis*,
    2nd ed., section 4.1.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, ratios
    >>> shops = pd.DataFrame({"complaints": [1, 0, 3], "visits": [10, 20, 50]})
    >>> result = ratios(Wave.from_frame(shops), "complaints", "visits")
    >>> result.estimate, round(result.se, 4)
    (0.05, 0.0187)
    """
    _checks.between("level", level, 0, 1)
    tops, bottoms = _pairs(wave, numerator, denominator)
    terms = [f"{y}/{x}" for y, x in zip(tops, bottoms, strict=True)]
    y, x = _columns(wave, tops), _columns(wave, bottoms)
    held, where = ~np.isnan(y) & ~np.isnan(x), domains(wave, by)
    y, x = np.where(held, y, 0.0), np.where(held, x, 0.0)
    found = _sound(ratio_estimates(wave, where, y, x, held), terms)
    residuals = _residuals(wave, where, found, y, x, held)
    return estimates_result(
        wave,
        Ratios,
        "Ratio",
        where,
        terms,
        found,
        level=level,
        about={t: (a, b) for t, a, b in zip(terms, tops, bottoms, strict=True)},
        labels={
            t: Message("{a} / {b}", {"a": wave.label(a), "b": wave.label(b)})
            for t, a, b in zip(terms, tops, bottoms, strict=True)
        },
        columns={"deff": residuals.deff(wave, where, found)},
        notes=(*_empty_note(found), *residuals.notes(wave, where, found)),
    )


def _pairs(
    wave: Wave, numerator: str | Sequence[str], denominator: str | Sequence[str]
) -> tuple[list[str], list[str]]:
    """Return numerators and denominators of equal number.

    Raises
    ------
    ValueError
        If they do not pair.
    """
    tops = wave.measured(numerator)
    bottoms = [denominator] if isinstance(denominator, str) else list(denominator)
    wave.measured(list(dict.fromkeys(bottoms)))
    if len(bottoms) == 1:
        bottoms *= len(tops)
    if len(bottoms) != len(tops):
        raise ValueError(
            f"denominator={bottoms} must be one column, or as many as the "
            f"{len(tops)} numerators."
        )
    return tops, [str(name) for name in bottoms]


def _columns(wave: Wave, names: list[str]) -> np.ndarray:
    """Return answers, a column a name; a name may repeat."""
    once = list(dict.fromkeys(names))
    return wave.answers(once)[:, [once.index(name) for name in names]]


def _sound(found: Estimates, terms: list[str]) -> Estimates:
    """Return the ratios, missing where the denominator adds up to nothing.

    Raises
    ------
    ValueError
        If it is the only one.
    """
    finite = np.isfinite(found.estimate)
    if len(finite) == 1 and not finite.all() and found.n[0]:
        raise ValueError(f"ratio={terms[0]}: the denominator adds up to nothing.")
    return replace(found, estimate=np.where(finite, found.estimate, np.nan))


@dataclass(frozen=True, eq=False)
class _Residuals:
    """What each row is off its domain's ratio, y − R x, and mean denominators."""

    off: np.ndarray
    size: np.ndarray
    held: np.ndarray

    def deff(self, wave: Wave, where: Domains, found: Estimates) -> np.ndarray:
        """Return the variance over that of simple random sampling."""
        simple = simple_variances(wave, where, self.off, self.held)
        with np.errstate(invalid="ignore", divide="ignore"):
            return design_effect(found.se, simple / self.size**2)

    def notes(
        self, wave: Wave, where: Domains, found: Estimates
    ) -> tuple[Message, ...]:
        """Return the caution on intervals that have not been shown to hold."""
        spread, skewness = spread_and_skewness(wave, where, self.off, self.held)
        with np.errstate(invalid="ignore", divide="ignore"):
            spread = np.nan_to_num(spread / self.size**2, posinf=0.0)
        effective = effective_answers(found, spread)
        return claim_notes(MEAN, found, effective, skewness=skewness)


def _residuals(
    wave: Wave,
    where: Domains,
    found: Estimates,
    y: np.ndarray,
    x: np.ndarray,
    held: np.ndarray,
) -> _Residuals:
    shape = (len(where), y.shape[1])
    ratio = np.nan_to_num(found.estimate).reshape(shape)[np.maximum(where.codes, 0)]
    size = ratio_values(wave, where, x, held.astype(float)).ravel()
    return _Residuals(np.where(held, y - ratio * x, 0.0), size, held)


def _empty_note(found: Estimates) -> tuple[Message, ...]:
    """Return the note on denominators that add up to nothing."""
    if not (np.isnan(found.estimate) & (found.n > 0)).any():
        return ()
    return (Message("Ratios are missing where their denominator adds up to nothing."),)
