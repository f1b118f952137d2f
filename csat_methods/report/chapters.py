"""Which chapters are there, what does each need, and what may it be told?"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_methods._checks import Faults
from csat_methods._near_names import did_you_mean

if TYPE_CHECKING:
    from csat_methods._messages import Message
    from csat_methods.wave.wave import Wave

TYPES = {"str": str, "int": int, "float": float, "bool": bool}
PARAMETERS = "parameters"
_PACKAGE = Path(__file__).resolve().parents[1]
_NUMBERED = re.compile(r"(\d\d)_(\w+)")


@dataclass(frozen=True)
class Chapter:
    """One notebook: its place in the report, its parameters, what its cells need."""

    path: Path

    @property
    def name(self) -> str:
        """Return its file's name: ``08_gaps``."""
        return self.path.stem

    @property
    def number(self) -> str:
        """Return its number, ``08``; empty where it is for exploring only."""
        numbered = _NUMBERED.fullmatch(self.name)
        return numbered[1] if numbered else ""

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return the notebook as it lies in its file."""
        return json.loads(self.path.read_text("utf8"))

    @property
    def title(self) -> str:
        """Return its first heading."""
        lines = "\n".join(_source(c) for c in self.content["cells"]).splitlines()
        heads = (line[2:].strip() for line in lines if line.startswith("# "))
        return next(heads, self.name)

    @property
    def needs(self) -> list[list[str]]:
        """Return what each of its cells that shows something needs."""
        shown = (c for c in self.content["cells"] if "keep(" in _source(c))
        return [needs_of(cell) for cell in shown]

    def parameters(self) -> dict[str, type]:
        """Return the names and types of its parameters.

        Raises
        ------
        ValueError
            If it has no cell of parameters, several, or one that holds more.
        """
        tagged = [
            _source(cell)
            for cell in self.content["cells"]
            if PARAMETERS in cell["metadata"].get("tags", [])
        ]
        if len(tagged) != 1:
            raise ValueError(
                f"{self.path.name}: {len(tagged)} cells are tagged 'parameters'; "
                "a chapter has one."
            )
        return dict(_declared(tagged[0], self.path.name))

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse parameters that the chapter does not declare, or lacks, or mistakes.

        Raises
        ------
        ValueError
            With one sentence a fault.
        """
        declared, faults = self.parameters(), Faults(self.path.name)
        for name in [name for name in given if name not in declared]:
            faults.add(
                f"parameter={name!r} is not declared{did_you_mean(name, declared)}"
            )
        for name in [name for name in declared if name not in given]:
            faults.add(f"parameter={name!r} is declared but not given.")
        for name, kind in declared.items():
            if name in given and type(given[name]) is not kind:
                value = given[name]
                faults.add(f"parameter {name}={value!r} must be {kind.__name__}.")
        faults.stop()

    def missing(self, wave: Wave) -> list[Message | None]:
        """Return for each cell that shows something why not, or None."""
        return [wave.lacks(needs) for needs in self.needs]


def needs_of(cell: Mapping[str, Any]) -> list[str]:
    """Return what a cell says it needs of a wave."""
    return list(cell["metadata"].get("csat", {}).get("needs", []))


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _declared(source: str, where: str) -> Iterator[tuple[str, type]]:
    """Yield the names and types of ``name: type = value`` and ``name = value``."""
    for statement in ast.parse(source).body:
        try:
            yield _assignment(statement)
        except (ValueError, AttributeError) as error:
            said = ast.unparse(statement)
            raise ValueError(
                f"{where}: {said!r} in the cell of parameters must be "
                f"'name: type = value', the type one of {', '.join(TYPES)}."
            ) from error


def _assignment(statement: Any) -> tuple[str, type]:
    value = ast.literal_eval(statement.value)
    if isinstance(statement, ast.AnnAssign):
        name, said = ast.unparse(statement.target), ast.unparse(statement.annotation)
        kind = TYPES.get(said)
    else:
        (target,) = statement.targets
        name, kind = ast.unparse(target), TYPES.get(type(value).__name__)
    if kind is None or type(value) is not kind or not name.isidentifier():
        raise ValueError(name)
    return name, kind


# --------------------------------------------------------------------- finding
def chapters_folder() -> Path:
    """Return the folder of the chapters: the package's own, else the checkout's."""
    inside = _PACKAGE / "notebooks"
    return inside if inside.is_dir() else _PACKAGE.parent / "notebooks"


def find_chapters(folder: str | Path | None = None) -> tuple[Chapter, ...]:
    """Return the numbered chapters in their order.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> find_chapters()[0].name
    '00_plan'
    """
    place = Path(folder) if folder is not None else chapters_folder()
    found = [Chapter(path) for path in sorted(place.glob("*.ipynb"))]
    numbered = tuple(chapter for chapter in found if chapter.number)
    if not numbered:
        raise ValueError(f"{place} holds no chapters such as 08_gaps.ipynb.")
    return numbered


def select(chapters: Iterable[Chapter], names: Iterable[str]) -> tuple[Chapter, ...]:
    """Return the chapters that are named by number, words or both; all if none is.

    Raises
    ------
    ValueError
        If a name is no chapter's.

    Examples
    --------
    >>> [chapter.name for chapter in select(find_chapters(), ["08"])]
    ['08_gaps']
    """
    chapters, names = tuple(chapters), tuple(names)
    if not names:
        return chapters
    called = {n: c for c in chapters for n in (c.name, c.number, c.name[3:]) if n}
    unknown = [name for name in names if name not in called]
    if unknown:
        known = ", ".join(chapter.name for chapter in chapters)
        hint = did_you_mean(unknown[0], called)
        raise ValueError(f"chapters={unknown} must be among {known}{hint}")
    wanted = {called[name] for name in names}
    return tuple(chapter for chapter in chapters if chapter in wanted)


# ------------------------------------------------------------------- resolving
def resolved(chapter: Chapter, wave: Wave) -> Any:
    """Return the notebook with one sentence where the wave lacks what a cell needs.

    The sentence is a Markdown cell; its metadata ``csat.absent`` holds the message, so
    that a page can say it in any language. It is said once under a heading; prose that
    leads to nothing but what was said already is left out.
    """
    from nbformat import read

    notebook = read(chapter.path, as_version=4)
    notebook.cells = list(_resolved(notebook.cells, wave))
    return notebook


def _resolved(cells: Iterable[Any], wave: Wave) -> Iterator[Any]:
    said: set[str] = set()
    waiting: list[Any] = []
    idle = False
    for cell in cells:
        why = wave.lacks(needs_of(cell))
        if why is not None and str(why) in said:
            idle = True
        elif why is None and cell.cell_type == "markdown":
            waiting = [*_led(waiting, idle=idle), cell]
            idle = False
            if _heads(cell):
                said.clear()
        else:
            yield from waiting
            waiting, idle = [], False
            if why is not None:
                said.add(str(why))
            yield cell if why is None else _sentence(cell, why)
    yield from _led(waiting, idle=idle)


def _led(waiting: list[Any], *, idle: bool) -> list[Any]:
    """Return the prose that stays: headings alone where it leads to nothing new."""
    return [cell for cell in waiting if _heads(cell)] if idle else waiting


def _heads(cell: Any) -> bool:
    """Say whether a Markdown cell opens with a heading."""
    return bool(cell.source.lstrip().startswith("#"))


def _sentence(cell: Any, why: Message) -> Any:
    from nbformat.v4 import new_markdown_cell

    from csat_methods.report.tagged import encode

    told = new_markdown_cell(str(why), id=cell.id)
    told.metadata["csat"] = {"absent": encode(why), "needs": needs_of(cell)}
    return told
