"""Is satisfaction told better by the gap, or by perception alone?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import Moments, moments
from csat_methods.statistics.response_surface import explained, explained_gradient
from csat_methods.wave.estimate import domains
from csat_methods.wave.pairs import Columns, declared_pairs, person_means, sound_pairs
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

GAP, PERCEPTION, DIFFERENCE = "servqual", "servperf", "servperf − servqual"
WORDS = {
    GAP: Message("by gaps"),
    PERCEPTION: Message("by perceptions"),
    DIFFERENCE: Message("by perceptions, more than by gaps"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Servperf(Result):
    """Share of overall satisfaction told by gaps and by perceptions, and between.

    Attributes
    ----------
    outcome : str
    """

    outcome: str

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "mean": "number",
        "pairs": "count",
    }
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return which of both tells overall satisfaction better."""
        rows = {row["term"]: row for row in self.records()}
        if len(rows) < len(WORDS):
            return super().headline()
        between = rows[DIFFERENCE]
        values = {
            "outcome": self.label(self.outcome),
            "gaps": self.number(rows[GAP], "estimate"),
            "perceptions": self.number(rows[PERCEPTION], "estimate"),
            "low": self.number(between, "ci_low", "share_difference"),
            "high": self.number(between, "ci_high", "share_difference"),
        }
        if between["ci_low"] > 0:
            return Message(
                "Perceptions alone tell {outcome} better than gaps: {perceptions} "
                "against {gaps} of its differences (difference {low} to {high}).",
                values,
            )
        if between["ci_high"] < 0:
            return Message(
                "Gaps tell {outcome} better than perceptions alone: {gaps} against "
                "{perceptions} of its differences (difference {low} to {high}).",
                values,
            )
        return Message(
            "Whether gaps or perceptions alone tell {outcome} better is undecided: "
            "{gaps} and {perceptions} of its differences (difference {low} to {high}).",
            values,
        )


@method
def servperf(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    outcome: str | None = None,
    level: float = 0.95,
) -> Servperf:
    r"""Return how well gaps, and perceptions alone, tell overall satisfaction.

    .. math:: R^2_G = R^2(Y \mid P_1 - E_1, \dots, P_k - E_k), \qquad
              R^2_P = R^2(Y \mid P_1, \dots, P_k)

    Two regressions on equally many predictors, over the people who answered
    everything; the error of :math:`R^2_P - R^2_G` is that of both together.

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation, perception)}, as in `gap_scores`.
    outcome : str, optional
        Overall satisfaction; the study's when not given.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Servperf
        Rows ``servqual, servperf`` and ``servperf − servqual``: ``term, estimate`` (R²,
        or its difference), ``se, ci_low, ci_high, n, df, mean`` (the unweighted index:
        mean gap, mean perception), ``pairs``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too few complete answers, or one side repeats itself so that
        regressions have no one answer.

    References
    ----------
    Cronin, J. J. and Taylor, S. A. (1992). *Journal of Marketing*, 56(3), 55-68.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, servperf
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.normal(size=(300, 2)), columns=["e", "p"])
    >>> answers["overall"] = answers["p"] + rng.normal(size=300)
    >>> pairs = {"staff": ("e", "p")}
    >>> found = servperf(Wave.from_frame(answers), pairs, outcome="overall")
    >>> bool(found["servperf − servqual"]["ci_low"] > 0)
    True
    """
    _checks.between("level", level, 0, 1)
    named = sound_pairs(wave, declared_pairs(wave) if pairs is None else pairs)
    column = wave.outcome() if outcome is None else outcome
    wave.measured([column])
    sides = [
        np.column_stack([person_means(wave, getattr(p, side)) for p in named.values()])
        for side in ("expectation", "perception")
    ]
    z = np.column_stack([wave.answers(column)[:, 0], *sides])
    rows = wave.domain & ~np.isnan(z).any(axis=1) & (wave.design.weights > 0)
    k = len(named)
    if rows.sum() < 2 * k + 3:
        raise ValueError(
            f"n={int(rows.sum())} people answered all of {k} pairs and {column!r}; at "
            f"least {2 * k + 3} are needed."
        )
    x, w = z[rows], wave.design.weights[rows]
    ways = {
        GAP: np.hstack([-np.eye(k), np.eye(k)]),
        PERCEPTION: np.hstack([np.zeros((k, k)), np.eye(k)]),
    }
    whole = _regular(moments(x, w), ways, column)
    found = joint_estimates(wave, [_piece(rows, x, whole, ways)])
    means = [float((way @ whole.means[1:]).mean()) for way in ways.values()]
    behind = (column, *(c for p in named.values() for c in p.columns))
    return estimates_result(
        wave,
        Servperf,
        "Gaps or perceptions",
        domains(wave),
        list(WORDS),
        found,
        level=level,
        about=dict.fromkeys(WORDS, behind),
        labels={**WORDS, **wave.labels([column])},
        columns={"mean": [*means, np.nan], "pairs": k},
        outcome=column,
    )


def _regular(whole: Moments, ways: Mapping[str, np.ndarray], outcome: str) -> Moments:
    """Return the moments, if both regressions have one answer.

    Raises
    ------
    ValueError
        If the outcome does not vary, or a side repeats itself.
    """
    S = whole.covariance
    if not S[0, 0] > 0:
        raise ValueError(f"outcome={outcome!r} is the same for everybody.")
    for name, way in ways.items():
        part = way @ S[1:, 1:] @ way.T
        scale = np.sqrt(np.diag(part))
        if (
            not (scale > 0).all()
            or np.linalg.cond(part / np.outer(scale, scale)) > 1e10
        ):
            raise ValueError(
                f"{name}: its predictors are constant or repeat each other; there is "
                "no one regression on them."
            )
    return whole


def _piece(
    rows: np.ndarray, x: np.ndarray, whole: Moments, ways: Mapping[str, np.ndarray]
) -> Piece:
    """Return both R² and their difference, with influence values."""

    def values(S: np.ndarray) -> np.ndarray:
        gap, perception = (explained(S, way) for way in ways.values())
        return np.array([gap, perception, perception - gap])

    def moved() -> np.ndarray:
        gap, perception = (
            explained_gradient(whole.covariance, way) for way in ways.values()
        )
        B: Any = np.stack([gap, perception, perception - gap])
        return influence(x, None, whole, B=B)

    return Piece(
        rows,
        values(whole.covariance),
        moved,
        lambda w: values(moments(x, w).covariance),
    )
