"""At the same score, do groups of people answer an item differently?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.factors.effect_tests import wald_tests
from csat_methods.factors.graded_answers import GradedAnswers, graded_answers
from csat_methods.result import Result, method
from csat_methods.statistics.item_bias import ItemBias, item_bias
from csat_methods.statistics.multiplicity import holm
from csat_methods.statistics.weighted_regression import SeparationError
from csat_methods.wave.estimate import domains
from csat_methods.wave.smooth import Piece
from csat_methods.wave.table import asked_counts, result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MATTERS = 0.035
"""Jodoin and Gierl (2001): a smaller effect is negligible, one from .070 on large."""

ALPHA = 0.05

FEWEST = 10
"""People of a group below which nothing is said of it."""
MOST_GROUPS = 20

Scores = Callable[[np.ndarray, int], np.ndarray]

SCORES: dict[str, Scores] = {
    "total": lambda x, item: x.sum(axis=1),
    "rest": lambda x, item: x.sum(axis=1) - x[:, item],
}
"""What people are matched by: all items, or all others."""

COLUMNS = ("statistic", "df", "p", "p_uniform", "p_nonuniform")
EFFECTS = ("effect_size", "effect_uniform", "slope_change")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ItemBiases(Result):
    """How far groups answer each item differently at the same score.

    Attributes
    ----------
    group : str
        The column of the groups.
    groups : tuple of str
        The groups, the first of which the others are compared with.
    """

    group: str
    groups: tuple[str, ...]

    clause: ClassVar[str] = "7.4.3"
    higher_is_better: ClassVar[bool] = False
    kinds: ClassVar[Mapping[str, str]] = {
        "df": "count",
        "p": "probability",
        "p_uniform": "probability",
        "p_nonuniform": "probability",
        "p_adjusted": "probability",
        **dict.fromkeys(EFFECTS, "coefficient"),
    }

    def headline(self) -> Message:
        """Return which items are answered differently at the same score."""
        rows = self.table.dropna(subset=["p_adjusted"])
        if not len(rows):
            return super().headline()
        sure = rows[rows["p_adjusted"] < ALPHA]
        large = sure[sure["effect_size"] >= MATTERS]["term"]
        values = {"group": self.label(self.group)}
        if len(large):
            names = Listing(tuple(self.label(term) for term in large))
            return Message(
                "At the same score, answers differ by {group}: {items}.",
                {**values, "items": names},
            )
        text = "At the same score, no item is answered differently by {group}."
        if len(sure):
            text = "At the same score, answers differ by {group} only negligibly."
        return Message(text, values)


@method
def differential_item_functioning(
    wave: Wave, items: str | Sequence[str], *, group: str, score: str = "total"
) -> ItemBiases:
    r"""Return whether groups answer an item differently at the same score.

    Three proportional odds models of each item,

    .. math:: \operatorname{logit} P(Y > c) = \beta s - \tau_c, \quad
              \dots + \gamma_g, \quad \dots + \delta_g s

    ``effect_size`` is the change of Nagelkerke's R² from the first to the third: below
    .035 negligible, from .070 on large. Likelihood ratios test it where people were
    drawn alone and weigh alike; else Wald's statistic with the design's covariance,
    read as F. p is adjusted by Holm over the items.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A construct's name or columns, two at least, all in one direction.
    group : str
        The column of the groups, two at least; the first in order is the reference.
    score : {"total", "rest"}
        The sum of all items, or without the item.

    Returns
    -------
    ItemBiases
        One row an item: ``term, statistic, df, p, p_uniform, p_nonuniform, p_adjusted,
        effect_size, effect_uniform, slope_change, n, asked, not_applicable``. Uniform:
        the groups differ alike at every score; not uniform: more at some. People
        count who answered all items and have a group. A row is blank where score and
        groups tell the answers apart.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too few items, groups or people, an item is constant or no
        rating, or the group is one of the items.

    Notes
    -----
    Checked against ordinal 2022.11-16 (``clm``).

    References
    ----------
    Zumbo, B. D. (1999). *A Handbook on the Theory and Methods of Differential Item
    Functioning*. Jodoin, M. G. and Gierl, M. J. (2001). *Applied Measurement in
    Education*, 14, 329-349. Crane, P. K. and others (2004). *Statistics in Medicine*,
    23, 241-256 (change of slope).

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, differential_item_functioning
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(600, 1)) + rng.logistic(size=(600, 4))
    >>> x[::2, 0] += 1.5
    >>> answers = pd.DataFrame((x > 0) + (x > 1.0).astype(int), columns=list("abcd"))
    >>> wave = Wave.from_frame(answers.assign(city=["A", "B"] * 300))
    >>> differential_item_functioning(wave, list("abcd"), group="city").summary()
    'At the same score, answers differ by city: a.'
    """
    _checks.one_of("score", score, SCORES)
    _checks.columns(wave.frame.columns, [group], "the wave")
    listed = wave.columns(items)
    if group in listed:
        raise ValueError(f"group={group!r} is one of the items.")
    within = wave.where(wave.frame[group].notna())
    given = graded_answers(within, listed, "complete", fewest=2)
    codes, names = _groups(wave, given, group)
    x = wave.answers(listed)[given.rows]
    scores = [SCORES[score](x, j) for j in range(len(listed))]
    rows = list(_rows(wave, given, scores, codes))
    table = _adjusted(pd.DataFrame({"term": listed, **pd.DataFrame(rows)}))
    about = {item: tuple(listed) for item in listed}
    asked, inapplicable = asked_counts(wave, domains(wave), listed, about)
    table = table.assign(n=len(x), asked=asked, not_applicable=inapplicable)
    return result_of(
        wave,
        ItemBiases,
        "Differential item functioning",
        table,
        level=1 - ALPHA,
        about={item: (item, group) for item in listed},
        labels={**wave.labels(listed), group: wave.label(group)},
        notes=_notes(wave, given, codes, table),
        group=group,
        groups=names,
    )


def _groups(
    wave: Wave, given: GradedAnswers, group: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the group of each person from 0 on, and the groups' names.

    Raises
    ------
    ValueError
        If there are fewer than two groups, too many, or one is too small.
    """
    codes, levels = pd.factorize(wave.frame.loc[given.rows, group], sort=True)
    sizes = dict(zip(map(str, levels), np.bincount(codes).tolist(), strict=True))
    if not 2 <= len(sizes) <= MOST_GROUPS:
        raise ValueError(
            f"group={group!r} has {len(sizes)} levels among those who answered; 2 to "
            f"{MOST_GROUPS} are needed."
        )
    small = {name: n for name, n in sizes.items() if n < FEWEST}
    if small:
        raise ValueError(
            f"group={group!r}: too few people in {small}; {FEWEST} are needed in each."
        )
    return codes, tuple(sizes)


def _rows(
    wave: Wave, given: GradedAnswers, scores: Sequence[np.ndarray], codes: np.ndarray
) -> Iterator[dict[str, float]]:
    """Yield each item's measures; blank where score and groups tell it apart.

    So it is where all people have one score, which tells nothing.
    """
    for y, score in zip(given.place.T, scores, strict=True):

        def bias(
            weights: np.ndarray, y: np.ndarray = y, score: np.ndarray = score
        ) -> ItemBias:
            return item_bias(y, score, codes, weights)

        try:
            own = bias(given.weights)
            tests = _tests(wave, given.rows, own, bias)
        except (SeparationError, np.linalg.LinAlgError):
            yield dict.fromkeys((*COLUMNS, *EFFECTS), np.nan)
            continue
        effects = (own.effect, own.effect_uniform, own.slope_change)
        yield {**tests, **dict(zip(EFFECTS, effects, strict=True))}


def _effects(own: ItemBias) -> np.ndarray:
    """Return what groups and groups times score add in full, then groups alone."""
    full, uniform, g = own.full.coefficients, own.uniform.coefficients, own.groups
    return np.append(full[1 : 1 + 2 * g], uniform[1 : 1 + g])


def _influence(own: ItemBias) -> np.ndarray:
    full, uniform, g = own.full.influence, own.uniform.influence, own.groups
    return np.hstack([full[:, 1 : 1 + 2 * g], uniform[:, 1 : 1 + g]])


def _tests(
    wave: Wave, rows: np.ndarray, own: ItemBias, bias: Callable[[np.ndarray], ItemBias]
) -> dict[str, float]:
    """Return the statistic of all, and the chances of all, uniform and not."""
    g = own.groups
    if wave.design.simple:
        ratios = zip((2 * g, g, g), own.statistics, strict=True)
        found = [(t, float(chdtrc(k, t))) for k, t in ratios]
    else:

        def again(weights: np.ndarray) -> np.ndarray:
            return _effects(bias(weights))

        piece = Piece(rows, _effects(own), lambda: _influence(own), again)
        at = np.arange(3 * g)
        found = wald_tests(wave, piece, (at[: 2 * g], at[2 * g :], at[g : 2 * g]))
    (statistic, p), (_, uniform), (_, nonuniform) = found
    return dict(zip(COLUMNS, (statistic, 2 * g, p, uniform, nonuniform), strict=True))


def _adjusted(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with p adjusted over the items that have one."""
    p = table["p"].to_numpy(float)
    known, adjusted = ~np.isnan(p), np.full(len(p), np.nan)
    adjusted[known] = holm(p[known])
    table.insert(table.columns.get_loc("p_nonuniform") + 1, "p_adjusted", adjusted)
    return table


def _notes(
    wave: Wave, given: GradedAnswers, codes: np.ndarray, table: pd.DataFrame
) -> list[Message]:
    """Return items without an answer in a group, and items that cannot be tested."""
    lacking = [
        item
        for item, y, known in zip(given.items, given.place.T, given.levels, strict=True)
        if len(np.unique(y + len(known) * codes)) < len(known) * (codes.max() + 1)
    ]
    lost = table.loc[table["p"].isna(), "term"].tolist()
    texts = {
        "In a group nobody gave some of the answers to: {items}.": lacking,
        "Not tested, since score and group tell answers apart: {items}.": lost,
    }
    return [
        Message(text, {"items": Listing(tuple(wave.label(i) for i in listed))})
        for text, listed in texts.items()
        if listed
    ]
