"""Is there anything to see in a figure, or do its sentence and its table say it all?

A solution that is not to be read would be read if it were drawn; cells that are all
alike show nothing. By the name of the Result's class, as the figures themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from csat_methods.result import Result

UNREAD = frozenset({"not_converged", "inadmissible"})
"""Verdicts on a model that say that its numbers mean nothing."""


def _differ(result: Any) -> bool:
    """Return whether the cells of a questionnaire's coverage are not all alike."""
    return len(set(result.table[result.roles].to_numpy().ravel().tolist())) > 1


WORTH: Mapping[str, Callable[[Any], bool]] = {
    "ConvergentValidity": lambda result: bool(result.sound),
    "FactorModelFit": lambda result: result.verdict not in UNREAD,
    "Missingness": lambda result: bool((result.states["left"] > 0).any()),
    "QuestionnaireCoverage": _differ,
}


def worth_drawing(result: Result) -> bool:
    """Return whether a figure of a result shows what its sentence does not say.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, missingness
    >>> whole = Wave.from_frame(pd.DataFrame({"q1": [1, 2, 3], "q2": [5, 4, 2]}))
    >>> worth_drawing(missingness(whole, ["q1", "q2"]))
    False
    """
    return WORTH.get(type(result).__name__, lambda _: True)(result)
