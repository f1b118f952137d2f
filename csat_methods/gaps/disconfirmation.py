"""Do customers say themselves that they got less than expected, and do gaps agree?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.gaps.disconfirmation_answers import (
    MEASURES,
    compared_pairs,
    measured,
    sound_items,
)
from csat_methods.result import Result, method
from csat_methods.statistics.share_intervals import Shares, delta_logit, logit_interval
from csat_methods.wave import claims
from csat_methods.wave.estimate import (
    Estimates,
    correlation_interval,
    domains,
    interval,
)
from csat_methods.wave.pairs import Columns, unscaled_note
from csat_methods.wave.smooth import joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

AGREE, CONTRADICT, UNDECIDED = "agree", "contradict", "undecided"
WORDS = {
    AGREE: Message("both say the same"),
    CONTRADICT: Message("they contradict each other"),
    UNDECIDED: Message("undecided"),
}
"""What the two estimates say of each other."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Disconfirmation(Result):
    """Worse or better than expected as customers say, beside the gap they rated."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "se": "number",
        "gap": "difference",
        "gap_se": "number",
        "gap_low": "difference",
        "gap_high": "difference",
        "said_worse": "share",
        "said_as_expected": "share",
        "said_better": "share",
        "agreement": "share",
        "agreement_se": "share",
        "agreement_low": "share",
        "agreement_high": "share",
    }
    clause: ClassVar[str] = "4.2"

    def headline(self) -> Message:
        """Return whether what customers say and what they rated lead to one answer."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        against = [row for row in rows if row["claim"] == CONTRADICT]
        if len(rows) == 1:
            return self.sentence(rows[0], "")
        if against:
            named = Listing(tuple(claims.row_name(self, row) for row in against))
            return Message(
                "What customers say when asked directly, and the gap between their "
                "ratings, contradict each other at {items}.",
                {"items": named},
            )
        if all(row["claim"] == AGREE for row in rows):
            return Message(
                "Asked directly, customers say the same as the gaps between their "
                "ratings."
            )
        return Message(
            "Nowhere do customers, asked directly, contradict the gaps between their "
            "ratings."
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return both estimates of one row side by side."""
        return Message(
            "{label}: asked directly, customers put it {estimate} from what they "
            "expected ({low} to {high}); the gap between their ratings is {gap} "
            "({gap_low} to {gap_high}): {claim}.",
            {
                **claims.with_interval(self, row),
                "gap": self.number(row, "gap"),
                "gap_low": self.number(row, "gap_low"),
                "gap_high": self.number(row, "gap_high"),
                "claim": self.label(row["claim"]),
            },
        )


@method
def disconfirmation(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    items: Mapping[str, str] | None = None,
    by: str | Sequence[str] | None = None,
    middle: float | None = None,
    tolerance: float = 0.0,
    level: float = 0.95,
) -> Disconfirmation:
    r"""Return what customers say of their expectations directly, beside the gap.

    .. math:: \bar d = \frac{\sum w_i (D_i - m)}{\sum w_i}, \qquad
              \mathrm{agreement} = \frac{\sum w_i
              1[\operatorname{sign}(D_i - m) = \operatorname{sign}(P_i - E_i)]}
              {\sum w_i}

    with D the answer to "worse or better than you expected?", m its point for "as
    expected", over the people who also rated expectation E and perception P. The two
    are estimates of the same thing: a gap that customers contradict when they are
    asked directly is not to be ranked by.

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation, perception)}, as in `gap_scores`; from the study when not
        given: an item that is about no characteristic is held against the mean gap of
        all pairs.
    items : dict, optional
        {name: item of worse or better}, for every pair that is given.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    middle : float, optional
        The point that says "as expected"; the middle of the item's scale when not
        given.
    tolerance : float
        A gap up to this much on either side of zero counts as met; in points.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Disconfirmation
        One row a pair: ``term, estimate`` (points of the item above or below "as
        expected"), ``se, ci_low, ci_high, n, df, said_worse, said_as_expected,
        said_better`` (shares, 0 to 1), ``gap, gap_se, gap_low, gap_high`` (of the same
        people), ``agreement`` (share of people whose two answers have one direction, 0
        to 1), its ``_se, _low, _high``, ``correlation`` (of D and the gap, −1 to 1)
        with the same, and ``claim`` (``agree`` where both are clearly on one side of
        zero, ``contradict`` on opposite sides, else ``undecided``).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the study asks nothing of the kind, `items` does not name exactly the pairs,
        `middle` is not inside an item's scale, or there is neither scale nor `middle`.

    References
    ----------
    Oliver, R. L. (1980). A cognitive model of the antecedents and consequences of
    satisfaction decisions. *Journal of Marketing Research* 17, 460-469. Babakus, E.
    and Boller, G. W. (1992). *Journal of Business Research* 24, 253-268.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, disconfirmation
    >>> asked = {"e": [6, 6, 5, 7], "p": [4, 5, 6, 6], "d": [2, 3, 5, 4]}
    >>> wave = Wave.from_frame(pd.DataFrame(asked), scales={"d": (1, 7)})
    >>> pairs, items = {"speed": ("e", "p")}, {"speed": "d"}
    >>> row = disconfirmation(wave, pairs, items=items)["speed"]
    >>> [float(row[name]) for name in ("estimate", "gap", "agreement")]
    [-0.5, -0.75, 0.75]
    """
    _checks.between("level", level, 0, 1)
    allowed = _checks.finite("tolerance", tolerance, 0)
    named, asked = sound_items(wave, *compared_pairs(wave, pairs, items))
    where = domains(wave, by)
    pieces = measured(wave, where, named, asked, middle=middle, tolerance=allowed)
    found = joint_estimates(wave, pieces)
    columns = _columns(found, level)
    about = {name: (asked[name], *pair.columns) for name, pair in named.items()}
    return estimates_result(
        wave,
        Disconfirmation,
        "Worse or better than expected",
        where,
        list(named),
        _only(found, "estimate"),
        level=level,
        about=about,
        labels={**wave.labels(named), **WORDS},
        columns=columns,
        notes=unscaled_note(wave, named),
        averages=True,
    )


def _only(found: Estimates, name: str) -> Estimates:
    """Return the estimates of one measure, a value a row of the table."""
    held = np.arange(MEASURES.index(name), len(found.estimate), len(MEASURES))

    def own() -> np.ndarray:
        matrix = found.covariance() if found.covariance else np.full((0, 0), np.nan)
        return matrix[np.ix_(held, held)]

    return Estimates(
        found.estimate[held], found.se[held], found.df[held], found.n[held], own
    )


def _columns(found: Estimates, level: float) -> dict[str, Any]:
    """Return the columns beside the estimate."""
    parts = {name: _only(found, name) for name in MEASURES}
    gap, share = parts["gap"], parts["agreement"]
    gap_low, gap_high = interval(gap.estimate, gap.se, gap.df, level)
    low, high = _share_interval(share, level)
    r = parts["correlation"]
    down, up = correlation_interval(r.estimate, r.se, r.df, level)
    ends = interval(parts["estimate"].estimate, parts["estimate"].se, gap.df, level)
    return {
        **{
            name: parts[name].estimate
            for name in ("said_worse", "said_as_expected", "said_better")
        },
        "gap": gap.estimate,
        "gap_se": gap.se,
        "gap_low": gap_low,
        "gap_high": gap_high,
        "agreement": share.estimate,
        "agreement_se": share.se,
        "agreement_low": low,
        "agreement_high": high,
        "correlation": parts["correlation"].estimate,
        "correlation_se": parts["correlation"].se,
        "correlation_low": down,
        "correlation_high": up,
        "claim": _claims(ends, (gap_low, gap_high)),
    }


def _share_interval(found: Estimates, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval on the scale of the log odds."""
    p, se = found.estimate, found.se
    ends = logit_interval(Shares(estimate=p, se=se, n=found.n, df=found.df,
                                 se_logit=delta_logit(p, se)), level)  # fmt: skip
    return np.where(np.isnan(se), np.nan, ends[0]), np.where(
        np.isnan(se), np.nan, ends[1]
    )


def _claims(
    direct: tuple[np.ndarray, np.ndarray], gap: tuple[np.ndarray, np.ndarray]
) -> list[str]:
    """Return what two intervals say of each other: by the side of zero each lies on."""
    one, other = ((low > 0) * 1 - (high < 0) * 1 for low, high in (direct, gap))
    words = {1: AGREE, -1: CONTRADICT, 0: UNDECIDED}
    return [words[int(side)] for side in one * other]
