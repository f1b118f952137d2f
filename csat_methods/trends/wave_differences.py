"""How far apart are the means of neighbouring waves, and how sure is that?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.estimate import Domains, domains
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.stack import stack

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

COLUMN = "wave of the comparison"
"""Column of the stacked waves; no survey has it."""


@dataclass(frozen=True, eq=False)
class Differences:
    """Means of k items in W waves, and their differences between neighbours.

    Attributes
    ----------
    named : dict of str to Wave
        In time order, two at least.
    items : list of str
    comparable : ndarray of bool, shape (W − 1, k)
        Whether a wave's answers may be compared with those of the wave before.
    """

    named: Mapping[str, Wave]
    items: list[str]
    comparable: np.ndarray

    @cached_property
    def whole(self) -> Wave:
        """All waves as one, with the people of several waves as units."""
        narrow = {name: _only(wave, self.items) for name, wave in self.named.items()}
        return stack(narrow, column=COLUMN)

    @cached_property
    def answers(self) -> np.ndarray:
        """Answers of all waves, NaN for none, shape (n, k)."""
        columns = self.whole.frame.reindex(columns=self.items)
        return columns.to_numpy(float, na_value=np.nan)

    @cached_property
    def held(self) -> np.ndarray:
        """Who of the domain answered, shape (n, k)."""
        counted = self.whole.domain & (self.whole.design.weights > 0)
        return ~np.isnan(self.answers) & counted[:, None]

    @cached_property
    def where(self) -> Domains:
        """The waves as domains of the stacked one, in time order."""
        codes = self.whole.frame[COLUMN].cat.codes.to_numpy().astype(np.int64)
        inside = np.where(self.whole.domain, codes, -1)
        return Domains((COLUMN,), [(name,) for name in self.named], inside)

    @cached_property
    def _found(self) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Means and answers (W, k), and means of every replicate (R, W, k)."""
        y = np.where(self.held, self.answers, 0.0)
        found = ratio_estimates(self.whole, self.where, y, self.held.astype(float))
        shape = (len(self.named), len(self.items))
        each = None if found.each is None else found.each.reshape(-1, *shape)
        return found.estimate.reshape(shape), found.n.reshape(shape), each

    @property
    def means(self) -> np.ndarray:
        """Means by wave and item, (W, k)."""
        return self._found[0]

    @property
    def n(self) -> np.ndarray:
        """Answers by wave and item, (W, k)."""
        return self._found[1]

    @cached_property
    def change(self) -> np.ndarray:
        """Later less earlier, NaN where not comparable, shape (W − 1, k)."""
        return np.where(self.comparable, np.diff(self.means, axis=0), np.nan)

    @cached_property
    def degrees(self) -> np.ndarray:
        """Degrees of freedom of each change, shape (W − 1, k)."""
        rows = [
            self.held & np.isin(self.where.codes, [pair, pair + 1])[:, None]
            for pair in range(len(self.named) - 1)
        ]
        design = self.whole.design
        return np.array([[float(design.degrees(c)) for c in r.T] for r in rows])

    @cached_property
    def _influence(self) -> np.ndarray:
        """Influence of each row on the mean of its own wave, shape (n, k)."""
        codes, w = np.maximum(self.where.codes, 0), self.whole.design.weights
        bins, count = self.where.codes + 1, len(self.named) + 1
        sizes = [np.bincount(bins, w * rows, count)[1:] for rows in self.held.T]
        size = np.stack(sizes, axis=1)[codes]
        off = np.where(self.held, self.answers - np.nan_to_num(self.means)[codes], 0.0)
        return np.divide(off, size, out=np.zeros_like(off), where=size > 0)

    def _signed(self, pair: int) -> np.ndarray:
        """Return the influence of each row on one pair's changes, shape (n, k)."""
        sign = (self.where.codes == pair + 1).astype(float)
        sign -= self.where.codes == pair
        return self._influence * sign[:, None]

    def covariance(self) -> np.ndarray:
        """Return the covariance of all changes, pair by pair."""
        pairs = range(len(self.named) - 1)
        replicates, each = self.whole.design.replicates, self._found[2]
        if replicates is not None and each is not None:
            changes = np.diff(each, axis=1).reshape(len(each), -1)
            return replicates.covariance(np.diff(self.means, axis=0).ravel(), changes)
        z = np.hstack([self._signed(pair) for pair in pairs])
        return covariance(self.whole.design, z)

    @cached_property
    def se(self) -> np.ndarray:
        """Errors of the changes, people of both waves seen, shape (W − 1, k)."""
        shape = self.change.shape
        if self.whole.design.replicates is not None:
            variance = np.diag(self.covariance()).reshape(shape)
        else:
            design = self.whole.design
            blocks = [
                covariance(design, self._signed(pair)) for pair in range(shape[0])
            ]
            variance = np.array([np.diag(block) for block in blocks])
        known = ~np.isnan(self.change) & (self.degrees >= 1)
        return np.where(known, np.sqrt(np.maximum(variance, 0.0)), np.nan)

    @cached_property
    def se_independent(self) -> np.ndarray:
        """Errors as if the waves shared nobody, shape (W − 1, k)."""
        alone = np.array([self._alone(wave) for wave in self.named.values()])
        both = np.sqrt(alone[1:] ** 2 + alone[:-1] ** 2)
        return np.where(np.isnan(self.change), np.nan, both)

    def _alone(self, wave: Wave) -> np.ndarray:
        """Return the errors of a wave's own means, NaN for items it did not ask."""
        columns = wave.frame.reindex(columns=self.items)
        x = columns.to_numpy(float, na_value=np.nan)
        held = ~np.isnan(x)
        y = np.where(held, x, 0.0)
        return ratio_estimates(wave, domains(wave), y, held.astype(float)).se

    @cached_property
    def shared(self) -> np.ndarray:
        """People who answered in both waves, shape (W − 1, k)."""
        if self.whole.person is None:
            return np.zeros(self.change.shape, int)
        who = pd.factorize(self.whole.frame[self.whole.person])[0]
        counts = []
        for pair in range(len(self.named) - 1):
            sides = [(self.where.codes == pair + s) & (who >= 0) for s in (0, 1)]
            counts.append([_common(who, sides, rows) for rows in self.held.T])
        return np.array(counts)


def _only(wave: Wave, items: Sequence[str]) -> Wave:
    """Return the wave with the columns that a comparison needs."""
    frame = wave.frame
    columns = [c for c in dict.fromkeys((*items, wave.person)) if c in frame]
    absent = {item: codes for item, codes in wave.absent.items() if item in items}
    return replace(wave, _frame=frame[columns], absent=absent)


def _common(who: np.ndarray, sides: Sequence[np.ndarray], rows: np.ndarray) -> int:
    return len(np.intersect1d(*(who[side & rows] for side in sides)))


def compared_items(named: Mapping[str, Wave], items: str | Sequence[str]) -> list[str]:
    """Return the columns to compare: of a construct, a list, or one.

    Raises
    ------
    KeyError
        If a column is in none of the waves.
    ValueError
        If a column is named twice, or holds text or nominal codes.
    """
    last = list(named.values())[-1]
    constructs = last.study.constructs if last.study is not None else {}
    if isinstance(items, str):
        items = list(constructs[items].items) if items in constructs else [items]
    listed = list(items)
    known = dict.fromkeys(str(c) for w in named.values() for c in w.frame.columns)
    _checks.columns(known, listed, "any of the waves")
    for wave in named.values():
        own = [item for item in listed if item in wave.frame]
        if own:
            wave.answers(wave.measured(own))
    if not listed or len(set(listed)) < len(listed):
        raise ValueError(f"items={listed} must name at least one column, each once.")
    return listed


def comparable_items(named: Mapping[str, Wave], items: Sequence[str]) -> np.ndarray:
    """Return whether each item may be compared with the wave before, (W − 1, k).

    It may not where its scale differs, or the later wave's file says so.
    """
    return np.array(
        [
            [_same_scale(before, after, item) for item in items]
            & ~np.isin(items, _broken(after))
            for before, after in pairwise(named.values())
        ]
    )


def _same_scale(before: Wave, after: Wave, item: str) -> bool:
    ends = [w.scales[item] for w in (before, after) if item in w.scales]
    return len(ends) < 2 or tuple(map(float, ends[0])) == tuple(map(float, ends[1]))


def _broken(wave: Wave) -> list[str]:
    """Return the items whose answers the wave file calls not comparable."""
    changes = wave.file.changes if wave.file is not None else ()
    return [item for c in changes if not c.comparable for item in c.items]


def break_notes(found: Differences) -> tuple[Message, ...]:
    """Return the notes on items whose answers are not comparable, by wave."""
    notes, later = [], list(found.named.items())[1:]
    for (name, wave), comparable in zip(later, found.comparable, strict=True):
        broken = [
            i for i, same in zip(found.items, comparable, strict=True) if not same
        ]
        if broken:
            items = Listing(tuple(wave.label(item) for item in broken))
            notes.append(
                Message(
                    "From {wave} on answers are not comparable with those before: "
                    "{items}.",
                    {"wave": name, "items": items},
                )
            )
    return tuple(notes)
