"""Is the process after a chapter as it was before?"""

import builtins
import importlib
import logging
import os
import subprocess
import sys
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from csat_methods.report.surroundings import put_back

python_chance = importlib.import_module("random")
numpy_chance = importlib.import_module("numpy.random")

CHANGES = {
    "builtins": (
        lambda: setattr(builtins, "len", sum),
        lambda: builtins.len,
    ),
    "new builtin": (
        lambda: setattr(builtins, "wave", 1),
        lambda: hasattr(builtins, "wave"),
    ),
    "main": (
        lambda: sys.modules.__setitem__("__main__", sys),
        lambda: sys.modules["__main__"],
    ),
    "displayhook": (
        lambda: setattr(sys, "displayhook", print),
        lambda: sys.displayhook,
    ),
    "excepthook": (lambda: setattr(sys, "excepthook", print), lambda: sys.excepthook),
    "folder": (lambda: os.chdir("/"), os.getcwd),
    "path": (lambda: sys.path.insert(0, "/nowhere"), lambda: list(sys.path)),
    "environment": (
        lambda: os.environ.update(CSAT_TEST="1", HOME="/nowhere"),
        lambda: dict(os.environ),
    ),
    "logging": (
        lambda: logging.basicConfig(level=5, force=True),
        lambda: (list(logging.getLogger().handlers), logging.getLogger().level),
    ),
    "warnings": (
        lambda: warnings.simplefilter("ignore"),
        lambda: list(warnings.filters),
    ),
    "python's chance": (lambda: python_chance.seed(1), python_chance.getstate),
    "numpy's chance": (
        lambda: numpy_chance.seed(1),
        lambda: list(numpy_chance.get_state()[1]),
    ),
    "figures": (plt.figure, plt.get_fignums),
    "rc parameters": (
        lambda: mpl.rcParams.update({"font.size": 99}),
        lambda: mpl.rcParams["font.size"],
    ),
    "backend": (lambda: mpl.use("svg"), mpl.get_backend),
    "numpy's errors": (lambda: np.seterr(all="raise"), np.geterr),
    "numpy's printing": (
        lambda: np.set_printoptions(precision=1),
        np.get_printoptions,
    ),
    "pandas' options": (
        lambda: pd.set_option("display.precision", 1),
        lambda: pd.get_option("display.precision"),
    ),
}


@pytest.mark.parametrize(("change", "look"), CHANGES.values(), ids=CHANGES)
def test_what_a_chapter_changes_is_put_back(change, look):
    before = look()
    with put_back():
        change()
        assert look() != before
    assert look() == before


def fail(change):
    with put_back():
        change()
        raise RuntimeError("cell")


@pytest.mark.parametrize(("change", "look"), CHANGES.values(), ids=CHANGES)
def test_it_is_put_back_after_a_failure_too(change, look):
    before = look()
    with pytest.raises(RuntimeError, match="cell"):
        fail(change)
    assert look() == before


def test_texts_are_stored_after_a_chapter_as_before_it():
    with pd.option_context("mode.string_storage", "python"):
        with put_back():
            pd.set_option("mode.string_storage", "pyarrow")
        assert pd.get_option("mode.string_storage") == "python"


def python(code):
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )


def test_nothing_warns_while_it_is_put_back():
    code = "from csat_methods.report.surroundings import put_back\n"
    code += "with put_back():\n    pass\nwith put_back():\n    pass"
    ran = python(code)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_figures_drawn_after_a_chapter_are_not_kept_by_the_inline_backend():
    code = """
from csat_methods.report.engine import fresh_shell
from nbformat.v4 import new_code_cell
with fresh_shell() as shell:
    shell.execute(new_code_cell("import matplotlib.pyplot as plt; plt.plot([1])"))
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import show
plt.figure()
print(plt.get_backend(), show._to_draw)
"""
    ran = python(code)
    assert ran.stdout == "agg []\n"
