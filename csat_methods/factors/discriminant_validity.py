"""Are the factors different things, or the same thing under two names?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.factors.association_notes import rests_on
from csat_methods.factors.factor_correlations import correlation_estimates, extracted
from csat_methods.factors.fitted_model import Request, fitted
from csat_methods.factors.heterotrait_ratios import (
    Bootstrap,
    Ratios,
    heterotrait_ratios,
)
from csat_methods.factors.model_answers import (
    Entered,
    entered,
    refuse_unequal_categories,
)
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains, interval
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

APART = 0.90
"""Ratio at which factors are one thing: Henseler, Ringle and Sarstedt (2015)."""

TITLES = {
    "htmt": "Heterotrait-monotrait ratio",
    "htmt2": "Heterotrait-monotrait ratio of geometric means",
    "fornell_larcker": "Fornell-Larcker criterion",
}

KINDS = ("pearson", "polychoric")
MISSING = ("complete", "available")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DiscriminantValidity(Result):
    """How far factors are the same, pair by pair.

    Attributes
    ----------
    matrix : pandas.DataFrame
        Ratios, ones on the diagonal; of Fornell and Larcker the factors' correlations,
        with the root of AVE on the diagonal.
    turned : tuple of str
        Items that were turned over, because they run against their factor.
    """

    matrix: pd.DataFrame
    turned: tuple[str, ...]

    clause: ClassVar[str] = "7.4.3"
    higher_is_better: ClassVar[bool] = False
    kinds: ClassVar[Mapping[str, str]] = {"estimate": "coefficient"}

    def headline(self) -> Message:
        """Return which factors cannot be told apart."""
        table = self.table
        same = table[~table["apart"]].sort_values("estimate", ascending=False)
        if not len(same):
            return Message("All factors can be told apart.")
        pairs = tuple(self.label(term) for term in same["term"])
        return Message("Hard to tell apart: {pairs}.", {"pairs": Listing(pairs)})


@method
def discriminant_validity(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    method: str = "htmt",
    kind: str = "pearson",
    missing: str = "complete",
    draws: int = 500,
    seed: int = 0,
    level: float = 0.95,
) -> DiscriminantValidity:
    r"""Return how far the factors of a model are the same, pair by pair.

    .. math:: \mathrm{HTMT}_{AB} = \frac{\bar r_{AB}}{\sqrt{\bar r_{AA} \bar r_{BB}}}

    the mean correlation of items of different factors over those of the same one.

    Parameters
    ----------
    wave : Wave
    model : mapping
        Factor to its items, two at least.
    method : str
        ``htmt`` (arithmetic means of signed correlations), ``htmt2`` (geometric means
        of their sizes), ``fornell_larcker`` (correlations of the factors against the
        roots of AVE, from a confirmatory model).
    kind : str
        ``pearson`` or ``polychoric``.
    missing : str
        ``complete`` (who answered all items) or ``available``: each correlation by who
        answered both items, the model of ``fornell_larcker`` by everybody's likelihood
        (of ratings by available pairs).
    draws, seed : int
        Of the bootstrap by the design: primary units are drawn again.
    level : float
        Of the intervals: percentiles; by t with replicate weights and for
        ``fornell_larcker``.

    Returns
    -------
    DiscriminantValidity
        One row a pair, ``"A ~~ B"``: ``term, estimate, se, ci_low, ci_high, n,
        apart``. Items that run against their factor are turned over first; a note
        names them. Apart: the ratio's size is below .90 with its interval; by
        Fornell and Larcker: the squared correlation is below both AVEs.

    Raises
    ------
    KeyError
        If an item is not in the wave.
    ValueError
        If there are fewer than two factors, or a factor has fewer than two items, or
        the answers cannot carry the model.

    Notes
    -----
    Checked against semTools 0.5-6 (``htmt`` with ``absolute=FALSE`` on items turned
    over; its default are sizes and HTMT2). The error of polychoric ratios takes the
    information that the model expects: of 200 units it is the jackknife's within two
    of 100, where that of the tables that came is a fifth too large.

    References
    ----------
    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). *Journal of the Academy of
    Marketing Science*, 43, 115-135, eq. 6.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, discriminant_validity
    >>> rng = np.random.default_rng(1)
    >>> x = np.repeat(rng.normal(size=(300, 2)), 2, axis=1) + rng.normal(size=(300, 4))
    >>> wave = Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))
    >>> found = discriminant_validity(
    ...     wave, {"one": ["a", "b"], "two": ["c", "d"]}, draws=100
    ... )
    >>> bool(found.table["apart"][0])
    True
    """
    _checks.one_of("method", method, TITLES)
    _checks.one_of("kind", kind, KINDS)
    _checks.one_of("missing", missing, MISSING)
    draws = _checks.whole("draws", draws, lowest=20)
    likely = method == "fornell_larcker" and kind == "pearson"
    rule = "fiml" if likely and missing == "available" else missing
    people = entered(wave, model, group=None, missing=rule)
    _refuse(people)
    if kind == "polychoric":
        refuse_unequal_categories(people)
    if method == "fornell_larcker":
        return _fornell_larcker(wave, people, kind, level)
    found = heterotrait_ratios(people, method, kind, Bootstrap(draws, seed, level))
    return _ratios(wave, people, found, TITLES[method], level)


def _refuse(people: Entered) -> None:
    model = people.model
    if len(model.factors) < 2:
        raise ValueError("model: two factors are needed to be told apart.")
    short = [f for f in model.factors if len(model.items_of(f)) < 2]
    if short:
        raise ValueError(
            f"model: {', '.join(short)} has one item; a factor needs two to be told "
            "from others."
        )


def _ratios(
    wave: Wave, people: Entered, found: Ratios, title: str, level: float
) -> DiscriminantValidity:
    turned = tuple(
        item for item, sign in zip(people.items, found.signs, strict=True) if sign < 0
    )
    own = found.estimates
    low, high = found.ends or interval(own.estimate, own.se, own.df, level)
    size = np.maximum(np.abs(low), np.abs(high))
    return estimates_result(
        wave,
        DiscriminantValidity,
        title,
        domains(wave),
        _terms(people.model.factors),
        found.estimates,
        level=level,
        about=_about(people),
        labels=_labels(wave, people),
        columns={"ci_low": low, "ci_high": high, "apart": size < APART},
        notes=[*_turned_note(wave, turned), *_pairs_note(people), *found.notes],
        matrix=_matrix(people.model.factors, found.estimates.estimate),
        turned=turned,
    )


def _turned_note(wave: Wave, turned: Sequence[str]) -> list[Message]:
    if not turned:
        return []
    names = Listing(tuple(wave.label(item) for item in turned))
    sentence = "Turned over, because they run against their factor: {items}."
    return [Message(sentence, {"items": names})]


def _pairs_note(people: Entered) -> list[Message]:
    """Return how many people the correlations rest on, where these differ."""
    held = (~np.isnan(people.answers[0])).astype(float)
    if held.all():
        return []
    both = held.T @ held
    n = both[~np.eye(len(both), dtype=bool)]
    return [rests_on(int(n.min()), int(n.max()))]


def _fornell_larcker(
    wave: Wave, people: Entered, kind: str, level: float
) -> DiscriminantValidity:
    estimator = "wlsmv" if kind == "polychoric" else "mlr"
    request = Request(
        estimator,
        (),
        standardize=True,
        scaled=True,
        means=people.missing == "fiml" or not people.units,
    )
    fit = fitted(people, request)
    factors = people.model.factors
    R, ave = fit.correlations[0], extracted(fit)
    matrix = R.copy()
    np.fill_diagonal(matrix, np.sqrt(ave))
    pairs = np.array(list(combinations(range(len(factors)), 2)))
    a, b = pairs.T
    frame = pd.DataFrame(matrix, index=list(factors), columns=list(factors))
    return estimates_result(
        wave,
        DiscriminantValidity,
        TITLES["fornell_larcker"],
        domains(wave),
        _terms(factors),
        correlation_estimates(people, fit, pairs),
        level=level,
        about=_about(people),
        labels=_labels(wave, people),
        columns={"apart": R[a, b] ** 2 < np.minimum(ave[a], ave[b])},
        matrix=frame,
        turned=(),
    )


def _matrix(factors: Sequence[str], estimate: np.ndarray) -> pd.DataFrame:
    matrix = np.eye(len(factors))
    a, b = np.triu_indices_from(matrix, 1)
    matrix[a, b] = matrix[b, a] = estimate
    return pd.DataFrame(matrix, index=list(factors), columns=list(factors))


def _terms(factors: Sequence[str]) -> list[str]:
    return [f"{a} ~~ {b}" for a, b in combinations(factors, 2)]


def _about(people: Entered) -> dict[str, tuple[str, ...]]:
    items = people.model.items_of
    return {
        f"{a} ~~ {b}": tuple(dict.fromkeys((*items(a), *items(b))))
        for a, b in combinations(people.model.factors, 2)
    }


def _labels(wave: Wave, people: Entered) -> dict[str, Any]:
    names = wave.labels(people.model.factors)
    pairs = {
        f"{a} ~~ {b}": Message(
            "{one} and {other}", {"one": names[a], "other": names[b]}
        )
        for a, b in combinations(people.model.factors, 2)
    }
    return {**names, **pairs}
