"""Has what delighted once become what is taken for granted?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.kano import WORDS
from csat_methods.expectations.kano_answers import CODES, Feature, Pairs, features
from csat_methods.expectations.kano_measures import SHARES, measured
from csat_methods.result import Result, method
from csat_methods.statistics import kano as textbook
from csat_methods.statistics.multiplicity import adjusted
from csat_methods.statistics.wald import wald
from csat_methods.wave.estimate import Domains, interval
from csat_methods.wave.stack import Waves, named_waves, stack
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

COLUMN = "wave of the comparison"
WIDTH = len(SHARES) + 4
BETTER, WORSE = len(SHARES), len(SHARES) + 1


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KanoDrift(Result):
    """Features between neighbouring waves; the estimate is the change of better."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "se": "number",
        "worse_change": "difference",
        "df": "count",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("term", "before", "after")
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return which features are taken in another way than before."""
        sure = self.table[self.table["p_adjusted"] <= 1 - self.level]
        terms = tuple(self.label(term) for term in dict.fromkeys(sure["term"]))
        if terms:
            return Message(
                "Customers take these features in another way than before: {features}.",
                {"features": Listing(terms)},
            )
        return Message(
            "No feature is clearly taken in another way than before ({n} compared).",
            {"n": Number(self.table["term"].nunique(), "count")},
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how one feature moved."""
        return Message(
            "{label}: {first} before, {last} after (p adjusted {p}).",
            {
                "label": self.label(row["term"]),
                "first": self.label(row["category_before"]),
                "last": self.label(row["category_after"]),
                "p": self.number(row, "p_adjusted"),
            },
        )


@method
def kano_drift(
    waves: Waves,
    pairs: Pairs | None = None,
    *,
    codes: Sequence[float] = CODES,
    adjust: str = "holm",
    level: float = 0.95,
) -> KanoDrift:
    r"""Return how features moved between Kano's categories, wave by wave, with a test.

    .. math:: F = \frac{d - r + 1}{d\, r}\;
              \Delta^\top \widehat{\mathrm{cov}}(\Delta)^{-} \Delta

    with :math:`\Delta` the changes of the category shares, r the rank of their
    covariance and d its degrees of freedom. People who took part in both waves count
    as one unit, so the covariance holds what their answers share.

    Parameters
    ----------
    waves : dict or list of Wave
        In time order, two at least.
    pairs : dict, optional
        {name: (functional, dysfunctional)} columns; when not given those of the study
        that every wave asked.
    codes : list of five numbers
        As in `kano`.
    adjust : str
        How p is adjusted over all rows, as in `adjust_p_values`.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    KanoDrift
        A row a feature and pair of waves: ``term, before, after, estimate`` (change of
        better), ``se, ci_low, ci_high, n`` (answers in both waves together), ``df,
        worse_change, worse_change_se, category_before, category_after, statistic``
        (F), ``df1, df2, p, p_adjusted``.

    Raises
    ------
    ValueError
        If there are fewer than two waves, or answers that are none of the codes.

    References
    ----------
    Kano (2001), *Life cycle and creation of attractive quality*; Wald test with the
    F reference of Korn, E. L. and Graubard, B. I. (1990), *The American
    Statistician*, 44, 270-276.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, kano_drift
    >>> old = pd.DataFrame({"with": [1] * 6 + [2] * 2, "without": [3] * 6 + [5] * 2})
    >>> new = pd.DataFrame({"with": [2] * 7 + [1], "without": [5] * 7 + [3]})
    >>> both = [Wave.from_frame(old), Wave.from_frame(new)]
    >>> row = kano_drift(both, {"app": ("with", "without")})["app"]
    >>> row["category_before"], row["category_after"], float(row["estimate"])
    ('attractive', 'must_be', -0.625)
    """
    _checks.between("level", level, 0, 1)
    named = named_waves(waves)
    if len(named) < 2:
        raise ValueError(f"waves={list(named)} must be at least two.")
    last = list(named.values())[-1]
    wanted = features(last, pairs, codes)
    asked = {name: feature.columns for name, feature in wanted.items()}
    listed = asked if pairs is not None else _in_every(asked, named.values())
    whole = stack(named, column=COLUMN)
    columns = [c for both in listed.values() for c in both]
    _checks.columns(whole.frame.columns, columns, "the waves")
    found = features(whole, listed, codes)
    where = _waves_as_domains(whole, list(named))
    rows = [
        row
        for name, feature in found.items()
        for row in _changes(name, whole, where, feature)
    ]
    table = pd.DataFrame(rows)
    estimate, se, df = (table[c].to_numpy() for c in ("estimate", "se", "df"))
    low, high = interval(estimate, se, df, level)
    table.insert(5, "ci_low", low)
    table.insert(6, "ci_high", high)
    return result_of(
        whole,
        KanoDrift,
        "Drift of Kano's categories",
        table.assign(p_adjusted=adjusted(table["p"], adjust)),
        level=level,
        about=listed,
        labels={**last.labels(found), **WORDS},
    )


def _in_every(
    asked: Mapping[str, tuple[str, str]], waves: Iterable[Wave]
) -> dict[str, tuple[str, str]]:
    """Return the study's features that every wave asked about.

    Raises
    ------
    ValueError
        If there is none.
    """
    held = set.intersection(*(set(wave.frame.columns) for wave in waves))
    found = {name: both for name, both in asked.items() if held.issuperset(both)}
    if not found:
        raise ValueError(f"pairs={list(asked)}: not all waves asked any of them.")
    return found


def _waves_as_domains(whole: Wave, names: list[str]) -> Domains:
    codes = whole.frame[COLUMN].cat.codes.to_numpy().astype(np.int64)
    inside = np.where(whole.domain, codes, -1)
    return Domains((COLUMN,), [(name,) for name in names], inside)


def _changes(
    name: str, whole: Wave, where: Domains, feature: Feature
) -> list[dict[str, Any]]:
    """Return a feature's rows, one for each pair of neighbouring waves."""
    found = measured(whole, where, feature)
    estimate = found.estimate.reshape(-1, WIDTH)
    n = found.n.reshape(-1, WIDTH)[:, 0]
    matrix = found.covariance() if found.covariance else None
    rows, shares = [], len(SHARES)
    for (i, first), (j, last) in pairwise(enumerate(key[0] for key in where.keys)):
        change = estimate[j] - estimate[i]
        both = np.isin(where.codes, [i, j]) & (feature.category >= 0)
        df = float(whole.design.degrees(both))
        spread = _spread(matrix, i, j)
        se = np.sqrt(np.maximum(np.diag(spread), 0))
        leads = [
            SHARES[textbook.leading(np.nan_to_num(estimate[k, :shares]))]
            if n[k]
            else ""
            for k in (i, j)
        ]
        rows.append(
            {
                "term": name,
                "before": first,
                "after": last,
                "estimate": change[BETTER],
                "se": se[BETTER],
                "n": int(n[i] + n[j]),
                "df": df,
                "worse_change": change[WORSE],
                "worse_change_se": se[WORSE],
                "category_before": leads[0],
                "category_after": leads[1],
                **wald(
                    change[:shares], spread[:shares, :shares], df, redundant=True
                ).columns(),
            }
        )
    return rows


def _spread(matrix: np.ndarray | None, i: int, j: int) -> np.ndarray:
    """Return the covariance of the changes from wave i to wave j."""
    if matrix is None:
        return np.full((WIDTH, WIDTH), np.nan)
    one, two = (slice(k * WIDTH, (k + 1) * WIDTH) for k in (i, j))
    cross = matrix[one, two]
    return matrix[one, one] + matrix[two, two] - cross - cross.T
