"""Which steps of preparation may a wave file ask for, and with which arguments?

The arguments are those of the functions of the same names; what a step does is said
there. ``margins`` and ``totals`` may stand here, in a file, or under ``sources``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, PlainValidator, model_validator

from csat_methods.study.fields import (
    Amount,
    Code,
    Codes,
    Columns,
    Flag,
    Frozen,
    FrozenMapping,
    Part,
    Whole,
    Words,
    read_code,
)
from csat_methods.study.scales import raise_all


def read_totals(value: Any) -> Any:
    """Return known totals: {variable: {level: total}}, {column: total}, or a file.

    A crossed margin is written ``race*sex: {1*2: 40}`` and comes back as
    ``{("race", "sex"): {(1, 2): 40}}``.

    Raises
    ------
    ValueError
        If a total is no number from 0 on, or a level has not as many parts as its
        variables.

    Examples
    --------
    >>> read_totals({"age": {1: 30, 2: 70}})
    {'age': {1: 30.0, 2: 70.0}}
    """
    if isinstance(value, str) and value:
        return value
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{value!r} must be totals by variable, or a file's path")
    return FrozenMapping({_crossed(str(k)): _levels(k, v) for k, v in value.items()})


def _crossed(name: str) -> str | tuple[str, ...]:
    parts = tuple(part.strip() for part in name.split("*"))
    return parts if len(parts) > 1 else parts[0]


def _levels(variable: Any, totals: Any) -> Any:
    if not isinstance(totals, Mapping):
        return _total(variable, "", totals)
    return FrozenMapping(
        {_level(variable, k): _total(variable, k, v) for k, v in totals.items()}
    )


def _level(variable: Any, level: Any) -> Any:
    count = str(variable).count("*") + 1
    parts = str(level).split("*") if count > 1 else [level]
    if len(parts) != count:
        raise ValueError(f"{variable}: {level!r} must have {count} parts, as in a*b")
    codes = tuple(read_code(part) for part in parts)
    return codes if count > 1 else codes[0]


def _total(variable: Any, level: Any, total: Any) -> float:
    if isinstance(total, bool) or not isinstance(total, int | float) or total < 0:
        place = f"{variable}: {level}" if level != "" else f"{variable}"
        raise ValueError(f"{place}: {total!r} must be a number from 0 on")
    return float(total)


Totals = Annotated[
    Any,
    PlainValidator(
        read_totals,
        json_schema_input_type=str | dict[str, float | dict[str, float]],
    ),
]


class When(Part):
    """One condition: an item, and one thing asked of its answer."""

    item: str
    in_: Codes | None = Field(default=None, alias="in")
    not_in: Codes | None = None
    equals: Code | None = None
    not_equals: Code | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    above: Amount | None = None
    below: Amount | None = None
    missing: Flag | None = None

    @model_validator(mode="after")
    def _sound(self) -> When:
        if len(self.model_fields_set - {"item"}) != 1:
            names = [f.alias or name for name, f in type(self).model_fields.items()]
            raise ValueError(f"a condition has one of {', '.join(names[1:])}")
        return self


class Exclude(Part):
    """Leave people out: of the estimates, or as ineligible of the design."""

    when: tuple[When, ...] = Field(min_length=1)
    """Conditions that must all hold."""
    reason: Words
    """Why, as a text or one text a language."""
    ineligible: Flag = False


class Derive(Part):
    """Make one column of several."""

    name: str
    mean_of: Columns = ()
    sum_of: Columns = ()
    first_of: Columns = ()
    at_least: Whole | None = Field(default=None, ge=1)
    """Answers that a mean needs; all of them when not said."""

    @model_validator(mode="after")
    def _sound(self) -> Derive:
        ways = ("mean_of", "sum_of", "first_of")
        if sum(bool(getattr(self, way)) for way in ways) != 1:
            raise ValueError(f"a derived column needs one of {', '.join(ways)}")
        return self


class Recode(Part):
    """Replace answers of one item; ``null`` makes them blank."""

    item: str
    map: Frozen[Code, Code | None]
    into: str | None = None


class Categorise(Part):
    """Group the answers of one item into classes."""

    item: str
    into: str
    cuts: tuple[Amount, ...] = ()
    labels: tuple[str, ...] = ()
    """Names of the classes between the cuts: one more than cuts."""
    map: Frozen[Code, str] = Field(default_factory=FrozenMapping)
    version: Whole | None = Field(default=None, ge=1)
    """Raised whenever the classes change; the record of the step has it."""

    @model_validator(mode="after")
    def _sound(self) -> Categorise:
        raise_all(self._faults())
        return self

    def _faults(self) -> Iterator[str]:
        if bool(self.cuts) == bool(self.map):
            yield "classes need either cuts and labels, or a map"
        if list(self.cuts) != sorted(set(self.cuts)):
            yield f"cuts={list(self.cuts)} must rise"
        if self.cuts and len(self.labels) != len(self.cuts) + 1:
            yield f"{len(self.cuts)} cuts make {len(self.cuts) + 1} classes to name"


class BaseWeights(Part):
    """Weights from the chances of being drawn."""

    probabilities: Columns
    """Columns of probabilities, one a stage."""


class Rake(Part):
    """Weights that meet several margins."""

    margins: Totals | None = None
    tolerance: Amount | None = Field(default=None, gt=0)


class Poststratify(Part):
    """Weights that meet the totals of one set of cells."""

    totals: Totals | None = None


class Calibrate(Part):
    """Weights that meet totals and lie near those before."""

    totals: Totals | None = None
    distance: Literal["linear", "raking", "logit", "truncated"] | None = None
    bounds: tuple[Amount, Amount] | None = None
    bounds_on: Literal["ratio", "weight"] | None = None
    tolerance: Amount | None = Field(default=None, gt=0)


class AdjustNonresponse(Part):
    """Weights of respondents that stand for nonrespondents too."""

    responded: str
    method: Literal["cells", "propensity", "propensity_classes"] | None = None
    by: Columns | None = None
    predictors: Columns | None = None
    unknown: str | None = None
    """Column of people of whom nobody knows whether they belong."""
    ineligible: str | None = None
    minimum: Whole | None = Field(default=None, ge=1)
    """Fewest respondents of a cell."""


class TrimWeights(Part):
    """Weights kept between two limits."""

    lower: Amount | None = Field(default=None, ge=0)
    upper: Amount | None = Field(default=None, gt=0)


class Impute(Part):
    """Fill answers that are missing, several times."""

    items: Columns
    m: Whole | None = Field(default=None, ge=2)
    seed: Whole


class Step(Part):
    """One step: its name, and its arguments."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    exclude: Exclude | None = None
    derive: Derive | None = None
    recode: Recode | None = None
    categorise: Categorise | None = None
    base_weights: BaseWeights | None = None
    rake: Rake | None = None
    poststratify: Poststratify | None = None
    calibrate: Calibrate | None = None
    adjust_nonresponse: AdjustNonresponse | None = None
    trim_weights: TrimWeights | None = None
    impute: Impute | None = None

    @model_validator(mode="after")
    def _sound(self) -> Step:
        if len(self.model_fields_set) != 1:
            given = ", ".join(sorted(self.model_fields_set)) or "none"
            raise ValueError(f"a step has one name, not {given}")
        if getattr(self, self.name) is None:
            raise ValueError(f"the step {self.name} needs its arguments")
        return self

    @property
    def name(self) -> str:
        """The step's name."""
        return next(iter(self.model_fields_set))

    @property
    def arguments(self) -> FrozenMapping[str, Any]:
        """The arguments that were given, as plain values."""
        return plain(getattr(self, self.name))


def plain(part: Part) -> FrozenMapping[str, Any]:
    """Return the keys that a part was given, under the names of the file."""
    fields = type(part).model_fields
    given = (
        (name, getattr(part, name)) for name in fields if name in part.model_fields_set
    )
    return FrozenMapping({fields[k].alias or k: _plain(v) for k, v in given})


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return plain(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
