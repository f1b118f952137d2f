"""How many customers gave one of the best answers?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.estimates.categories import best_answers
from csat_methods.result import Result, method
from csat_methods.statistics.share_intervals import INTERVALS
from csat_methods.wave import claims
from csat_methods.wave.estimate import domains
from csat_methods.wave.shares import Block, shares_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TopBox(Result):
    """Shares of the best answers; column ``boxes``: how many count as best."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "share", "boxes": "count"}
    line: ClassVar[str] = "top_box"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return who gives the best answers most and least often, if that is clear."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        low, high = claims.extremes(rows)
        values = {
            **claims.with_interval(self, high),
            "boxes": self.number(high, "boxes"),
            "last": claims.row_name(self, low),
            "least": self.number(low, "estimate"),
        }
        if len(rows) == 1:
            return self._alone(several=high["boxes"] > 1, values=values)
        ends = claims.clear_ends(rows)
        if ends is None:
            return Message(
                "The shares of best answers, {least} to {estimate}, do not differ "
                "clearly.",
                values,
            )
        if not all(ends):
            return Message(
                "The share of best answers runs from {least} ({last}) to {estimate} "
                "({label}).",
                values,
            )
        return Message(
            "{label} gets the best answers most often ({estimate}), {last} least "
            "often ({least}).",
            values,
        )

    @staticmethod
    def _alone(*, several: bool, values: dict[str, Any]) -> Message:
        """Return what one share says, by whether several answers count as best."""
        if several:
            return Message(
                "{label}: {estimate} of customers give one of the {boxes} best answers "
                "({low} to {high}; n = {n}).",
                values,
            )
        return Message(
            "{label}: {estimate} of customers give the best answer ({low} to {high}; "
            "n = {n}).",
            values,
        )


@method
def top_box(
    wave: Wave,
    items: str | Sequence[str],
    *,
    boxes: int = 2,
    by: str | Sequence[str] | None = None,
    interval: str = "logit",
    level: float = 0.95,
) -> TopBox:
    r"""Return the weighted share of people who gave one of the best answers.

    .. math:: \hat p = \frac{\sum w_i\, 1(y_i \ge c)}{\sum w_i}

    with c the lowest of the `boxes` highest points of the item's scale. Items are read
    so that high is good; how many boxes count as best is the project's choice.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column, a list, or a construct's name; each with a scale.
    boxes : int
        How many of the best answers count, at least 1 and fewer than the points.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    interval : str
        ``logit``, ``wilson``, ``beta`` or ``mean``, as in `proportions`.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    TopBox
        One row an item: ``term, estimate`` (0 to 1), ``se, ci_low, ci_high, n, df,
        asked, not_applicable, deff, boxes``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item has no scale, `boxes` is not fewer than its points, or `interval` or
        `level` is unknown.

    References
    ----------
    Särndal, Swensson and Wretman (1992), eq. 5.6.10.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, top_box
    >>> answers = pd.DataFrame({"q1": [2, 4, 5, 5]})
    >>> wave = Wave.from_frame(answers, scales={"q1": (1, 5)})
    >>> top_box(wave, "q1").estimate, top_box(wave, "q1", boxes=1).estimate
    (0.75, 0.5)
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("interval", interval, INTERVALS)
    _checks.whole("boxes", boxes)
    listed = wave.measured(items)
    where = domains(wave, by)
    return shares_result(
        wave,
        TopBox,
        "Share of the best answers",
        where,
        listed,
        [_best(wave, listed, boxes)],
        interval=interval,
        level=level,
        columns={"boxes": int(boxes)},
    )


def _best(wave: Wave, items: list[str], boxes: int) -> Block:
    """Return who gave one of the best answers to each item, and who answered it."""
    cuts = np.array([best_answers(wave, item, boxes) for item in items])

    def made() -> tuple[np.ndarray, np.ndarray]:
        x = wave.answers(items)
        return (x >= cuts).astype(float), ~np.isnan(x)

    return made
