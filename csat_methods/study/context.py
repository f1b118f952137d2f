"""Why, for whom and with what is satisfaction measured?

The parts of ``study.yaml`` that surround the questionnaire. All may be left out; what
is not said is shown as "not stated", never guessed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from csat_methods.study.fields import (
    Amount,
    Code,
    Codes,
    Columns,
    Day,
    Flag,
    Frozen,
    FrozenMapping,
    ItemName,
    Part,
    Whole,
    Words,
    one_or_many,
)

Objective = Literal[
    "product_reaction", "aspect", "complaints", "loss", "trend", "benchmark"
]
Mode = Literal[
    "face_to_face",
    "telephone",
    "group",
    "mail",
    "web",
    "email",
    "sms",
    "app",
    "kiosk",
    "paper",
    "mixed",
]

MODES = {
    "face_to_face": "face to face",
    "telephone": "by telephone",
    "group": "in groups",
    "mail": "by mail",
    "web": "online",
    "email": "by e-mail",
    "sms": "by text message",
    "app": "in an app",
    "kiosk": "at a kiosk",
    "paper": "on paper",
    "mixed": "in several ways",
}
"""Ways of asking to what they are called."""

Objectives = Annotated[
    tuple[Objective, ...],
    BeforeValidator(
        one_or_many,
        json_schema_input_type=Objective | list[Objective],
    ),
]
Modes = Annotated[
    tuple[Mode, ...],
    BeforeValidator(
        one_or_many,
        json_schema_input_type=Mode | list[Mode],
    ),
]


class Scope(Part):
    """How far the measurement reaches."""

    level: Literal["characteristics", "overall"] = "overall"
    """``overall`` needs an item with that role."""
    text: Words | None = None
    """Customers, regions, period, markets, products that are meant."""


class Cadence(Part):
    """How often customers are asked, and how long one is then left alone."""

    kind: Literal["regular", "occasional", "event"] = "regular"
    """By the calendar, now and then, or after an event such as a purchase."""
    months: Amount | None = Field(default=None, gt=0)
    """Months between two waves."""
    quiet_days: Whole | None = Field(default=None, ge=0)
    """Days before the same customer may be asked again."""
    text: Words | None = None


class Owner(Part):
    """Who answers for what."""

    name: Words
    duty: Words | None = None


class Budget(Part):
    """What may be spent, and what one complete answer costs in each mode."""

    amount: Amount | None = Field(default=None, ge=0)
    currency: str | None = None
    unit_costs: Frozen[Mode, Amount] = Field(default_factory=FrozenMapping)
    """Cost of one complete answer, by mode."""


class InterestedParty(Part):
    """Who else cares, and about what."""

    name: Words
    interest: Words | None = None


class Risk(Part):
    """What may go wrong with measuring, and what is done about it."""

    text: Words
    response: Words | None = None
    owner: str | None = None


class Population(Part):
    """Customers the results speak of."""

    text: Words
    size: Whole | None = Field(default=None, ge=1)
    """How many there are."""
    kind: Literal["current", "lapsed", "prospect", "indirect", "internal"] = "current"


class Segment(Part):
    """A column that splits customers into groups."""

    text: Words | None = None
    levels: Frozen[Code, Words] = Field(default_factory=FrozenMapping)
    """Words of the column's values."""


Audience = Literal["management", "function", "customer"]


class Extract(Part):
    """What one audience may see; what is not said is as the project has it."""

    chapters: Columns | None = None
    """Chapters of its report, as ``06_satisfaction``."""
    segments: Columns | None = None
    """Segments that its report may split customers by; ``[]`` for none."""
    leave_out: Columns = ()
    """Items and constructs that it never sees."""
    verbatims: Flag = False
    """Whether it may read quoted comments, where the study quotes any."""


class Planned(Part):
    """What the answers are to carry; :func:`csat_methods.plan_kept` checks it."""

    margin: Amount | None = Field(default=None, gt=0, lt=1)
    """Margin of error of a share of one half."""
    difference: Amount | None = Field(default=None, gt=0)
    """Difference between two groups that is to be seen, in units of the item."""
    by: str | None = None
    """Segment whose groups are compared."""
    item: str | None = None
    """What is compared; overall satisfaction where not said."""


LineName = Literal[
    "mean", "top_box", "proportion", "quantile", "ratio", "net_promoter_score",
    "satisfaction_index", "gap", "change", "segment_difference", "contrast",
    "regression", "alpha", "reliability", "gap_reliability", "agreement", "icc",
    "item_rest", "content_validity", "translation",
]  # fmt: skip
"""Kinds of results that a line judges."""

LimitName = Literal[
    "content_validity",
    "item_nonresponse",
    "floor",
    "ceiling",
    "skew",
    "item_rest",
    "alpha_if_deleted",
    "omega_if_deleted",
    "minutes",
    "items_to_mend",
]


def _limit(value: Any) -> Any:
    """Return a limit given as a number alone as a limit without a source."""
    return {"value": value} if isinstance(value, int | float) else value


class Limit(Part):
    """Where an item starts to fall short, and who says so."""

    value: Amount
    source: Words | None = None


class Analysis(Part):
    """How results are judged and who may see them; stated before data are seen."""

    planned: Planned | None = None
    """What the answers are to carry."""
    families: Frozen[str, Columns] = Field(default_factory=FrozenMapping)
    """Items or constructs whose tests are adjusted together, by name of the family."""
    lines: Frozen[LineName, Amount] = Field(default_factory=FrozenMapping)
    """Line of judgement by kind of result, in the result's own unit."""
    limits: Frozen[
        LimitName,
        Annotated[Limit, BeforeValidator(_limit, json_schema_input_type=Limit | float)],
    ] = Field(default_factory=FrozenMapping)
    """Limits that items are kept, revised or dropped by, where they are not those of
    the project."""
    drivers: Columns = ()
    """Items that may go with overall satisfaction; the ratings when none are named."""
    level: Amount = Field(default=0.95, gt=0, lt=1)
    """Confidence of the intervals."""
    minimum_cell: Whole = Field(default=10, ge=3)
    """Fewest answers a published number may rest on."""
    audience: Audience = "management"
    """Whom the report is for, where nobody asks for another."""
    audiences: Frozen[Audience, Extract] = Field(default_factory=FrozenMapping)
    """What other audiences may see: the extracts of the report."""
    verbatims: Flag = False
    """Whether comments may be quoted."""
    names: Columns = ()
    """Names of people that no quoted comment may hold."""


class Source(Part):
    """Where facts about a characteristic come from."""

    text: Words
    kind: Literal["direct", "indirect"] = "indirect"
    """Asked of customers, or found in the organization's own or outside figures."""
    characteristics: Columns = ()
    day: Day | None = None
    """Of the facts, so that their age can be said."""
    note: Words | None = None


class Benchmark(Part):
    """Another organization's figure."""

    name: Words
    of: ItemName
    """The item or construct it compares with."""
    value: Amount
    n: Whole | None = Field(default=None, ge=1)
    lowest: Amount | None = None
    highest: Amount | None = None
    """Ends of the scale it was measured on."""
    mode: Mode | None = None
    day: Day | None = None
    source: Words | None = None


class Consent(Part):
    """What people were told and agreed to."""

    text: Words
    column: str | None = None
    """Column that holds each person's consent."""
    agreed: Codes = ()
    """What says yes in that column; others are left out as they are read, and counted.
    Nobody is left out where nothing is said."""


class Review(Part):
    """When the measuring itself is looked at again."""

    every_waves: Whole | None = Field(default=None, ge=1)
    months: Amount | None = Field(default=None, gt=0)
    last: Day | None = None
