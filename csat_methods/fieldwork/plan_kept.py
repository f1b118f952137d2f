"""Can the answers that came carry what was planned with them?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd
from scipy.special import ndtri

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods._rows import TellsOf
from csat_methods.fieldwork.planned_pairs import pairs_of, planned_row
from csat_methods.result import Result, Used, method
from csat_methods.survey_design.effective_size import effective_size
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MARGIN = "margin"
OF_SHARES = {"planned": "share_size", "achieved": "share_size"}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlanKept(Result):
    """What was planned and what the answers reach: a margin, then each comparison.

    Columns ``term, planned, achieved, n, n_effective, enough``: for the term
    ``margin`` of a share of one half, in shares; for two groups the smallest
    difference that would be seen, in the units of the item.

    Attributes
    ----------
    tells_of : dict
        Term to column, level and people of the two groups that are counted together.
    """

    tells_of: Mapping[str, TellsOf] = field(default_factory=dict)

    clause: ClassVar[str] = "7.6.2"
    kinds: ClassVar[Mapping[str, str]] = {
        "planned": "coefficient",
        "achieved": "coefficient",
        "n_effective": "count",
    }

    def kinds_in(self, row: Mapping[str, Any]) -> Mapping[str, str]:
        """Return how a row is written: the margin of a share is one of shares."""
        return OF_SHARES if row["term"] == MARGIN else {}

    def headline(self) -> Message:
        """Return whether the answers carry the plan, or what they cannot."""
        rows = self.records()
        if not rows:
            return Message("Nothing that was planned is shown.")
        short = [row for row in rows if not row["enough"]]
        if not short:
            return Message("The answers carry everything that was planned.")
        worst = max(short, key=lambda row: row["achieved"] / row["planned"])
        pairs = [row for row in short if row["term"] != MARGIN]
        if worst["term"] == MARGIN or len(pairs) == 1:
            return self.said(worst)
        planned = sum(row["term"] != MARGIN for row in rows)
        return Message(
            "The answers cannot carry {short} of {all} planned comparisons. Furthest "
            "from the plan is that of {groups}: it shows differences from {achieved} "
            "on, and {planned} was planned.",
            {
                "short": Number(len(pairs), "count"),
                "all": Number(planned, "count"),
                "groups": self.label(worst["term"]),
                "achieved": self.number(worst, "achieved"),
                "planned": self.number(worst, "planned"),
            },
        )

    def warnings(self) -> tuple[Message, ...]:
        """Return a warning for the margin, and one for all comparisons together."""
        short = [row for row in self.records() if not row["enough"]]
        margins = [self.said(row) for row in short if row["term"] == MARGIN]
        pairs = tuple(self.label(r["term"]) for r in short if r["term"] != MARGIN)
        said = "The answers are too few for the planned comparison of: {groups}."
        told = [Message(said, {"groups": Listing(pairs)})] if pairs else []
        return (*margins, *told)

    def said(self, row: Mapping[str, Any]) -> Message:
        """Return one row that falls short as a sentence."""
        if row["term"] == MARGIN:
            return Message(
                "The answers reach a margin of {achieved}; {planned} was planned.",
                {
                    "achieved": self.number(row, "achieved"),
                    "planned": self.number(row, "planned"),
                },
            )
        return Message(
            "The answers cannot carry the planned comparison of {groups}: they show "
            "differences from {achieved} on, and {planned} was planned.",
            {
                "groups": self.label(row["term"]),
                "achieved": self.number(row, "achieved"),
                "planned": self.number(row, "planned"),
            },
        )


@method
def plan_kept(
    wave: Wave,
    *,
    margin: float | None = None,
    difference: float | None = None,
    by: str | None = None,
    item: str | None = None,
    power: float = 0.8,
    level: float = 0.95,
) -> PlanKept:
    r"""Return what was planned beside what the answers that came can carry.

    .. math::

        e = z_{1 - \alpha/2} \sqrt{\frac{0.25}{n^*}}, \qquad
        d = (z_{1 - \alpha/2} + z_{\mathrm{power}})\, s
            \sqrt{\frac{1}{n_1^*} + \frac{1}{n_2^*}}, \qquad
        n^* = \frac{(\sum w)^2}{\sum w^2}

    Parameters
    ----------
    wave : Wave
        Those who answered, weighted.
    margin : float, optional
        Planned margin of error of a share of one half, in shares; the study's
        ``analysis.planned`` when nothing is given.
    difference : float, optional
        Planned difference between two groups, in units of `item`.
    by : str, optional
        The groups' column; needed with `difference`.
    item : str, optional
        What is compared; overall satisfaction when not given.
    power : float
        Chance with which the planned difference is to be seen.
    level : float
        Confidence.

    Returns
    -------
    PlanKept
        A row for the margin and one for each two groups; a note for every one that
        falls short.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If nothing was planned, a plan is no number above 0, a difference comes
        without groups, or the people were not drawn with known chances.

    References
    ----------
    Kish, L. (1992). Weighting for unequal P_i. *Journal of Official Statistics*, 8,
    183-200. Cohen, J. (1988). *Statistical Power Analysis*, 2nd ed., section 2.4.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, plan_kept
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [3, 4, 5, 4] * 25}))
    >>> plan_kept(wave, margin=0.05).summary()
    'The answers reach a margin of 9.8\xa0pp; 5.0\xa0pp was planned.'
    """
    _checks.between("level", level, 0, 1)
    _checks.between("power", power, 0, 1)
    if wave.selection != "probability":
        raise ValueError(
            f"selection={wave.selection!r}: the people were not drawn with known "
            "chances, so no margin can be held against a plan."
        )
    plan = _plan(wave, margin, difference, by, item)
    z = float(ndtri((1 + level) / 2))
    rows: list[Mapping[str, Any]] = []
    if plan["margin"] is not None:
        rows.append(_margin(wave, plan["margin"], z))
    labels: dict[str, Any] = {MARGIN: Message("Margin of a share")}
    about: dict[str, tuple[str, ...]] = {}
    told: dict[str, TellsOf] = {}
    if plan["difference"] is not None:
        seen = z + float(ndtri(power))
        for pair in pairs_of(wave, plan, seen):
            rows.append(pair.row)
            labels[pair.term], about[pair.term] = pair.words, pair.about
            told[pair.term] = pair.people
    table = pd.DataFrame(rows)
    n = (int(table["n"].min()), int(table["n"].max()))
    result = result_of(
        wave,
        PlanKept,
        "Plan and answers",
        table,
        level=level,
        about=about,
        labels=labels,
        used=Used(wave.n, n),
        tells_of=told,
    )
    return replace(result, notes=(*result.notes, *result.warnings()))


def _plan(
    wave: Wave,
    margin: float | None,
    difference: float | None,
    by: str | None,
    item: str | None,
) -> dict[str, Any]:
    """Return what was planned: as given, else as the study says."""
    given: dict[str, Any] = {
        "margin": margin, "difference": difference, "by": by, "item": item,
    }  # fmt: skip
    if margin is None and difference is None:
        told = wave.study.analysis.planned if wave.study is not None else None
        if told is None:
            raise ValueError(
                "margin=None and difference=None: nothing was planned, here or under "
                "analysis.planned of the study."
            )
        given = {name: getattr(told, name) for name in given}
    for name in ("margin", "difference"):
        if given[name] is not None:
            _checks.positive(name, given[name])
    if given["difference"] is not None and given["by"] is None:
        raise ValueError(f"difference={given['difference']} needs by, the groups.")
    return given


def _margin(wave: Wave, planned: float, z: float) -> dict[str, Any]:
    weights = wave.design.weights[wave.domain]
    size = effective_size(weights)
    return planned_row(MARGIN, planned, z * math.sqrt(0.25 / size), len(weights), size)
