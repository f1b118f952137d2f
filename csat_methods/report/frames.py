"""How does a table come back from a file with its types, labels and order?

A table becomes flat columns of simple types for Arrow, and a description in JSON of
what they were: labels, levels, categories. Columns of Python objects stand in the
description themselves, and hold one type. Frames of pandas are made once, at the end:
a run keeps a thousand columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csat_methods.report.tagged import decode, encode

_NARROW = {
    np.dtype(name)
    for name in (
        *("bool", "float32", "float64"),
        *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
    )
}


class FlatTables:
    """Tables on their way to files (``put``) and back (``get``).

    Examples
    --------
    >>> tables = FlatTables()
    >>> coded = tables.put(pd.DataFrame({"n": [4, 5]}), "table")
    >>> FlatTables(tables.flat).get(coded)
       n
    0  4
    1  5
    """

    def __init__(self, flat: Iterable[pa.Table] = ()) -> None:
        self.flat = list(flat)

    def put(self, value: Any, where: str) -> dict[str, Any]:
        """Return the description of a frame, series or array; keep its columns.

        Raises
        ------
        ValueError
            If it holds what could not come back as it was.
        """
        if isinstance(value, pd.DataFrame):
            return {"$": "frame", **self._put(value, where)}
        if isinstance(value, pd.Series):
            name = encode(value.name, None, where)
            frame = value.rename("values").to_frame()
            return {"$": "series", "name": name, **self._put(frame, where)}
        return {"$": "array", "shape": list(value.shape), **self._array(value, where)}

    def _array(self, value: np.ndarray, where: str) -> dict[str, Any]:
        if value.dtype.kind == "U":
            return {"dtype": str(value.dtype), "v": value.ravel().tolist()}
        flat: dict[str, pa.Array] = {}
        column = _put_column(pd.Series(value.ravel(), copy=False), flat, where)
        return {"at": self._keep(flat), "column": column}

    def _put(self, frame: pd.DataFrame, where: str) -> dict[str, Any]:
        flat: dict[str, pa.Array] = {}
        columns = [
            _put_column(values, flat, f"{where}[{label!r}]")
            for label, values in frame.items()
        ]
        index = _put_index(frame.index, flat, f"{where}.index")
        labels = _put_labels(frame.columns, f"{where}.columns")
        at = self._keep(flat)
        return {"at": at, "columns": columns, "index": index, "labels": labels}

    def _keep(self, flat: dict[str, pa.Array]) -> int:
        """Keep columns as a table; return where it stands."""
        self.flat.append(pa.table(flat))
        return len(self.flat) - 1

    def get(self, coded: Mapping[str, Any]) -> Any:
        """Return the frame, series or array of a description."""
        return _GETTERS[coded["$"]](self, coded)

    def _frame(self, coded: Mapping[str, Any]) -> pd.DataFrame:
        flat = self.flat[coded["at"]]
        index = _get_index(coded["index"], flat)
        columns = [_get_column(column, flat) for column in coded["columns"]]
        frame = pd.DataFrame(dict(enumerate(columns)), copy=False)
        frame = frame if columns else pd.DataFrame(index=range(len(index)))
        return frame.set_axis(index).set_axis(_get_labels(coded["labels"]), axis=1)

    def _series(self, coded: Mapping[str, Any]) -> pd.Series:
        return self._frame(coded).iloc[:, 0].rename(decode(coded["name"]))

    def _values(self, coded: Mapping[str, Any]) -> np.ndarray:
        if "v" in coded:
            flat = np.array(coded["v"], coded["dtype"])
        else:
            flat = np.array(_get_column(coded["column"], self.flat[coded["at"]]))
        return flat.reshape(coded["shape"])


_GETTERS = {
    "frame": FlatTables._frame,
    "series": FlatTables._series,
    "array": FlatTables._values,
}


# ------------------------------------------------------------------- columns
def _put_column(values: pd.Series, flat: dict[str, pa.Array], where: str) -> Any:
    dtype = values.dtype
    simple = isinstance(dtype, np.dtype)
    if simple and dtype.kind == "O":
        return {"v": [encode(v, None, where) for v in _of_one_type(values, where)]}
    at = f"c{len(flat)}"
    if isinstance(dtype, pd.CategoricalDtype):
        flat[at] = pa.array(values.cat.codes.to_numpy())
        categories = _put_labels(values.cat.categories, where)
        return {"at": at, "categories": categories, "ordered": values.cat.ordered}
    kind = _storable(dtype)
    if kind is None:
        raise ValueError(f"{where} is of type {dtype}, which cannot be kept.")
    flat[at] = pa.array(values.to_numpy() if simple else values.array)
    return {"at": at, "dtype": kind}


def _get_column(coded: Mapping[str, Any], flat: pa.Table) -> Any:
    if "v" in coded:
        return pd.Series([decode(v) for v in coded["v"]], dtype=object)
    column = flat.column(coded["at"])
    if "categories" in coded:
        kind = pd.CategoricalDtype(_get_labels(coded["categories"]), coded["ordered"])
        return pd.Categorical.from_codes(column.to_numpy(), dtype=kind)
    dtype: Any = pd.api.types.pandas_dtype(coded["dtype"])
    if isinstance(dtype, np.dtype):
        return np.array(column.to_numpy(), dtype)
    return dtype.__from_arrow__(column)


def _of_one_type(values: pd.Series, where: str) -> list[Any]:
    listed = values.tolist()
    present = [v for v, absent in zip(listed, values.isna(), strict=True) if not absent]
    kinds = sorted({type(v).__name__ for v in present})
    if len(kinds) > 1:
        raise ValueError(f"{where} mixes {' and '.join(kinds)}; a column has one type.")
    return listed


@cache
def _storable(dtype: Any) -> str | None:
    """Return the name of a type whose values come back as they were, else None."""
    name = str(dtype)
    if isinstance(dtype, np.dtype):
        return name if dtype in _NARROW or dtype.kind in "mM" else None
    if isinstance(dtype, pd.StringDtype):
        return name  # in Arrow or not: their values are the same
    zoned = isinstance(dtype, pd.BooleanDtype | pd.DatetimeTZDtype)
    known = zoned or name.startswith(("Int", "UInt", "Float"))
    return name if known and pd.api.types.pandas_dtype(name) == dtype else None


# -------------------------------------------------------------------- labels
def _put_labels(index: pd.Index, where: str) -> dict[str, Any]:
    levels = [index.get_level_values(i) for i in range(index.nlevels)]
    return {
        "levels": [_put_level(level, where) for level in levels],
        "names": [encode(name, None, where) for name in index.names],
        "multi": isinstance(index, pd.MultiIndex),
    }


def _put_level(level: pd.Index, where: str) -> dict[str, Any]:
    if level.dtype != object and _storable(level.dtype) is None:
        raise ValueError(f"{where} are of type {level.dtype}, which cannot be kept.")
    return {
        "dtype": str(level.dtype),
        "v": [encode(label, None, where) for label in level.tolist()],
    }


def _get_labels(coded: Mapping[str, Any]) -> pd.Index:
    levels = [
        pd.Index(decode(level["v"]), dtype=level["dtype"], tupleize_cols=False)
        for level in coded["levels"]
    ]
    return _named(levels, coded)


def _put_index(index: pd.Index, flat: dict[str, pa.Array], where: str) -> Any:
    names = [encode(name, None, where) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return {"range": [index.start, index.stop, index.step], "names": names}
    levels = [
        _put_column(index.get_level_values(i).to_series(), flat, where)
        for i in range(index.nlevels)
    ]
    multi = isinstance(index, pd.MultiIndex)
    return {"levels": levels, "names": names, "multi": multi}


def _get_index(coded: Mapping[str, Any], flat: pa.Table) -> pd.Index:
    if "range" in coded:
        return pd.RangeIndex(*coded["range"], name=decode(coded["names"])[0])
    levels = [
        pd.Index(_get_column(level, flat), tupleize_cols=False)
        for level in coded["levels"]
    ]
    return _named(levels, coded)


def _named(levels: list[pd.Index], coded: Mapping[str, Any]) -> pd.Index:
    names = decode(coded["names"])
    if coded["multi"]:
        return pd.MultiIndex.from_arrays(levels, names=names)
    return levels[0].rename(names[0])
