"""Is this argument sound?

Each check returns the value, so that it reads as an assignment, and raises one
sentence with the argument's name, its value and the rule. :class:`Faults` gathers
several, so that everything wrong is said at once.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Rational, Real
from typing import Any

from csat_methods._near_names import did_you_mean, near_names

LISTED = 20
"""Rows and names that a sentence lists; of more it says how many."""


def first_of(values: Sequence[Any]) -> str:
    """Return the first of some rows or names, and how many more there are.

    Examples
    --------
    >>> first_of(["a", "b"])
    "'a', 'b'"
    >>> first_of(range(2, 60_002))[-29:]
    '18, 19, 20, 21 and 59980 more'
    """
    more = len(values) - LISTED
    listed = ", ".join(map(repr, values[:LISTED]))
    return f"{listed} and {more} more" if more > 0 else listed


class Faults:
    """A list of sentences that ends in one ValueError, or in nothing."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        self.sentences: list[str] = []
        self._alike: dict[tuple[str, str], tuple[int, str, list[int]]] = {}

    def add(self, sentence: str) -> None:
        """Note one fault."""
        self.sentences.append(sentence)

    def add_row(self, place: str, row: int, rule: str, **values: Any) -> None:
        """Note the fault of a row; all rows with the same one are one sentence.

        Parameters
        ----------
        place : str
            What stands before the row: the file, with a column where it is of one.
        row : int
        rule : str
            The fault, with places for the `values`.
        **values
            What the row has; of further rows it is not told.

        Examples
        --------
        >>> faults = Faults()
        >>> for row, cell in enumerate(["5", "x", "y", "z"], 2):
        ...     if not cell.isdigit():
        ...         faults.add_row("a.csv: ", row, "{cell!r} is no number.", cell=cell)
        >>> faults.sentences
        ["a.csv: row 3: 'x' is no number. Likewise in rows 4, 5: 3 in all."]
        """
        told = f"{place}row {row}: {rule.format(**values)}"
        rows: list[int] = []
        new = (len(self.sentences), told, rows)
        at, first, more = self._alike.setdefault((place, rule), new)
        if at == len(self.sentences):
            self.sentences.append(first)
            return
        more.append(int(row))
        told = f"Likewise in {_rows(more)}: {len(more) + 1} in all."
        self.sentences[at] = f"{first} {told}"

    def stop(self) -> None:
        """Raise what was noted.

        Raises
        ------
        ValueError
            If anything was noted: one sentence a line.
        """
        if self.sentences:
            head = [f"{self.where}:"] if self.where else []
            raise ValueError("\n".join(head + self.sentences))


def _rows(rows: Sequence[int]) -> str:
    return f"row{'s' * (len(rows) > 1)} {first_of(rows)}"


LARGEST = sys.float_info.max
MOST = 2**63 - 1
"""Largest number and whole number that can be computed with."""


def is_number(value: Any) -> bool:
    """Return whether something is a number, infinite perhaps, and not True or False."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    exact: Any = value if isinstance(value, Rational) else None
    return not math.isnan(value) if exact is None else -LARGEST <= exact <= LARGEST


def is_whole(value: Any) -> bool:
    """Return whether something is a whole number, and not True or False."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    return whole and bool(abs(value) <= MOST)


def shown(value: Any) -> str:
    """Return a value as it stands in a sentence; what is long, by its class."""
    text = repr(value)
    return text if len(text) < 80 and "\n" not in text else type(value).__name__


def number(name: str, value: Any) -> float:
    """Return a number, which may be infinite.

    Raises
    ------
    ValueError
        If it is none.
    """
    if not is_number(value):
        raise ValueError(f"{name}={shown(value)} must be a number.")
    return float(value)


def finite(name: str, value: Any, lowest: float = -math.inf) -> float:
    """Return a finite number not below `lowest`.

    Raises
    ------
    ValueError
        If it is something else.
    """
    given = number(name, value)
    if math.isinf(given) or given < lowest:
        rule = "" if math.isinf(lowest) else f" from {lowest} on"
        raise ValueError(f"{name}={shown(value)} must be a finite number{rule}.")
    return given


def between(name: str, value: Any, low: float, high: float) -> float:
    """Return a number that lies strictly between two bounds.

    Raises
    ------
    ValueError
        If it does not.
    """
    given = number(name, value)
    if not low < given < high:
        raise ValueError(f"{name}={shown(value)} must lie between {low} and {high}.")
    return given


def within(name: str, value: Any, low: float, high: float) -> float:
    """Return a number from `low` to `high`, the ends included.

    Raises
    ------
    ValueError
        If it lies outside.
    """
    given = number(name, value)
    if not low <= given <= high:
        raise ValueError(f"{name}={shown(value)} must lie from {low} to {high}.")
    return given


def positive(name: str, value: Any) -> float:
    """Return a finite number above zero.

    Raises
    ------
    ValueError
        If it is not.
    """
    given = number(name, value)
    if not 0 < given < math.inf:
        raise ValueError(f"{name}={shown(value)} must be a finite number above 0.")
    return given


def whole(name: str, value: Any, lowest: int = 1) -> int:
    """Return a whole number not below `lowest`.

    Raises
    ------
    ValueError
        If it is something else.
    """
    if not is_whole(value) or value < lowest:
        rule = f"must be a whole number from {lowest} on."
        raise ValueError(f"{name}={shown(value)} {rule}")
    return int(value)


def one_of(name: str, value: Any, choices: Iterable[str]) -> str:
    """Return a name out of a list.

    Raises
    ------
    ValueError
        If it is not on the list; the nearest name is suggested.
    """
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        rule = f"must be one of {', '.join(known)}{did_you_mean(str(value), known)}"
        raise ValueError(f"{name}={shown(value)} {rule}")
    return str(value)


def listed(name: str, value: Any) -> list[Any]:
    """Return the names of one column or of several as a list.

    Raises
    ------
    ValueError
        If it is neither a name nor a list.
    """
    if isinstance(value, str):
        return [value]
    if not isinstance(value, Iterable):
        rule = "must be a column, or a list of columns."
        raise ValueError(f"{name}={shown(value)} {rule}")
    return list(value)


def mapping(name: str, value: Any) -> Mapping[Any, Any]:
    """Return a mapping.

    Raises
    ------
    ValueError
        If it is something else.
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"{name}={shown(value)} must be a mapping: {{name: value}}.")
    return value


def several(name: str, value: Any) -> list[Any]:
    """Return values as a list; one alone, or a word, is no list.

    Raises
    ------
    ValueError
        If it is none.
    """
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise ValueError(f"{name}={shown(value)} must be a list of values.")
    return list(value)


def columns(frame_columns: Iterable[str], wanted: Iterable[str], where: str) -> None:
    """Refuse columns that a table does not have, all at once.

    Raises
    ------
    KeyError
        If any is missing; near names are suggested.
    """
    known = dict.fromkeys(str(name) for name in frame_columns)
    absent = (n for n in wanted if not isinstance(n, str) or n not in known)
    missing = {repr(n) if isinstance(n, str) else shown(n): str(n) for n in absent}
    if not missing:
        return
    near = {said: near_names(name, known) for said, name in missing.items()}
    hints = [f"{said} for {found[0]!r}?" for said, found in near.items() if found]
    hint = f" Perhaps {' '.join(hints)}" if hints else ""
    raise KeyError(f"Columns [{', '.join(missing)}] are not in {where}.{hint}")


def keys(name: str, mapping: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Refuse keys that a mapping must not have, all at once.

    Raises
    ------
    ValueError
        If any is unknown.
    """
    known = set(allowed)
    unknown = [key for key in mapping if key not in known]
    if unknown:
        raise ValueError(f"{name} has unknown keys {unknown}; known: {sorted(known)}.")
