"""Which part of a report is for whom?

Management sees everything that passed the gate; a function what it can work with;
customers how satisfied customers are, and what changed. What is hidden is decided over
all results first, so that no two extracts together tell more than the whole report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from csat_methods import _checks

if TYPE_CHECKING:
    from csat_methods.study.context import Extract

AUDIENCES = ("management", "function", "customer")

COMPUTING = frozenset(
    {"df", "deff", "asked", "not_applicable", "se_independent", "shared"}
)
"""Columns for those who check the computing."""


@dataclass(frozen=True)
class Audience:
    """What somebody may see of what passed the gate.

    Attributes
    ----------
    name : str
    chapters : frozenset of str or None
        Their names or numbers; None is all of them.
    segments : frozenset of str or None
        Columns that may split customers; None is all of them.
    unseen : frozenset of str
        The other segments of the study.
    leave_out : frozenset of str
        Items and constructs that are not shown.
    comments : bool
        Whether quoted comments may be read.
    columns : frozenset of str
        Columns of tables that are left out.
    unread : frozenset of str
        Columns that verdicts need, and that tables of its pages do not show.
    notes : bool
        Whether what a careful reader of methods must know is told.
    internal : bool
        Whether functions, files, steps of preparation and reasons are told.
    """

    name: str = "management"
    chapters: frozenset[str] | None = None
    segments: frozenset[str] | None = None
    unseen: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    comments: bool = True
    columns: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    notes: bool = True
    internal: bool = True

    def reads(self, chapter: str) -> bool:
        """Whether a chapter, or a result named after it, is for this audience."""
        if self.chapters is None:
            return True
        return any(chapter[:2] == known[:2] for known in self.chapters)


DEFAULTS = {
    "management": Audience(),
    "function": Audience(
        "function",
        chapters=frozenset(
            {
                *("01_expectations", "04_indicators", "06_satisfaction"),
                *("07_dimensions", "08_gaps", "09_priorities", "10_trends"),
                "11_actions",
            }
        ),
        comments=False,
        columns=COMPUTING,
        internal=False,
    ),
    "customer": Audience(
        "customer",
        chapters=frozenset({"06_satisfaction", "10_trends"}),
        segments=frozenset(),
        comments=False,
        columns=COMPUTING,
        unread=frozenset({"p_adjusted"}),
        notes=False,
        internal=False,
    ),
}
"""What each audience sees where the study says nothing."""

TOLD_IN = {"expectation": ("01_expectations", "08_gaps")}
"""Role of items to the chapters that tell of it: who reads none of them is not told of
it in other chapters either."""


def audience_of(
    name: str,
    stated: Mapping[str, Extract] | None = None,
    segments: Collection[str] = (),
    items: Mapping[str, Collection[str]] | None = None,
) -> Audience:
    """Return what an audience may see, as the study states it.

    Parameters
    ----------
    name : str
        ``management``, ``function`` or ``customer``.
    stated : mapping, optional
        Extracts of the study, by audience.
    segments : collection of str
        The study's segments.
    items : mapping, optional
        Role to the columns of the study that have it.

    Raises
    ------
    ValueError
        If there is no such audience.

    Examples
    --------
    >>> customer = audience_of("customer", segments=["city"])
    >>> customer.reads("00_plan"), sorted(customer.unseen)
    (False, ['city'])
    """
    _checks.one_of("audience", name, AUDIENCES)
    extract = (stated or {}).get(name)
    told: dict[str, Any] = {}
    if extract is not None:
        listed = {f: getattr(extract, f) for f in ("chapters", "segments", "leave_out")}
        told = {f: frozenset(given) for f, given in listed.items() if given is not None}
        told["comments"] = extract.verbatims
    found = replace(DEFAULTS[name], **told)
    found = replace(found, leave_out=found.leave_out | _untold(found, items or {}))
    if found.segments is None:
        return found
    return replace(found, unseen=frozenset(segments) - found.segments)


def _untold(audience: Audience, items: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the columns that only chapters tell of which an audience never reads."""
    untold = [
        role
        for role, chapters in TOLD_IN.items()
        if not any(map(audience.reads, chapters))
    ]
    return frozenset(column for role in untold for column in items.get(role, ()))
