"""Is each argument of the kind that its signature says?

Asked of every public method before it runs, so that a word where a number belongs is
refused by its name, and never ends deep in a library or, worse, in a number. Where a
method fails all the same, an argument that does not fit in all its parts is the reason.
"""

from __future__ import annotations

import ast
import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from numbers import Integral, Real
from typing import Any

import numpy as np

from csat_methods import _checks

Check = Callable[[str, Any], object]

_PACKAGE = re.compile(r"\b(?:\w+\.)+")


def refuse_misfits(signature: inspect.Signature, arguments: Mapping[str, Any]) -> None:
    """Refuse what is not of the kind that a signature says; a default always is.

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
        if not _fits(value, _parsed(told)):
            raise ValueError(f"{name}={_short(value)} must be {told}.")


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
    if value is None and "None" in kinds:
        return
    if name in NAMED:
        NAMED[name](name, value)
        return
    alone = tuple(kind for kind in kinds if kind != "None")
    if alone in KINDS:
        KINDS[alone](name, value)
    elif len(alone) == 1 and alone[0] in CLASSES:
        _of_class(name, value, alone[0])


@functools.lru_cache
def _parsed(annotation: str) -> ast.expr:
    return ast.parse(annotation, mode="eval").body


def _spelled_out(annotation: str, aliases: Mapping[str, Any]) -> str:
    """Return an annotation with the module's own names for kinds written out."""

    def written(found: re.Match[str]) -> str:
        alias = aliases.get(found[0])
        plain = alias is None or isinstance(alias, type) or found[0] in TESTS
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


def _fits(value: Any, node: ast.expr) -> bool:
    """Return whether a value fits an annotation; what is unknown does."""
    return any(_fits_one(value, part) for part in _union(node))


def _fits_one(value: Any, node: ast.expr) -> bool:
    test = TESTS.get(_name(node))
    if test is None:
        return True
    inside = node.slice if isinstance(node, ast.Subscript) else None
    if not test(value) or inside is None or not isinstance(value, Iterable):
        return test(value)
    parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
    held = value.values() if isinstance(value, Mapping) else value
    return all(_fits(one, parts[-1]) for one in held)


def _whole(name: str, value: Any) -> None:
    if not _is_whole(value):
        raise ValueError(f"{name}={value!r} must be a whole number.")


def _switch(name: str, value: Any) -> None:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name}={value!r} must be True or False.")


def _of_class(name: str, value: Any, kind: str) -> None:
    if not _is_class(value, kind):
        raise ValueError(f"{name}={_short(value)} must be of type {kind}.")


def _is_class(value: Any, kind: str) -> bool:
    """Return whether something is of a class, known by its name or not at all."""
    return kind.rpartition(".")[2] in {cls.__name__ for cls in type(value).__mro__}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 80 else f"a {type(value).__name__}"


def _is_whole(value: Any) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


KINDS: Mapping[tuple[str, ...], Check] = {
    ("bool",): _switch,
    ("int",): _whole,
    ("float",): _checks.number,
    ("str", "Sequence"): _checks.listed,
}
"""By what the signature says."""

CLASSES = frozenset({"Wave", "Study"})
"""Classes that every method needs to be right about."""

NAMED: Mapping[str, Check] = {
    "seed": lambda name, value: _checks.whole(name, value, 0),
    "draws": lambda name, value: _checks.whole(name, value, 1),
    "level": lambda name, value: _checks.between(name, value, 0, 1),
}
"""By names that mean the same everywhere."""

NAMED_CLASSES = (
    "CustomerFrame",
    "FactorModelFit",
    "Imputations",
    "Kano",
    "PenaltyReward",
    "Result",
    "Sample",
    "pd.DataFrame",
)
"""Classes that are known here by their names alone."""

TESTS: Mapping[str, Callable[[Any], bool]] = {
    "None": lambda value: value is None,
    "str": lambda value: isinstance(value, str),
    "int": _is_whole,
    "float": _is_number,
    "bool": lambda value: isinstance(value, bool | np.bool_),
    "Mapping": lambda value: isinstance(value, Mapping),
    "Sequence": _is_list,
    "Callable": callable,
    **{kind: functools.partial(_is_class, kind=kind) for kind in NAMED_CLASSES},
}
"""Whether a value is of a kind, for what an annotation says in brackets."""
