"""How far does what customers perceive lie from what they expect?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.gaps.gap_claims import said_of_gaps
from csat_methods.result import Result, method
from csat_methods.wave.bands import band_of_means, covariance_within
from csat_methods.wave.estimate import (
    Domains,
    Estimates,
    domains,
    interval,
    segment_frame,
)
from csat_methods.wave.pairs import (
    Columns,
    Pair,
    declared_pairs,
    lone_note,
    person_means,
    same_people,
    sound_pairs,
    twice_asked_note,
    unscaled_note,
)
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ROUNDING = 1e-9
"""Means of several items that differ by less are the same."""

DRAWS = 20_000
"""Draws behind the simultaneous band."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapScores(Result):
    """Gaps, perception less expectation: below zero is short of what was expected.

    Attributes
    ----------
    total : pandas.DataFrame
        A row for everybody, or one a segment: the segments, ``estimate, se, ci_low,
        ci_high, df, expectation, perception, pairs``: the mean of the gaps of all
        pairs, each over its own people.
    """

    total: pd.DataFrame = field(default_factory=pd.DataFrame)

    kinds: ClassVar[dict[str, str]] = {
        "estimate": "difference",
        "se": "number",
        "expectation": "number",
        "perception": "number",
        "unmet": "share",
        "met": "share",
        "exceeded": "share",
        "band_low": "difference",
        "band_high": "difference",
    }
    wholes: ClassVar[tuple[str, ...]] = ("total",)
    line: ClassVar[str] = "gap"
    clause: ClassVar[str] = "4.2"

    def headline(self) -> Message:
        """Return where customers get least of what they expect, if that is clear."""
        return said_of_gaps(self) or super().headline()


@method
def gap_scores(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    by: str | Sequence[str] | None = None,
    tolerance: float = 0.0,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> GapScores:
    r"""Return how far perception lies from expectation, pair by pair.

    .. math:: g_i = P_i - E_i, \qquad \bar g = \frac{\sum w_i g_i}{\sum w_i}

    over the people who answered both sides of a pair. Where a side has several items,
    P and E are a person's means of them: a dimension. The error is that of the paired
    differences under the wave's design, never of two separate means.

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation, perception)}, a column or an equally long list each; from
        the study's characteristics when not given.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    tolerance : float
        A gap up to this much on either side of zero counts as met; in points.
    level : float
        Confidence of intervals and band, between 0 and 1.
    draws, seed : int
        Random draws behind the band, and where they start.

    Returns
    -------
    GapScores
        One row a pair: ``term, estimate`` (the gap, in points of the scale; below zero:
        short of expectation), ``se, ci_low, ci_high, n, df, asked, not_applicable,
        expectation, perception`` (means of the same people), ``unmet, met, exceeded``
        (shares, 0 to 1), ``band_low, band_high`` (hold for all rows together). Its
        ``total`` is the mean over the pairs.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a pair's scales differ or its lists are of unequal length, the study names no
        pairs, `tolerance` is below 0, nobody is in the domain, or different people
        answered the two sides.

    Notes
    -----
    A difference is less reliable than its parts, and expectations near the top of the
    scale leave it little room: read it with `gap_reliability`.

    References
    ----------
    Parasuraman, A., Zeithaml, V. A. and Berry, L. L. (1988). SERVQUAL. *Journal of
    Retailing* 64, 12-40. Band: Hothorn, Bretz and Westfall (2008), *Biometrical
    Journal* 50, 346-363.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, gap_scores
    >>> answers = pd.DataFrame({"e": [7, 6, 7, 5], "p": [5, 6, 4, 6]})
    >>> wave = Wave.from_frame(answers, scales={"e": (1, 7), "p": (1, 7)})
    >>> row = gap_scores(wave, {"delivery": ("e", "p")})["delivery"]
    >>> float(row["estimate"]), float(row["unmet"]), float(row["exceeded"])
    (-1.0, 0.5, 0.25)
    """
    _checks.between("level", level, 0, 1)
    allowed = _checks.finite("tolerance", tolerance, 0)
    _checks.whole("draws", draws)
    named = sound_pairs(wave, declared_pairs(wave) if pairs is None else pairs)
    where, sides = domains(wave, by), _sides(wave, named)
    same_people(wave, {name: p.sides for name, p in named.items()}, sides.held)
    found = ratio_estimates(wave, where, sides.gap, sides.held.astype(float))
    parts = (wave, where, sides.gap, sides.held, found)
    within, levels = covariance_within(*parts), _levels(wave, where, sides, allowed)
    low, high = band_of_means(*parts, level, draws=draws, seed=seed, within=within)
    return estimates_result(
        wave,
        GapScores,
        "Gap between perception and expectation",
        where,
        list(named),
        found,
        level=level,
        about={name: pair.columns for name, pair in named.items()},
        columns={**levels, "band_low": low, "band_high": high},
        notes=(
            *unscaled_note(wave, named),
            *((*lone_note(wave), *twice_asked_note(wave)) if pairs is None else ()),
        ),
        averages=True,
        total=_total(where, found, within, levels, level),
    )


@dataclass(frozen=True, eq=False)
class _Sides:
    """Both sides of k pairs, 0 where a person did not answer all of a pair."""

    expectation: np.ndarray
    perception: np.ndarray
    held: np.ndarray

    @cached_property
    def gap(self) -> np.ndarray:
        """Perception less expectation, shape (n, k)."""
        return self.perception - self.expectation


def _sides(wave: Wave, pairs: Mapping[str, Pair]) -> _Sides:
    expectation, perception = (
        np.stack([person_means(wave, getattr(p, side)) for p in pairs.values()]).T
        for side in ("expectation", "perception")
    )
    held = ~np.isnan(expectation) & ~np.isnan(perception)
    return _Sides(
        np.where(held, expectation, 0.0), np.where(held, perception, 0.0), held
    )


def _levels(
    wave: Wave, where: Domains, sides: _Sides, tolerance: float
) -> dict[str, np.ndarray]:
    """Return the means of both sides, and the shares of unmet, met and exceeded."""
    allowed = tolerance + ROUNDING
    each = [
        _level(where, np.where(held, wave.design.weights, 0.0), expected, got, allowed)
        for held, expected, got in zip(
            sides.held.T, sides.expectation.T, sides.perception.T, strict=True
        )
    ]
    names = ("expectation", "perception", "unmet", "met", "exceeded")
    return dict(
        zip(names, np.stack(each, axis=-1).reshape(len(names), -1), strict=True)
    )


def _level(
    where: Domains,
    weights: np.ndarray,
    expected: np.ndarray,
    perceived: np.ndarray,
    allowed: float,
) -> np.ndarray:
    """Return the means and shares of one pair by domain, shape (5, D)."""
    gap = perceived - expected
    side = 1 + (gap > allowed) - (gap < -allowed).astype(int)
    cells = np.bincount((where.codes + 1) * 3 + side, weights, 3 * len(where) + 3)
    shares = cells.reshape(-1, 3)[1:].T
    parts = [where.sums(weights * expected), where.sums(weights * perceived), *shares]
    with np.errstate(invalid="ignore"):
        return np.array(parts) / shares.sum(axis=0)


def _total(
    where: Domains,
    found: Estimates,
    within: np.ndarray,
    levels: Mapping[str, np.ndarray],
    level: float,
) -> pd.DataFrame:
    """Return the means over all pairs, by domain; missing where one pair's is."""
    count, k = within.shape[:2]
    sides = {
        name: levels[name].reshape(count, k).mean(axis=1)
        for name in ("expectation", "perception")
    }
    estimate = found.estimate.reshape(count, k).mean(axis=1)
    known = np.isfinite(found.se.reshape(count, k)).all(axis=1)
    variance = np.maximum(within.sum(axis=(1, 2)), 0.0) / k**2
    se = np.where(known, np.sqrt(variance), np.nan)
    df = found.df.reshape(count, k).min(axis=1)
    low, high = interval(estimate, se, df, level)
    return pd.DataFrame(
        {
            **segment_frame(where, 1),
            "estimate": estimate,
            "se": se,
            "ci_low": low,
            "ci_high": high,
            "df": df,
            **sides,
            "pairs": k,
        }
    )
