"""Do the items of a construct measure one thing, and how precisely?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.alpha_intervals import (
    INTERVALS,
    Formula,
    allowed_interval,
    interval_ends,
)
from csat_methods.questionnaire.constructs import (
    Items,
    Scale,
    cautions_on,
    named_constructs,
    one_question,
)
from csat_methods.questionnaire.reliability_claims import ReliabilityEstimates
from csat_methods.questionnaire.scale_moments import RULES, Rule, scale_of
from csat_methods.result import method
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.reliability import (
    alpha,
    alpha_gradient,
    standardized_alpha,
    standardized_alpha_gradient,
)
from csat_methods.wave.estimate import domains
from csat_methods.wave.smooth import Piece, joint_estimates, nothing
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

UNNAMED = "alpha"
"""The term of items that are no construct of the study."""

FEWEST = 3
"""Complete answers below which there is no coefficient."""


class Coefficient(NamedTuple):
    """A kind of alpha: its name, formula and gradient."""

    name: str
    formula: Formula
    gradient: Formula
    standardized: bool


COEFFICIENTS = {
    False: Coefficient("Cronbach's alpha", alpha, alpha_gradient, standardized=False),
    True: Coefficient(
        "Standardized Cronbach's alpha",
        standardized_alpha,
        standardized_alpha_gradient,
        standardized=True,
    ),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Reliability(ReliabilityEstimates):
    """Alpha of constructs; ``items, average_r, sem, df`` beside the usual columns."""

    coefficient: ClassVar[Message] = Message("alpha")
    line: ClassVar[str] = "alpha"


@method
def cronbach_alpha(
    wave: Wave,
    items: Items = None,
    *,
    standardized: bool = False,
    interval: str | None = None,
    missing: str = "complete",
    level: float = 0.95,
    draws: int = 2000,
    seed: int | None = None,
) -> Reliability:
    r"""Return Cronbach's alpha of a construct, or of every construct of the study.

    .. math:: \alpha = \frac{k}{k - 1}
              \Bigl(1 - \frac{\mathrm{tr}\,S}{1^\top S 1}\Bigr), \qquad
              \mathrm{sem} = \sqrt{(1 - \alpha)\, 1^\top S 1}

    with S the weighted covariances (standardized: correlations) of the k items. The
    standard error is that of alpha's influence values under the design.

    Parameters
    ----------
    wave : Wave
    items : str, list of str, dict, optional
        A construct's name, a list of columns, or {name: columns}, a row each; by
        default every construct of the study.
    standardized : bool
        Alpha of the standardized items.
    interval : str, optional
        ``feldt`` (F distribution) and ``bonett`` (normal on log(1 − α)) take people
        as drawn alone; ``bootstrap`` redraws people; ``design`` is t on log(1 − α)
        with the design's standard error. By default ``feldt`` without a design, else
        ``design``.
    missing : str
        ``complete``: people who answered all items; ``available``: each pair's own
        answers, ``em``: maximum likelihood, both with the ``design`` interval.
    level : float
        Confidence of the interval, between 0 and 1.
    draws, seed : int
        Redrawn samples of the bootstrap, and its seed, which it needs.

    Returns
    -------
    Reliability
        One row a construct: ``term, estimate, se, ci_low, ci_high, n, df, items,
        average_r, sem``; `sem` in the unit of the sum of the items.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, the interval cannot be had, or a single
        construct has one item, too few complete answers or a sum that does not vary.

    References
    ----------
    Cronbach, L. J. (1951). *Psychometrika*, 16, 297-334, eq. 2. The intervals: see
    `feldt_interval`, `bonett_interval`.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, cronbach_alpha
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> result = cronbach_alpha(wave, ["q1", "q2", "q3"])
    >>> result.estimate, result.ci_low, result.ci_high
    (0.9282, 0.6959, 0.9892)
    """
    _checks.between("level", level, 0, 1)
    rule = RULES[_checks.one_of("missing", missing, RULES)]
    kind = allowed_interval(wave, interval, seed, missing)
    constructs = named_constructs(wave, items, UNNAMED)
    coefficient = COEFFICIENTS[standardized]
    scales = [_scale(wave, n, i, coefficient, missing) for n, i in constructs.items()]
    faults = [scale for scale in scales if isinstance(scale, str)]
    if faults and len(scales) == 1:
        raise ValueError(faults[0])
    found = joint_estimates(wave, [_piece(wave, s, coefficient, rule) for s in scales])
    how = (coefficient.formula, level, _checks.whole("draws", draws), seed)
    return estimates_result(
        wave,
        Reliability,
        coefficient.name,
        domains(wave),
        list(constructs),
        found,
        level=level,
        about={name: tuple(listed) for name, listed in constructs.items()},
        labels={
            UNNAMED: Message("These items"),
            **wave.labels(name for name in constructs if name != UNNAMED),
        },
        columns={
            **interval_ends(scales, found, INTERVALS[kind], how),
            **_columns(scales, constructs, found.estimate, coefficient),
        },
        notes=_notes(wave, scales, kind, summed=not standardized),
    )


def _scale(
    wave: Wave, name: str, items: list[str], coefficient: Coefficient, missing: str
) -> Scale | str:
    """Return a construct's answers, or why it has no alpha."""
    if len(items) < 2:
        return f"construct={name!r} has one item, {items[0]!r}; alpha needs two."
    scale = scale_of(wave, name, items, FEWEST, missing)
    if isinstance(scale, str):
        return scale
    flat = [i for i, c in zip(items, scale.constant, strict=True) if c]
    if flat and coefficient.standardized:
        return f"items={flat} are constant; standardized alpha needs answers that vary."
    sums = scale.answers.sum(axis=1)
    if missing == "complete" and np.ptp(sums) == 0:
        return f"items={items}: their sum is the same for everybody; alpha needs more."
    return one_question(scale) or scale


def _piece(wave: Wave, scale: Scale | str, kind: Coefficient, rule: Rule) -> Piece:
    if isinstance(scale, str):
        return nothing(np.zeros(len(wave.domain), bool), 1)
    x, found, S = scale.answers, scale.moments, scale.moments.covariance
    return Piece(
        scale.rows,
        np.array([kind.formula(S)]),
        lambda: rule.influence(x, scale.weights, found, kind.gradient(S)[None]),
        lambda w: np.array([kind.formula(rule.moments(x, w).covariance)]),
    )


def _columns(
    scales: Sequence[Scale | str],
    constructs: Mapping[str, list[str]],
    estimate: np.ndarray,
    coefficient: Coefficient,
) -> dict[str, np.ndarray]:
    """Return the number of items, their mean correlation, and the error of the sum."""
    average, total = np.full((2, len(scales)), np.nan)
    for i, scale in enumerate(scales):
        if not isinstance(scale, str):
            S = scale.moments.covariance
            if not scale.constant.any():
                k = len(S)
                average[i] = (correlation(S).sum() - k) / (k * (k - 1))
            total[i] = (correlation(S) if coefficient.standardized else S).sum()
    return {
        "items": np.array([len(items) for items in constructs.values()]),
        "average_r": average,
        "sem": np.sqrt((1 - estimate) * total),
    }


def _notes(
    wave: Wave, scales: Sequence[Scale | str], kind: str, *, summed: bool
) -> list[Message]:
    """Return cautions: on items, constructs left out, a design passed by."""
    notes = cautions_on(wave, scales, summed=summed)
    without = sum(isinstance(scale, str) for scale in scales)
    if without:
        notes.append(
            Message(
                "Constructs without alpha: {n} (one item, too few complete answers, or "
                "answers that do not vary).",
                {"n": Number(without, "count")},
            )
        )
    if kind in {"feldt", "bonett"} and not wave.design.simple:
        notes.append(
            Message("The interval takes people as drawn alone; the wave has a design.")
        )
    return notes
