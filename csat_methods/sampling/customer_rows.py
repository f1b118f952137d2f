"""How does a table of records or transactions become one row a customer?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.sampling.frame_units import id_texts
from csat_methods.sampling.same_customers import like_codes, same_customers

OF_SALES = ("transactions", "first_date", "last_date", "days_since")
LINKED = "linked"


@dataclass(frozen=True)
class Told:
    """What is told of the columns of a customer table, and of days."""

    id: str
    date: str | None
    total: tuple[str, ...]
    match: tuple[str, ...]
    contacted: str | None
    as_of: pd.Timestamp | None
    quiet_days: int | None

    @property
    def columns(self) -> list[str]:
        """The columns that are looked at."""
        named = (self.id, self.date, self.contacted, *self.total, *self.match)
        return [name for name in named if name is not None]


def read_day(day: str | dt.date | None) -> pd.Timestamp | None:
    """Return a day, or None.

    Raises
    ------
    ValueError
        If it cannot be read.
    """
    if day is None:
        return None
    try:
        return pd.Timestamp(day).normalize()
    except (TypeError, ValueError) as fault:
        raise ValueError(f"as_of={day!r} must be a day, as in '2025-06-30'.") from fault


def one_row_each(
    frame: pd.DataFrame, told: Told, added: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, int]]:
    """Return one row a customer, the duplicates, and the counts between.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If the frame is empty, an id blank, a day unreadable or in the future, or a
        column is there that will be added.
    """
    _check(frame, told, added)
    texts = np.array(id_texts(frame[told.id], f"column {told.id!r}"), dtype=object)
    frame = _with_days(frame.reset_index(drop=True), told)
    keys = {name: like_codes(frame[name]) for name in (told.id, *told.match)}
    customer = same_customers(list(keys.values()))
    stays = _representatives(frame, told, texts, customer)
    rows = frame.iloc[stays].copy()
    if told.contacted is not None:
        latest = frame[told.contacted].groupby(customer).max()
        rows[told.contacted] = latest.to_numpy()
    if told.date is not None:
        rows = _of_sales(frame, rows, told, customer)
    duplicates = _duplicates(texts, keys, customer, stays, sales=told.date is not None)
    repeated = len(frame) - len(set(texts)) if told.date is not None else 0
    steps = {
        "rows": len(frame),
        "further transactions": repeated,
        "duplicates": len(duplicates),
        "customers": len(rows),
    }
    if told.date is None:
        del steps["further transactions"]
    order = np.argsort(texts[stays], kind="stable")
    return rows.iloc[order].reset_index(drop=True), duplicates, steps


def _check(frame: pd.DataFrame, told: Told, added: Sequence[str]) -> None:
    if not isinstance(frame, pd.DataFrame) or len(frame) == 0:
        raise ValueError(f"frame={type(frame).__name__} must be a table with rows.")
    _checks.columns(map(str, frame.columns), told.columns, "the frame")
    more = OF_SALES if told.date is not None else ()
    taken = [name for name in (*added, *more) if name in frame.columns]
    faults = _checks.Faults()
    if taken:
        faults.add(f"frame has columns {taken}, which are added here; rename them.")
    if told.quiet_days is not None and told.contacted is None:
        faults.add(f"quiet_days={told.quiet_days} needs contacted, a column of days.")
    if told.as_of is None and (told.date is not None or told.quiet_days is not None):
        faults.add("as_of=None must be the day that days are counted from.")
    if told.total and told.date is None:
        faults.add(f"total={list(told.total)} needs date: sums are over transactions.")
    text = [name for name in told.total if frame[name].dtype.kind not in "iufb"]
    if text:
        faults.add(f"total: columns {text} must hold numbers.")
    faults.stop()


def _with_days(frame: pd.DataFrame, told: Told) -> pd.DataFrame:
    """Return the frame with its days read, none of them after the day it is as of."""
    for name in (told.date, told.contacted):
        if name is None:
            continue
        try:
            days = pd.to_datetime(frame[name], format="ISO8601").dt.normalize()
        except (TypeError, ValueError) as fault:
            raise ValueError(
                f"column {name!r} must hold days, as in '2025-06-30': {fault}"
            ) from fault
        blank = int(days.isna().sum())
        if name == told.date and blank:
            raise ValueError(f"column {name!r} is blank in {blank} rows.")
        late = int((days > told.as_of).sum()) if told.as_of is not None else 0
        if late:
            day = f"{told.as_of:%Y-%m-%d}"
            raise ValueError(f"column {name!r} lies after as_of={day} in {late} rows.")
        frame = frame.assign(**{name: days})
    return frame


# -------------------------------------------------------------- one record each
def _representatives(
    frame: pd.DataFrame, told: Told, texts: np.ndarray, customer: np.ndarray
) -> np.ndarray:
    """Return the row that stays of each customer, whatever the order of the rows."""
    rank = np.zeros(len(frame), int)
    if told.date is not None:
        rank = -frame[told.date].rank(method="dense").to_numpy(int)
    places = pd.Series(rank).groupby(customer).transform("min").to_numpy()
    best = rank == places
    count = np.bincount(customer[best])
    tied = best & (count[customer] > 1)
    written = np.full(len(frame), "", dtype=object)
    written[tied] = [repr(row) for row in frame[tied].itertuples(index=False)]
    rows = np.flatnonzero(best)
    rows = rows[np.lexsort((written[rows], texts[rows], customer[rows]))]
    return rows[np.unique(customer[rows], return_index=True)[1]]


def _of_sales(
    frame: pd.DataFrame, rows: pd.DataFrame, told: Told, customer: np.ndarray
) -> pd.DataFrame:
    """Return the customers with their transactions counted, dated and summed."""
    days = frame[told.date].groupby(customer)
    last = days.max().to_numpy()
    found: dict[str, Any] = {
        "transactions": np.bincount(customer),
        "first_date": days.min().to_numpy(),
        "last_date": last,
        "days_since": (told.as_of - pd.Series(last)).dt.days.to_numpy(),
    }
    for name in told.total:
        found[name] = frame[name].groupby(customer).sum().to_numpy()
    return rows.drop(columns=[str(told.date)]).assign(**found)


def _duplicates(
    texts: np.ndarray,
    keys: dict[str, np.ndarray],
    customer: np.ndarray,
    stays: np.ndarray,
    *,
    sales: bool,
) -> pd.DataFrame:
    """Return the records that were merged: into which, and by which column."""
    kept = stays[customer]
    merged = np.flatnonzero(np.arange(len(texts)) != kept)
    if sales:
        # Further transactions under the id that stays are no duplicates.
        merged = merged[texts[merged] != texts[kept[merged]]]
        merged = merged[np.unique(texts[merged], return_index=True)[1]]
    by = np.full(len(merged), LINKED, dtype=object)
    for name, codes in reversed(keys.items()):
        same = (codes[merged] == codes[kept[merged]]) & (codes[merged] >= 0)
        by[same] = name
    found = pd.DataFrame(
        {"id": texts[merged], "kept": texts[kept[merged]], "match": by}, dtype="str"
    )
    return found.sort_values(["kept", "id"], ignore_index=True)
