"""Can these items be analysed together, and by which correlations?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods._messages import Message
from csat_methods.factors.association import Association, associate
from csat_methods.factors.association_notes import association_notes
from csat_methods.statistics.dependence import dependence
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import asked_counts

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Together:
    """Items whose correlations have an inverse.

    Attributes
    ----------
    association : Association
    R : ndarray, shape (k, k)
        Weighted correlations, positive definite.
    asked, not_applicable : int
        People of the domain who were asked all of them, and to whom any did not apply.
    """

    association: Association
    R: np.ndarray
    asked: int
    not_applicable: int

    @property
    def items(self) -> tuple[str, ...]:
        """The items."""
        return self.association.asked.items

    @property
    def answers(self) -> np.ndarray:
        """Answers of the people who count, shape (n, k); blanks as NaN."""
        return self.association.asked.answers

    @property
    def weights(self) -> np.ndarray:
        """Their weights, shape (n,)."""
        return self.association.asked.weights

    @property
    def complete(self) -> np.ndarray:
        """Answers of those who answered all items."""
        if self.association.asked.missing == "complete":
            return self.answers
        return self.answers[~np.isnan(self.answers).any(axis=1)]

    @property
    def n(self) -> int:
        """People who count, each once."""
        return self.association.asked.n

    @property
    def n_tested(self) -> int:
        """People that tests count: for ``available`` all of the domain."""
        return self.association.asked.n_tested

    @property
    def n_effective(self) -> int:
        """Kish's effective number of people, rounded down; all if they weigh alike."""
        return self.association.asked.n_effective

    @property
    def alike(self) -> bool:
        """Whether all people weigh the same."""
        return self.association.asked.alike

    def counts(self) -> dict[str, int]:
        """Return the columns n, asked and not_applicable of a table."""
        asked = max(self.asked, self.n)
        return {
            "n": self.n,
            "asked": asked,
            "not_applicable": min(self.not_applicable, asked - self.n),
        }

    def notes(self) -> list[Message]:
        """Return what a reader must know of the correlations."""
        return association_notes(self.association)


def together(
    wave: Wave,
    items: str | Sequence[str] | None,
    missing: str = "complete",
    kind: str = "pearson",
) -> Together:
    """Return the correlations of items that can be analysed together.

    Parameters
    ----------
    items : str or list of str, optional
        A construct's name or columns; the wave's ratings by default.
    missing : {"complete", "available", "em"}
    kind : {"pearson", "spearman", "polychoric", "mixed"}

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If answers are no amounts, there are fewer than three items or not more people
        than items, an item is constant, a copy, or a sum of others, two items never
        disagree, or the missing rule does not go with the kind.
    """
    listed = wave.measured(wave.ratings() if items is None else items)
    if len(listed) < 3:
        raise ValueError(f"items={listed}: at least three are needed.")
    found = associate(wave, listed, kind=kind, missing=missing, enough=len(listed))
    _refuse_edges(found)
    tied = "" if found.smoothed else dependence(found.raw, listed)
    if tied:
        raise ValueError(f"items: {tied}; leave one out.")
    asked, inapplicable = asked_counts(wave, domains(wave), ["all"], {"all": listed})
    return Together(found, found.R, int(asked[0]), int(inapplicable[0]))


def design_note(wave: Wave) -> list[Message]:
    """Return the caution on tests that know no survey design."""
    if wave.design.simple:
        return []
    return [
        Message(
            "Correlations are weighted; the tests and fit measures take people as "
            "drawn alone and weighing alike."
        )
    ]


def _refuse_edges(found: Association) -> None:
    """Refuse ratings of which one tells the other without exception."""
    if found.asked.kind not in {"polychoric", "mixed"}:
        return
    pairs, named = found.asked.pairs, found.asked.items
    tied = [f"{named[i]} and {named[j]}" for i, j in pairs.pairs[pairs.at_edge]]
    if tied:
        raise ValueError(
            f"items: {', '.join(tied)} never disagree, so that they have no polychoric "
            "correlation; leave one out, or use kind='pearson'."
        )
