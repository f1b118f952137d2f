"""How does each item behave: its level, its spread, and how it goes with the others?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.constructs import (
    Items,
    Scale,
    cautions_on,
    named_constructs,
)
from csat_methods.questionnaire.scale_moments import RULES, Rule, scale_of
from csat_methods.result import Result, method
from csat_methods.statistics.item_statistics import (
    alpha_if_deleted,
    composite_correlation,
    composite_correlation_gradient,
    composite_correlation_influence,
    item_total,
)
from csat_methods.statistics.shape import shares_and_shape
from csat_methods.wave import claims
from csat_methods.wave.estimate import correlation_interval, domains
from csat_methods.wave.smooth import Piece, joint_estimates, nothing
from csat_methods.wave.table import asked_counts, estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

GOES_WITH_THE_REST = 0.30
"""Line of the headline: Nunnally and Bernstein (1994), *Psychometric Theory*, ch. 8."""

FEWEST = 3
"""Fewest complete answers: two people always correlate wholly."""

UNNAMED = "items"

COLUMNS = (
    "mean",
    "sd",
    "skew",
    "kurtosis",
    "lowest",
    "highest",
    "floor",
    "ceiling",
    "item_total",
    "item_rest",
    "alpha_if_deleted",
)

COUNTS = {
    "good": "{n} going with the others of their construct",
    "bad": "{n} not going with the others of their construct",
    **claims.OPEN,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ItemAnalysis(Result):
    """Statistics of items; the estimate is the item-rest correlation."""

    term_keys: ClassVar[tuple[str, ...]] = ("term", "construct")
    kinds: ClassVar[Mapping[str, str]] = {
        "floor": "share",
        "ceiling": "share",
        "missing": "share",
    }
    line: ClassVar[str] = "item_rest"
    clause: ClassVar[str] = "7.3.3"

    def headline(self) -> Message:
        """Return how many items go with the others of their construct."""
        rows = [row for row in self.records() if pd.notna(row["estimate"])]
        if not rows:
            return super().headline()
        verdicts = claims.verdicts(rows, GOES_WITH_THE_REST)
        return Message(
            "Of {all} items: {counts} (line: correlation {line}).",
            {
                "line": Number(GOES_WITH_THE_REST),
                **claims.counted(verdicts, COUNTS),
            },
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how one item goes with the others."""
        return Message(
            "{label}: correlation with the other items {estimate} ({low} to {high}; "
            "n = {n}).",
            {
                "label": self.label(row["term"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )


@method
def item_analysis(
    wave: Wave, items: Items = None, *, missing: str = "complete", level: float = 0.95
) -> ItemAnalysis:
    r"""Return the statistics of every item of a construct, or of all constructs.

    .. math:: r_{i(t-i)} = \frac{s_{it} - s_i^2}
              {s_i \sqrt{s_t^2 + s_i^2 - 2 s_{it}}}, \qquad
              g_1 = \frac{m_3}{m_2^{3/2}}, \qquad g_2 = \frac{m_4}{m_2^2} - 3

    with t the sum of the items of the construct. Everything is weighted.

    Parameters
    ----------
    wave : Wave
    items : str, list of str, dict, optional
        A construct's name, a list of columns, or {name: columns}; by default every
        construct of the study.
    missing : str
        ``complete``: people who answered all items of the construct; ``available``:
        each item over its own answers, each covariance over those who answered both;
        ``em``: means, variances and covariances by maximum likelihood of normal
        answers, shape and ends of the scale over each item's own answers.
    level : float
        Confidence of the interval of the item-rest correlation, between 0 and 1.

    Returns
    -------
    ItemAnalysis
        One row an item: ``term, estimate, se, ci_low, ci_high, n, df, mean, sd, skew,
        kurtosis, lowest, highest, floor, ceiling, item_total, item_rest,
        alpha_if_deleted, missing``, and ``construct`` where there are several.
        `estimate` is `item_rest`, its interval on Fisher's scale; skew and excess
        kurtosis are of the moments (type 1 of R); `floor` and `ceiling` are the shares
        at the ends of the scale, else of the observed range; `missing` is the share of
        those asked who left it blank.
        What needs other items, or answers that vary, is missing where there are none.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, or a single construct has fewer than two
        complete answers.

    References
    ----------
    Nunnally, J. C. and Bernstein, I. H. (1994). *Psychometric Theory*, 3rd ed.,
    ch. 8. Joanes, D. N. and Gill, C. A. (1998). *The Statistician*, 47, 183-189 (g1,
    g2).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, item_analysis
    >>> answers = pd.DataFrame({"q1": [3, 5, 5, 8, 9], "q2": [2, 6, 5, 7, 9]})
    >>> result = item_analysis(Wave.from_frame(answers), ["q1", "q2"])
    >>> [float(result["q1"][name]) for name in ("mean", "sd", "item_rest")]
    [6.0, 2.449, 0.947]
    """
    _checks.between("level", level, 0, 1)
    rule = RULES[_checks.one_of("missing", missing, RULES)]
    constructs = named_constructs(wave, items, UNNAMED)
    scales = [scale_of(wave, n, i, FEWEST, missing) for n, i in constructs.items()]
    faults = [scale for scale in scales if isinstance(scale, str)]
    if faults and len(scales) == 1:
        raise ValueError(faults[0])
    listed = list(constructs.values())
    found = joint_estimates(
        wave,
        [_piece(wave, s, len(i), rule) for s, i in zip(scales, listed, strict=True)],
    )
    low, high = correlation_interval(found.estimate, found.se, found.df, level)
    rows = [_statistics(wave, s, i) for s, i in zip(scales, listed, strict=True)]
    terms = [item for each in listed for item in each]
    names = [name for name, each in constructs.items() for _ in each]
    about = {item: (item, *_others(item, each)) for each in listed for item in each}
    return estimates_result(
        wave,
        ItemAnalysis,
        "Item analysis",
        domains(wave),
        terms,
        found,
        level=level,
        about=about,
        labels=wave.labels([*terms, *constructs]),
        columns={
            "ci_low": low,
            "ci_high": high,
            **({"construct": names} if len(constructs) > 1 else {}),
            **dict(zip(COLUMNS, np.concatenate(rows, axis=1), strict=True)),
            "missing": _missing(wave, terms),
        },
        notes=[*cautions_on(wave, scales), *_notes(found.estimate)],
        averages=True,
    )


def _others(item: str, items: Sequence[str]) -> tuple[str, ...]:
    return tuple(other for other in items if other != item)


def _sums(k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of each item, and of all the others."""
    return np.eye(k), 1 - np.eye(k)


def _piece(wave: Wave, scale: Scale | str, k: int, rule: Rule) -> Piece:
    """Return the item-rest correlations, without those of what does not vary."""
    if isinstance(scale, str) or k < 2:
        nobody = np.zeros(len(wave.domain), bool)
        return nothing(nobody if isinstance(scale, str) else scale.rows, k)
    x, found = scale.answers, scale.moments
    estimate = composite_correlation(found.covariance, *_sums(k))
    known = np.flatnonzero(~np.isnan(estimate))
    a, b = (side[known] for side in _sums(k))

    def spread() -> np.ndarray:
        z = np.zeros((len(x), k))
        if len(known):
            B = composite_correlation_gradient(found.covariance, a, b)
            z[:, known] = rule.influence(x, scale.weights, found, B)
        return z

    def quick(rows: slice = slice(None)) -> np.ndarray:
        return composite_correlation_influence(x[rows], found, a, b)

    fast = rule is RULES["complete"] and len(known) == k
    return Piece(
        scale.rows,
        estimate,
        quick if fast else spread,
        lambda w: composite_correlation(rule.moments(x, w).covariance, *_sums(k)),
        quick if fast else None,
    )


def _statistics(wave: Wave, scale: Scale | str, items: Sequence[str]) -> np.ndarray:
    """Return one row a statistic of :data:`COLUMNS`, shape (11, k)."""
    k = len(items)
    if isinstance(scale, str):
        return np.full((len(COLUMNS), k), np.nan)
    S, (lowest, highest) = scale.moments.covariance, scale.ends
    ends = np.array([lowest, highest]).T
    ends = np.array([wave.scales.get(i, e) for i, e in zip(items, ends, strict=True)])
    found = shares_and_shape(scale.answers, scale.weights, scale.moments.means, ends)
    missing = np.full(k, np.nan)
    return np.array(
        [
            scale.moments.means,
            scale.moments.sd,
            np.where(scale.constant, np.nan, found.skewness),
            np.where(scale.constant, np.nan, found.kurtosis),
            lowest,
            highest,
            found.floor,
            found.ceiling,
            item_total(S) if k > 1 else missing,
            composite_correlation(S, *_sums(k)) if k > 1 else missing,
            alpha_if_deleted(S[None])[0] if k > 2 else missing,
        ]
    )


def _missing(wave: Wave, items: Sequence[str]) -> np.ndarray:
    """Return the share of those asked who left each item blank, shape (k,)."""
    each = {item: (item,) for item in items}
    asked, inapplicable = asked_counts(wave, domains(wave), items, each)
    frame, inside = wave.frame, wave.domain
    counts = {i: np.count_nonzero(inside & frame[i].notna().to_numpy()) for i in each}
    blank = asked - inapplicable - np.array([counts[item] for item in items])
    return np.divide(blank, asked, out=np.full(len(items), np.nan), where=asked > 0)


def _notes(estimate: np.ndarray) -> list[Message]:
    without = int(np.isnan(estimate).sum())
    if not without:
        return []
    return [
        Message(
            "Items without a correlation: {n} (no other item, too few complete "
            "answers, or answers that do not vary).",
            {"n": Number(without, "count")},
        )
    ]
