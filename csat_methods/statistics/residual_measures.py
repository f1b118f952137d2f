"""How far are the moments that a model implies from those of the answers?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np


def information_criteria(log_likelihood: float, q: int, n: float) -> dict[str, float]:
    """Return the log-likelihood, AIC, BIC and the sample-size adjusted BIC.

    Examples
    --------
    >>> found = information_criteria(-3737.745, 21, 301)
    >>> [round(float(found[name]), 2) for name in ("aic", "bic")]
    [7517.49, 7595.34]
    """
    return {
        "logl": log_likelihood,
        "aic": 2 * q - 2 * log_likelihood,
        "bic": q * np.log(n) - 2 * log_likelihood,
        "bic2": q * np.log((n + 2) / 24) - 2 * log_likelihood,
    }


Residual = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Covariances and means of the answers, then those implied."""


def residual_measures(
    groups: Sequence[Residual], shares: Sequence[float], *, means: bool
) -> dict[str, float]:
    r"""Return the standardised root mean square residuals, averaged over groups.

    .. math:: \mathrm{SRMR}^2 = \frac{1}{e}\Bigl[\sum_{i \le j}
              \frac{(s_{ij} - \sigma_{ij})^2}{s_{ii} s_{jj}}
              + \sum_i \frac{(m_i - \mu_i)^2}{s_{ii}}\Bigr]

    with e residuals; without the second sum where no means are modelled.
    """
    measures: dict[str, Callable[[Residual], float]] = {
        "srmr": lambda group: _srmr(group, means=means),
        "srmr_bentler_nomean": lambda group: _srmr(group, means=False),
        "crmr_nomean": _crmr,
    }
    return {
        name: float(
            sum(share * measure(g) for share, g in zip(shares, groups, strict=True))
        )
        for name, measure in measures.items()
    }


def _srmr(group: Residual, *, means: bool) -> float:
    S, m, sigma, mu = group
    sd = np.sqrt(np.diag(S))
    r = ((S - sigma) / np.outer(sd, sd))[np.tril_indices(len(S))]
    if means:
        r = np.append(r, (m - mu) / sd)
    return float(np.sqrt(np.mean(r**2)))


def _crmr(group: Residual) -> float:
    """Return the root mean square residual of the correlations."""
    S, _, sigma, _ = group
    sd, own = np.sqrt(np.diag(S)), np.sqrt(np.diag(sigma))
    lower = np.tril_indices(len(S), -1)
    r = (S / np.outer(sd, sd) - sigma / np.outer(own, own))[lower]
    return float(np.sqrt(np.mean(r**2))) if len(r) else 0.0
