"""What does a YAML file say, and on which line does it say it?

YAML is read as version 1.2 writes scalars (``no``, ``012``, ``1:30`` and dates stay
text), without tags, without a key given twice, and with the line of every part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from csat_methods.study.present import check_file

Loc = tuple[str | int, ...]

LARGEST_FILE = 2_000_000
"""Bytes; a params file is written by hand."""
MOST_PARTS = 200_000
"""Parts a file may have once its aliases are written out."""
DEEPEST = 40

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBERS = (
    (re.compile(r"[-+]?(0|[1-9][0-9]{0,17})"), int),
    (
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?"),
        float,
    ),
)


@dataclass(frozen=True)
class Document:
    """What a params file says.

    Attributes
    ----------
    name : str
        How messages name it.
    data : object
        Mappings, lists, texts, numbers, booleans, None.
    lines : dict
        Path of keys and positions to the line.
    positions : dict
        Path of a list and the ``id`` of one of its parts to the part's position, so
        that a place may name the part by its id.
    faults : tuple of str
        What is wrong with the writing itself, one sentence each.
    """

    name: str
    data: Any
    lines: Mapping[Loc, int] = field(default_factory=dict)
    positions: Mapping[Loc, int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def sentence(self, loc: Loc, words: str) -> str:
        """Return a fault with the file, the line and the place it stands at.

        Examples
        --------
        >>> Document("study.yaml", {}, {("id",): 3}).sentence(("id",), "is missing")
        'study.yaml:3: id: is missing'
        """
        line = self.line(loc)
        where = f"{self.name}:{line}" if line else self.name
        place = ".".join(str(part) for part in loc)
        return f"{where}: {place}: {words}" if place else f"{where}: {words}"

    def line(self, loc: Loc) -> int | None:
        """Return the line of the nearest part above a place, itself included."""
        line = self.lines.get(())
        here: Loc = ()
        for part in loc:
            below: Loc = (*here, part)
            here = (*here, self.positions.get(below, part))
            line = self.lines.get(here, line)
        return line


def read_yaml(path: Path, name: str | None = None) -> Document:
    """Return what a file says, with the line of every part.

    Parameters
    ----------
    path : Path
    name : str, optional
        How messages name it; the path when not given.

    Raises
    ------
    ValueError
        If the file is missing, too large, not UTF-8, empty, or no YAML.
    """
    shown = name or str(path)
    check_file(path, shown)
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ValueError(f"{shown}: {size} bytes; at most {LARGEST_FILE} are read.")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ValueError(f"{shown}:{line}: is not UTF-8; save it as UTF-8.") from error
    return parse_yaml(text, shown)


def parse_yaml(text: str, name: str) -> Document:
    """Return what a YAML text says, with the line of every part.

    Raises
    ------
    ValueError
        If it is empty or no YAML.

    Examples
    --------
    >>> parse_yaml("answers: [yes, 012, 3]", "study.yaml").data
    {'answers': ['yes', '012', 3]}
    """
    builder = _Builder(name)
    try:
        data = builder.document(yaml.parse(text, Loader=_PARSER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise ValueError(f"{name}{line}: is no YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        words = str(error).splitlines()[0]
        raise ValueError(f"{name}: is no YAML: {words}.") from error
    if data is None:
        raise ValueError(f"{name}: is empty.")
    return Document(name, data, builder.lines, builder.positions, tuple(builder.faults))


class _Builder:
    """Build data from YAML events, noting lines and faults on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Loc, int] = {}
        self.positions: dict[Loc, int] = {}
        self.faults: list[str] = []
        self.parts = 0
        self.anchors: dict[str, tuple[Any, int]] = {}

    def document(self, events: Iterator[Any]) -> Any:
        """Return the one document of a stream of events."""
        data, seen = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self._fault(event, "a second document starts; one a file is read")
                    break
                data = self._part(next(events), events, ())
        return data

    def _fault(self, event: Any, words: str) -> None:
        self.faults.append(f"{self.name}:{event.start_mark.line + 1}: {words}.")

    def _part(self, event: Any, events: Iterator[Any], loc: Loc) -> Any:
        self.lines.setdefault(loc, event.start_mark.line + 1)
        self._count(event, 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._refuse_tag(event)
        before = self.parts
        value = _READ[type(event)](self, event, events, loc)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.parts - before)
        return value

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            self._fault(event, f"*{event.anchor} names no part that ends before it")
            return None
        value, size = self.anchors[event.anchor]
        self._count(event, size)
        return value

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(event, f"the tag {tag} is not read; write plain values")

    def _count(self, event: Any, size: int) -> None:
        self.parts += size
        if self.parts > MOST_PARTS:
            raise yaml.MarkedYAMLError(
                problem=f"it has more than {MOST_PARTS} parts",
                problem_mark=event.start_mark,
            )

    def _scalar(self, event: Any, _events: Iterator[Any], _loc: Loc) -> Any:
        text = event.value
        if event.style in {"'", '"', "|", ">"}:
            return text
        readers = (read for pattern, read in _NUMBERS if pattern.fullmatch(text))
        return _WORDS[text] if text in _WORDS else next(readers, str)(text)

    def _list(self, event: Any, events: Iterator[Any], loc: Loc) -> list[Any]:
        self._check_depth(event, loc)
        found: list[Any] = []
        while not isinstance(part := next(events), yaml.SequenceEndEvent):
            value = self._part(part, events, (*loc, len(found)))
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                self.positions.setdefault((*loc, value["id"]), len(found))
            found.append(value)
        return found

    def _mapping(self, event: Any, events: Iterator[Any], loc: Loc) -> dict[Any, Any]:
        self._check_depth(event, loc)
        found: dict[Any, Any] = {}
        first: dict[Any, int] = {}
        while not isinstance(part := next(events), yaml.MappingEndEvent):
            key = self._key(part, events, loc)
            line = part.start_mark.line + 1
            if key in first:
                self._fault(part, f"{key!r} is given twice, first on line {first[key]}")
            first.setdefault(key, line)
            self.lines.setdefault((*loc, key), line)
            found[key] = self._part(next(events), events, (*loc, key))
        return found

    def _key(self, event: Any, events: Iterator[Any], loc: Loc) -> Any:
        if not isinstance(event, yaml.ScalarEvent):
            raise yaml.MarkedYAMLError(
                problem="a key must be a word or a number",
                problem_mark=event.start_mark,
            )
        self._refuse_tag(event)
        return self._scalar(event, events, loc)

    def _check_depth(self, event: Any, loc: Loc) -> None:
        if len(loc) > DEEPEST:
            raise yaml.MarkedYAMLError(
                problem=f"it is nested deeper than {DEEPEST} levels",
                problem_mark=event.start_mark,
            )


_READ = {
    yaml.ScalarEvent: _Builder._scalar,
    yaml.SequenceStartEvent: _Builder._list,
    yaml.MappingStartEvent: _Builder._mapping,
}
