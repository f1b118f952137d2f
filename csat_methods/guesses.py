"""What does each column of a file probably ask, and which of them belong together?

Guesses from names, labels, codes and words, English and Persian. Every guess says why,
so that a person can review it; nothing is read into the data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from csat_methods.guessed_kinds import LETTER, MOST_LEVELS, Guess, guessed, texts_of
from csat_methods.guessed_pairs import pairs_by_names, rest_of
from csat_methods.study.fields import code_key
from csat_methods.wave.raw_table import RawTable
from csat_methods.worded_answers import places, worded_scales

USUAL = ((1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 10), (0, 10))
"""Scales in use; a column without words takes the first that holds its codes."""
OVERALL = (
    r"overall|all in all|in general|on the whole|روی.?هم.?رفته|رضایت کلی|در مجموع|"
    r"به.?طور کلی"
)
PERCEPTION = (
    r"perce(?:iv|p)|did we|provide|received|ادراک|درک.?شده|فراهم کرد|وضع(?:یت)? موجود"
)
WAITING = "".join(
    f"(?<!{word} )" for word in ("زمان", "مدت", "صف", "سالن", "اتاق", "در")
)
"""Words before the Persian for expectation after which it means waiting."""
ROLE_WORDS = (
    ("recommend", r"recommend|توصیه|(?:معرفی|پیشنهاد) (?:می|خواه|کنید|دهید)"),
    ("overall", OVERALL),
    ("expectation", rf"expect|should be|{WAITING}انتظار|وضع(?:یت)? مطلوب"),
    ("importance", r"importan|اهمیت|مهم است"),
    ("perception", PERCEPTION),
    ("effort", r"effort|easy|آسان"),
    ("loyalty", r"again|stay with|remain|loyal|دوباره|وفادار"),
    ("satisfaction", r"satisf|rate|rating|رضایت|راضی"),
    ("open", r"comment|suggest|why|نظر|پیشنهاد"),
)
"""Words of a question that tell its role; the first that fits."""
PAIRED = frozenset({"expectation", "perception", "importance"})
"""Roles whose items may ask about one characteristic."""


def guesses(table: RawTable) -> list[Guess]:
    """Return a guess for each column of a file, pairs joined."""
    found = [guessed(table, name) for name in table.frame.columns]
    _read_words(table, found)
    _tell_lists_apart(found)
    blocks = pairs_by_names([g.column for g in found if g.kind == "scale"])
    for guess in found:
        _give_role(guess, blocks)
    _pair_by_words(found)
    _one_overall(found)
    _widen(found)
    return found


def _read_words(table: RawTable, found: list[Guess]) -> None:
    """Take words for answers on a scale where their order is known."""
    worded = {g.column: g for g in found if g.kind in {"nominal", "text"}}
    held = {name: texts_of(table.frame[name]) for name in worded}
    for scale in worded_scales(
        {n: w for n, w in held.items() if len(w) <= MOST_LEVELS}
    ):
        for name in scale.columns:
            guess = worded[name]
            guess.kind, guess.codes = "scale", scale.codes()
            guess.absent = scale.absent_codes()
            guess.why = [
                f"{len(scale.answers)} answers in words, in the order of these"
            ]


def _tell_lists_apart(found: list[Guess]) -> None:
    """Take codes that all have words for a list, where nothing puts these in order.

    Items of a scale have their words in common with others, or ask for a rating.
    """
    scales = [g for g in found if g.kind == "scale"]
    said = [tuple(g.codes.values()) for g in scales]
    for guess, words in zip(scales, said, strict=True):
        alone = all(map(LETTER.search, words)) and said.count(words) == 1
        ordered = places({code_key(text): text for text in words})
        if alone and not ordered and not _role_in(guess):
            guess.kind = "nominal"
            guess.why.append("its codes have words without an order")


def _pair_by_words(found: list[Guess]) -> None:
    """Join questions that say the same but for the word that tells their role."""
    pairs: dict[str, list[Guess]] = {}
    patterns = dict(ROLE_WORDS)
    for guess in found:
        if guess.role in PAIRED:
            rest = rest_of(guess.words, patterns[guess.role])
            pairs.setdefault(rest.casefold(), []).append(guess)
            guess.about = rest
    for members in pairs.values():
        roles = {guess.role for guess in members}
        joined = members[0].about and 1 < len(roles) == len(members)
        for guess in members:
            guess.about = guess.about if joined else ""
            if joined and not guess.characteristic:
                guess.characteristic = guess.about
                guess.why.append("its words make a pair with another")


def _one_overall(found: list[Guess]) -> None:
    """Keep the first overall item; a second one rates something in general."""
    for guess in [g for g in found if g.role == "overall"][1:]:
        guess.role = "satisfaction"
        guess.why.append("another item is the overall one")


def _widen(found: list[Guess]) -> None:
    """Give items without words of codes a usual scale, paired items one and the same.

    Lowest answers that nobody gave are points of the scale all the same.
    """
    plain = [g for g in found if g.kind == "scale" and not any(g.codes.values())]
    paired = [g for g in plain if g.characteristic]
    for members in [paired, *([g] for g in plain if not g.characteristic)]:
        seen = {code for guess in members for code in guess.codes}
        fitting = (s for s in USUAL if seen and s[0] <= min(seen) and max(seen) <= s[1])
        low, high = next(fitting, (min(seen, default=0), max(seen, default=0)))
        for guess in members:
            guess.codes = {float(code): "" for code in range(int(low), int(high) + 1)}


def _give_role(guess: Guess, blocks: Mapping[str, tuple[str, str]]) -> None:
    if guess.column in blocks:
        guess.role, guess.characteristic = blocks[guess.column]
        guess.why.append("its name makes a pair with another")
        return
    if guess.kind not in {"scale", "text"}:
        return
    role = _role_in(guess)
    if role:
        guess.role = _fitting(role, guess)
        guess.why.append("words of the question")
        return
    guess.role = "open" if guess.kind == "text" else "satisfaction"
    guess.why.append("nothing in its words: a plain guess")


def _role_in(guess: Guess) -> str:
    """Return the first role that the words of a question tell; ``""`` for none."""
    text = f"{guess.words} {guess.column.replace('_', ' ')}"
    told = (
        role
        for role, pattern in ROLE_WORDS
        if (role == "open") == (guess.kind == "text")
        and re.search(pattern, text, re.IGNORECASE)
    )
    return next(told, "")


def _fitting(role: str, guess: Guess) -> str:
    """Return `recommend` on 0 to 10 only; on other scales it is loyalty.

    Numbers up to 10 without words are answers from 0 on, though nobody gave that.
    """
    if role != "recommend":
        return role
    if max(guess.codes) == 10 and not any(guess.codes.values()):
        guess.codes = {float(code): "" for code in range(11)}
    return role if (min(guess.codes), max(guess.codes)) == (0, 10) else "loyalty"
