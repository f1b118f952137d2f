"""How do our results stand beside figures that others have published?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Message, Text
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains, quantile
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BenchmarkComparison(Result):
    """Our means less the figures of others, one row a figure.

    Columns ``term, benchmark, estimate, se, ci_low, ci_high, n, df, ours, theirs,
    p``: `estimate` is ours less theirs, in the units of our scale.
    """

    term_keys: ClassVar[tuple[str, ...]] = ("term", "benchmark")
    clause: ClassVar[str] = "7.4.4"
    kinds: ClassVar[Mapping[str, str]] = {"estimate": "difference", "se": "number"}

    def headline(self) -> Message:
        """Return where we are clearly above or below a figure, if anywhere."""
        rows = self.table[self.table["ci_low"].notna()]
        clear = rows[(rows["ci_low"] > 0) | (rows["ci_high"] < 0)]
        if len(clear) == 0:
            return Message("No figure of others is clearly above or below ours.")
        row = clear.loc[clear["estimate"].abs().idxmax()].to_dict()
        claim = (
            "{label} is below {benchmark}, by {difference}."
            if row["estimate"] < 0
            else "{label} is above {benchmark}, by {difference}."
        )
        return Message(
            claim,
            {
                "label": self.label(row["term"]),
                "benchmark": self.label(row["benchmark"]),
                "difference": self.number(row, "estimate"),
            },
        )


GIVEN = "given"
"""How a figure is called that was given as an argument."""


@dataclass(frozen=True)
class Figure:
    """A figure of others on our scale; `n` is infinite where it is taken as exact."""

    item: str
    name: str
    words: Text | Message
    value: float
    n: float


@method
def compare_to_benchmarks(
    wave: Wave,
    benchmarks: Mapping[str, float] | None = None,
    *,
    level: float = 0.95,
) -> BenchmarkComparison:
    r"""Return our means less the figures of others.

    .. math:: d = \bar y - b, \qquad
              \mathrm{se}(d) = \sqrt{\mathrm{se}(\bar y)^2 + s^2 / n_b}

    with s our standard deviation and :math:`n_b` the answers behind the figure. A
    figure of the study without n is described, not tested; figures given here are
    taken as exact. A figure on another scale is brought to ours in proportion.

    Parameters
    ----------
    wave : Wave
    benchmarks : dict, optional
        ``{item: figure}`` on the item's own scale; the study's benchmarks of items
        when not given.
    level : float
        Confidence of the intervals.

    Returns
    -------
    BenchmarkComparison
        A row a figure.

    Raises
    ------
    KeyError
        If an item is not in the wave.
    ValueError
        If there is no figure, one is no number, or lies off the scale of its item.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, compare_to_benchmarks
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [3, 4, 5, 4]}))
    >>> float(compare_to_benchmarks(wave, {"q1": 3.5}).table["estimate"].iloc[0])
    0.5
    """
    _checks.between("level", level, 0, 1)
    figures = _figures(wave, benchmarks)
    table = _table(wave, figures, level)
    items = list(dict.fromkeys(table["term"]))
    return result_of(
        wave,
        BenchmarkComparison,
        "Comparison with figures of others",
        table,
        level=level,
        about={item: (item,) for item in items},
        labels={**wave.labels(items), **{f.name: f.words for f in figures}},
        averages=True,
    )


def _table(wave: Wave, figures: list[Figure], level: float) -> pd.DataFrame:
    """Return the rows: ours less theirs, with the error of both."""
    items = wave.measured(list(dict.fromkeys(f.item for f in figures)))
    answers = wave.answers(items)
    held = ~np.isnan(answers) & wave.domain[:, None]
    values = np.where(held, answers, 0.0)
    found = ratio_estimates(wave, domains(wave), values, held.astype(float))
    at = [items.index(f.item) for f in figures]
    theirs = np.array([f.value for f in figures])
    n = np.array([f.n for f in figures])
    se = np.sqrt(found.se[at] ** 2 + _deviation(wave, values, held)[at] ** 2 / n)
    difference, df = found.estimate[at] - theirs, found.df[at]
    half = quantile(df, level) * se
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * stdtr(np.maximum(df, 1), -np.abs(difference) / se)
    return pd.DataFrame(
        {
            "term": [f.item for f in figures],
            "benchmark": [f.name for f in figures],
            "estimate": difference,
            "se": se,
            "ci_low": difference - half,
            "ci_high": difference + half,
            "n": found.n[at],
            "df": df,
            "ours": found.estimate[at],
            "theirs": theirs,
            "p": np.where(se > 0, p, np.nan),
        }
    )


def _figures(wave: Wave, benchmarks: Mapping[str, float] | None) -> list[Figure]:
    if benchmarks is None:
        known = wave.study.benchmarks if wave.study is not None else ()
        figures = [_scaled(wave, b) for b in known if b.of in wave.frame.columns]
    else:
        told = _checks.mapping("benchmarks", benchmarks)
        figures = [_given(item, value) for item, value in told.items()]
    if not figures:
        raise ValueError("benchmarks: there is no figure of others to compare with.")
    _check(wave, figures)
    return figures


def _given(item: str, value: Any) -> Figure:
    number = _checks.within(f"benchmarks[{item!r}]", value, -np.inf, np.inf)
    return Figure(item, GIVEN, Message("the figure given"), number, np.inf)


def _scaled(wave: Wave, benchmark: Any) -> Figure:
    """Return a benchmark of the study, brought to our scale in proportion."""
    value, ends = float(benchmark.value), wave.scales.get(benchmark.of)
    theirs = (benchmark.lowest, benchmark.highest)
    if ends is not None and None not in theirs:
        low, high = theirs
        value = ends[0] + (value - low) / (high - low) * (ends[1] - ends[0])
    n = np.nan if benchmark.n is None else float(benchmark.n)
    name = next(iter(benchmark.name.texts.values()))
    return Figure(benchmark.of, name, benchmark.name, value, n)


def _check(wave: Wave, figures: Sequence[Figure]) -> None:
    faults = _checks.Faults()
    for figure in figures:
        low, high = wave.scales.get(figure.item, (-np.inf, np.inf))
        if not low <= figure.value <= high:
            faults.add(
                f"benchmark {figure.name!r}={figure.value:g} lies off the scale of "
                f"{figure.item!r}, {low:g} to {high:g}."
            )
    faults.stop()


def _deviation(wave: Wave, values: np.ndarray, held: np.ndarray) -> np.ndarray:
    weights = np.where(held, wave.design.weights[:, None], 0.0)
    mean = (weights * values).sum(0) / weights.sum(0)
    return np.sqrt((weights * (values - mean) ** 2).sum(0) / weights.sum(0))
