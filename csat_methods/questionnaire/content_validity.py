"""Do experts hold each item to be relevant, and the questionnaire as a whole?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.questionnaire.panel_ratings import chosen_codes, codes_on_scale, panel
from csat_methods.result import Result, Used, method
from csat_methods.statistics.expert_panel import (
    LAWSHE,
    content_validity_ratio,
    critical_ratio,
    modified_kappa,
    score_interval,
)
from csat_methods.wave import claims
from csat_methods.wave.experts import ExpertPanel
from csat_methods.wave.wave import Wave

RELEVANT_ENOUGH = 0.78
"""Line of the headline: Lynn (1986), *Nursing Research*, 35, 382-385, six experts."""

MOST_POINTS = 101
"""Most points of a scale: from 0 to 100."""

FEWEST = 2
"""Experts below which there is no coefficient."""

SENTENCES = {
    "good": "{label}: experts hold it to be relevant, {estimate} of {n} ({low} to "
    "{high}).",
    "bad": "{label}: experts do not hold it to be relevant, {estimate} of {n} ({low} "
    "to {high}).",
    "undecided": "{label}: whether experts hold it to be relevant is undecided, "
    "{estimate} of {n} ({low} to {high}).",
}

COUNTS = {"good": "{n} relevant for certain", "bad": "{n} not relevant", **claims.OPEN}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ContentValidity(Result):
    """Items as experts rate them; the estimate is I-CVI.

    Attributes
    ----------
    s_cvi_ave : float
        Mean of the items' I-CVI.
    s_cvi_ua : float
        Share of items that every expert calls relevant.
    by_expert : pandas.Series
        Share of the items each expert calls relevant.
    points : pandas.DataFrame, shape (items, codes)
        How many experts gave each code.
    ratings : pandas.DataFrame, shape (experts, items)
        What each expert said; blank where one skipped an item. Never published.
    relevant : tuple of int
        Codes that call an item relevant.
    """

    s_cvi_ave: float
    s_cvi_ua: float
    by_expert: pd.Series
    points: pd.DataFrame
    ratings: pd.DataFrame
    relevant: tuple[int, ...]

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "i_cvi": "share",
        "cvr": "coefficient",
        "cvr_p": "probability",
        "cvr_critical": "coefficient",
        "cvr_lawshe": "number",
        "kappa": "coefficient",
        "aiken_v": "coefficient",
        "aiken_low": "coefficient",
        "aiken_high": "coefficient",
    }
    line: ClassVar[str] = "content_validity"
    clause: ClassVar[str] = "7.3.3.4"
    personal: ClassVar[tuple[str, ...]] = ("by_expert", "ratings")

    def headline(self) -> Message:
        """Return how many items the experts clearly hold to be relevant."""
        rows = [row for row in self.records() if pd.notna(row["estimate"])]
        if not rows:
            return super().headline()
        verdicts = claims.verdicts(rows, RELEVANT_ENOUGH)
        if len(rows) == 1:
            return self.sentence(rows[0], verdicts[0])
        line = {"line": Number(RELEVANT_ENOUGH, "percent")}
        return Message(
            "Of {all} items, as the experts see them: {counts} (line: {line}).",
            claims.counted(verdicts, COUNTS) | line,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what experts hold of one item."""
        return Message(SENTENCES[verdict], claims.with_interval(self, row))


@method
def content_validity(
    ratings: Any,
    *,
    categories: int = 4,
    lowest: int = 1,
    relevant: Sequence[int] = (3, 4),
    essential: Sequence[int] | None = None,
    level: float = 0.95,
) -> ContentValidity:
    r"""Return how far experts hold each item to be relevant or essential.

    .. math:: \mathrm{I\text{-}CVI} = \frac{A}{N}, \quad
              \mathrm{CVR} = \frac{n_e - N/2}{N/2}, \quad
              \kappa^* = \frac{\mathrm{CVI} - p_c}{1 - p_c}, \quad
              V = \frac{\bar x - l}{c - 1}

    with A of N experts calling the item relevant, n_e essential,
    :math:`p_c = \binom{N}{A} 0.5^N`, and V Aiken's mean on a scale of c points from l.

    Parameters
    ----------
    ratings : DataFrame of shape (experts, items), or Wave
        Codes; a blank is an item that an expert did not rate. Of a wave, those of the
        experts that its file names, on the scale that it names with them.
    categories : int
        Points of the experts' scale, at least 2.
    lowest : int
        Its lowest code.
    relevant : list of int
        Codes that call an item relevant.
    essential : list of int, optional
        Codes that call it essential, as in Lawshe's question; by default those of
        `relevant`.
    level : float
        Confidence of the intervals; 1 − `level` is the chance, one-sided, behind
        `cvr_critical`.

    Returns
    -------
    ContentValidity
        One row an item: ``term, estimate`` (I-CVI), ``se, ci_low, ci_high``
        (Wilson's), ``n`` (experts), ``cvr, cvr_p, cvr_critical`` (exact binomial;
        missing where even all experts are not enough), ``cvr_lawshe`` (the table
        printed in 1975), ``i_cvi, kappa, aiken_v, aiken_low, aiken_high``. An item
        that fewer than two experts rated has no coefficient.

    Raises
    ------
    ValueError
        If a code is not on the scale, there are fewer than two experts, or a wave has
        none.

    References
    ----------
    Lawshe (1975); Ayre and Scally (2014); Lynn (1986); Polit, Beck and Owen (2007);
    Penfield and Giacobbi (2004), eqs. 5 and 6; Aiken, L. R. (1985). *Educational and
    Psychological Measurement*, 45, 131-142.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import content_validity
    >>> panel = pd.DataFrame({"q1": [4, 4, 3, 4, 4, 4], "q2": [2, 3, 3, 1, 2, 3]})
    >>> result = content_validity(panel)
    >>> [float(result["q2"][name]) for name in ("i_cvi", "kappa", "cvr", "aiken_v")]
    [0.5, 0.273, 0.0, 0.444]
    >>> result.s_cvi_ave, result.s_cvi_ua
    (0.75, 0.5)
    """
    _checks.between("level", level, 0, 1)
    _checks.within(
        "categories", _checks.whole("categories", categories), 2, MOST_POINTS
    )
    labels: Mapping[str, Text] = {}
    if isinstance(ratings, Wave):
        ratings.require("experts")
        named = cast(ExpertPanel, ratings.experts)
        labels = ratings.labels(named.ratings)
        categories, lowest, ratings = named.categories, named.lowest, named.ratings
        relevant, essential = named.relevant, named.essential or None
    frame = panel(ratings)
    if len(frame) < FEWEST:
        raise ValueError(f"experts={len(frame)} must be at least {FEWEST}.")
    points = range(lowest, lowest + categories)
    wanted = chosen_codes("relevant", relevant, points)
    called = (
        wanted if essential is None else chosen_codes("essential", essential, points)
    )
    x = codes_on_scale(frame, lowest, categories)
    table = _table(frame, x, points, wanted, called, level)
    hit = np.where(np.isnan(x), np.nan, np.isin(x, wanted))
    with np.errstate(invalid="ignore"):
        by_expert = pd.DataFrame(hit, frame.index).mean(axis=1)
    n = table["n"].to_numpy()
    known = table["i_cvi"].dropna()
    return ContentValidity(
        table=table,
        method="Content validity",
        used=Used(len(frame), (int(n.min()), int(n.max())), _left_out(frame, n)),
        level=level,
        notes=_notes(table, points, wanted),
        s_cvi_ave=float(known.mean()),
        s_cvi_ua=float((known == 1).mean()),
        labels=labels,
        by_expert=by_expert.rename("relevant"),
        points=pd.DataFrame(
            {str(code): (x == code).sum(axis=0) for code in points},
            index=list(table["term"]),
        ),
        ratings=pd.DataFrame(x, frame.index, list(table["term"])),
        relevant=tuple(wanted),
    )


def _table(
    frame: pd.DataFrame,
    x: np.ndarray,
    points: range,
    relevant: list[int],
    essential: list[int],
    level: float,
) -> pd.DataFrame:
    """Return the coefficients of every item; missing where too few experts rated."""
    n = (~np.isnan(x)).sum(axis=0)
    known = np.where(n >= FEWEST, n, np.nan)
    hits = np.isin(x, relevant).sum(axis=0)
    steps = len(points) - 1
    with np.errstate(invalid="ignore"):
        share = hits / known
        v = (np.nansum(x, axis=0) / known - points[0]) / steps
        cvr, p = content_validity_ratio(np.isin(x, essential).sum(axis=0), known)
        low, high = score_interval(share, known, 1, level)
        aiken_low, aiken_high = score_interval(v, known, steps, level)
        kappa = modified_kappa(hits, known)
    return pd.DataFrame(
        {
            "term": [str(name) for name in frame.columns],
            "estimate": share,
            "se": np.sqrt(share * (1 - share) / known),
            "ci_low": low,
            "ci_high": high,
            "n": n,
            "cvr": cvr,
            "cvr_p": np.where(np.isnan(known), np.nan, p),
            "cvr_critical": [critical_ratio(int(k), level) for k in n],
            "cvr_lawshe": [LAWSHE.get(int(k), np.nan) for k in n],
            "i_cvi": share,
            "kappa": kappa,
            "aiken_v": v,
            "aiken_low": aiken_low,
            "aiken_high": aiken_high,
        }
    )


def _left_out(frame: pd.DataFrame, n: np.ndarray) -> dict[str, int]:
    skipped = len(frame) - int(n.min())
    return {"no answer": skipped} if skipped else {}


def _notes(
    table: pd.DataFrame, points: range, relevant: list[int]
) -> tuple[Message, ...]:
    """Return what a careful reader must know of a small or incomplete panel."""
    notes = []
    if not {points[0], points[-1]} & set(relevant):
        sentence = (
            "The highest code, {top}, does not count as relevant; name those that do."
        )
        notes.append(Message(sentence, {"top": Number(points[-1], "count")}))
    few = int(table["i_cvi"].isna().sum())
    if few:
        notes.append(
            Message(
                "Items that fewer than two experts rated: {n}; they have no "
                "coefficient.",
                {"n": Number(few, "count")},
            )
        )
    if table["cvr_critical"].isna().any():
        notes.append(
            Message(
                "There are too few experts for any ratio to be beyond chance: even if "
                "all agreed, it could be luck."
            )
        )
    return tuple(notes)
