"""What does a Stata file hold, its words and the reasons of its blanks included?

Stata tells 27 blanks apart: ``.`` and ``.a`` to ``.z``. The plain one is an empty cell;
the others stay as ``.a`` and so on, and count as no answer unless the study gives them
a meaning.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from csat_methods._messages import Listing, Message, Number
from csat_methods.wave.raw_table import RawTable, headings, table_of_types

NOT_STATA = (
    ValueError,
    AttributeError,
    LookupError,
    StopIteration,
    TypeError,
    OverflowError,
    OSError,
    EOFError,
    MemoryError,
    struct.error,
)
"""What opening something else as a Stata file raises."""


def read_stata(path: Path, name: str, *, encoding: str | None = None) -> RawTable:
    """Return a Stata file with its words, value labels and extended blanks.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    encoding : str, optional
        Of files written before Stata 14; Windows-1252 when not given.

    Raises
    ------
    ValueError
        If it is no Stata file, claims more than it holds, or has no rows.
    """
    import pyreadstat

    with _as_stata(name):
        _, told = pyreadstat.read_dta(path, metadataonly=True, encoding=encoding)
    _check_claims(path, told, name)
    with _as_stata(name):
        frame, marked = _frames(path)
    names = dict(zip(frame.columns, headings(list(frame.columns), name), strict=True))
    reasons = {c: _reasons(frame[c], marked[c]) for c in frame}
    frame = _decoded(frame, encoding, name).assign(
        **{
            c: found.combine_first(frame[c].astype(object))
            for c, found in reasons.items()
            if len(found)
        }
    )
    labels, words = told.column_names_to_labels, told.variable_value_labels
    return table_of_types(
        frame,
        name,
        labels={names[c]: text for c, text in labels.items() if text},
        value_labels={names[c]: _with_dots(each) for c, each in words.items()},
        missing={names[c]: sorted(set(r)) for c, r in reasons.items() if len(r)},
        decimal=".",
        notes=_notes(name, reasons),
    )


@contextmanager
def _as_stata(name: str) -> Iterator[None]:
    """Say of what cannot be opened as a Stata file that it is none."""
    import pyreadstat

    readers_own = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError)
    try:
        yield
    except (*readers_own, *NOT_STATA) as error:
        raise ValueError(
            f"{name}: is no Stata file (.dta) that can be read."
        ) from error


def _check_claims(path: Path, told: Any, name: str) -> None:
    """Refuse a file that claims more cells than it has bytes."""
    rows, columns, size = told.number_rows, told.number_columns, path.stat().st_size
    if not 0 <= (rows or 0) * max(columns or 0, 1) <= size:
        raise ValueError(
            f"{name}: claims {rows:,} rows of {columns} columns in {size:,} bytes; it "
            "is not whole."
        )


def _frames(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a file with all blanks alike, and with blanks told apart."""
    frame = pd.read_stata(path, convert_categoricals=False)
    marked = pd.read_stata(
        path, convert_categoricals=False, convert_dates=False, convert_missing=True
    )
    return frame, marked


def _reasons(column: pd.Series, marked: pd.Series) -> pd.Series:
    """Return the cells that are blank for a reason, as ``.a`` to ``.z``."""
    blank = marked[column.isna()].astype(str)
    return blank[blank.str.fullmatch(r"\.[a-z]")].astype(object)


def _with_dots(words: Mapping[Any, str]) -> dict[Any, str]:
    """Return value labels under the names that blanks have in Stata."""
    return {f".{c}" if isinstance(c, str) else c: text for c, text in words.items()}


def _decoded(frame: pd.DataFrame, encoding: str | None, name: str) -> pd.DataFrame:
    """Return a frame whose text was read as Latin, in the encoding that was said."""
    if encoding is None:
        return frame

    def decode(cell: Any) -> Any:
        return cell.encode("latin-1").decode(encoding) if cell else cell

    texts = [c for c in frame if frame[c].dtype.kind not in "fiubM"]
    try:
        return frame.assign(**{c: frame[c].map(decode) for c in texts})
    except (UnicodeError, LookupError) as error:
        raise ValueError(
            f"{name}: encoding={encoding!r} does not fit; files since Stata 14 are "
            "UTF-8 and need none."
        ) from error


def _notes(name: str, reasons: Mapping[str, pd.Series]) -> tuple[Message, ...]:
    counts = Counter(cell for found in reasons.values() for cell in found)
    if not counts:
        return ()
    each = tuple(
        Message("{code}: {n}", {"code": code, "n": Number(count, "count")})
        for code, count in sorted(counts.items())
    )
    text = "{file} tells blanks apart, by reason and number of cells: {reasons}."
    return (Message(text, {"file": name, "reasons": Listing(each)}),)
