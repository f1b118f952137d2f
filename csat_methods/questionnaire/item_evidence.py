"""What do the answers say for and against each item, and how surely?

Every statistic that a verdict on an item rests on, with its interval under the design:
shares by Korn and Graubard's exact one, the rest by t. They are estimated together, so
that people and clusters who answered several items are met once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.questionnaire.constructs import (
    Scale,
    complete_scale,
    one_question,
    to_turn,
)
from csat_methods.questionnaire.item_judgement import EVIDENCE
from csat_methods.statistics.influence import influence
from csat_methods.statistics.item_statistics import (
    alpha_if_deleted,
    alpha_if_deleted_gradient,
    item_rest,
    item_rest_gradient,
)
from csat_methods.statistics.moments import moments
from csat_methods.statistics.omega_if_deleted import (
    OMEGA_ITEMS,
    omega_rise,
    omega_rise_gradient,
)
from csat_methods.statistics.reliability import alpha, alpha_gradient
from csat_methods.statistics.share_intervals import (
    Shares,
    delta_logit,
    share_interval,
)
from csat_methods.statistics.skewness import skewness, skewness_influence
from csat_methods.wave.estimate import (
    Estimates,
    correlation_interval,
    interval,
)
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Values = Callable[[np.ndarray], np.ndarray]
"""Covariances to one value, or one gradient, an item."""

FEWEST = 10
"""Answers below which there are counts and no coefficients."""

ALPHA_ITEMS = 3
"""Items of which one can be left out and two remain."""

SHARES = ("item_nonresponse", "floor", "ceiling")


@dataclass(frozen=True, eq=False)
class _Named:
    """A piece, and which rule of which item each of its values is."""

    names: tuple[tuple[str, str], ...]
    piece: Piece


def item_evidence(
    wave: Wave,
    items: Sequence[str],
    constructs: Mapping[str, Sequence[str]],
    level: float,
) -> pd.DataFrame:
    """Return the statistics of items, with their intervals.

    Parameters
    ----------
    items : list of str
        Columns, of any type.
    constructs : dict
        Name to columns, whose answers are amounts.

    Returns
    -------
    DataFrame
        ``term, rule, estimate, se, ci_low, ci_high, n``; what fewer than ten people
        answered, or what does not vary, has no row.
    """
    parts = [part for item in items for part in _of_item(wave, item)]
    for name, listed in constructs.items():
        parts += _of_construct(wave, name, list(listed))
    if not parts:
        return pd.DataFrame(columns=EVIDENCE)
    found = joint_estimates(wave, [part.piece for part in parts])
    names = [name for part in parts for name in part.names]
    table = pd.DataFrame(names, columns=["term", "rule"])
    low, high = _ends(found, table["rule"], level)
    table = table.assign(
        estimate=found.estimate, se=found.se, ci_low=low, ci_high=high, n=found.n
    )
    return table.dropna(subset=["estimate"]).reset_index(drop=True)


def answer_counts(wave: Wave, items: Sequence[str]) -> pd.DataFrame:
    """Return how many were asked each item, answered it and left it blank.

    Returns
    -------
    DataFrame
        ``term, asked, n, blank, answers`` (how many different ones there are); people
        of weight zero do not count.
    """
    rows, there = [], taking_part(wave)
    for item in items:
        asked, blank = _asked(wave, item)
        answers = wave.frame[item][there].dropna()
        rows.append((item, asked.sum(), len(answers), blank.sum(), answers.nunique()))
    return pd.DataFrame(rows, columns=["term", "asked", "n", "blank", "answers"])


def taking_part(wave: Wave) -> np.ndarray:
    """Return who of the domain has a weight, shape (n,)."""
    return wave.domain & (wave.design.weights > 0)


def rated(wave: Wave, item: str) -> bool:
    """Return whether an item has the ends of a scale: floor, ceiling and skewness.

    Kano's answers are five kinds, of which the first is no floor.
    """
    declared = wave.item(item)
    if declared is not None:
        kano = str(declared.role).startswith("kano")
        return bool(declared.type == "scale") and not kano
    return wave.frame[item].dtype.kind in "fiu"


# ------------------------------------------------------------------- one item
def _asked(wave: Wave, item: str) -> tuple[np.ndarray, np.ndarray]:
    """Return who was asked an item, and who of them left it blank, shape (n,)."""
    codes = wave.absent.get(item, np.zeros(len(wave.domain), int))
    asked = taking_part(wave) & (codes != NOT_ASKED)
    blank = ~wave._held(item) & (codes != NOT_APPLICABLE)
    return asked, asked & blank


def _of_item(wave: Wave, item: str) -> Iterator[_Named]:
    """Yield the blanks of an item; of a rated one its ends and its skewness.

    Blanks are a share of those who were asked and to whom the item applies.
    """
    asked, blank = _asked(wave, item)
    applies = asked & (wave._held(item) | blank)
    if applies.sum() >= FEWEST:
        yield _Named(
            ((item, "item_nonresponse"),),
            _shares(wave, applies, blank[applies][:, None].astype(float)),
        )
    if not rated(wave, item):
        return
    x = wave.answers(item)[:, 0]
    rows = taking_part(wave) & ~np.isnan(x)
    if rows.sum() < FEWEST:
        return
    given = x[rows]
    low, high = wave.scales.get(item, (given.min(), given.max()))
    at_ends = np.column_stack([given == low, given == high]).astype(float)
    yield _Named(((item, "floor"), (item, "ceiling")), _shares(wave, rows, at_ends))
    if given.min() < given.max():
        yield _Named(((item, "skew"),), _skewness(wave, rows, given[:, None]))


def _shares(wave: Wave, rows: np.ndarray, chosen: np.ndarray) -> Piece:
    w = wave.design.weights[rows]
    share = w @ chosen / w.sum()
    return Piece(
        rows, share, lambda: (chosen - share) / w.sum(), lambda v: v @ chosen / v.sum()
    )


def _skewness(wave: Wave, rows: np.ndarray, x: np.ndarray) -> Piece:
    w = wave.design.weights[rows]
    return Piece(
        rows,
        skewness(x, w),
        lambda: skewness_influence(x, w),
        lambda v: skewness(x, v),
    )


# -------------------------------------------------------------- one construct
def _of_construct(wave: Wave, name: str, items: list[str]) -> Iterator[_Named]:
    """Yield how each item goes with the others of its construct that vary.

    Others that run the wrong way are turned round first: else they drag sound items
    down with them.
    """
    if len(items) < 2:
        return
    scale = complete_scale(wave, name, items, FEWEST)
    if isinstance(scale, str):
        return
    if scale.constant.any():
        varying = zip(items, scale.constant, strict=True)
        yield from _of_construct(wave, name, [i for i, flat in varying if not flat])
        return
    if one_question(scale):
        return
    side = np.where(to_turn(scale.moments), -1.0, 1.0)
    if (side < 0).any():
        turned = scale.answers * side
        scale = replace(scale, answers=turned, moments=moments(turned, scale.weights))
    yield _named(
        items,
        "item_rest",
        scale,
        lambda S: side * item_rest(S),
        lambda S: side[:, None, None] * item_rest_gradient(S),
    )
    if len(items) >= ALPHA_ITEMS:
        yield _named(items, "alpha_if_deleted", scale, alpha_rise, alpha_rise_gradient)
    if len(items) >= OMEGA_ITEMS:
        yield _named(items, "omega_if_deleted", scale, omega_rise, omega_rise_gradient)


def _named(
    items: Sequence[str], rule: str, scale: Scale, values: Values, gradient: Values
) -> _Named:
    """Return the piece of a function of the covariances, one value an item."""
    x, found = scale.answers, scale.moments
    estimate = values(found.covariance)

    def spread() -> np.ndarray:
        z = np.zeros((len(x), len(items)))
        known = ~np.isnan(estimate)
        if known.any():
            B = gradient(found.covariance)[known]
            z[:, known] = influence(x, None, found, B=B)
        return z

    piece = Piece(
        scale.rows, estimate, spread, lambda w: values(moments(x, w).covariance)
    )
    return _Named(tuple((item, rule) for item in items), piece)


def alpha_rise(S: np.ndarray) -> np.ndarray:
    """Return how much higher alpha is without each item, shape (k,)."""
    return alpha_if_deleted(S[None])[0] - alpha(S[None])[0]


def alpha_rise_gradient(S: np.ndarray) -> np.ndarray:
    """Return the gradients of :func:`alpha_rise`, shape (k, k, k)."""
    return alpha_if_deleted_gradient(S) - alpha_gradient(S)


# ------------------------------------------------------------------ intervals
def _ends(
    found: Estimates, rules: pd.Series, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends: exact ones of shares, Fisher's of correlations, else by t."""
    share, r = rules.isin(SHARES).to_numpy(), (rules == "item_rest").to_numpy()
    low, high = interval(found.estimate, found.se, found.df, level)
    low[r], high[r] = correlation_interval(
        found.estimate[r], found.se[r], found.df[r], level
    )
    shares = Shares(
        estimate=found.estimate[share],
        se=found.se[share],
        n=found.n[share],
        df=found.df[share],
        se_logit=delta_logit(found.estimate[share], found.se[share]),
    )
    low[share], high[share] = share_interval(shares, "beta", level)
    return low, high
