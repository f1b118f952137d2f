"""How many dimensions do the items have, by every rule there is?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.factors.analysable import Together, together
from csat_methods.factors.factor_numbers import RULES, VOTES, FactorNumbers
from csat_methods.factors.parallel_analysis import factor_labels, weight_notes
from csat_methods.result import method
from csat_methods.statistics.comparison_data import comparison_data
from csat_methods.statistics.dimension_rules import (
    Hull,
    Rule,
    empirical_kaiser,
    hull,
    kaiser,
    minimum_average_partial,
    optimal_coordinates,
)
from csat_methods.statistics.retention import (
    Parallel,
    eigenvalues,
    leading,
    parallel_normal,
)
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SAMPLES = 500_000
MUCH = 0.1
"""A last point of the hull that adds more than this share to the fit is not the end."""

MOST_SAMPLES = 500
FEWEST_SAMPLES = 100
"""Comparison data draws so many answers an item in all, within these samples."""


@method
def number_of_factors(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    missing: str = "complete",
    draws: int = 500,
    quantile: float = 0.95,
    seed: int,
) -> FactorNumbers:
    r"""Return how many factors nine rules find, and what most of them say.

    ``kaiser``: eigenvalues above one; ``scree``: optimal coordinates; ``map,
    map_revised``: least average partial correlation (squares, fourth powers), from no
    component on; ``ekc``: Braeken and van Assen's reference eigenvalues, up to the
    first that is not exceeded; ``hull``: common part accounted for, by least squares;
    ``comparison_data``: Ruscio and Roche's; ``parallel_pca, parallel_factor``: Horn's
    parallel analysis of the correlations and of their common part. The consensus is
    the most frequent number of ``map, map_revised, ekc, hull, comparison_data,
    parallel_pca``; of equally frequent ones that nearest to their median, then the
    smaller.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns, three at least; the wave's ratings by default.
    missing : str
        ``complete``: people who answered all items; ``available``: each correlation
        by those who answered both; ``em``: the most likely normal moments. It may
        change the numbers: say which was taken. Comparison data rests on complete
        answers.
    draws : int
        Samples of parallel analysis.
    quantile : float
        Of its eigenvalues, between 0 and 1.
    seed : int
        Of all draws.

    Returns
    -------
    FactorNumbers
        One row a rule: ``term, estimate`` (the number; missing where a rule does not
        apply), ``votes`` (whether it counts), ``n``; `.eigenvalues`, `.n_factors`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too few items or people; if an item is constant, a copy or a sum
        of others; if an argument is out of range.

    References
    ----------
    Auerswald, M. and Moshagen, M. (2019). *Psychological Methods*, 24, 468-491
    (comparison of rules). The rules: see ``statistics/dimension_rules.py``,
    ``comparison_data.py`` and ``retention.py``.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, number_of_factors
    >>> noise = np.random.default_rng(1).normal(size=(300, 8))
    >>> answers = noise[:, :6] + 2 * np.repeat(noise[:, 6:], 3, axis=1)
    >>> wave = Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    >>> number_of_factors(wave, list("abcdef"), seed=1).n_factors
    2
    """
    seed = _checks.whole("seed", seed, lowest=0)
    answers = together(wave, items, missing)
    k, n = len(answers.items), answers.n_effective
    chance = {
        basis: parallel_normal(
            n, k, basis=basis, draws=draws, quantile=quantile, seed=seed
        )
        for basis in ("pca", "factor")
    }
    rules = _rules(answers.R, n)
    found: dict[str, float] = {name: rule.number for name, rule in rules.items()}
    for basis, drawn in chance.items():
        seen = eigenvalues(answers.R, basis=basis)
        found[f"parallel_{basis}"] = leading(seen, drawn.threshold)
    reduced = eigenvalues(answers.R, basis="factor")
    found["hull"] = _hull(answers.R, leading(reduced, chance["factor"].expected))
    found["comparison_data"] = _comparison(answers, seed)
    agreed = consensus([found[name] for name in VOTES])
    found["consensus"] = agreed
    table = pd.DataFrame(
        {
            "term": list(RULES),
            "estimate": [float(found[name]) for name in RULES],
            "votes": [name in VOTES for name in RULES],
            **answers.counts(),
        }
    )
    return result_of(
        wave,
        FactorNumbers,
        "Number of factors",
        table,
        level=quantile,
        about=dict.fromkeys(RULES, answers.items),
        labels={
            **{name: Message(words) for name, words in RULES.items()},
            **factor_labels([f"factor{j + 1}" for j in range(k)]),
        },
        notes=[*weight_notes(answers), *answers.notes(), *_notes(answers, found)],
        eigenvalues=_eigenvalues(answers.R, rules, chance),
        n_factors=int(agreed),
    )


def consensus(numbers: Sequence[float]) -> float:
    """Return the most frequent number; of several that nearest to the median.

    Examples
    --------
    >>> consensus([1, 2, 2, 3]), consensus([1, 1, 4, 4, 3]), consensus([2, 3])
    (2.0, 4.0, 2.0)
    """
    known = [n for n in numbers if not np.isnan(n)]
    counted = Counter(known)
    most = max(counted.values())
    often = [n for n, times in counted.items() if times == most]
    middle = float(np.median(known))
    return float(min(often, key=lambda n: (abs(n - middle), n)))


def _rules(R: np.ndarray, n: int) -> dict[str, Rule]:
    return {
        "kaiser": kaiser(R),
        "scree": optimal_coordinates(R),
        "map": minimum_average_partial(R),
        "map_revised": minimum_average_partial(R, power=4),
        "ekc": empirical_kaiser(R, n),
    }


def _hull(R: np.ndarray, by_chance: int) -> float:
    """Return the hull's number.

    It looks one factor beyond parallel analysis, and on while its last point, which
    cannot be chosen, still adds much to the fit.
    """
    most = max(by_chance, 1) + 1
    found = hull(R, most)
    while _rises(found) and len(found.fit) > most:
        most += 1
        found = hull(R, most)
    return float(found.number)


def _rises(found: Hull) -> bool:
    on_hull = found.fit[~np.isnan(found.bend)]
    return len(on_hull) > 1 and on_hull[-1] > (1 + MUCH) * on_hull[-2]


def _comparison(answers: Together, seed: int) -> float:
    """Return comparison data's number; missing where weights or blanks forbid it."""
    rows = answers.complete
    few = len(rows) <= rows.shape[1] or not np.ptp(rows, axis=0).all()
    if few or not answers.alike:
        return np.nan
    samples = int(np.clip(SAMPLES // len(rows), FEWEST_SAMPLES, MOST_SAMPLES))
    return float(comparison_data(rows, samples=samples, seed=seed).number)


def _eigenvalues(
    R: np.ndarray, rules: Mapping[str, Rule], chance: Mapping[str, Parallel]
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "eigenvalue": rules["kaiser"].levels,
            "threshold": chance["pca"].threshold,
            "reference": rules["ekc"].levels,
            "reduced": eigenvalues(R, basis="factor"),
            "reduced_threshold": chance["factor"].threshold,
            "average_partial": rules["map"].levels,
        },
        index=[f"factor{j + 1}" for j in range(len(R))],
    )


def _notes(answers: Together, found: Mapping[str, float]) -> list[Message]:
    """Return how far the rules differ, and which could not be had."""
    votes = [found[name] for name in VOTES if not np.isnan(found[name])]
    notes = []
    if max(votes) > min(votes):
        notes.append(
            Message(
                "The rules that count (filled marks) say {low} to {high}; look at the "
                "solutions side by side.",
                {
                    "low": Number(min(votes), "count"),
                    "high": Number(max(votes), "count"),
                },
            )
        )
    if np.isnan(found["comparison_data"]):
        notes.append(
            Message(
                "Comparison data needs complete answers of people who weigh alike; it "
                "was left out."
            )
        )
    elif answers.association.asked.missing != "complete":
        notes.append(
            Message(
                "Comparison data rests on the {n} people who answered everything.",
                {"n": Number(len(answers.complete), "count")},
            )
        )
    return notes
