"""What is measured, why, and with which questions?

The model of ``study.yaml``, and the answers other modules ask of it: which items have a
role, which make a pair, how a thing is called.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from csat_methods._messages import Text
from csat_methods.study import context as around, wording
from csat_methods.study.checks import CheckRules
from csat_methods.study.contradictions import contradictions
from csat_methods.study.faults import validated
from csat_methods.study.fields import (
    Columns,
    FileName,
    Frozen,
    FrozenMapping,
    ItemName,
    Language,
    Part,
    Version,
    Words,
)
from csat_methods.study.questions import (
    Catalogue,
    Characteristic,
    Construct,
    Item,
    Items,
    Waivable,
)
from csat_methods.study.scales import Answers, Scale
from csat_methods.study.strict_yaml import Document, Loc

Pair = tuple[str | tuple[str, ...], ...]
"""One item a role, or as many a role as the characteristic has."""


class Study(Part):
    """A study: what is asked of whom, how, and what for."""

    version: Version = Field(alias="schema")
    """Version of this file's form: 1."""
    id: FileName
    """Its name, and that of its folder."""
    title: Words
    languages: tuple[Language, ...] = ("en",)
    """Languages of its reports, the first one first."""
    state: Literal["draft", "approved"] = "draft"
    organization: Words | None = None
    purpose: Words | None = None
    objective: around.Objectives = ()
    """Kinds of purpose; they choose what a report must hold."""
    scope: around.Scope | None = None
    cadence: around.Cadence | None = None
    sponsor: Words | None = None
    """Who in top management stands behind it; an approved study needs one."""
    owners: tuple[around.Owner, ...] = ()
    skills: tuple[Words, ...] = ()
    budget: around.Budget | None = None
    context: Words | None = None
    interested_parties: tuple[around.InterestedParty, ...] = ()
    risks: tuple[around.Risk, ...] = ()
    populations: Frozen[ItemName, around.Population] = Field(
        default_factory=FrozenMapping
    )
    segments: Frozen[str, around.Segment] = Field(default_factory=FrozenMapping)
    """Columns that split customers into groups."""
    mode: around.Modes = ()
    selection: Literal["probability", "quota", "convenience"] = "probability"
    """How people were chosen; only a probability sample has margins of error."""
    characteristics: Catalogue = Field(default_factory=FrozenMapping)
    """The catalogue; made from the items where it is not given."""
    waivers: Frozen[Waivable, Words] = Field(default_factory=FrozenMapping)
    """Aspects, or expectation types, the catalogue leaves out on purpose, and why."""
    blocks: Frozen[ItemName, Words] = Field(default_factory=FrozenMapping)
    """Parts of the questionnaire, to name items whose words are not known."""
    scales: Frozen[ItemName, Scale] = Field(default_factory=FrozenMapping)
    items: Items = Field(min_length=1)
    """The questions, in the order they are asked."""
    constructs: Frozen[ItemName, Construct] = Field(default_factory=FrozenMapping)
    analysis: around.Analysis = around.Analysis()
    checks: CheckRules | None = None
    """Rules by which answers are checked; the project's where not said."""
    sources: Frozen[ItemName, around.Source] = Field(default_factory=FrozenMapping)
    benchmarks: tuple[around.Benchmark, ...] = ()
    routing: Frozen[str, Columns] = Field(default_factory=FrozenMapping)
    """Who gets a finding: its kind, characteristic or aspect to functions."""
    consent: around.Consent | None = None
    review: around.Review | None = None
    notes: Words | None = None
    expected: Frozen[str, Any] | None = None
    """What a review of this questionnaire should find, in sets that test a linter;
    nothing reads it."""

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any]) -> Study:
        """Return the study that a mapping describes, checked as a file would be.

        Parameters
        ----------
        mapping : mapping
            The keys of ``study.yaml``; ``schema`` may be left out.

        Raises
        ------
        ValueError
            With one sentence a fault.

        Examples
        --------
        >>> item = {"answers": [1, 2, 3, 4, 5], "role": "overall"}
        >>> study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
        >>> study.scale_of("q1")
        (1.0, 5.0)
        """
        if not isinstance(mapping, Mapping):
            raise ValueError(
                f"mapping={mapping!r} must be a mapping of a study's keys."
            )
        return validated(cls, Document("study", {"schema": 1, **mapping}))

    def contradictions(self) -> Iterator[tuple[Loc, str]]:
        """Yield what contradicts itself: the place and the sentence."""
        yield from contradictions(self)

    @cached_property
    def key(self) -> str:
        """Digest: equal studies, equal keys."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    # ------------------------------------------------------------------ items
    def item(self, name: str) -> Item:
        """Return one item.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        if name not in self.items:
            raise KeyError(f"item={name!r} is not in study {self.id}.")
        return self.items[name]

    def role(self, *names: str) -> tuple[str, ...]:
        """Return the items that have one of these roles, as columns of a wave."""
        return tuple(
            column
            for item in self.items.values()
            if item.role in names
            for column in item.frame_columns
        )

    def answers(self, name: str) -> Answers:
        """Return which answers an item takes."""
        return self.taken[self.item(name).id]

    @cached_property
    def taken(self) -> Mapping[str, Answers]:
        """Which answers each item takes."""
        return FrozenMapping(
            {
                item.id: item.answers_with(self.scales.get(item.scale or ""))
                for item in self.items.values()
            }
        )

    def scale_of(self, name: str) -> tuple[float, float] | None:
        """Return the ends of an item's scale; None for items without one."""
        item = self.items.get(name)
        if item is None or item.type != "scale":
            return None
        return self.answers(name).ends

    # ------------------------------------------------------------------ pairs
    @cached_property
    def catalogue(self) -> Mapping[str, Characteristic]:
        """The characteristics: those declared, else those that items name."""
        if self.characteristics:
            return self.characteristics
        named = (item.characteristic for item in self.items.values())
        return FrozenMapping({name: Characteristic() for name in named if name})

    def joined(self, *roles: str) -> dict[str, Pair]:
        """Return, by characteristic, its items in each of these roles.

        A characteristic counts where it has equally many items in every role: one, or a
        tuple of several each.
        """
        found = {}
        for name in self.catalogue:
            columns = [self._asked_about(name, role) for role in roles]
            counts = {len(each) for each in columns}
            if len(counts) == 1 and counts != {0}:
                found[name] = tuple(c[0] if len(c) == 1 else c for c in columns)
        return found

    def _asked_about(self, characteristic: str, role: str) -> tuple[str, ...]:
        return tuple(
            item.id
            for item in self.items.values()
            if item.role == role and item.characteristic == characteristic
        )

    def pairs(self) -> dict[str, Pair]:
        """Return {characteristic: (expectation item, perception item)}."""
        return self.joined("expectation", "perception")

    def triples(self) -> dict[str, Pair]:
        """Return {characteristic: (adequate, desired, perceived item)}."""
        return self.joined("adequate", "expectation", "perception")

    def kano_pairs(self) -> dict[str, Pair]:
        """Return {characteristic: (functional item, dysfunctional item)}."""
        return self.joined("kano_functional", "kano_dysfunctional")

    def construct_pairs(self) -> dict[str, Pair]:
        """Return {construct: (expectation items, perception items)}.

        Of the constructs whose perception items all have an expectation partner.
        """
        partner: dict[str, str] = {}
        for expectation, perception in self.pairs().values():
            wanted, met = _tuple(expectation), _tuple(perception)
            partner.update(zip(met, wanted, strict=True))
        return {
            name: (tuple(partner[i] for i in construct.items), construct.items)
            for name, construct in self.constructs.items()
            if all(item in partner for item in construct.items)
        }

    def importance_of(self) -> dict[str, str]:
        """Return {perception or satisfaction item: importance item}.

        Joined by characteristic, where it has one importance item.
        """
        found = {}
        for name in self.catalogue:
            importance = self._asked_about(name, "importance")
            if len(importance) == 1:
                rated = (
                    self._asked_about(name, r) for r in ("perception", "satisfaction")
                )
                found.update({item: importance[0] for items in rated for item in items})
        return found

    # ------------------------------------------------------------------ words
    def label(self, name: str) -> Text | None:
        """Return the words for an item, option, construct, characteristic or segment.

        An item: its label, else its text, else its characteristic's words, else block
        and number; None for what the study has no words for.
        """
        return wording.label(self, name)

    def person(self, name: str) -> Text | str:
        """Return the words for somebody: those of an owner, else the name itself."""
        told = (
            owner.name for owner in self.owners if name in owner.name.texts.values()
        )
        return next(told, name)

    def level_label(self, segment: str, level: Any) -> Text | None:
        """Return the words of one value of a segment, or of an item's answer."""
        return wording.level_label(self, segment, level)


def _tuple(items: str | tuple[str, ...]) -> tuple[str, ...]:
    return (items,) if isinstance(items, str) else items
