"""Is each argument of the kind that its signature says?

Asked of every public method before it runs, so that a word where a number belongs is
refused by its name, and never ends deep in a library or, worse, in a number. Where a
method fails all the same, an argument that does not fit in all its parts is the reason.
"""

from __future__ import annotations

import ast
import functools
import inspect
import os
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

import numpy as np

from csat_methods import _checks
from csat_methods._refusals import refusing

P = ParamSpec("P")
R = TypeVar("R")
Check = Callable[[str, Any], object]

_PACKAGE = re.compile(r"\b(?:\w+\.)+")


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a public function that is no method: its arguments fit its signature."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = bound_arguments(function.__name__, signature, args, kwargs)
        refuse_misfits(signature, bound.arguments)
        return explained(function, bound)

    return call


@refusing
def bound_arguments(
    name: str,
    signature: inspect.Signature,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> inspect.BoundArguments:
    """Return what each argument of a function is; what it lacks or knows not is named.

    Raises
    ------
    TypeError
        As Python's own, with what the function takes.
    """
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as error:
        takes = ", ".join(signature.parameters)
        raise TypeError(f"{name}() takes {takes}: {error}.") from None
    bound.apply_defaults()
    return bound


@refusing
def explained(function: Callable[..., R], bound: inspect.BoundArguments) -> R:
    """Return what a function gives; where it fails, an argument may be the reason.

    Raises
    ------
    ValueError
        Naming the first argument that does not fit in all its parts.
    AttributeError
        If all do, and the function raised it.
    TypeError
        Likewise.
    """
    try:
        return function(*bound.args, **bound.kwargs)
    except (AttributeError, TypeError):
        explain(bound.signature, bound.arguments, function.__globals__)
        raise


@refusing
def refuse_misfits(signature: inspect.Signature, arguments: Mapping[str, Any]) -> None:
    """Refuse what is not of the kind that a signature says; a default always is.

    Kinds are those of :data:`WORDS`, looked at from outside.

    Annotations are read as they are written: ``from __future__ import annotations``.

    Raises
    ------
    ValueError
        Naming the argument, its value and the rule.
    """
    for name, annotation, value in _given(signature, arguments):
        _check_of(name, annotation, value)


def explain(
    signature: inspect.Signature,
    arguments: Mapping[str, Any],
    aliases: Mapping[str, Any],
) -> None:
    """Refuse what does not fit a signature in all its parts.

    Asked once a method has failed: its own sentences say more, where it has one.
    `aliases` are the names that the method's module knows.

    Raises
    ------
    ValueError
        Naming the first argument that does not fit.
    """
    for name, annotation, value in _given(signature, arguments):
        told = _spelled_out(annotation, aliases)
        if not _fits(value, _parsed(told), in_parts=True):
            raise ValueError(f"{name}={_checks.shown(value)} must be {told}.")


def _given(
    signature: inspect.Signature, arguments: Mapping[str, Any]
) -> Iterable[tuple[str, str, Any]]:
    """Yield what is no default, with its annotation."""
    for name, parameter in signature.parameters.items():
        value, annotation = arguments[name], parameter.annotation
        if value is not parameter.default and isinstance(annotation, str):
            yield name, annotation, value


def _check_of(name: str, annotation: str, value: Any) -> None:
    kinds = _kinds(annotation)
    words = WORDS.get(tuple(kind for kind in kinds if kind != "None"))
    if name in NAMED and not (value is None and "None" in kinds):
        NAMED[name](name, value)
    elif words and not _fits(value, _parsed(annotation), in_parts=False):
        raise ValueError(f"{name}={_checks.shown(value)} must be {words}.")
    elif words == COLUMNS and _holds_answers(value):
        own = getattr(value, "name", None)
        hint = f" Did you mean {own!r}?" if isinstance(own, str) else ""
        raise ValueError(
            f"{name}={_checks.shown(value)} must be {words}: names, not answers.{hint}"
        )


def _holds_answers(value: Any) -> bool:
    """Return whether a Series stands where names of columns belong."""
    held = list(value) if _is_class(value, "pd.Series") else []
    return any(not isinstance(one, str) for one in held) or len(set(held)) < len(held)


@functools.lru_cache
def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _spelled_out(annotation: str, aliases: Mapping[str, Any]) -> str:
    """Return an annotation with the module's own names for kinds written out."""

    def written(found: re.Match[str]) -> str:
        alias = aliases.get(found[0])
        plain = alias is None or isinstance(alias, type) or found[0] in KINDS
        return found[0] if plain else _PACKAGE.sub("", str(alias))

    return re.sub(r"\b[A-Z]\w+", written, annotation)


@functools.lru_cache
def _kinds(annotation: str) -> tuple[str, ...]:
    """Return what an annotation allows, in order, without what stands in brackets."""
    return tuple(_name(part) for part in _union(_parsed(annotation)))


def _union(node: ast.expr) -> list[ast.expr]:
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp):
        parts.append(node.right)
        node = node.left
    return [node, *parts[::-1]]


def _name(node: ast.expr) -> str:
    return ast.unparse(node.value if isinstance(node, ast.Subscript) else node)


def _fits(value: Any, node: ast.expr, *, in_parts: bool) -> bool:
    """Return whether a value, or each of its parts, fits an annotation.

    What is of a kind unknown here does.
    """
    return any(_fits_one(value, part, in_parts=in_parts) for part in _union(node))


def _fits_one(value: Any, node: ast.expr, *, in_parts: bool) -> bool:
    test = KINDS.get(_name(node))
    if test is None:
        return True
    inside = node.slice if isinstance(node, ast.Subscript) else None
    if not in_parts or inside is None or not isinstance(value, Iterable):
        return test(value)
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    held = value.values() if isinstance(value, Mapping) else value
    return test(value) and all(_fits(one, parts[-1], in_parts=True) for one in held)


def _is_class(value: Any, kind: str) -> bool:
    """Return whether something is of a class, known by its name or not at all."""
    return kind.rpartition(".")[2] in {cls.__name__ for cls in type(value).__mro__}


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


NAMED: Mapping[str, Check] = {
    "seed": lambda name, value: _checks.whole(name, value, 0),
    "draws": lambda name, value: _checks.whole(name, value, 1),
    "level": lambda name, value: _checks.between(name, value, 0, 1),
}
"""By names that mean the same everywhere."""

CLASSES = (
    "CustomerFrame",
    "FactorModelFit",
    "Imputations",
    "Kano",
    "PenaltyReward",
    "Result",
    "Sample",
    "Study",
    "Wave",
    "pd.DataFrame",
)
"""Classes that are known here by their names alone."""

KINDS: Mapping[str, Callable[[Any], bool]] = {
    "None": lambda value: value is None,
    "str": lambda value: isinstance(value, str),
    "int": _checks.is_whole,
    "float": _checks.is_number,
    "bool": lambda value: isinstance(value, bool | np.bool_),
    "Path": lambda value: isinstance(value, os.PathLike),
    "Mapping": lambda value: isinstance(value, Mapping),
    "Sequence": _is_list,
    "Callable": callable,
    **{kind: functools.partial(_is_class, kind=kind) for kind in CLASSES},
}
"""Whether a value is of a kind that annotations name."""

COLUMNS = "a column, or a list of columns"
WORDS: Mapping[tuple[str, ...], str] = {
    ("bool",): "True or False",
    ("int",): "a whole number",
    ("float",): "a number",
    ("str",): "one name",
    ("str", "Path"): "a path",
    ("str", "Sequence"): COLUMNS,
    ("Wave",): "of type Wave",
    ("Study",): "of type Study",
}
"""What is refused before a method runs, in words; of other kinds it says more itself,
and the signature is quoted where it does not."""
