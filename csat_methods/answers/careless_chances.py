"""How likely would people who read every question answer like this?

Where most answers are alike, many honest people give one answer all over. A pattern is
held against its own answers: ten times the answer of nearly everyone is common, ten
times a rare one is not. The chance of a pattern is the share of people, drawn with the
shares and correlations of these answers, who show as much of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics import response_patterns as patterns
from csat_methods.statistics.drawn_answers import answer_model

Sizes = Callable[[float], np.ndarray]

DRAWN = 4000
"""People drawn: the error of a chance of .01 is .0016."""

ALIKE = 0.95
"""Share of answers in common that makes a copy (see `careless_rules.RULES`)."""


@dataclass(frozen=True, eq=False)
class Careful:
    """What drawn people do.

    Attributes
    ----------
    likelihood : ndarray, shape (n,)
        Of the answers given: mean logarithm of the chance of one.
    chances : dict
        Column of the table of people to the chance of its value, (n,); NaN where it is
        not asked for.
    values : dict
        Column to the values of the people drawn, (DRAWN,).
    """

    likelihood: np.ndarray
    chances: Mapping[str, np.ndarray]
    values: Mapping[str, np.ndarray]


def careful(
    given: np.ndarray,
    grids: Mapping[str, list[int]],
    people: Mapping[str, np.ndarray],
    centres: Mapping[str, patterns.Centre | None],
    seed: int,
) -> Careful:
    """Return what people drawn like those given do.

    Parameters
    ----------
    given : ndarray, shape (n, k)
        As it was given, in the order it was asked.
    grids : mapping
        Name to columns.
    people : mapping
        ``straight_lines`` and ``nearest_match`` of those given, where they apply.
    centres : mapping
        Column of distances to where they are measured from.
    seed : int
    """
    model = answer_model(given)
    drawn = model.draw(DRAWN, np.random.default_rng(seed))
    chances = {
        "longstring": chance_of_run(given, drawn),
        "irv": chance_of_count(given, drawn),
    }
    if "straight_lines" in people:
        columns = sorted({j for grid in grids.values() for j in grid})
        lines = np.asarray(people["straight_lines"]) >= 1.0
        chances["straight_lines"] = chance_of_match(
            given[:, columns], drawn[:, columns], lines, 1.0
        )
    if "nearest_match" in people:
        near = np.asarray(people["nearest_match"]) >= ALIKE
        one = chance_of_match(given, drawn, near, ALIKE)
        chances["nearest_match"] = 1 - (1 - one) ** (len(given) - 1)
    values = {name: patterns.distances(drawn, of) for name, of in centres.items()}
    values["likelihood"] = model.likelihood(drawn)
    return Careful(model.likelihood(given), chances, values)


def chance_of_run(x: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the chance of as long a run of the answer of one's longest run, (n,)."""
    longest, answer = _longest(x)
    return _chance(longest, answer, lambda value: _run_of(drawn, value))


def chance_of_count(x: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the chance to give one's most frequent answer as often, (n,)."""
    answers = np.unique(x[~np.isnan(x)])
    if not len(answers):
        return np.full(len(x), np.nan)
    counts = np.stack([(x == value).sum(axis=1) for value in answers], axis=1)
    answer = answers[counts.argmax(axis=1)]
    return _chance(counts.max(axis=1), answer, lambda v: (drawn == v).sum(axis=1))


def chance_of_match(
    x: np.ndarray, drawn: np.ndarray, wanted: np.ndarray, share: float
) -> np.ndarray:
    """Return the chance that somebody gives this share of one's answers, (n,).

    For the people `wanted`; NaN for all others.
    """
    found = np.full(len(x), np.nan)
    rows, which = np.unique(x[wanted], axis=0, return_inverse=True)
    least = share * (~np.isnan(rows)).sum(axis=1) - 1e-9
    same = [
        ((row == drawn).sum(axis=1) >= enough).mean()
        for row, enough in zip(rows, least, strict=True)
    ]
    found[wanted] = np.array(same)[which.ravel()] if len(rows) else np.nan
    return found


def _chance(size: np.ndarray, answer: np.ndarray, sizes_of: Sizes) -> np.ndarray:
    """Return the share of drawn sizes that are not below each person's."""
    found = np.full(len(size), np.nan)
    for value in np.unique(answer[~np.isnan(answer)]):
        here, sizes = answer == value, np.sort(sizes_of(value))
        below = np.searchsorted(sizes, size[here])
        found[here] = 1 - below / len(sizes)
    return found


def _longest(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the longest run of each person, and the answer of the first such."""
    longest, now = np.ones(len(x), int), np.ones(len(x), int)
    answer = x[:, 0].copy()
    for j in range(1, x.shape[1]):
        now = np.where(x[:, j] == x[:, j - 1], now + 1, 1)
        longer = (now > longest) | np.isnan(answer)
        longest = np.where(longer, now, longest)
        answer = np.where(longer, x[:, j], answer)
    return longest, answer


def _run_of(drawn: np.ndarray, value: float) -> np.ndarray:
    """Return the longest run of one answer, (n,)."""
    longest, now = np.zeros(len(drawn), int), np.zeros(len(drawn), int)
    for column in drawn.T:
        now = np.where(column == value, now + 1, 0)
        longest = np.maximum(longest, now)
    return longest
