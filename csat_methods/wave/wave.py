"""What came back: answers, how they were selected, and of whom we speak?

A wave is answers + design + domain. Narrowing (`where`, `by`, `complete`) never drops a
row from the design; :meth:`Wave.drop` is the loud exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number, Text
from csat_methods.statistics.counts import category_counts
from csat_methods.statistics.moments import Moments, moments
from csat_methods.study.needs import parse_need
from csat_methods.survey_design.design import Design
from csat_methods.wave import build
from csat_methods.wave.card import codebook, html_card

SELECTIONS = ("probability", "quota", "convenience")


@dataclass(frozen=True)
class Entry:
    """One line of a wave's ledger: what was done, why, and to how many."""

    step: str
    detail: Message
    before: int
    after: int
    rows: int = 0


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Wave:
    """Answers of one wave with their design and domain; nothing in it changes.

    Attributes
    ----------
    design : Design
        Weights, strata, units, finite populations, weighting steps.
    domain : ndarray of bool, shape (n,)
        The rows that estimates speak of.
    study : Study or None
        What was asked.
    scales : dict
        Item to (lowest, highest).
    ledger : tuple of Entry
        What was done to the wave, in order.
    selection : str
        ``probability``, ``quota`` or ``convenience``.
    absent : dict
        Item to codes by row: 0 asked, 1 answered "not applicable", 2 not asked.
    """

    _frame: pd.DataFrame
    design: Design
    domain: np.ndarray
    study: Any = None
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ledger: tuple[Entry, ...] = ()
    selection: str = "probability"
    absent: Mapping[str, np.ndarray] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    named: bool = True
    person: str | None = None
    file: Any = None
    path: Path | None = None
    notes: tuple[Message, ...] = ()
    source_key: str = ""

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        study: Any = None,
        scales: Mapping[str, tuple[float, float]] | None = None,
        weights: str | None = None,
        strata: str | None = None,
        clusters: str | Sequence[str] | None = None,
        nested: bool = False,
        population_size: str | Sequence[str] | None = None,
        singleton: str = "refuse",
        selection: str = "probability",
        replicate_weights: Sequence[str] | None = None,
        replicate_method: str | None = None,
        replicate_scales: float | Sequence[float] | None = None,
        replicate_rho: float | None = None,
        replicate_mse: bool = False,
        person: str | None = None,
    ) -> Wave:
        """Return a wave over the rows of a frame; arguments are column names.

        Parameters
        ----------
        frame : pandas.DataFrame
            One row a respondent; blanks as missing. The index must be unique.
        study : Study, optional
            What was asked.
        scales : dict, optional
            Item to (lowest, highest); answers outside are refused.
        weights, strata, population_size : str, optional
            Columns. `population_size` counts units of the stratum (a list: one
            column a stage); without `weights` the weights follow from it.
        clusters : str or list of str, optional
            Units, from the first stage down.
        nested : bool
            Whether cluster ids repeat across strata.
        singleton : str
            ``refuse, remove, certainty, adjust, average``.
        selection : str
            ``probability, quota, convenience``.
        replicate_weights : list of str, optional
            Columns of full-sample replicate weights.
        replicate_method : str, optional
            ``jk1, jkn, brr, fay, bootstrap``; sets the scales where not given.
        replicate_scales : float or list of float, optional
            R: ``scale * rscales``.
        replicate_rho : float, optional
            Fay's coefficient.
        replicate_mse : bool
            Deviations from the estimate instead of the replicates' mean.
        person : str, optional
            Who a row is, to join waves.

        Raises
        ------
        KeyError
            If a column does not exist.
        ValueError
            For an empty frame, an index or column that repeats, answers off their
            scale, weights that are negative or not finite, or a faulty design.

        Examples
        --------
        >>> import pandas as pd
        >>> from csat_methods import Wave
        >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5, None]}))
        >>> int(wave.domain.sum())
        3
        """
        _checks.one_of("selection", selection, SELECTIONS)
        named = build.named_columns(
            weights=weights,
            strata=strata,
            clusters=clusters,
            population_size=population_size,
            replicate_weights=replicate_weights,
            person=person,
        )
        known = scales or (build.study_scales(study, frame) if study else {})
        build.check_frame(frame, named, known)
        design = build.design_of(frame, named, nested=nested, singleton=singleton)
        if replicate_weights is not None:
            given = frame[list(replicate_weights)].to_numpy(float)
            design = build.with_replicates(
                design,
                given,
                method=replicate_method,
                scales=replicate_scales,
                rho=replicate_rho,
                mse=replicate_mse,
            )
        return cls(
            _frame=frame.copy(deep=False),
            design=design,
            domain=np.ones(len(frame), bool),
            study=study,
            scales=dict(known),
            selection=selection,
            person=person,
        )

    def _with(self, **changes: Any) -> Wave:
        """Return the wave with some attributes changed."""
        return replace(self, **changes)

    # ---------------------------------------------------------------- looking
    @property
    def frame(self) -> pd.DataFrame:
        """The answers, all rows; a copy."""
        return self._frame.copy(deep=False)

    @property
    def n(self) -> int:
        """People in the domain."""
        return int(self.domain.sum())

    @property
    def weights(self) -> pd.Series:
        """The weights after all steps, over the frame's index."""
        return pd.Series(self.design.weights, index=self._frame.index, name="weight")

    @cached_property
    def key(self) -> str:
        """Digest of answers, design and domain: equal keys, equal results."""
        frame = self.source_key or build.digest_frame(self._frame)
        parts = [self.design.weights, self.domain, *self.design.chain]
        first = self.design.first
        parts += [first.unit, first.stratum, first.population]
        if self.design.replicates is not None:
            parts.append(self.design.replicates.weights)
        blob = hashlib.sha256(frame.encode())
        for part in parts:
            blob.update(np.ascontiguousarray(part).tobytes())
        for item in sorted(self.absent):
            blob.update(item.encode() + self.absent[item].tobytes())
        return blob.hexdigest()

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
            known = items in constructs and items not in self._frame.columns
            items = list(constructs[items].items) if known else [items]
        listed = list(items)
        _checks.columns(map(str, self._frame.columns), listed, "the wave")
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
            If a column holds text.
        """
        listed = self.columns(items)
        text = [i for i in listed if self._frame[i].dtype.kind not in "fiub"]
        if text:
            raise ValueError(f"items={text} hold text; this method needs numbers.")
        return self._frame[listed].to_numpy(float, na_value=np.nan)

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
        wrong = [i for i, kind in types.items() if kind in ("nominal", "date", "text")]
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
        inside = self._frame.loc[self.domain]
        for role in roles:
            items = [i for i in self.study.role(role) if i in inside.columns]
            found = [i for i in items if inside[i].notna().any()]
            if found:
                return found
        raise ValueError(
            f"roles={list(roles)}: the study has no answered items of them."
        )

    def ratings(self) -> list[str]:
        """Return the items that rate what customers got: satisfaction, else perception.

        Raises
        ------
        ValueError
            If there are none.
        """
        return self.role("satisfaction", "perception")

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

    def item(self, name: str) -> Any:
        """Return the study's item of that name, or None."""
        return self.study.items.get(name) if self.study is not None else None

    # -------------------------------------------------------------- narrowing
    def where(self, mask: pd.Series, *, name: str | None = None) -> Wave:
        """Return the wave with a narrower domain; the design stays whole.

        Parameters
        ----------
        mask : pandas.Series of bool
            With the index of :attr:`frame`.
        name : str, optional
            The condition in words; needed to publish.

        Raises
        ------
        ValueError
            If the mask is no boolean Series, has missing values or another index.

        Examples
        --------
        >>> import pandas as pd
        >>> from csat_methods import Wave
        >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5], "city": ["A", "B"]}))
        >>> wave.where(wave.frame["city"] == "A", name="city A").n
        1
        """
        inside = build.sound_mask(mask, self._frame.index)
        return self._narrowed(inside, name or "", named=name is not None)

    def _narrowed(self, inside: np.ndarray, words: str, *, named: bool) -> Wave:
        return replace(
            self,
            domain=self.domain & inside,
            conditions=(*self.conditions, words),
            named=self.named and named,
        )

    def complete(self, items: str | Iterable[str]) -> Wave:
        """Return the wave narrowed to people who answered all these items."""
        listed = self.columns(items)
        held = self._frame[listed].notna().all(axis=1).to_numpy()
        return self._narrowed(held, f"all of {', '.join(listed)}", named=True)

    def by(self, segment: str) -> dict[Any, Wave]:
        """Return one wave a level of a segment, each the same design.

        Raises
        ------
        KeyError
            If the column is not in the wave.
        """
        _checks.columns(map(str, self._frame.columns), [segment], "the wave")
        column = self._frame[segment]
        levels = sorted(column[self.domain].dropna().unique())
        return {
            level: self._narrowed(
                (column == level).to_numpy(bool), f"{segment} = {level}", named=True
            )
            for level in levels
        }

    def drop(self, rows: pd.Series, *, reason: str) -> Wave:
        """Return the wave without ineligible rows: really removed, and counted.

        Raises
        ------
        ValueError
            If the mask is unsound, nothing would remain, or weighting steps have been
            taken (their totals would silently change).
        """
        out = build.sound_mask(rows, self._frame.index)
        if self.design.steps:
            taken = [step.name for step in self.design.steps]
            raise ValueError(
                f"drop(reason={reason!r}) after the weighting steps {taken} would "
                "change their totals; drop before weighting."
            )
        if out.all():
            raise ValueError(f"drop(reason={reason!r}) would leave no row.")
        kept = ~out
        entry = Entry(
            "drop",
            Message("ineligible: {reason}", {"reason": reason}),
            self.n,
            int((self.domain & kept).sum()),
            int(out.sum()),
        )
        return replace(
            self,
            _frame=self._frame[kept],
            design=build.without(self.design, kept),
            domain=self.domain[kept],
            absent={item: codes[kept] for item, codes in self.absent.items()},
            ledger=(*self.ledger, entry),
            source_key=build.key_after(self.source_key, "drop", kept),
        )

    def assign(self, **columns: Any) -> Wave:
        """Return the wave with new or replaced columns.

        Raises
        ------
        ValueError
            If a column has another length or index, or a design column is replaced.
        """
        frame = self._frame.assign(**columns)
        if len(frame) != len(self._frame):
            raise ValueError(
                f"columns={list(columns)} must have {len(self._frame)} rows."
            )
        new = frame[list(columns)]
        absent = {k: v for k, v in self.absent.items() if k not in columns}
        return replace(
            self,
            _frame=frame,
            absent=absent,
            source_key=build.key_after(self.source_key, "assign", new),
        )

    def noted(self, step: str, detail: Message, before: Wave, rows: int = 0) -> Wave:
        """Return the wave with one more line in its ledger."""
        entry = Entry(step, detail, before.n, self.n, rows)
        return replace(self, ledger=(*self.ledger, entry))

    # -------------------------------------------------------------- summaries
    def moments(self, items: str | Iterable[str]) -> Moments:
        """Return weighted n, means, covariances of the complete answers of items."""
        listed = self.columns(items)
        rows = self.complete(listed).domain
        return moments(self.answers(listed)[rows], self.design.weights[rows])

    def counts(self, items: str | Iterable[str]) -> dict[str, pd.Series]:
        """Return the weighted count of each category of each item."""
        weights = self.design.weights[self.domain]
        counted = {}
        for item in self.columns(items):
            answers = self._frame[item][self.domain]
            held = answers.notna().to_numpy()
            levels = np.unique(answers[held].to_numpy())
            sums = category_counts(answers[held].to_numpy(), weights[held], levels)
            counted[item] = pd.Series(sums, index=levels, name=item)
        return counted

    def codebook(self) -> pd.DataFrame:
        """Return one row a column: type, role, scale, words, answers and blanks."""
        return codebook(self)

    # ------------------------------------------------------------------ needs
    def lacks(self, needs: Iterable[str]) -> Message | None:
        """Return the one sentence that says what is missing, or None.

        Parameters
        ----------
        needs : iterable of str
            Roles (``expectation``), ``n>=100``, ``waves>=2`` and the like.
        """
        unmet = (parse_need(need).lacking(self) for need in needs)
        return next((why for why in unmet if why is not None), None)

    def require(self, *needs: str) -> None:
        """Raise the sentence that :meth:`lacks` would return.

        Raises
        ------
        ValueError
            If a need is not met.
        """
        why = self.lacks(needs)
        if why is not None:
            raise ValueError(str(why))

    def __repr__(self) -> str:
        title = self.file.id if self.file is not None else "wave"
        return f"Wave {title}: {self.n} of {len(self._frame)} rows in the domain."

    def _repr_html_(self) -> str:
        return html_card(self)


def size_note(wave: Wave) -> tuple[Message, ...]:
    """Return the caution that samples without known chances carry."""
    if wave.selection == "probability":
        return ()
    return (
        Message(
            "The people were not drawn with known chances ({selection}); intervals are "
            "as if drawn at random.",
            {"selection": Message(wave.selection)},
        ),
    )


def small_note(n: int) -> Message:
    """Return the note on a domain too small for an error."""
    return Message(
        "{n} rows rest on fewer than two independent units; they have no error.",
        {"n": Number(n, "count")},
    )
