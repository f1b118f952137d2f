"""What of a wave or a result is worked out once, however often it is asked for?

Several methods take the same moments of a wave; a page draws its figures wide and
narrow, and once more in every language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

S = TypeVar("S")
P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Let what is made of an object that nothing changes stay with it.

    It may depend on the object and on arguments that can be hashed, never on the
    language that is shown; nobody changes what was made.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> @once
    ... def total(wave: SimpleNamespace, weight: int) -> float:
    ...     print("summing")
    ...     return weight * sum(wave.answers)
    >>> wave = SimpleNamespace(answers=[4, 5])
    >>> total(wave, 2), total(wave, 2)
    summing
    (18, 18)
    """

    @wraps(make)
    def made(of: S, /, *args: P.args, **more: P.kwargs) -> T:
        known = vars(of).setdefault("_made", {})
        key = make, args, tuple(more.items())
        if key not in known:
            known[key] = make(of, *args, **more)
        found: T = known[key]
        return found

    return made
