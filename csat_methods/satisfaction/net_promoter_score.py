"""How many more customers would recommend the organization than would not?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.ratios import ratio_estimates, ratio_values
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SCALE = (0.0, 10.0)
"""The only scale a net promoter score is defined on (Reichheld 2003)."""

PROMOTER = 9.0
"""The lowest answer of a promoter."""

DETRACTOR = 6.0
"""The highest answer of a detractor."""

SEVERAL = claims.only_clear(
    clear="The net promoter score is highest for {best} ({most}) and lowest for "
    "{worst} ({least}).",
    runs="The net promoter score runs from {least} ({worst}) to {most} ({best}).",
    alike="The net promoter scores, {least} to {most}, do not differ clearly.",
)
"""What is said of several scores."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NetPromoterScore(Result):
    """Net promoter scores, −100 to 100, and the three shares they come from."""

    kinds: ClassVar[dict[str, str]] = {
        "estimate": "points",
        "promoters": "share",
        "passives": "share",
        "detractors": "share",
    }
    line: ClassVar[str] = "net_promoter_score"
    clause: ClassVar[str] = "7.4.4"

    def headline(self) -> Message:
        """Return whether more customers would recommend than would not."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        if len(rows) > 1:
            return claims.ranked(self, rows, SEVERAL)
        row = rows[0]
        values = {
            **claims.with_interval(self, row),
            "promoters": self.number(row, "promoters"),
            "detractors": self.number(row, "detractors"),
        }
        if row["ci_low"] > 0:
            return Message(
                "Promoters ({promoters}) outnumber detractors ({detractors}): the net "
                "promoter score is {estimate} ({low} to {high}; n = {n}).",
                values,
            )
        if row["ci_high"] < 0:
            return Message(
                "Detractors ({detractors}) outnumber promoters ({promoters}): the net "
                "promoter score is {estimate} ({low} to {high}; n = {n}).",
                values,
            )
        return Message(
            "Whether promoters outnumber detractors is undecided: the net promoter "
            "score is {estimate} ({low} to {high}; n = {n}).",
            values,
        )


@method
def net_promoter_score(
    wave: Wave,
    item: str,
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> NetPromoterScore:
    r"""Return the net promoter score: promoters less detractors, in points.

    .. math:: \mathrm{NPS} = 100 \Bigl(\frac{\sum w_i 1(x_i \ge 9)}{\sum w_i}
              - \frac{\sum w_i 1(x_i \le 6)}{\sum w_i}\Bigr)

    It is the mean of a variable that is 100, 0 or −100, so its error is that of a mean
    under the wave's design; the interval is by t.

    Parameters
    ----------
    wave : Wave
    item : str
        The likelihood to recommend, in whole numbers from 0 to 10.
    by : str or list of str, optional
        Segments; a row each, the design kept whole.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    NetPromoterScore
        ``term, estimate`` (−100 to 100), ``se, ci_low, ci_high`` (points), ``n, df,
        asked, not_applicable, promoters, passives, detractors`` (shares).

    Raises
    ------
    KeyError
        If the column is not in the wave.
    ValueError
        If the item's scale is not 0 to 10, an answer is no whole number of it, or
        nobody is in the domain.

    References
    ----------
    Reichheld, F. F. (2003). The one number you need to grow. *Harvard Business Review*
    81(12), 46-54. Rocks, B. (2016). Interval estimation for the "net promoter score".
    *The American Statistician* 70, 365-372, section 2.

    Examples
    --------
    Two promoters, one passive, one detractor:

    >>> import pandas as pd
    >>> from csat_methods import Wave, net_promoter_score
    >>> answers = pd.DataFrame({"recommend": [10, 9, 7, 2]})
    >>> wave = Wave.from_frame(answers, scales={"recommend": (0, 10)})
    >>> net_promoter_score(wave, "recommend").estimate
    25.0
    """
    _checks.between("level", level, 0, 1)
    (name,) = _one(wave.measured(item))
    x = wave.answers([name])[:, 0]
    _check_answers(wave, name, x)
    where, held = domains(wave, by), ~np.isnan(x)[:, None]
    groups = _groups(x)
    score = 100 * (groups[:, [0]] - groups[:, [2]])
    found = ratio_estimates(wave, where, score, held.astype(float))
    shares = ratio_values(wave, where, groups, np.repeat(held, 3, axis=1))
    names = ("promoters", "passives", "detractors")
    return estimates_result(
        wave,
        NetPromoterScore,
        "Net promoter score",
        where,
        [name],
        found,
        level=level,
        columns=dict(zip(names, shares.T, strict=True)),
        notes=(*_scale_note(wave, name), *_alike_note(found)),
    )


def _one(columns: list[str]) -> list[str]:
    if len(columns) != 1:
        raise ValueError(f"item={columns} must be one column; the score has one.")
    return columns


def _groups(x: np.ndarray) -> np.ndarray:
    """Return who is a promoter, a passive, a detractor, shape (n, 3)."""
    with np.errstate(invalid="ignore"):
        promoter, detractor = x >= PROMOTER, x <= DETRACTOR
        passive = (x > DETRACTOR) & (x < PROMOTER)
    return np.column_stack([promoter, passive, detractor]).astype(float)


def _check_answers(wave: Wave, name: str, x: np.ndarray) -> None:
    scale = wave.scales.get(name, SCALE)
    if tuple(map(float, scale)) != SCALE:
        raise ValueError(
            f"item={name!r} has the scale {scale[0]:g} to {scale[1]:g}; a net promoter "
            "score needs answers from 0 to 10."
        )
    given = x[~np.isnan(x)]
    off = given[(given < SCALE[0]) | (given > SCALE[1]) | (given % 1 != 0)]
    if off.size:
        raise ValueError(
            f"item={name!r}: {off.size} answers such as {off[0]:g} are no whole "
            "numbers from 0 to 10; a net promoter score needs those."
        )


def _scale_note(wave: Wave, name: str) -> tuple[Message, ...]:
    """Return the note on a scale that nobody declared."""
    if name in wave.scales:
        return ()
    return (
        Message(
            "The scale of {label} is not declared; its answers are taken as nought to "
            "ten.",
            {"label": wave.label(name)},
        ),
    )


def _alike_note(found: Estimates) -> tuple[Message, ...]:
    """Return the note on groups whose answers show no spread."""
    alike = int(((found.se == 0) & (found.df >= 1)).sum())
    if not alike:
        return ()
    return (
        Message(
            "In {count} rows all answers count alike; an interval without width does "
            "not mean certainty.",
            {"count": Number(alike, "count")},
        ),
    )
