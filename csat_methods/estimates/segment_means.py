"""How high are the means of segments, and how far do pairs of them lie apart?"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.wave.claimed import uncertain_means
from csat_methods.wave.estimate import Domains, Estimates
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.spreads import spreads

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST = 60
"""Most segments: their pairs grow with the square."""

Pair = tuple[int, int]
"""A segment and what it is compared with, by their places."""


class SegmentMeans:
    """Means of k items in D segments, and what their differences rest on."""

    def __init__(self, wave: Wave, where: Domains, items: list[str]) -> None:
        self.wave, self.where, self.items = wave, where, items
        self.names = [" · ".join(map(text_of, key)) for key in where.keys]
        x = wave.answers(items)
        self.held = ~np.isnan(x)
        self.x = np.where(self.held, x, 0.0)

    @property
    def split(self) -> dict[str, dict[str, str]]:
        """Segment to its columns, and to their levels as tables split by them say."""
        each = (
            dict(zip(self.where.by, map(str, k), strict=True)) for k in self.where.keys
        )
        return dict(zip(self.names, each, strict=True))

    @cached_property
    def found(self) -> Estimates:
        """Means of all segments, the items of the first one first."""
        return ratio_estimates(self.wave, self.where, self.x, self.held.astype(float))

    @cached_property
    def n(self) -> np.ndarray:
        """Answers by segment and item, (D, k)."""
        return self.found.n.reshape(len(self.where), -1)

    @cached_property
    def spread(self) -> np.ndarray:
        """Variances inside segments, n / (n − 1) times the weighted ones, (D, k)."""
        bins, count = self.where.codes + 1, len(self.where) + 1
        means = np.nan_to_num(self.found.estimate).reshape(self.n.shape)
        at, w = np.maximum(self.where.codes, 0), self.wave.design.weights
        squares, sizes = [], []
        for j, held in enumerate(self.held.T):
            off = self.x[:, j] - means[at, j]
            squares.append(np.bincount(bins, w * held * off**2, count)[1:])
            sizes.append(np.bincount(bins, w * held, count)[1:])
        with np.errstate(invalid="ignore", divide="ignore"):
            plain = np.column_stack(squares) / np.column_stack(sizes)
            return plain * self.n / (self.n - 1)

    def between(self) -> pd.DataFrame:
        r"""Return which share of each item's variation lies between the segments.

        .. math:: \eta^2 = \frac{SS_b}{SS_t}, \qquad
                  \epsilon^2 = \frac{SS_b - (D - 1)\, MS_w}{SS_t}

        in weighted sums of squares; ε² does not grow by chance alone, and may fall
        below 0 where segments do not differ.
        """
        bins, count = self.where.codes + 1, len(self.where) + 1
        w = self.wave.design.weights
        size = np.column_stack(
            [np.bincount(bins, w * held, count)[1:] for held in self.held.T]
        )
        means = np.nan_to_num(self.found.estimate).reshape(size.shape)
        share, n = size / np.maximum(size.sum(axis=0), 1e-300), self.n.sum(axis=0)
        middle = (share * means).sum(axis=0)
        across = (share * (means - middle) ** 2).sum(axis=0)
        inner = np.nan_to_num(self.spread) * np.maximum(self.n - 1, 0) / self.n.clip(1)
        inside = (share * inner).sum(axis=0)
        held = (self.n > 0).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            by_chance = (held - 1) * inside / (n - held)
            eta, epsilon = (x / (across + inside) for x in (across, across - by_chance))
        table = {"eta_squared": eta, "epsilon_squared": epsilon}
        return pd.DataFrame(table, index=pd.Index(self.items, name="term"))

    def uncertain(self, pairs: list[Pair], df: np.ndarray, least: float) -> np.ndarray:
        """Return which rows rest on a mean outside its claim, or on too small a df."""
        sound = replace(self.found, df=np.full(len(self.found.df), np.inf))
        variance = spreads(self.wave, self.where, self.x, self.held).variance
        few = uncertain_means(self.wave, self.where, sound, self.x, self.held, variance)
        return (self.contrasts(pairs)[:, few] != 0).any(axis=1) | (df < least)

    def contrasts(self, pairs: list[Pair]) -> np.ndarray:
        """Return the contrasts of the table's rows, (k pairs, D k)."""
        k = len(self.items)
        C = np.zeros((k * len(pairs), len(self.where) * k))
        row = np.arange(len(pairs))
        for j in range(k):
            C[j * len(pairs) + row, [s * k + j for s, _ in pairs]] = 1.0
            C[j * len(pairs) + row, [r * k + j for _, r in pairs]] = -1.0
        return C

    def covariance(self, pairs: list[Pair]) -> np.ndarray:
        """Return the covariance of the table's rows."""
        C, source = self.contrasts(pairs), self.found.covariance
        matrix = source() if source is not None else np.zeros((C.shape[1],) * 2)
        lost = np.isnan(np.diag(matrix))
        made = C @ np.where(lost[:, None] | lost, 0.0, matrix) @ C.T
        gone = (C[:, lost] != 0).any(axis=1)
        return np.where(gone[:, None] | gone, np.nan, made)

    def degrees(self, pairs: list[Pair]) -> np.ndarray:
        """Return degrees of freedom of both segments less one, by row."""
        inside = (self.where.codes >= 0) & (self.wave.design.weights > 0)
        found = [self._union(held & inside, pairs) for held in self.held.T]
        return np.maximum(np.concatenate(found) - 1.0, 0.0)

    def _union(self, rows: np.ndarray, pairs: list[Pair]) -> np.ndarray:
        """Return degrees of freedom of the rows of each pair of segments."""
        design, codes, count = self.wave.design, self.where.codes, len(self.where)
        if design.replicates is not None:
            found = [design.degrees(rows & np.isin(codes, pair)) for pair in pairs]
            return np.array(found, float)
        units = _present(design.first.unit[rows], codes[rows], design.n_units, count)
        strata = _present(
            design.stratum[rows], codes[rows], len(design.first.population), count
        )
        counts = [
            [np.count_nonzero(each[s] | each[r]) for s, r in pairs]
            for each in (units, strata)
        ]
        return np.subtract(*np.array(counts, float))

    def effects(self, pairs: list[Pair]) -> np.ndarray:
        """Return Cohen's d of each row; missing where nothing varies."""
        means = self.found.estimate.reshape(self.n.shape)
        s, r = (np.array(side) for side in zip(*pairs, strict=True))
        free = np.maximum(self.n - 1, 0)
        inner = np.nan_to_num(self.spread) * free
        with np.errstate(invalid="ignore", divide="ignore"):
            pooled = np.sqrt((inner[s] + inner[r]) / (free[s] + free[r]))
            d = (means[s] - means[r]) / pooled
        return np.where(pooled > 0, d, np.nan).T.ravel()


def text_of(level: Any) -> str:
    """Return a segment's level as text: whole numbers without decimals."""
    whole = isinstance(level, float) and level.is_integer()
    return str(int(level)) if whole else str(level)


def paired(names: list[str], reference: Any) -> list[Pair]:
    """Return which segments are compared: (segment, reference).

    Raises
    ------
    ValueError
        If there are fewer than two segments, too many, or the reference is none.
    """
    if not 2 <= len(names) <= MOST:
        raise ValueError(f"by: {len(names)} segments; a comparison needs 2 to {MOST}.")
    if reference is None:
        return [(s, r) for r, s in combinations(range(len(names)), 2)]
    _checks.one_of("reference", text_of(reference), names)
    at = names.index(text_of(reference))
    return [(s, at) for s in range(len(names)) if s != at]


def _present(group: np.ndarray, codes: np.ndarray, size: int, count: int) -> np.ndarray:
    """Return which groups each segment has members in, shape (D, size)."""
    seen = np.zeros((count, size), bool)
    seen[codes, group] = True
    return seen
