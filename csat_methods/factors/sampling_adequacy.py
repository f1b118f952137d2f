"""Do the items have enough in common for a factor analysis?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.factors.analysable import design_note, together
from csat_methods.result import Result, method
from csat_methods.statistics.correlation import bartlett_sphericity
from csat_methods.statistics.multivariate_normality import Mardia, mardia
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ADEQUATE = 0.60
"""Line of the headline: Kaiser and Rice (1974); below it they say "miserable"."""

SUITS = "The items have enough in common for a factor analysis: KMO {kmo}."
SUITS_NOT = (
    "The items have too little in common for a factor analysis: KMO {kmo}, and {line} "
    "is the line."
)

OVERALL = "kmo"
"""The term of all items together."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Adequacy(Result):
    """Sampling adequacy of all items (term ``kmo``) and of each.

    Attributes
    ----------
    bartlett : pandas.Series
        ``statistic, df, p`` of the test that no items correlate.
    mardia : pandas.Series
        Multivariate ``skewness`` and ``kurtosis`` with their tests of normality.
    """

    bartlett: pd.Series
    mardia: pd.Series

    kinds: ClassVar[Mapping[str, str]] = {"estimate": "coefficient"}
    clause: ClassVar[str] = "7.4.3"

    @property
    def kmo(self) -> float:
        """Adequacy of all items together, 0 to 1."""
        return float(self[OVERALL]["estimate"])

    @property
    def msa(self) -> pd.Series:
        """Adequacy of each item, 0 to 1."""
        rows = self.table[self.table["term"] != OVERALL]
        return rows.set_index("term")["estimate"].rename("msa")

    def headline(self) -> Message:
        """Return whether the items suit a factor analysis."""
        rows = [row for row in self.records() if row["term"] == OVERALL]
        if not rows:
            return super().headline()
        (row,) = rows
        return Message(
            SUITS if row["estimate"] >= ADEQUATE else SUITS_NOT,
            {"kmo": self.number(row, "estimate"), "line": Number(ADEQUATE)},
        )


@method
def sampling_adequacy(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    missing: str = "complete",
) -> Adequacy:
    r"""Return the Kaiser-Meyer-Olkin measure, Bartlett's and Mardia's tests.

    .. math:: \mathrm{KMO} = \frac{\sum_{i \ne j} r_{ij}^2}
              {\sum_{i \ne j} r_{ij}^2 + \sum_{i \ne j} q_{ij}^2}, \qquad
              \chi^2 = -\Bigl(n - 1 - \frac{2k + 5}{6}\Bigr) \ln |R|

    with r the weighted correlations and q the partial correlations given all other
    items. KMO is factor_analyzer's; Bartlett's statistic is by the logarithm of the
    determinant, which many items do not bring to zero. Mardia's measures (divisor n)
    take every person once.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns, three at least; the wave's ratings by default.
    missing : str
        ``complete``: people who answered all items; ``available``: each correlation
        by those who answered both (tests take all people, as psych does); ``em``: the
        most likely normal moments. Mardia's measures rest on complete answers.

    Returns
    -------
    Adequacy
        Term ``kmo``, then one row an item: ``term, estimate, n``; `.kmo`, `.msa`,
        `.bartlett`, `.mardia`. Values from 0 to 1.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too few items or people, or an item is constant, a copy or a sum
        of others.

    References
    ----------
    Kaiser, H. F. and Rice, J. (1974). Little jiffy, mark IV. *Educational and
    Psychological Measurement*, 34, 111-117. Bartlett, M. S. (1951). *Biometrika*, 38,
    337-344. Mardia, K. V. (1970). *Biometrika*, 57, 519-530.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, sampling_adequacy
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> result = sampling_adequacy(wave, ["q1", "q2", "q3"])
    >>> result.kmo
    0.5812
    """
    from factor_analyzer import calculate_kmo

    answers = together(wave, items, missing)
    each, overall = calculate_kmo(rows_with(answers.R))
    terms = [OVERALL, *answers.items]
    table = pd.DataFrame(
        {"term": terms, "estimate": [overall, *each], **answers.counts()}
    )
    bartlett = bartlett_sphericity(answers.R, answers.n_tested)
    tests = {name: getattr(bartlett, name) for name in ("statistic", "df", "p")}
    return result_of(
        wave,
        Adequacy,
        "Kaiser-Meyer-Olkin measure of sampling adequacy",
        table,
        level=0.95,
        about=dict.fromkeys(terms, answers.items),
        labels={**wave.labels(answers.items), OVERALL: Message("All items")},
        notes=[*design_note(wave), *answers.notes()],
        bartlett=pd.Series(tests, dtype=float),
        mardia=_mardia(answers.complete),
    )


def _mardia(complete: np.ndarray) -> pd.Series:
    """Return Mardia's measures; missing where too few answered everything."""
    if len(complete) <= complete.shape[1] or not np.ptp(complete, axis=0).all():
        names = [field.name for field in fields(Mardia)]
        return pd.Series(np.nan, index=names, dtype=float)
    return pd.Series(asdict(mardia(complete)), dtype=float)


def rows_with(R: np.ndarray) -> np.ndarray:
    """Return k + 1 rows whose covariances are R times a number.

    factor_analyzer takes rows, and inverts their covariances only where the
    determinant is not small: here it is one. KMO does not change with the number.

    Parameters
    ----------
    R : ndarray, shape (k, k)
        Positive definite.
    """
    k = len(R)
    size = np.exp(-np.linalg.slogdet(R)[1] / k)
    contrasts = np.linalg.qr(np.vstack([np.eye(k), -np.ones(k)]))[0]
    return contrasts @ np.linalg.cholesky(R).T * np.sqrt(k * size)
