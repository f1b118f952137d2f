"""How do the items go together, pair by pair?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.factors.association import associate
from csat_methods.factors.association_notes import association_notes, table_notes
from csat_methods.factors.correlation_estimates import ESTIMATORS
from csat_methods.result import Result, method
from csat_methods.statistics.pair_correlations import all_pairs
from csat_methods.wave.estimate import Estimates, domains, quantile
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

SEPARATOR = " ~~ "
"""Between the two items of a term, as lavaan writes covariances."""

NAMES = {
    "pearson": "Pearson correlations",
    "spearman": "Spearman rank correlations",
    "polychoric": "Polychoric correlations",
    "mixed": "Polychoric, polyserial and Pearson correlations",
}

STRONGEST = (
    "The closest pair of {items} items: {first} and {second}, correlation {estimate}."
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Correlations(Result):
    """Correlations of all pairs of items; terms ``"a ~~ b"``.

    Attributes
    ----------
    matrix : pandas.DataFrame
        The correlations, made positive definite where they were not (then
        `.smoothed` is true and a note says so; the table has them as found).
    item_covariance : pandas.DataFrame
        Covariances of the answers as coded.
    means : pandas.Series
    pair_n : pandas.DataFrame
        People who answered both.
    cuts : dict
        Item to the thresholds of its hidden variable.
    people : int
        Who count: with all answers, or with any.
    missing : str
    smoothed : bool
    """

    matrix: pd.DataFrame
    item_covariance: pd.DataFrame
    means: pd.Series
    pair_n: pd.DataFrame
    cuts: Mapping[str, tuple[float, ...]]
    people: int
    missing: str
    smoothed: bool

    clause: ClassVar[str] = "7.4.3"

    @property
    def covariance(self) -> pd.DataFrame:
        """Covariances of the items (not of the estimates), items × items."""
        return self.item_covariance.copy()

    @property
    def thresholds(self) -> dict[str, np.ndarray]:
        """Item to the thresholds of its hidden normal variable, where it has one."""
        return {item: np.array(values) for item, values in self.cuts.items()}

    @property
    def n(self) -> int | pd.DataFrame:
        """People who count; for ``available`` a matrix, pair by pair."""
        if self.missing == "available":
            return self.pair_n.copy()
        return self.people

    def headline(self) -> Message:
        """Return the pair that goes together most."""
        known = self.table.dropna(subset=["estimate"])
        if not len(known) or not len(self.matrix):
            return super().headline()
        row = known.loc[known["estimate"].abs().idxmax()].to_dict()
        first, second = row["term"].split(SEPARATOR)
        return Message(
            STRONGEST,
            {
                "items": Number(len(self.matrix), "count"),
                "first": self.item_label(first),
                "second": self.item_label(second),
                "estimate": self.number(row, "estimate"),
            },
        )

    def item_label(self, item: str) -> Text | Message:
        """Return the words of one item."""
        return self.labels.get(item, Text({"en": item}))


@method
def correlation_matrix(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    kind: str = "pearson",
    missing: str = "complete",
    estimator: str = "two_step",
    ordered: Sequence[str] | None = None,
    level: float = 0.95,
) -> Correlations:
    r"""Return the weighted correlations of all pairs of items with their errors.

    .. math:: r_{ij} = \frac{s_{ij}}{\sqrt{s_{ii} s_{jj}}}, \qquad
              \tanh\Bigl(\mathrm{artanh}\, r \pm t \frac{se}{1 - r^2}\Bigr)

    Polychoric correlations are those of hidden normal variables that ratings cut at
    thresholds. Errors are those of influence values under the design.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns, two at least; the wave's ratings by default.
    kind : str
        ``pearson``, ``spearman``, ``polychoric``, or ``mixed``: polychoric between
        ratings, Pearson between numbers, polyserial between the two.
    missing : str
        ``complete``: people who answered all items; ``available``: each pair's own
        people; ``em``: the most likely normal moments of all (Pearson only; no
        errors).
    estimator : str
        Of polychoric correlations: ``two_step`` (thresholds of each item alone) or
        ``ml`` (each pair's thresholds and correlation together; rows without
        weights; the curvature's errors).
    ordered : list of str, optional
        For ``mixed``: the items that are ratings; by default those with a scale of
        the study, without a study those with few whole answers.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Correlations
        One row a pair: ``term`` (``"a ~~ b"``), ``estimate, se, ci_low, ci_high, n``;
        `.matrix`, `.covariance` (of the answers; divisor n for ``em``, else n - 1),
        `.means`, `.thresholds`, `.n`. Values from -1 to 1.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items, an item is constant, too few answered, or
        the missing rule or estimator does not go with the kind.

    References
    ----------
    Olsson, U. (1979). *Psychometrika*, 44, 443-460 (polychoric). Olsson, U., Drasgow,
    F. and Dorans, N. J. (1982). *Psychometrika*, 47, 337-347 (polyserial). Fisher, R.
    A. (1921). *Metron*, 1, 3-32 (interval).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, correlation_matrix
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> result = correlation_matrix(wave, ["q1", "q2", "q3"])
    >>> result.matrix.to_numpy()[0, 1].round(4).item()
    0.8421
    """
    _checks.between("level", level, 0, 1)
    listed = wave.measured(wave.ratings() if items is None else items)
    if len(listed) < 2:
        raise ValueError(f"items={listed}: at least two are needed.")
    _checks.one_of("estimator", estimator, ESTIMATORS)
    found = associate(wave, listed, kind=kind, missing=missing, ordered=ordered)
    estimates = ESTIMATORS[estimator](wave, found)
    pairs = all_pairs(len(listed))
    about = {SEPARATOR.join(p): p for p in _named(listed, pairs)}
    matrices = {"matrix": found.R, "item_covariance": found.covariance}
    if estimator == "ml":
        matrices["matrix"] = _square(estimates.estimate, pairs, len(listed))
    cuts = found.asked.pairs.thresholds if missing != "em" else {}
    words = wave.labels(listed)
    return estimates_result(
        wave,
        Correlations,
        NAMES[kind],
        domains(wave),
        list(about),
        estimates,
        level=level,
        about=about,
        labels={**words, **_labels(words, about)},
        columns=_ends(estimates, level),
        notes=[*association_notes(found), *table_notes(found, words)],
        means=pd.Series(found.means, index=listed, name="mean"),
        pair_n=pd.DataFrame(found.n_pairs, index=listed, columns=listed),
        cuts={listed[i]: tuple(map(float, cuts[i])) for i in sorted(cuts)},
        people=found.asked.n,
        missing=missing,
        smoothed=found.smoothed,
        **{
            name: pd.DataFrame(values, index=listed, columns=listed)
            for name, values in matrices.items()
        },
    )


def _ends(estimates: Estimates, level: float) -> dict[str, np.ndarray]:
    """Return the ends of Fisher's interval."""
    r = np.clip(estimates.estimate, -1 + 1e-12, 1 - 1e-12)
    half = quantile(estimates.df, level) * estimates.se / (1 - r * r)
    centre = np.arctanh(r)
    return {"ci_low": np.tanh(centre - half), "ci_high": np.tanh(centre + half)}


def _square(values: np.ndarray, pairs: np.ndarray, k: int) -> np.ndarray:
    R = np.eye(k)
    R[tuple(pairs.T)] = R[tuple(pairs.T[::-1])] = values
    return R


def _named(listed: Sequence[str], pairs: np.ndarray) -> list[tuple[str, str]]:
    return [(listed[i], listed[j]) for i, j in pairs]


def _labels(
    words: Mapping[str, Text], about: Mapping[str, tuple[str, str]]
) -> dict[str, Message]:
    return {
        term: Message("{first} with {second}", {"first": words[a], "second": words[b]})
        for term, (a, b) in about.items()
    }
