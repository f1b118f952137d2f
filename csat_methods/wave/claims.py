"""Which rows does a headline name, and may it call one higher than another?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.result import Result, judge

Row = Mapping[str, Any]

OPEN = {"undecided": "{n} undecided"}
"""What is said of how many rows are undecided."""

RATED: Mapping[tuple[bool, bool] | None, str] = {
    (True, True): "{best} is rated highest ({most}), {worst} lowest ({least}).",
    (True, False): "{best} is rated highest ({most}); which is lowest is undecided.",
    (False, True): "{worst} is rated lowest ({least}); which is highest is undecided.",
    (False, False): (
        "Ratings run from {least} ({worst}) to {most} ({best}); which is highest or "
        "lowest is undecided."
    ),
    None: "The ratings, {least} to {most}, do not differ clearly.",
}
"""What is said of several ratings, by whether the highest and the lowest are clear."""


def only_clear(
    clear: str, runs: str, alike: str
) -> dict[tuple[bool, bool] | None, str]:
    """Return what is said where the ends are named only if both of them are clear."""
    return {**dict.fromkeys(RATED, runs), (True, True): clear, None: alike}


def known_rows(result: Result) -> list[dict[str, Any]]:
    """Return the rows that have an estimate; some may be hidden or not estimable."""
    rows = result.records()
    return [dict(row) for row in rows if not math.isnan(row["estimate"])]


def row_name(result: Result, row: Row) -> Any:
    """Return what a row is called: its term, its segment, or both where both vary."""
    term = result.term_keys[0]
    label = result.label(row[term])
    if not result.by:
        return label
    segment = segment_name(result, row)
    if result.table[term].nunique() == 1:
        return segment
    return Message("{label} ({segment})", {"label": label, "segment": segment})


def segment_name(result: Result, row: Row) -> Listing:
    """Return what the segment of a row is called."""
    words = (result.labels.get(f"{key}={row[key]}", str(row[key])) for key in result.by)
    return Listing(tuple(words))


def extremes(rows: list[dict[str, Any]]) -> tuple[Row, Row]:
    """Return the rows of the lowest and the highest estimate."""
    ordered = sorted(rows, key=lambda row: row["estimate"])
    return ordered[0], ordered[-1]


def apart(low: Row, high: Row) -> bool:
    """Whether two rows differ so much that their intervals do not meet."""
    return bool(low["ci_high"] < high["ci_low"])


def farthest(rows: list[dict[str, Any]]) -> tuple[Row, Row]:
    """Return the rows whose intervals are farthest apart, the lower first.

    They need not be the extremes: the interval of a small group is wide.
    """
    known = [row for row in rows if row["ci_low"] <= row["ci_high"]]
    if not known:
        return extremes(rows)
    lowest = min(known, key=lambda row: row["ci_high"])
    return lowest, max(known, key=lambda row: row["ci_low"])


def clear_ends(rows: list[dict[str, Any]]) -> tuple[bool, bool] | None:
    """Return whether the highest and the lowest row are clear of all others.

    None where no two rows are apart.
    """
    low, high = extremes(rows)
    if not apart(*farthest(rows)):
        return None
    highest = all(apart(row, high) for row in rows if row is not high)
    return highest, all(apart(low, row) for row in rows if row is not low)


def ranked(
    result: Result,
    rows: list[dict[str, Any]],
    sentences: Mapping[tuple[bool, bool] | None, str] = RATED,
    **more: Any,
) -> Message:
    """Return which row is clearly highest and lowest, as far as that is clear.

    Parameters
    ----------
    result : Result
    rows : list of dict
        Two or more of its rows.
    sentences : dict
        What is said by whether the highest and the lowest are clear.
    **more
        Further values of the sentences.
    """
    low, high = extremes(rows)
    values = {
        "best": row_name(result, high),
        "most": result.number(high, "estimate"),
        "worst": row_name(result, low),
        "least": result.number(low, "estimate"),
    }
    return Message(sentences[clear_ends(rows)], values | more)


def widest_apart(rows: list[dict[str, Any]]) -> tuple[Row, Row]:
    """Return the two groups that differ most clearly on one term, lower first."""
    pairs = [
        farthest([row for row in rows if row["term"] == term])
        for term in dict.fromkeys(row["term"] for row in rows)
    ]
    gaps = [high["ci_low"] - low["ci_high"] for low, high in pairs]
    return pairs[int(np.argmax(np.nan_to_num(gaps, nan=-np.inf)))]


def with_interval(result: Result, row: Row) -> dict[str, Any]:
    """Return a row's name and numbers, as values of a sentence."""
    return {
        "label": row_name(result, row),
        "estimate": result.number(row, "estimate"),
        "low": result.number(row, "ci_low"),
        "high": result.number(row, "ci_high"),
        "n": result.number(row, "n"),
    }


def verdicts(rows: Sequence[Row], line: float) -> list[str]:
    """Return what each row's whole interval says of a line; above it is good."""
    return [
        judge(row["ci_low"], row["ci_high"], line, higher_is_better=True)
        for row in rows
    ]


def counted(judged: Sequence[str], words: Mapping[str, str]) -> dict[str, Any]:
    """Return how many rows there are, and of how many each verdict is.

    Parameters
    ----------
    judged : list of str
        Verdict of each row.
    words : dict
        Verdict to what is said of its number, ``n``; of none nothing is said.
    """
    found = [(said, judged.count(name)) for name, said in words.items()]
    counts = [Message(said, {"n": Number(n, "count")}) for said, n in found if n]
    return {"all": Number(len(judged), "count"), "counts": Listing(tuple(counts))}
