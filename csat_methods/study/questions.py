"""What is one question, and which answers does it take?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from csat_methods.study.fields import (
    Amount,
    CodeName,
    Codes,
    Day,
    Flag,
    Frozen,
    FrozenMapping,
    ItemName,
    Part,
    Whole,
    Words,
    code_key,
)
from csat_methods.study.scales import (
    Answers,
    AnswerWords,
    OptionColumns,
    Scale,
    faults_of_codes,
    faults_of_labels,
    raise_all,
)

ItemType = Literal["scale", "binary", "nominal", "multiple", "number", "date", "text"]
Role = Literal[
    "expectation",
    "adequate",
    "perception",
    "disconfirmation",
    "importance",
    "satisfaction",
    "overall",
    "loyalty",
    "recommend",
    "effort",
    "kano_functional",
    "kano_dysfunctional",
    "open",
    "attention",
    "marker",
    "filter",
    "background",
]
CLOSED = ("scale", "binary", "nominal")
"""Types whose answers are one code each."""
TYPES_OF = {
    "scale": CLOSED,
    "answers": CLOSED,
    "reversed": ("scale",),
    "right": CLOSED,
    "columns": ("multiple",),
    "delimiter": ("multiple",),
    "options": ("multiple",),
    "other": ("nominal", "multiple"),
    "chosen": ("multiple",),
    "not_chosen": ("multiple",),
    "lowest": ("number",),
    "highest": ("number",),
    "format": ("date",),
    "calendar": ("date",),
}
"""Keys of an item that only some types have."""


class Condition(Part):
    """One condition of asking: the answer to an item is one of these codes."""

    item: str
    in_: Codes = Field(alias="in", min_length=1)


def _id_by_its_key(schema: dict[str, Any]) -> None:
    """Let an editor miss an item's id, which may be the key it stands under."""
    schema["required"] = [key for key in schema["required"] if key != "id"]


class Item(Part):
    """One question."""

    model_config = ConfigDict(json_schema_extra=_id_by_its_key)

    id: ItemName
    """Its name, and its column unless `column` says otherwise."""
    type: ItemType = "scale"
    role: Role | None = None
    """What it measures; methods find their items by it."""
    text: Words | None = None
    """The question as it is asked."""
    label: Words | None = None
    """Short words for tables and figures."""
    scale: str | None = None
    """Name of one of the study's scales."""
    answers: AnswerWords = Field(default_factory=FrozenMapping)
    """The codes offered, with or without words; instead of `scale`."""
    not_applicable: Codes = ()
    blank: Codes = ()
    """Codes beside those of the scale."""
    reversed: Flag = False
    """Whether agreement is bad news; reading turns the answers round."""
    right: Codes = ()
    """The answers of an attention item that show it was read."""
    characteristic: str | None = None
    """What of the catalogue it asks about; pairs are joined by it."""
    block: str | None = None
    number: Whole | None = Field(default=None, ge=1)
    """Block and number stand in for words that are not known."""
    asked_if: Annotated[tuple[Condition, ...], BeforeValidator(lambda v: v or ())] = ()
    """Conditions that must all hold; everybody is asked without any."""
    column: str | None = None
    """Its column in the data, where that is not its id."""
    columns: OptionColumns = Field(default_factory=FrozenMapping)
    """Several answers in one 0/1 column an option: option to column."""
    delimiter: str | None = Field(default=None, min_length=1)
    """Several answers in one column, with this between them."""
    options: AnswerWords = Field(default_factory=FrozenMapping)
    """The options of an item with several answers."""
    other: CodeName | None = None
    """The option, or answer, that takes words of the person's own."""
    chosen: Codes = (1, "yes", "true")
    not_chosen: Codes = (0, "no", "false")
    """What the column of an option holds."""
    lowest: Amount | None = None
    highest: Amount | None = None
    """Bounds of a number."""
    format: str | None = None
    """How days are written, in the letters of strptime; ISO days need none."""
    calendar: Literal["gregorian", "jalali"] = "gregorian"

    @model_validator(mode="after")
    def _sound(self) -> Item:
        raise_all(self._faults())
        return self

    def _faults(self) -> Iterator[str]:
        for key, types in TYPES_OF.items():
            given = key in self.model_fields_set and getattr(self, key)
            if given and self.type not in types:
                yield f"{key} is for items of type {', '.join(types)}"
        if self.type in CLOSED:
            yield from self._faults_of_answers()
        if self.type == "multiple":
            yield from self._faults_of_options()
        yield from self._faults_of_right()
        low, high = self.lowest, self.highest
        if low is not None and high is not None and low >= high:
            yield f"lowest={low:g} must be below highest={high:g}"

    def _faults_of_answers(self) -> Iterator[str]:
        codes = tuple(self.answers)
        if self.scale and codes:
            yield "give scale or answers, not both"
        if self.type == "scale" and not (self.scale or codes):
            yield "an item of type scale needs scale or answers"
        if self.type == "binary" and len(codes) not in {0, 2}:
            yield f"an item of type binary has two answers, not {len(codes)}"
        if self.type == "scale" and any(isinstance(code, str) for code in codes):
            yield "the answers of an item of type scale must be numbers"
        absent = {code_key(code) for code in (*self.not_applicable, *self.blank)}
        named = [c for c in codes if self.is_other(c) and code_key(c) not in absent]
        if self.type == "nominal" and self.other is not None and not named:
            yield f"other={self.other!r} must be one of the answers"
        yield from faults_of_codes(codes, self.not_applicable, self.blank)
        yield from faults_of_labels(self.answers)

    def _faults_of_right(self) -> Iterator[str]:
        if self.right and self.role != "attention":
            yield "right is for items with the role attention"
        known = {code_key(code) for code in self.answers}
        strange = [code for code in self.right if known and code_key(code) not in known]
        if strange:
            yield f"right: {strange} are not among the answers"

    def _faults_of_options(self) -> Iterator[str]:
        if bool(self.columns) == bool(self.delimiter):
            yield "an item of type multiple needs columns or delimiter"
        elif self.delimiter and not self.options:
            yield "give the options that the delimiter separates"
        known = set(map(str, self.options))
        strange = [o for o in self.columns if known and o not in known]
        if strange:
            yield f"columns: {strange} are not among the options"
        if self.other is not None and self.other not in self.option_names:
            yield f"other={self.other!r} must be one of the options"
        yield from faults_of_labels(self.options)

    def is_other(self, code: Any) -> bool:
        """Whether an answer is the one that takes words of the person's own."""
        return self.other is not None and code_key(code) == code_key(self.other)

    @property
    def option_names(self) -> tuple[str, ...]:
        """The options of an item with several answers, as the frame names them."""
        return tuple(str(option) for option in (self.options or self.columns))

    @property
    def frame_columns(self) -> tuple[str, ...]:
        """The columns that a wave's frame has for it."""
        if self.type != "multiple":
            return (self.id,)
        return tuple(f"{self.id}:{option}" for option in self.option_names)

    def answers_with(self, scale: Scale | None) -> Answers:
        """Return the answers it takes, its scale's and its own."""
        own = self.answers or dict.fromkeys((0, 1) if self.type == "binary" else ())
        named = {**(scale.labels if scale else {}), **self.answers}
        absent = (*(scale.not_applicable if scale else ()), *self.not_applicable)
        blank = (*(scale.blank if scale else ()), *self.blank)
        descending = scale is not None and scale.direction == "descending"
        out = {code_key(code) for code in (*absent, *blank)}
        codes = scale.codes if scale else tuple(own)
        return Answers(
            points=tuple(code for code in codes if code_key(code) not in out),
            labels=FrozenMapping({code_key(c): t for c, t in named.items() if t}),
            not_applicable=frozenset(map(code_key, absent)),
            blank=frozenset(map(code_key, blank)),
            turned=self.type == "scale" and descending != self.reversed,
        )


ASPECTS = ("product", "delivery", "organization")
"""What a characteristic may be one of."""

Waivable = Literal["product", "delivery", "organization", "expectation_type"]
"""What a catalogue may leave out on purpose."""


class Checked(Part):
    """When a part of the catalogue was last confirmed with customers, and by whom."""

    when: Day
    by: str | None = None


class Characteristic(Part):
    """One thing customers judge: a row of the catalogue."""

    text: Words | None = None
    aspect: Literal["product", "delivery", "organization"] | None = None
    expectation_type: Literal["explicit", "implicit", "latent"] | None = None
    origin: Literal["stated", "implied", "statutory", "wished"] | None = None
    importance: Amount | None = Field(default=None, ge=0)
    """As the catalogue's owner sees it; larger is more important."""
    checked: Checked | None = None


class Construct(Part):
    """Items that are meant to measure one thing."""

    items: tuple[str, ...] = Field(min_length=1)
    text: Words | None = None


def _items_by_id(value: Any) -> Any:
    """Return items given as a list by their id, each with its id inside."""
    if isinstance(value, list | tuple):
        named = [each for each in value if isinstance(each, Mapping) and "id" in each]
        if len(named) < len(value):
            raise ValueError("each item of a list needs an id")
        ids = [str(each["id"]) for each in named]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"the ids {twice} are given twice")
        return dict(zip(ids, named, strict=True))
    if not isinstance(value, Mapping):
        return value
    return {
        name: {"id": name, **each} if isinstance(each, Mapping) else each
        for name, each in value.items()
    }


def _named(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    nested = [each for each in value if isinstance(each, list | dict)]
    if nested:
        raise ValueError(f"{nested[0]!r} is no name; a list has names only")
    return {name: {} for name in value}


Items = Annotated[
    Frozen[ItemName, Item],
    BeforeValidator(_items_by_id, json_schema_input_type=dict[str, Item] | list[Item]),
]
Catalogue = Annotated[
    Frozen[ItemName, Characteristic],
    BeforeValidator(
        _named, json_schema_input_type=dict[str, Characteristic] | list[str]
    ),
]
