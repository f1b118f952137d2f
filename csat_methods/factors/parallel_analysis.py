"""How many dimensions stand out from what chance alone would give?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.factors.analysable import Together, together
from csat_methods.result import Result, method
from csat_methods.statistics.retention import (
    BASES,
    Parallel,
    eigenvalues,
    leading,
    parallel_normal,
)
from csat_methods.statistics.shuffled_answers import (
    parallel_permutation,
    parallel_polychoric,
)
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def _wishart(answers: Together, **how: Any) -> Parallel:
    return parallel_normal(answers.n_effective, len(answers.items), **how)


def _permutation(answers: Together, **how: Any) -> Parallel:
    if not answers.alike:
        raise ValueError(
            "method='permutation' shuffles answers that weigh alike, and this wave has "
            "weights; use 'wishart'."
        )
    return parallel_permutation(answers.answers, **how)


def _polychoric(answers: Together, **how: Any) -> Parallel:
    if not answers.alike:
        raise ValueError(
            "method='polychoric' shuffles answers that weigh alike, and this wave has "
            "weights; use 'wishart'."
        )
    return parallel_polychoric(answers.answers, **how)


METHODS: dict[str, Callable[..., Parallel]] = {
    "wishart": _wishart,
    "permutation": _permutation,
    "polychoric": _polychoric,
}
"""What chance is: normal items, or the answers themselves shuffled item by item."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Dimensions(Result):
    """Eigenvalues beside those of items that have nothing in common."""

    kinds: ClassVar[Mapping[str, str]] = {}
    clause: ClassVar[str] = "7.4.3"

    @property
    def n_factors(self) -> int:
        """Factors kept: those before the first that does not stand out."""
        return int(self.table["keep"].sum())

    def label(self, key: Any) -> Any:
        """Return the words of a factor, and of kept and not kept."""
        if isinstance(key, bool | np.bool_):
            return Message("yes") if key else Message("no")
        return super().label(key)

    def headline(self) -> Message:
        """Return how many dimensions stand out from chance."""
        if not len(self.table):
            return super().headline()
        return Message(
            "The answers have {factors} dimensions that stand out from chance."
            if self.n_factors != 1
            else "The answers have one dimension that stands out from chance.",
            {"factors": Number(self.n_factors, "count")},
        )


@method
def parallel_analysis(
    wave: Wave,
    items: str | Sequence[str] | None = None,
    *,
    basis: str = "pca",
    draws: int = 500,
    quantile: float = 0.95,
    method: str = "wishart",
    missing: str = "complete",
    seed: int,
) -> Dimensions:
    r"""Return Horn's parallel analysis: which eigenvalues stand out from chance.

    Factor j is kept while its eigenvalue and all before it exceed their threshold,

    .. math:: \lambda_j > Q_q\bigl(\lambda_j^{*(1)}, \dots, \lambda_j^{*(d)}\bigr)

    the quantile of the eigenvalues of d samples of k items that have nothing in
    common, answered by as many people. With weights that number is Kish's effective
    sample size.

    Parameters
    ----------
    wave : Wave
    items : str or list of str, optional
        A construct's name or columns, three at least; the wave's ratings by default.
    basis : str
        ``pca``: the correlations as they are; ``factor``: squared multiple
        correlations on their diagonal.
    draws : int
        Samples drawn.
    quantile : float
        Of the drawn eigenvalues, between 0 and 1.
    method : str
        ``wishart``: normal items (correlation matrices are drawn themselves);
        ``permutation``: the answers shuffled item by item, so that the items keep
        their distributions; ``polychoric``: likewise, with polychoric correlations
        of the answers and of chance.
    missing : str
        ``complete``: people who answered all items; ``available``: each correlation
        by those who answered both (chance is that of all who answered any, blanks
        staying in place where answers are shuffled); ``em``: the most likely normal
        moments (chance as for ``wishart``).
    seed : int
        Of the draws.

    Returns
    -------
    Dimensions
        One row a factor: ``term`` (``factor1`` …), ``eigenvalue, expected, threshold,
        keep, n``; `expected` is the mean of the drawn eigenvalues; `.n_factors`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are too few items or people; if an item is constant, a copy or a sum
        of others; if an argument is out of range.

    References
    ----------
    Horn, J. L. (1965). *Psychometrika*, 30, 179-185. Buja, A. and Eyuboglu, N. (1992).
    *Multivariate Behavioral Research*, 27, 509-540.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, parallel_analysis
    >>> noise = np.random.default_rng(1).normal(size=(200, 6))
    >>> answers = noise + 2 * np.repeat(noise[:, :2], 3, axis=1)
    >>> wave = Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    >>> parallel_analysis(wave, list("abcdef"), seed=1).n_factors
    2
    """
    _checks.one_of("method", method, METHODS)
    _checks.one_of("basis", basis, BASES)
    kind = "polychoric" if method == "polychoric" else "pearson"
    answers = together(wave, items, missing, kind)
    seed = _checks.whole("seed", seed, lowest=0)
    how = {"basis": basis, "draws": draws, "quantile": quantile, "seed": seed}
    chance = METHODS[method](answers, **how)
    seen = eigenvalues(answers.R, basis=basis)
    terms = [f"factor{j + 1}" for j in range(len(seen))]
    table = pd.DataFrame(
        {
            "term": terms,
            "eigenvalue": seen,
            "expected": chance.expected,
            "threshold": chance.threshold,
            "keep": np.arange(len(seen)) < leading(seen, chance.threshold),
            **answers.counts(),
        }
    )
    return result_of(
        wave,
        Dimensions,
        "Parallel analysis",
        table,
        level=quantile,
        about=dict.fromkeys(terms, answers.items),
        labels=factor_labels(terms),
        notes=[*weight_notes(answers), *answers.notes()],
    )


def factor_labels(terms: Sequence[str]) -> dict[str, Message]:
    """Return the words of factors: "Factor 1" and so on."""
    return {
        term: Message("Factor {number}", {"number": Number(j, "count")})
        for j, term in enumerate(terms, 1)
    }


def weight_notes(answers: Together) -> list[Message]:
    """Return how many people the weights leave for judging chance."""
    if answers.alike:
        return []
    return [
        Message(
            "Weights make {n} people worth {effective}; chance is judged by that.",
            {
                "n": Number(answers.n, "count"),
                "effective": Number(answers.n_effective, "count"),
            },
        )
    ]
