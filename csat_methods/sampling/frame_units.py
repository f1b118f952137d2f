"""Who is in the list that is drawn from, and who may be drawn?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.sampling.draw_plan import BY_SIZE, IN_ORDER, DrawPlan
from csat_methods.sampling.permanent_numbers import APART, permanent_keys

ADDED = ("inclusion_probability", "base_weight", "order")


@dataclass(frozen=True)
class Customers:
    """The rows of a frame as arrays.

    `keys` are the permanent numbers of the customers, `stratum` positions in `levels`,
    `place` the rank in the list that systematic draws go through, `sizes` numbers by
    column, `out` and `kept` who is excluded and who stays.
    """

    texts: list[str]
    keys: np.ndarray
    stratum: np.ndarray
    levels: tuple[Any, ...]
    place: np.ndarray
    sizes: dict[str, np.ndarray]
    out: np.ndarray
    kept: np.ndarray
    gone: int
    digest: str


def read_customers(
    frame: pd.DataFrame, plan: DrawPlan, exclude: list[str], keep: list[str]
) -> Customers:
    """Return the rows of a frame as arrays, or refuse what cannot be drawn from.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If ids are missing or doubled, a stratum, cluster or size is missing, or
        excluded and kept ids cannot be.
    """
    _check_frame(frame, plan)
    texts = id_texts(frame[plan.id], f"column {plan.id!r}")
    keys = permanent_keys(texts, plan.seed, len(plan.stages))
    order = np.argsort(keys, kind="stable")
    _check_twice(plan.id, texts, keys[order])
    stratum, levels = strata_of(frame, plan.strata)
    place = _places(frame, plan, keys)
    sizes = {s.size: _sizes(frame, s.size) for s in plan.stages if s.size is not None}
    out, kept = _listed(texts, exclude, "exclude"), _listed(texts, keep, "keep")
    if (out & kept).any():
        both = [texts[i] for i in np.flatnonzero(out & kept)[:5]]
        raise ValueError(f"ids {both} are both excluded and kept.")
    return Customers(
        texts, keys, stratum, levels, place, sizes, out, kept,
        len(set(keep)) - int(kept.sum()),
        _digest(frame, plan, keys, order, stratum, levels, place),
    )  # fmt: skip


def _check_frame(frame: pd.DataFrame, plan: DrawPlan) -> None:
    if not isinstance(frame, pd.DataFrame) or len(frame) == 0:
        raise ValueError(f"frame={type(frame).__name__} must be a table with rows.")
    _checks.columns(map(str, frame.columns), plan.columns, "the frame")
    taken = [name for name in ADDED if name in frame.columns]
    if taken:
        raise ValueError(
            f"frame has columns {taken}, which the draw adds; rename them."
        )
    faults = _checks.Faults()
    for name in plan.columns:
        missing = int(frame[name].isna().sum())
        if missing:
            faults.add(f"column {name!r} of the frame is blank in {missing} rows.")
    faults.stop()


def id_texts(column: pd.Series, where: str) -> list[str]:
    """Return ids as texts: whole numbers without a decimal point, else as they stand.

    Raises
    ------
    ValueError
        If an id is missing, or holds the separator.
    """
    if column.isna().any():
        raise ValueError(f"{where} has {int(column.isna().sum())} ids that are blank.")
    values = column.tolist()
    if column.dtype.kind == "f":
        values = [int(v) if float(v).is_integer() else v for v in values]
    texts = [v if type(v) is str else str(v) for v in values]
    if APART in "".join(texts):
        raise ValueError(f"{where} holds a unit separator (U+001F), which no id may.")
    return texts


def listed_ids(told: Any, frame: pd.DataFrame, name: str, column: str) -> list[str]:
    """Return ids that are told as a list, a boolean Series over the frame, or a frame.

    Raises
    ------
    ValueError
        If they are told in another way.
    """
    if told is None:
        return []
    if isinstance(told, pd.Series) and told.dtype == bool:
        if not told.index.equals(frame.index):
            raise ValueError(f"{name} must have the index of the frame.")
        told = frame.loc[told.to_numpy(), column]
    if isinstance(told, str) or not hasattr(told, "__iter__"):
        raise ValueError(f"{name}={told!r} must be ids, a boolean Series or a Sample.")
    ids = told if isinstance(told, pd.Series) else pd.Series(list(told))
    return id_texts(ids, name) if len(ids) else []


def _check_twice(name: str, texts: list[str], ordered: np.ndarray) -> None:
    """Refuse ids that stand twice; equal numbers are looked at, all others differ."""
    if (ordered[1:] != ordered[:-1]).all():
        return
    ids = pd.Series(texts)
    twice = ids[ids.duplicated()].unique()[:5].tolist()
    if twice:
        raise ValueError(
            f"id={name!r} holds {twice} more than once: one row a customer; "
            "customer_frame finds duplicates."
        )


def _listed(texts: list[str], ids: Sequence[str], name: str) -> np.ndarray:
    if not ids:
        return np.zeros(len(texts), bool)
    found = pd.Series(texts).isin(ids).to_numpy()
    if not found.any():
        raise ValueError(
            f"{name} holds {len(ids)} ids such as {ids[0]!r}, and none is in the "
            f"frame, where they read like {texts[0]!r}."
        )
    return found


def strata_of(
    frame: pd.DataFrame, columns: Sequence[str]
) -> tuple[np.ndarray, tuple[Any, ...]]:
    """Return each row's stratum as a position among the sorted strata, and these."""
    if not columns:
        return np.zeros(len(frame), int), ()
    codes, levels = sorted_codes(frame[columns[0]])
    if len(columns) == 1:
        return codes, tuple(levels)
    labels = [(level,) for level in levels]
    for column in columns[1:]:
        more, also = sorted_codes(frame[column])
        pairs, codes = np.unique(codes * len(also) + more, return_inverse=True)
        labels = [(*labels[p // len(also)], also[p % len(also)]) for p in pairs]
    return codes, tuple(labels)


def sorted_codes(column: pd.Series) -> tuple[np.ndarray, list[Any]]:
    """Return positions among the sorted values of a column, and the values."""
    codes, values = pd.factorize(column)
    levels = [v.item() if hasattr(v, "item") else v for v in list(values)]
    numbers = all(isinstance(v, int | float) for v in levels)
    order = sorted(
        range(len(levels)), key=lambda i: levels[i] if numbers else str(levels[i])
    )
    rank = np.empty(len(levels), int)
    rank[order] = np.arange(len(levels))
    return rank[codes], [levels[i] for i in order]


def _sizes(frame: pd.DataFrame, column: str) -> np.ndarray:
    if frame[column].dtype.kind not in "iuf":
        raise ValueError(f"size={column!r} must hold numbers.")
    sizes = frame[column].to_numpy(float)
    wrong = int((~(np.isfinite(sizes) & (sizes > 0))).sum())
    if wrong:
        raise ValueError(
            f"size={column!r} is 0 or less in {wrong} rows: they could never be drawn; "
            "give them a size or exclude them."
        )
    return sizes


def _places(frame: pd.DataFrame, plan: DrawPlan, keys: np.ndarray) -> np.ndarray:
    """Return the rank of each row in the list: its own order, or that of columns."""
    if not plan.order_by:
        return np.arange(len(frame))
    codes = [sorted_codes(frame[column])[0] for column in reversed(plan.order_by)]
    place = np.empty(len(frame), int)
    place[np.lexsort((keys, *codes))] = np.arange(len(frame))
    return place


def _digest(
    frame: pd.DataFrame,
    plan: DrawPlan,
    keys: np.ndarray,
    order: np.ndarray,
    stratum: np.ndarray,
    levels: tuple[Any, ...],
    place: np.ndarray,
) -> str:
    """Return a fingerprint of all that the draw looks at, whatever the rows' order.

    Where a draw goes through the list in the order of its rows, that order counts.
    """
    seen = blake2b(repr(levels).encode(), digest_size=16)
    seen.update(keys[order].astype("<u8").tobytes())
    seen.update(stratum[order].astype("<i8").tobytes())
    for stage in plan.stages:
        for column in (stage.clusters, stage.size):
            if column is not None:
                seen.update(_column_bytes(frame[column], order))
    if any(s.method in IN_ORDER for s in plan.stages):
        seen.update(place[order].astype("<i8").tobytes())
    return seen.hexdigest()


def _column_bytes(column: pd.Series, order: np.ndarray) -> bytes:
    if column.dtype.kind in "iuf":
        return column.to_numpy(float)[order].astype("<f8").tobytes()
    codes, values = sorted_codes(column)
    return repr(values).encode() + codes[order].astype("<i8").tobytes()


def cluster_sizes(
    method: str, size: np.ndarray | None, unit: np.ndarray, name: str
) -> np.ndarray | None:
    """Return one size a cluster: its column's value, else how many customers it has.

    Raises
    ------
    ValueError
        If the sizes of one cluster differ.
    """
    if method not in BY_SIZE:
        return None
    if size is None:
        return np.bincount(unit).astype(float)
    low, high = np.full(unit.max() + 1, np.inf), np.zeros(unit.max() + 1)
    np.minimum.at(low, unit, size)
    np.maximum.at(high, unit, size)
    if (low < high).any():
        raise ValueError(
            f"size differs inside {int((low < high).sum())} of the clusters {name!r}: "
            "a cluster has one size."
        )
    return high
