"""How does an answer go with several others taken together?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number, Text
from csat_methods._rows import TellsOf
from csat_methods.estimates.fitted_model import INTERCEPT, FittedModel
from csat_methods.estimates.model_columns import (
    Block,
    check_columns,
    complete_rows,
    levels_told,
    people_behind,
    predictor_blocks,
)
from csat_methods.estimates.model_outcome import OUTCOMES, Outcome
from csat_methods.result import Result, method
from csat_methods.statistics.wald import wald
from csat_methods.statistics.weighted_regression import FAMILIES
from csat_methods.wave import claims
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NAMED = 4
"""Most terms that a headline names."""

EXACT = 1e-12
"""Share of the variance left up to which a fit is exact, but for rounding."""

NAMES = {
    "linear": "Linear regression",
    "logistic": "Logistic regression",
    "ordinal": "Ordinal regression",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Regression(Result):
    """Coefficients of a model; it is association, not proof of a cause.

    Attributes
    ----------
    outcome : str
        What the predictors go with.
    predictors : tuple of str
    r_squared : float
        Of a linear model the share of the variance; else Nagelkerke's.
    tests : pandas.DataFrame
        One row a predictor, all its terms together: ``term, statistic, df1, df2, p``
        (Wald's F).
    tells_of : dict
        Term to column, level and people of the groups whose difference it is.
    """

    outcome: str
    predictors: tuple[str, ...]
    r_squared: float
    tests: pd.DataFrame
    tells_of: Mapping[str, TellsOf]

    wholes: ClassVar[tuple[str, ...]] = ("r_squared", "tests")
    kinds: ClassVar[dict[str, str]] = {"estimate": "coefficient", "n_level": "count"}
    line: ClassVar[str] = "regression"
    clause: ClassVar[str] = "7.4.3"

    @property
    def slopes(self) -> pd.DataFrame:
        """The rows of predictors, without intercept and thresholds."""
        table = self.table
        return table[table["term"].map(self._is_slope)].reset_index(drop=True)

    def _is_slope(self, term: str) -> bool:
        """Whether a term is a predictor's: the predictor, or one of its levels."""
        names = self.predictors
        return term in names or any(term.startswith(f"{name}: ") for name in names)

    def headline(self) -> Message:
        """Return which predictors clearly go with the outcome."""
        rows = [row for row in claims.known_rows(self) if self._is_slope(row["term"])]
        clear = [row for row in rows if row["p"] < 1 - self.level]
        clear.sort(key=lambda row: -abs(row["statistic"]))
        values = {
            "outcome": self.label(self.outcome),
            "count": Number(len(rows), "count"),
            "clear": Number(len(clear), "count"),
            "terms": Listing(tuple(self.label(row["term"]) for row in clear[:NAMED])),
        }
        if not rows:
            return super().headline()
        if not clear:
            return Message(
                "None of {count} terms is clearly related to {outcome}, the others "
                "held equal.",
                values,
            )
        if len(clear) > NAMED:
            return Message(
                "{clear} of {count} terms are clearly related to {outcome}, most of "
                "all {terms}.",
                values,
            )
        return Message(
            "Clearly related to {outcome}, the others held equal: {terms}.", values
        )


@method
def regression(
    wave: Wave,
    outcome: str,
    predictors: str | Sequence[str],
    *,
    family: str = "linear",
    level: float = 0.95,
) -> Regression:
    r"""Return the coefficients of a model, with design-based errors.

    .. math:: y = x^\top \beta + e, \qquad
              \log\frac{P(y = 1)}{P(y = 0)} = x^\top \beta, \qquad
              \log\frac{P(y \le c)}{P(y > c)} = \theta_c - x^\top \beta

    for ``linear``, ``logistic`` and ``ordinal`` (proportional odds), fitted with the
    weights over the people who answered everything. Errors are those of the total of
    :math:`z_i = A^{-1} s_i` (s the score of a row, A the information) under the wave's
    design; by t with the design's degrees of freedom less the number of slopes. It is
    association, not proof of a cause. Intervals are claimed to hold from 30 effective
    answers and 8 degrees of freedom on; of a yes or no with 10 of the rarer answer for
    each slope.

    Parameters
    ----------
    wave : Wave
    outcome : str
        ``linear``: an amount. ``logistic``: two answers, of which the later in order
        counts as yes. ``ordinal``: numbers, or an ordered categorical.
    predictors : str or list of str
        Columns, or a construct's name. Text, categorical and nominal ones count as
        categories against their first level: of an ordered categorical its first, else
        the first by alphabet.
    family : str
        ``linear``, ``logistic`` or ``ordinal``.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Regression
        One row a coefficient: ``term`` (``intercept``; the predictor, or
        ``predictor: level``; thresholds ``1|2``)``, estimate, se, ci_low, ci_high, n,
        df, statistic, p, n_level`` (of a category the fewer people of its level and of
        the first one); for the last two families also ``odds_ratio``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the outcome does not fit the family or has one value, a predictor is
        constant, a copy or sum of others, or tells the categories apart, there are
        fewer people than coefficients, or `family` or `level` is unknown.

    References
    ----------
    Binder, D. A. (1983). On the variances of asymptotically normal estimators from
    complex surveys. *International Statistical Review* 51, 279-292, eq. 3.5.
    McCullagh, P. (1980). *JRSS B* 42, 109-142. Nagelkerke, N. J. D. (1991).
    *Biometrika* 78, 691-692. Lumley, T. (2010). *Complex Surveys*, chapters 5 and 6.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, regression
    >>> rows = [[6, 1, "A"], [8, 2, "A"], [9, 4, "B"], [5, 1, "B"], [9, 3, "A"]]
    >>> frame = pd.DataFrame(rows, columns=["overall", "speed", "city"])
    >>> model = regression(Wave.from_frame(frame), "overall", ["speed", "city"])
    >>> model.table[["term", "estimate"]].round(3).values.tolist()
    [['intercept', 4.897], ['speed', 1.385], ['city: B', -1.359]]
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("family", family, FAMILIES)
    listed = wave.columns(predictors)
    rows = complete_rows(wave, [outcome, *listed])
    blocks = predictor_blocks(wave, listed, outcome, rows)
    terms = [term for block in blocks for term in block.terms]
    x = np.column_stack([block.x for block in blocks])[rows]
    check_columns(x, wave.design.weights[rows], terms)
    answer = OUTCOMES[family](wave, outcome, rows)
    model = FittedModel(wave, family, rows, x, answer, terms)
    found = model.estimates()
    statistic, p = _tests_of(found)
    names = model.names
    behind = dict(zip(terms, people_behind(blocks, rows), strict=True))
    return estimates_result(
        wave,
        Regression,
        NAMES[family],
        domains(wave),
        names,
        found,
        level=level,
        about=dict.fromkeys(names, (outcome, *listed)),
        labels={**_labels(blocks, answer), **wave.labels([outcome])},
        columns={
            "statistic": statistic,
            "p": p,
            **model.odds(),
            "n_level": [behind.get(name, int(rows.sum())) for name in names],
        },
        notes=(*_exact(family, model.r_squared), *model.notes(found)),
        outcome=outcome,
        predictors=tuple(listed),
        r_squared=model.r_squared,
        tests=_wald(found, blocks, names),
        tells_of=levels_told(blocks, rows, names),
    )


def _exact(family: str, r_squared: float) -> list[Message]:
    """Return the caution on an outcome that the predictors add up to."""
    if family != "linear" or 1 - r_squared > EXACT:
        return []
    return [
        Message(
            "The predictors add up to the outcome without an error; errors and tests "
            "here are what rounding leaves."
        )
    ]


def _tests_of(found: Estimates) -> tuple[np.ndarray, np.ndarray]:
    """Return t and its two-sided p of each coefficient."""
    known = found.se > 0
    t = np.divide(
        found.estimate, found.se, out=np.full(len(known), np.nan), where=known
    )
    df = np.where(known, found.df, 1.0)
    return t, np.where(known, 2 * stdtr(df, -np.abs(np.nan_to_num(t))), np.nan)


def _wald(found: Estimates, blocks: Sequence[Block], names: list[str]) -> pd.DataFrame:
    """Return Wald's F of each predictor, all its terms together."""
    source: Callable[[], np.ndarray] | None = found.covariance
    matrix = source() if source is not None else np.full((len(names),) * 2, np.nan)
    df2 = float(found.df[0])
    rows = []
    for block in blocks:
        at = [names.index(term) for term in block.terms]
        b, V = found.estimate[at], matrix[np.ix_(at, at)]
        test = wald(b, V, df2, adjusted=False)
        F, p = test.statistic, test.p
        rows.append((block.predictor, F, len(at), df2, p))
    return pd.DataFrame(rows, columns=["term", "statistic", "df1", "df2", "p"])


def _labels(blocks: Sequence[Block], answer: Outcome) -> Mapping[str, Text | Message]:
    """Return the words of all terms."""
    found: dict[str, Text | Message] = {INTERCEPT: Message("Intercept")}
    for block in blocks:
        found |= block.labels
    for term, (low, high) in answer.thresholds.items():
        found[term] = Message(
            "Threshold between {low} and {high}", {"low": low, "high": high}
        )
    return found
