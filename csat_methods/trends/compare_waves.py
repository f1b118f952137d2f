"""What changed from one wave to the next, and what may be chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Finding, Result, method
from csat_methods.statistics.multiplicity import ADJUSTMENTS
from csat_methods.trends.wave_differences import (
    Differences,
    break_notes,
    comparable_items,
    compared_items,
)
from csat_methods.wave import claims
from csat_methods.wave.estimate import interval
from csat_methods.wave.families import adjusted_within, families_of
from csat_methods.wave.stack import Waves, named_waves
from csat_methods.wave.table import result_of

POWER = 0.8
"""Chance of finding the smallest detectable change (Cohen 1988, p. 56)."""


MOVED = {"index": "points", "points": "points", "share": "share_difference"}
"""How a change is written, by how the figure is; else as a difference."""

SIZE = {"points": "index", "share_difference": "share_size"}
"""How the size of a change is written, without a sign; else as a number."""

COUNTS = {
    "up": "{n} clearly up",
    "down": "{n} clearly down",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WaveChanges(Result):
    """Changes of estimates, later less earlier; `unit` is how those are written."""

    unit: str = "number"
    term_keys: ClassVar[tuple[str, ...]] = ("term", "wave_before", "wave_after")
    kinds: ClassVar[dict[str, str]] = {
        "n_before": "count",
        "n_after": "count",
        "shared": "count",
    }
    line: ClassVar[str] = "change"
    clause: ClassVar[str] = "7.6.3"

    def kind(self, column: str) -> str:
        """Return how a column's numbers are written: changes in the figures' unit."""
        moved = MOVED.get(self.unit, "difference")
        own = {"before": self.unit, "after": self.unit}
        own |= dict.fromkeys(("estimate", "ci_low", "ci_high"), moved)
        sizes = ("se", "se_independent", "minimum_detectable")
        own |= dict.fromkeys(sizes, SIZE.get(moved, "number"))
        return own.get(column) or super().kind(column)

    def headline(self) -> Message:
        """Return what rose and fell by more than chance."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        if len(rows) == 1:
            return self._one(rows[0])
        moved = [row for row in rows if self.decided(row)]
        ways = ["up" if row["estimate"] > 0 else "down" for row in moved]
        values = claims.counted(ways, COUNTS) | {"all": Number(len(rows), "count")}
        if not moved:
            return Message(self._unmoved(rows), {**values, **self._values(rows[0])})
        most = max(moved, key=lambda row: abs(row["estimate"] / row["se"]))
        return Message(
            "Of {all} changes: {counts}. The clearest change is {label}, {wave_before} "
            "to {wave_after}: {estimate}.",
            {**values, **self._values(most)},
        )

    @staticmethod
    def _unmoved(rows: Sequence[claims.Row]) -> str:
        """Return what says that nothing changed for certain, and since when."""
        if len({(row["wave_before"], row["wave_after"]) for row in rows}) == 1:
            return (
                "From {wave_before} to {wave_after} none of {all} changes is clear of "
                "chance, the number of comparisons taken into account."
            )
        return (
            "None of {all} changes is clear of chance, the number of comparisons "
            "taken into account."
        )

    def _one(self, row: claims.Row) -> Message:
        """Return what a single change says."""
        values = self._values(row)
        if not self.decided(row):
            return Message(
                "{label} did not change clearly from {wave_before} to {wave_after}: "
                "{estimate} ({low} to {high}).",
                values,
            )
        if row["estimate"] > 0:
            return Message(
                "{label} rose from {before} in {wave_before} to {after} in "
                "{wave_after}: {estimate} ({low} to {high}).",
                values,
            )
        return Message(
            "{label} fell from {before} in {wave_before} to {after} in {wave_after}: "
            "{estimate} ({low} to {high}).",
            values,
        )

    def _values(self, row: claims.Row) -> dict[str, Any]:
        return {
            "label": self.label(row["term"]),
            "wave_before": row["wave_before"],
            "wave_after": row["wave_after"],
            "before": self.number(row, "before"),
            "after": self.number(row, "after"),
            "estimate": self.number(row, "estimate"),
            "low": self.number(row, "ci_low"),
            "high": self.number(row, "ci_high"),
        }

    def decided(self, row: claims.Row) -> bool:
        """Whether a change is clear of chance among all that were tested with it."""
        return bool(row["p_adjusted"] < 1 - self.level)

    def findings(self, rules: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
        """Return what changed, of the changes that can be told."""
        found = super().findings(rules)
        return tuple(each for each in found if not np.isnan(each.estimate))

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one change as a sentence."""
        return self._one(row)

    def finding(self, row: Mapping[str, Any], line: float) -> Finding:
        """Return the finding of one change: undecided unless clear of chance."""
        found = super().finding(row, line)
        return found.unless_chance(clear=self.decided(row))


@method
def compare_waves(
    waves: Waves,
    items: str | Sequence[str],
    *,
    adjust: str = "holm",
    level: float = 0.95,
    power: float = POWER,
) -> WaveChanges:
    r"""Return how means changed from each wave to the next.

    .. math:: \hat\Delta = \bar y_2 - \bar y_1, \qquad
              V(\hat\Delta) = V_1 + V_2 - 2\, C_{12}

    Each wave keeps its own weights, strata and units. People who took part in both
    waves (`person`) bring the covariance :math:`C_{12}`: all waves are stacked with
    persons as units, as in R. The test is by t; p-values are adjusted within each
    family of the study's plan, else over all items of a pair of waves.

    Parameters
    ----------
    waves : dict or sequence of Wave
        Two at least, in time order: {name: Wave} or a list.
    items : str or list of str
        A column, a list, or a construct's name.
    adjust : str
        ``holm, bonferroni, hochberg, hommel, bh`` or ``by``.
    level : float
        Confidence of the intervals, between 0 and 1.
    power : float
        Chance with which ``minimum_detectable`` would be found, between 0 and 1.

    Returns
    -------
    WaveChanges
        A row an item and pair of neighbouring waves: ``term, wave_before,
        wave_after, before, after`` (means), ``estimate`` (after − before), ``se``
        (people of both waves seen), ``ci_low, ci_high, n`` (the fewer answers of the
        two), ``n_before, n_after, shared`` (people who answered in both), ``df,
        se_independent`` (as if none were shared), ``p, p_adjusted,
        minimum_detectable``: :math:`(z_{1 - \alpha/2} + z_{power})` se, ``family,
        comparable``: False where the scale changed, or the later wave's file says that
        answers are not comparable; such a change is missing.

    Raises
    ------
    KeyError
        If a column is in none of the waves.
    ValueError
        If there are fewer than two waves, a column holds text, or a choice is unknown.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, section 12.4. Wiley. Holm, S. (1979).
    *Scandinavian Journal of Statistics* 6, 65-70. Cohen, J. (1988). *Statistical Power
    Analysis for the Behavioral Sciences*, 2nd ed. Erlbaum.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, compare_waves
    >>> spring = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [3, 4, 4, 5]})
    >>> autumn = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [4, 5, 4, 6]})
    >>> waves = {"spring": spring, "autumn": autumn}
    >>> waves = {k: Wave.from_frame(f, person="who") for k, f in waves.items()}
    >>> row = compare_waves(waves, "q1")["q1"]
    >>> row[["estimate", "se", "se_independent"]].astype(float).round(2).tolist()
    [0.75, 0.25, 0.63]
    """
    _checks.between("level", level, 0, 1)
    _checks.between("power", power, 0, 1)
    _checks.one_of("adjust", adjust, ADJUSTMENTS)
    named = named_waves(waves)
    if len(named) < 2:
        raise ValueError(f"waves={list(named)}: a change needs two waves or more.")
    listed = compared_items(named, items)
    found = Differences(named, listed, comparable_items(named, listed))
    last = list(named.values())[-1]
    table = _table(found, families_of(last, listed), adjust, level, power)
    return result_of(
        found.whole,
        WaveChanges,
        "Change from wave to wave",
        table,
        level=level,
        about={item: (item,) for item in listed},
        labels=last.labels(listed),
        notes=break_notes(found),
        averages=True,
        covariance_source=found.covariance,
    )


def _table(
    found: Differences, families: list[str], adjust: str, level: float, power: float
) -> pd.DataFrame:
    """Return the tidy table: pairs of waves in time order, items in theirs."""
    pairs, k = list(pairwise(found.named)), len(found.items)
    low, high = interval(found.change, found.se, found.degrees, level)
    p = _p_values(found)
    detectable = (ndtri((1 + level) / 2) + ndtri(power)) * found.se
    columns = {
        "before": found.means[:-1],
        "after": found.means[1:],
        "estimate": found.change,
        "se": found.se,
        "ci_low": low,
        "ci_high": high,
        "n": np.minimum(found.n[:-1], found.n[1:]),
        "n_before": found.n[:-1],
        "n_after": found.n[1:],
        "shared": found.shared,
        "df": found.degrees,
        "se_independent": found.se_independent,
        "p": p,
        "p_adjusted": np.array([adjusted_within(row, families, adjust) for row in p]),
        "minimum_detectable": detectable,
        "comparable": found.comparable,
    }
    names = {
        "term": found.items * len(pairs),
        "wave_before": [before for before, _ in pairs for _ in range(k)],
        "wave_after": [after for _, after in pairs for _ in range(k)],
    }
    values = {name: np.ravel(column) for name, column in columns.items()}
    return pd.DataFrame({**names, **values, "family": families * len(pairs)})


def _p_values(found: Differences) -> np.ndarray:
    """Return two-sided p-values; missing where nothing varies."""
    known = (found.se > 0) & (found.degrees >= 1)
    t = np.divide(found.change, found.se, out=np.zeros_like(found.se), where=known)
    df = np.where(known, found.degrees, 1.0)
    return np.where(known, 2 * stdtr(df, -np.abs(t)), np.nan)
