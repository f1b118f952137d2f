"""What of a figure is worked out once, however often it is drawn?

A page draws its figures wide and narrow, and once more in every language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from csat_methods.result import Result

P = ParamSpec("P")
T = TypeVar("T")


def once(
    make: Callable[Concatenate[Result, P], T],
) -> Callable[Concatenate[Result, P], T]:
    """Let what is made of a result stay with it.

    It may depend on the result and on arguments that can be hashed, never on the
    language that is shown; nobody changes what was made.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods.result import Used
    >>> @once
    ... def rows(result: Result) -> list[int]:
    ...     return list(range(len(result.table)))
    >>> table = pd.DataFrame({"term": ["a", "b"]})
    >>> result = Result(table=table, method="Mean", used=Used(9, (9, 9)))
    >>> rows(result), rows(result) is rows(result)
    ([0, 1], True)
    """

    @wraps(make)
    def made(result: Result, /, *args: P.args, **more: P.kwargs) -> T:
        known = vars(result).setdefault("_made", {})
        key = make, args, tuple(more.items())
        if key not in known:
            known[key] = make(result, *args, **more)
        found: T = known[key]
        return found

    return made
