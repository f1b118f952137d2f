"""Which answers may be given, and what do their codes mean?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from csat_methods._messages import Text
from csat_methods.study.fields import (
    Amount,
    Code,
    Codes,
    Frozen,
    FrozenMapping,
    Part,
    Whole,
    Words,
    code_key,
)


def _codes_with_words(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    nested = [each for each in value if isinstance(each, list | dict)]
    if nested:
        raise ValueError(f"{nested[0]!r} is no code; a code is a number or a text")
    return dict.fromkeys(value)


AnswerWords = Annotated[
    Frozen[Code, Words | None],
    BeforeValidator(
        _codes_with_words,
        json_schema_input_type=list[int | float | str] | dict[str, Words | None],
    ),
]


def _by_option(value: Any) -> Any:
    """Return columns by option, of which a code may be a number."""
    if not isinstance(value, Mapping):
        return value
    return {str(k) if type(k) is int else k: name for k, name in value.items()}


OptionColumns = Annotated[
    Frozen[str, str],
    BeforeValidator(_by_option, json_schema_input_type=dict[str, str]),
]


@dataclass(frozen=True)
class Answers:
    """Which answers an item takes, whether its own or those of its scale.

    Attributes
    ----------
    points : tuple
        Codes offered, without those for "not applicable"; empty if any answer goes.
    labels : dict
        Spelling of a code (:func:`code_key`) to its words.
    not_applicable, blank : frozenset of str
        Spellings that mean "not applicable", and no answer.
    turned : bool
        Whether low codes are the good ones, so that reading turns them round.
    """

    points: tuple[int | float | str, ...] = ()
    labels: Mapping[str, Text] = field(default_factory=FrozenMapping)
    not_applicable: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    turned: bool = False

    @property
    def ends(self) -> tuple[float, float] | None:
        """The lowest and the highest point; None where points are no numbers."""
        numbers = [float(p) for p in self.points if not isinstance(p, str)]
        if len(numbers) < max(len(self.points), 1):
            return None
        return min(numbers), max(numbers)

    @cached_property
    def spelled(self) -> Mapping[str, int | float | str]:
        """Spelling of each point to the point."""
        return FrozenMapping({code_key(point): point for point in self.points})

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Spelling of the words of a code, in any language, to that of the code."""
        return FrozenMapping(
            {
                code_key(text): key
                for key, label in self.labels.items()
                for text in label.texts.values()
            }
        )

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Spellings of the codes that say why there is no answer, in order."""
        return tuple(sorted(key for key in self.not_applicable | self.blank if key))

    def label(self, value: Any) -> Text | None:
        """Return the words of a value as the wave's frame holds it."""
        if self.turned and self.ends is not None and not isinstance(value, str):
            value = sum(self.ends) - float(value)
        return self.labels.get(code_key(value))


class Scale(Part):
    """The answers that several items share."""

    points: tuple[Amount, ...] = ()
    """All codes, from the lowest; or give the two ends."""
    lowest: Whole | None = None
    highest: Whole | None = None
    labels: Frozen[Code, Words] = Field(default_factory=FrozenMapping)
    """Words of points, and of codes for "not applicable" and no answer."""
    direction: Literal["ascending", "descending"] = "ascending"
    """``descending``: the lowest code is the best answer; reading turns it round."""
    midpoint: Amount | None = None
    not_applicable: Codes = ()
    """Codes of "not applicable", "never used", "do not know"."""
    blank: Codes = ()
    """Codes that mean no answer; empty cells always do."""

    @model_validator(mode="after")
    def _sound(self) -> Scale:
        raise_all(self._faults())
        return self

    def _faults(self) -> Iterator[str]:
        ends = (self.lowest, self.highest)
        if bool(self.points) == (None not in ends) or ends.count(None) == 1:
            yield "a scale needs either points, or lowest and highest"
            return
        yield from faults_of_codes(self.codes, self.not_applicable, self.blank)
        codes = self.codes
        if len(codes) < 2 or list(codes) != sorted(codes):
            yield "points must rise, and be two at least"
        elif self.midpoint is not None and not codes[0] < self.midpoint < codes[-1]:
            yield f"midpoint={self.midpoint:g} must lie inside the scale"
        known = {code_key(c) for c in (*codes, *self.not_applicable, *self.blank)}
        strange = [code for code in self.labels if code_key(code) not in known]
        if strange:
            yield f"labels: the codes {strange} are not of this scale"
        yield from faults_of_labels(self.labels)

    @property
    def codes(self) -> tuple[float, ...]:
        """All points, from the lowest."""
        if self.points or self.lowest is None or self.highest is None:
            return self.points
        return tuple(map(float, range(self.lowest, self.highest + 1)))


def raise_all(faults: Iterator[str]) -> None:
    """Raise all faults of one part in one sentence.

    Raises
    ------
    ValueError
        If there are any.
    """
    found = list(faults)
    if found:
        raise ValueError("; ".join(found))


def faults_of_codes(
    points: tuple[Any, ...], not_applicable: tuple[Any, ...], blank: tuple[Any, ...]
) -> Iterator[str]:
    """Say which codes have two meanings."""
    groups = {"points": points, "not_applicable": not_applicable, "blank": blank}
    first: dict[str, str] = {}
    for name, codes in groups.items():
        for code in codes:
            known = first.setdefault(code_key(code), name)
            if known != name:
                yield f"the code {code!r} is both in {known} and in {name}"
        if len({code_key(code) for code in codes}) < len(codes):
            yield f"{name} names a code twice"


def faults_of_labels(labels: Mapping[Any, Text | None]) -> Iterator[str]:
    """Say which words stand for two codes: an answer in words could mean either."""
    first: dict[tuple[str, str], Any] = {}
    for code, words in labels.items():
        for language, text in (words.texts if words else {}).items():
            other = first.setdefault((language, code_key(text)), code)
            if code_key(other) != code_key(code):
                yield f"{text!r} stands for both {other!r} and {code!r}"
