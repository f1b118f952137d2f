"""What was drawn, and would it be drawn again?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods._rows import Frame
from csat_methods.result import Result, Used
from csat_methods.sampling.draw_notes import draw_notes
from csat_methods.sampling.draw_plan import DrawPlan
from csat_methods.sampling.frame_units import (
    ADDED,
    Customers,
    id_texts,
    read_customers,
)
from csat_methods.sampling.multistage import Selection, run_stages, stratum_counts
from csat_methods.sampling.permanent_numbers import APART

SCHEMA = 1
ALL = "all"
_DRAWN, _RESERVES, _LISTS = Frame(), Frame(), Frame()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Sample(Result):
    """Customers drawn from a list, and the record by which they are drawn again.

    One row a stratum: ``term, population, excluded, kept, n, reserve, fraction``, and
    ``clusters, clusters_drawn`` where clusters are drawn.

    Attributes
    ----------
    frame : DataFrame
        The customers drawn, with ``inclusion_probability``, ``base_weight`` (its
        inverse) and ``order`` (the turn in the stratum or cluster). Sorted by stratum,
        cluster and turn, whatever the order of the list was.
    reserves : DataFrame
        The next customers of each stratum, their ``order`` going on.
    plan : DrawPlan
        Everything that decided the draw.
    lists : DataFrame
        ``id, rule``: who was to be excluded or kept.
    record : dict
        The plan, counts and fingerprints, as JSON holds them; no ids.
    """

    frame: pd.DataFrame = _DRAWN
    reserves: pd.DataFrame = _RESERVES
    lists: pd.DataFrame = _LISTS
    plan: DrawPlan
    frame_rows: int
    frame_digest: str
    sample_digest: str

    clause: ClassVar[str] = "7.3.3.3"
    personal: ClassVar[tuple[str, ...]] = ("frame", "reserves", "lists")
    kinds: ClassVar[Mapping[str, str]] = {
        "population": "count",
        "excluded": "count",
        "kept": "count",
        "reserve": "count",
        "fraction": "share",
        "clusters": "count",
        "clusters_drawn": "count",
    }

    @property
    def selection(self) -> str:
        """How the customers were selected: ``probability`` or ``quota``."""
        return "quota" if self.plan.first.method == "quota" else "probability"

    @property
    def record(self) -> Mapping[str, Any]:
        """The plan, the counts and the fingerprints of frame, lists and sample."""
        rules = self.lists["rule"]
        return MappingProxyType(
            {
                "schema": SCHEMA,
                **self.plan.as_record(),
                "customers": self.frame_rows,
                "excluded": int((rules == "exclude").sum()),
                "kept": int((rules == "keep").sum()),
                "lists_digest": _digest(self.lists["id"].tolist()),
                "frame_digest": self.frame_digest,
                "drawn": len(self.frame),
                "sample_digest": self.sample_digest,
            }
        )

    def verify(self, frame: pd.DataFrame) -> list[Any]:
        """Draw again from the same frame and return the same ids.

        Parameters
        ----------
        frame : DataFrame
            The frame that was drawn from, its rows in any order (but for systematic
            draws that go through the list as it stands).

        Returns
        -------
        list
            The ids in the order of :attr:`frame`.

        Raises
        ------
        ValueError
            If the frame is not the one that was drawn from.
        """
        told = self.lists.groupby("rule")["id"].agg(list).to_dict()
        again = draw_by_plan(
            frame, self.plan, told.get("exclude", []), told.get("keep", [])
        )
        if again.frame_digest != self.frame_digest:
            drawn = id_texts(self.frame[self.plan.id], "sample")
            new = set(id_texts(again.frame[self.plan.id], "sample"))
            raise ValueError(
                f"frame differs from the one that was drawn from ({self.frame_rows} "
                f"rows then, {len(frame)} now): {len(set(drawn) - new)} of "
                f"{len(drawn)} customers would not be drawn again."
            )
        return again.frame[self.plan.id].tolist()

    def headline(self) -> Message:
        """Return how many of how many were drawn."""
        rows = self.table
        if len(rows) == 0:
            return Message("No groups are shown.")
        values = {
            "n": Number(int(rows["n"].sum()), "count"),
            "population": Number(int(rows["population"].sum()), "count"),
            "groups": Number(len(rows), "count"),
        }
        if self.selection == "quota":
            return Message(
                "{n} of {population} customers fill the quotas of {groups} groups.",
                values,
            )
        if not self.plan.strata:
            return Message("{n} of {population} customers are drawn.", values)
        return Message(
            "{n} of {population} customers are drawn from {groups} groups.", values
        )


def draw_by_plan(
    frame: pd.DataFrame, plan: DrawPlan, exclude: list[str], keep: list[str]
) -> Sample:
    """Return the sample that a plan draws from a frame.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If the frame cannot be drawn from, or more are wanted than there are.
    """
    people = read_customers(frame, plan, exclude, keep)
    chosen = run_stages(frame, plan, people)
    held = np.bincount(chosen.cell, minlength=len(chosen.paths))
    wanted = np.zeros(len(chosen.paths), int)
    if plan.reserve:
        wanted = stratum_counts(
            plan.reserve, people.levels, held, "reserve", "customers"
        )
    drawn, next_ones = chosen.drawn, chosen.reserves(wanted)
    table = _table(people, chosen, drawn, next_ones)
    rows = _drawn_rows(frame, plan, chosen, drawn)
    return Sample(
        table=table,
        method=f"Selection: {plan.first.method}",
        used=Used(len(rows), (len(rows), len(rows))),
        labels={} if people.levels else {ALL: Message("All customers")},
        notes=draw_notes(frame, plan, people, chosen, table, wanted),
        frame=rows,
        reserves=_reserve_rows(frame, chosen, next_ones),
        lists=_lists(exclude, keep),
        plan=plan,
        frame_rows=len(frame),
        frame_digest=people.digest,
        sample_digest=_digest([people.texts[i] for i in chosen.rows[drawn]]),
    )


def _digest(texts: list[str]) -> str:
    return blake2b(APART.join(texts).encode(), digest_size=16).hexdigest()


def _lists(exclude: list[str], keep: list[str]) -> pd.DataFrame:
    rules = ["exclude"] * len(exclude) + ["keep"] * len(keep)
    return pd.DataFrame({"id": [*exclude, *keep], "rule": rules}, dtype="str")


# ------------------------------------------------------------------- the rows
def _drawn_rows(
    frame: pd.DataFrame, plan: DrawPlan, chosen: Selection, drawn: np.ndarray
) -> pd.DataFrame:
    chance = chosen.chance[drawn]
    if plan.first.method == "quota":
        chance = np.full(len(drawn), np.nan)
    probability, weight, order = ADDED
    added = {
        probability: chance,
        weight: 1 / chance,
        order: chosen.turn[drawn] + 1,
    }
    return frame.iloc[chosen.rows[drawn]].assign(**added)


def _reserve_rows(
    frame: pd.DataFrame, chosen: Selection, next_ones: np.ndarray
) -> pd.DataFrame:
    turns = chosen.turn[next_ones] + 1
    return frame.iloc[chosen.rows[next_ones]].assign(**{ADDED[2]: turns})


# ------------------------------------------------------------------ the table
def _table(
    people: Customers,
    chosen: Selection,
    drawn: np.ndarray,
    next_ones: np.ndarray,
) -> pd.DataFrame:
    """Return one row a stratum: how many there are, may be drawn, and are."""
    cells = max(1, len(people.levels))

    def count(rows: np.ndarray) -> np.ndarray:
        return np.bincount(people.stratum[rows], minlength=cells)

    everybody, out = count(np.arange(len(people.keys))), count(people.out)
    n = count(chosen.rows[drawn])
    table = pd.DataFrame(
        {
            "term": stratum_terms(people.levels),
            "population": everybody,
            "excluded": out,
            "kept": count(people.kept),
            "n": n,
            "reserve": count(chosen.rows[next_ones]),
            "fraction": n / np.maximum(everybody - out, 1),
        }
    )
    if not len(chosen.clusters):
        return table
    held, taken = chosen.clusters
    return table.assign(clusters=held, clusters_drawn=taken)


def stratum_terms(levels: tuple[Any, ...]) -> list[Any]:
    """Return strata as terms of a table; crossed ones joined, one for all without."""
    if not levels:
        return [ALL]
    crossed = isinstance(levels[0], tuple)
    return [" · ".join(map(str, h)) for h in levels] if crossed else list(levels)
