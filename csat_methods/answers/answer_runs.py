"""How many gave the same answer many times in a row?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.answers.careless_measures import as_given, scaled_items
from csat_methods.answers.careless_rules import RULES
from csat_methods.answers.rule_set import rule_set
from csat_methods.result import Result, Used, method
from csat_methods.statistics import response_patterns as patterns
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST = 10
"""Fewest people of a row, where the study does not say it."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AnswerRuns(Result):
    """People by their longest run of equal answers.

    Attributes
    ----------
    items : int
        Items that were asked.
    limit : float
        From which run on the answers look careless.
    beyond : int
        People who reach it.
    """

    items: int
    limit: float
    beyond: int

    kinds: ClassVar[Mapping[str, str]] = {
        "low": "count",
        "high": "count",
        "share": "share",
    }
    wholes: ClassVar[tuple[str, ...]] = ("beyond",)
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how many gave one answer so often that it looks careless."""
        values = {
            "limit": Number(self.limit, "count"),
            "items": Number(self.items, "count"),
            "n": Number(self.used.used[1], "count"),
            "found": Number(self.beyond, "count"),
        }
        if not self.beyond:
            return Message(
                "None of {n} people gave one answer to {limit} or more of {items} "
                "questions in a row.",
                values,
            )
        return Message(
            "{found} of {n} people gave one answer to {limit} or more of {items} "
            "questions in a row.",
            values,
        )


@method
def answer_runs(
    wave: Wave, items: str | Sequence[str] | None = None, *, limit: float | None = None
) -> AnswerRuns:
    """Return how many people have each longest run of equal answers (longstring).

    Answers count as they were given, before reversed items are turned round; a blank
    ends a run. People are counted, not weighted: it is about the answers that came in.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        Three at least, in the order they were asked; all items on scales of the study
        when not given.
    limit : float, optional
        From which run on answers look careless; the study's, else half of the items or
        six, whichever is more.

    Returns
    -------
    AnswerRuns
        One row a length, neighbours taken together until a row has as many people as
        the study allows to be shown: ``term, low, high, n, share``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than three items, nobody answered any, or `limit` is
        below 2.

    References
    ----------
    Johnson, J. A. (2005). *Journal of Research in Personality*, 39, 103-129; limit:
    Curran, P. G. (2016). *J. Experimental Social Psychology*, 66, 4-19.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, answer_runs
    >>> rows = [[1, 2, 3, 4, 5, 1, 2]] * 10 + [[3] * 7] * 10
    >>> answers = pd.DataFrame(rows, columns=[f"q{i}" for i in range(7)])
    >>> found = answer_runs(Wave.from_frame(answers), list(answers))
    >>> found.table[["low", "high", "n"]].to_numpy().tolist()
    [[1, 1, 10], [7, 7, 10]]
    """
    listed, rules = scaled_items(wave, items), rule_set(wave)
    given = as_given(wave, listed, wave.answers(listed))[wave.domain]
    given = given[~np.isnan(given).all(axis=1)]
    if not len(given):
        raise ValueError(f"items={listed}: nobody answered any of them.")
    longest, _ = patterns.runs(given)
    usual = rules.careless.get("same_answer", RULES["same_answer"].limit(len(listed)))
    from_here = usual if limit is None else limit
    from_here = _checks.finite("limit", from_here, 2)
    beyond = int((longest >= from_here).sum())
    least = wave.study.analysis.minimum_cell if wave.study is not None else LEAST
    cells = patterns.least_cells(longest, least)
    table = pd.DataFrame(cells, columns=["low", "high", "n"])
    terms = [f"{low} to {high}" if low < high else f"{low}" for low, high, _ in cells]
    table.insert(0, "term", pd.Series(terms, dtype="str"))
    return result_of(
        wave,
        AnswerRuns,
        "Longest runs of equal answers",
        table.assign(share=table["n"] / len(given)),
        level=0.95,
        about=dict.fromkeys(terms, tuple(listed)),
        labels=dict(zip(terms, map(_words, cells), strict=True)),
        used=Used(
            wave.n,
            (len(given), len(given)),
            {"no answer": wave.n - len(given)} if len(given) < wave.n else {},
        ),
        notes=[rules.note, *_beside_signs(beyond)],
        items=len(listed),
        limit=float(np.ceil(from_here)),
        beyond=beyond,
    )


def _beside_signs(beyond: int) -> list[Message]:
    """Return why fewer people may show the sign than have such a run."""
    said = (
        "A long run alone is no sign that questions were not read: among the signs "
        "only those count that careful people would hardly ever give here."
    )
    return [Message(said)] if beyond else []


def _words(cell: tuple[int, int, int]) -> Message:
    """Return the words of a length of runs, or of lengths that are taken together."""
    low, high = (Number(end, "count") for end in cell[:2])
    if low == high:
        return Message("{count} in a row", {"count": low})
    return Message("{low} to {high} in a row", {"low": low, "high": high})
