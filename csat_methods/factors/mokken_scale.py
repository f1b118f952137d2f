"""Do the items order people, and which of them form a scale?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.factors.refusals import refuse_constant, refuse_few
from csat_methods.result import Result, method
from csat_methods.statistics.item_selection import item_scales
from csat_methods.statistics.rest_score_groups import violations
from csat_methods.statistics.scalability import Scalability
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

WHOLE = "all_items"
"""The term of all items together."""

STRENGTHS = {
    0.5: "The items order people strongly: H {h}.",
    0.4: "The items order people moderately: H {h}.",
    0.3: "The items order people weakly: H {h}.",
    -np.inf: "The items do not order people along one line: H {h}, and {line} is the "
    "line.",
}
"""Mokken's rule of thumb: H at least this is said so."""

WEAK = 0.3

MOST_CATEGORIES = 20
"""Different answers an item may have to be a rating."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MokkenScale(Result):
    """Scalability of all items (term ``all_items``) and of each.

    Attributes
    ----------
    hij : pandas.DataFrame
        Of pairs: ``first, second, estimate, se, z``.
    monotonicity : pandas.DataFrame
        ``term, item_h, active, violations, share, largest, sum, per_active, z_max,
        significant, crit``: falls of an item's chances where the score on the others
        rises.
    lower_bound : float
        The least H of an item in a scale.
    """

    hij: pd.DataFrame
    monotonicity: pd.DataFrame
    lower_bound: float

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "se": "coefficient",
        "ci_low": "coefficient",
        "ci_high": "coefficient",
        "scale": "count",
    }
    clause: ClassVar[str] = "7.4.3"

    @property
    def h(self) -> pd.Series:
        """H of all items: ``estimate, se, ci_low, ci_high, z``."""
        rows = self.table[self.table["term"] == WHOLE]
        columns = ["estimate", "se", "ci_low", "ci_high", "z"]
        found = rows[columns].iloc[0] if len(rows) else pd.Series(np.nan, columns)
        return found.astype(float).rename("h")

    @property
    def hi(self) -> pd.DataFrame:
        """H of each item: ``term, estimate, se, ci_low, ci_high, z, scale``."""
        columns = ["term", "estimate", "se", "ci_low", "ci_high", "z", "scale"]
        rows = self.table[self.table["term"] != WHOLE]
        return rows[columns].reset_index(drop=True)

    def headline(self) -> Message:
        """Return how well the items order people."""
        rows = [row for row in self.records() if row["term"] == WHOLE]
        if not rows:
            return super().headline()
        (row,) = rows
        text = next(
            said for line, said in STRENGTHS.items() if not row["estimate"] < line
        )
        values = {"h": self.number(row, "estimate"), "line": Number(WEAK)}
        kept = {key: part for key, part in values.items() if f"{{{key}}}" in text}
        return Message(text, kept)


@method
def mokken_scale(
    wave: Wave,
    items: str | Sequence[str],
    *,
    lower_bound: float = 0.3,
    level: float = 0.95,
) -> MokkenScale:
    r"""Return Mokken's coefficients H, the scales the items form, and monotonicity.

    .. math:: H_{ij} = \frac{s_{ij}}{s^{max}_{ij}}, \quad
              H_i = \frac{\sum_j s_{ij}}{\sum_j s^{max}_{ij}}, \quad
              H = \frac{\sum_{i<j} s_{ij}}{\sum_{i<j} s^{max}_{ij}}

    with weighted covariances, and the largest that the items' margins allow. Errors
    come from each person's influence under the design; where people were drawn alone
    and weigh alike they are those of a multinomial sample, as mokken's are. Scales are
    found by Mokken's automatic selection: the pair of highest H first, then the item
    that leaves H highest, as long as its own H reaches the bound. z is the covariance
    in its errors if items were unrelated. Monotonicity takes everybody once.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A construct's name or columns, two at least, all in one direction.
    lower_bound : float
        The least H of an item in a scale, from 0 to below 1.
    level : float
        Of the intervals.

    Returns
    -------
    MokkenScale
        Term ``all_items``, then one row an item: ``term, estimate, se, ci_low,
        ci_high, n, df, z, scale``; H at most 1, scale 0 where an item is in none;
        `.h`, `.hi`, `.hij`, `.monotonicity`. People who answered all items count.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items or not more people than items, an item is
        constant or no rating, or an argument is out of range.

    Notes
    -----
    Checked against mokken 3.1.2 (``coefH``, ``coefZ``, ``aisp``,
    ``check.monotonicity``).

    References
    ----------
    Mokken, R. J. (1971). *A Theory and Procedure of Scale Analysis*, p. 148-199.
    Kuijpers, R. E., Van der Ark, L. A. and Croon, M. A. (2013). *Sociological
    Methodology*, 43, 42-69. Molenaar, I. W. and Sijtsma, K. (2000). *MSP5*, p. 49.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, mokken_scale
    >>> rows = [[1, 1, 2], [1, 2, 2], [2, 2, 3], [2, 3, 3], [3, 3, 3], [3, 2, 3]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> round(float(mokken_scale(wave, ["q1", "q2", "q3"]).h["estimate"]), 3)
    0.842
    """
    _checks.between("level", level, 0, 1)
    _checks.within("lower_bound", lower_bound, 0, 1)
    listed = wave.measured(items)
    rows, x = _answers(wave, listed)
    pairs = Scalability(x, wave.design.weights[rows])
    found = _estimates(wave, rows, pairs)
    terms = [WHOLE, *listed]
    return estimates_result(
        wave,
        MokkenScale,
        "Mokken scale analysis",
        domains(wave),
        terms,
        found,
        level=level,
        about={WHOLE: listed},
        labels={**wave.labels(listed), WHOLE: Message("All items")},
        columns={
            "z": [pairs.z, *pairs.zi],
            "scale": [np.nan, *item_scales(pairs, lower_bound)],
        },
        notes=_notes(wave, listed, pairs),
        hij=_pairs(wave, rows, pairs, listed),
        monotonicity=_monotonicity(x, pairs.hi, listed),
        lower_bound=float(lower_bound),
    )


def _answers(wave: Wave, listed: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return who answered all items, and their answers."""
    if len(listed) < 2:
        raise ValueError(f"items={listed}: at least two are needed.")
    answers = wave.answers(listed)
    inside = wave.domain & (wave.design.weights > 0)
    held = ~np.isnan(answers) & inside[:, None]
    rows = held.all(axis=1)
    refuse_few(listed, held, rows, enough=len(listed))
    x = answers[rows]
    refuse_constant(listed, x)
    many = [len(np.unique(column)) for column in x.T]
    wide = [i for i, c in zip(listed, many, strict=True) if c > MOST_CATEGORIES]
    if wide:
        raise ValueError(
            f"items={wide} have more than {MOST_CATEGORIES} different answers: they "
            "are no ratings."
        )
    return rows, x


def _estimates(wave: Wave, rows: np.ndarray, pairs: Scalability) -> Estimates:
    """Return H and every Hi with their errors."""

    def statistic(weights: np.ndarray) -> np.ndarray:
        again = Scalability(pairs.x, weights)
        return np.append(again.h, again.hi)

    values = np.append(pairs.h, pairs.hi)
    return _multinomial(wave, Piece(rows, values, pairs.influence, statistic))


def _multinomial(wave: Wave, piece: Piece) -> Estimates:
    """Return estimates; of people alike with the errors of a multinomial sample."""
    found = joint_estimates(wave, [piece])
    if not wave.design.simple:
        return found
    # The design's variance divides by the rows less one, the multinomial's by all.
    share = 1 - 1 / len(piece.rows)
    source = found.covariance
    return replace(
        found,
        se=found.se * np.sqrt(share),
        covariance=source and (lambda: source() * share),
    )


def _pairs(
    wave: Wave, rows: np.ndarray, pairs: Scalability, listed: list[str]
) -> pd.DataFrame:
    """Return Hij of every pair with its error, item by item."""
    found = []
    for i, first in enumerate(listed[:-1]):
        later = slice(i + 1, len(listed))

        def statistic(weights: np.ndarray, i: int = i) -> np.ndarray:
            return Scalability(pairs.x, weights).hij[i, i + 1 :]

        piece = Piece(
            rows,
            pairs.hij[i, later],
            lambda i=i: pairs.pair_influence(i),  # type: ignore[misc]
            statistic,
        )
        own = _multinomial(wave, piece)
        table = {"first": first, "second": listed[later], "estimate": own.estimate}
        table |= {"se": own.se, "z": pairs.zij[i, later]}
        found.append(pd.DataFrame(table))
    return pd.concat(found, ignore_index=True)


def _monotonicity(x: np.ndarray, hi: np.ndarray, listed: list[str]) -> pd.DataFrame:
    """Return the falls of each item's chances."""
    rows = []
    for j, (item, h) in enumerate(zip(listed, hi.tolist(), strict=True)):
        found = violations(x, j)
        own = {"term": item, "item_h": h, **found.counted(), "crit": found.crit(h)}
        rows.append(own)
    return pd.DataFrame(rows)


def _notes(wave: Wave, listed: list[str], pairs: Scalability) -> list[Message]:
    """Return which items run against the others, and what knows no weights."""
    against = tuple(
        wave.label(item) for item, h in zip(listed, pairs.hi, strict=True) if h < 0
    )
    notes = []
    if against:
        notes.append(
            Message(
                "Against the other items run: {items}; turn them over if they are "
                "worded the other way round.",
                {"items": Listing(against)},
            )
        )
    if not wave.design.simple:
        notes.append(
            Message("Monotonicity and the choice of scales take people as drawn alone.")
        )
    return notes
