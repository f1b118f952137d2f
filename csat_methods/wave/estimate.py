"""Which domains does a wave fall into, and what is an estimate with its error?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from csat_methods import _checks
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.stages import Stage

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


OWN_COLUMNS = frozenset(
    (
        *("term", "estimate", "se", "ci_low", "ci_high", "n", "df", "deff"),
        *("asked", "not_applicable", "asked_in_all", "method", "level"),
    )
)
"""Columns that tables have of their own; a segment called so would hide one."""


@dataclass(frozen=True, eq=False)
class Domains:
    """Segments of a wave as codes: never separate waves.

    Attributes
    ----------
    by : tuple of str
        Segment columns; empty for the whole domain.
    keys : list of tuple
        Levels of each domain.
    codes : ndarray of int, shape (n,)
        Domain of each row; −1 outside.
    """

    by: tuple[str, ...]
    keys: list[tuple[Any, ...]]
    codes: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def everybody(self) -> bool:
        """Whether there is one domain and all rows are in it."""
        return len(self) == 1 and not self.codes.any()

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sums of values (n,) by domain, shape (D,)."""
        if self.everybody:
            return np.array([float(values.sum())])
        return np.bincount(self.codes + 1, values, len(self) + 1)[1:]


def domains(wave: Wave, by: str | Sequence[str] | None = None) -> Domains:
    """Return the segments of a wave's domain.

    Raises
    ------
    KeyError
        If a segment column is not in the wave.
    ValueError
        If nobody is in the domain, or a segment is named twice, or like a column of
        the table.
    """
    names = () if by is None else tuple(_checks.listed("by", by))
    _checks.columns(wave._names, names, "the wave")
    if len(set(names)) < len(names) or OWN_COLUMNS & set(names):
        raise ValueError(
            f"by={list(names)} must name segments once each, none of them like a "
            f"column of the table: {', '.join(sorted(OWN_COLUMNS))}."
        )
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing can be estimated.")
    if not names:
        return Domains((), [()], np.where(wave.domain, 0, -1))
    columns = (wave._frame[name][wave.domain] for name in names)
    each, levels = zip(*(pd.factorize(c, sort=True) for c in columns), strict=True)
    known = np.min(each, axis=0) >= 0
    if not known.any():
        raise ValueError(
            f"by={list(names)}: everybody in the domain has a blank there."
        )
    shape = tuple(map(len, levels))
    cells = np.ravel_multi_index([c[known] for c in each], shape)
    present, place = np.unique(cells, return_inverse=True)
    codes = np.full(len(wave.domain), -1)
    codes[np.flatnonzero(wave.domain)[known]] = place
    listed = [level.tolist() for level in levels]
    places = zip(*np.unravel_index(present, shape), strict=True)
    keys = [tuple(v[i] for v, i in zip(listed, at, strict=True)) for at in places]
    return Domains(names, keys, codes)


def segment_frame(where: Domains, repeat: int) -> dict[str, list[Any]]:
    """Return the `by` columns of a table, each domain repeated for its terms."""
    return {
        name: [key[i] for key in where.keys for _ in range(repeat)]
        for i, name in enumerate(where.by)
    }


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates of D domains × k terms, the terms of the first domain first.

    Attributes
    ----------
    estimate, se, df : ndarray, shape (D k,)
        NaN errors where a domain has fewer than one degree of freedom.
    n : ndarray of int, shape (D k,)
        Answers each rests on.
    covariance : callable
        () → ndarray (D k, D k), computed when asked for.
    each : ndarray, shape (R, D k), optional
        The estimates of every replicate, where the design has replicates.
    """

    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    n: np.ndarray
    covariance: Callable[[], np.ndarray] | None
    each: np.ndarray | None = None


def interval(
    estimate: np.ndarray, se: np.ndarray, df: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the t interval."""
    half = quantile(df, level) * se
    return estimate - half, estimate + half


def correlation_interval(
    r: np.ndarray, se: np.ndarray, df: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return the ends of the t interval on Fisher's scale, within one on both sides.

    .. math:: \tanh\left(\operatorname{artanh} r \pm t \frac{s}{1 - r^2}\right)

    References
    ----------
    Fisher, R. A. (1921). *Metron*, 1, 3-32.

    Examples
    --------
    >>> ends = correlation_interval(*map(np.array, ([0.9], [0.1], [10.0])), 0.95)
    >>> [end.round(3).tolist() for end in ends]
    [[0.291], [0.99]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = interval(np.arctanh(r), se / (1 - r**2), df, level)
    return np.tanh(low), np.tanh(high)


def quantile(df: np.ndarray, level: float) -> np.ndarray:
    """Return the two-sided t quantile; NaN where there are no degrees of freedom."""
    sound = np.asarray(df, float) >= 1
    return np.where(sound, stdtrit(np.where(sound, df, 1.0), (1 + level) / 2), np.nan)


def sizes(
    wave: Wave, where: Domains, enters: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return answers and degrees of freedom by domain and term, both (D, k)."""
    n, design = counts(where, enters), wave.design
    if design.replicates is not None:
        return n, _replicate_degrees(design.replicates, where, enters)
    if design.first.singular and len(design.first.population) == 1:
        return n, np.maximum(n - 1.0, 0.0)
    members = enters & (design.weights != 0)[:, None] & (where.codes >= 0)[:, None]
    if design.first.singular:
        strata = _present(design.stratum, where, members)
        return n, (counts(where, members) - strata).astype(float)
    return n, _unit_degrees(design.first, where, members)


def _unit_degrees(stage: Stage, where: Domains, members: np.ndarray) -> np.ndarray:
    """Return units less strata that have members, by domain and term, (D, k)."""
    columns, count = [], len(where)
    cell = stage.unit if count == 1 else stage.unit * count + where.codes
    for rows in members.T:
        seen = np.zeros((len(stage.stratum), count), bool)
        seen.reshape(-1)[cell[rows]] = True
        unit, domain = np.nonzero(seen)
        reached = np.zeros((len(stage.population), count), bool)
        reached[stage.stratum[unit], domain] = True
        columns.append(seen.sum(axis=0) - reached.sum(axis=0))
    return np.column_stack(columns).astype(float)


def _replicate_degrees(
    replicates: Replicates, where: Domains, enters: np.ndarray
) -> np.ndarray:
    """Return rank less one by domain and term, (D, k); alike rows are ranked once."""
    known: dict[bytes, int] = {}

    def degrees(rows: np.ndarray) -> float:
        key = np.packbits(rows).tobytes()
        if key not in known:
            known[key] = replicates.degrees(rows)
        return float(known[key])

    masks = [where.codes == d for d in range(len(where))]
    return np.array([[degrees(m & column) for column in enters.T] for m in masks])


def counts(where: Domains, enters: np.ndarray) -> np.ndarray:
    """Return how many rows enter, by domain and term, shape (D, k)."""
    if where.everybody:
        return np.count_nonzero(enters, axis=0)[None, :]
    bins = where.codes + 1
    columns = [np.bincount(bins[c], minlength=len(where) + 1)[1:] for c in enters.T]
    return np.column_stack(columns)


def _present(group: np.ndarray, where: Domains, members: np.ndarray) -> np.ndarray:
    """Return how many groups have members, by domain and term, shape (D, k)."""
    cell, size = group * len(where) + where.codes, int(group.max()) + 1
    columns = []
    for rows in members.T:
        seen = np.zeros(size * len(where), bool)
        seen[cell[rows]] = True
        columns.append(seen.reshape(size, -1).sum(axis=0))
    return np.column_stack(columns)
