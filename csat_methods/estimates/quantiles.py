"""Below which value lie a quarter, half or three quarters of the customers?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.statistics.share_intervals import INTERVALS
from csat_methods.statistics.weighted_quantiles import weighted_quantiles
from csat_methods.wave import claims
from csat_methods.wave.claimed import QUANTILE, claim_notes, effective_answers
from csat_methods.wave.estimate import Domains, Estimates, domains, quantile
from csat_methods.wave.shares import Block, share_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Quantiles(Result):
    """Quantiles of items; one row a share ``q``."""

    term_keys: ClassVar[tuple[str, ...]] = ("term", "q")
    kinds: ClassVar[dict[str, str]] = {"q": "percent"}
    line: ClassVar[str] = "quantile"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return between which values a share of the customers, or the items, lie."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        shares = sorted({float(row["q"]) for row in rows})
        if len(rows) == len(shares):
            return self._of_one(sorted(rows, key=lambda row: float(row["q"])))
        middle = shares[len(shares) // 2]
        low, high = claims.extremes([row for row in rows if row["q"] == middle])
        return Message(
            "Values that {q} of customers do not exceed lie between {least} ({last}) "
            "and {estimate} ({label}).",
            {
                **claims.with_interval(self, high),
                "q": self.number(high, "q"),
                "last": claims.row_name(self, low),
                "least": self.number(low, "estimate"),
            },
        )

    def _of_one(self, rows: list[dict[str, Any]]) -> Message:
        """Return what the quantiles of a single item and segment say."""
        first, last = rows[0], rows[-1]
        if len(rows) == 1:
            return self.sentence(first, "")
        return Message(
            "{label}: {least} of customers are at or below {first}, {q} at or below "
            "{estimate} (n = {n}).",
            {
                **claims.with_interval(self, last),
                "q": self.number(last, "q"),
                "first": self.number(first, "estimate"),
                "least": self.number(first, "q"),
            },
        )

    def sentence(self, row: claims.Row, verdict: str) -> Message:
        """Return one quantile as a sentence."""
        return Message(
            "{label}: {q} of customers are at or below {estimate} ({low} to {high}; "
            "n = {n}).",
            {**claims.with_interval(self, row), "q": self.number(row, "q")},
        )


@method
def quantiles(
    wave: Wave,
    items: str | Sequence[str],
    *,
    q: float | Sequence[float] = (0.25, 0.5, 0.75),
    by: str | Sequence[str] | None = None,
    interval: str = "mean",
    level: float = 0.95,
) -> Quantiles:
    r"""Return weighted quantiles of each item, with Woodruff's intervals.

    .. math:: \hat Q(q) = \min\{v : \hat F(v) \ge q\}, \qquad
              \hat F(v) = \frac{\sum w_i\, 1(y_i \le v)}{\sum w_i}

    The interval is that of the share :math:`\hat F(\hat Q)`, which has a design-based
    error, carried back through the same rule:
    :math:`[\hat Q(\hat F - t s),\, \hat Q(\hat F + t s)]`. ``se`` is its length over
    2 t. They are claimed to hold with 5 effective answers on the rarer side of the
    quantile and 8 degrees of freedom; a note says where they are not.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column, a list, or a construct's name.
    q : float or list of float
        Shares, between 0 and 1.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    interval : str
        Of the share: ``mean``, ``logit``, ``beta`` or ``wilson``, as in
        `proportions`.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Quantiles
        One row an item and share: ``term, q, estimate, se, ci_low, ci_high, n, df,
        asked, not_applicable, share``; `share` is what lies at or below the estimate.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a column holds text or nominal codes, `q` is not between 0 and 1 or repeats,
        or `interval` or `level` is unknown.

    References
    ----------
    Woodruff, R. S. (1952). Confidence intervals for medians and other position
    measures. *JASA* 47, 635-646. Särndal, Swensson and Wretman (1992), section 5.11.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, quantiles
    >>> waits = pd.DataFrame({"minutes": [1, 2, 2, 3, 5, 8, 9, 12, 15, 30]})
    >>> result = quantiles(Wave.from_frame(waits), "minutes", q=0.5)
    >>> result.estimate, result.ci_low, result.ci_high
    (5.0, 2.0, 15.0)
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("interval", interval, INTERVALS)
    shares, listed = _shares(q), wave.measured(items)
    where, x = domains(wave, by), wave.answers(listed)
    terms = [item for item in listed for _ in shares]
    found = _Woodruff(wave, where, x, shares)
    estimates, columns, notes = found.estimates(interval, level)
    return estimates_result(
        wave,
        Quantiles,
        "Quantile",
        where,
        terms,
        estimates,
        level=level,
        about={item: (item,) for item in listed},
        labels=wave.labels(listed),
        columns={"q": shares * (len(listed) * len(where)), **columns},
        notes=notes,
    )


def _shares(q: float | Sequence[float]) -> list[float]:
    """Return the shares asked for, each once.

    Raises
    ------
    ValueError
        If any is not between 0 and 1, or repeats.
    """
    listed = list(q) if isinstance(q, Sequence | np.ndarray) else [q]
    shares = [_checks.between("q", share, 0, 1) for share in listed]
    if not shares or len(set(shares)) < len(shares):
        raise ValueError(f"q={listed} must name at least one share, each once.")
    return shares


class _Woodruff:
    """Quantiles of D domains × k items × m shares, in this order."""

    def __init__(
        self, wave: Wave, where: Domains, x: np.ndarray, shares: list[float]
    ) -> None:
        self.wave, self.where, self.x, self.shares = wave, where, x, shares
        self.point = self._carried(np.tile(shares, len(where) * x.shape[1]))

    def _carried(self, shares: np.ndarray) -> np.ndarray:
        """Return the values that shares of every cell reach, shape (D k m,)."""
        count, k = len(self.where), self.x.shape[1]
        asked = shares.reshape(count, k, -1)
        found = np.empty(asked.shape)
        order = np.argsort(self.where.codes, kind="stable")
        ends = np.searchsorted(self.where.codes[order], np.arange(count + 1))
        for d in range(count):
            rows = order[ends[d] : ends[d + 1]]
            w = self.wave.design.weights[rows]
            for j in range(k):
                y = self.x[rows, j]
                held = ~np.isnan(y)
                found[d, j] = weighted_quantiles(y[held], w[held], asked[d, j])
        return found.ravel()

    def _block(self, item: int) -> Block:
        """Return who lies at or below each quantile of an item, and who answered."""
        m = len(self.shares)
        points = self.point.reshape(len(self.where), -1, m)[:, item]

        def made() -> tuple[np.ndarray, np.ndarray]:
            y = self.x[:, [item]]
            below = y <= points[np.maximum(self.where.codes, 0)]
            return below.astype(float), np.broadcast_to(~np.isnan(y), below.shape)

        return made

    def estimates(
        self, interval: str, level: float
    ) -> tuple[Estimates, dict[str, np.ndarray], tuple[Message, ...]]:
        """Return the quantiles with their errors, columns of intervals, and notes."""
        blocks = [self._block(item) for item in range(self.x.shape[1])]
        found = share_estimates(self.wave, self.where, blocks)
        shares = found.estimates
        ends = found.intervals(self.wave, interval, level)
        columns = {name: self._carried(end) for name, end in ends.items()}
        length = columns["ci_high"] - columns["ci_low"]
        with np.errstate(invalid="ignore"):
            se = length / (2 * quantile(shares.df, level))
        covariance = _scaled(shares, se)
        made = Estimates(self.point, se, shares.df, shares.n, covariance)
        p = shares.estimate
        effective = effective_answers(shares, p * (1 - p))
        notes = claim_notes(QUANTILE, shares, effective, share=p)
        return made, {**columns, "share": p}, notes


def _scaled(shares: Estimates, se: np.ndarray) -> Callable[[], np.ndarray] | None:
    """Return the covariance of the shares, scaled to the errors of the quantiles."""
    source = shares.covariance
    if source is None:
        return None

    def covariance() -> np.ndarray:
        matrix: Any = source()
        known = np.sqrt(np.maximum(np.diag(matrix), 0.0))
        slope = np.divide(se, known, out=np.zeros_like(se), where=known > 0)
        return matrix * np.outer(slope, slope)

    return covariance
