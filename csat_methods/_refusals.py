"""What does a notebook show where a call of ours is refused?

The cell's own line and our sentence: the way through our own code says nothing there.
IPython asks an exception how it wants to be shown, so scripts, logs and tests see the
whole way, as they do of any other fault.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from traceback import format_exception_only
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

PACKAGE = __name__.partition(".")[0]
KINDS = (ValueError, KeyError, TypeError)
"""Errors that may be refusals."""

ENDS = (".", "?")
"""How a sentence of ours ends; what a dictionary or a library says does not."""


class _Sentence(str):
    """Words that a KeyError shows as they are, without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def refusing(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a public function: what it refuses is one sentence in a notebook.

    Examples
    --------
    >>> @refusing
    ... def half(n):
    ...     raise ValueError(f"n={n} must be even.")
    >>> half(3)
    Traceback (most recent call last):
    ValueError: n=3 must be even.
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except KINDS as error:
            if is_refusal(error):
                told: Any = error
                told._render_traceback_ = functools.partial(_lines, error)
            raise

    return call


def is_refusal(error: BaseException) -> bool:
    """Return whether an error is a sentence of ours, and no fault of the code.

    It is one where our own code raised it, in words that end as a sentence does. A
    missing key of a dictionary, or what a library says, is a fault.
    """
    said = error.args[0] if error.args else None
    sentence = isinstance(said, str) and said.rstrip().endswith(ENDS)
    return type(error) in KINDS and sentence and _raised_here(error)


def _raised_here(error: BaseException) -> bool:
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step is not None and _is_ours(step)


def _is_ours(step: TracebackType) -> bool:
    module = str(step.tb_frame.f_globals.get("__name__"))
    return module.partition(".")[0] == PACKAGE


def _lines(error: ValueError | KeyError | TypeError) -> list[str]:
    """Return what IPython shows: the way to our first line, and the sentence."""
    from IPython.core.getipython import get_ipython

    shown = type(error)(_Sentence(error.args[0]))
    shell = get_ipython()
    if shell is None:
        return format_exception_only(shown)
    way = _way_here(error.__traceback__)
    return list(shell.InteractiveTB.structured_traceback(type(shown), shown, way))


def _way_here(step: TracebackType | None) -> TracebackType | None:
    """Return the steps of a traceback before the first one of ours."""
    if step is None or _is_ours(step):
        return None
    further = _way_here(step.tb_next)
    return TracebackType(further, step.tb_frame, step.tb_lasti, step.tb_lineno)
