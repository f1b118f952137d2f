"""Does the questionnaire hold together: its routing, its roles, its catalogue?

Faults of the questionnaire itself are findings for a reader. A run stops at those of
the routing (:data:`ROUTING`): people would not be asked what the study says. Roles and
catalogue do not stop it: a study of one characteristic has no overall item, one that is
part of a larger questionnaire may ask twice, and methods that need what is missing say
so themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from csat_methods.study.fields import code_key, number_of

if TYPE_CHECKING:
    from csat_methods.study.instrument import Study
    from csat_methods.study.questions import Condition

JUDGING = frozenset(
    {
        "expectation", "adequate", "perception", "importance", "satisfaction",
        "kano_functional", "kano_dysfunctional",
    }
)  # fmt: skip
"""Roles that ask about a characteristic; a disconfirmation may be one of the whole."""

FREE = ("text", "number", "date")
"""Types whose answers are no code of a list."""

ROUTING = frozenset({"dead_skip", "loop", "unreachable_item", "other"})
"""Rules without which items are asked of nobody, or of others than was meant."""


@dataclass(frozen=True)
class StructuralFault:
    """One fault: where it is, which rule it breaks, and the name that is concerned.

    Attributes
    ----------
    id : str
        Item or characteristic; the study's id where no single one is concerned.
    rule : str
    words : str
        The name, or the condition, that carries the fault.
    """

    id: str
    rule: str
    words: str

    def __str__(self) -> str:
        rule = self.rule.replace("_", " ")
        return f"{self.id}: {rule} ({self.words})"


Faults = Iterator[StructuralFault]


def structural_faults(study: Study) -> tuple[StructuralFault, ...]:
    """Return every structural fault of a questionnaire.

    What merely follows from a fault is not a second one: items that wait for an item
    in a loop are not reported.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of StructuralFault
        Rules: ``dead_skip`` (a condition names no item), ``loop`` (conditions go
        round), ``unreachable_item`` (no set of answers meets the conditions),
        ``two_overall``, ``no_overall``, ``characteristic_without_item``,
        ``item_without_characteristic``, and ``other``: a condition on an item that is
        asked only later.

    Examples
    --------
    >>> from csat_methods import Study
    >>> item = {"answers": [1, 2, 3], "asked_if": [{"item": "q0", "in": [1]}]}
    >>> items = {"q1": item | {"role": "overall"}}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> [(fault.id, fault.rule, fault.words) for fault in structural_faults(study)]
    [('q1', 'dead_skip', 'q0')]
    """
    parts = (_dead_skips, _loops, _unreachable, _late, _overall, _catalogue, _unjoined)
    return tuple(fault for part in parts for fault in part(study))


def check_routing(study: Study) -> None:
    """Refuse a questionnaire that cannot be asked as it says.

    Raises
    ------
    ValueError
        If a condition names no item, names a later one, or can never hold.

    Examples
    --------
    >>> from csat_methods import Study
    >>> item = {"answers": [1, 2], "asked_if": [{"item": "q0", "in": [1]}]}
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": {"q1": item}})
    >>> check_routing(study)
    Traceback (most recent call last):
    ...
    ValueError: x: the questionnaire cannot be asked: q1: dead skip (q0).
    """
    faults = [str(f) for f in structural_faults(study) if f.rule in ROUTING]
    if faults:
        told = "; ".join(faults)
        raise ValueError(f"{study.id}: the questionnaire cannot be asked: {told}.")


# ------------------------------------------------------------------- routing
def _above(study: Study, name: str) -> tuple[str, ...]:
    """Return the items that an item's own conditions name, where there are such."""
    named = (condition.item for condition in study.items[name].asked_if)
    return tuple(dict.fromkeys(item for item in named if item in study.items))


def _waits_for(study: Study, name: str) -> set[str]:
    """Return every item that an item's asking depends on, itself if in a loop."""
    found: set[str] = set()
    open_items = list(_above(study, name))
    while open_items:
        item = open_items.pop()
        if item not in found:
            found.add(item)
            open_items += _above(study, item)
    return found


def _dead_skips(study: Study) -> Faults:
    for name, item in study.items.items():
        for condition in item.asked_if:
            if condition.item not in study.items:
                yield StructuralFault(name, "dead_skip", condition.item)


def _in_loop(study: Study, name: str) -> bool:
    return name in _waits_for(study, name)


def _loops(study: Study) -> Faults:
    for name in study.items:
        if _in_loop(study, name):
            round_it = [i for i in _above(study, name) if name in _waits_for(study, i)]
            yield StructuralFault(name, "loop", (round_it or [name])[0])


def _offered(study: Study, name: str) -> frozenset[str] | None:
    """Return the codes an item offers; None where any answer may be given."""
    item = study.items[name]
    answers = study.answers(name)
    if item.type == "multiple":
        return frozenset(map(code_key, item.option_names)) | answers.not_applicable
    if item.type in FREE or not answers.points:
        return None
    return frozenset(map(code_key, answers.points)) | answers.not_applicable


def _possible(study: Study, condition: Condition) -> frozenset[str]:
    """Return which codes of a condition somebody may answer."""
    wanted = frozenset(map(code_key, condition.in_))
    offered = _offered(study, condition.item)
    if offered is not None:
        return wanted & offered
    low, high = study.items[condition.item].lowest, study.items[condition.item].highest
    absent = study.answers(condition.item).not_applicable
    return frozenset(code for code in wanted if code in absent or _in(code, low, high))


def _in(code: str, low: float | None, high: float | None) -> bool:
    """Whether a code lies within the bounds of a number, where there are any."""
    if low is None and high is None:
        return True
    number = number_of(code)
    return (
        number is not None
        and (low is None or low <= number)
        and (high is None or number <= high)
    )


def meeting(study: Study, *names: str) -> str | None:
    """Return the item on which no answer meets all conditions of these items.

    All conditions must hold, those of the items that are waited for too: items are
    asked together unless one item would need two answers at once. Of an item with
    several answers each condition may be met by another one.
    """
    left: dict[str, frozenset[str]] = {}
    everywhere = set(names).union(*(_waits_for(study, name) for name in names))
    for name in everywhere:
        for condition in study.items[name].asked_if:
            if condition.item in study.items:
                possible = _possible(study, condition)
                several = study.items[condition.item].type == "multiple"
                known = left.get(condition.item, possible)
                free = several and known and possible
                left[condition.item] = known if free else known & possible
    return next((item for item in study.items if left.get(item) == frozenset()), None)


def _unreachable(study: Study) -> Faults:
    for name in study.items:
        blocked = None if _broken(study, name) else meeting(study, name)
        if blocked and not any(meeting(study, item) for item in _above(study, name)):
            yield StructuralFault(name, "unreachable_item", blocked)


def _broken(study: Study, name: str) -> bool:
    """Whether an item is in a loop, or waits for one that is or for no item."""
    near = {name, *_waits_for(study, name)}
    named = {c.item for item in near for c in study.items[item].asked_if}
    return not named <= set(study.items) or any(_in_loop(study, i) for i in near)


def _late(study: Study) -> Faults:
    order = list(study.items)
    for position, name in enumerate(order):
        for item in _above(study, name):
            if order.index(item) > position and not _in_loop(study, name):
                yield StructuralFault(name, "other", item)


# --------------------------------------------------------- roles and catalogue
def _overall(study: Study) -> Faults:
    found = [name for name, item in study.items.items() if item.role == "overall"]
    if not found:
        yield StructuralFault(study.id, "no_overall", "overall")
    together = {n for n in found if _meets_another(study, n, found)}
    for name in found:
        if name in together:
            yield StructuralFault(name, "two_overall", "overall")


def _meets_another(study: Study, name: str, names: Sequence[str]) -> bool:
    """Whether somebody is asked this item and another one of these."""
    pairs = (pair for pair in combinations(names, 2) if name in pair)
    return any(meeting(study, *pair) is None for pair in pairs)


def _catalogue(study: Study) -> Faults:
    asked = {item.characteristic for item in study.items.values()}
    for name in study.catalogue:
        if name not in asked:
            yield StructuralFault(name, "characteristic_without_item", name)


def _unjoined(study: Study) -> Faults:
    for name, item in study.items.items():
        judges = item.role in JUDGING and item.characteristic is None
        if judges and study.catalogue:
            yield StructuralFault(name, "item_without_characteristic", str(item.role))
