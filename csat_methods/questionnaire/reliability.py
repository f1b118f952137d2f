"""How reliable is each construct, by every coefficient side by side?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.constructs import Items, cautions_on, named_constructs
from csat_methods.questionnaire.cronbach_alpha import cronbach_alpha
from csat_methods.questionnaire.greatest_lower_bound import greatest_lower_bound
from csat_methods.questionnaire.guttman_lambdas import guttman_lambdas
from csat_methods.questionnaire.omega import omega
from csat_methods.questionnaire.omega_hierarchical import UNTOLD, omega_hierarchical
from csat_methods.questionnaire.ordinal_alpha import ordinal_alpha
from csat_methods.questionnaire.reliability_claims import COEFFICIENT, PRECISE
from csat_methods.questionnaire.scale_moments import scale_of
from csat_methods.questionnaire.split_half import split_half
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

UNNAMED = "items"

COEFFICIENTS: Mapping[str, tuple[Message, Callable[..., Result], dict[str, Any], str]]
COEFFICIENTS = {
    "alpha": (Message("Alpha"), cronbach_alpha, {}, ""),
    "standardized_alpha": (
        Message("Alpha, standardized items"),
        cronbach_alpha,
        {"standardized": True},
        "",
    ),
    "ordinal_alpha": (Message("Ordinal alpha"), ordinal_alpha, {}, ""),
    "omega": (Message("Omega"), omega, {}, ""),
    "categorical_omega": (
        Message("Categorical omega"),
        omega,
        {"categorical": True},
        "",
    ),
    "omega_hierarchical": (
        Message("Hierarchical omega"),
        omega_hierarchical,
        {"n_factors": 2},
        "",
    ),
    "lambda2": (Message("Guttman's second bound"), guttman_lambdas, {}, "lambda2"),
    "lambda4": (Message("Guttman's fourth bound"), guttman_lambdas, {}, "lambda4"),
    "lambda6": (Message("Guttman's sixth bound"), guttman_lambdas, {}, "lambda6"),
    "split_half": (Message("Split halves, average"), split_half, {"seed": 0}, "mean"),
    "greatest_lower_bound": (
        Message("Greatest lower bound"),
        greatest_lower_bound,
        {},
        "",
    ),
}
"""Coefficient to its name, its method, what this is told, and the row that is meant."""

USUAL: tuple[str, ...] = (
    "alpha",
    "ordinal_alpha",
    "omega",
    "categorical_omega",
    "lambda6",
    "greatest_lower_bound",
)
"""Coefficients that are given where none are named."""

FEWEST = 3
"""People whose correlations tell anything: those of two are always whole."""

COLUMNS = ["estimate", "se", "ci_low", "ci_high", "n", "df", "items", "sem"]

COUNTS = {
    "good": "{n} above the line for certain",
    "bad": "{n} below it for certain",
    **claims.OPEN,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ReliabilityForest(Result):
    """Every coefficient of every construct; ``construct`` where there are several."""

    term_keys: ClassVar[tuple[str, ...]] = ("term", "construct")
    kinds: ClassVar[Mapping[str, str]] = {"estimate": "coefficient", "items": "count"}
    line: ClassVar[str] = "reliability"
    clause: ClassVar[str] = "7.3.3"

    def headline(self) -> Message:
        """Return by how many coefficients what is measured is reliable."""
        rows = [row for row in self.records() if pd.notna(row["ci_low"])]
        if not rows:
            return self._without_intervals()
        return Message(
            "Of {all} coefficients: {counts} (line: {line}).",
            {
                "line": Number(PRECISE),
                **claims.counted(claims.verdicts(rows, PRECISE), COUNTS),
            },
        )

    def _without_intervals(self) -> Message:
        """Return that nothing can be said for certain."""
        count = int(self.table["estimate"].notna().sum())
        if not count:
            return super().headline()
        return Message(
            "Whether these items measure reliably is undecided: no coefficient has an "
            "interval ({n} without).",
            {"n": Number(count, "count")},
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one coefficient."""
        return Message(
            COEFFICIENT[isfinite(row["ci_low"])],
            {
                "label": self.label(row["term"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )


@method
def reliability(
    wave: Wave,
    items: Items = None,
    *,
    coefficients: Sequence[str] = USUAL,
    level: float = 0.95,
) -> ReliabilityForest:
    """Return several coefficients of reliability of each construct, side by side.

    They answer different questions: alpha takes items as equally good measures, omega
    does not; the ordinal and the categorical form speak of ratings that cut a hidden
    variable; the bounds say what reliability is at least.

    Parameters
    ----------
    wave : Wave
    items : str, list of str, dict, optional
        A construct's name, a list of columns, or {name: columns}; by default every
        construct of the study.
    coefficients : list of str
        Of ``alpha, standardized_alpha, ordinal_alpha, omega, categorical_omega,
        omega_hierarchical, lambda2, lambda4, lambda6, split_half,
        greatest_lower_bound``.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    ReliabilityForest
        One row a construct and coefficient: ``term, construct`` (where there are
        several), ``estimate, se, ci_low, ci_high, n, df, items, sem``; missing where a
        coefficient, or its interval, is not estimable, and a note says why.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, a coefficient is unknown, or none can be had.

    References
    ----------
    Revelle, W., & Condon, D. M. (2019). Reliability from alpha to omega: a tutorial.
    *Psychological Assessment*, 31, 1395-1411. McNeish, D. (2018). Thanks coefficient
    alpha, we'll take it from here. *Psychological Methods*, 23, 412-433.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, reliability
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> found = reliability(wave, list(wave.frame), coefficients=["alpha", "omega"])
    >>> found.table["estimate"].round(4).tolist()
    [0.9282, 0.9733]
    """
    _checks.between("level", level, 0, 1)
    listed = list(coefficients)
    for name in listed:
        _checks.one_of("coefficients", name, COEFFICIENTS)
    constructs = named_constructs(wave, items, UNNAMED)
    found = {
        (name, construct): _result(wave, name, columns, level)
        for construct, columns in constructs.items()
        for name in listed
    }
    faults = [why for why in found.values() if isinstance(why, str)]
    if len(faults) == len(found):
        raise ValueError(next(iter(faults), "coefficients=[]: name some."))
    behind = [item for each in constructs.values() for item in each]
    table = _table(found, several=len(constructs) > 1)
    return result_of(
        wave,
        ReliabilityForest,
        "Coefficients of reliability",
        table,
        level=level,
        labels={
            **wave.labels(constructs),
            **{name: COEFFICIENTS[name][0] for name in listed},
        },
        about=dict.fromkeys(listed, tuple(dict.fromkeys(behind))),
        notes=[*_against(wave, constructs), *_untold(found), *_notes(table)],
    )


def _result(wave: Wave, name: str, items: list[str], level: float) -> Result | str:
    """Return one coefficient of one construct, or why there is none."""
    _, function, told, _ = COEFFICIENTS[name]
    try:
        return function(wave, items, level=level, **told)
    except ValueError as why:
        return str(why)


def _row(result: Result, name: str) -> dict[str, Any]:
    """Return the columns of the row that is meant."""
    wanted = COEFFICIENTS[name][3]
    row = next(r for r in result.records() if wanted in ("", r["term"]))
    return {column: row[column] for column in COLUMNS}


def _table(
    found: Mapping[tuple[str, str], Result | str], *, several: bool
) -> pd.DataFrame:
    rows = []
    for (name, construct), result in found.items():
        named = {"term": name, **({"construct": construct} if several else {})}
        known = {} if isinstance(result, str) else _row(result, name)
        rows.append(named | known)
    first = ["term", *(["construct"] if several else [])]
    table = pd.DataFrame(rows, columns=[*first, *COLUMNS])
    table[COLUMNS] = table[COLUMNS].astype(float)
    return table.assign(n=_people(table).astype(int))


def _people(table: pd.DataFrame) -> pd.Series:
    """Return how many each row rests on: as many where it could not be estimated.

    Nobody answered is another fact than no estimate: it would be hidden.
    """
    one = table["construct"] if "construct" in table else pd.Series("", table.index)
    answered = table.groupby(one)["n"].transform("max")
    return table["n"].fillna(answered).fillna(0)


def _against(wave: Wave, constructs: Mapping[str, list[str]]) -> list[Message]:
    """Return the cautions on the items of constructs."""
    scales = [scale_of(wave, n, i, FEWEST, "complete") for n, i in constructs.items()]
    return cautions_on(wave, scales)


def _untold(found: Mapping[tuple[str, str], Result | str]) -> list[Message]:
    """Return why coefficients have an estimate and no interval, once each."""
    notes = [
        Message("{label}: {why}", {"label": COEFFICIENTS[name][0], "why": note})
        for (name, _), result in found.items()
        if not isinstance(result, str)
        for note in result.notes
        if note in UNTOLD
    ]
    return [note for i, note in enumerate(notes) if note not in notes[:i]]


def _notes(table: pd.DataFrame) -> list[Message]:
    count = int(table["estimate"].isna().sum())
    if not count:
        return []
    return [
        Message(
            "Coefficients that are not estimable: {n} (too few items or answers, "
            "answers that do not vary, items that do not go together, or no one "
            "factor).",
            {"n": Number(count, "count")},
        )
    ]
