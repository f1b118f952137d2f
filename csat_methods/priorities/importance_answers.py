"""Were ranks, points and choices given as the question asks?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from csat_methods.statistics.best_worst import BEST, WORST

SHOWN = 20
"""Most rows that a refusal names."""


def sound_rankings(x: np.ndarray, rows: pd.Index, items: list[str]) -> None:
    """Refuse ranks of complete rows that are not 1 to k, once each.

    Raises
    ------
    ValueError
        Naming the rows.
    """
    k = x.shape[1]
    wrong = (np.sort(x, axis=1) != np.arange(1, k + 1)).any(axis=1)
    _refuse(wrong, rows, f"ranks of items={items} must be 1 to {k}, once each")


def sound_points(x: np.ndarray, rows: pd.Index, items: list[str], total: float) -> None:
    """Refuse points of complete rows that do not add up, or are below zero.

    Raises
    ------
    ValueError
        Naming the rows and what they add up to.
    """
    sums = x.sum(axis=1)
    wrong = (np.abs(sums - total) > 1e-9 * abs(total)) | (x < 0).any(axis=1)
    seen = sorted({f"{value:g}" for value in sums[wrong]})[:SHOWN]
    _refuse(
        wrong,
        rows,
        f"points of items={items} must be 0 or more and add up to total={total:g}; "
        f"sums such as {', '.join(seen)} do not",
    )


def sound_tasks(x: np.ndarray, rows: pd.Index, items: list[str]) -> None:
    """Refuse tasks without one best, one worst and a third thing that was shown.

    Raises
    ------
    ValueError
        Naming the rows.
    """
    known = np.isnan(x) | np.isin(x, (BEST, 0.0, WORST))
    best, worst = (x == BEST).sum(axis=1), (x == WORST).sum(axis=1)
    shown = (~np.isnan(x)).sum(axis=1)
    wrong = ~known.all(axis=1) | (best != 1) | (worst != 1) | (shown < 3)
    _refuse(
        wrong,
        rows,
        f"tasks of items={items} must have one best (1), one worst (-1), others shown "
        "(0) and blanks for what was not shown, three shown at least",
    )


def _refuse(wrong: np.ndarray, rows: pd.Index, rule: str) -> None:
    if wrong.any():
        named = rows[wrong].tolist()[:SHOWN]
        raise ValueError(f"{rule}; {int(wrong.sum())} rows break it: {named}.")
