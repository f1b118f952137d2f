"""How do these items go together, by which correlation and over whom?

Every method of this package takes its correlations from here: the kind of
correlation and the missing rule are decided once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._once import once
from csat_methods.factors.refusals import (
    refuse_constant,
    refuse_few,
    refuse_few_pairs,
    refuse_numbers,
)
from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.correlation import SINGULAR, smooth
from csat_methods.statistics.em_moments import em_moments
from csat_methods.statistics.moments import correlation, moments
from csat_methods.statistics.ordered_pairs import mixed, polychoric_pairs
from csat_methods.statistics.pair_correlations import Pairs, pearson, spearman
from csat_methods.survey_design.effective_size import effective_size

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEW_ANSWERS = 10
"""Without a study, items with no more different whole answers count as ordered."""

Estimator = Callable[[np.ndarray, np.ndarray, Sequence[bool]], Pairs]

KINDS: dict[str, Estimator] = {
    "pearson": lambda x, w, _ordered: pearson(x, w),
    "spearman": lambda x, w, _ordered: spearman(x, w),
    "polychoric": lambda x, w, _ordered: polychoric_pairs(x, w),
    "mixed": mixed,
}
"""Kinds of correlation: answers, weights and which are ordered to all pairs."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Answers that are to be correlated, and how.

    Attributes
    ----------
    items : tuple of str
    kind, missing : str
    rows : ndarray of bool, shape (n,)
        People of the wave who count: with all answers, or with any.
    answers : ndarray, shape (r, k)
        Theirs, blanks as NaN.
    weights : ndarray, shape (r,)
    ordered : tuple of bool
        Which items are ratings that cut a hidden variable; empty unless mixed.
    people : int
        All of the domain, whether they answered anything or not.
    """

    items: tuple[str, ...]
    kind: str
    missing: str
    rows: np.ndarray
    answers: np.ndarray
    weights: np.ndarray
    ordered: tuple[bool, ...]
    people: int

    @property
    def n(self) -> int:
        """People who count, each once."""
        return len(self.answers)

    @property
    def n_tested(self) -> int:
        """People that tests count: for ``available`` all of the domain (as psych)."""
        return self.people if self.missing == "available" else self.n

    @property
    def n_effective(self) -> int:
        """Kish's effective number of people, rounded down; all if they weigh alike."""
        share = effective_size(self.weights) / len(self.weights)
        return int(self.n_tested * share + 1e-9)

    @property
    def alike(self) -> bool:
        """Whether all people weigh the same."""
        return bool(np.ptp(self.weights) <= 1e-12 * self.weights.max())

    @cached_property
    def pairs(self) -> Pairs:
        """The correlations pair by pair, with what every row does to them."""
        return self.pairs_under(self.weights)

    def pairs_under(self, weights: np.ndarray) -> Pairs:
        """Return the correlations pair by pair under other weights of the rows."""
        return KINDS[self.kind](self.answers, weights, self.ordered)


@dataclass(frozen=True, eq=False)
class Association:
    """Correlations of items with all that they stand on.

    Attributes
    ----------
    asked : Asked
    R : ndarray, shape (k, k)
        Correlations, made positive definite where they were not.
    raw : ndarray, shape (k, k)
        As they were found.
    covariance : ndarray, shape (k, k)
        Of the answers as coded; with divisor n for ``em``, else n - 1.
    means : ndarray, shape (k,)
    n_pairs : ndarray of int, shape (k, k)
        People who answered both.
    """

    asked: Asked
    R: np.ndarray
    raw: np.ndarray
    covariance: np.ndarray
    means: np.ndarray
    n_pairs: np.ndarray

    @property
    def smoothed(self) -> bool:
        """Whether the correlations had to be made positive definite."""
        return self.R is not self.raw


def associate(
    wave: Wave,
    listed: Sequence[str],
    *,
    kind: str = "pearson",
    missing: str = "complete",
    ordered: Sequence[str] | None = None,
    enough: int = 1,
) -> Association:
    """Return how items of a wave go together.

    Parameters
    ----------
    listed : sequence of str
        Columns whose numbers mean amounts, two at least.
    kind : {"pearson", "spearman", "polychoric", "mixed"}
    missing : {"complete", "available", "em"}
    ordered : sequence of str, optional
        For ``mixed``: the items that are ratings; by default those with a scale of
        the study, without a study those with few whole answers.
    enough : int
        More people than this are needed, for each pair of items too.

    Raises
    ------
    ValueError
        If the rule does not go with the kind, an item is constant, or too few
        answered, all of it or some two items.
    """
    asked = ask(
        wave, listed, kind=kind, missing=missing, ordered=ordered, enough=enough
    )
    n_pairs = _answered_both(asked)
    refuse_few_pairs(listed, n_pairs, enough)
    covariance, means = (x.copy("K") for x in _moments(wave, asked.items, missing))
    by_moments = kind == "pearson" and missing != "available"
    R = correlation(covariance) if by_moments else asked.pairs.R
    return Association(
        asked=asked,
        R=_positive(R),
        raw=R,
        covariance=covariance,
        means=means,
        n_pairs=n_pairs,
    )


@once
def _moments(
    wave: Wave, items: tuple[str, ...], missing: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return covariances and means, for all methods that take the same items."""
    asked = ask(wave, items, kind="pearson", missing=missing)
    return MOMENTS[missing](asked.answers, asked.weights)


def _answered_both(asked: Asked) -> np.ndarray:
    """Return how many people answered both of each pair of items."""
    k = len(asked.items)
    if asked.missing == "complete":
        return np.full((k, k), asked.n)
    seen = (~np.isnan(asked.answers)).astype(float)
    return np.rint(seen.T @ seen).astype(int)


def ask(
    wave: Wave,
    listed: Sequence[str],
    *,
    kind: str,
    missing: str,
    ordered: Sequence[str] | None = None,
    enough: int = 1,
) -> Asked:
    """Return the answers that are to be correlated, once they can be.

    Parameters as in :func:`associate`.

    Raises
    ------
    ValueError
        As there.
    """
    _checks.one_of("kind", kind, KINDS)
    _checks.one_of("missing", missing, MOMENTS)
    if missing == "em" and kind != "pearson":
        raise ValueError(
            f"missing='em' fits a normal distribution; kind={kind!r} needs 'complete' "
            "or 'available'."
        )
    x, weights = wave.answers(list(listed)), wave.design.weights
    held = ~np.isnan(x)
    held[~(wave.domain & (weights != 0))] = False
    rows = held.all(axis=1) if missing == "complete" else held.any(axis=1)
    refuse_few(listed, held, rows, enough)
    used = x if rows.all() else x[rows]
    refuse_constant(listed, used)
    if kind == "polychoric":
        refuse_numbers(listed, used)
    return Asked(
        tuple(listed),
        kind,
        missing,
        rows,
        used,
        weights[rows],
        _ordered(wave, listed, ordered, used) if kind == "mixed" else (),
        int((wave.domain & (weights != 0)).sum()),
    )


def _complete(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = moments(x, w)
    return found.covariance, found.means


def _available(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = available_moments(x, w)
    return found.covariance, np.diagonal(found.means).copy()


def _em(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    found = em_moments(x, w)
    return found.covariance, found.means


MOMENTS: dict[str, Callable[..., tuple[np.ndarray, np.ndarray]]] = {
    "complete": _complete,
    "available": _available,
    "em": _em,
}
"""Missing rules: answers and weights to covariances and means."""


def _positive(R: np.ndarray) -> np.ndarray:
    """Return R itself where it is positive definite, else smoothed."""
    if np.isnan(R).any() or np.linalg.eigvalsh(R)[0] > -SINGULAR:
        return R
    return smooth(R)[0]


def _ordered(
    wave: Wave, listed: Sequence[str], named: Sequence[str] | None, x: np.ndarray
) -> tuple[bool, ...]:
    """Return which items are ratings: named, of a scale, or with few answers."""
    if named is not None:
        _checks.columns(listed, named, "items")
        return tuple(item in set(named) for item in listed)
    return tuple(
        _is_rating(wave.item(item), column)
        for item, column in zip(listed, x.T, strict=True)
    )


def _is_rating(item: Any, column: np.ndarray) -> bool:
    if item is not None:
        return bool(item.type != "number")
    some = column[: 100 * FEW_ANSWERS]
    if len(np.unique(some[~np.isnan(some)])) > FEW_ANSWERS:
        return False
    known = np.unique(column[~np.isnan(column)])
    return bool(len(known) <= FEW_ANSWERS and (known == np.rint(known)).all())
