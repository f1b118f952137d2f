"""From which files does a wave come, and which figures does the organization have?"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from csat_methods.study.fields import (
    Amount,
    Code,
    Codes,
    Columns,
    Day,
    Frozen,
    FrozenMapping,
    Part,
    Whole,
)

Separator = Literal[",", ";", "|", "tab", "؛", "،"]
"""What may stand between the cells of a file; `tab` in letters."""


def _file(value: Any) -> Any:
    """Return a path given alone as a source of one file."""
    return {"file": value} if isinstance(value, str) else value


class DataFile(Part):
    """One file of data, and how it is written where that cannot be seen from it."""

    file: str = Field(min_length=1)
    """Path from the project's folder, or from ``--data-root``; or ``$NAME``, the
    variable of the environment that holds a database's address."""
    rows: Frozen[str, Codes] = Field(default_factory=FrozenMapping)
    """Column to the values of the rows that are meant."""
    kind: str = "auto"
    """Format, where the file's name does not tell it."""
    sheet: Code | None = None
    """Name or number (from 1) of a spreadsheet's sheet."""
    table: str | None = None
    query: str | None = None
    """A database's table or view, or one SELECT."""
    separator: Separator | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    value_form: Literal["codes", "labels"] | None = None
    """Whether cells hold codes or the words of answers; both are tried unless said."""
    leave_out: Columns = ()
    """Columns that are not to be read, such as names or e-mail addresses."""

    @property
    def options(self) -> dict[str, Any]:
        """What a reader is told: only what was said."""
        keys = ("sheet", "table", "query", "separator", "decimal", "encoding")
        told = {key: getattr(self, key) for key in keys}
        return {key: value for key, value in told.items() if value is not None}


class Experts(DataFile):
    """Experts' ratings of the items: one row an expert, one column an item."""

    id: str | None = None
    """Column that says who an expert is; kept as a pseudonym only."""
    categories: Whole = Field(default=4, ge=2)
    """Points of the experts' scale."""
    lowest: Whole = 1
    """Its lowest code."""
    relevant: Codes = (3, 4)
    """Codes that call an item relevant."""
    essential: Codes = ()
    """Codes that call it essential; those of `relevant` where none are said."""


class Figures(Part):
    """Figures by characteristic, in a file or written here."""

    file: str | None = None
    values: Frozen[str, Amount] = Field(default_factory=FrozenMapping)
    """Characteristic to its figure."""
    rows: Frozen[str, Codes] = Field(default_factory=FrozenMapping)
    kind: str = "auto"
    sheet: Code | None = None
    separator: Separator | None = None
    decimal: Literal[".", ","] | None = None
    encoding: str | None = None
    mapping: Frozen[str, tuple[tuple[Amount, Amount], ...]] = Field(
        default_factory=FrozenMapping
    )
    """Characteristic to pairs of a measured figure and its point on the scale."""
    day: Day | None = None
    author: str | None = None
    """When and by whom the mapping was set."""

    @model_validator(mode="after")
    def _sound(self) -> Figures:
        if bool(self.file) == bool(self.values):
            raise ValueError("figures stand either in a file or under values")
        if self.mapping and (self.day is None or self.author is None):
            raise ValueError("a mapping names its day and author")
        wrong = [name for name, table in self.mapping.items() if not _monotone(table)]
        if wrong:
            raise ValueError(
                f"mapping {wrong} must rise or fall from each figure to the next, "
                "over two figures at least"
            )
        return self

    @property
    def source(self) -> DataFile | None:
        """The file the figures stand in; None where they stand here."""
        if self.file is None:
            return None
        keys = ("rows", "kind", "sheet", "separator", "decimal", "encoding")
        told = {key: getattr(self, key) for key in keys}
        return DataFile(file=self.file, **told)


def _monotone(table: tuple[tuple[float, float], ...]) -> bool:
    """Return whether points only rise, or only fall, from figure to figure."""
    ordered = sorted(table)
    steps = [after - before for (_, before), (_, after) in pairwise(ordered)]
    apart = len({figure for figure, _ in table}) == len(table)
    one_way = all(s >= 0 for s in steps) or all(s <= 0 for s in steps)
    return apart and one_way and any(steps)


OneFile = Annotated[
    DataFile, BeforeValidator(_file, json_schema_input_type=DataFile | str)
]
ExpertFile = Annotated[
    Experts, BeforeValidator(_file, json_schema_input_type=Experts | str)
]
SomeFigures = Annotated[
    Figures, BeforeValidator(_file, json_schema_input_type=Figures | str)
]


FIGURES = ("standards", "delivered", "promised")
"""Sources that hold figures by characteristic."""
SURVEY_PLATFORMS = ("kobo", "odk", "limesurvey", "qualtrics")
"""Kinds that only answers have: their columns are found by the study's items."""


class Sources(Part):
    """What came back, and what else is known."""

    responses: OneFile
    """Answers: one row a person."""
    frame: OneFile | None = None
    """Customers who could have been asked."""
    dispositions: OneFile | None = None
    """What became of each person who was to be asked."""
    purchases: OneFile | None = None
    """What is recorded of each person's purchases, to hold answers against."""
    experts: ExpertFile | None = None
    """What experts hold of the items."""
    staff: OneFile | None = None
    """What the organization believes customers expect."""
    standards: SomeFigures | None = None
    """What the organization has set itself."""
    delivered: SomeFigures | None = None
    """What the organization measures of its delivery."""
    promised: SomeFigures | None = None
    """What the organization has promised customers."""
    indicators: OneFile | None = None
    """Complaints, returns and the like, with their exposure."""
    actions: OneFile | None = None
    """The action register."""
    themes: OneFile | None = None
    """The code file of open answers: which themes a person has confirmed."""
    margins: OneFile | None = None
    """Known totals: columns variable, level, total."""

    @model_validator(mode="after")
    def _sound(self) -> Sources:
        for name in self.model_fields_set - {"responses"}:
            kind = getattr(getattr(self, name), "kind", None)
            if kind in SURVEY_PLATFORMS:
                raise ValueError(f"{name}: kind={kind!r} is for responses")
        return self
