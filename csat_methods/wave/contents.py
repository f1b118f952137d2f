"""Which columns does a wave have, what do they mean, and what do they sum up to?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from math import nan
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Text
from csat_methods.statistics.moments import Moments, moments
from csat_methods.statistics.sums import side_by_side
from csat_methods.study.scale_levels import allows
from csat_methods.survey_design.design import Design
from csat_methods.wave.number_range import refuse_uncomputable

FACTOR_ITEMS = 3
"""Fewest items that determine a factor of their own."""


class Contents:
    """Columns, answers and words of a wave."""

    _frame: pd.DataFrame
    design: Design
    domain: np.ndarray
    study: Any
    scales: Mapping[str, tuple[float, float]]
    contacts: Any
    customers: pd.DataFrame | None
    timed: str | None
    """The column of the seconds that each person took."""

    @cached_property
    def _names(self) -> dict[str, None]:
        """The frame's columns, to look names up in."""
        return dict.fromkeys(map(str, self._frame.columns))

    @cached_property
    def _numbers(self) -> Callable[[str], np.ndarray | None]:
        """The numbers of a column, NaN for none; None where it holds text."""

        def read(name: str) -> np.ndarray | None:
            column = self._frame[name]
            if column.dtype.kind not in "fiub":
                return None
            whole = column.dtype == np.float64  # as they stand, without a copy
            return column.to_numpy() if whole else column.to_numpy(float, na_value=nan)

        return cache(read)

    @cached_property
    def _held(self) -> Callable[[str], np.ndarray]:
        """Who answered an item, all rows, shape (n,)."""
        return cache(lambda name: self._frame[name].notna().to_numpy())

    @cached_property
    def _answered(self) -> Callable[[str], bool]:
        """Whether the wave has an item, and anybody in the domain answered it."""
        inside, known = self.domain, self._names
        return cache(lambda i: i in known and bool(self._held(i)[inside].any()))

    def columns(self, items: str | Iterable[str]) -> list[str]:
        """Return the columns of a column, a list of columns, or a construct's name.

        Raises
        ------
        KeyError
            If any is not in the wave.
        ValueError
            If no column is named, or one twice.
        """
        constructs = self.study.constructs if self.study is not None else {}
        if isinstance(items, str):
            known = items in constructs and items not in self._names
            items = list(constructs[items].items) if known else [items]
        listed = _checks.listed("items", items)
        if not all(isinstance(name, str) and name in self._names for name in listed):
            _checks.columns(self._names, listed, "the wave")
        if not listed or len(set(listed)) < len(listed):
            raise ValueError(
                f"items={listed} must name at least one column, each once."
            )
        return listed

    def answers(self, items: str | Iterable[str]) -> np.ndarray:
        """Return answers as numbers, NaN for none, shape (n, k); all rows.

        Raises
        ------
        ValueError
            If a column holds text, infinite numbers, or ones too close together.
        """
        listed = self.columns(items)
        columns = {item: self._numbers(item) for item in listed}
        text = [item for item, values in columns.items() if values is None]
        if text:
            raise ValueError(f"items={text} hold text; this method needs numbers.")
        found = side_by_side([v for v in columns.values() if v is not None])
        refuse_uncomputable(found, listed)
        return found

    def measured(self, items: str | Iterable[str]) -> list[str]:
        """Return the columns of items whose numbers mean amounts.

        Raises
        ------
        KeyError
            If any is not in the wave.
        ValueError
            If any is nominal, a date or text: its codes have no mean.
        """
        listed = self.columns(items)
        types = {i: self.item(i).type for i in listed if self.item(i) is not None}
        wrong = [i for i, kind in types.items() if not allows(kind, "mean")]
        if wrong:
            kinds = sorted({types[i] for i in wrong})
            raise ValueError(
                f"items={wrong} are {', '.join(kinds)}: their codes are names, not "
                "amounts; use proportions."
            )
        return listed

    def role(self, *roles: str) -> list[str]:
        """Return the items of the first of these roles that anybody answered.

        Raises
        ------
        ValueError
            If the wave has no study, or nobody answered items of these roles.
        """
        if self.study is None:
            raise ValueError(
                f"roles={list(roles)}: the wave has no study to name them."
            )
        for role in roles:
            found = self._of_role(role)
            if found:
                return found
        raise ValueError(
            f"roles={list(roles)}: the study has no answered items of them."
        )

    def _of_role(self, role: str) -> list[str]:
        """Return the items of one role that anybody answered."""
        items = self.study.role(role) if self.study is not None else ()
        return [i for i in items if self._answered(i)]

    def ratings(self) -> list[str]:
        """Return the items that rate what customers got.

        Those on satisfaction or those on perception, whichever are more; satisfaction
        where both are as many. The two are never mixed.

        Raises
        ------
        ValueError
            If there are none.
        """
        found = [self._of_role(role) for role in ("satisfaction", "perception")]
        return max(found, key=len) or self.role("satisfaction", "perception")

    def constructs(self) -> dict[str, list[str]]:
        """Return the study's constructs as a model: items by name.

        Those with three or more answered items; fewer cannot be judged as a factor.

        Raises
        ------
        ValueError
            If there are none.
        """
        named = self.study.constructs if self.study is not None else {}
        found = {
            name: [i for i in c.items if self._answered(i)] for name, c in named.items()
        }
        model = {name: i for name, i in found.items() if len(i) >= FACTOR_ITEMS}
        if not model:
            raise ValueError(
                f"constructs={list(named)}: none has {FACTOR_ITEMS} answered items."
            )
        return model

    def drivers(self) -> list[str]:
        """Return the items that may go with the outcome: declared, else the ratings.

        Raises
        ------
        ValueError
            If there are none.
        """
        declared = list(self.study.analysis.drivers) if self.study is not None else []
        return declared or self.ratings()

    def outcome(self) -> str:
        """Return the item that sums satisfaction up: overall, else recommend.

        Raises
        ------
        ValueError
            If there is none.
        """
        return self.role("overall", "recommend", "loyalty")[0]

    def label(self, name: str) -> Text:
        """Return the study's words for a column, characteristic or construct."""
        found = self.study.label(name) if self.study is not None else None
        return found or Text({"en": str(name)})

    def labels(self, names: Iterable[str]) -> dict[str, Text]:
        """Return the study's words for several names."""
        return {str(name): self.label(str(name)) for name in names}

    @property
    def duration(self) -> pd.Series | None:
        """The seconds each person took, over the frame's index; None if not known."""
        if self.timed is None or self.timed not in self._frame:
            return None
        return self._frame[self.timed].astype(float)

    @property
    def segments(self) -> list[str]:
        """The study's segments that are columns of the wave."""
        named = self.study.segments if self.study is not None else ()
        return [name for name in named if name in self._frame.columns]

    @property
    def known_segments(self) -> list[str]:
        """The segments that are known of everybody in the domain and split people."""
        inside = self._frame.loc[self.domain]
        return [
            name
            for name in self.segments
            if inside[name].notna().all() and inside[name].nunique() > 1
        ]

    @property
    def frame_segments(self) -> list[str]:
        """The segments known of all customers, and of everybody who was to be asked."""
        if self.customers is None:
            return []
        asked = self if self.contacts is None else self.contacts
        return [s for s in asked.known_segments if s in self.customers]

    def sizes(self, segment: str) -> pd.DataFrame:
        """Return one row a level of a segment, `size` = its sum of weights.

        The study's words for the levels are its ``attrs["labels"]``.

        Raises
        ------
        KeyError
            If the column is not in the wave.
        """
        _checks.columns(self._names, [segment], "the wave")
        weights = pd.Series(self.design.weights, self._frame.index)[self.domain]
        sums = weights.groupby(self._frame.loc[self.domain, segment]).sum()
        sizes = pd.DataFrame({"size": sums})
        if self.study is not None:
            words = {str(k): self.study.level_label(segment, k) for k in sums.index}
            known = {level: text for level, text in words.items() if text is not None}
            sizes.attrs["labels"] = known
        return sizes

    def population(self) -> int | None:
        """Return how many customers the study speaks of; None where not stated."""
        groups = self.study.populations.values() if self.study is not None else ()
        counts = [group.size for group in groups if group.size is not None]
        return sum(counts) or None

    def item(self, name: str) -> Any:
        """Return the study's item of that name, or None."""
        return self.study.items.get(name) if self.study is not None else None

    def moments(self, items: str | Iterable[str]) -> Moments:
        """Return weighted n, means, covariances of the complete answers of items."""
        listed = self.columns(items)
        answers = self.answers(listed)
        rows = self.domain & ~np.isnan(answers).any(axis=1)
        kept = answers if rows.all() else answers[rows]
        return moments(kept, self.design.weights[rows])

    def counts(self, items: str | Iterable[str]) -> dict[str, pd.Series]:
        """Return the weighted count of each category of each item."""
        weights = self.design.weights[self.domain]
        counted = {}
        for item in self.columns(items):
            answers = self._frame[item][self.domain]
            held = answers.notna().to_numpy()
            codes, levels = pd.factorize(answers[held], sort=True)
            sums = np.bincount(codes, weights[held], len(levels))
            counted[item] = pd.Series(sums, index=pd.Index(levels), name=item)
        return counted
