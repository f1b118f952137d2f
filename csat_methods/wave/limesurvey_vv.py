"""What does a VV file of LimeSurvey hold: answers as they lie in its database?

Tabs between the cells and two rows of heads: the words, then the codes. Some signs are
written otherwise, and what a person was not shown is said.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from csat_methods.wave.raw_table import RawTable, headings

CODES = frozenset({"id", "submitdate", "startlanguage"})
"""Columns that the second row of heads always has."""
SIGNS = {
    "{question_not_shown}": "",
    "{newline}": "\n",
    "{cr}": "",
    "{tab}": "\t",
    "{quote}": '"',
    "{lbrace}": "{",
}
_SIGNS = re.compile("|".join(map(re.escape, SIGNS)))
_OF_DATABASE = re.compile(r"\d+X\d+X\d+.*")
"""A column by the numbers of survey, group and question, as version 1 has them."""


def without_words(table: RawTable) -> RawTable:
    """Return a VV table under the codes of its second row; others stay as they are.

    Parameters
    ----------
    table : RawTable

    Raises
    ------
    ValueError
        If there is no answer below the heads, or the codes are numbers of the database.
    """
    codes = [str(cell) for cell in table.frame.iloc[0]]
    if not {code.strip().casefold() for code in codes} >= CODES:
        return table
    if any(_OF_DATABASE.fullmatch(code) for code in codes):
        raise ValueError(
            f"{table.name}: is a VV file of version 1, which has no codes of "
            "questions; export version 2, or the answers as CSV."
        )
    if len(table.frame) == 1:
        raise ValueError(f"{table.name}: has rows of heads and no answers below them.")
    names = headings(codes, table.name, twins=True)
    columns = {n: _plain(table.frame.iloc[1:, i]) for i, n in enumerate(names)}
    frame = pd.DataFrame(columns).reset_index(drop=True)
    return replace(table, frame=frame, rows=table.rows[1:], twins={})


def _plain(column: pd.Series) -> pd.Series:
    """Return cells with the signs they were written for."""
    given = {cell: _read(cell) for cell in column.unique() if "{" in str(cell)}
    return column.replace(given) if given else column


def _read(cell: str) -> str:
    return _SIGNS.sub(lambda found: SIGNS[found[0]], cell)
