"""Do people who coded the same answers agree, beyond chance?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.questionnaire.panel_ratings import (
    code_counts,
    ordered_by_letters,
    panel,
)
from csat_methods.result import Result, Used, judge, method
from csat_methods.statistics import agreement
from csat_methods.statistics.agreement import Agreement
from csat_methods.wave import claims

SCALES = ("nominal", "ordinal", "interval")

RELIABLE = 0.80
"""Line of the headline: Krippendorff (2019), *Content Analysis*, 4th ed., p. 356."""

NAMES = {
    "krippendorff_alpha": "Krippendorff's alpha",
    "cohen_kappa": "Cohen's kappa",
    "cohen_kappa_linear": "Cohen's kappa, linear weights",
    "cohen_kappa_quadratic": "Cohen's kappa, quadratic weights",
    "fleiss_kappa": "Fleiss' kappa",
    "kendall_w": "Kendall's W",
}
KAPPAS = {
    "cohen_kappa": agreement.UNWEIGHTED,
    "cohen_kappa_linear": agreement.LINEAR,
    "cohen_kappa_quadratic": agreement.QUADRATIC,
}
SENTENCES = {
    "good": "The coders agree reliably: {label} {estimate} ({low} to {high}; {n} "
    "units).",
    "bad": "The coders do not agree reliably: {label} {estimate} ({low} to {high}; {n} "
    "units).",
    "undecided": "Whether the coders agree reliably is undecided: {label} {estimate} "
    "({low} to {high}; {n} units).",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CoderAgreement(Result):
    """Coefficients of agreement; ``coders, statistic, p`` beside the usual columns.

    Attributes
    ----------
    by_category : pandas.DataFrame
        Fleiss' kappa of each code against all others, and its z.
    """

    by_category: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {"estimate": "coefficient", "coders": "count"}
    line: ClassVar[str] = "agreement"
    clause: ClassVar[str] = "7.3.3"

    def headline(self) -> Message:
        """Return whether the coders agree, by the first coefficient of the table."""
        rows = [row for row in self.records() if pd.notna(row["estimate"])]
        if not rows:
            return super().headline()
        row = rows[0]
        if np.isnan(row["ci_low"]):
            return Message(
                "Agreement of the coders: {label} {estimate} ({n} units).",
                {
                    "label": self.label(row["term"]),
                    "estimate": self.number(row, "estimate"),
                    "n": self.number(row, "n"),
                },
            )
        ends = row["ci_low"], row["ci_high"]
        return self.sentence(row, judge(*ends, RELIABLE, higher_is_better=True))

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how far the coders agree by one coefficient."""
        return Message(SENTENCES[verdict], claims.with_interval(self, row))


@method
def coder_agreement(
    ratings: Any, *, scale: agreement.Scale = "nominal", level: float = 0.95
) -> CoderAgreement:
    r"""Return how far coders agree on the units they coded, beyond chance.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}, \qquad
              \kappa = \frac{p_o - p_e}{1 - p_e}, \qquad
              W = \frac{12 \sum_i (R_i - \bar R)^2}
              {m^2 (n^3 - n) - m \sum_j T_j}

    Parameters
    ----------
    ratings : DataFrame of shape (units, coders)
        Codes: numbers or texts; a blank is a unit that a coder did not rate.
    scale : str
        ``nominal``; ``ordinal``: codes in the order of their numbers, of an ordered
        categorical, else of their letters, which is noted; ``interval``: numbers.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    CoderAgreement
        Rows as they apply: ``krippendorff_alpha`` (blanks allowed; first), of two
        coders ``cohen_kappa`` and, with an order, ``cohen_kappa_linear,
        cohen_kappa_quadratic``; ``fleiss_kappa``; with an order ``kendall_w``
        (corrected for ties). Columns ``term, estimate, se, ci_low, ci_high, n``
        (units), ``coders, statistic, p``. All but alpha rest on units that every coder
        rated. The statistic is z of a kappa without agreement, χ² of W.

    Raises
    ------
    ValueError
        If there is one coder, fewer than two units that two of them rated, or one code
        only: agreement beyond chance is then not estimable; or numbers are wanted and
        not given.

    References
    ----------
    Krippendorff (2019), ch. 12; Cohen (1968); Fleiss, Cohen and Everitt (1969), eqs. 8
    to 14; Fleiss (1971), eqs. 3 to 7; Kendall (1948), ch. 6. Error of alpha and of
    Fleiss' kappa: jackknife over units, with t.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import coder_agreement
    >>> codes = pd.DataFrame({"A": [1, 2, 3, 3, 2, 1], "B": [1, 2, 3, 2, 2, 1]})
    >>> result = coder_agreement(codes)
    >>> result.table["estimate"].round(3).tolist()
    [0.766, 0.75, 0.745]
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("scale", scale, SCALES)
    frame = panel(ratings)
    counts, codes = _countable(frame, scale)
    complete = counts.sum(axis=1) == frame.shape[1]
    pairs = int((counts.sum(axis=1) > 1).sum())
    values = np.array(codes if scale == "interval" else range(len(codes)), float)
    alpha, se = agreement.krippendorff_alpha(counts, values, scale)
    found = {"krippendorff_alpha": Agreement(alpha, se, np.nan, np.nan)}
    of_all, by_category = _of_complete(frame[complete], counts[complete], codes, scale)
    found |= of_all
    n = [pairs, *[int(complete.sum())] * len(of_all)]
    return CoderAgreement(
        table=_table(found, n, frame.shape[1], level),
        method="Agreement of coders",
        used=Used(len(frame), (min(n), max(n)), _left_out(len(frame), min(n))),
        level=level,
        labels={name: Message(NAMES[name]) for name in found},
        by_category=by_category,
        notes=(*_order_notes(frame, codes, scale), *_odd_notes(found)),
    )


def _odd_notes(found: Mapping[str, Agreement]) -> tuple[Message, ...]:
    """Return why a kappa is nought, or what agreement without exception says."""
    if found["krippendorff_alpha"].value == 1:
        return (
            Message(
                "The coders agree on every unit; an interval without width does not "
                "mean certainty."
            ),
        )
    if found.get("cohen_kappa") is not agreement.NOUGHT:
        return ()
    return (
        Message(
            "Cohen's kappa is nought whatever the other coder says, and has no "
            "interval: a coder gave one and the same code to every unit."
        ),
    )


def _order_notes(
    frame: pd.DataFrame, codes: list[Any], scale: str
) -> tuple[Message, ...]:
    """Return the order of codes where nothing but letters makes one."""
    if scale != "ordinal" or not ordered_by_letters(frame, codes):
        return ()
    return (
        Message(
            "The codes are words, taken in the order of their letters: {codes}. Give "
            "numbers or an ordered categorical for another order.",
            {"codes": Listing(tuple(map(str, codes)))},
        ),
    )


def _countable(frame: pd.DataFrame, scale: str) -> tuple[np.ndarray, list[Any]]:
    """Return counts of codes by unit, and the codes.

    Raises
    ------
    ValueError
        If agreement cannot be estimated from them.
    """
    if frame.shape[1] < 2:
        raise ValueError(f"coders={frame.shape[1]} must be at least 2.")
    counts, codes = code_counts(frame)
    words = [c for c in codes if isinstance(c, str)]
    if scale == "interval" and words:
        raise ValueError(f"ratings of scale='interval' must be numbers: {words[:5]}.")
    paired = counts[counts.sum(axis=1) > 1]
    if not len(paired):
        raise ValueError(
            "ratings: no unit has codes of two coders; nothing to compare."
        )
    if len(paired) < 2:
        raise ValueError(
            "units=1 with codes of two coders must be at least 2: agreement beyond "
            "chance is not estimable from one."
        )
    if (paired.sum(axis=0) > 0).sum() < 2:
        raise ValueError(
            f"ratings hold one code only, {codes[0]}: agreement beyond chance is not "
            "estimable."
        )
    return counts, codes


def _of_complete(
    frame: pd.DataFrame, counts: np.ndarray, codes: list[Any], scale: str
) -> tuple[dict[str, Agreement], pd.DataFrame]:
    """Return the coefficients of the units that every coder rated, as they apply."""
    empty = pd.DataFrame({"kappa": [], "z": []}, dtype=float)
    used = counts.sum(axis=0) > 0
    if len(frame) < 2 or used.sum() < 2:
        return {}, empty
    found = {}
    ranks = frame.apply(lambda c: c.map({code: i for i, code in enumerate(codes)}))
    kept = np.flatnonzero(used)
    place = np.searchsorted(kept, ranks.to_numpy(int))
    if frame.shape[1] == 2:
        table = np.zeros((len(kept), len(kept)))
        np.add.at(table, (place[:, 0], place[:, 1]), 1)
        kinds = KAPPAS if scale != "nominal" else {"cohen_kappa": KAPPAS["cohen_kappa"]}
        found = {n: agreement.cohen_kappa(table, kind) for n, kind in kinds.items()}
    found["fleiss_kappa"] = agreement.fleiss_kappa(counts[:, used])
    if scale != "nominal" and (np.ptp(place, axis=0) > 0).any():
        found["kendall_w"] = agreement.kendall_w(place)
    kappa, z = agreement.fleiss_by_category(counts[:, used])
    names = [codes[i] for i in kept]
    return found, pd.DataFrame({"kappa": kappa, "z": z}, index=names)


def _table(
    found: Mapping[str, Agreement], n: list[int], coders: int, level: float
) -> pd.DataFrame:
    """Return a row a coefficient; normal intervals for Cohen's, else t."""
    estimate = np.array([each.value for each in found.values()])
    se = np.array([each.se for each in found.values()])
    units = zip(found, n, strict=True)
    df = [np.inf if name in KAPPAS else max(k - 1, 1) for name, k in units]
    reach = stats.t.ppf((1 + level) / 2, df) * se
    return pd.DataFrame(
        {
            "term": list(found),
            "estimate": estimate,
            "se": se,
            "ci_low": estimate - reach,
            "ci_high": np.minimum(estimate + reach, 1.0),
            "n": n,
            "coders": coders,
            "statistic": [each.statistic for each in found.values()],
            "p": [each.p for each in found.values()],
        }
    )


def _left_out(units: int, n: int) -> dict[str, int]:
    return {"no answer": units - n} if n < units else {}
