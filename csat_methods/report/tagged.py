"""How does a value become JSON that comes back as it was?

What JSON knows stays as it is; everything else is ``{"$": kind, …}``. Tables go to
whoever keeps them (:mod:`csat_methods.report.frames`). Classes are written
``module:class``; only dataclasses of this package come back.
"""

from __future__ import annotations

import dataclasses
import importlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol

import numpy as np
import pandas as pd

from csat_methods.result import Result

COVARIANCE_ROWS = 500
"""The covariance of longer tables is not kept: it grows with the square."""

_CLASS = re.compile(r"csat_methods(\.[a-z_]\w*)+:[A-Za-z_]\w*")


class Tables(Protocol):
    """Where tables go that JSON cannot hold, and come back from."""

    def put(self, value: Any, where: str) -> dict[str, Any]:
        """Take a table and return what stands in its place."""

    def get(self, coded: Mapping[str, Any]) -> Any:
        """Return the table that this stands for."""


def encode(value: Any, tables: Tables | None = None, where: str = "value") -> Any:
    """Return a value as JSON; tables in it are put where tables go.

    Raises
    ------
    ValueError
        For what could not come back as it was; it says where it stands.

    Examples
    --------
    >>> encode({1: (2.5, None)})
    {'$': 'dict', 'v': [[1, {'$': 'tuple', 'v': [2.5, None]}]]}
    >>> decode(encode({1: (2.5, None)}))
    {1: (2.5, None)}
    """
    if value is None or type(value) in {bool, int, str}:
        return value
    family: Any = type(value)
    write = _WRITERS.get(family) or _writer_of_family(family)
    if write is None:
        kind = f"{type(value).__module__}.{type(value).__qualname__}"
        raise ValueError(f"{where} is a {kind}, which cannot be kept.")
    return write(value, tables, where)


def decode(coded: Any, tables: Tables | None = None) -> Any:
    """Return the value that was encoded.

    Raises
    ------
    ValueError
        If a kind is unknown, or a class no dataclass of this package.
    """
    if isinstance(coded, list):
        return [decode(part, tables) for part in coded]
    if not isinstance(coded, dict):
        return coded
    if "$" not in coded:
        return {key: decode(part, tables) for key, part in coded.items()}
    kind = coded["$"]
    if ":" in kind:
        fields = {key: decode(part, tables) for key, part in coded["v"].items()}
        return class_named(kind)(**fields)
    if kind not in _READERS:
        raise ValueError(f"kind={kind!r} is unknown.")
    return _READERS[kind](coded, tables)


def class_named(name: str) -> type:
    """Return the dataclass of this package that is written ``module:class``.

    Raises
    ------
    ValueError
        If it is no such class.
    """
    if not _CLASS.fullmatch(name):
        raise ValueError(f"class={name!r} is not of csat_methods.")
    module, _, attribute = name.partition(":")
    found: Any = getattr(importlib.import_module(module), attribute, None)
    own = isinstance(found, type) and dataclasses.is_dataclass(found)
    if not own or found.__module__ != module:
        raise ValueError(f"class={name!r} is not a dataclass of csat_methods.")
    return found


def covariance_kept(result: Result) -> np.ndarray | None:
    """Return the covariance of a result whose table is not too long, or None."""
    source = result.covariance_source
    if source is None or len(result.table) > COVARIANCE_ROWS:
        return None
    return np.asarray(source() if callable(source) else source, float)


# ------------------------------------------------------------------- writing
def _float(value: float, _tables: Tables | None, _where: str) -> Any:
    return value if math.isfinite(value) else {"$": "float", "v": str(value)}


def _list(value: Sequence[Any], tables: Tables | None, where: str) -> list[Any]:
    return [encode(part, tables, f"{where}[{i}]") for i, part in enumerate(value)]


def _tuple(value: Sequence[Any], tables: Tables | None, where: str) -> Any:
    return {"$": "tuple", "v": _list(value, tables, where)}


def _dict(value: Mapping[Any, Any], tables: Tables | None, where: str) -> Any:
    parts = [
        [encode(key, tables, where), encode(part, tables, f"{where}[{key!r}]")]
        for key, part in value.items()
    ]
    simple = all(type(key) is str for key in value) and "$" not in value
    return dict(parts) if simple else {"$": "dict", "v": parts}


def _numpy(value: np.generic, tables: Tables | None, where: str) -> Any:
    if value.dtype.kind not in "biufUmM" or value.dtype == np.longdouble:
        raise ValueError(f"{where} is a numpy {value.dtype}, which cannot be kept.")
    item = value.astype("int64").item() if value.dtype.kind in "mM" else value.item()
    return {"$": "numpy", "dtype": str(value.dtype), "v": encode(item, tables, where)}


def _stamp(value: pd.Timestamp, _tables: Tables | None, _where: str) -> Any:
    zone = None if value.tz is None else str(value.tz)
    moment = value if zone is None else value.tz_convert("UTC").tz_localize(None)
    return {"$": "stamp", "v": moment.isoformat(), "unit": value.unit, "zone": zone}


def _iso(kind: str) -> Callable[[Any, Tables | None, str], Any]:
    return lambda value, _tables, _where: {"$": kind, "v": value.isoformat()}


def _table(value: Any, tables: Tables | None, where: str) -> Any:
    if tables is None:
        raise ValueError(f"{where} is a table, which has no place here.")
    return tables.put(value, where)


def _object(value: Any, tables: Tables | None, where: str) -> Any:
    family: Any = type(value)
    name, own, kept = _written_as(family)
    if not own:
        raise ValueError(f"{where} is a {name}, which is not of csat_methods.")
    parts = {key: _attribute(value, key) for key in kept}
    return {
        "$": name,
        "v": {k: encode(part, tables, f"{where}.{k}") for k, part in parts.items()},
    }


@cache
def _written_as(kind: type) -> tuple[str, bool, tuple[str, ...]]:
    """Return how a dataclass is written, whether it is ours, and its fields."""
    name = f"{kind.__module__}:{kind.__qualname__}"
    kept = tuple(field.name for field in dataclasses.fields(kind) if field.init)
    return name, bool(_CLASS.fullmatch(name)), kept


def _attribute(value: Any, name: str) -> Any:
    if name == "covariance_source" and isinstance(value, Result):
        return covariance_kept(value)
    return getattr(value, name)


_WRITERS: dict[type, Callable[[Any, Tables | None, str], Any]] = {
    float: _float,
    list: _list,
    tuple: _tuple,
    dict: _dict,
    date: _iso("date"),
    datetime: _iso("datetime"),
    pd.Timestamp: _stamp,
    type(pd.NaT): lambda _value, _tables, _where: {"$": "NaT"},
    type(pd.NA): lambda _value, _tables, _where: {"$": "NA"},
    pd.DataFrame: _table,
    pd.Series: _table,
    np.ndarray: _table,
}


@cache
def _writer_of_family(kind: type) -> Callable[[Any, Tables | None, str], Any] | None:
    if issubclass(kind, np.generic):
        return _numpy
    if dataclasses.is_dataclass(kind):
        return _object
    return _dict if issubclass(kind, Mapping) else None


# ------------------------------------------------------------------- reading
def _read_numpy(coded: Mapping[str, Any], tables: Tables | None) -> Any:
    dtype, item = np.dtype(coded["dtype"]), decode(coded["v"], tables)
    return np.array(item, "int64" if dtype.kind in "mM" else dtype).astype(dtype)[()]


def _read_stamp(coded: Mapping[str, Any], _tables: Tables | None) -> pd.Timestamp:
    stamp = pd.Timestamp(coded["v"]).as_unit(coded["unit"])
    if coded["zone"] is None:
        return stamp
    return stamp.tz_localize("UTC").tz_convert(coded["zone"])


def _read_table(coded: Mapping[str, Any], tables: Tables | None) -> Any:
    if tables is None:
        raise ValueError(f"kind={coded['$']!r} needs the tables beside the JSON.")
    return tables.get(coded)


_READERS: dict[str, Callable[[Mapping[str, Any], Tables | None], Any]] = {
    "float": lambda coded, _tables: float(coded["v"]),
    "tuple": lambda coded, tables: tuple(decode(coded["v"], tables)),
    "dict": lambda coded, tables: {
        decode(key, tables): decode(part, tables) for key, part in coded["v"]
    },
    "numpy": _read_numpy,
    "date": lambda coded, _tables: date.fromisoformat(coded["v"]),
    "datetime": lambda coded, _tables: datetime.fromisoformat(coded["v"]),
    "stamp": _read_stamp,
    "NaT": lambda _coded, _tables: pd.NaT,
    "NA": lambda _coded, _tables: pd.NA,
    **dict.fromkeys(("frame", "series", "array"), _read_table),
}
