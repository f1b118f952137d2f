"""What matters much and falls short of what customers expect, and how sure is that?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods.priorities.drivers import Drivers
from csat_methods.priorities.importance_performance import Priorities
from csat_methods.priorities.placed_items import placed_items
from csat_methods.priorities.placement import aimed_at
from csat_methods.priorities.priority_inputs import (
    KINDS,
    Importance,
    Inputs,
    required_by_law,
)
from csat_methods.priorities.quadrants import CUTS
from csat_methods.result import method
from csat_methods.wave.pairs import (
    Columns,
    Pair,
    declared_pairs,
    person_means,
    sound_pairs,
)

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SIDES = ("performance", "performance_low", "performance_high")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapPriorities(Priorities):
    """Importance, gap and quadrant of pairs; the performance is the gap."""

    kinds: ClassVar[Mapping[str, str]] = {
        **Priorities.kinds,
        **dict.fromkeys(SIDES, "difference"),
    }
    claims: ClassVar[Mapping[tuple[str, str], str]] = {
        ("many", "stated"): (
            "{items} (and {more} more) come first: customers call them important, and "
            "they fall short of what customers expect (gap below {line})."
        ),
        ("some", "stated"): (
            "{items} come first: customers call them important, and they fall short "
            "of what customers expect (gap below {line})."
        ),
        ("one", "stated"): (
            "{items} comes first: customers call it important, and it falls short of "
            "what customers expect (gap below {line})."
        ),
        ("none", "stated"): (
            "Nothing that customers call important falls short of what they expect "
            "(gap below {line})."
        ),
        ("many", "derived"): (
            "{items} (and {more} more) come first: they go closely with {outcome} and "
            "fall short of what customers expect (gap below {line})."
        ),
        ("some", "derived"): (
            "{items} come first: they go closely with {outcome} and fall short of "
            "what customers expect (gap below {line})."
        ),
        ("one", "derived"): (
            "{items} comes first: it goes closely with {outcome} and falls short of "
            "what customers expect (gap below {line})."
        ),
        ("none", "derived"): (
            "Nothing that goes closely with {outcome} falls short of what customers "
            "expect (gap below {line})."
        ),
    }
    placed: ClassVar[str] = (
        "{label}: {place} (importance {importance}, gap {performance}, probability "
        "{probability})."
    )


@method
def gap_priorities(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    importance: Importance = "stated",
    outcome: str | None = None,
    cut: str = "target",
    target: float | Sequence[float] | None = None,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 0,
) -> GapPriorities:
    r"""Place pairs by importance and gap, with the probability of the place.

    As `importance_performance`, with the paired gap in the place of the rating: what
    comes first matters much and falls short of what customers expect.

    .. math:: g_j = \frac{\sum w_i (P_{ij} - E_{ij})}{\sum w_i}

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation, perception)}, a column or an equally long list each; from
        the study's characteristics when not given: those that have an importance item
        where `importance` is stated.
    importance : str or dict
        ``stated``: the mean of each pair's importance item, of the study or given as
        {name: importance item}; ``derived``: the LMG part that its perception has in
        the R² of `outcome`, past 22 pairs its relative weight (Johnson).
    outcome : str, optional
        What derived importance goes with; the study's overall item by default. Given
        with ``stated``, the two are compared.
    cut : str
        ``target``: at `target`; ``mean`` or ``median`` of the pairs; ``diagonal``.
    target : float or pair, optional
        Gap, or gap and importance, where the lines of ``target`` are; by default the
        study's line of the gap, else 0: no gap.
    level : float
        Confidence of the intervals, between 0 and 1.
    draws, seed : int
        Of the probabilities.

    Returns
    -------
    GapPriorities
        One row a pair, columns as in `importance_performance`: ``performance`` is the
        gap in points of the scale, below zero short of what was expected.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a pair has no importance item, its scales differ, fewer than two pairs are
        given, importance cannot be derived, or an argument is out of range.

    References
    ----------
    Lin, S.-P., Chan, Y.-H. and Tsai, M.-C. (2009). A transformation function
    corresponding to IPA and gap analysis. *Total Quality Management* 20, 829-846.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, gap_priorities
    >>> asked = {"e1": [5, 6, 5], "p1": [2, 3, 3], "e2": [3, 3, 4], "p2": [4, 4, 4]}
    >>> wave = Wave.from_frame(pd.DataFrame(asked | {"i1": [5, 5, 4], "i2": [2, 1, 1]}))
    >>> pairs = {"speed": ("e1", "p1"), "staff": ("e2", "p2")}
    >>> found = gap_priorities(wave, pairs, importance={"speed": "i1", "staff": "i2"})
    >>> list(found.table["quadrant"])
    ['act_first', 'enough']
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("cut", cut, CUTS)
    draws, seed = _checks.whole("draws", draws), _checks.whole("seed", seed, lowest=0)
    named = sound_pairs(wave, declared_pairs(wave) if pairs is None else pairs)
    if pairs is None and importance == "stated":
        partners = _partners(wave, named, importance)
        named = {name: pair for name, pair in named.items() if name in partners}
    inputs = _inputs(wave, named, importance, outcome)
    return placed_items(
        wave,
        GapPriorities,
        "Importance and gaps",
        inputs,
        (cut, aimed_at(wave, cut, _gap_line(wave) if target is None else target)),
        (draws, seed),
        level,
    )


def _gap_line(wave: Wave) -> float:
    """Return the gap below which the study holds that expectations are missed."""
    lines = {} if wave.study is None else wave.study.analysis.lines
    return float(lines.get("gap", 0.0))


def _inputs(
    wave: Wave, pairs: Mapping[str, Pair], importance: Importance, outcome: str | None
) -> Inputs:
    """Return pairs with their gaps and where their importance comes from.

    Raises
    ------
    ValueError
        If there are fewer than two pairs, or one has no importance item.
    """
    if len(pairs) < 2:
        raise ValueError(f"pairs={list(pairs)}: two pairs at least are compared.")
    kind = "stated" if isinstance(importance, Mapping) else importance
    _checks.one_of("importance", kind, KINDS)
    partners = _partners(wave, pairs, importance)
    without = [name for name in pairs if name not in partners]
    if without and kind == "stated":
        raise ValueError(
            f"importance='stated': {without} have no importance item; name it as "
            "importance={pair: importance item}, or derive importance."
        )
    stated = () if without else tuple(partners[name] for name in pairs)
    perceived = [person_means(wave, p.perception) for p in pairs.values()]
    expected = [person_means(wave, p.expectation) for p in pairs.values()]
    values = {"performance": np.column_stack(perceived) - np.column_stack(expected)}
    if stated:
        wave.measured(list(dict.fromkeys(stated)))
        values["stated"] = np.hstack([wave.answers(item) for item in stated])
    derived = kind == "derived" or outcome is not None
    columns = {name: pair.columns for name, pair in pairs.items()}
    return Inputs(
        tuple(pairs),
        kind,
        stated,
        _drivers(wave, pairs, perceived, outcome) if derived else None,
        required_by_law(wave, list(columns.values())),
        values,
        columns,
    )


def _partners(
    wave: Wave, pairs: Mapping[str, Pair], importance: Importance
) -> dict[str, str]:
    """Return {pair: importance item} as given, else of the study."""
    if isinstance(importance, Mapping):
        return {str(name): str(item) for name, item in importance.items()}
    known = wave.study.importance_of() if wave.study is not None else {}
    found = {name: known.get(pair.perception[0]) for name, pair in pairs.items()}
    return {name: i for name, i in found.items() if i is not None and i in wave.frame}


def _drivers(
    wave: Wave,
    pairs: Mapping[str, Pair],
    perceived: Sequence[np.ndarray],
    outcome: str | None,
) -> Drivers:
    """Return perceptions as drivers of the outcome.

    Raises
    ------
    ValueError
        If the outcome is a side of a pair.
    """
    (column,) = wave.measured(wave.outcome() if outcome is None else outcome)
    sides = [name for name, pair in pairs.items() if column in pair.columns]
    if sides:
        raise ValueError(f"outcome={column!r} is a side of the pairs {sides}.")
    x = np.column_stack([wave.answers(column)[:, 0], *perceived])
    return Drivers(column, tuple(pairs), (1,) * len(pairs), x)
