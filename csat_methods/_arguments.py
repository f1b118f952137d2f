"""Is each argument of the kind that its signature says?

Asked of every public method before it runs, so that a word where a number belongs is
refused by its name, and never ends deep in a library or, worse, in a number.
"""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable, Mapping
from numbers import Integral
from typing import Any

import numpy as np

from csat_methods import _checks

Check = Callable[[str, Any], object]


def refuse_misfits(signature: inspect.Signature, arguments: Mapping[str, Any]) -> None:
    """Refuse what is not of the kind that a signature says; a default always is.

    Annotations are read as they are written: ``from __future__ import annotations``.

    Raises
    ------
    ValueError
        Naming the argument, its value and the rule.
    """
    for name, parameter in signature.parameters.items():
        value, annotation = arguments[name], parameter.annotation
        if value is not parameter.default and isinstance(annotation, str):
            _check_of(name, annotation, value)


def _check_of(name: str, annotation: str, value: Any) -> None:
    kinds = _kinds(annotation)
    if value is None and "None" in kinds:
        return
    if name in NAMED:
        NAMED[name](name, value)
        return
    alone = [kind for kind in kinds if kind != "None"]
    if len(alone) == 1 and alone[0] in KINDS:
        KINDS[alone[0]](name, value)


@functools.lru_cache
def _kinds(annotation: str) -> tuple[str, ...]:
    """Return what an annotation allows, without what stands in brackets."""
    node: ast.expr = ast.parse(annotation, mode="eval").body
    found = []
    while isinstance(node, ast.BinOp):
        found.append(node.right)
        node = node.left
    bare = [part.value if isinstance(part, ast.Subscript) else part for part in found]
    first = node.value if isinstance(node, ast.Subscript) else node
    return tuple(ast.unparse(part) for part in (*bare, first))


def _whole(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise ValueError(f"{name}={value!r} must be a whole number.")


def _switch(name: str, value: Any) -> None:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name}={value!r} must be True or False.")


KINDS: Mapping[str, Check] = {
    "bool": _switch,
    "int": _whole,
    "float": _checks.number,
}
"""By what the signature says."""

NAMED: Mapping[str, Check] = {
    "seed": lambda name, value: _checks.whole(name, value, 0),
    "draws": lambda name, value: _checks.whole(name, value, 1),
    "level": lambda name, value: _checks.between(name, value, 0, 1),
}
"""By names that mean the same everywhere."""
