"""What came back: answers, how they were selected, and of whom we speak?

A wave is answers + design + domain. Narrowing (`where`, `by`, `complete`) never drops a
row from the design; :meth:`Wave.drop` is the loud exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods._refusals import refusing
from csat_methods.study.needs import parse_need
from csat_methods.survey_design.design import Design
from csat_methods.wave import build, frame_checks
from csat_methods.wave.card import codebook, html_card
from csat_methods.wave.code_file import CodeFile
from csat_methods.wave.digest import digest_frame, digest_of
from csat_methods.wave.experts import ExpertPanel
from csat_methods.wave.given_replicates import GivenReplicates
from csat_methods.wave.ledger import Entry
from csat_methods.wave.narrowing import Narrowing
from csat_methods.wave.organization import Organization

SELECTIONS = ("probability", "quota", "convenience")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Wave(Narrowing):
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
    absent, reasons : dict
        Item to codes by row: 0 asked, 1 answered "not applicable", 2 not asked; and to
        the place in :attr:`Answers.reasons`, from 1, of the code that was no answer.
    contacts : Wave or None
        Everybody who was to be asked, with base weights: ``disposition`` (letters of
        AAPOR), ``responded`` (0 or 1), ``attempts``; its domain leaves out who turned
        out to be no customer.
    customers : pandas.DataFrame or None
        All customers, or groups of them with their number in ``size``.
    purchases : pandas.DataFrame or None
        Recorded purchases: one row a person, named by the index, one column an item.
    imputation : dict
        ``items, m, seed`` that :func:`impute` takes where it is not told.
    organization : Organization or None
        What the organization itself says: staff, standards, its own figures.
    experts : ExpertPanel or None
        What experts hold of the items.
    codes : CodeFile or None
        Themes of open answers that a person has confirmed.
    earlier : callable or None
        Opens the wave before, where the wave's file names one.
    contradictions : dict
        Item to how many answers reading left out, since they were not asked for.
    private : frozenset of str
        Names, addresses and ids that the file held: no quoted comment may.
    """

    _frame: pd.DataFrame
    design: Design
    domain: np.ndarray
    study: Any = None
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ledger: tuple[Entry, ...] = ()
    selection: str = "probability"
    absent: Mapping[str, np.ndarray] = field(default_factory=dict)
    reasons: Mapping[str, np.ndarray] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    named: bool = True
    person: str | None = None
    contacts: Any = None
    customers: pd.DataFrame | None = None
    purchases: pd.DataFrame | None = None
    imputation: Mapping[str, Any] = field(default_factory=dict)
    organization: Organization | None = None
    experts: ExpertPanel | None = None
    codes: CodeFile | None = None
    file: Any = None
    path: Path | None = None
    earlier: Callable[[], Wave] | None = None
    contradictions: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    source_key: str = ""
    private: frozenset[str] = frozenset()
    timed: str | None = None

    @classmethod
    @refusing
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
            scale, negative or infinite weights, replicate weights of unknown scales,
            or a faulty design; all faults of columns at once.

        Examples
        --------
        >>> import pandas as pd
        >>> from csat_methods import Wave
        >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5, None]}))
        >>> int(wave.domain.sum())
        3
        """
        _checks.one_of("selection", selection, SELECTIONS)
        frame = frame_checks.sound_frame(frame)
        named = frame_checks.named_columns(
            weights=weights,
            strata=strata,
            clusters=clusters,
            population_size=population_size,
            replicate_weights=replicate_weights,
            person=person,
        )
        known = scales or (build.study_scales(study, frame) if study else {})
        given = GivenReplicates(
            columns=named["replicate_weights"],
            method=replicate_method,
            scales=replicate_scales,
            rho=replicate_rho,
            mse=replicate_mse,
        )
        faults = _checks.Faults()
        frame_checks.check_frame(frame, named, known, faults)
        given.check(faults)
        faults.stop()
        design = build.design_of(frame, named, nested=nested, singleton=singleton)
        if given.columns:
            design = given.on(design, frame[given.columns].to_numpy(float))
        return cls(
            _frame=frame.copy(deep=False),
            design=design,
            domain=np.ones(len(frame), bool),
            study=study,
            scales=dict(known),
            selection=selection,
            person=person,
        )

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
        return digest_of(
            self.source_key or digest_frame(self._frame),
            self.study.key if self.study is not None else "",
            self.design,
            self.domain,
            self.absent,
            self.scales,
            self.selection,
            sorted(self.conditions),
            self.named,
            self.person,
            *sorted(self.imputation.items()),
            self._purchases_key,
        )

    @property
    def _purchases_key(self) -> str:
        """Digest of the records; a wave read from files has them in its source's."""
        known = self.purchases is None or bool(self.source_key)
        return "" if known else digest_frame(self.purchases)

    def noted(self, step: str, detail: Message, before: Wave, rows: int) -> Wave:
        """Return the wave with one more line in its ledger."""
        entry = Entry(step, detail, before.n, self.n, rows)
        return self._with(ledger=(*self.ledger, entry))

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
        unmet = map(self._lacking, needs)
        return next((why for why in unmet if why is not None), None)

    @cached_property
    def _lacking(self) -> Callable[[str], Message | None]:
        """What is missing for one need, looked up once."""
        return cache(lambda need: parse_need(need).lacking(self))

    def require(self, *needs: str) -> None:
        """Raise the sentence that :meth:`lacks` would return.

        Raises
        ------
        ValueError
            If a need is not met; it names the first that is not.
        """
        for need in needs:
            if (why := self._lacking(need)) is not None:
                raise ValueError(f"needs={need!r}: {why}")

    def __repr__(self) -> str:
        title = self.file.id if self.file is not None else "wave"
        return f"Wave {title}: {self.n} of {len(self._frame)} rows in the domain."

    def _repr_html_(self) -> str:
        return html_card(self)
