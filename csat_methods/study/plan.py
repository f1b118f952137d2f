"""When, of whom and from which files did one wave come?

The model of ``waves/<wave>.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from csat_methods.study.checks import Purchases
from csat_methods.study.contradictions import unknown
from csat_methods.study.fields import (
    Amount,
    Amounts,
    Code,
    Columns,
    Day,
    FileName,
    Flag,
    Frozen,
    FrozenMapping,
    Language,
    Part,
    Version,
    Whole,
    Words,
)
from csat_methods.study.instrument import Study
from csat_methods.study.sources import FIGURES, Sources
from csat_methods.study.steps import Step
from csat_methods.study.strict_yaml import Loc

Outcome = Literal["I", "P", "R", "NC", "O", "UH", "UO", "NE"]
"""Letters of AAPOR's outcomes; :mod:`csat_methods.study.outcomes` names them."""


class Design(Part):
    """Columns that say how people were drawn."""

    weights: str | None = None
    strata: str | None = None
    clusters: Columns = ()
    """Units, from the first stage down."""
    population_size: Columns = ()
    """Units in the stratum, one column a stage."""
    nested: Flag = False
    """Whether cluster ids repeat across strata."""
    singleton: Literal["refuse", "remove", "certainty", "adjust", "average"] = "refuse"
    replicate_weights: Columns = ()
    """Columns; ``repw*`` names all that match, in the file's order."""
    replicate_method: Literal["jk1", "jkn", "brr", "fay", "bootstrap"] | None = None
    replicate_scales: Amounts = ()
    """One number, or one a replicate."""
    replicate_rho: Amount | None = Field(default=None, ge=0, lt=1)
    replicate_mse: Flag = False
    person: str | None = None
    """Who a row is, to join waves; kept as a pseudonym only."""
    respondent: str | None = None
    """A row's own id; kept as a pseudonym only."""
    population: str | None = None
    """Which population of the study a row belongs to."""
    pooled: Flag = False
    """Whether present customers, prospects and lapsed ones are taken together."""
    names: Columns = ()
    """Columns of people's names, addresses or numbers: not read as answers, and taken
    out of every comment that is quoted."""
    combined: Frozen[str, Columns] = Field(default_factory=FrozenMapping)
    """New columns made by joining others, such as a flight: airline and number."""
    first_of: Frozen[str, Columns] = Field(default_factory=FrozenMapping)
    """New columns that take the first of others that is not empty."""


class Contacts(Part):
    """Columns of the file of dispositions: everybody who was to be asked, one a row."""

    id: str
    """Who a row is: the ids of ``columns.respondent``; kept as a pseudonym only."""
    disposition: str
    """What became of the person."""
    attempts: str | None = None
    """How often the person was tried, until the answer came or to the end."""
    codes: Frozen[Code, Outcome] = Field(default_factory=FrozenMapping)
    """The file's own codes to outcomes, where they are not AAPOR's."""
    described: Frozen[str, Words] = Field(default_factory=FrozenMapping)
    """Words of further columns; a column that nothing describes is refused."""


class FrameColumns(Part):
    """Columns of the frame of customers."""

    size: str | None = None
    """How many customers a row stands for; one where not said."""


class Fieldwork(Part):
    """First and last day of asking."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _sound(self) -> Fieldwork:
        if self.end < self.start:
            raise ValueError(f"end={self.end} must not be before start={self.start}")
        return self


class Duration(Part):
    """Columns that say how long each person took."""

    column: str | None = None
    """Seconds; the same as the column's name alone."""
    start: str | None = None
    """When a person began; with `end` instead of `column`."""
    end: str | None = None

    @model_validator(mode="after")
    def _sound(self) -> Duration:
        given = tuple(part is not None for part in (self.column, self.start, self.end))
        if given not in {(True, False, False), (False, True, True)}:
            raise ValueError("duration names one column of seconds, or start and end")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The column of seconds, or those of start and end."""
        return tuple(c for c in (self.column, self.start, self.end) if c is not None)


def _seconds(value: Any) -> Any:
    """Return a column given alone as a duration."""
    return {"column": value} if isinstance(value, str) else value


class Change(Part):
    """What was asked otherwise than in the wave before."""

    items: Columns = Field(min_length=1)
    what: Words
    comparable: Flag
    """Whether answers may still be compared with earlier ones."""


class WaveFile(Part):
    """One wave: its time, its files, its design, and how it is made ready."""

    version: Version = Field(alias="schema")
    """Version of this file's form: 1."""
    id: FileName
    """Its name, and that of this file."""
    title: Words | None = None
    pretest: Flag = False
    """Whether it only tries the questionnaire out."""
    fieldwork: Fieldwork | None = None
    due: Day | None = None
    """When its report is due."""
    sources: Sources
    columns: Design = Design()
    contacts: Contacts | None = None
    """Columns of the file of dispositions."""
    customers: FrameColumns = FrameColumns()
    """Columns of the frame."""
    purchases: Purchases | None = None
    """Columns of the purchase records, and the items they are held against."""
    duration: Annotated[
        Duration | None,
        BeforeValidator(_seconds, json_schema_input_type=Duration | str | None),
    ] = None
    """Column of the seconds each person took, or columns of start and end."""
    invited: Whole | None = Field(default=None, ge=1)
    """People who were asked, for the response rate."""
    renamed: Frozen[str, str] = Field(default_factory=FrozenMapping)
    """Item to its column, where this wave's data name it otherwise."""
    not_asked: Columns = ()
    """Items of the study that this wave did not ask."""
    steps: tuple[Step, ...] = Field(default=(), alias="preparation")
    """Steps of preparation, in their order."""
    languages: tuple[Language, ...] = ()
    """Languages of its report; the study's where none are said."""
    chapters: tuple[str, ...] = ()
    """Chapters of its report; all of them where none are said."""
    previous: tuple[FileName, ...] = ()
    """Earlier waves, in time order."""
    changes: tuple[Change, ...] = ()
    notes: Words | None = None

    @property
    def id_column(self) -> str:
        """The column that says who a row is; empty where none does."""
        return self.columns.person or self.columns.respondent or ""

    @cached_property
    def preparation(self) -> tuple[Mapping[str, Mapping[str, Any]], ...]:
        """The steps in their order: {name: {argument: value}} each."""
        return tuple(FrozenMapping({s.name: s.arguments}) for s in self.steps)

    def contradictions(self) -> Iterator[tuple[Loc, str]]:
        """Yield what contradicts itself: the place and the sentence."""
        if self.due is not None and self.fieldwork and self.due < self.fieldwork.end:
            end = self.fieldwork.end
            yield ("due",), f"{self.due} must not be before fieldwork ends, {end}."
        if (self.contacts is None) != (self.sources.dispositions is None):
            yield ("contacts",), "contacts and sources.dispositions need each other."
        if self.contacts is not None and self.columns.respondent is None:
            yield ("contacts", "id"), "it needs columns.respondent, the same ids."
        if self.id in self.previous:
            yield ("previous",), f"{self.id!r} cannot come before itself."
        if (self.purchases is None) != (self.sources.purchases is None):
            yield ("purchases",), "purchases and sources.purchases need each other."
        if self.purchases is not None and not self.id_column:
            yield ("purchases", "id"), "it needs columns.person or columns.respondent."
        twice = sorted({w for w in self.previous if self.previous.count(w) > 1})
        if twice:
            yield ("previous",), f"{twice} are named twice."

    def contradictions_with(self, study: Study) -> Iterator[tuple[Loc, str]]:
        """Yield where it contradicts its study: the place and the sentence."""
        yield from unknown(("not_asked",), self.not_asked, study.items, "item")
        yield from unknown(("renamed",), self.renamed, study.items, "item")
        for position, change in enumerate(self.changes):
            loc = ("changes", position, "items")
            yield from unknown(loc, change.items, study.items, "item")
        if self.purchases is not None:
            for key in ("answers", "within"):
                named = getattr(self.purchases, key)
                yield from unknown(("purchases", key), named, study.items, "item")
        for name in FIGURES:
            figures = getattr(self.sources, name)
            for key in ("values", "mapping") if figures is not None else ():
                known, place = getattr(figures, key), ("sources", name, key)
                yield from unknown(place, known, study.catalogue, "characteristic")
