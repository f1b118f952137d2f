"""Which modules does every wave need?

A fork server that has imported this one starts waves that import nothing any more, and
that know the fonts and the words of every language.
"""

from __future__ import annotations

import pkgutil
import sys
from importlib import import_module

import pandas as pd

from csat_methods import _messages
from csat_methods.report.process import UNNEEDED
from csat_methods.result import Result, Used

for unneeded in UNNEEDED:
    sys.modules.setdefault(unneeded, None)  # type: ignore[arg-type]

plots = import_module("csat_methods.plots")
NEEDED = (
    "csat_methods.report.child",
    "csat_methods.report.shell",
    "csat_methods.report.workbook",
    "matplotlib_inline.backend_inline",
    *(
        f"csat_methods.plots.{each.name}"
        for each in pkgutil.iter_modules(plots.__path__)
    ),
    # what is loaded only when it is used, because a command alone may not need it
    "IPython.core.completer",
    "IPython.core.magics",
    "babel.dates",
    "factor_analyzer",
    "persiantools.jdatetime",
    "pyarrow.dataset",
)


def rehearse() -> str:
    """Draw a figure in every language, so that fonts and words are known."""
    table = pd.DataFrame(
        {"term": ["x"], "estimate": [0.5], "ci_low": [0.4], "ci_high": [0.6], "n": [9]}
    )
    result = Result(table=table, method="Mean", used=Used(9, (9, 9)))
    return "".join(plots.svg(result, lang=lang) for lang in _messages.languages())


for needed in NEEDED:
    import_module(needed)
house = import_module("csat_methods")
for name in house.__all__:
    getattr(house, name)
rehearse()
