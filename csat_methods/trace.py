"""Which guidance of ISO 10004:2018 is answered where, and does the answer exist?"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import TextWrapper
from typing import Any

from csat_methods.study.strict_yaml import Document, read_yaml

IDS = tuple(f"T{number:03d}" for number in range(1, 114))
STATES = ("covered", "partial", "open")

_PACKAGE = Path(__file__).resolve().parent
_FILE = {"schema", "preface", "marks", "headings", "rows"}
_ROW = {"id", "clause", "topic", "ours", "evidence", "verified", "checks"}
_CLOSED = {"what", "function", "chapter", "test"}
_OPEN = {"what", "open", "intended"}
_PLACE = {"function", "chapter"}
_TEXTS = {"preface"} | (_ROW | _CLOSED) - {"verified", "checks"}
_TEST = re.compile(r"(?P<file>tests/(?:\w+/)*test_\w+\.py)::(?P<name>test_\w+)")
_NO_TESTS = "; tests were not looked up, since this is not a checkout"


@dataclass(frozen=True)
class Check:
    """One thing that must hold: closed by a test, or open and its place intended."""

    what: str
    function: str | None = None
    chapter: str | None = None
    test: str | None = None

    @property
    def closed(self) -> bool:
        """Whether a test proves it."""
        return self.test is not None


@dataclass(frozen=True)
class Row:
    """One subject of the guidance, what the workbook does about it, and the checks."""

    id: str
    clause: str
    topic: str
    ours: str
    evidence: str
    verified: bool
    checks: tuple[Check, ...]

    @property
    def closed(self) -> int:
        """The number of checks that a test proves."""
        return sum(check.closed for check in self.checks)

    @property
    def status(self) -> str:
        """`covered` when all checks are closed, `partial` when some are, else `open`.

        Examples
        --------
        >>> checks = (Check("This holds.", test="tests/test_a.py::test_b"), Check("?"))
        >>> Row("T001", "4.2", "", "", "", False, checks).status
        'partial'
        """
        if self.closed == len(self.checks):
            return "covered"
        return "partial" if self.closed else "open"


def trace_table(path: Path | None = None) -> tuple[Row, ...]:
    """Rows of the traceability file: the package's, or another of the same form.

    Raises
    ------
    ValueError
        If the file is not of its form; every fault is named.

    Examples
    --------
    >>> rows = trace_table()
    >>> len(rows), rows[0].id, rows[0].topic
    (113, 'T001', 'Satisfaction as a distance')
    """
    document = _read(path)
    if faults := [*_form_faults(document)]:
        raise ValueError("\n".join(faults))
    return tuple(_row(entry) for entry in document.data["rows"])


def counts(rows: Iterable[Row] | None = None) -> dict[str, int]:
    """How many rows, by default the package's, are covered, partial and open.

    Examples
    --------
    >>> sum(counts().values())
    113
    """
    found = Counter(row.status for row in (trace_table() if rows is None else rows))
    return {state: found[state] for state in STATES}


def check(path: Path | None = None, *, root: Path | None = None) -> list[str]:
    """Faults of the traceability file: wrong form, or a named thing that is missing.

    The function of a closed check must be a public name of the package, its chapter a
    notebook, and its test must stand in the named file below `root`, the folder of the
    checkout. Where there is no checkout, tests are not looked up.

    Examples
    --------
    >>> check()
    []
    """
    if faults := [*_form_faults(_read(path))]:
        return faults
    return [
        f"{row.id}, check {number}: {fault}"
        for row in trace_table(path)
        for number, one in enumerate(row.checks, start=1)
        if one.closed
        for fault in _missing(one, root or _PACKAGE.parent)
    ]


def main_trace(*, check: bool = False, path: Path | None = None) -> tuple[str, int]:
    """What `csat trace` (or, with `check`, `csat trace --check`) says, and its status.

    The status is 1 when something named does not exist, otherwise 0.

    Examples
    --------
    >>> main_trace(check=True)[1]
    0
    """
    return _verdict(path, _PACKAGE.parent) if check else (_document(path), 0)


def _read(path: Path | None) -> Document:
    file = path or _PACKAGE / "iso10004.yaml"
    return read_yaml(file, file.name)


def _row(entry: Mapping[str, Any]) -> Row:
    named = [{**one.get("intended", {}), **one} for one in entry["checks"]]
    checks = [Check(**{key: one[key] for key in _CLOSED & set(one)}) for one in named]
    return Row(**{**entry, "checks": tuple(checks)})


def _form_faults(document: Document) -> Iterator[str]:
    content = document.data
    if faults := [*document.faults, *_key_faults(document.name, content, _FILE, _FILE)]:
        yield from faults
        return
    rows = content["rows"]
    if content["schema"] != 1 or not isinstance(rows, list):
        yield f"schema={content['schema']!r} must be 1, and rows a list."
        return
    yield from (f"{row!r} must be a row." for row in rows if not isinstance(row, dict))
    rows = [row for row in rows if isinstance(row, dict)]
    yield from (fault for row in rows for fault in _row_faults(row, content))
    found = Counter(str(row.get("id")) for row in rows)
    yield from (f"{key} is missing." for key in IDS if not found[key])
    yield from (f"{key} stands {n} times." for key, n in found.items() if n > 1)


def _row_faults(row: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[str]:
    name, checks = str(row.get("id")), row.get("checks")
    marked = any(mark in str(row.get("evidence")) for mark in content["marks"])
    rules = (
        ("id", name in IDS, f"must be one of {IDS[0]} to {IDS[-1]}"),
        ("clause", _heading(row.get("clause"), content["headings"]), "has no heading"),
        ("evidence", marked, f"must hold one of {', '.join(content['marks'])}"),
        ("verified", isinstance(row.get("verified"), bool), "must be true or false"),
        ("checks", checks and isinstance(checks, list), "must be a list with entries"),
    )
    yield from _key_faults(name, row, _ROW, _ROW)
    for key, holds, rule in rules:
        if key in row and not holds:
            yield f"{name}: {key}={row[key]!r} {rule}."
    for number, one in enumerate(checks if isinstance(checks, list) else (), start=1):
        yield from _check_faults(f"{name}, check {number}", one)


def _check_faults(name: str, one: Any) -> Iterator[str]:
    if not isinstance(one, dict) or "open" not in one:
        yield from _key_faults(name, one, _CLOSED, _CLOSED - {"chapter"})
        return
    yield from _key_faults(name, one, _OPEN, {"what"})
    yield from _key_faults(f"{name}, intended", one.get("intended", {}), _PLACE, set())
    if one["open"] is not True:
        yield f"{name}: open={one['open']!r} must be true, or be left out."


def _key_faults(name: str, of: Any, known: set[str], needed: set[str]) -> Iterator[str]:
    if not isinstance(of, dict):
        yield f"{name}: {of!r} must be a mapping."
        return
    yield from (f"{name}: {key} is not a known key." for key in of if key not in known)
    yield from (f"{name}: {key} is missing." for key in sorted(needed - set(of)))
    for key in sorted(_TEXTS & set(of)):
        if not (isinstance(of[key], str) and of[key].strip()):
            yield f"{name}: {key}={of[key]!r} must be a text."


def _heading(clause: Any, headings: Mapping[str, str]) -> str | None:
    """Return the clause of the headings under which a row stands: the longest."""
    first = str(clause).strip("( ")
    fits = [key for key in headings if re.match(rf"{re.escape(key)}(?!\w)", first)]
    return max(fits, key=len, default=None)


def _missing(one: Check, root: Path) -> Iterator[str]:
    if one.function not in import_module("csat_methods").__all__:
        yield f"function={one.function!r} is not a public name of csat_methods."
    places = (root / "notebooks", _PACKAGE / "notebooks")
    if one.chapter and not any((p / f"{one.chapter}.ipynb").is_file() for p in places):
        yield f"chapter={one.chapter!r} is not a chapter in notebooks/."
    parts = _TEST.fullmatch(str(one.test))
    if not parts:
        yield f"test={one.test!r} must read tests/.../test_x.py::test_name."
    elif _is_checkout(root) and parts["name"] not in _tests(root / parts["file"]):
        yield f"test={one.test!r} does not exist."


@cache
def _tests(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef))


def _is_checkout(root: Path) -> bool:
    return (root / "pyproject.toml").is_file() and (root / "tests").is_dir()


def _verdict(path: Path | None, root: Path) -> tuple[str, int]:
    if faults := check(path, root=root):
        return "\n".join([*faults, f"Faults: {len(faults)}."]), 1
    note = "" if _is_checkout(root) else _NO_TESTS
    return f"{_totals(trace_table(path))}\nNothing that is named is missing{note}.", 0


def _document(path: Path | None) -> str:
    rows, content = trace_table(path), _read(path).data
    headings, marks = content["headings"], content["marks"].items()
    parts = [_wrapped(content["preface"])]
    parts += ["\n".join(_wrapped(f"{m:6}  {words}", 2, 10) for m, words in marks)]
    for key, words in headings.items():
        group = [row for row in rows if _heading(row.clause, headings) == key]
        title = f"{_clause(key)}: {words}"
        lines = (title, "=" * len(title), _states(group))
        parts += ["\n".join(lines), *map(_row_text, group)]
    return "\n\n".join([*parts, _totals(rows)])


def _row_text(row: Row) -> str:
    count, reader = f"{row.closed}/{len(row.checks)}", "" if row.verified else "un"
    source = f"{_clause(row.clause)} ({reader}confirmed); evidence: {row.evidence}."
    lines = [f"{row.id}  {row.status:<7}  {count}  {row.topic}", _wrapped(row.ours, 6)]
    return "\n".join([*lines, _wrapped(source, 6), *map(_check_text, row.checks)])


def _check_text(one: Check) -> str:
    named = ", ".join(name for name in (one.function, one.chapter, one.test) if name)
    place = named if one.closed or not named else f"intended: {named}"
    lines = [_wrapped(f"[{'x' if one.closed else ' '}] {one.what}", 6, 10)]
    return "\n".join([*lines, _wrapped(place, 10)] if place else lines)


def _wrapped(text: str, first: int = 0, rest: int | None = None) -> str:
    hanging = " " * (first if rest is None else rest)
    paper = TextWrapper(88, " " * first, hanging, break_on_hyphens=False)
    paper.break_long_words = False
    return paper.fill(text)


def _clause(key: str) -> str:
    return f"{'Annex' if key.lstrip('(')[0].isalpha() else 'Clause'} {key}"


def _states(rows: Iterable[Row]) -> str:
    return ", ".join(f"{n} {state}" for state, n in counts(rows).items())


def _totals(rows: tuple[Row, ...]) -> str:
    checks = [one for row in rows for one in row.checks]
    closed, confirmed = sum(one.closed for one in checks), sum(r.verified for r in rows)
    return (
        f"{len(rows)} rows: {_states(rows)}.\n"
        f"{len(checks)} checks: {closed} closed, {len(checks) - closed} open.\n"
        f"Rows confirmed by a reader of the standard: {confirmed}."
    )
