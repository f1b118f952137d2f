"""What does a study allow to be shown, and to whom?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from csat_methods import _checks
from csat_methods.report.audience import TOLD_IN, Audience, audience_of
from csat_methods.report.earlier_files import earlier_conditions

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST_MINIMUM = 3


@dataclass(frozen=True)
class Policy:
    """What the study allows to be shown, and to whom.

    Attributes
    ----------
    minimum : int
        Fewest answers a published number may rest on; 3 at least.
    audience : str
        ``management``, ``function`` or ``customer``.
    verbatims : bool
        Whether comments may be quoted.
    people : int
        Rows of the wave: what has as many is one value a person.
    ids : frozenset of str
        Respondents' ids, which no page may hold.
    wave : str
        The wave's name where results tell waves apart.
    conditions : tuple of str
        What narrowed its domain in preparation, in words.
    answers : int
        People in its domain.
    segments : dict
        Segment column to its levels, and to how many of the domain are in each.
    private : frozenset of str
        Columns that name people, or split them into next to single ones: nothing is
        shown by them.
    known : frozenset of str
        Columns of the wave by which results may be split.
    extract : Audience, optional
        What the audience may see, where the study says so.
    earlier : dict
        Other wave to what narrowed its domain, where that is known.

    Notes
    -----
    What the gate promises, over all results of a report and what other reports of the
    study have told: no published number rests on fewer people than the minimum; no
    visible group less its visible parts leaves fewer; and no smaller group has a value
    that sums and differences of published numbers fix exactly.

    How few a segment's people are is no such number by itself. The share of a level,
    as of any answer that hardly anybody gave, rests on all who answered and tells
    nothing of what these few said; without it nobody would see of whom the answers
    speak, and that nearly all are of one kind. It is told in the chapter of sampling,
    which neither functions nor customers are sent, and it goes as soon as a number of
    that level is hidden.

    What it does not promise: that such a value cannot be known nearly. Shares lie
    between 0 and 1 and answers between the ends of their scale, so that two or three
    hidden groups beside large visible ones bound each other, and a range that remains
    may be narrow; nobody looks how narrow. Groups are told apart by segments, waves and
    what narrowed the wave, not by what people left blank: of two methods that need
    different answers, one may count a few more, and both means together tell what those
    few gave; who they are, no report says. Where no number of everybody is published, a
    table by segments of a question that nobody left blank tells by its counts how few
    are in a hidden one, though nothing of what they said. A wave that is published
    again after one more person has answered tells that answer to whoever kept both
    reports. Nor does it know what readers know from elsewhere, as somebody of a group
    of two knows the other's answer, or how large the weights of a segment must be.
    Where that would matter, ask for a larger minimum, or leave the segment out.
    """

    minimum: int = 10
    audience: str = "management"
    verbatims: bool = False
    people: int = 0
    ids: frozenset[str] = field(default=frozenset(), repr=False)
    wave: str = ""
    conditions: tuple[str, ...] = ()
    answers: int = 0
    segments: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    extract: Audience | None = None
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a policy that protects nobody.

        Raises
        ------
        ValueError
            If the minimum is no whole number from 3 on or the audience unknown.
        """
        if not _checks.is_whole(self.minimum) or self.minimum < LEAST_MINIMUM:
            raise ValueError(
                f"minimum={_checks.shown(self.minimum)} must be a whole number, "
                f"{LEAST_MINIMUM} at least: fewer people can be recognised."
            )
        _ = self.reader

    @property
    def reader(self) -> Audience:
        """What the audience may see."""
        return self.extract or audience_of(self.audience)

    @property
    def prepared(self) -> frozenset[str]:
        """What narrowed the domains of all waves in preparation, in words."""
        every = (self.conditions, *self.earlier.values())
        return frozenset(words for each in every for words in each)

    def conditions_of(self, wave: str) -> tuple[str, ...]:
        """Return what narrowed a wave's domain in preparation, where it is known."""
        return self.conditions if wave == self.wave else self.earlier.get(wave, ())


def policy_of(wave: Wave, audience: str | None = None) -> Policy:
    """Return the policy of a wave's study; the project's defaults without a study.

    Parameters
    ----------
    wave : Wave
        After its preparation.
    audience : str, optional
        Whom the report is for; the study says so where it is not given.
    """
    facts: dict[str, Any] = {
        "people": len(wave.domain),
        "ids": _ids(wave),
        "wave": str(wave.file.id) if wave.file is not None else "",
        "conditions": wave.conditions,
        "answers": wave.n,
        "segments": _segments(wave),
        "earlier": earlier_conditions(wave),
    }
    facts["private"] = private_columns(wave, _minimum(wave))
    facts["known"] = frozenset(map(str, wave.frame)) - facts["private"]
    if wave.study is None:
        return Policy(audience=audience or "management", **facts)
    stated = wave.study.analysis
    named = audience or stated.audience
    roles = {role: wave.study.role(role) for role in TOLD_IN}
    return Policy(
        minimum=stated.minimum_cell,
        audience=named,
        extract=audience_of(named, stated.audiences, wave.study.segments, roles),
        verbatims=stated.verbatims,
        **facts,
    )


def _minimum(wave: Wave) -> int:
    study = wave.study
    return Policy.minimum if study is None else study.analysis.minimum_cell


def _segments(wave: Wave) -> dict[str, dict[str, int]]:
    """Return how many of the domain are in each level of the study's segments."""
    inside = wave.frame.loc[wave.domain]
    found = {}
    for column in wave.study.segments if wave.study is not None else ():
        if column in inside:
            counts = inside[column].value_counts()
            found[column] = {str(level): int(n) for level, n in counts.items()}
    return found


NAMING = ("text", "date")
"""Types of items whose answers are each somebody's own."""


def private_columns(wave: Wave, minimum: int) -> frozenset[str]:
    """Return the columns by which nothing may be shown.

    Who a row is; comments and days; and whatever the study names neither as a segment
    nor as an item, where its levels hold fewer people on average than the minimum:
    names, addresses and ids that nobody declared.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave
    >>> names = [f"customer {i}" for i in range(40)]
    >>> frame = pd.DataFrame({"name": names, "city": ["A", "B"] * 20})
    >>> sorted(private_columns(Wave.from_frame(frame), 10))
    ['name']
    """
    study = wave.study
    segments = set(study.segments) if study is not None else set()
    items = study.items if study is not None else {}
    found = {str(wave.person)} if wave.person else set()
    found |= {name for name, item in items.items() if item.type in NAMING}
    asked = {column for item in items.values() for column in item.frame_columns}
    inside = wave.frame.loc[wave.domain]
    for column in set(map(str, inside)) - segments - asked:
        levels = int(inside[column].nunique())
        if levels > 1 and levels * minimum > len(inside):
            found.add(column)
    return frozenset(found)


def _ids(wave: Wave) -> frozenset[str]:
    """Return respondents' ids that could not be mistaken for a number."""
    frame = wave.frame
    known = frame[wave.person] if wave.person else frame.index.to_series()
    if known.dtype.kind in "iufb":
        return frozenset()
    found = {str(value) for value in known.dropna().unique()}
    return frozenset(v for v in found if any(c.isalpha() for c in v) and len(v) > 3)
