"""How far can a gap be trusted, being a difference of two ratings?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.result import Finding, Result, judge, method
from csat_methods.statistics.gap_covariances import SLOPES, STATISTICS, gap_figures
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import moments
from csat_methods.wave import claims
from csat_methods.wave.estimate import Estimates, domains, quantile
from csat_methods.wave.pairs import (
    Columns,
    Pair,
    declared_dimensions,
    same_people,
    sound_pairs,
)
from csat_methods.wave.smooth import Piece, joint_estimates, nothing
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

RELIABLE = 0.7
"""Reliability below which a score is read with care (Nunnally 1978, p. 245)."""

ADVICE = {
    "bad": (
        "The gap at {label} is too unreliable to compare single customers by "
        "({estimate}, {low} to {high}): compare them by perception."
    ),
    "undecided": (
        "Whether the gap at {label} is reliable enough to compare single customers by "
        "is undecided ({estimate}, {low} to {high}): read perception beside it."
    ),
    "good": (
        "The gap at {label} is reliable enough to compare single customers by "
        "({estimate}, {low} to {high})."
    ),
}
"""What to compare customers by; how sure a mean gap is, its interval says."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapReliability(Result):
    """Reliability of gaps, and how much room the scale leaves them."""

    kinds: ClassVar[Mapping[str, str]] = {
        "ceiling": "share",
        "floor": "share",
        "inversions": "share",
    }
    line: ClassVar[str] = "gap_reliability"
    clause: ClassVar[str] = "7.4.5"

    def headline(self) -> Message:
        """Return how many gaps do not tell customers apart, and what to do then."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        low, _ = claims.extremes(rows)
        weak = [row for row in rows if row["ci_high"] < RELIABLE]
        unsure = [row for row in rows if not row["ci_low"] >= RELIABLE]
        if len(rows) == 1:
            return self.sentence(low, judge(low["ci_low"], low["ci_high"], RELIABLE))
        values = {
            "weak": Number(len(weak), "count"),
            "unsure": Number(len(unsure), "count"),
            "all": Number(len(rows), "count"),
            "line": Number(RELIABLE),
            "lowest": self.number(low, "estimate"),
            "label": claims.row_name(self, low),
        }
        if weak:
            return Message(
                "{weak} of {all} gaps are too unreliable to compare single customers "
                "by, most so {label} ({lowest}, where {line} is needed): compare them "
                "by perception.",
                values,
            )
        if unsure:
            return Message(
                "Whether gaps are reliable enough to compare single customers by is "
                "undecided for {unsure} of {all} (the lowest has {lowest}, where "
                "{line} is needed): read perception beside them.",
                values,
            )
        return Message(
            "All gaps are reliable enough to compare single customers by: {lowest} or "
            "more, where {line} is needed.",
            values,
        )

    def findings(self, rules: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
        """Return whether each gap that has a reliability tells customers apart."""
        found = super().findings(rules)
        return tuple(each for each in found if not np.isnan(each.estimate))

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what to compare customers by, for one gap."""
        return Message(ADVICE[verdict], claims.with_interval(self, row))


@method
def gap_reliability(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    level: float = 0.95,
) -> GapReliability:
    r"""Return how reliable each gap is, and how much room the scale leaves it.

    .. math:: r_D = \frac{s_P^2 r_P + s_E^2 r_E - 2 r s_P s_E}
                         {s_P^2 + s_E^2 - 2 r s_P s_E}

    with :math:`r_E, r_P` Cronbach's alpha of the two sides, :math:`s_E, s_P` the
    standard deviations of a person's means and r their correlation. The formula takes
    the errors of both ratings as unrelated; ``alpha_gap``, alpha of the item gaps
    themselves, does not. Errors are linearised under the wave's design, intervals
    stand on the scale of :math:`\log(1 - r_D)`.

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation columns, perception columns)}; from the study's constructs,
        else its characteristics, when not given.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    GapReliability
        One row a pair: ``term, estimate`` (that of ``difference_reliability``), ``se,
        ci_low, ci_high, n, df, asked, not_applicable, alpha_expectation,
        alpha_perception, correlation, difference_reliability, alpha_gap,
        alpha_gap_se``; ``ceiling, floor``: shares of expectations at the top and the
        bottom of the scale, which leave no room for a gap above or below zero;
        ``inversions``: share of answers with the perception above the expectation,
        which has no sense where an ideal was asked for. Reliabilities of single items
        are missing.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a pair's scales differ or its lists are of unequal length, the study names no
        pairs, nobody is in the domain, or different people answered the two sides.

    Notes
    -----
    A ratio of quadratic forms bends: at 200 people its jackknife error is 2 per cent
    larger than the linearised one, the true one between both; at 1000, half a per cent.

    References
    ----------
    Peter, J. P., Churchill, G. A. and Brown, T. J. (1993). Caution in the use of
    difference scores in consumer research. *Journal of Consumer Research* 19, 655-662.
    Nunnally, J. C. (1978). *Psychometric Theory*, 2nd ed. McGraw-Hill.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, gap_reliability
    >>> rng = np.random.default_rng(1)
    >>> wanted, got = rng.normal(size=(2, 300, 1)) + rng.normal(size=(2, 300, 3)) / 2
    >>> answers = pd.DataFrame(np.hstack([wanted, got]), columns=list("abcdef"))
    >>> pairs = {"staff": (["a", "b", "c"], ["d", "e", "f"])}
    >>> row = gap_reliability(Wave.from_frame(answers), pairs)["staff"]
    >>> bool(abs(row["difference_reliability"] - row["alpha_gap"]) < 0.02)
    True
    """
    _checks.between("level", level, 0, 1)
    named = sound_pairs(wave, declared_dimensions(wave) if pairs is None else pairs)
    where = domains(wave)
    parts = [_Part.of(wave, pair) for pair in named.values()]
    held = np.column_stack([part.rows for part in parts])
    same_people(wave, {name: p.sides for name, p in named.items()}, held)
    found, alphas = (
        joint_estimates(wave, [part.piece(name) for part in parts])
        for name in ("difference_reliability", "alpha_gap")
    )
    figures = [part.figures() for part in parts]
    columns = {name: [each[name] for each in figures] for name in figures[0]}
    low, high = _interval(found, level)
    return estimates_result(
        wave,
        GapReliability,
        "Reliability of gaps",
        where,
        list(named),
        found,
        level=level,
        about={name: pair.columns for name, pair in named.items()},
        columns={
            **columns,
            "alpha_gap_se": alphas.se,
            "ci_low": low,
            "ci_high": high,
        },
        notes=_single_note(wave, named),
    )


def _interval(found: Estimates, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the t interval on the scale of log(1 − r)."""
    error = 1 - found.estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(quantile(found.df, level) * found.se / error)
        low, high = 1 - error * factor, 1 - error / factor
    flat = (found.se == 0) & ~np.isnan(found.estimate)
    return np.where(flat, found.estimate, low), np.where(flat, found.estimate, high)


def _single_note(wave: Wave, pairs: Mapping[str, Pair]) -> tuple[Message, ...]:
    """Return the note on pairs of single items."""
    single = [name for name, pair in pairs.items() if len(pair.expectation) == 1]
    if not single:
        return ()
    named = Listing(tuple(wave.label(name) for name in single))
    return (
        Message(
            "One item a side does not show how reliable a gap is: {pairs}.",
            {"pairs": named},
        ),
    )


@dataclass(frozen=True, eq=False)
class _Part:
    """The people who answered all of a pair: expectations, then perceptions."""

    rows: np.ndarray
    x: np.ndarray
    weights: np.ndarray
    ends: tuple[float, float]

    @classmethod
    def of(cls, wave: Wave, pair: Pair) -> _Part:
        """Return the part of a pair, with the ends of its scale or of its answers."""
        answers = wave.answers(list(pair.columns))
        rows = wave.domain & ~np.isnan(answers).any(axis=1) & (wave.design.weights > 0)
        x = answers[rows]
        seen = (float(x.min()), float(x.max())) if len(x) else (np.nan, np.nan)
        ends = wave.scales.get(pair.columns[0], seen)
        return cls(rows, x, wave.design.weights[rows], ends)

    def piece(self, name: str) -> Piece:
        """Return one of the reliabilities with its influence values."""
        statistic: Callable[[np.ndarray], float] = STATISTICS[name]
        if len(self.x) < 2 or self.x.shape[1] < 4:
            return nothing(self.rows, 1)
        whole = moments(self.x, self.weights)
        estimate = statistic(whole.covariance)
        if np.isnan(estimate):
            return nothing(self.rows, 1)

        def moved() -> np.ndarray:
            return influence(
                self.x, None, whole, B=SLOPES[name](whole.covariance)[None]
            )

        def again(w: np.ndarray) -> np.ndarray:
            return np.array([statistic(moments(self.x, w).covariance)])

        return Piece(self.rows, np.array([estimate]), moved, again)

    def figures(self) -> dict[str, float]:
        """Return all figures of the pair, NaN for what cannot be estimated."""
        k = self.x.shape[1] // 2
        S = np.zeros((2 * k,) * 2)
        if len(self.x) > 1:
            S = moments(self.x, self.weights).covariance
        return {**gap_figures(S), **self._room(self.x[:, :k], self.x[:, k:])}

    def _room(self, expected: np.ndarray, perceived: np.ndarray) -> dict[str, float]:
        """Return the shares of expectations at both ends, and of inversions."""
        low, high = self.ends
        shares = {
            "ceiling": expected == high,
            "floor": expected == low,
            "inversions": perceived > expected,
        }
        total = self.weights.sum()
        return {
            name: float(self.weights @ found.mean(axis=1) / total) if total else np.nan
            for name, found in shares.items()
        }
