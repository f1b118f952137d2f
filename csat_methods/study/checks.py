"""By which rules are answers checked, and who set them when?

A rule set has a version and a day, so that two reports can say whether they judged the
answers alike.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csat_methods.study.fields import (
    Amount,
    Day,
    Frozen,
    FrozenMapping,
    ItemName,
    Part,
    Whole,
    Words,
)
from csat_methods.study.steps import When

Limit = Literal[
    "blanks", "half", "alike", "varied", "straight", "haste", "signs", "synonyms"
]
"""Numbers that the checks go by; :mod:`csat_methods.answers.rule_set` explains them."""

Sign = Literal[
    "same_answer",
    "no_variation",
    "straight_lines",
    "even_odd",
    "synonyms",
    "against_all",
    "far_off",
    "far_off_robust",
    "unlikely",
    "speed",
    "attention",
    "copied",
    "broke_off",
    "missing",
]
"""Signs that questions were not read."""


class Contradiction(Part):
    """Answers that cannot all be true of one person."""

    text: Words
    when: tuple[When, ...] = Field(min_length=1)
    """Conditions that do not go together; a person who meets all contradicts itself."""


class CheckRules(Part):
    """The rules by which this study checks its answers."""

    version: Whole = Field(ge=1)
    """Raised whenever a rule is changed."""
    day: Day
    """Since when these rules hold."""
    limits: Frozen[Limit, Amount] = Field(default_factory=FrozenMapping)
    """Limits of the checks, where they are not the project's."""
    careless: Frozen[Sign, Amount] = Field(default_factory=FrozenMapping)
    """Limits of the signs of carelessness, where they are not the literature's."""
    contradictions: Frozen[ItemName, Contradiction] = Field(
        default_factory=FrozenMapping
    )
    """Name to answers that contradict each other."""


class Purchases(Part):
    """Columns of the file of purchase records that answers are held against."""

    id: str
    """Who a row is: the ids of ``columns.person``, else of ``columns.respondent``."""
    answers: Frozen[ItemName, str] = Field(min_length=1)
    """Item to the column that holds what is recorded of it, in the item's codes."""
    within: Frozen[ItemName, Amount] = Field(default_factory=FrozenMapping)
    """Item to how far an answer may be off: in its unit, of days in days."""
