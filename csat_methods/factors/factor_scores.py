"""Where does each person stand on each dimension?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.factors.factor_result import Factors
from csat_methods.result import method
from csat_methods.statistics.factor_scores import (
    bartlett_weights,
    determinacy,
    regression_weights,
    ten_berge_weights,
)

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Weights = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]

METHODS: dict[str, Weights] = {
    "regression": regression_weights,
    "bartlett": bartlett_weights,
    "ten_berge": ten_berge_weights,
}
"""Ways to score: correlations, loadings and factor correlations to weights."""


@method
def factor_scores(
    wave: Wave, solution: Factors, *, method: str = "regression"
) -> pd.DataFrame:
    r"""Return everybody's factor scores.

    .. math:: f = Z W, \qquad
              W_{\text{regression}} = R^{-1} L \Phi, \quad
              W_{\text{Bartlett}} = \Psi^{-1} L (L^\top \Psi^{-1} L)^{-1}

    Z are the answers measured from the solution's means in its standard deviations,
    so that the scores of another wave are on the same scale. Ten Berge's scores
    correlate as the factors do.

    Parameters
    ----------
    wave : Wave
        The wave of the solution, or another with the same items.
    solution : Factors
        Of `factor_analysis`.
    method : str
        ``regression`` (Thurstone; closest to the factors), ``bartlett`` (unbiased),
        ``ten_berge`` (keeps the factors' correlations).

    Returns
    -------
    pandas.DataFrame
        Over ``wave.frame``, columns as the loadings'; NaN for people who did not
        answer all items or are outside the domain. ``.attrs["determinacy"]`` has the
        correlation of each factor with its scores, 0 to 1: below 0.90 single people
        should not be judged by them.

    Raises
    ------
    KeyError
        If an item of the solution is not in the wave.
    ValueError
        If the solution is improper (a Heywood case), so that nothing can be scored.

    References
    ----------
    Thurstone, L. L. (1935). *The Vectors of Mind*. Bartlett, M. S. (1937). *British
    Journal of Psychology*, 28, 97-104. Ten Berge, J. M. F., Krijnen, W. P., Wansbeek,
    T. and Shapiro, A. (1999). *Linear Algebra and its Applications*, 289, 311-318,
    eq. 8. Grice, J. W. (2001). *Psychological Methods*, 6, 430-450 (determinacy).

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, factor_analysis, factor_scores
    >>> noise = np.random.default_rng(1).normal(size=(300, 8))
    >>> answers = noise[:, :6] + 2 * np.repeat(noise[:, 6:], 3, axis=1)
    >>> wave = Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    >>> scores = factor_scores(wave, factor_analysis(wave, list("abcdef"), n_factors=2))
    >>> scores.shape, bool(min(scores.attrs["determinacy"].values()) > 0.9)
    ((300, 2), True)
    """
    _checks.one_of("method", method, METHODS)
    if not isinstance(solution, Factors):
        raise ValueError(
            f"solution={type(solution).__name__} must be a result of factor_analysis."
        )
    if not len(solution.loadings):
        raise ValueError("solution: its loadings are hidden, so nothing can be scored.")
    items = list(solution.loadings.index)
    R, L, phi = (
        frame.to_numpy()
        for frame in (
            solution.correlations,
            solution.loadings,
            solution.factor_correlations,
        )
    )
    own = 1 - ((L @ phi) * L).sum(axis=1)
    improper = [item for item, left in zip(items, own, strict=True) if left <= 0]
    if improper and method == "bartlett":
        raise ValueError(
            f"items={improper} have no variance of their own (a Heywood case): "
            "method='bartlett' divides by it; try fewer factors or 'regression'."
        )
    W = METHODS[method](R, L, phi)
    centre = solution.centre.loc[items]
    z = (wave.answers(items) - centre["mean"].to_numpy()) / centre["sd"].to_numpy()
    z[~wave.domain] = np.nan
    names = list(map(str, solution.loadings.columns))
    found = pd.DataFrame(z @ W, index=wave.frame.index, columns=names)
    sure = determinacy(R, L, phi, W)
    found.attrs["determinacy"] = dict(zip(names, map(float, sure), strict=True))
    return found
