"""Who answered all these items, and can the items be analysed together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.statistics.dependence import dependence
from csat_methods.statistics.moments import correlation, moments
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import asked_counts

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Together:
    """Complete answers to several items whose correlations have an inverse.

    Attributes
    ----------
    items : tuple of str
    answers : ndarray, shape (n, k)
        Of the people who answered all of them and count.
    weights : ndarray, shape (n,)
    R : ndarray, shape (k, k)
        Weighted correlations.
    asked, not_applicable : int
        People of the domain who were asked all of them, and to whom any did not apply.
    """

    items: tuple[str, ...]
    answers: np.ndarray
    weights: np.ndarray
    R: np.ndarray
    asked: int
    not_applicable: int

    @property
    def n(self) -> int:
        """People, each counted once."""
        return len(self.answers)

    @property
    def n_effective(self) -> int:
        """Kish's effective number of people, rounded down; n if they weigh alike."""
        w = self.weights
        return int(w.sum() ** 2 / (w @ w) + 1e-9)

    @property
    def alike(self) -> bool:
        """Whether all people weigh the same."""
        return bool(np.ptp(self.weights) <= 1e-12 * self.weights.max())

    def counts(self) -> dict[str, int]:
        """Return the columns n, asked and not_applicable of a table."""
        return {
            "n": self.n,
            "asked": self.asked,
            "not_applicable": self.not_applicable,
        }


def together(
    wave: Wave, items: str | Sequence[str] | None, missing: str = "complete"
) -> Together:
    """Return the complete answers to items that can be analysed together.

    Parameters
    ----------
    items : str or list of str, optional
        A construct's name or columns; the wave's ratings by default.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If answers are no amounts, there are fewer than three items or not more people
        than items, or an item is constant, a copy, or a sum of others.
    """
    _checks.one_of("missing", missing, ("complete",))
    listed = wave.measured(wave.ratings() if items is None else items)
    if len(listed) < 3:
        raise ValueError(f"items={listed}: at least three are needed.")
    x = wave.answers(listed)
    held = ~np.isnan(x) & (wave.domain & (wave.design.weights != 0))[:, None]
    rows = held.all(axis=1)
    _refuse_few(listed, held, rows)
    _refuse_constant(listed, x[rows])
    weights = wave.design.weights[rows]
    R = correlation(moments(x[rows], weights).covariance)
    tied = dependence(R, listed)
    if tied:
        raise ValueError(f"items: {tied}; leave one out.")
    asked, inapplicable = asked_counts(wave, domains(wave), ["all"], {"all": listed})
    return Together(
        tuple(listed), x[rows], weights, R, int(asked[0]), int(inapplicable[0])
    )


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


def _refuse_few(items: list[str], held: np.ndarray, rows: np.ndarray) -> None:
    n = int(rows.sum())
    if n > len(items):
        return
    answered = dict(zip(items, held.sum(axis=0).tolist(), strict=True))
    fewest = sorted(answered, key=lambda item: answered[item])[:3]
    listed = ", ".join(f"{item} ({answered[item]})" for item in fewest)
    raise ValueError(
        f"items: {n} people answered all {len(items)}; more people than items are "
        f"needed. Fewest answered: {listed}."
    )


def _refuse_constant(items: list[str], x: np.ndarray) -> None:
    flat = [i for i, spread in zip(items, np.ptp(x, axis=0), strict=True) if not spread]
    if flat:
        raise ValueError(f"items={flat} are constant: they correlate with nothing.")
