"""What does a method or a cell of a chapter need of a wave, and what if it lacks it?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from csat_methods._messages import Message, Number
from csat_methods._near_names import did_you_mean
from csat_methods.study.coverage import uncovered, untyped
from csat_methods.study.driver_needs import drivers, poor_and_good, varied
from csat_methods.study.enough import (
    answered,
    before,
    complete,
    constructs,
    features_rated,
    kano_before,
    measured,
    rated_most,
    scored,
    segmented,
    summed,
)
from csat_methods.study.pair_needs import both_sides, paired, weighed_pairs
from csat_methods.study.questions import Role
from csat_methods.study.role_words import ASKED

ROLES: tuple[str, ...] = get_args(Role)
"""Roles that a need may name."""


def _told_apart(asked: Any) -> bool:
    """Whether some answered and some did not, and segments are known of both."""
    answered = asked.frame.loc[asked.domain, "responded"]
    return bool(asked.known_segments) and answered.nunique() > 1


ALL = 0.95
"""Share of the sum of weights that people may be, for the sum to count customers."""

STATES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "weights": (
        lambda wave: wave.design.weighted,
        "Left out: the wave has no weights.",
    ),
    "counted": (
        lambda wave: (wave.design.weights > 0).sum() < ALL * wave.design.weights.sum(),
        "Left out: the weights do not say how many customers there are.",
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
        lambda wave: answered(wave, "satisfaction", "perception"),
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
        lambda wave: wave.study is not None and not uncovered(wave.study),
        (
            "Left out: product, delivery or organization has no characteristic in the "
            "catalogue, and the study does not say why."
        ),
    ),
    "typed": (
        lambda wave: wave.study is not None and not untyped(wave.study),
        (
            "Left out: the catalogue does not say of every characteristic whether "
            "customers say it, assume it or have not yet put it into words."
        ),
    ),
    "coded": (
        lambda wave: wave.codes is not None and bool(wave.codes.themes),
        "Left out: no person has confirmed which themes the comments hold.",
    ),
    "quoted": (
        lambda wave: wave.study is not None and wave.study.analysis.verbatims,
        "Left out: the study does not allow comments to be quoted.",
    ),
    "features_rated": (
        features_rated,
        "Left out: no feature of the paired questions was rated as well.",
    ),
    "kano_before": (
        kano_before,
        "Left out: the wave before did not ask the paired questions on features.",
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
    "experts": (
        lambda wave: wave.experts is not None,
        "Left out: the wave file names no ratings of the items by experts.",
    ),
    "pretest": (
        lambda wave: wave.file is not None and wave.file.pretest,
        "Left out: the wave is no pre-test.",
    ),
    "imputation": (
        lambda wave: bool(wave.imputation),
        "Left out: the wave file does not say how blanks are filled.",
    ),
    "frame": (
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


_NOT_ASKED = "Left out: no question asks {what}."
_UNANSWERED = "Left out: nobody answered a question that asks {what}."


def _role_need(role: str) -> Callable[[Any], Message | None]:
    def lacking(wave: Any) -> Message | None:
        if answered(wave, role):
            return None
        asked = wave.study is not None and bool(wave.study.role(role))
        return Message(
            _UNANSWERED if asked else _NOT_ASKED,
            {"what": ASKED[role]},
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


def _weighed(wave: Any) -> Message | None:
    """Say what pairs with importance lack: of a part that lacks whole, its sentence."""
    lacks = _state_need("pairs")(wave) or _role_need("importance")(wave)
    if lacks is not None or weighed_pairs(wave):
        return lacks
    return Message(
        "Left out: fewer than two characteristics have an expectation, a perception "
        "and an importance item."
    )


PEOPLE = {
    "drivers": drivers,
    "poor_and_good": poor_and_good,
    "varied": varied,
    "weighed_pairs": _weighed,
}
"""Needs that have a reason of their own in each case."""


def _scaled(wave: Any, least: int) -> Message | None:
    count = len(wave.scales.keys() & set(wave.frame))
    if count >= least:
        return None
    return Message(
        "Left out: it needs {least} items on scales, and has {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


def _important(wave: Any, least: int) -> Message | None:
    items = wave.study.role("importance") if wave.study is not None else ()
    count = sum(item in wave.frame and wave.frame[item].notna().any() for item in items)
    if count >= least or not count:
        return _role_need("importance")(wave)
    return Message(
        "Left out: it needs {least} items on importance, and has {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


def _waves(wave: Any, least: int) -> Message | None:
    count = 1 + (len(wave.file.previous) if wave.file is not None else 0)
    if count >= least:
        return None
    return Message(
        "Left out: comparing waves needs {least} of them; up to this one the study "
        "has {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


SIZES: dict[str, Callable[[Any, int], Message | None]] = {
    "n": _people,
    "scaled": _scaled,
    "important": _important,
    "complete": complete,
    "rated": rated_most,
    "measured": measured,
    "paired": paired,
    "segmented": segmented,
    "scored": scored,
    "summed": summed,
    "both_sides": both_sides,
    "before": before,
    "constructs": constructs,
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
        return Need(text, lambda wave: size(wave, least) if least else None)
    if text in ROLES:
        return Need(text, _role_need(text))
    if text in STATES:
        return Need(text, _state_need(text))
    if text in PEOPLE:
        return Need(text, PEOPLE[text])
    known = [*ROLES, *STATES, *PEOPLE, *(f"{name}>=2" for name in SIZES)]
    hint = did_you_mean(text, known)
    raise ValueError(f"need={text!r} must be one of {', '.join(known)}{hint}")
