"""Which customers are there, of what kind, and who may be asked?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods._rows import Frame
from csat_methods.result import Result, Used, method
from csat_methods.sampling.customer_rows import Told, one_row_each, read_day
from csat_methods.sampling.customer_rules import classes, meets
from csat_methods.sampling.same_customers import like_codes

QUIET = "quiet period"
ADDED = ("customer_type", "eligible", "reason")
_CLEANED, _DUPLICATES = Frame(), Frame()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CustomerFrame(Result):
    """The list to draw from, one row a type: ``term, n, share, eligible, ineligible``.

    Attributes
    ----------
    frame : DataFrame
        One row a customer, sorted by id, with ``customer_type, eligible, reason`` (why
        not; empty for the eligible), ``channel`` where channels are told,
        ``transactions, first_date, last_date, days_since`` of a table of transactions,
        and ``contacts`` (eligible people of the account) where accounts are told.
    duplicates : DataFrame
        ``id, kept, match``: each record that was merged, into which one, by which
        column (``linked``: through a third one).
    steps : Series
        How the rows became customers, and these the eligible; it adds up.
    roles : Series
        Eligible contacts by role; empty without roles.
    id_column : str
        The column that names the customers.
    """

    frame: pd.DataFrame = _CLEANED
    duplicates: pd.DataFrame = _DUPLICATES
    steps: pd.Series
    roles: pd.Series
    id_column: str

    clause: ClassVar[str] = "7.2.1"
    personal: ClassVar[tuple[str, ...]] = ("frame", "duplicates")
    kinds: ClassVar[Mapping[str, str]] = {
        "share": "share",
        "eligible": "count",
        "ineligible": "count",
    }

    def headline(self) -> Message:
        """Return how many of the customers may be asked."""
        rows = self.table
        if len(rows) == 0:
            return Message("No groups are shown.")
        return Message(
            "{eligible} of {n} customers may be asked.",
            {
                "eligible": Number(int(rows["eligible"].sum()), "count"),
                "n": Number(int(rows["n"].sum()), "count"),
            },
        )


@method
def customer_frame(
    frame: pd.DataFrame,
    *,
    id: str,  # noqa: A002
    rules: Mapping[str, Any],
    quiet_days: int | None = None,
    contacted: str | None = None,
    as_of: str | dt.date | None = None,
    date: str | None = None,
    total: Sequence[str] = (),
    match: str | Sequence[str] = (),
    channels: Mapping[str, Any] | None = None,
    ineligible: Mapping[str, Mapping[str, Any]] | None = None,
    account: str | None = None,
    role: str | None = None,
) -> CustomerFrame:
    """Return the list of customers to draw from, made of a table of them or of sales.

    Records of the same customer are merged: ids, and the values of `match`, are the
    same when they differ only in case, spaces, half-spaces, width, digits or the
    Arabic and Persian forms of ya and kaf. The record with the latest `date` stays,
    else the one whose id comes first; the latest contact of all of them counts.

    Parameters
    ----------
    frame : DataFrame
        One row a customer, or, with `date`, one row a transaction.
    id : str
        Column that names the customers.
    rules : dict
        {type: conditions}: every customer must meet those of exactly one type.
        Conditions are ``{column: value}``, ``{column: [values]}`` or ``{column:
        {"at_least": 5, "below": 20}}`` (``in, not_in, equals, not_equals, at_least,
        at_most, above, below, ends_with, missing``), and may use the columns that are
        added. One type may be ``"rest"``.
    quiet_days : int, optional
        Days after a contact on which a customer is left alone: with 90, somebody
        contacted on day 0 may be asked from day 91 on.
    contacted : str, optional
        Column of the day of the last contact; blank for never.
    as_of : date or str, optional
        The day that recency and the quiet period are counted from; needed for either.
    date : str, optional
        Column of the day of a transaction.
    total : list of str
        Columns to be summed over a customer's transactions.
    match : str or list of str
        Columns that make records one customer whatever their ids, such as an address.
    channels : dict, optional
        {channel: conditions} in the same form, for ``channel``: direct, or through
        which chain.
    ineligible : dict, optional
        {reason: conditions}: who must not be asked, such as people of the organization
        itself; the first reason that holds counts.
    account, role : str, optional
        Columns of the account a contact belongs to, and of the contact's role there.

    Returns
    -------
    CustomerFrame
        ``.frame`` with ``customer_type, eligible, reason``; ``.duplicates, .steps``.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If an id is blank, a customer belongs to no type or to several, a day cannot be
        read or lies after `as_of`, or arguments do not go together.

    References
    ----------
    ISO 10004:2018, 7.2.1 and C.2 (customers and their kinds).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import customer_frame
    >>> ids = ["a1", "A1 ", "b2", "c3"]
    >>> customers = pd.DataFrame({"id": ids, "orders": [9, 9, 1, 0]})
    >>> found = customer_frame(
    ...     customers,
    ...     id="id",
    ...     rules={"regular": {"orders": {"at_least": 5}}, "occasional": "rest"},
    ... )
    >>> found.table[["term", "n"]].to_dict("list"), found.frame["id"].tolist()
    ({'term': ['regular', 'occasional'], 'n': [1, 2]}, ['A1 ', 'b2', 'c3'])
    """
    if quiet_days is not None:
        _checks.whole("quiet_days", quiet_days, 0)
    told = Told(
        id=id,
        date=date,
        total=tuple(total),
        match=(match,) if isinstance(match, str) else tuple(match),
        contacted=contacted,
        as_of=read_day(as_of),
        quiet_days=quiet_days,
    )
    rows, duplicates, steps = one_row_each(frame, told, (*ADDED, "channel", "contacts"))
    rows["customer_type"] = classes(rows, rules, "rules", rows[id])
    if channels is not None:
        rows["channel"] = classes(rows, channels, "channels", rows[id])
    rows["reason"] = _reasons(rows, told, ineligible or {})
    rows["eligible"] = rows["reason"] == ""
    if account is not None:
        rows["contacts"] = _contacts(rows, account)
    counts = _counts(rows, _all_reasons(told, ineligible))
    steps = {**steps, **counts, "eligible": int(rows["eligible"].sum())}
    return CustomerFrame(
        table=_table(rows, list(rules)),
        method="List of customers",
        used=Used(len(rows), (len(rows), len(rows))),
        notes=_notes(steps, counts),
        frame=rows,
        duplicates=duplicates,
        steps=pd.Series(steps, name="n"),
        roles=_roles(rows, role),
        id_column=id,
    )


def _all_reasons(told: Told, ineligible: Mapping[str, Any] | None) -> list[str]:
    return [*(ineligible or {}), *([QUIET] if told.quiet_days is not None else [])]


def _counts(rows: pd.DataFrame, reasons: list[str]) -> dict[str, int]:
    """Return how many must not be asked, by reason; none is a count too."""
    counted = rows["reason"].value_counts()
    return {reason: int(counted.get(reason, 0)) for reason in reasons}


def _reasons(
    rows: pd.DataFrame, told: Told, ineligible: Mapping[str, Mapping[str, Any]]
) -> np.ndarray:
    """Return why a customer must not be asked: the first reason that holds."""
    reasons = np.full(len(rows), "", dtype=object)
    if told.quiet_days is not None:
        since = (told.as_of - rows[told.contacted]).dt.days
        reasons[(since <= told.quiet_days).to_numpy()] = QUIET
    for reason, rule in reversed(list(ineligible.items())):
        reasons[meets(rows, rule, reason)] = reason
    return reasons


def _contacts(rows: pd.DataFrame, account: str) -> np.ndarray:
    """Return how many eligible contacts the account of each row has."""
    _checks.columns(map(str, rows.columns), [account], "the frame")
    codes = like_codes(rows[account])
    eligible = rows["eligible"].to_numpy(int)
    held = codes >= 0
    counts = np.bincount(codes[held], eligible[held], minlength=len(rows))
    return np.where(held, counts[codes], eligible).astype(int)


def _roles(rows: pd.DataFrame, role: str | None) -> pd.Series:
    if role is None:
        return pd.Series(dtype=int, name="n")
    _checks.columns(map(str, rows.columns), [role], "the frame")
    roles = rows.loc[rows["eligible"], role].value_counts().sort_index()
    return roles.rename("n")


def _table(rows: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    n = rows["customer_type"].value_counts().reindex(kinds, fill_value=0)
    eligible = (
        rows.loc[rows["eligible"], "customer_type"]
        .value_counts()
        .reindex(kinds, fill_value=0)
    )
    return pd.DataFrame(
        {
            "term": kinds,
            "n": n.to_numpy(),
            "share": n.to_numpy() / max(len(rows), 1),
            "eligible": eligible.to_numpy(),
            "ineligible": (n - eligible).to_numpy(),
        }
    )


def _notes(steps: Mapping[str, int], counts: Mapping[str, int]) -> tuple[Message, ...]:
    merged = Number(steps["duplicates"], "count")
    notes = [Message("Merged as duplicates: {count} records.", {"count": merged})]
    for reason, count in counts.items():
        values = {
            "reason": Message(reason) if reason == QUIET else Text({"en": reason}),
            "count": Number(count, "count"),
        }
        notes.append(Message("Not to be asked ({reason}): {count} customers.", values))
    found = [steps["duplicates"], *counts.values()]
    return tuple(note for note, count in zip(notes, found, strict=True) if count)
