"""Under which conditions have intervals been seen to hold as often as they say?

Counts of effective answers and degrees of freedom from exact sums over the binomial
distribution, and from simulation; outside of them a result carries a caution.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.wave.estimate import Domains, Estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST_DF = 8.0
"""Least degrees of freedom: with fewer the error itself is too uncertain."""


@dataclass(frozen=True)
class Claim:
    """Where a kind of 95 % interval holds the truth in 93 to 97 % of samples, or more.

    Attributes
    ----------
    answers : float
        Least effective answers: n over the design effect, n at most.
    rarer : float
        Least effective answers on the rarer side of a share.
    skewed : float
        Least effective answers over the squared skewness (Cochran's 25).
    df : float
        Least degrees of freedom.
    """

    answers: float = 0.0
    rarer: float = 0.0
    skewed: float = 0.0
    df: float = LEAST_DF

    def conditions(self) -> Listing:
        """Return what must hold, in words."""
        words: Mapping[str, float] = {
            "at least {n} effective answers": self.answers,
            "at least {n} effective answers on the rarer side": self.rarer,
            "at least {n} times the squared skewness as many": self.skewed,
            "at least {n} degrees of freedom": self.df,
        }
        return Listing(
            tuple(_condition(text, least) for text, least in words.items() if least > 0)
        )


def _condition(text: str, least: float) -> Message:
    return Message(text, {"n": Number(least, "count")})


MEAN = Claim(answers=30, skewed=25)
"""Means by t, and ratios by their residuals (Cochran 1977, *Sampling Techniques*, eq.
2.22: n above 25 G₁²)."""

SUM = Claim(answers=30)
"""Weighted sums of estimates, and coefficients of models, by t."""

MODEL = Claim(answers=30, rarer=10)
"""Coefficients of a model of a yes or no; the rarer side for each slope (Peduzzi et al.
1996, *Journal of Clinical Epidemiology* 49, 1373-1379)."""

QUANTILE = Claim(rarer=5)
"""Woodruff's intervals of quantiles."""

SHARES = {
    "logit": Claim(answers=30),
    "wilson": Claim(answers=10, rarer=2),
    "beta": Claim(),
    "mean": Claim(rarer=15),
}
"""Intervals of shares, by name; those of none and all are exact ones."""


def effective_answers(found: Estimates, spread: np.ndarray) -> np.ndarray:
    """Return answers over the design effect, at most the answers themselves.

    Parameters
    ----------
    spread : ndarray, shape (D k,)
        Weighted variance of the answers.
    """
    n = found.n.astype(float)
    known = (found.se > 0) & (spread > 0) & (n > 1)
    simple = spread * n / np.maximum(n - 1, 1)
    effective = np.divide(simple, found.se**2, out=n.copy(), where=known)
    return np.minimum(effective, n)


def claim_notes(
    claim: Claim,
    found: Estimates,
    effective: np.ndarray,
    *,
    share: np.ndarray | None = None,
    skewness: np.ndarray | None = None,
) -> tuple[Message, ...]:
    """Return the caution on intervals outside a claim, and what the claim is.

    Parameters
    ----------
    effective : ndarray, shape (D k,)
    share : ndarray, shape (D k,), optional
        The share that the claim's rarer side is of; none and all have exact intervals.
    skewness : ndarray, shape (D k,), optional
    """
    few = outside(claim, found, effective, share=share, skewness=skewness)
    return caution(claim, few, ~np.isnan(found.se))


def outside(
    claim: Claim,
    found: Estimates,
    effective: np.ndarray,
    *,
    share: np.ndarray | None = None,
    skewness: np.ndarray | None = None,
) -> np.ndarray:
    """Return which intervals lie outside a claim, (D k,); as for `claim_notes`."""
    few = (effective < claim.answers) | (found.df < claim.df)
    if share is not None:
        rarer = effective * np.minimum(share, 1 - share)
        few |= rarer < claim.rarer
        few &= (share > 0) & (share < 1)
    if skewness is not None:
        few |= effective < claim.skewed * np.nan_to_num(skewness) ** 2
    return few


def caution(claim: Claim, few: np.ndarray, known: np.ndarray) -> tuple[Message, ...]:
    """Return the caution on the few of the known intervals, if any."""
    few = few & known
    if not few.any():
        return ()
    return (
        Message(
            "{count} of {all} intervals go beyond what has been tested ({conditions}); "
            "read them with care.",
            {
                "count": Number(int(few.sum()), "count"),
                "all": Number(int(known.sum()), "count"),
                "conditions": claim.conditions(),
            },
        ),
    )


def is_caution(note: Message) -> bool:
    """Whether a note is the caution on intervals outside a claim."""
    return "conditions" in note.values


def uncertain_means(
    wave: Wave,
    where: Domains,
    found: Estimates,
    values: np.ndarray,
    rows: np.ndarray,
    variance: np.ndarray,
) -> np.ndarray:
    """Return which means lie outside the claim of `MEAN`, shape (D k,).

    The skewness is at most the farthest answer over the standard deviation; only where
    that could matter is it worked out.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        0 where a row does not enter.
    rows : ndarray of bool, shape (n, k)
        Who answered.
    variance : ndarray, shape (D k,)
        Weighted variance of the answers.
    """
    effective = effective_answers(found, variance)
    reach = np.tile([np.ptp(column) for column in values.T], len(where))
    if (effective * variance >= MEAN.skewed * reach**2).all():
        return outside(MEAN, found, effective)
    _, skewness = spread_and_skewness(wave, where, values, rows)
    return outside(MEAN, found, effective, skewness=skewness)


def spread_and_skewness(
    wave: Wave, where: Domains, values: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the variance and the skewness of answers by domain and term, (D k,).

    Parameters
    ----------
    values : ndarray, shape (n, k)
    rows : ndarray of bool, shape (n, k)
        Who answered.
    """
    w = wave.design.weights
    variances, skews = [], []
    for y, held in zip(values.T, rows.T, strict=True):
        weight = w * held
        mass = weight.sum()
        off = y - (np.einsum("i,i->", weight, y) / mass if mass else 0.0)
        sums = [where.sums(weight)]
        for _ in range(3):
            weight = weight * off
            sums.append(where.sums(weight))
        size = np.where(sums[0] > 0, sums[0], 1.0)
        m, s2, s3 = (part / size for part in sums[1:])
        variance = np.maximum(s2 - m**2, 0.0)
        third = s3 - 3 * m * s2 + 2 * m**3
        # A constant item leaves rounding as its variance: it is not lopsided.
        varies = variance > 1e-12 * np.maximum(s2, 1e-300)
        skew = np.divide(third, variance**1.5, out=np.zeros_like(third), where=varies)
        variances.append(variance)
        skews.append(skew)
    return np.column_stack(variances).ravel(), np.column_stack(skews).ravel()
