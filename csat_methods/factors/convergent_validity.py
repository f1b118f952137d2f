"""Do the items of a factor say the same thing, and how precisely together?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.factors.factor_model_fit import FITS, FactorModelFit
from csat_methods.result import Result, method

CONVERGES = 0.50
"""Share of the items' variance: Fornell and Larcker (1981)."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ConvergentValidity(Result):
    """Average variance extracted and reliabilities of each factor.

    Attributes
    ----------
    sound : bool
        Whether the model has a solution that may be read.
    """

    sound: bool = True

    clause: ClassVar[str] = "7.4.3"
    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    kinds: ClassVar[Mapping[str, str]] = {
        "ave": "coefficient",
        "composite_reliability": "coefficient",
        "maximal_reliability": "coefficient",
        "items": "count",
    }

    def headline(self) -> Message:
        """Return which factors do not explain half of their items' variance."""
        if not self.sound:
            return Message(FITS["inadmissible"])
        table = self.table
        weak = table[~(table["ave"] >= CONVERGES)]
        values = {"line": Number(CONVERGES, "percent")}
        if not len(table) or not len(weak):
            return Message(
                "Each factor accounts for at least {line} of its items' variance.",
                values,
            )
        names = dict.fromkeys(weak["term"])
        return Message(
            "{factors}: less than {line} of the items' variance is shared.",
            {**values, "factors": Listing(tuple(self.label(t) for t in names))},
        )


@method
def convergent_validity(solution: FactorModelFit) -> ConvergentValidity:
    r"""Return average variance extracted and reliabilities of a model's factors.

    With standardised loadings l of a factor's items,

    .. math:: \mathrm{AVE} = \overline{l^2}, \qquad
              \mathrm{CR} = \frac{(\sum l)^2}{(\sum l)^2 + \sum (1 - l^2)}, \qquad
              H = \Bigl(1 + 1 \Big/ \sum \frac{l^2}{1 - l^2}\Bigr)^{-1}

    Parameters
    ----------
    solution : FactorModelFit
        Of :func:`csat_methods.confirmatory_factor_analysis`.

    Returns
    -------
    ConvergentValidity
        One row a factor (and group): ``term, group, ave, composite_reliability,
        maximal_reliability, items, n``, each 0 to 1; missing where a loading is one or
        beyond. Composite reliability takes loadings with their signs: turn reversed
        items over first.

    Raises
    ------
    ValueError
        If `solution` is no such result.

    References
    ----------
    Fornell, C., & Larcker, D. F. (1981). *Journal of Marketing Research*, 18, 39-50.
    Hancock, G. R., & Mueller, R. O. (2001). Rethinking construct reliability (H).

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, confirmatory_factor_analysis, convergent_validity
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(2000, 1)) + rng.normal(size=(2000, 4))
    >>> wave = Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))
    >>> fit = confirmatory_factor_analysis(wave, {"one": list("abcd")})
    >>> round(float(convergent_validity(fit).table["ave"][0]), 1)
    0.5
    """
    if not isinstance(solution, FactorModelFit):
        raise ValueError(
            f"solution={type(solution).__name__} must come from "
            "confirmatory_factor_analysis."
        )
    loadings = solution.standardized
    loadings = loadings[loadings["term"].str.contains(" =~ ", regex=False)]
    sizes = solution.table.groupby("group")["n"].first()
    groups = loadings["term"].str.split(" =~ ").str[0], loadings["group"]
    rows = [
        {"term": factor, "group": group, **_coefficients(part), "n": int(sizes[group])}
        for (factor, group), part in loadings.groupby(list(groups), sort=False)
    ]
    factors = dict.fromkeys(row["term"] for row in rows)
    return ConvergentValidity(
        table=pd.DataFrame(rows),
        method="Convergent validity",
        used=solution.used,
        level=solution.level,
        labels=solution.labels,
        about=dict.fromkeys(factors, next(iter(solution.about.values()))),
        domain=solution.domain,
        notes=(*solution.notes, *_reversed(solution, loadings)),
        sound=solution.converged and solution.admissible,
    )


def _reversed(solution: FactorModelFit, loadings: pd.DataFrame) -> list[Message]:
    """Return which items lower composite reliability because they are reversed."""
    factor = loadings["term"].str.split(" =~ ").str[0]
    side = loadings["estimate"].groupby([factor, loadings["group"]]).transform("sum")
    against = loadings["term"][loadings["estimate"] * side < 0]
    items = dict.fromkeys(against.str.split(" =~ ").str[1])
    if not items:
        return []
    return [
        Message(
            "Against the other items of their factor run: {items}; turn them round, or "
            "composite reliability comes out too low.",
            {"items": Listing(tuple(solution.label(item) for item in items))},
        )
    ]


def _coefficients(part: pd.DataFrame) -> dict[str, float]:
    loads = part["estimate"].to_numpy(float)
    squares = loads**2
    sound = bool((squares < 1).all())
    total = loads.sum() ** 2
    ratio = (squares / np.where(squares < 1, 1 - squares, np.nan)).sum()
    return {
        "ave": float(squares.mean()),
        "composite_reliability": float(total / (total + (1 - squares).sum()))
        if sound
        else np.nan,
        "maximal_reliability": float(1 / (1 + 1 / ratio)) if sound else np.nan,
        "items": len(loads),
    }
