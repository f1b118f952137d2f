"""What may leave the run folder?

The one gate: all Results of a run go through :func:`publish` together, because what one
hides another must not give away. HTML, JSON, tables and alternative texts accept
nothing but :class:`Published`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from csat_methods import _messages
from csat_methods._refusals import refusing
from csat_methods._rows import records_of
from csat_methods.report.cell_groups import Group, Public
from csat_methods.report.disclosed import concerning
from csat_methods.report.extracts import told_to, unseen_names, unseen_rows
from csat_methods.report.groups import everybody, groups_of, stated
from csat_methods.report.hidden_rows import (
    WITHHELD,
    hidden_rows,
    nameless,
    narrowed_columns,
)
from csat_methods.report.placing import placed_labels
from csat_methods.report.plain_cells import HIDDEN, plain_cell, told_cell
from csat_methods.report.policy import Policy
from csat_methods.report.readjusted import readjusted
from csat_methods.report.redaction import redacted
from csat_methods.report.suppression import NOTHING, hidden_groups
from csat_methods.result import Result

PEOPLE = ("asked", "not_applicable")
"""Columns that count a whole segment, whatever was answered."""


@dataclass(frozen=True, eq=False)
class PublishedResult:
    """A Result as it may be shown: visible rows, and the keys of the hidden ones.

    Attributes
    ----------
    name : str
        As the chapter kept it.
    result : Result
        Its table holds the visible rows only; nothing of it knows the others.
    places : tuple
        One entry a row of the full table, in order: None where the row is visible,
        else the keys of the hidden row.
    minimum : int
        The fewest answers that were asked for.
    internal : bool
        Whether readers are told how it was made.
    unread : frozenset of str
        Columns that tables of a page do not show to its readers.
    """

    name: str
    result: Result
    places: tuple[Mapping[str, Any] | None, ...]
    minimum: int
    internal: bool = True
    unread: frozenset[str] = frozenset()

    @property
    def hidden(self) -> tuple[Mapping[str, Any], ...]:
        """Keys of the hidden rows, each once."""
        return tuple(place for place in self.places if place is not None)

    @property
    def empty(self) -> bool:
        """Whether nothing of it may be shown."""
        return bool(self.hidden) and not self.result.records()

    @property
    def prefix(self) -> str:
        """What stands before a row's reference: ``name#``."""
        return f"{self.name}#"

    def rows(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """Yield every row in order as (its cells or keys, whether it is visible)."""
        visible = iter(self.result.records())
        for place in self.places:
            yield (next(visible), True) if place is None else (place, False)

    @cached_property
    def lines(self) -> tuple[list[Any], ...]:
        """Names of columns, then every row, as a spreadsheet may read them."""
        columns = list(map(str, self.result.table.columns))
        blanks, labels = {True: "", False: HIDDEN}, self.result.labels
        with _messages.language("en"):  # one file for readers of every language
            cells = [
                [told_cell(row.get(c, blanks[visible]), c, labels) for c in columns]
                for row, visible in self.rows()
            ]
        return (list(map(plain_cell, columns)), *cells)


class Published(Mapping[str, PublishedResult]):
    """Results that passed the gate, by name; only :func:`publish` makes one."""

    def __init__(
        self,
        results: Mapping[str, PublishedResult],
        policy: Policy,
        told: Public = NOTHING,
    ) -> None:
        self._results = dict(results)
        self.policy, self.told = policy, told

    def __getitem__(self, name: str) -> PublishedResult:
        """Return the result of a name.

        Raises
        ------
        KeyError
            If no result of that name was published.
        """
        if name not in self._results:
            known = ", ".join(self._results) or "none"
            raise KeyError(f"result={name!r} was not published; published: {known}.")
        return self._results[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)


def check_published(results: Any) -> Published:
    """Return results that passed the gate.

    Raises
    ------
    ValueError
        If they did not.
    """
    if not isinstance(results, Published):
        raise ValueError(
            f"results={type(results).__name__} must come from publish(results, policy)."
        )
    return results


def check_shown(shown: Any) -> PublishedResult:
    """Return a result that passed the gate.

    Raises
    ------
    ValueError
        If it did not.
    """
    if not isinstance(shown, PublishedResult):
        raise ValueError(
            f"result={type(shown).__name__} must come from publish(results, policy)."
        )
    return shown


@refusing
def publish(
    results: Mapping[str, Result], policy: Policy, public: Public = NOTHING
) -> Published:
    """Return all results of a run as they may be shown.

    Parameters
    ----------
    results : mapping of str to Result
        All of them together: a number is hidden if another one would give it away.
    policy : Policy
        Fewest answers, audience, whether comments may be quoted.
    public : Public
        What reports of other waves of the study show and hide.

    Returns
    -------
    Published
        Rows that rest on fewer answers than the minimum are gone, and so are those
        from which they could be worked out; their keys remain. Values of single
        people never pass.

    Raises
    ------
    ValueError
        If something is no Result, or the policy none.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, publish
    >>> from csat_methods.report.policy import policy_of
    >>> answers = pd.DataFrame({"q1": [4, 5] * 20, "city": ["A"] * 37 + ["B"] * 3})
    >>> wave = Wave.from_frame(answers)
    >>> by_city = means(wave, "q1", by="city")
    >>> shown = publish({"06.means": by_city}, policy_of(wave))["06.means"]
    >>> shown.result.table["city"].tolist(), shown.hidden
    (['A'], ({'city': 'B', 'term': 'q1'},))
    """
    _check_given(results, policy)
    sound = {name: nameless(result, policy) for name, result in results.items()}
    groups = {name: groups_of(result, policy) for name, result in sound.items()}
    every = [group for rows in groups.values() for row in rows for group in row]
    before = concerning(public, every)
    known = Public(before.shown | everybody(policy), before.hidden)
    hidden = hidden_groups(every, policy.minimum, known, stated(policy))
    reader = policy.reader
    shown = {}
    for name, result in sound.items():
        seen = ~unseen_rows(result, groups[name], reader)
        if not reader.reads(name) or (len(seen) and not seen.any()):
            continue
        mask = hidden_rows(
            result, groups[name], hidden, policy.minimum, policy.segments
        )
        shown[name] = _passed(name, result, mask, seen, hidden, policy)
    return Published(shown, policy, _told(groups, hidden))


def _check_given(results: Any, policy: Any) -> None:
    """Refuse what the gate cannot judge.

    Raises
    ------
    ValueError
        If something is no Result, or the policy none.
    """
    for name, given, kind in ("results", results, Mapping), ("policy", policy, Policy):
        if not isinstance(given, kind):
            raise ValueError(
                f"{name}={type(given).__name__} must be a {kind.__name__}."
            )
    wrong = [name for name, r in results.items() if not isinstance(r, Result)]
    if wrong:
        raise ValueError(f"results={wrong} must be Results; only they pass the gate.")


def _passed(
    name: str,
    result: Result,
    hide: np.ndarray,
    seen: np.ndarray,
    hidden: set[Group],
    policy: Policy,
) -> PublishedResult:
    """Return one result without hidden rows, and without those it is not for."""
    left = redacted(
        readjusted(result, hide),
        hide | ~seen,
        people=policy.people,
        drop=PEOPLE if narrowed_columns(hidden) & set(result.by) else (),
    )
    reader = policy.reader
    told = told_to(left, reader, policy.prepared, unseen_names(result, seen))
    told = told.with_facts(name=name, labels=placed_labels(told.labels, name))
    return PublishedResult(
        name,
        told,
        _places(result, hide, seen),
        policy.minimum,
        internal=reader.internal,
        unread=reader.unread,
    )


def _told(groups: Mapping[str, list[tuple[Group, ...]]], hidden: set[Group]) -> Public:
    """Return which groups a report shows and hides, over all its results."""
    every = {g for rows in groups.values() for row in rows for g in row}
    return Public(frozenset(every - hidden), frozenset(hidden))


def _places(
    result: Result, hide: np.ndarray, seen: np.ndarray
) -> tuple[Mapping[str, Any] | None, ...]:
    """Return None for visible rows, the keys of hidden ones; each hidden key once.

    Of a hidden segment only segment and term are said: which answers there are in it
    might tell what its people answered.
    """
    if result.domain.digest == WITHHELD:
        return ({},)
    if not hide[seen].any():
        return (None,) * int(seen.sum())
    own = result.term_keys[:1] if result.by else result.term_keys
    table = result.table
    kept = [*result.by, *(k for k in own if k in table)]
    places: list[Mapping[str, Any] | None] = []
    rows = records_of(table.loc[seen, kept])
    for row, hidden in zip(rows, hide[seen], strict=True):
        place = row if hidden else None
        if place is None or place not in places:
            places.append(place)
    return tuple(places)
