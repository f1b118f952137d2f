"""Which segments differ from each other, and what may be chance?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.estimates.column_letters import column_letters, column_names
from csat_methods.estimates.segment_means import SegmentMeans, paired
from csat_methods.result import Finding, Result, method
from csat_methods.statistics.multiplicity import ADJUSTMENTS
from csat_methods.wave import claims
from csat_methods.wave.claimed import MEAN, caution
from csat_methods.wave.estimate import domains, interval
from csat_methods.wave.families import adjusted_within, families_of
from csat_methods.wave.table import result_of, small_note

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SegmentDifferences(Result):
    """Differences of means between segments: segment less reference.

    Attributes
    ----------
    segments : tuple of str
        All segments in their order, as the columns name them.
    split : mapping of str to mapping of str to str
        Segment to the columns that split it off, and to their levels.
    between : pandas.DataFrame
        Per item the share of its variation that lies between the segments:
        ``eta_squared``, and ``epsilon_squared``, which chance does not raise.
    """

    segments: tuple[str, ...]
    split: Mapping[str, Mapping[str, str]]
    between: pd.DataFrame

    term_keys: ClassVar[tuple[str, ...]] = ("term", "segment", "reference")
    kinds: ClassVar[dict[str, str]] = {
        "estimate": "difference",
        "effect_size": "difference",
        "n_segment": "count",
        "n_reference": "count",
    }
    line: ClassVar[str] = "segment_difference"
    clause: ClassVar[str] = "7.4.3"

    @property
    def letters(self) -> pd.DataFrame:
        """Per item and segment the letters of the segments it is clearly above.

        Segments are lettered A, B, C … in their order.
        """
        return column_letters(self.table, self.segments, alpha=1 - self.level)

    @property
    def columns(self) -> pd.Series:
        """The letter of each segment."""
        names = column_names(len(self.segments))
        return pd.Series(names, index=list(self.segments), name="column")

    def headline(self) -> Message:
        """Return how many pairs differ clearly, and which one most."""
        known = claims.known_rows(self)
        rows = [row for row in known if not np.isnan(row["se"])]
        if not rows:
            return super().headline()
        if len(rows) == len(known) == 1:
            return self._one(rows[0])
        clear = [row for row in rows if self.decided(row)]
        values = {
            "count": Number(len(clear), "count"),
            "all": Number(len(rows), "count"),
        }
        if not clear:
            return Message(
                "None of {all} differences between segments is clear of chance, the "
                "number of comparisons taken into account.",
                values,
            )
        most = max(clear, key=lambda row: abs(row["statistic"]))
        return Message(
            "Clear of chance: {count} of {all} differences between segments. The "
            "clearest one is {label}, {segment} against {reference}: {estimate}.",
            {**values, **self._values(most)},
        )

    def _one(self, row: claims.Row) -> Message:
        """Return what a single difference says."""
        values = self._values(row)
        if not self.decided(row):
            return Message(
                "{label}: {segment} and {reference} do not differ clearly: {estimate} "
                "({low} to {high}).",
                values,
            )
        if row["estimate"] > 0:
            return Message(
                "{label} is higher in {segment} than in {reference}: {estimate} ({low} "
                "to {high}).",
                values,
            )
        return Message(
            "{label} is lower in {segment} than in {reference}: {estimate} ({low} to "
            "{high}).",
            values,
        )

    def _values(self, row: claims.Row) -> dict[str, Any]:
        return {
            **claims.with_interval(self, row),
            "segment": self.label(row["segment"]),
            "reference": self.label(row["reference"]),
        }

    def decided(self, row: claims.Row) -> bool:
        """Whether a difference is clear of chance among all that were tested."""
        return bool(row["p_adjusted"] < 1 - self.level)

    def findings(self, rules: Mapping[str, float] | None = None) -> tuple[Finding, ...]:
        """Return which segments differ, of the differences that can be told."""
        found = super().findings(rules)
        return tuple(each for each in found if not np.isnan(each.ci_low))

    def sentence(self, row: claims.Row, verdict: str) -> Message:
        """Return one difference as a sentence."""
        return self._one(row)

    def finding(self, row: claims.Row, line: float) -> Finding:
        """Return the finding of one difference: undecided unless clear of chance."""
        found = replace(super().finding(row, line), segment=str(row["segment"]))
        return found.unless_chance(clear=self.decided(row))


@method
def compare_segments(
    wave: Wave,
    items: str | Sequence[str],
    *,
    by: str | Sequence[str],
    adjust: str = "holm",
    reference: Any = None,
    level: float = 0.95,
) -> SegmentDifferences:
    r"""Return how far the means of segments lie apart, pair by pair.

    .. math:: \hat\Delta = \bar y_s - \bar y_r, \qquad
              V(\hat\Delta) = V_s + V_r - 2\, C_{sr}, \qquad
              d = \frac{\hat\Delta}{\sqrt{((n_s - 1) s_s^2 + (n_r - 1) s_r^2)
                  / (n_s + n_r - 2)}}

    Clusters and people that lie in both segments bring the covariance C. The test is
    by t with the degrees of freedom of both segments together, less one; p-values are
    adjusted within each family of the study's plan, else over all rows. Intervals are
    claimed to hold where those of `means` hold in both segments.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column, a list, or a construct's name.
    by : str or list of str
        The segment; of several, each combination is one.
    adjust : str
        ``holm, bonferroni, hochberg, hommel, bh`` or ``by``.
    reference : optional
        Compare every segment with this one only; all pairs when not given.
    level : float
        Confidence of the intervals, between 0 and 1; an adjusted p below 1 − level is
        clear.

    Returns
    -------
    SegmentDifferences
        One row an item and pair: ``term, segment, reference, estimate`` (segment −
        reference)``, se, ci_low, ci_high, n`` (answers in all segments)``, n_segment,
        n_reference, statistic, df, p, p_adjusted, effect_size`` (Cohen's d)``,
        family``. `.letters` are the letters of a banner, `.between` the shares of the
        variation that lie between the segments.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a column holds text or nominal codes, there are fewer than two segments or
        more than 60, `reference` is none of them, or a choice is unknown.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*, section 2.4 (`svyttest`). Wiley. Holm, S.
    (1979). *Scandinavian Journal of Statistics* 6, 65-70. Cohen, J. (1988).
    *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., eq. 2.5.1.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, compare_segments
    >>> answers = pd.DataFrame({"q1": [2, 3, 4, 6, 7, 8], "city": list("AAABBB")})
    >>> row = compare_segments(Wave.from_frame(answers), "q1", by="city")["q1"]
    >>> print(*row[["segment", "reference", "estimate", "effect_size"]])
    B A 4.0 4.0
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("adjust", adjust, ADJUSTMENTS)
    listed, where = wave.measured(items), domains(wave, by)
    means = SegmentMeans(wave, where, listed)
    pairs = paired(means.names, reference)
    table = _table(means, pairs, level)
    family = np.repeat(families_of(wave, listed), len(pairs)).tolist()
    table = table.assign(
        p_adjusted=adjusted_within(table["p"].to_numpy(), family, adjust),
        effect_size=means.effects(pairs),
        family=family,
    )
    alone = int((table["se"].isna() & table["estimate"].notna()).sum())
    return result_of(
        wave,
        SegmentDifferences,
        "Difference between segments",
        table,
        level=level,
        about={item: (item, *where.by) for item in listed},
        labels={**wave.labels([*listed, *where.by]), **_words(wave, means)},
        covariance_source=lambda: means.covariance(pairs),
        notes=(
            *caution(
                MEAN,
                means.uncertain(pairs, table["df"].to_numpy(), MEAN.df),
                table["se"].notna().to_numpy(),
            ),
            *([small_note(alone)] if alone else []),
        ),
        averages=True,
        segments=tuple(means.names),
        split=means.split,
        between=means.between(),
    )


def _table(
    means: SegmentMeans, pairs: list[tuple[int, int]], level: float
) -> pd.DataFrame:
    """Return the tidy table: items in their order, all pairs of each."""
    C, k, count = means.contrasts(pairs), len(means.items), len(pairs)
    # A segment that nobody of answered has no mean: its rows have none either.
    gone = (C[:, np.isnan(means.found.estimate)] != 0).any(axis=1)
    estimate = np.where(gone, np.nan, C @ np.nan_to_num(means.found.estimate))
    df, variance = means.degrees(pairs), np.diag(means.covariance(pairs))
    known = ~gone & (df >= 1) & ~np.isnan(variance)
    se = np.where(known, np.sqrt(np.maximum(np.nan_to_num(variance), 0.0)), np.nan)
    low, high = interval(estimate, se, df, level)
    tested = se > 0
    statistic = np.divide(estimate, se, out=np.full(len(se), np.nan), where=tested)
    t = np.abs(np.nan_to_num(statistic))
    s, r = (np.array(side) for side in zip(*pairs, strict=True))
    return pd.DataFrame(
        {
            "term": np.repeat(np.array(means.items, object), count),
            "segment": [means.names[i] for i in s] * k,
            "reference": [means.names[i] for i in r] * k,
            "estimate": estimate,
            "se": se,
            "ci_low": low,
            "ci_high": high,
            "n": np.repeat(means.n.sum(axis=0), count),
            "n_segment": means.n[s].T.ravel(),
            "n_reference": means.n[r].T.ravel(),
            "statistic": statistic,
            "df": df,
            "p": np.where(tested, 2 * stdtr(np.where(tested, df, 1.0), -t), np.nan),
        }
    )


def _words(wave: Wave, means: SegmentMeans) -> dict[str, Text]:
    """Return the study's words of segments."""
    if wave.study is None or len(means.where.by) != 1:
        return {}
    (column,) = means.where.by
    levels = [key[0] for key in means.where.keys]
    known = [wave.study.level_label(column, level) for level in levels]
    return {n: w for n, w in zip(means.names, known, strict=True) if w is not None}
