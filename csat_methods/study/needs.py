"""What does a method or a cell of a chapter need of a wave, and what if it lacks it?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, get_args

from csat_methods._messages import Message, Number
from csat_methods.study.questions import Role

ROLES: tuple[str, ...] = get_args(Role)
"""Roles that a need may name."""


def _answered(wave: Any, *roles: str) -> bool:
    """Whether anybody in the domain answered an item of these roles."""
    if wave.study is None:
        return False
    inside = wave.frame.loc[wave.domain]
    items = wave.study.role(*roles)
    return any(item in inside and inside[item].notna().any() for item in items)


def _told_apart(asked: Any) -> bool:
    """Whether some answered and some did not, and segments are known of both."""
    answered = asked.frame.loc[asked.domain, "responded"]
    return bool(asked.known_segments) and answered.nunique() > 1


STATES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "weights": (
        lambda wave: wave.design.weighted,
        "Left out: the wave has no weights.",
    ),
    "probability": (
        lambda wave: wave.selection == "probability",
        (
            "Left out: the people were not drawn with known chances, so no margin of "
            "error is planned."
        ),
    ),
    "strata": (
        lambda wave: len(wave.design.first.population) > 1,
        "Left out: the wave has no strata.",
    ),
    "segments": (
        lambda wave: bool(wave.segments),
        "Left out: the study names no segments.",
    ),
    "ratings": (
        lambda wave: _answered(wave, "satisfaction", "perception"),
        "Left out: nobody rated satisfaction or perception.",
    ),
    "constructs": (
        lambda wave: wave.study is not None and bool(wave.study.constructs),
        "Left out: the study names no constructs.",
    ),
    "catalogue": (
        lambda wave: wave.study is not None and bool(wave.study.characteristics),
        "Left out: the study has no catalogue of characteristics.",
    ),
    "covered": (
        lambda wave: wave.study is not None and not wave.study.uncovered,
        (
            "Left out: product, delivery or organization has no characteristic in the "
            "catalogue, and the study does not say why."
        ),
    ),
    "own_levels": (
        lambda wave: wave.organization is not None,
        (
            "Left out: nothing is known of what the organization understands, plans or "
            "delivers."
        ),
    ),
    "pairs": (
        lambda wave: wave.study is not None and bool(wave.study.pairs()),
        "Left out: no characteristic has both an expectation and a perception item.",
    ),
    "contacts": (
        lambda wave: wave.contacts is not None,
        "Left out: it is not known what became of those who were to be asked.",
    ),
    "known_of_all": (
        lambda wave: wave.contacts is not None and _told_apart(wave.contacts),
        "Left out: nothing tells those who answered from those who did not.",
    ),
    "costs": (
        lambda wave: (
            wave.study is not None
            and wave.study.budget is not None
            and bool(wave.study.budget.unit_costs)
        ),
        "Left out: the study does not say what an answer costs.",
    ),
    "attempts": (
        lambda wave: "attempts" in wave.frame,
        "Left out: it is not known how often people were tried.",
    ),
    "planned": (
        lambda wave: wave.study is not None and wave.study.analysis.planned is not None,
        "Left out: the study does not say what the answers are to carry.",
    ),
    "frame": (
    "experts": (
        lambda wave: wave.experts is not None,
        "Left out: the wave file names no ratings of the items by experts.",
    ),
    "pretest": (
        lambda wave: wave.file is not None and wave.file.pretest,
        "Left out: the wave is no pre-test.",
    ),
        lambda wave: bool(wave.frame_segments),
        "Left out: the wave file names no frame of customers.",
    ),
}
"""Needs that are met or not: the test, and the sentence without it."""


@dataclass(frozen=True)
class Need:
    """One need: its text, and the sentence said when a wave does not meet it."""

    text: str
    lacking: Callable[[Any], Message | None]


def _role_need(role: str) -> Callable[[Any], Message | None]:
    def lacking(wave: Any) -> Message | None:
        if _answered(wave, role):
            return None
        return Message(
            "Left out: the study has no items with the role {role}.",
            {"role": Message(role)},
        )

    return lacking


def _state_need(name: str) -> Callable[[Any], Message | None]:
    met, sentence = STATES[name]
    return lambda wave: None if met(wave) else Message(sentence)


def _people(wave: Any, least: int) -> Message | None:
    if wave.n >= least:
        return None
    return Message(
        "Left out: it needs {least} answers, and the wave has {n}.",
        {"least": Number(least, "count"), "n": Number(wave.n, "count")},
    )


def _complete(wave: Any, least: int) -> Message | None:
    people = wave.complete(wave.ratings()).n if _rated(wave) else 0
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def _constructs(wave: Any, least: int) -> Message | None:
    """Say how many constructs have three answered items, if these are too few."""
    count = len(_model(wave))
    if count >= least:
        return None
    return Message(
        "Left out: it needs {least} constructs of three items, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


def _model(wave: Any) -> dict[str, list[str]]:
    """Return the constructs that make a model of factors; none where there is none."""
    try:
        return dict(wave.constructs())
    except ValueError:
        return {}


def _modelled(wave: Any, least: int) -> Message | None:
    """Say what is lacking for a model of the constructs: three items each, people."""
    items = [item for named in _model(wave).values() for item in named]
    people = wave.complete(dict.fromkeys(items)).n if items else 0
    if people >= least:
        return None
    if not items:
        return Message(
            "Left out: no construct of the study has three items that were answered."
        )
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def _before(wave: Any, least: int) -> Message | None:
    """Say whether too few rated, in the wave before, what this wave's model holds."""
    items = [item for named in _model(wave).values() for item in named]
    before = wave.earlier() if wave.earlier is not None else None
    people = 0
    if before is not None and items and set(items) <= set(before.frame):
        people = before.complete(dict.fromkeys(items)).n
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated the same in the wave before, and "
        "there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def _drivers(wave: Any) -> Message | None:
    """Say what is lacking for one regression on all drivers: ratings, or people."""
    if not _rated(wave):
        return Message(
            "Left out: nothing was rated that may go with overall satisfaction."
        )
    if not _answered(wave, "overall", "recommend", "loyalty"):
        return None
    columns = list(dict.fromkeys([wave.outcome(), *wave.drivers()]))
    least, people = len(columns) + 2, wave.complete(columns).n
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def _rated(wave: Any) -> bool:
    return _answered(wave, "satisfaction", "perception")


def _waves(wave: Any, least: int) -> Message | None:
    count = 1 + (len(wave.file.previous) if wave.file is not None else 0)
    if count >= least:
        return None
    return Message(
        "Left out: it needs {least} waves, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


SIZES: dict[str, Callable[[Any, int], Message | None]] = {
    "n": _people,
    "complete": _complete,
    "modelled": _modelled,
    "before": _before,
    "constructs": _constructs,
    "waves": _waves,
}
"""Needs with a number: ``n>=100`` of the prepared domain, ``waves>=2``."""


def parse_need(text: str) -> Need:
    """Return the need that a text names.

    Raises
    ------
    ValueError
        If no need has that name.

    Examples
    --------
    >>> parse_need("n>=100").text
    'n>=100'
    """
    sized = re.fullmatch(r"(\w+)\s*>=\s*(\d+)", text.strip())
    if sized and sized[1] in SIZES:
        size, least = SIZES[sized[1]], int(sized[2])
        return Need(text, lambda wave: size(wave, least))
    if text in ROLES:
        return Need(text, _role_need(text))
    if text in STATES:
        return Need(text, _state_need(text))
    if text == "drivers":
        return Need(text, _drivers)
    known = [*ROLES, *STATES, "drivers", *(f"{name}>=2" for name in SIZES)]
    near = get_close_matches(text, known, 1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"need={text!r} must be one of {', '.join(known)}.{hint}")
