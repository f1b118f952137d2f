"""Which items cannot be correlated, and why?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MOST_CATEGORIES = 25
"""An item with more different answers is a number, not a rating."""


def refuse_few(
    items: Sequence[str], held: np.ndarray, rows: np.ndarray, enough: int
) -> None:
    """Refuse items that not enough people answered together.

    Parameters
    ----------
    held : ndarray of bool, shape (n, k)
        Who answered what.
    rows : ndarray of bool, shape (n,)
        Who counts.
    enough : int
        More people than this are needed.

    Raises
    ------
    ValueError
        If so.
    """
    if rows.sum() > enough:
        return
    needed = "more people than items" if enough > 1 else "two people"
    raise ValueError(
        f"items: {int(rows.sum())} people answered all {len(items)}; {needed} are "
        f"needed. {fewest(items, held)}"
    )


def refuse_few_pairs(items: Sequence[str], n_pairs: np.ndarray, enough: int) -> None:
    """Refuse pairs of items that not enough people answered both.

    Parameters
    ----------
    n_pairs : ndarray of int, shape (k, k)
    enough : int
        More people than this are needed; one asks for nothing.

    Raises
    ------
    ValueError
        If there are any.
    """
    few = np.argwhere(np.triu(n_pairs <= enough, 1)) if enough > 1 else ()
    if not len(few):
        return
    listed = ", ".join(
        f"{items[i]} and {items[j]} ({n_pairs[i, j]})" for i, j in few[:3]
    )
    raise ValueError(
        f"items: too few people answered both {listed}; more people than the "
        f"{len(items)} items are needed. Leave one of each pair out."
    )


def fewest(items: Sequence[str], held: np.ndarray) -> str:
    """Return which items the fewest people answered, in words.

    Examples
    --------
    >>> fewest(["a", "b"], np.array([[True, False], [True, True]]))
    'Fewest answered: b (1), a (2).'
    """
    answered = dict(zip(items, held.sum(axis=0).tolist(), strict=True))
    first = sorted(answered, key=lambda item: answered[item])[:3]
    return f"Fewest answered: {', '.join(f'{i} ({answered[i]})' for i in first)}."


def refuse_constant(items: Sequence[str], x: np.ndarray) -> None:
    """Refuse items without two different answers.

    Raises
    ------
    ValueError
        If there are any.
    """
    lowest, highest = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    varies = highest > lowest
    flat = [i for i, goes in zip(items, varies, strict=True) if not goes]
    if flat:
        raise ValueError(f"items={flat} are constant: they correlate with nothing.")


def refuse_numbers(items: Sequence[str], x: np.ndarray) -> None:
    """Refuse items with too many different answers to be ratings.

    Raises
    ------
    ValueError
        If there are any.
    """
    many = {
        item: len(known)
        for item, column in zip(items, x.T, strict=True)
        if len(known := np.unique(column[~np.isnan(column)])) > MOST_CATEGORIES
    }
    if many:
        raise ValueError(
            f"items={list(many)} have {max(many.values())} different answers: "
            "kind='polychoric' is for ratings; use 'mixed' or 'pearson'."
        )
