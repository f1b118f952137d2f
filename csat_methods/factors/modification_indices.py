"""Where does a model of factors miss what the answers say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from csat_methods._messages import Message, Number
from csat_methods.factors.factor_model_fit import FactorModelFit
from csat_methods.factors.parameter_words import parameter_labels
from csat_methods.result import Result, method

WORTH_A_LOOK = 10.83
"""The 99.9 % point of chi-square with one degree of freedom: of many indices, a few
beyond the 95 % point are chance."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Modifications(Result):
    """What parameters set free would do, the largest fall of chi-square first."""

    clause: ClassVar[str] = "7.4.3"
    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    kinds: ClassVar[Mapping[str, str]] = {"mi": "index", "epc": "coefficient"}

    def headline(self) -> Message:
        """Return how many parameters are worth a look, and the first of them."""
        table = self.table
        worth = table[table["mi"] > WORTH_A_LOOK]
        if not len(worth):
            return Message("No single change would improve the model much.")
        first = worth.iloc[0]
        return Message(
            "Where the model misses most: {term} (chi-square would fall by {mi})."
            if len(worth) == 1
            else "The model misses in {count} places, most at {term} (chi-square would "
            "fall by {mi}).",
            {
                "count": Number(len(worth), "count"),
                "term": str(first["term"]),
                "mi": self.number(first, "mi"),
            },
        )


@method
def modification_indices(solution: FactorModelFit) -> Modifications:
    r"""Return what every fixed parameter would do, set free alone.

    .. math:: MI = \frac{s^2}{I_{cc} - I_{c\theta} I_{\theta\theta}^{-1}
              I_{\theta c}}, \qquad EPC = \frac{MI}{s}

    with s the slope of the log-likelihood and I the expected information. Loadings on
    all items, covariances of all residuals and of all factors.

    Parameters
    ----------
    solution : FactorModelFit
        Of :func:`csat_methods.confirmatory_factor_analysis`.

    Returns
    -------
    Modifications
        ``term, group, mi, epc, p, n``: the fall of chi-square, the change of the
        parameter and the chance of so large a fall, which knows nothing of the many
        that were looked at. Indices of scaled tests are not scaled.

    Raises
    ------
    ValueError
        If `solution` is no such result, or did not converge.

    Notes
    -----
    Equal to lavaan 0.6-14's ``modindices``. A change that no theory asks for fits
    these answers only (MacCallum, Roznowski and Necowitz 1992).

    References
    ----------
    Sörbom, D. (1989). Model modification. *Psychometrika*, 54, 371-384, eq. 6.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import (
    ...     Wave,
    ...     confirmatory_factor_analysis,
    ...     modification_indices,
    ... )
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    >>> x[:, 3] += x[:, 2]
    >>> wave = Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))
    >>> fit = confirmatory_factor_analysis(wave, {"one": list("abcd")})
    >>> modification_indices(fit).table["term"][0] in ("a ~~ b", "c ~~ d")
    True
    """
    if not isinstance(solution, FactorModelFit):
        raise ValueError(
            f"solution={type(solution).__name__} must come from "
            "confirmatory_factor_analysis."
        )
    if not solution.converged:
        raise ValueError("solution: the model did not converge; it has no indices.")
    n = solution.table.groupby("group")["n"].first()
    changes = solution.changes
    mi = changes["mi"].to_numpy(float)
    table = changes.assign(
        p=chdtrc(1, np.where(mi >= 0, mi, np.nan)),
        n=n.loc[changes["group"]].to_numpy() if len(changes) else np.array([], int),
    )
    return Modifications(
        table=table.astype({"n": int}),
        method="Modification indices",
        used=solution.used,
        level=solution.level,
        labels={
            **solution.labels,
            **parameter_labels(table["term"], solution.model, solution.label),
        },
        about=_about(table, solution),
        domain=solution.domain,
    )


def _about(table: pd.DataFrame, solution: FactorModelFit) -> dict[str, tuple[str, ...]]:
    items = tuple(
        dict.fromkeys(name for behind in solution.about.values() for name in behind)
    )
    return dict.fromkeys(table["term"], items)
