"""What did each weighting step do to the weights, and what does it cost?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message
from csat_methods.result import Result, Used, method
from csat_methods.survey_design.effective_size import effective_size
from csat_methods.wave.table import result_of
from csat_methods.weighting.adjust_nonresponse import RESPONDENTS

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

BINS = 16
"""Bars of the picture of the weights."""

WORDS = {"unknown_eligibility": Message("unknown eligibility")}
"""Steps that no step of a wave file is called like."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WeightReport(Result):
    """The weighting steps in order, from the weights as they came.

    Attributes
    ----------
    bins : pandas.DataFrame
        Share of people by weight over the mean weight: ``low, high, before, after``.
    """

    clause: ClassVar[str] = "7.3.3.4"
    kinds: ClassVar[Mapping[str, str]] = {
        "sum_before": "count",
        "sum_after": "count",
        "weight_low": "number",
        "weight_high": "number",
        "weight_cv": "number",
        "deff": "number",
        "n_effective": "count",
        "factor_low": "number",
        "factor_high": "number",
    }
    bins: pd.DataFrame

    def headline(self) -> Message:
        """Return how many equally weighted answers the weighted ones are worth."""
        rows = self.records()
        if not rows:
            return Message("No weights are shown.")
        last = rows[-1]
        return Message(
            "{n} answers are worth {n_effective} of equal weight; the weights make "
            "variances {deff} times as large.",
            {
                "n": self.number(last, "n"),
                "n_effective": self.number(last, "n_effective"),
                "deff": self.number(last, "deff"),
            },
        )


@method
def weight_report(wave: Wave) -> WeightReport:
    r"""Return what each weighting step did to the weights of the people it left.

    .. math:: \mathrm{deff} = 1 + \mathrm{cv}^2(w), \qquad
              n_\mathrm{eff} = \frac{(\sum w)^2}{\sum w^2}

    Parameters
    ----------
    wave : Wave

    Returns
    -------
    WeightReport
        One row a step, the first for the weights as they came: ``term, n, sum_before,
        sum_after, weight_low, weight_high, weight_cv, deff, n_effective, factor_low,
        factor_high``. `n` counts people with a weight other than 0 after the step,
        factors are those of these people. Whoever left the domain with a weight was
        left out for another reason and counts nowhere; nor does whoever did not answer,
        where those who did were narrowed since: nobody knows who of them would be left.

    Raises
    ------
    ValueError
        If nobody in the domain has a weight.

    References
    ----------
    Kish, L. (1992). Weighting for unequal Pi. *Journal of Official Statistics* 8,
    183-200. Valliant, R., Dever, J. A. and Kreuter, F. (2018). *Practical Tools for
    Designing and Weighting Survey Samples*, 2nd ed., section 14.4.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, poststratify, weight_report
    >>> wave = Wave.from_frame(pd.DataFrame({"city": ["A", "A", "B"]}))
    >>> report = weight_report(poststratify(wave, {"city": {"A": 50, "B": 50}}))
    >>> report.table[["term", "sum_before", "sum_after"]].to_numpy().tolist()
    [['base', 3.0, 3.0], ['poststratify', 3.0, 100.0]]
    """
    design = wave.design
    counted = _counted(wave)
    if not design.weights[counted].any():
        raise ValueError("domain: nobody in it has a weight.")
    ends = [weights[counted] for weights in (*design.chain, design.weights)]
    starts = [ends[0], *ends[:-1]]
    terms, labels = _terms([step.name for step in design.steps])
    pairs = zip(terms, starts, ends, strict=True)
    table = pd.DataFrame([_row(term, start, end) for term, start, end in pairs])
    people = int(table["n"].iloc[-1])
    return result_of(
        wave,
        WeightReport,
        "Weighting steps",
        table,
        level=0.95,
        labels=labels,
        used=Used(max(people, wave.n), (people, people)),
        bins=_bins(ends[0], ends[-1]),
    )


def _counted(wave: Wave) -> np.ndarray:
    """Return whom the steps weighted: the domain, and whom they left without weight."""
    whole = wave.conditions[-1:] == (RESPONDENTS,)
    return wave.domain | (whole & (wave.design.weights == 0))


def _terms(names: list[str]) -> tuple[list[str], dict[str, Message]]:
    """Return one term a step, numbered where a step is taken again, and its words."""
    seen: Counter[str] = Counter()
    terms, labels = ["base"], {"base": Message("base")}
    for name in names:
        seen[name] += 1
        term = name if seen[name] == 1 else f"{name} {seen[name]}"
        terms.append(term)
        labels[term] = WORDS.get(name) or Message(name)
    return terms, labels


def _row(term: str, before: np.ndarray, after: np.ndarray) -> dict[str, Any]:
    """Return one step: sums, range, what they cost, and the range of the factors."""
    held = after != 0
    w, start = after[held], before[held]
    factor = np.divide(w, start, out=np.full(len(w), np.nan), where=start != 0)
    size = effective_size(w)
    return {
        "term": term,
        "n": int(held.sum()),
        "sum_before": float(before.sum()),
        "sum_after": float(after.sum()),
        "weight_low": float(w.min()),
        "weight_high": float(w.max()),
        "weight_cv": float(w.std() / w.mean()),
        "deff": len(w) / size,
        "n_effective": size,
        "factor_low": float(np.nanmin(factor)),
        "factor_high": float(np.nanmax(factor)),
    }


def _bins(before: np.ndarray, after: np.ndarray) -> pd.DataFrame:
    """Return the share of people by weight over its mean, before and after."""
    relative = [w[w > 0] / w[w > 0].mean() for w in (before, after)]
    top = max(float(w.max()) for w in relative)
    edges = np.linspace(0, top * (1 + 1e-9), BINS + 1)
    shares = [np.histogram(w, edges)[0] / len(w) for w in relative]
    return pd.DataFrame(
        {"low": edges[:-1], "high": edges[1:], "before": shares[0], "after": shares[1]}
    )
