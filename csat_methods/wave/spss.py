"""What does an SPSS file hold, its words and user-missing values included?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csat_methods.wave.raw_table import RawTable, headings, table_of_types
from csat_methods.wave.unpacking import check_cells


def read_spss(path: Path, name: str, *, encoding: str | None = None) -> RawTable:
    """Return an SPSS file with its words, value labels and user-missing values.

    Raises
    ------
    ValueError
        If it is no SPSS file, or has no rows.
    """
    import pyreadstat

    try:
        _, claimed = pyreadstat.read_sav(path, metadataonly=True, encoding=encoding)
        rows = claimed.number_rows or 0
        check_cells(path, rows, claimed.number_columns or 0, name)
        frame, meta = pyreadstat.read_sav(path, user_missing=True, encoding=encoding)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError) as error:
        raise ValueError(f"{name}: is no SPSS file (.sav) that can be read.") from error
    names = dict(zip(frame.columns, headings(list(frame.columns), name), strict=True))
    labels = meta.column_names_to_labels
    ranges = meta.missing_ranges
    return table_of_types(
        frame,
        name,
        labels={names[c]: text for c, text in labels.items() if text},
        value_labels={names[c]: v for c, v in meta.variable_value_labels.items()},
        missing={names[c]: [_range(r) for r in found] for c, found in ranges.items()},
        decimal=".",
    )


def _range(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    low, high = given["lo"], given["hi"]
    return low if low == high else (low, high)
