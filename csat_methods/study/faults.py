"""What is wrong with a params file: all of it, in words, with its lines?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from csat_methods._near_names import did_you_mean
from csat_methods.study.remainder import Taken, without
from csat_methods.study.strict_yaml import Document, Loc

MOST_FAULTS = 500
"""Faults after which a file is not looked at again."""

KINDS = {
    "int": "a whole number",
    "float": "a number",
    "finite_number": "a finite number",
    "bool": "true or false",
    "string": "a text",
    "tuple": "a list",
    "list": "a list",
    "mapping": "a mapping of keys",
    "dict": "a mapping of keys",
    "model": "a mapping of keys",
}
"""The start of pydantic's names of errors of type, in the words of a params file."""


M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], document: Document) -> M:
    """Return the model of a document, or say everything that is wrong with it.

    Parameters
    ----------
    model : type
        A pydantic model; where it has ``contradictions()``, these count as well.
    document : Document

    Raises
    ------
    ValueError
        With one sentence a fault: file, line, place, rule.
    """
    made, sentences = attempted(model, document)
    if sentences or made is None:
        raise ValueError("\n".join(sentences))
    return made


def attempted(model: type[M], document: Document) -> tuple[M | None, list[str]]:
    """Return the model of a document, None where it cannot be made, and all faults.

    A fault keeps pydantic from looking at what stands around it, so faulty parts are
    taken out and the rest is looked at again: one fault does not hide another.
    """
    made, errors = _made(model, document.data)
    rest, taken = made, Taken()
    found = [(_loc(error), _words(model, error)) for error in errors]
    data = document.data
    while errors and data is not None and len(taken) < MOST_FAULTS:
        data = without(data, errors, taken)
        rest, errors = _made(model, data)
        news = [error for error in errors if not taken.explains(error)]
        found += [(_loc(error), _words(model, error)) for error in news]
    found += [each for each in _contradictions(rest) if not taken.mentioned_in(each[1])]
    found = sorted(dict.fromkeys(found), key=lambda each: document.line(each[0]) or 0)
    said = [document.sentence(loc, words) for loc, words in found]
    return made, [*document.faults, *said]


def _made(model: type[M], data: Any) -> tuple[M | None, list[Any]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _contradictions(made: Any) -> Iterator[tuple[Loc, str]]:
    if hasattr(made, "contradictions"):
        yield from made.contradictions()


def _loc(error: Any) -> Loc:
    return tuple(part for part in error["loc"] if part != "[key]")


def _words(model: type[BaseModel], error: Any) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind in _WORDS:
        return _WORDS[kind](model, error["loc"], given, context)
    for start, name in KINDS.items():
        if kind.startswith(start) and kind.removeprefix(start) in {"_type", ""}:
            return f"{_shown(given)} must be {name}."
    rule = error["msg"].removeprefix("Input ")
    return f"{_shown(given)} {rule.replace('should be', 'must be')}."


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _unknown_key(model: type[BaseModel], loc: Loc, *_rest: Any) -> str:
    return f"unknown key{did_you_mean(str(loc[-1]), _keys_at(model, loc[:-1]))}"


def _not_listed(_model: Any, _loc: Loc, given: Any, context: Mapping[str, Any]) -> str:
    known = context["expected"].replace("' or '", "', '").strip("'").split("', '")
    hint = did_you_mean(str(given), known)
    return f"{_shown(given)} must be one of {', '.join(known)}{hint}"


def _said(_model: Any, _loc: Loc, _given: Any, context: Mapping[str, Any]) -> str:
    return f"{context['error']}."


_WORDS: dict[str, Callable[..., str]] = {
    "missing": lambda *_: "is missing.",
    "extra_forbidden": _unknown_key,
    "literal_error": _not_listed,
    "value_error": _said,
}


def _keys_at(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys that the models at a place know."""
    models = [model]
    for part in loc:
        fields = [
            field
            for each in models
            for name, field in each.model_fields.items()
            if part in {name, field.alias}
        ]
        if fields:
            models = [m for field in fields for m in models_in(field.annotation)]
    fields_of = (each.model_fields.items() for each in models)
    return [field.alias or name for fields in fields_of for name, field in fields]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models inside a type such as ``Mapping[str, Item] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)
