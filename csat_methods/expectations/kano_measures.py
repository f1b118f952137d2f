"""How large is each category's share, and how sure is it which comes first?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods.expectations.kano_answers import Feature
from csat_methods.statistics import kano as textbook
from csat_methods.statistics.share_intervals import Shares, delta_logit, share_interval
from csat_methods.survey_design.effective_size import effective_size
from csat_methods.wave.estimate import Domains, Estimates, segment_frame
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.table import asked_counts

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SHARES = textbook.CATEGORIES
SCORES = ("better", "worse", "functional_mean", "dysfunctional_mean")
"""What is estimated of every feature: shares, then scores."""


def measured(wave: Wave, where: Domains, feature: Feature) -> Estimates:
    """Return shares, better and worse, and mean scores of a feature, by domain."""
    category = feature.category
    held = (category >= 0).astype(float)
    better, worse, base = textbook.scored(category)
    sides = (
        np.where(held > 0, scores[places], 0.0)
        for scores, places in (
            (textbook.FUNCTIONAL, feature.functional),
            (textbook.DYSFUNCTIONAL, feature.dysfunctional),
        )
    )
    shares = [(category == c).astype(float) for c in range(len(SHARES))]
    top = np.column_stack([*shares, better, worse, *sides])
    bottom = np.column_stack([*[held] * len(SHARES), base, base, held, held])
    return ratio_estimates(wave, where, top, bottom)


def measures_table(
    wave: Wave,
    where: Domains,
    found: Mapping[str, Feature],
    each: Mapping[str, Estimates],
    blocks: list[np.ndarray],
    level: float,
) -> pd.DataFrame:
    """Return all columns but the probability, domains first, then features."""
    width = len(SHARES) + len(SCORES)
    shape = (len(where), len(found), width)

    def values(name: str) -> np.ndarray:
        parts = [getattr(e, name).reshape(len(where), width) for e in each.values()]
        return np.stack(parts, axis=1).reshape(-1, width)

    estimate, se, df, n = (values(k) for k in ("estimate", "se", "df", "n"))
    shares, kept = estimate[:, : len(SHARES)], n[:, 0]
    places = [len(SHARES), len(SHARES) + 1]
    ends = _ends(estimate[:, places], se[:, places], df[:, places], n[:, places], level)
    about = {name: feature.columns for name, feature in found.items()}
    asked, inapplicable = asked_counts(wave, where, list(found), about)
    effective = _effective(wave, where, found)
    columns: dict[str, Any] = {
        **segment_frame(where, shape[1]),
        "term": list(found) * len(where),
        "n": kept,
        "df": df[:, 0],
        "asked": asked,
        "not_applicable": inapplicable,
        **dict(zip(SHARES, shares.T, strict=True)),
        **_categories(shares, kept, effective),
    }
    for name, j, low, high in zip(SCORES, places, *ends, strict=False):
        part = {"": estimate[:, j], "_se": se[:, j], "_low": low, "_high": high}
        columns |= {f"{name}{end}": values for end, values in part.items()}
    columns["better_worse"] = _correlation(blocks, se)
    for name, j in (("functional_mean", -2), ("dysfunctional_mean", -1)):
        columns[name], columns[f"{name}_se"] = estimate[:, j], se[:, j]
    columns["category_continuous"] = textbook.by_scores(*estimate[:, -2:].T)
    return pd.DataFrame(columns)


def _ends(
    estimate: np.ndarray, se: np.ndarray, df: np.ndarray, n: np.ndarray, level: float
) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """Return the lower and the upper ends of better and worse: a share, and less one.

    Both stand on the scale of the log odds, so that no end leaves 0 to 1.
    """
    p = np.abs(estimate)
    shares = Shares(estimate=p, se=se, n=n, df=df, se_logit=delta_logit(p, se))
    low, high = (side.T for side in share_interval(shares, "logit", level))
    return (low[0], -high[1]), (high[0], -low[1])


def _effective(wave: Wave, where: Domains, found: Mapping[str, Feature]) -> np.ndarray:
    """Return Kish's effective number of answers, by domain and feature."""
    rated = [feature.category >= 0 for feature in found.values()]
    mine = (where.codes == domain for domain in range(len(where)))
    held = (each & answered for each in mine for answered in rated)
    return np.array([effective_size(wave.design.weights[rows]) for rows in held])


def _categories(
    shares: np.ndarray, n: np.ndarray, effective: np.ndarray
) -> dict[str, Any]:
    """Return the categories by both rules, and how clear they are."""
    known = n > 0
    names = np.array(SHARES, object)
    filled = np.nan_to_num(shares)
    power = np.array([textbook.strengths(row) for row in filled])
    pairs = zip(filled, effective, strict=True)
    clear = [e > 0 and textbook.distinct(s, e) for s, e in pairs]
    return {
        "category": np.where(known, names[textbook.leading(filled)], ""),
        "category_berger": np.where(
            known, names[textbook.leading_by_berger(filled)], ""
        ),
        "probability": np.nan,
        "strength": np.where(known, power[:, 0], np.nan),
        "total_strength": np.where(known, power[:, 1], np.nan),
        "distinct": np.array(clear, bool) & known,
    }


def covariance_blocks(
    each: Mapping[str, Estimates], where: Domains
) -> list[np.ndarray]:
    """Return the covariance of every row's own estimates, domains first."""
    width = len(SHARES) + len(SCORES)
    matrices = [e.covariance() for e in each.values() if e.covariance is not None]
    return [
        matrix[d * width : (d + 1) * width, d * width : (d + 1) * width]
        for d in range(len(where))
        for matrix in matrices
    ]


def _correlation(blocks: list[np.ndarray], se: np.ndarray) -> np.ndarray:
    """Return the correlation of better and worse as estimates, by row."""
    i, j = len(SHARES), len(SHARES) + 1
    both = np.array([block[i, j] for block in blocks])
    spread = se[:, i] * se[:, j]
    return np.divide(both, spread, out=np.full(len(se), np.nan), where=spread > 0)


def probabilities(
    wave: Wave,
    where: Domains,
    each: Mapping[str, Estimates],
    blocks: list[np.ndarray],
    n: np.ndarray,
    chance: tuple[int, int],
) -> np.ndarray:
    """Return how often each category would lead, shape (rows, 6)."""
    simple, k = wave.design.simple, len(SHARES)
    width = k + len(SCORES)
    shares = np.stack(
        [e.estimate.reshape(len(where), width)[:, :k] for e in each.values()], axis=1
    ).reshape(-1, k)
    found = np.full((len(n), k), np.nan)
    for row, block in enumerate(blocks):
        if n[row] > 0:
            matrix = None if simple else np.nan_to_num(block[:k, :k])
            found[row] = textbook.chances(shares[row], int(n[row]), matrix, *chance)
    return found
