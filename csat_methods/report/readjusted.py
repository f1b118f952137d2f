"""What are tests worth together where some of them are hidden?

A p-value that is adjusted for others tells of those: Holm's of a visible row may be a
multiple of a hidden one's. Hidden tests count as if they had found nothing, whatever
they found: their number is known, and no error becomes likelier for it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csat_methods.result import Result
from csat_methods.statistics.multiplicity import adjusted

TOGETHER = ("wave_before", "wave_after", "family")
"""Columns that tell apart which tests were adjusted for one another."""

ADJUSTED = "p_adjusted"


def readjusted(result: Result, hide: np.ndarray) -> Result:
    """Return a result whose adjusted p-values know nothing of its hidden tests.

    Parameters
    ----------
    result : Result
    hide : ndarray of bool, one a row
        Rows that must not be shown.

    Returns
    -------
    Result
        Adjusted as before, by the method that its call names, a hidden test taken as
        p = 1; without adjusted values where those before adjustment are not in it.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods.result import Used
    >>> table = pd.DataFrame({"term": ["a", "b"], "p": [0.01, 0.04]})
    >>> table["p_adjusted"] = 0.04
    >>> result = Result(table=table, method="M", used=Used(9, (9, 9)))
    >>> readjusted(result, np.array([False, True])).table["p_adjusted"].tolist()
    [0.02, 1.0]
    """
    table = result.table
    if ADJUSTED not in table or not hide.any():
        return result
    if "p" not in table:
        return replace(result, table=table.assign(p_adjusted=np.nan))
    arguments = result.call.arguments if result.call is not None else {}
    adjust = arguments.get("adjust", "holm").strip("'")
    p = table["p"].mask(hide, 1.0)
    tests = [table[column] for column in TOGETHER if column in table]
    each = p.groupby(tests or np.zeros(len(p)), sort=False, dropna=False)
    values = each.transform(lambda own: adjusted(own, adjust))
    return replace(result, table=table.assign(p_adjusted=values))
