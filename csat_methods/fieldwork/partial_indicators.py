"""Which kinds of customers answer more readily than the others, and which less?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.fieldwork.propensities import Asked, asked_of
from csat_methods.result import Result, Used, method
from csat_methods.statistics.response_chances import ChanceFit
from csat_methods.wave.estimate import interval
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

WHOLE = ""
"""The group of a row that speaks of a predictor as a whole."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PartialIndicators(Result):
    """What each predictor, and each group of it, adds to the unlikeness of chances.

    Columns ``term, group, estimate, se, ci_low, ci_high, n, df, conditional,
    response, share``: of a group, the estimate is below 0 where it answers less
    readily; the group of the predictor as a whole is empty.
    """

    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "conditional": "coefficient",
        "response": "share",
        "share": "share",
    }

    def headline(self) -> Message:
        """Return which group is missing most, if any answers less for certain."""
        rows = self.table.dropna(subset=["estimate"])
        rows = rows[rows["group"] != WHOLE]
        if len(rows) == 0:
            return Message("No groups are shown.")
        row = rows.loc[rows["estimate"].idxmin()].to_dict()
        claim = (
            "{group} ({variable}) answered least readily: {response} of them."
            if row["ci_high"] < 0
            else "No group of customers answers less than the others for certain; the "
            "least of {group} ({variable}): {response}."
        )
        return Message(
            claim,
            {
                "group": self.words(row),
                "variable": self.label(row["term"]),
                "response": self.number(row, "response"),
            },
        )

    def words(self, row: Mapping[str, Any]) -> Any:
        """Return the words of a row's group."""
        known = self.labels.get(f"{row['term']}={row['group']}")
        return str(row["group"]) if known is None else known


@method
def partial_indicators(
    wave: Wave,
    *,
    responded: str,
    predictors: str | Sequence[str],
    level: float = 0.95,
) -> PartialIndicators:
    r"""Return the partial R-indicators of each predictor and each group of it.

    .. math::

        P_u(X) = \sqrt{\sum_h \frac{N_h}{N} (\bar\rho_h - \bar\rho)^2}, \qquad
        P_u(X, h) = \sqrt{\frac{N_h}{N}} (\bar\rho_h - \bar\rho)

    .. math::

        P_c(X) = \sqrt{\frac{1}{N - 1} \sum_l \sum_{i \in l} d_i
                 (\hat\rho_i - \bar\rho_l)^2}

    with N and its parts sums of weights, h the groups of X, and l the groups that all
    other predictors make together; :math:`P_c(X, h)` sums over the people of h only.
    With one predictor the others make one group. Chances are those of
    :func:`representativeness`; they are not adjusted.

    Parameters
    ----------
    wave : Wave
        Everybody who was to be asked, with base weights.
    responded : str
        A column of 0 and 1: who answered.
    predictors : str or list of str
        What is known of everybody asked. Numbers are grouped in fifths.
    level : float
        Confidence of the intervals.

    Returns
    -------
    PartialIndicators
        A row a predictor (``group`` empty) and one a group: ``estimate`` is the
        unconditional indicator with its linearised error, ``conditional`` the
        conditional one, ``response`` the share that answered, ``share`` the group's
        share of all. Errors of predictors as a whole are missing where the
        indicator is 0.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        As :func:`representativeness`.

    References
    ----------
    Schouten, B., Shlomo, N. and Skinner, C. (2011). Indicators for monitoring and
    improving representativeness of response. *Journal of Official Statistics*, 27,
    231-253, (5) to (10).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, partial_indicators
    >>> people = pd.DataFrame({"age": ["young"] * 40 + ["old"] * 60})
    >>> people["came"] = [1] * 20 + [0] * 20 + [1] * 54 + [0] * 6
    >>> found = partial_indicators(
    ...     Wave.from_frame(people), responded="came", predictors="age"
    ... )
    >>> float(found.row(term="age", group="young")["estimate"].round(4))
    -0.1518
    """
    _checks.between("level", level, 0, 1)
    asked = asked_of(wave, responded, predictors)
    fit = asked.fit(wave.design.weights[asked.rows])
    return partial_result(wave, asked, fit, responded, level)


def partial_result(
    wave: Wave, asked: Asked, fit: ChanceFit, responded: str, level: float
) -> PartialIndicators:
    """Return the partial indicators of chances that are fitted already."""
    weights = fit.weights
    parts = [Parts.of(name, group) for name, group in asked.groups.items()]
    piece = Piece(
        asked.rows,
        _values(fit.fitted, weights, parts),
        lambda: _influence(fit, parts),
        lambda w: _values(asked.fit(w).fitted, w, parts),
    )
    estimates = joint_estimates(wave, [piece])
    low, high = interval(estimates.estimate, estimates.se, estimates.df, level)
    table = _described(asked, fit, parts).assign(
        estimate=estimates.estimate,
        se=estimates.se,
        ci_low=low,
        ci_high=high,
        df=estimates.df,
    )
    n = int(asked.rows.sum())
    names = list(asked.groups)
    return result_of(
        wave,
        PartialIndicators,
        "Partial R-indicators",
        table[COLUMNS],
        level=level,
        about={name: (responded, name) for name in names},
        labels={**wave.labels(names), **_group_labels(wave, parts)},
        used=Used(wave.n, (n, n)),
    )


COLUMNS = [
    "term", "group", "estimate", "se", "ci_low", "ci_high", "n", "df",
    "conditional", "response", "share",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Parts:
    """The groups of one predictor: names, and the group of each row."""

    name: str
    groups: tuple[str, ...]
    codes: np.ndarray

    @classmethod
    def of(cls, name: str, group: pd.Series) -> Parts:
        """Return the groups, by alphabet or as the classes of a number run."""
        codes, levels = pd.factorize(group, sort=True)
        return cls(name, tuple(map(str, levels)), codes)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of each group, (H,)."""
        return np.bincount(self.codes, values, len(self.groups))


def _means(
    fitted: np.ndarray, weights: np.ndarray, part: Parts
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the groups' shares, their mean chances and the mean of all."""
    size = part.sums(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(size > 0, part.sums(weights * fitted) / size, 0.0)
    return size / weights.sum(), means, weights @ fitted / weights.sum()


def _values(fitted: np.ndarray, weights: np.ndarray, parts: list[Parts]) -> np.ndarray:
    """Return the unconditional indicators: a predictor's, then its groups'."""
    values = []
    for part in parts:
        share, means, mean = _means(fitted, weights, part)
        own = np.sqrt(share) * (means - mean)
        values += [np.sqrt((own**2).sum()), *own]
    return np.array(values)


def _influence(fit: ChanceFit, parts: list[Parts]) -> np.ndarray:
    """Return the influence of each row on the unconditional indicators."""
    return np.column_stack([_influence_of(fit, part) for part in parts])


def _influence_of(fit: ChanceFit, part: Parts) -> np.ndarray:
    weights, size = fit.weights, fit.weights.sum()
    share, means, mean = _means(fit.fitted, weights, part)
    root = np.sqrt(share)
    member = (part.codes[:, None] == np.arange(len(part.groups))).astype(float)
    moved = (member * (weights * fit.slope)[:, None]).T @ fit.x
    of_means = member * (fit.fitted[:, None] - means) / (share * size)
    of_means += fit.influence((moved / (share * size)[:, None]).T)
    of_mean = (fit.fitted - mean) / size + fit.influence(moved.sum(0) / size)
    of_share = (member - share) / size
    own = root * (means - mean)
    of_own = root * (of_means - of_mean[:, None])
    of_own += (means - mean) / (2 * root) * of_share
    whole = np.sqrt((own**2).sum())
    of_whole = of_own @ own / whole if whole > 0 else np.zeros(len(weights))
    return np.column_stack([of_whole, of_own])


def _described(asked: Asked, fit: ChanceFit, parts: list[Parts]) -> pd.DataFrame:
    """Return the rows' names, counts, conditional indicators and response."""
    rows: list[dict[str, Any]] = []
    total = fit.weights.sum()
    came = fit.weights * asked.answered
    for i, part in enumerate(parts):
        within = _within(fit, [p for j, p in enumerate(parts) if j != i])
        by_group = part.sums(fit.weights * within**2) / (total - 1)
        size, n = part.sums(fit.weights), part.sums(np.ones(len(came)))
        whole = {"group": WHOLE, "n": len(came), "response": came.sum() / total}
        whole |= {"share": 1.0, "conditional": np.sqrt(by_group.sum())}
        rows.append({"term": part.name, **whole})
        for h, group in enumerate(part.groups):
            rows.append(
                {
                    "term": part.name,
                    "group": group,
                    "n": int(n[h]),
                    "response": part.sums(came)[h] / size[h],
                    "share": size[h] / total,
                    "conditional": np.sqrt(by_group[h]),
                }
            )
    return pd.DataFrame(rows)


def _within(fit: ChanceFit, others: list[Parts]) -> np.ndarray:
    """Return chances less their mean in the cells of all other predictors, (r,)."""
    cells = np.zeros(len(fit.fitted), int)
    for part in others:
        cells = pd.factorize(cells * len(part.groups) + part.codes)[0]
    size = np.bincount(cells, fit.weights)
    means = np.bincount(cells, fit.weights * fit.fitted) / size
    return fit.fitted - means[cells]


def _group_labels(wave: Wave, parts: list[Parts]) -> dict[str, Any]:
    found = {}
    for part in parts:
        for group in part.groups:
            words = wave.study.level_label(part.name, group) if wave.study else None
            if words is not None:
                found[f"{part.name}={group}"] = words
    return found
