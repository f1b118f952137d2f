"""Does satisfaction follow the gap alone, or expectation and perception each?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, method
from csat_methods.statistics.response_surface import (
    CONSTRAINTS,
    SURFACE,
    TERMS,
    quadratic,
)
from csat_methods.statistics.wald import wald
from csat_methods.statistics.weighted_regression import linear
from csat_methods.wave.estimate import domains
from csat_methods.wave.pairs import (
    Columns,
    Pair,
    declared_pairs,
    person_means,
    sound_pairs,
)
from csat_methods.wave.smooth import Piece, model_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEWEST = 20
CERTAIN = 0.05
NAMES = {
    "intercept": Message("constant"),
    "expectation": Message("expectation"),
    "perception": Message("perception"),
    "e²": Message("expectation squared"),
    "e p": Message("expectation by perception"),
    "p²": Message("perception squared"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PolynomialGap(Result):
    """Coefficients of the surface of an outcome over expectation and perception.

    Attributes
    ----------
    surface : pandas.DataFrame
        ``a1`` to ``a4``: estimate, se, ci_low, ci_high, p.
    constraint : pandas.Series
        Test that the outcome follows the gap alone: ``statistic, df1, df2, p``.
    centre : float
        What was taken from both before squaring.
    r_squared : float
    scale : tuple of float
        Ends of the answers.
    seen : tuple of float
        Between which the middle nine tenths of expectations lie, and of perceptions:
        the surface is drawn there and nowhere else.
    """

    surface: pd.DataFrame
    constraint: pd.Series
    centre: float
    r_squared: float
    scale: tuple[float, float]
    seen: tuple[float, float, float, float]

    kinds: ClassVar[Mapping[str, str]] = {"estimate": "coefficient"}
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return whether the gap alone is enough."""
        if np.isnan(self.constraint["p"]):
            return super().headline()
        values = {"p": Number(float(self.constraint["p"]), "chance")}
        if not self.constraint["p"] < CERTAIN:
            return Message(
                "Nothing speaks against satisfaction following the gap alone (p {p}).",
                values,
            )
        return Message(
            "Satisfaction does not follow the gap alone (p {p}): look at expectation "
            "and perception each.",
            values,
        )


@method
def polynomial_gap(
    wave: Wave,
    outcome: str | None = None,
    expectation: Columns | None = None,
    perception: Columns | None = None,
    *,
    centre: float | None = None,
    level: float = 0.95,
) -> PolynomialGap:
    r"""Return the surface of an outcome over expectation and perception.

    .. math:: Y = b_0 + b_1 E + b_2 P + b_3 E^2 + b_4 E P + b_5 P^2

    Where both are equal its slope is :math:`a_1 = b_1 + b_2` and its curvature
    :math:`a_2 = b_3 + b_4 + b_5`; where they are opposite :math:`a_3 = b_1 - b_2` and
    :math:`a_4 = b_3 - b_4 + b_5`, at the centre. If the gap alone counted,
    :math:`b_1 + b_2 = b_3 = b_4 = b_5 = 0`.

    Parameters
    ----------
    wave : Wave
    outcome : str, optional
        A column; the study's overall item when not given.
    expectation, perception : str or list of str, optional
        A column or an equally long list each, all on one scale: a person's means of
        them. All pairs of the study when not given.
    centre : float, optional
        Taken from both sides first; the middle of their scale when not given, 0
        without a scale.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    PolynomialGap
        Rows ``intercept, expectation, perception, e², e p, p²``: ``term, estimate, se,
        ci_low, ci_high, n, df, p``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If scales differ, or fewer than twenty people answered all three, or too few
        different answers to tell the six coefficients apart.

    References
    ----------
    Edwards, J. R. and Parry, M. E. (1993). *Academy of Management Journal*, 36,
    1577-1613, eqs. 3 and 7 to 10; Edwards (1994), *Organizational Behavior and Human
    Decision Processes*, 58, 51-100 (joint constraints).

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> from csat_methods import Wave, polynomial_gap
    >>> e, p = np.divmod(np.arange(49), 7)
    >>> answers = pd.DataFrame({"e": e, "p": p, "overall": 2 + p - e + 0.1 * (e * p)})
    >>> found = polynomial_gap(Wave.from_frame(answers), "overall", "e", "p")
    >>> found.table["estimate"].round(2).abs().tolist()
    [2.0, 1.0, 1.0, 0.0, 0.1, 0.0]
    """
    _checks.between("level", level, 0, 1)
    (outcome,) = wave.measured(wave.outcome() if outcome is None else outcome)
    pair = _pair(wave, expectation, perception)
    rows = wave.complete([outcome, *pair.columns]).domain & (wave.design.weights > 0)
    answers = np.column_stack([person_means(wave, side)[rows] for side in pair.sides])
    ends = wave.scales.get(pair.expectation[0])
    usual = sum(ends) / 2 if ends else 0.0
    middle = usual if centre is None else _checks.finite("centre", centre)
    x = quadratic(*(answers - middle).T)
    y, w = wave.answers(outcome)[rows, 0], wave.design.weights[rows]
    _enough(x, outcome, y)
    fit = linear(x, y, w)
    piece = Piece(
        rows,
        fit.coefficients,
        lambda: fit.influence,
        lambda v: linear(x, y, v).coefficients,
    )
    found = model_estimates(wave, piece, len(TERMS) - 1)
    matrix = found.covariance() if found.covariance else np.full((6, 6), np.nan)
    df = float(found.df[0])
    t = np.divide(found.estimate, found.se, where=found.se > 0, out=np.full(6, np.nan))
    both = CONSTRAINTS @ matrix @ CONSTRAINTS.T
    tested = wald(CONSTRAINTS @ found.estimate, both, df, adjusted=False)
    whole = (float(answers.min()), float(answers.max()))
    middle_part = np.quantile(answers, [0.05, 0.95], axis=0).T.ravel()
    return estimates_result(
        wave,
        PolynomialGap,
        "Response surface",
        domains(wave),
        list(TERMS),
        found,
        level=level,
        about=dict.fromkeys(TERMS, (outcome, *pair.columns)),
        labels=dict(NAMES),
        columns={"p": 2 * stats.t.sf(np.abs(t), df)},
        surface=_surface(found.estimate, matrix, df, level),
        constraint=pd.Series(tested.columns()),
        centre=float(middle),
        r_squared=1 - fit.deviance / fit.null_deviance,
        scale=tuple(map(float, ends)) if ends else whole,
        seen=tuple(map(float, middle_part)),
    )


def _pair(wave: Wave, expectation: Columns | None, perception: Columns | None) -> Pair:
    """Return the two sides that are given, or those of all pairs of the study.

    Raises
    ------
    ValueError
        If only one side is given, or they do not fit each other.
    """
    if (expectation is None) != (perception is None):
        lacking = "expectation" if expectation is None else "perception"
        raise ValueError(f"{lacking}=None: give both sides, or neither.")
    if expectation is not None and perception is not None:
        return sound_pairs(wave, {"pair": (expectation, perception)})["pair"]
    known = sound_pairs(wave, declared_pairs(wave)).values()
    expected, perceived = (
        [column for pair in known for column in pair.sides[i]] for i in (0, 1)
    )
    return sound_pairs(wave, {"pair": (expected, perceived)})["pair"]


def _enough(x: np.ndarray, outcome: str, y: np.ndarray) -> None:
    """Refuse answers that leave the surface open.

    Raises
    ------
    ValueError
        If there are too few, or too few different ones.
    """
    if len(x) < FEWEST:
        raise ValueError(f"n={len(x)} people answered all three; {FEWEST} are needed.")
    if np.ptp(y) == 0:
        raise ValueError(f"outcome={outcome!r} is the same for everybody.")
    full = np.column_stack([np.ones(len(x)), x])
    size = np.maximum(np.linalg.norm(full, axis=0), 1e-300)
    if np.linalg.matrix_rank(full / size) < full.shape[1]:
        raise ValueError(
            "expectation and perception take too few different values together to "
            "tell six coefficients apart."
        )


def _surface(
    b: np.ndarray, matrix: np.ndarray, df: float, level: float
) -> pd.DataFrame:
    """Return slopes and curvatures with their errors."""
    weights: Any = np.array(list(SURFACE.values()), float)
    estimate = weights @ b
    se = np.sqrt(np.maximum(np.diag(weights @ matrix @ weights.T), 0.0))
    reach = stats.t.ppf((1 + level) / 2, df) * se
    t = np.divide(estimate, se, where=se > 0, out=np.full(len(se), np.nan))
    return pd.DataFrame(
        {
            "estimate": estimate,
            "se": se,
            "ci_low": estimate - reach,
            "ci_high": estimate + reach,
            "p": 2 * stats.t.sf(np.abs(t), df),
        },
        index=list(SURFACE),
    )
