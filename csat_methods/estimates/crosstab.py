"""Do customers of different groups answer differently?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.estimates.categories import (
    categories_of,
    category_number,
    category_text,
    category_words,
    chosen_answers,
    place_of,
)
from csat_methods.result import Result, method
from csat_methods.statistics.multiplicity import adjusted
from csat_methods.statistics.rao_scott import (
    Independence,
    independence,
    residuals,
)
from csat_methods.statistics.share_intervals import INTERVALS
from csat_methods.wave.cell_shares import cell_shares
from csat_methods.wave.estimate import Domains, Estimates, domains
from csat_methods.wave.shares import shares_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


FIXED = 1e-8
"""An error smaller than this part of the largest share is none."""

UNTESTED = {
    True: "Independence is not tested: people of too few units of the design answered.",
    False: "Independence is not tested: by the design these shares have no error, as "
    "where one answer always goes with the same other.",
}
"""By whether the design leaves no degree of freedom."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Crosstab(Result):
    """Shares of the answers within each column, and a test of independence.

    Attributes
    ----------
    test : pandas.Series
        ``statistic, df1, df2, p``: Rao and Scott's second order F.
    first_order : pandas.Series
        ``statistic, scale, df, p``: Pearson's statistic, its p by the mean design
        effect `scale`.
    cramers_v : float
        0 for independence, 1 where one answer says the other.
    whole : int
        How many answered both items; shares of rows and residuals rest on all of them.
    """

    test: pd.Series = field(default_factory=pd.Series)
    first_order: pd.Series = field(default_factory=pd.Series)
    cramers_v: float = float("nan")
    whole: int = 0

    term_keys: ClassVar[tuple[str, ...]] = ("term", "category")
    kinds: ClassVar[dict[str, str]] = {
        "estimate": "share",
        "row_share": "share",
        "total": "count",
    }
    line: ClassVar[str] = "proportion"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return whether the answers differ between the columns."""
        if not len(self.table) or "p" not in self.test:
            # Of a table with hidden cells the test is hidden too.
            return super().headline()
        p = float(self.test["p"])
        values = {
            "row": self.label(self.table["term"].iloc[0]),
            "column": self.label(self.by[0]),
            "p": Number(p, "chance"),
        }
        if np.isnan(p):
            return Message(
                "{row} by {column}: independence could not be tested.", values
            )
        if p < 1 - self.level:
            return Message(
                "Answers to {row} differ clearly by {column} (p {p}).", values
            )
        return Message(
            "Answers to {row} do not differ clearly by {column} (p {p}).", values
        )

    def answer(self, row: Any) -> Text | Message | str:
        """Return the words of a row's category."""
        return self.labels.get(f"{row['term']}={row['category']}", row["category"])


@method
def crosstab(
    wave: Wave,
    row: str,
    column: str,
    *,
    interval: str = "logit",
    level: float = 0.95,
) -> Crosstab:
    r"""Return the answers to one item within each answer to another, with a test.

    .. math:: \hat p_{i \mid j} = \frac{\sum w\, 1(y = i, x = j)}{\sum w\, 1(x = j)},
              \qquad F = X^2 / \mathrm{tr}\, \Delta

    over the people who answered both. The test is Rao and Scott's of the second order:
    Pearson's statistic with the generalised design effects Δ of the wave's design,
    whatever its stages, finite populations, weighting steps or replicates.

    Parameters
    ----------
    wave : Wave
    row : str
        The item whose answers are shared out.
    column : str
        The groups, side by side: usually a segment.
    interval : str
        Of the shares: ``logit``, ``wilson``, ``beta`` or ``mean``, as in
        `proportions`.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Crosstab
        One row a cell, column by column: the column's own level, ``term`` (the row's
        item)``, category`` (text)``, category_value, estimate`` (share within the
        column, 0 to 1)``, se, ci_low, ci_high, n`` (people in the column)``, df,
        asked, not_applicable, deff, row_share`` (share within the row)``, total`` (sum
        of weights)``, residual`` (distance of the cell from independence over its
        design-based error)``, p_adjusted`` (of the residual, Holm over all cells).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If both are the same, an item holds open answers or days, or fewer than two
        answers to either were given.

    References
    ----------
    Rao, J. N. K. and Scott, A. J. (1984). *Annals of Statistics* 12, 46-60, eq. 3.3.
    Haberman, S. J. (1973). *Biometrics* 29, 205-220.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, crosstab
    >>> answers = pd.DataFrame({"again": ["no", "yes", "yes", "yes"] * 5})
    >>> answers["city"] = ["A"] * 10 + ["B"] * 10
    >>> found = crosstab(Wave.from_frame(answers), "again", "city")
    >>> found.table[["city", "category", "estimate"]].values.tolist()[:2]
    [['A', 'no', 0.3], ['A', 'yes', 0.7]]
    >>> print(found.test.round(3).to_dict())
    {'statistic': 0.253, 'df1': 1.0, 'df2': 19.0, 'p': 0.621}
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("interval", interval, INTERVALS)
    cells = _Cells(wave, row, column)
    offered = [(row, value) for value in cells.answers]
    where = cells.where
    made = shares_result(
        wave,
        Crosstab,
        "Cross table",
        where,
        [row] * len(offered),
        [chosen_answers(wave, row, cells.answers)],
        interval=interval,
        level=level,
        labels={**wave.labels([row]), **category_words(wave, offered)},
        columns={
            "category": [category_text(v) for v in cells.answers] * len(where),
            "category_value": [category_number(v) for v in cells.answers] * len(where),
            **cells.columns(),
        },
    )
    found = cells.found
    return replace(
        made,
        notes=(*made.notes, *_untested_note(found)),
        test=pd.Series(found.second_order, name="test"),
        first_order=pd.Series(found.first_order, name="first_order"),
        cramers_v=found.cramers_v,
        whole=int((where.codes >= 0).sum()),
    )


def _untested_note(found: Independence) -> tuple[Message, ...]:
    """Return why independence could not be tested, where it could not."""
    if not np.isnan(found.second_order["p"]):
        return ()
    return (Message(UNTESTED[found.df < 1]),)


class _Cells:
    """The cells of two items: r answers by c columns."""

    def __init__(self, wave: Wave, row: str, column: str) -> None:
        if row == column:
            raise ValueError(f"row={row!r} and column={column!r} must be two items.")
        _checks.columns(map(str, wave.frame.columns), [row, column], "the wave")
        categories_of(wave, column)
        self.wave = wave
        self.answers = categories_of(wave, row)
        self.place = place_of(wave.frame[row], self.answers)
        self.where = _answered(domains(wave, column), self.place >= 0, wave)
        present = np.unique(self.place[self.where.codes >= 0])
        for name, count in ((row, len(present)), (column, len(self.where))):
            if count < 2:
                raise ValueError(
                    f"{name!r} has {count} different answers among those who answered "
                    "both items; a cross table needs two."
                )

    @cached_property
    def shares(self) -> np.ndarray:
        """Share of everybody in each cell, shape (r, c)."""
        return self._joint.estimate.reshape(len(self.answers), -1)

    @cached_property
    def _joint(self) -> Estimates:
        """Estimates of the share of everybody in each cell."""
        codes, c = self.where.codes, len(self.where)
        cell = np.where(codes >= 0, self.place * c + codes, -1)
        return cell_shares(self.wave, cell, len(self.answers) * c)

    @cached_property
    def found(self) -> Independence:
        """The test, over the answers that somebody gave."""
        joint, c = self._joint, len(self.where)
        given = self.shares.sum(axis=1) > 0
        kept = np.repeat(given, c)
        return independence(
            self.shares[given],
            self._covariance[np.ix_(kept, kept)],
            n=int(joint.n[0]),
            df=float(joint.df[0]),
        )

    @cached_property
    def _covariance(self) -> np.ndarray:
        """Covariance of the shares; zero where there is none."""
        source = self._joint.covariance
        return np.nan_to_num(source()) if source is not None else np.zeros((1, 1))

    def columns(self) -> dict[str, np.ndarray]:
        """Return what the table says of each cell besides its share of the column."""
        p, w = self.shares, self.wave.design.weights
        rows = p.sum(axis=1, keepdims=True)
        total = w[self.where.codes >= 0].sum()
        with np.errstate(invalid="ignore"):
            row_share = np.where(rows > 0, p / rows, np.nan)
        columns = {"row_share": row_share, "total": p * total, **self._departures()}
        return {name: values.T.ravel() for name, values in columns.items()}

    def _departures(self) -> dict[str, np.ndarray]:
        """Return how far each cell is from independence in errors, with Holm's p."""
        d, se = residuals(self.shares, self._covariance)
        df = float(self._joint.df[0])
        # Of a cell that the design fixes only rounding is left as its error.
        known = (se > FIXED * self.shares.max()) & (df >= 1)
        t = np.divide(d, se, out=np.full(d.shape, np.nan), where=known)
        p = np.where(known, 2 * stdtr(max(df, 1.0), -np.abs(np.nan_to_num(t))), np.nan)
        return {"residual": t, "p_adjusted": adjusted(p.ravel()).reshape(p.shape)}


def _answered(where: Domains, held: np.ndarray, wave: Wave) -> Domains:
    """Return the columns narrowed to those who answered, empty ones left out."""
    inside = held & (wave.design.weights > 0) & (where.codes >= 0)
    present, codes = np.unique(where.codes[inside], return_inverse=True)
    narrowed = np.full(len(inside), -1)
    narrowed[inside] = codes
    return Domains(where.by, [where.keys[int(i)] for i in present], narrowed)
