"""Does the catalogue of expectations cover what customers may expect?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import pandas as pd

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.result import Result, Used, method
from csat_methods.study.coverage import TYPED, refuse_uncovered
from csat_methods.study.questions import ASPECTS

UNSTATED = "not stated"
KINDS: Mapping[str, tuple[str, ...]] = {
    "aspect": (*ASPECTS, UNSTATED),
    "expectation_type": ("explicit", "implicit", "latent", UNSTATED),
    "origin": ("stated", "implied", "statutory", "wished", UNSTATED),
    "checked": ("recently", "longer ago", "never"),
}
"""What a catalogue says of a characteristic, and all that it may say."""

OLD = 24.0
"""Months after which a check with customers is old, unless the study says."""

DAYS = 365.25 / 12
WORDS = {
    "aspect": Message("part of the offer"),
    "expectation_type": Message("kind of expectation"),
    "origin": Message("origin"),
    "checked": Message("checked with customers"),
    "product": Message("product"),
    "delivery": Message("delivery"),
    "organization": Message("organization"),
    "explicit": Message("said openly"),
    "implicit": Message("taken for granted"),
    "latent": Message("not yet put into words"),
    "stated": Message("stated"),
    "implied": Message("implied"),
    "statutory": Message("required by law"),
    "wished": Message("wished for"),
    "recently": Message("recently"),
    "longer ago": Message("longer ago"),
    "never": Message("never"),
    UNSTATED: Message("not stated"),
    "estimate": Message("Characteristics"),
    "pairs": Message("Expected and rated"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Coverage(Result):
    """How many characteristics the catalogue has of every kind, zeros included.

    Attributes
    ----------
    locked : tuple of str
        Characteristics that law or regulation requires: basic, whatever their scores.
    waived : dict
        Aspect, or ``expectation_type``, that the study leaves out on purpose to its
        reason.
    characteristics : int
    """

    locked: tuple[str, ...]
    waived: Mapping[str, Text]
    characteristics: int

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "count",
        "share": "percent",
        "pairs": "count",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("of", "term")
    clause: ClassVar[str] = "7.3.1"

    def label(self, key: Any) -> Any:
        """Return the words of a kind."""
        return WORDS.get(key) or super().label(key)

    def headline(self) -> Message:
        """Return what the catalogue has none of."""
        rows = self.table[self.table["term"].isin(set(WORDS) - {UNSTATED, "never"})]
        none = rows.loc[(rows["estimate"] == 0) & (rows["of"] != "checked"), "term"]
        values = {"all": Number(self.characteristics, "count")}
        if not len(none):
            return Message(
                "The catalogue of {all} characteristics has some of every aspect, kind "
                "and origin.",
                values,
            )
        words = Listing(tuple(self.label(term) for term in none))
        return Message(
            "The catalogue of {all} characteristics has none of these: {none}.",
            {**values, "none": words},
        )


@method
def expectation_coverage(study: Any, *, on: date | None = None) -> Coverage:
    """Return how many characteristics the catalogue has of every kind.

    Parameters
    ----------
    study : Study or Wave
        A wave brings its study, and its last day of fieldwork.
    on : date, optional
        The day from which the age of checks is counted; a wave's last day of fieldwork,
        else today.

    Returns
    -------
    Coverage
        One row a kind: ``of`` (``aspect, expectation_type, origin, checked``), ``term,
        estimate`` (characteristics), ``share`` (0 to 1), ``pairs`` (of these, those
        with both an expectation and a perception item).

    Raises
    ------
    ValueError
        If there is no study, or an aspect has no characteristic, or a characteristic
        no expectation type, and the study's ``waivers`` give no reason.

    Notes
    -----
    A check with customers is old after 24 months, or after the months of the study's
    ``review``.

    References
    ----------
    Aspects, kinds and origins are the subjects of ISO 10004:2018, 7.2.2 and 7.3.1, in
    words of our own.

    Examples
    --------
    >>> from csat_methods import Study, expectation_coverage
    >>> items = {"q1": {"answers": [1, 2, 3, 4, 5]}}
    >>> told = {
    ...     "speed": {"aspect": "delivery", "expectation_type": "explicit"},
    ...     "staff": {"aspect": "organization", "expectation_type": "implicit"},
    ... }
    >>> study = Study.from_dict(
    ...     {
    ...         "id": "x",
    ...         "title": "X",
    ...         "items": items,
    ...         "characteristics": told,
    ...         "waivers": {"product": "A service only."},
    ...     }
    ... )
    >>> found = expectation_coverage(study)
    >>> int(found.row(of="aspect", term="product")["estimate"])
    0
    """
    own, day = _study(study), on or _last_day(study) or date.today()
    refuse_uncovered(own)
    facts = _facts(own, day)
    pairs = set(own.pairs())
    rows = [
        _row(facts, pairs, kind, term)
        for kind, terms in KINDS.items()
        for term in terms
    ]
    count = len(facts)
    return Coverage(
        table=pd.DataFrame(rows, columns=["of", "term", "estimate", "share", "pairs"]),
        method="Coverage of the catalogue",
        used=Used(count, (count, count)),
        notes=_notes(own, facts),
        locked=tuple(name for name, fact in facts.items() if fact["origin"] == LOCKED),
        waived=dict(own.waivers),
        labels={name: WORDS[name] for name in ("estimate", "pairs")},
        characteristics=count,
    )


LOCKED = "statutory"


def _study(given: Any) -> Any:
    """Return the study: what was given, or that of a wave.

    Raises
    ------
    ValueError
        If a wave has none.
    """
    own = given if hasattr(given, "catalogue") else getattr(given, "study", None)
    if own is None:
        raise ValueError(f"study={given!r} must be a study, or a wave that has one.")
    return own


def _last_day(given: Any) -> date | None:
    """Return a wave's last day of fieldwork, where its file says it."""
    fieldwork = getattr(getattr(given, "file", None), "fieldwork", None)
    return None if fieldwork is None else fieldwork.end


def _facts(study: Any, day: date) -> dict[str, dict[str, str]]:
    """Return what is said of each characteristic, by kind."""
    months = study.review.months if study.review is not None else None
    limit = (OLD if months is None else months) * DAYS
    return {
        name: {
            "aspect": each.aspect or UNSTATED,
            "expectation_type": each.expectation_type or UNSTATED,
            "origin": each.origin or UNSTATED,
            "checked": _age(each.checked, day, limit),
        }
        for name, each in study.catalogue.items()
    }


def _age(checked: Any, day: date, limit: float) -> str:
    if checked is None:
        return "never"
    return "longer ago" if (day - checked.when).days > limit else "recently"


def _row(
    facts: Mapping[str, Mapping[str, str]], pairs: set[str], kind: str, term: str
) -> tuple[str, str, int, float, int]:
    held = [name for name, fact in facts.items() if fact[kind] == term]
    share = len(held) / len(facts) if facts else 0.0
    return kind, term, len(held), share, len(pairs.intersection(held))


# ----------------------------------------------------------------------- notes
def _notes(study: Any, facts: Mapping[str, Mapping[str, str]]) -> tuple[Message, ...]:
    """Return what a reader must know: waivers, locks, what is old or not approved."""
    notes = [_waived(name, reason) for name, reason in study.waivers.items()]
    if study.state != "approved":
        notes.append(Message("The catalogue is a draft that nobody has approved."))
    locked = _named(study, facts, "origin", {LOCKED})
    if locked.items:
        notes.append(
            Message(
                "Required by law, and so basic whatever their scores: "
                "{characteristics}.",
                {"characteristics": locked},
            )
        )
    aged = _named(study, facts, "checked", {"longer ago", "never"})
    if len(aged.items) == len(facts):
        notes.append(
            Message("No characteristic has been checked with customers of late.")
        )
    elif aged.items:
        notes.append(
            Message(
                "Not checked with customers of late: {characteristics}.",
                {"characteristics": aged},
            )
        )
    return tuple(notes)


def _waived(name: str, reason: Text) -> Message:
    """Return what the study leaves out on purpose, and why."""
    if name == TYPED:
        return Message(
            "Kinds of expectation are left open on purpose: {reason}",
            {"reason": reason},
        )
    return Message(
        "Left out of the catalogue on purpose, {aspect}: {reason}",
        {"aspect": WORDS[name], "reason": reason},
    )


def _named(
    study: Any, facts: Mapping[str, Mapping[str, str]], kind: str, terms: set[str]
) -> Listing:
    """Return the words of the characteristics of some kind."""
    held = [name for name, fact in facts.items() if fact[kind] in terms]
    return Listing(tuple(study.label(name) or name for name in held))
