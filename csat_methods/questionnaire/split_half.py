"""How reliable is the sum of these items by splitting them into halves?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.questionnaire.constructs import Items, Scale
from csat_methods.questionnaire.reliability_claims import ReliabilityEstimates
from csat_methods.questionnaire.reliability_estimates import (
    Coefficients,
    Fit,
    covariance_fit,
    reliability_result,
)
from csat_methods.result import method
from csat_methods.statistics.reliability_bounds import split_gradient, splits
from csat_methods.statistics.split_halves import (
    all_halves,
    drawn_halves,
    mean_of_splits,
    number_of_splits,
)

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_SPLITS = 100_000
"""Splits up to which all are visited: 20 items."""

LABELS = {
    "min": Message("Worst split"),
    "mean": Message("Average split"),
    "max": Message("Best split"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SplitHalf(ReliabilityEstimates):
    """Reliability by the worst, the average and the best split into halves."""

    kinds: ClassVar[Mapping[str, str]] = {
        **ReliabilityEstimates.kinds,
        "splits": "count",
    }

    def headline(self) -> Message:
        """Return how far the splits agree."""
        rows = self.table.dropna(subset=["estimate"]).set_index("term", drop=False)
        known = rows.to_dict("index")
        if set(known) != set(LABELS):
            return super().headline() if len(known) == 1 else self._asked()
        return Message(
            "Split into halves, these items are reliable to {mean} on average, from "
            "{low} to {high} by the way they are split.",
            {
                "mean": self.number(known["mean"], "estimate"),
                "low": self.number(known["min"], "estimate"),
                "high": self.number(known["max"], "estimate"),
            },
        )

    def _asked(self) -> Message:
        """Return how many people answered, where rows are missing."""
        return Message(
            "{method}: {n} of {asked} people answered.",
            {
                "method": Message(self.method),
                "n": Number(self.used.used[1], "count"),
                "asked": Number(self.used.asked, "count"),
            },
        )


@method
def split_half(
    wave: Wave,
    items: Items = None,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int | None = None,
) -> SplitHalf:
    r"""Return the reliability of a sum by splits of its items into halves.

    .. math:: r_a = \frac{4\,a'S(1 - a)}{1'S1}

    over all halves a of k // 2 items, S being the weighted covariances (Flanagan,
    Rulon and Guttman; the halves need not be parallel).

    Parameters
    ----------
    wave : Wave
    items : str, list of str
        A construct's name or a list of columns.
    level : float
        Confidence of the intervals, between 0 and 1.
    draws, seed : int
        Above 20 items splits are drawn: how many, and the seed, which that needs.

    Returns
    -------
    SplitHalf
        Terms ``min, mean, max``: ``term, estimate, se, ci_low, ci_high, n, df, items,
        sem, splits``. The mean is always that of all splits (of an even number of
        items: Cronbach's alpha). The errors of the worst and the best split take the
        split as known.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, there is one item, too few complete answers
        or a sum that does not vary, or splits are to be drawn without a seed.

    References
    ----------
    Cronbach, L. J. (1951). *Psychometrika*, 16, 297-334. Revelle, W., & Condon, D. M.
    (2019). Reliability from alpha to omega. *Psychological Assessment*, 31,
    1395-1411.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, split_half
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> split_half(wave, ["q1", "q2", "q3"]).table["estimate"].to_numpy()
    array([0.6832, 0.8251, 0.9406])
    """
    _checks.whole("draws", draws)
    fit = partial(_fit, draws=draws, seed=seed)
    wanted = Coefficients(
        name="Split-half reliability", term="splits", fit=fit, terms=LABELS, flat=True
    )
    return reliability_result(wave, SplitHalf, items, wanted, level=level)


def _fit(scale: Scale, *, draws: int, seed: int | None) -> Fit:
    S, k = scale.moments.covariance, len(scale.items)
    count = min(draws, number_of_splits(k)) if _drawn(k) else number_of_splits(k)
    worst, best = _ends(S, _halves(k, draws, seed))

    def values(S: np.ndarray) -> np.ndarray:
        low, high = splits(S, np.array([worst, best]))
        return np.array([low, mean_of_splits(S)[0], high])

    def gradient() -> np.ndarray:
        low, high = split_gradient(S, np.array([worst, best]))
        return np.array([low, mean_of_splits(S)[1], high])

    found = covariance_fit(scale, values(S), values, gradient, _notes(k, count))
    columns = {"splits": np.full(3, count)}
    return Fit(**{**vars(found), "columns": columns})


def _drawn(k: int) -> bool:
    return number_of_splits(k) > MOST_SPLITS


def _halves(k: int, draws: int, seed: int | None) -> Iterator[np.ndarray]:
    """Return all halves, or drawn ones where there are too many."""
    if not _drawn(k):
        return all_halves(k)
    if seed is None:
        raise ValueError(
            f"seed=None: {number_of_splits(k)} splits are too many to visit, and "
            "drawing them needs a whole number, so that it can be repeated."
        )
    return drawn_halves(k, draws, seed)


def _ends(S: np.ndarray, blocks: Iterator[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the worst and the best half."""
    kept: list[np.ndarray] = []
    for halves in blocks:
        value = splits(S, halves)
        kept += [halves[value.argmin()], halves[value.argmax()]]
    value = splits(S, np.array(kept))
    return kept[int(value.argmin())], kept[int(value.argmax())]


def _notes(k: int, count: int) -> tuple[Message, ...]:
    if not _drawn(k):
        return ()
    return (
        Message(
            "The worst and the best split are those of {n} drawn at random.",
            {"n": Number(count, "count")},
        ),
    )
