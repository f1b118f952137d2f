"""Which cells of the chapters are for an audience?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import nbformat

from csat_methods.report.audience import Audience
from csat_methods.report.shown import references_of


def chapters_for(
    notebooks: Mapping[str, Any], shown: Collection[str], audience: Audience
) -> dict[str, Any]:
    """Return the chapters of an audience, without what was not published for it.

    Prose that only leads to results it may not see goes with them, and so does a
    chapter of which no result is left.
    """
    if audience.name == "management":
        return dict(notebooks)
    left = {
        name: list(_cells(notebook, shown))
        for name, notebook in notebooks.items()
        if audience.reads(name)
    }
    return {
        name: nbformat.from_dict({**notebooks[name], "cells": cells})
        for name, cells in left.items()
        if any(any(references_of(cell)) for cell in cells)
    }


def _cells(notebook: Any, shown: Collection[str]) -> Iterator[Any]:
    """Yield cells whose results are shown, and the prose that leads to some.

    Cells that show no result have no place on a page.
    """
    waiting: list[Any] = []
    missed = False
    for cell in notebook["cells"]:
        told = {found["ref"] for found in references_of(cell)}
        absent = cell.get("metadata", {}).get("csat", {}).get("absent")
        if cell["cell_type"] == "markdown" and not absent:
            if missed:
                waiting = waiting[:1] if _is_title(waiting) else []
            waiting, missed = [*waiting, cell], False
        elif absent or (told and not told <= set(shown)):
            missed = True
        elif told:
            yield from waiting
            yield cell
            waiting, missed = [], False
    if not missed:
        yield from waiting


def _is_title(cells: Sequence[Any]) -> bool:
    return bool(cells) and str(cells[0]["source"]).startswith("# ")
