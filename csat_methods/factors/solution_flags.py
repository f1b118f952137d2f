"""May a factor solution be read as it stands?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.statistics.extraction import Extraction
from csat_methods.statistics.factor_fit import factor_degrees
from csat_methods.statistics.rotation import Rotation

NEAR_HEYWOOD = 0.05
"""An item with less variance of its own than this is suspect."""

PEOPLE = 100
PEOPLE_AN_ITEM = 5
"""Fewest people: Gorsuch (1983), *Factor Analysis*, 2nd ed., p. 332."""

MAIN = 0.30
ITEMS_A_FACTOR = 3
"""A factor needs three items that load most on it, and not less than .30: Fabrigar et
al. (1999), *Psychological Methods*, 4, 272-299."""


@dataclass(frozen=True, eq=False)
class Solution:
    """What the flags look at.

    Attributes
    ----------
    labels : dict
        Item to its words, in the order of the rows of the loadings.
    n : int
        People.
    """

    labels: Mapping[str, Text]
    n: int
    extraction: Extraction
    rotation: Rotation

    @property
    def communalities(self) -> np.ndarray:
        """Share of each item's variance that the factors account for."""
        L = self.rotation.loadings
        return ((L @ self.rotation.factor_correlations) * L).sum(axis=1)

    def named(self, which: np.ndarray) -> Listing:
        """Return the words of some items."""
        listed = zip(self.labels.values(), which, strict=True)
        return Listing(tuple(words for words, one in listed if one))


def solution_flags(solution: Solution) -> dict[str, Message]:
    """Return what a reader must know of a solution, by name.

    ``not_converged, heywood, near_heywood, small_sample, thin_factor,
    several_minima, just_identified``, as they apply.
    """
    return dict(_flags(solution))


def _flags(solution: Solution) -> Iterator[tuple[str, Message]]:
    found, turned = solution.extraction, solution.rotation
    if not (found.converged and turned.converged):
        yield (
            "not_converged",
            Message(
                "Extraction or rotation did not end at a minimum: do not use it; try "
                "fewer factors or another rotation."
            ),
        )
    improper = found.heywood | (solution.communalities >= 1)
    near = (solution.communalities > 1 - NEAR_HEYWOOD) & ~improper
    if improper.any():
        sentence = (
            "Improper: nothing of its own is left to {items}; try fewer factors or "
            "leave a near copy out."
        )
        yield "heywood", Message(sentence, {"items": solution.named(improper)})
    if near.any():
        sentence = "Hardly anything of its own is left to {items}."
        yield "near_heywood", Message(sentence, {"items": solution.named(near)})
    yield from _size_flags(solution)
    yield from _identity_flags(solution)
    if turned.starts > 1 and turned.reached < turned.starts / 2:
        sentence = (
            "The rotation has several minima: {reached} of {starts} starts ended at "
            "the lowest."
        )
        values = {
            "reached": Number(turned.reached, "count"),
            "starts": Number(turned.starts, "count"),
        }
        yield "several_minima", Message(sentence, values)


def _identity_flags(solution: Solution) -> Iterator[tuple[str, Message]]:
    p, m = solution.rotation.loadings.shape
    if factor_degrees(p, m) == 0:
        sentence = (
            "As many loadings as correlations: the factors fit whatever the answers "
            "are, so the fit proves nothing; try fewer factors."
        )
        yield "just_identified", Message(sentence)


def _size_flags(solution: Solution) -> Iterator[tuple[str, Message]]:
    L = np.abs(solution.rotation.loadings)
    wanted = max(PEOPLE, PEOPLE_AN_ITEM * len(L))
    if solution.n < wanted:
        values = {
            "n": Number(solution.n, "count"),
            "wanted": Number(wanted, "count"),
        }
        sentence = "{n} people are few for these items; {wanted} would be enough."
        yield "small_sample", Message(sentence, values)
    main = np.bincount(L.argmax(axis=1)[L.max(axis=1) >= MAIN], minlength=L.shape[1])
    thin = int((main < ITEMS_A_FACTOR).sum())
    if thin:
        values = {
            "thin": Number(thin, "count"),
            "items": Number(ITEMS_A_FACTOR, "count"),
        }
        sentence = (
            "Factors with fewer than {items} items that load most on them: {thin}."
        )
        yield "thin_factor", Message(sentence, values)
