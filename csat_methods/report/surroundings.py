"""What may a chapter change in its process, and how is that put back?"""

from __future__ import annotations

import builtins
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

INLINE = "module://matplotlib_inline.backend_inline"
OPTIONS = r"^(compute|display|styler)\.|^mode\.performance_warnings$"
STORAGE = "mode.string_storage"
HOOKS = ("displayhook", "excepthook", "stdin", "stdout", "stderr")
CHANCE = {
    "random": ("getstate", "setstate"),
    "numpy.random": ("get_state", "set_state"),
}


@contextmanager
def put_back() -> Iterator[None]:
    """Leave the process after the block as it was before.

    That is: the module ``__main__``, hooks and builtins; working folder, environment
    and path; log handlers and warning filters; the global state of chance; figures and
    settings of matplotlib; options of numpy; where pandas stores texts. What it
    computes and shows with goes back to its defaults.
    """
    with ExitStack() as stack:
        for part in PARTS:
            stack.enter_context(part())
        yield


@contextmanager
def _python() -> Iterator[None]:
    main = sys.modules["__main__"]
    hooks = {name: getattr(sys, name) for name in HOOKS}
    known = dict(builtins.__dict__)
    try:
        yield
    finally:
        builtins.__dict__.update(known)  # first: what follows stands on them
        for name in set(builtins.__dict__) - set(known):
            delattr(builtins, name)
        sys.modules["__main__"] = main
        for name, hook in hooks.items():
            setattr(sys, name, hook)


@contextmanager
def _system() -> Iterator[None]:
    folder, path, variables = Path.cwd(), list(sys.path), dict(os.environ)
    try:
        yield
    finally:
        os.chdir(folder)
        sys.path[:] = path
        os.environ.clear()
        os.environ.update(variables)


@contextmanager
def _logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@contextmanager
def _chance() -> Iterator[None]:
    # The house draws from its own generators; the cells of a chapter may not.
    modules = {import_module(name): names for name, names in CHANCE.items()}
    states = {module: getattr(module, get)() for module, (get, _) in modules.items()}
    try:
        yield
    finally:
        for module, (_, put) in modules.items():
            getattr(module, put)(states[module])


@contextmanager
def _figures() -> Iterator[None]:
    import matplotlib

    backend = matplotlib.get_backend(auto_select=False) or "agg"
    with matplotlib.rc_context():
        try:
            yield
        finally:
            _close_figures()
            matplotlib.use("agg" if "inline" in backend else backend)


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline is not None:
        inline.show._to_draw, inline.show._draw_called = [], False


@contextmanager
def _options() -> Iterator[None]:
    import numpy as np
    import pandas as pd

    stored = pd.option_context(STORAGE, pd.get_option(STORAGE))
    with np.errstate(), np.printoptions(), stored:
        try:
            yield
        finally:
            pd.reset_option(OPTIONS)


PARTS: tuple[Callable[[], AbstractContextManager[Any]], ...] = (
    _options,
    _figures,
    _chance,
    warnings.catch_warnings,
    _logging,
    _system,
    _python,
)
"""The last one is put back first: the others need the builtins."""


def draw_inline(shell: Any) -> None:
    """Show the figures of cells among their outputs, as a kernel does."""
    import matplotlib

    os.environ["MPLBACKEND"] = INLINE
    matplotlib.use(INLINE)
    matplotlib.interactive(True)  # noqa: FBT003 - its only argument
    inline = import_module("matplotlib_inline.backend_inline")
    # Else a second shell in one process would draw nothing: the function remembers
    # that formats were chosen, but not for whom.
    inline.configure_inline_support.current_backend = "unset"
    inline.configure_inline_support(shell, INLINE)
