"""Which call made a result, and has it been made before?

:func:`method` marks the public functions: it records the call on the Result and, where
the runner gave a store, remembers the Result. Nothing here knows of files.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from numbers import Integral, Real
from typing import Any, ParamSpec, Protocol, TypeVar

import numpy as np
import pandas as pd

from csat_methods._arguments import bound_arguments, explained, refuse_misfits

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Call:
    """Which function made a result, with which arguments."""

    function: str
    arguments: Mapping[str, str]


class Store(Protocol):
    """Where the runner keeps results it has seen."""

    def get(self, key: str) -> Any:
        """Return what was kept under a key, or None."""

    def put(self, key: str, result: Any) -> None:
        """Keep a result under a key."""


class _Memory:
    """The store in use; floor 6 sets it, nothing below knows of files."""

    store: Store | None = None


memory = _Memory()


def key_of(value: Any) -> str:
    """Return a text that is equal for equal arguments.

    Raises
    ------
    TypeError
        For a callable, which has no such text.
    """
    if isinstance(getattr(value, "key", None), str):
        return str(value.key)
    for kind, write in _KEYS:
        if isinstance(value, kind):
            return write(value)
    if callable(value):
        raise TypeError("a callable has no key")
    return repr(value)


def _key_of_number(value: Real) -> str:
    """Return one text for 1, 1.0 and their numpy kinds."""
    number = float(value)
    return str(int(number)) if number.is_integer() else repr(number)


def _key_of_mapping(value: Mapping[Any, Any]) -> str:
    pairs = (f"{key_of(k)}:{key_of(v)}" for k, v in value.items())
    return "{" + ",".join(pairs) + "}"


def digest_of_data(data: pd.DataFrame | pd.Series | np.ndarray) -> str:
    """Return a digest of all values and names, and of the words that go with them."""
    if isinstance(data, np.ndarray):
        values = (
            repr(data.tolist()).encode() if data.dtype.hasobject else data.tobytes()
        )
        parts = [values, str((data.dtype, data.shape)).encode()]
    else:
        names = data.columns.tolist() if isinstance(data, pd.DataFrame) else data.name
        hashed = pd.util.hash_pandas_object(data).to_numpy().tobytes()
        words = [repr(data.attrs).encode()] if data.attrs else []
        parts = [hashed, repr(names).encode(), *words]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


_KEYS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (Mapping, _key_of_mapping),
    ((list, tuple), lambda value: "[" + ",".join(map(key_of, value)) + "]"),
    ((pd.DataFrame, pd.Series, np.ndarray), digest_of_data),
    ((bool, np.bool_), lambda value: str(bool(value))),
    (Integral, lambda value: str(int(value))),
    (Real, _key_of_number),
)
"""How arguments of each kind are written in a key; the first that fits."""


def _written_argument(value: Any) -> str:
    if isinstance(getattr(value, "key", None), str):
        return type(value).__name__.lower()
    text = type(value).__name__ if isinstance(value, pd.DataFrame) else repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def method(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a public method: its Result records the call, and is remembered."""
    signature = inspect.signature(function)
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = bound_arguments(function.__name__, signature, args, kwargs)
        refuse_misfits(signature, bound.arguments)
        key = _memo_key(name, bound.arguments)
        known = memory.store.get(key) if memory.store and key else None
        if known is not None:
            return known
        made = _recorded(explained(function, bound), name, bound.arguments)
        if memory.store and key and _is_result(made):
            memory.store.put(key, made)
        return made

    return call


def _memo_key(name: str, arguments: Mapping[str, Any]) -> str:
    if memory.store is None:
        return ""
    try:
        parts = [f"{key}={key_of(value)}" for key, value in arguments.items()]
    except TypeError:
        return ""
    return hashlib.sha256("|".join([name, *parts]).encode()).hexdigest()[:32]


def _recorded(made: Any, name: str, arguments: Mapping[str, Any]) -> Any:
    if not _is_result(made):
        return made
    written = {key: _written_argument(value) for key, value in arguments.items()}
    return replace(made, call=Call(name, written))


def _is_result(made: Any) -> bool:
    """Return whether something records the call that made it."""
    return is_dataclass(made) and hasattr(made, "call")
