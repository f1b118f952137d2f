"""How are guesses written as a study and a wave file, for a person to review?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

import yaml

from csat_methods.guessed_kinds import Guess
from csat_methods.questionnaire.language_rules import SCRIPTS
from csat_methods.study.coverage import TYPED
from csat_methods.study.questions import ASPECTS
from csat_methods.wave.raw_table import RawTable

ITEM_NAME = re.compile(r"\w[\w.-]{0,59}")
LONGEST_NAME = 50
"""Signs of a name made of a column's; an ending may follow."""
AS_ITEM = ("scale", "binary", "multiple", "number", "date", "jalali", "text")
TYPES = {"jalali": ("    type: date", "    calendar: jalali")}
"""How a kind is written that is no type by itself."""

LEFT_OUT = (*(aspect for aspect in ASPECTS if aspect != "product"), TYPED)
"""What a file never tells of characteristics."""
NOT_TOLD = {"en": "The file does not tell.", "fa": "از پرونده معلوم نیست."}
"""The reason that a report prints, by language."""

MEASURED = {
    "perception": {"en": "Perception", "fa": "ادراک"},
    "satisfaction": {"en": "Satisfaction", "fa": "رضایت"},
}
"""What items of a role measure together, by language."""

PERSIAN = re.compile(f"[{SCRIPTS['fa']}]")
LATIN = re.compile(f"[{SCRIPTS['en']}]")


def _quoted(text: object) -> str:
    """Return a scalar as YAML writes it on one line, also between braces."""
    lines = f"{text}.".splitlines()
    style = '"' if len(lines) > 1 else None
    written = yaml.safe_dump(
        [text],
        default_flow_style=True,
        default_style=style,
        allow_unicode=True,
        width=math.inf,
    )
    return written.removeprefix("[").removesuffix("]\n")


def _language(text: str) -> str:
    """Return the language that a text is probably in, by most of its letters."""
    return "fa" if len(PERSIAN.findall(text)) > len(LATIN.findall(text)) else "en"


def _said(text: str) -> str:
    """Return words as a study takes them: with their language, where it is not English.

    Examples
    --------
    >>> _said("Staff"), _said("کارکنان")
    ('Staff', '{fa: کارکنان}')
    """
    lang = _language(text)
    return _quoted(text) if lang == "en" else f"{{{lang}: {_quoted(text)}}}"


def _code(value: float | str) -> str:
    return _quoted(value) if isinstance(value, str) else f"{value:g}"


def study_text(study: str, table: RawTable, found: list[Guess]) -> str:
    """Return ``study.yaml`` for the guesses."""
    return (
        "\n".join(
            [
                *_head(study, table, found),
                *_items(found),
                *_constructs(found),
                *_lines(found),
            ]
        )
        + "\n"
    )


def _head(study: str, table: RawTable, found: list[Guess]) -> Iterator[str]:
    source = _quoted(table.name)
    yield f"# Made from {source}. Read every line marked 'review' and mend it."
    yield "schema: 1"
    yield f"id: {_quoted(study)}"
    yield f"title: {_quoted(study)}  # review: the survey's title"
    yield "# purpose: …  review: what is the survey for?"
    yield "selection: convenience  # review: probability, quota or convenience"
    lang = _language(" ".join(guess.words for guess in found))
    if lang != "en":
        yield f"languages: [{lang}]  # review: of the report; [{lang}, en] makes two"
    segments = [guess for guess in found if guess.kind == "nominal"]
    if segments:
        yield "segments:  # review: columns that split customers into groups"
        yield from map(_segment, segments)
    names = _characteristics(found)
    if names:
        yield "characteristics:  # review: aspect is product, delivery or organization"
        for own, name in names.items():
            guess = next(g for g in found if g.characteristic == own)
            words = _said(guess.about or guess.words)
            yield f"  {_quoted(name)}: {{text: {words}, aspect: product}}"
        yield "waivers:  # review: what the catalogue leaves out, and why"
        yield from (f"  {left_out}: {_said(NOT_TOLD[lang])}" for left_out in LEFT_OUT)
    yield from _scales(found)


def _segment(guess: Guess) -> str:
    levels = ", ".join(f"{_code(c)}: {_said(w)}" for c, w in guess.codes.items())
    more = f", levels: {{{levels}}}" if levels else ""
    return f"  {_quoted(guess.column)}: {{text: {_said(guess.words)}{more}}}"


def _characteristics(found: list[Guess]) -> dict[str, str]:
    """Return what the study calls each characteristic, by what it was guessed as."""
    return _plain_names(g.characteristic for g in found if g.characteristic)


def _scale_names(found: list[Guess]) -> dict[str, list[Guess]]:
    """Return the guesses that share codes, words and blanks, by a scale's name."""
    groups: dict[tuple[object, ...], list[Guess]] = {}
    for guess in found:
        if guess.kind == "scale":
            key = (tuple(guess.codes.items()), tuple(guess.absent.items()))
            groups.setdefault(key, []).append(guess)
    named: dict[str, list[Guess]] = {}
    for members in groups.values():
        codes = members[0].codes
        name = f"from_{_code(min(codes))}_to_{_code(max(codes))}"
        named[name if name not in named else f"{name}_{len(named)}"] = members
    return named


def _scales(found: list[Guess]) -> Iterator[str]:
    named = _scale_names(found)
    if named:
        yield "scales:"
    for name, members in named.items():
        guess = members[0]
        silent = any(guess.codes.values()) and not guess.codes[max(guess.codes)]
        more = " And what does it say?" if silent else ""
        yield f"  {name}:  # review: is the highest code the best answer?{more}"
        yield f"    points: [{', '.join(map(_code, guess.codes))}]"
        words = {**guess.codes, **guess.absent}
        said = {code: text for code, text in words.items() if text}
        if said:
            yield "    labels:"
            yield from (f"      {_code(c)}: {_said(w)}" for c, w in said.items())
        if guess.absent:
            yield f"    not_applicable: [{', '.join(map(_code, guess.absent))}]"


def _items(found: list[Guess]) -> Iterator[str]:
    yield "items:"
    scale_of = {
        guess.column: name
        for name, members in _scale_names(found).items()
        for guess in members
    }
    names, about = _item_names(found), _characteristics(found)
    for guess in found:
        if guess.kind in AS_ITEM:
            name, scale = names[guess.column], scale_of.get(guess.column)
            yield from _item(guess, name, scale, about.get(guess.characteristic, ""))
        elif guess.kind == "other":
            yield f"  # review: {_quoted(guess.column)} is no item: {guess.why[0]}"


def _item_names(found: list[Guess]) -> dict[str, str]:
    """Return {column: what the study calls it}: the column's own letters and digits."""
    return _plain_names(guess.column for guess in found)


def _plain_names(given: Iterable[str]) -> dict[str, str]:
    """Return {what something is called: a name of letters, digits and few signs}."""
    names: dict[str, str] = {}
    called = list(dict.fromkeys(given))
    for one in called:
        plain = re.sub(r"[^\w.-]+", "_", one).strip("_.-")[:LONGEST_NAME]
        own = one if ITEM_NAME.fullmatch(one) else plain or "item"
        taken = {*names.values(), *(other for other in called if other != one)}
        ends = ("", *(f"_{n}" for n in range(2, len(called) + 2)))
        names[one] = next(own + end for end in ends if own + end not in taken)
    return names


def _item(guess: Guess, name: str, scale: str | None, about: str) -> Iterator[str]:
    yield f"  {_quoted(name)}:"
    if name != guess.column:
        yield f"    column: {_quoted(guess.column)}"
    why = f"  # review: {'; '.join(guess.why)}"
    if scale is None:
        kind, *more = TYPES.get(guess.kind, (f"    type: {guess.kind}",))
        yield from (kind if guess.role else f"{kind}{why}", *more)
    else:
        yield f"    scale: {scale}"
    if guess.kind == "binary":
        answers = ", ".join(
            f"{_code(c)}: {_said(w) if w else _quoted(None)}"
            for c, w in guess.codes.items()
        )
        yield f"    answers: {{{answers}}}"
        if guess.absent:
            yield f"    not_applicable: [{', '.join(map(_code, guess.absent))}]"
    if guess.kind == "multiple":
        yield '    delimiter: ";"'
        yield f"    options: [{', '.join(map(_quoted, guess.codes))}]"
    if guess.role:
        yield f"    role: {guess.role}{why}"
    if about:
        yield f"    characteristic: {_quoted(about)}  # review"
    yield f"    text: {_said(guess.words)}"


def _constructs(found: list[Guess]) -> Iterator[str]:
    lang = _language(" ".join(guess.words for guess in found))
    for role, words in MEASURED.items():
        names = _item_names(found)
        items = [names[g.column] for g in found if (g.role, g.kind) == (role, "scale")]
        if len(items) > 1:
            yield "constructs:  # review: items that measure one thing together"
            listed = ", ".join(map(_quoted, items))
            yield f"  {role}: {{text: {_said(words[lang])}, items: [{listed}]}}"
            return


def _lines(found: list[Guess]) -> Iterator[str]:
    """Yield where a shortfall begins, which answers themselves never tell."""
    if any(guess.characteristic for guess in found):
        yield "analysis:  # review: below which number does something fall short?"
        yield "  lines: {gap: 0}  # such as {mean: 4, satisfaction_index: 70, gap: 0}"


def wave_text(study: str, wave: str, file: str, found: list[Guess]) -> str:
    """Return the wave file for the guesses."""
    lines = [
        "schema: 1",
        f"id: {_quoted(wave)}",
        "# title: …  review: what do readers call this wave?",
        "# fieldwork: {start: 2025-01-01, end: 2025-01-31}  review: first and last day",
        "# invited: 1000  review: how many were asked",
        "sources:",
        f"  responses: {_quoted(f'data/{study}/{file}')}",
    ]
    roles = {"weights": "weight", "respondent": "id"}
    columns = [
        f"  {key}: {_quoted(guess.column)}  # review"
        for key, kind in roles.items()
        for guess in [g for g in found if g.kind == kind][:1]
    ]
    persons = ", ".join(_quoted(g.column) for g in found if g.kind == "person")
    if persons:
        columns.append(f"  names: [{persons}]  # review: who people are; never shown")
    return "\n".join([*lines, *(["columns:", *columns] if columns else [])]) + "\n"
