"""Are the dimensions of two waves the same?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from csat_methods._refusals import refusing
from csat_methods.factors.factor_result import Factors
from csat_methods.statistics.factor_scores import congruence_coefficients


@refusing
def congruence(
    a: Factors | pd.DataFrame, b: Factors | pd.DataFrame, *, match: bool = False
) -> pd.DataFrame:
    r"""Return Tucker's congruence of the factors of two solutions.

    .. math:: \phi_{jk} = \frac{\sum_i a_{ij} b_{ik}}
              {\sqrt{\sum_i a_{ij}^2 \sum_i b_{ik}^2}}

    .95 and more: the factors are equal; .85 to .94: they are alike (Lorenzo-Seva and
    ten Berge).

    Parameters
    ----------
    a, b : Factors or DataFrame
        Results of `factor_analysis`, or loadings, items × factors. The items they
        share are compared.
    match : bool
        Put the columns of `b` in the order, and with the signs, that go best with
        those of `a`.

    Returns
    -------
    pandas.DataFrame
        Factors of `a` × factors of `b`, -1 to 1.

    Raises
    ------
    ValueError
        If fewer than two items are shared, or a factor has no loadings on them.

    References
    ----------
    Tucker, L. R. (1951). *A method for synthesis of factor analysis studies*. ETS.
    Lorenzo-Seva, U. and ten Berge, J. M. F. (2006). *Methodology*, 2, 57-64.

    Examples
    --------
    >>> one = pd.DataFrame(
    ...     {"f1": [0.8, 0.7, 0.1], "f2": [0.0, 0.1, 0.9]}, index=[*"abc"]
    ... )
    >>> congruence(one, one.rename(columns={"f1": "g1", "f2": "g2"})).round(2)
          g1    g2
    f1  1.00  0.17
    f2  0.17  1.00
    """
    first, second = _loadings("a", a), _loadings("b", b)
    shared = [item for item in first.index if item in set(second.index)]
    if len(shared) < 2:
        raise ValueError(f"a and b share the items {shared}: at least two are needed.")
    x, y = (side.loc[shared].to_numpy(float) for side in (first, second))
    for name, side in (("a", x), ("b", y)):
        if not ((side**2).sum(axis=0) > 0).all():
            raise ValueError(f"{name} has a factor without loadings on {shared}.")
    found = pd.DataFrame(
        congruence_coefficients(x, y), index=first.columns, columns=second.columns
    )
    return _matched(found) if match else found


def _loadings(name: str, value: Any) -> pd.DataFrame:
    found = value.loadings if isinstance(value, Factors) else value
    if not isinstance(found, pd.DataFrame) or not len(found.columns):
        raise ValueError(
            f"{name}={type(value).__name__} must be a result of factor_analysis or a "
            "table of loadings, items × factors."
        )
    return found


def _matched(found: pd.DataFrame) -> pd.DataFrame:
    """Return the columns in the order and with the signs of the rows."""
    values = found.to_numpy()
    left, order = np.abs(values).copy(), []
    for _ in range(min(values.shape)):
        row, column = np.unravel_index(left.argmax(), left.shape)
        order.append((int(row), int(column)))
        left[row, :] = left[:, column] = -1.0
    order.sort()
    taken = [column for _, column in order]
    rest = [c for c in range(values.shape[1]) if c not in taken]
    signs = [1.0 if values[row, column] >= 0 else -1.0 for row, column in order]
    return found.iloc[:, [*taken, *rest]] * [*signs, *[1.0] * len(rest)]
