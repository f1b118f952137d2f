"""What can this wave show, and why not the rest?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.report.chapters import Chapter, find_chapters, needs_of
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

RUNS = Message("runs")
CALL = re.compile(r"cs\.(\w+)\(")
NO_METHOD = frozenset({"keep", "show", "table", "open_wave", "open_waves", "stack"})


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WhatRuns(Result):
    """Every chapter and method: runs, or why not."""

    term_keys: ClassVar[tuple[str, ...]] = ("term",)
    clause: ClassVar[str] = "7.1"

    def headline(self) -> Message:
        """Return how many of the methods run."""
        return Message(
            "{runs} of {all} parts of the report can be made from this wave.",
            {
                "runs": Number(int(self.table["runs"].sum()), "count"),
                "all": Number(len(self.table), "count"),
            },
        )


@method
def what_runs(wave: Wave) -> WhatRuns:
    """Return every chapter and method of the report: runs, or why not.

    Parameters
    ----------
    wave : Wave
        Prepared; needs with a number look at its domain.

    Returns
    -------
    WhatRuns
        One row a kept result: ``term`` (its name), ``chapter, method, runs, why``.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, what_runs
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5]}))
    >>> bool(what_runs(wave)["08.gaps"]["runs"])
    False
    """
    rows = [row for chapter in find_chapters() for row in _parts(chapter, wave)]
    table = pd.DataFrame([row for row, _ in rows])
    labels: dict[str, Message] = {
        str(row["why"]): RUNS if said is None else said for row, said in rows
    }
    titles = {chapter.name: Message(chapter.title) for chapter in find_chapters()}
    return result_of(
        wave,
        WhatRuns,
        "What runs",
        table,
        level=0.95,
        labels={**labels, **titles},
        used=Used(wave.n, (wave.n, wave.n)),
    )


def _parts(
    chapter: Chapter, wave: Wave
) -> list[tuple[dict[str, object], Message | None]]:
    """Return one row a result the chapter keeps, and the sentence where it cannot."""
    found = []
    for cell in chapter.content["cells"]:
        source = "".join(cell["source"])
        kept = re.search(r'keep\(\s*"([^"]+)"', source)
        if kept is None:
            continue
        methods = [name for name in CALL.findall(source) if name not in NO_METHOD]
        why = wave.lacks(needs_of(cell))
        row = {
            "term": kept[1],
            "chapter": chapter.name,
            "method": ", ".join(dict.fromkeys(methods)),
            "runs": why is None,
            "why": f"{kept[1]}: why",
        }
        found.append((row, why))
    return found
