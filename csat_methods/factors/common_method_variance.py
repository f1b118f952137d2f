"""Do the answers go together because of how they were asked?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.factors.analysable import Together, together
from csat_methods.factors.model_answers import ALL, Entered
from csat_methods.result import Result, method
from csat_methods.statistics.extraction import extract
from csat_methods.statistics.factor_model import FactorModel, factor_model
from csat_methods.statistics.influence import correlation_gradient, influence
from csat_methods.statistics.method_factor import MethodFactor, method_factor
from csat_methods.statistics.moments import correlation, moments
from csat_methods.statistics.one_dimension import (
    component_share,
    factor_share,
    smallest_correlation,
)
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ONE_FACTOR = 0.50
"""Share of one component beyond which Harman's test speaks of method variance."""

Formula = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Correlations to a share and its gradient."""

Extra = dict[str, np.ndarray]

LABELS = {
    "harman_component": Message("first component of all items"),
    "harman_factor": Message("first factor of all items"),
    "marker": Message("correlation with the marker"),
    "method_factor": Message("factor behind all items"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CommonMethodVariance(Result):
    """Checks of variance that comes from the method; terms as they apply.

    Attributes
    ----------
    correlations : pandas.DataFrame
        Of the items; with a marker, what is left of them after it.
    """

    correlations: pd.DataFrame

    clause: ClassVar[str] = "7.4.3"
    higher_is_better: ClassVar[bool] = False
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "se": "share",
        "ci_low": "share",
        "ci_high": "share",
        "chisq": "index",
    }

    def headline(self) -> Message:
        """Return what one component of all items accounts for."""
        table = self.table[self.table["term"] == "harman_component"]
        if not len(table):
            return super().headline()
        row = table.iloc[0]
        values = {
            "share": self.number(row, "estimate"),
            "line": Number(ONE_FACTOR, "percent"),
        }
        return Message(
            "One component accounts for {share} of the items' variance, more than "
            "{line}: how they were asked may be behind it."
            if row["estimate"] > ONE_FACTOR
            else "One component accounts for {share} of the items' variance, less than "
            "{line}: no sign that the way of asking is behind it.",
            values,
        )


@method
def common_method_variance(
    wave: Wave,
    items: str | Sequence[str] | Mapping[str, Any] | None = None,
    *,
    marker: str | None = None,
    level: float = 0.95,
) -> CommonMethodVariance:
    r"""Return three checks of variance that comes from the way of asking.

    ``harman_component``: share of the items' variance that their first principal
    component accounts for, :math:`\lambda_1 / k`; ``harman_factor``: the same of one
    principal-axis factor, missing where it leaves an item nothing of its own.
    ``marker``: the smallest size of correlation of an unrelated item with the others,
    :math:`r_M`; correlations less it are :math:`(r - r_M) / (1 - r_M)`.
    ``method_factor`` (with a model): the share that one more factor, uncorrelated and
    with one loading on all standardised items, accounts for.

    Parameters
    ----------
    wave : Wave
    items : str, list of str or mapping, optional
        Columns or a construct's name, by default the wave's ratings; or a model of
        factors, as for :func:`csat_methods.confirmatory_factor_analysis`.
    marker : str, optional
        An item that has nothing to do with the others.
    level : float
        Of the intervals.

    Returns
    -------
    CommonMethodVariance
        ``term, estimate, se, ci_low, ci_high, n, chisq, p``, shares 0 to 1; errors by
        the design; `chisq` and `p` of the method factor, one degree of freedom.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than three items or not more people than items, an item is
        constant, a copy or a sum of others, or the marker is one of them.

    Notes
    -----
    Harman's test finds only the grossest method variance: passing it proves little
    (Podsakoff et al. 2003).

    References
    ----------
    Lindell, M. K., & Whitney, D. J. (2001). *Journal of Applied Psychology*, 86,
    114-121, eq. 4. Podsakoff, P. M., et al. (2003). *Journal of Applied Psychology*,
    88, 879-903.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, common_method_variance
    >>> x = np.random.default_rng(1).normal(size=(500, 5))
    >>> wave = Wave.from_frame(pd.DataFrame(x, columns=list("abcde")))
    >>> bool(common_method_variance(wave, list("abcde")).table["estimate"][0] < 0.3)
    True
    """
    model = factor_model(items) if isinstance(items, Mapping) else None
    listed = wave.measured(list(model.items) if model else _named(wave, items))
    if marker in listed:
        raise ValueError(f"marker={marker!r} is one of the items; it must be another.")
    columns = [*listed, *([marker] if marker else [])]
    people = together(wave, columns)
    rows = wave.domain & (wave.design.weights != 0)
    rows &= ~np.isnan(wave.answers(columns)).any(axis=1)
    shares = _Shares(people.answers, len(listed), marker=marker is not None)
    estimates = joint_estimates(wave, [shares.piece(rows, people.weights)])
    terms, extra = list(shares.terms), Extra()
    if model is not None:
        found = _behind_all(wave, model, rows, people)
        terms, estimates, extra = _appended(terms, estimates, found)
    R = people.R[: len(listed), : len(listed)]
    return estimates_result(
        wave,
        CommonMethodVariance,
        "Common method variance",
        domains(wave),
        terms,
        estimates,
        level=level,
        about=dict.fromkeys(terms, tuple(columns)),
        labels={term: LABELS[term] for term in terms},
        columns=extra,
        correlations=_less_marker(R, listed, estimates.estimate, terms),
        notes=_improper(wave, R, listed),
    )


def _named(wave: Wave, items: Any) -> list[str]:
    return wave.ratings() if items is None else wave.columns(items)


def _improper(wave: Wave, R: np.ndarray, items: Sequence[str]) -> list[Message]:
    """Return why one factor has no share, if it leaves an item nothing of its own."""
    nothing = extract(R, 1).heywood
    if not nothing.any():
        return []
    named = tuple(
        wave.label(item) for item, left in zip(items, nothing, strict=True) if left
    )
    return [
        Message(
            "One factor has no share here: it would leave nothing of its own to "
            "{items}.",
            {"items": Listing(named)},
        )
    ]


class _Shares:
    """Shares of one dimension, as functions of the correlations."""

    def __init__(self, x: np.ndarray, k: int, *, marker: bool) -> None:
        self.x, self.k = x, k
        self.formulas: dict[str, Formula] = {
            "harman_component": component_share,
            "harman_factor": factor_share,
        }
        self.marker = marker

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the shares."""
        return (*self.formulas, *(("marker",) if self.marker else ()))

    def piece(self, rows: np.ndarray, weights: np.ndarray) -> Piece:
        """Return the shares with what each row does to them."""
        return Piece(
            rows, self.values(weights), lambda: self.influence(weights), self.values
        )

    def _parts(self, R: np.ndarray) -> list[tuple[float, np.ndarray]]:
        found, rest = [], len(R) - self.k
        for formula in self.formulas.values():
            value, gradient = formula(R[: self.k, : self.k])
            found.append((value, np.pad(gradient, (0, rest))))
        return [*found, smallest_correlation(R)] if self.marker else found

    def values(self, w: np.ndarray) -> np.ndarray:
        """Return the shares under weights."""
        R = correlation(moments(self.x, w).covariance)
        return np.array([value for value, _ in self._parts(R)])

    def influence(self, w: np.ndarray) -> np.ndarray:
        """Return what each row does to the shares."""
        own = moments(self.x, w)
        B = [
            correlation_gradient(own.covariance, gradient)
            for _, gradient in self._parts(own.correlation)
        ]
        return influence(self.x, None, own, B=np.array(B))


def _behind_all(
    wave: Wave, model: FactorModel, rows: np.ndarray, people: Together
) -> MethodFactor:
    """Return the factor behind all items, these in standard scores."""
    k = len(model.items)
    own = moments(people.answers[:, :k], people.weights)
    scores = (people.answers[:, :k] - own.means) / own.sd
    entered = Entered(
        wave, model, (ALL,), (np.flatnonzero(rows),), (scores,), "complete"
    )
    return method_factor(model, entered.amounts(means=False))


def _appended(
    terms: Sequence[str], estimates: Estimates, found: MethodFactor
) -> tuple[list[str], Estimates, Extra]:
    """Return terms and estimates with the factor behind all items."""
    blank = np.full(len(terms), np.nan)
    joined = Estimates(
        np.append(estimates.estimate, found.share),
        np.append(estimates.se, found.se),
        np.append(estimates.df, estimates.df[0]),
        np.append(estimates.n, estimates.n[0]),
        None,
    )
    extra = {"chisq": np.append(blank, found.chisq), "p": np.append(blank, found.p)}
    return [*terms, "method_factor"], joined, extra


def _less_marker(
    R: np.ndarray, items: Sequence[str], estimate: np.ndarray, terms: Sequence[str]
) -> pd.DataFrame:
    if "marker" in terms:
        r = float(estimate[list(terms).index("marker")])
        R = (R - r) / (1 - r)
        R = R + np.diag(1 - np.diag(R))
    return pd.DataFrame(R, index=list(items), columns=list(items))
