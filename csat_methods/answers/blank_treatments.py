"""What is the mean of an item under each treatment of its blanks?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.statistics.rubin import rubin
from csat_methods.wave.estimate import Domains, Estimates
from csat_methods.wave.ratios import ratio_estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True)
class Mean:
    """One mean with its error."""

    estimate: float
    se: float
    df: float
    n: int
    fmi: float = 0.0

    @classmethod
    def of(cls, found: Estimates) -> Mean:
        """Return the first of some estimates."""
        estimate, se, df = (float(v[0]) for v in (found.estimate, found.se, found.df))
        return cls(estimate, se, df, int(found.n[0]))


@dataclass(frozen=True, eq=False)
class BlankItem:
    """One item: its answers, where it was left blank, and how blanks were filled."""

    wave: Wave
    item: str
    column: int
    blank: np.ndarray
    asked: np.ndarray
    filled: list[np.ndarray]

    def treated(self, where: Domains, shift: float) -> Iterator[tuple[str, Mean]]:
        """Yield each treatment of blanks with the mean that it makes."""
        x = self.wave.answers(self.item)[:, 0]
        answered = self.asked & ~self.blank
        yield "answered", self._mean(where, x, answered)
        spread = float(np.std(x[answered], ddof=1)) if answered.sum() > 1 else 0.0
        for name, sign in MOVES.items():
            moved = [self._moved(y, sign * shift * spread) for y in self.filled]
            yield name, self._pooled(where, moved)
        for name, end in zip(("lowest", "highest"), self._ends, strict=True):
            if np.isfinite(end):
                yield name, self._mean(where, np.where(self.blank, end, x), self.asked)

    @property
    def _ends(self) -> tuple[float, float]:
        return self.wave.scales.get(self.item, (-np.inf, np.inf))

    def _moved(self, y: np.ndarray, by: float) -> np.ndarray:
        """Return answers with moved blanks, whose mean stays on the scale."""
        w = self.wave.design.weights[self.blank]
        level = float(w @ y[self.blank] / w.sum()) if w.sum() else 0.0
        return np.where(self.blank, y - level + np.clip(level + by, *self._ends), y)

    def _mean(self, where: Domains, x: np.ndarray, rows: np.ndarray) -> Mean:
        return Mean.of(self._means(where, x[:, None], rows[:, None]))

    def _pooled(self, where: Domains, filled: list[np.ndarray]) -> Mean:
        if not self.blank.any():  # nothing was drawn, so no information is missing
            return self._mean(where, filled[0], self.asked)
        x = np.column_stack(filled)
        each = self._means(where, x, self.asked[:, None] & ~np.isnan(x))
        q, u = each.estimate[:, None], each.se[:, None] ** 2
        made = rubin(q, u, np.array([each.df.mean()]))
        estimate, se, df = (float(v[0]) for v in (made.estimate, made.se, made.df))
        return Mean(estimate, se, df, int(each.n[0]), float(made.fmi[0]))

    def _means(self, where: Domains, x: np.ndarray, rows: np.ndarray) -> Estimates:
        top = np.where(rows, x, 0.0)
        return ratio_estimates(self.wave, where, top, rows.astype(float))

    @property
    def share(self) -> float:
        """Weighted share of blanks among those asked."""
        w = self.wave.design.weights
        whole = float(w[self.asked].sum())
        return float(w[self.blank].sum()) / whole if whole else float("nan")


MOVES = {"imputed": 0.0, "imputed_lower": -1.0, "imputed_higher": 1.0}
