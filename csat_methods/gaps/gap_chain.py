"""Where between expectation and perception is satisfaction lost?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.gaps.chain_claims import (
    LEVEL_WORDS,
    PROMISE,
    WORDS,
    Row,
    blind_spots,
    largest_part,
    parts,
    sensitivity,
)
from csat_methods.gaps.chain_given import chain_of, few_staff, notes_of_chain
from csat_methods.gaps.chain_levels import joint_levels
from csat_methods.gaps.chain_places import PROMISED, Chain
from csat_methods.gaps.chain_rows import ChainRows
from csat_methods.result import Result, Used, method
from csat_methods.statistics.agreement import kendall_w
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapChain(Result):
    """Gaps between customers' expectation and perception, link by link.

    Attributes
    ----------
    total : pandas.DataFrame
        One row a link over all characteristics: ``link, estimate, se, ci_low, ci_high,
        characteristics`` (how many have it). The links add up to the mean gap; the
        promise stands beside.
    overall : dict
        The mean gap: ``estimate, se, ci_low, ci_high``.
    gaps : pandas.DataFrame
        One row a characteristic: ``characteristic, estimate, se, ci_low, ci_high, n``.
    levels : pandas.DataFrame
        ``characteristic, level, estimate, se, n``; customers' means, staff's means,
        standards, figures.
    blind_spots : tuple of str
        Characteristics that are good by the organization's own figures and bad in the
        customers' eyes.
    sensitivity : pandas.DataFrame
        What moving each mapped point by one point of the scale changes.
    managers : int
        Staff asked.
    concordance : float
        Kendall's W: how far the staff agree on the order of characteristics, 0 to 1.
    """

    total: pd.DataFrame
    overall: Mapping[str, float]
    gaps: pd.DataFrame
    levels: pd.DataFrame
    blind_spots: tuple[str, ...]
    sensitivity: pd.DataFrame
    managers: int
    concordance: float

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "se": "number",
        "start": "number",
        "end": "number",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("characteristic", "link")
    wholes: ClassVar[tuple[str, ...]] = ("total", "overall", "blind_spots")
    clause: ClassVar[str] = "4.2"

    def label(self, key: Any) -> Any:
        """Return the words of a characteristic, of a link or of what it is."""
        known = self.labels.get(key) or WORDS.get(key)
        ends = str(key).split(" → ")
        if known is None and len(ends) == 2 and set(ends) <= set(LEVEL_WORDS):
            before, after = (LEVEL_WORDS[end] for end in ends)
            return Message("{before} → {after}", {"before": before, "after": after})
        return known or super().label(key)

    def headline(self) -> Message:
        """Return where the largest part of the mean gap arises, if that is clear."""
        known = math.isfinite(self.overall.get("estimate", math.nan))
        if not known or not len(self.total):
            return super().headline()
        links = self.total[self.total["link"] != PROMISE].to_dict("records")
        return self._claim(links, self.overall)

    def _claim(self, links: list[dict[str, Any]], gap: Row) -> Message:
        values = {
            "gap": Number(gap["estimate"], "difference"),
            "low": Number(gap["ci_low"], "difference"),
            "high": Number(gap["ci_high"], "difference"),
        }
        if not (gap["ci_high"] < 0 or gap["ci_low"] > 0):
            return Message(
                "Between what customers expect and what they perceive there is no "
                "clear gap: {gap} ({low} to {high}).",
                values,
            )
        claim = largest_part(links, gap)
        if claim is None or claim.second is None:
            return Message(
                "Customers perceive {gap} ({low} to {high}) against what they expect; "
                "too few levels are known to say where it arises.",
                values,
            )
        values["first"] = self.label(claim.first["link"])
        values["part"] = Number(claim.first["estimate"], "difference")
        if claim.clear:
            return Message(
                "The largest part of the gap of {gap} ({low} to {high}) arises at "
                "“{first}”: {part}.",
                values,
            )
        values["second"] = self.label(claim.second["link"])
        values["other"] = Number(claim.second["estimate"], "difference")
        return Message(
            "Where the largest part of the gap of {gap} ({low} to {high}) arises is "
            "undecided: {first} ({part}) or {second} ({other}).",
            values,
        )


@method
def gap_chain(
    wave: Wave,
    *,
    expected: Mapping[str, Any] | None = None,
    understood: Mapping[str, Any] | None = None,
    planned: Mapping[str, Any] | None = None,
    delivered: Mapping[str, Any] | None = None,
    promised: Mapping[str, Any] | None = None,
    perceived: Mapping[str, Any] | None = None,
    level: float = 0.95,
) -> GapChain:
    r"""Return the gap of each characteristic, link by link through the organization.

    .. math:: P - E = (U - E) + (S - U) + (D - S) + (P - D)

    with E expected and P perceived by customers, U what the staff understand customers
    to expect, S the standard planned, D the figure delivered. A level that is missing
    merges its two links. The promise A stands beside the sum, as :math:`A - D`.

    Customers are one paired sample under the wave's design, the staff a sample of its
    own, standards have no error, figures have theirs where it is known; degrees of
    freedom are Satterthwaite's over these sources. What ten people of the staff or
    fewer believe is shown without an error: it is not tested.

    Parameters
    ----------
    wave : Wave
    expected, perceived : dict, optional
        {characteristic: column or columns, number, or row of a Result}; the study's
        pairs when not given.
    understood, planned, delivered, promised : dict, optional
        The same, for some of the characteristics; from the staff file, standards,
        delivered figures and promises of the wave file when not given, ``{}`` to leave
        a level out.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    GapChain
        A row a link of each characteristic: ``characteristic, link, estimate`` (in
        points of the scale; below zero something is lost), ``se, ci_low, ci_high, n``
        (people who answered both expectation and perception), ``df, start, end`` (the
        two levels), ``claim`` (``largest part``, or ``undecided``); the row ``promise``
        is not in the sum.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If expected and perceived name other characteristics than each other, a level
        names one that they do not, scales differ, a figure lies off the scale, nobody
        is in the domain, or different people answered the two sides.

    References
    ----------
    Zeithaml, V. A., Berry, L. L. and Parasuraman, A. (1988). *Journal of Marketing*,
    52(2), 35-48 (gaps of the organization). Satterthwaite, F. E. (1946). *Biometrics
    Bulletin*, 2, 110-114.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, gap_chain
    >>> asked = pd.DataFrame({"e": [7, 6, 7, 6], "p": [4, 5, 4, 3]})
    >>> wave = Wave.from_frame(asked, scales={"e": (1, 7), "p": (1, 7)})
    >>> found = gap_chain(
    ...     wave,
    ...     expected={"speed": "e"},
    ...     perceived={"speed": "p"},
    ...     planned={"speed": 6},
    ...     delivered={"speed": 5.5},
    ... )
    >>> found.table[["link", "estimate"]].to_numpy().tolist()[:2]
    [['expected → planned', -0.5], ['planned → delivered', -0.5]]
    >>> float(found.table["estimate"].sum())
    -2.5
    """
    _checks.between("level", level, 0, 1)
    given = {
        "expected": expected,
        "understood": understood,
        "planned": planned,
        "delivered": delivered,
        "perceived": perceived,
        PROMISED: promised,
    }
    domains(wave)
    chain, staff = chain_of(wave, given)
    return _result(wave, chain, staff, level)


def _result(
    wave: Wave, chain: Chain, staff: pd.DataFrame | None, level: float
) -> GapChain:
    rows = ChainRows(chain, joint_levels(wave, chain, staff), few_staff(staff), level)
    table, gaps = rows.links(), rows.gaps()
    table["claim"] = parts(table, gaps)
    total, overall = rows.total()
    levels = rows.levels
    values = dict(zip(levels.keys, map(float, levels.value), strict=True))
    moved = sensitivity(chain, values, _scales(wave, chain))
    agreed, blind = _concordance(staff), blind_spots(values, table, gaps)
    return result_of(
        wave,
        GapChain,
        "Chain from expectation to perception",
        table,
        level=level,
        about={name: rows.columns(name) for name in chain},
        labels=wave.labels(list(chain)),
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max()))),
        notes=notes_of_chain(wave, chain, staff, moved, agreed, blind),
        averages=True,
        total=total,
        overall=overall,
        gaps=gaps,
        levels=rows.frame(),
        blind_spots=blind,
        sensitivity=moved,
        managers=0 if staff is None else len(staff),
        concordance=agreed,
    )


def _scales(wave: Wave, chain: Chain) -> dict[str, tuple[float, float] | None]:
    found = {}
    for name, places in chain.items():
        columns = [c for place in places.values() for c in place.columns]
        found[name] = next((wave.scales.get(c) for c in columns), None)
    return found


def _concordance(staff: pd.DataFrame | None) -> float:
    """Return Kendall's W of the staff who judged everything; NaN for too few."""
    if staff is None:
        return np.nan
    ratings = staff.dropna().to_numpy(float).T
    alike = ratings.size == 0 or (ratings == ratings[:1]).all()
    if min(ratings.shape) < 2 or alike:
        return np.nan
    return kendall_w(ratings).value
