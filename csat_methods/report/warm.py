"""Which modules does every wave need?

A fork server that has imported this one starts waves that import nothing any more.
"""

from __future__ import annotations

import sys
from importlib import import_module

from csat_methods.report.process import UNNEEDED

NEEDED = (
    "csat_methods.report.child",
    "csat_methods.report.shell",
    "matplotlib_inline.backend_inline",
)

for unneeded in UNNEEDED:
    sys.modules.setdefault(unneeded, None)  # type: ignore[arg-type]
for needed in NEEDED:
    import_module(needed)
house = import_module("csat_methods")
for name in house.__all__:
    getattr(house, name)
