"""What may leave the run folder?

The one gate: all Results of a run go through :func:`publish` together, because what one
hides another must not give away. HTML, JSON, tables and alternative texts accept
nothing but :class:`Published`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods.report.groups import groups_of
from csat_methods.report.policy import Policy
from csat_methods.report.redaction import redacted
from csat_methods.report.suppression import Group, hidden_groups
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
    """

    name: str
    result: Result
    places: tuple[Mapping[str, Any] | None, ...]
    minimum: int

    @property
    def hidden(self) -> tuple[Mapping[str, Any], ...]:
        """Keys of the hidden rows, each once."""
        return tuple(place for place in self.places if place is not None)

    @property
    def empty(self) -> bool:
        """Whether nothing of it may be shown."""
        return bool(self.hidden) and len(self.result.table) == 0

    @property
    def prefix(self) -> str:
        """What stands before a row's reference: ``name#``."""
        return f"{self.name}#"

    def rows(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """Yield every row in order as (its cells or keys, whether it is visible)."""
        visible = iter(self.result.table.to_dict("records"))
        for place in self.places:
            yield (next(visible), True) if place is None else (place, False)


class Published(Mapping[str, PublishedResult]):
    """Results that passed the gate, by name; only :func:`publish` makes one."""

    def __init__(self, results: Mapping[str, PublishedResult], policy: Policy) -> None:
        self._results = dict(results)
        self.policy = policy

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


def publish(results: Mapping[str, Result], policy: Policy) -> Published:
    """Return all results of a run as they may be shown.

    Parameters
    ----------
    results : mapping of str to Result
        All of them together: a number is hidden if another one would give it away.
    policy : Policy
        Fewest answers, audience, whether comments may be quoted.

    Returns
    -------
    Published
        Rows that rest on fewer answers than the minimum are gone, and so are those
        from which they could be worked out; their keys remain. Values of single
        people never pass.

    Raises
    ------
    ValueError
        If something is no Result.

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
    wrong = [name for name, r in results.items() if not isinstance(r, Result)]
    if wrong:
        raise ValueError(f"results={wrong} must be Results; only they pass the gate.")
    groups = {name: groups_of(result, policy) for name, result in results.items()}
    hidden = hidden_groups(
        [group for rows in groups.values() for group in rows if group], policy.minimum
    )
    masks = {
        name: _hidden_rows(result, groups[name], hidden, policy.minimum)
        for name, result in results.items()
    }
    narrowed = _narrowed_columns(hidden)
    shown = {
        name: PublishedResult(
            name,
            replace(
                redacted(
                    result,
                    masks[name],
                    people=policy.people,
                    drop=PEOPLE if narrowed & set(result.by) else (),
                ),
                name=name,
            ),
            _places(result, masks[name]),
            policy.minimum,
        )
        for name, result in results.items()
    }
    return Published(shown, policy)


# ---------------------------------------------------------------- hidden rows
def _hidden_rows(
    result: Result, groups: list[Group | None], hidden: set[Group], minimum: int
) -> np.ndarray:
    """Return which rows must not be shown."""
    names = {group.named for group in hidden}
    by_group = np.array([g is not None and g.named in names for g in groups], bool)
    if not result.domain.digest:
        return by_group
    counts = [c for c in result.table if str(c).startswith("n_")]
    few = result.table[counts].apply(_few, minimum=minimum)
    pairs = _mentions(result, {level for g in hidden for _, level in g.where if level})
    shares = _shares_of_segments(result, hidden, minimum)
    return by_group | few.to_numpy(bool).any(axis=1) | pairs | shares


def _few(counts: pd.Series, minimum: int) -> pd.Series:
    """Return where counts of people are below the minimum."""
    if counts.dtype.kind not in "iu":
        return pd.Series(data=False, index=counts.index)
    return counts < minimum


def _mentions(result: Result, levels: set[str]) -> np.ndarray:
    """Return the rows that compare with a hidden segment."""
    named = [c for c in ("segment", "reference") if c in result.table]
    cells = result.table[named].astype(str)
    return cells.isin(levels).to_numpy(bool).any(axis=1)


def _shares_of_segments(result: Result, hidden: set[Group], minimum: int) -> np.ndarray:
    """Return the answers whose shares tell how few a hidden segment are."""
    hide = np.zeros(len(result.table), bool)
    if "category" not in result.table:
        return hide
    named = {condition for group in hidden for condition in group.where}
    for _, block in result.table.groupby([*result.by, "term"], sort=False):
        cells = block[["term", "category"]].astype(str)
        gone = np.array([pair in named for pair in cells.itertuples(index=False)])
        rest = block[~gone].sort_values("estimate").index
        count = (block["estimate"] * block["n"]).where(gone, 0.0).sum()
        more = int(gone.any() and count < minimum)
        hide[block.index[gone]] = hide[rest[:more]] = True
    return hide


def _narrowed_columns(hidden: set[Group]) -> set[str]:
    """Return the columns by which some group was hidden."""
    return {column for group in hidden for column, _ in group.where}


def _places(result: Result, hide: np.ndarray) -> tuple[Mapping[str, Any] | None, ...]:
    """Return None for visible rows, the keys of hidden ones; each hidden key once.

    Of a hidden segment only segment and term are said: which answers there are in it
    might tell what its people answered.
    """
    own = result.term_keys[:1] if result.by else result.term_keys
    kept = [*result.by, *(k for k in own if k in result.table)]
    places: list[Mapping[str, Any] | None] = []
    for row, hidden in zip(result.table[kept].to_dict("records"), hide, strict=True):
        place = row if hidden else None
        if place is None or place not in places:
            places.append(place)
    return tuple(places)
