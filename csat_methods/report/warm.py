"""Which modules does every wave need, and what else is made ready once for all?

A fork server that has imported this one starts waves that import nothing any more, and
that know fonts, words of every language, templates and the rules of wording. None of it
is looked through for garbage, here or in a wave.
"""

from __future__ import annotations

import gc
import pkgutil
import sys
from collections.abc import Callable
from importlib import import_module

from csat_methods.report.process import UNNEEDED

gc.disable()  # nothing of what is loaded now is garbage
for unneeded in UNNEEDED:
    sys.modules.setdefault(unneeded, None)  # type: ignore[arg-type]

plots = import_module("csat_methods.plots")
NEEDED = (
    "csat_methods.report.child",
    "csat_methods.report.shell",
    "csat_methods.report.workbook",
    *(
        f"csat_methods.plots.{each.name}"
        for each in pkgutil.iter_modules(plots.__path__)
    ),
    # what is loaded only when it is used, because a command alone may not need it
    "babel.dates",
    "contourpy",
    "factor_analyzer",
    "jinja2.ext",
    "openpyxl",
    "pandas.io.formats.string",
    "persiantools.jdatetime",
    "pyarrow.dataset",
)


def draw() -> None:
    """Draw a figure in every language, so that fonts and words are known."""
    import pandas as pd

    from csat_methods import _messages
    from csat_methods.result import Result, Used

    table = pd.DataFrame(
        {"term": ["x"], "estimate": [0.5], "ci_low": [0.4], "ci_high": [0.6], "n": [9]}
    )
    result = Result(table=table, method="Mean", used=Used(9, (9, 9)))
    for lang in _messages.languages():
        plots.svg(result, lang=lang)


def write() -> None:
    """Make template, Markdown and the rules of notebooks ready."""
    import nbformat

    from csat_methods.report.prose import prose
    from csat_methods.report.render import exporter

    prose("# A\n\n| a |\n|---|\n| 1 |\n")
    exporter().from_notebook_node(nbformat.v4.new_notebook(), {"page": {"words": {}}})
    cell = nbformat.v4.new_code_cell("1")
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def judge() -> None:
    """Read the rules by which questions are judged, in every language they have."""
    rules = import_module("csat_methods.questionnaire.wording_rules")
    scales = import_module("csat_methods.questionnaire.scale_words")
    for lang in rules.LANGUAGES:
        for shape in (s for each in rules.patterns(lang) for s in each.shapes):
            shape.made  # noqa: B018 - it is made when asked for
        words = scales.scale_words(lang)
        for ask in (words.sign, words.rank, words.dimensions, words.asked):
            ask("")


def execute() -> None:
    """Run a cell, so that the shell's parts and the ways to draw are known."""
    import nbformat

    from csat_methods.report.engine import fresh_shell

    with fresh_shell() as shell:
        shell.execute(nbformat.v4.new_code_cell("1"))


def know() -> None:
    """Take the digest of the code that is loaded here, and versions beside it."""
    import_module("csat_methods.report.session").loaded_code()
    import_module("csat_methods.report.provenance").versions()


def check() -> None:
    """Build what params files are checked by, which is built when it is used."""
    from csat_methods.study.instrument import Study
    from csat_methods.study.plan import WaveFile

    Study.model_rebuild(force=True)
    WaveFile.model_rebuild(force=True)


def pay() -> None:
    """Read how currencies are called, among all that is known of each language."""
    from babel.numbers import get_currency_name

    from csat_methods import _messages

    for lang in set(_messages.languages()) - {_messages.PSEUDO}:
        get_currency_name("EUR", 2, locale=lang)


REHEARSALS: tuple[Callable[[], None], ...] = (
    draw,
    write,
    judge,
    check,
    execute,
    know,
    pay,
)

for needed in NEEDED:
    import_module(needed)
house = import_module("csat_methods")
for name in house.__all__:
    getattr(house, name)
for rehearse in REHEARSALS:
    rehearse()
gc.freeze()
gc.enable()
