"""What does a JSON file say, if it is one that a run could have left?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csat_methods.study.present import check_file

LARGEST = 100_000_000
"""Bytes; the results of a report are a hundredth of it."""


def read_json(place: Path) -> Any:
    """Return what a file says.

    Raises
    ------
    ValueError
        If it is no file, larger than any report's, nested without end, or no JSON.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> read_json(Path("reports/none.json"))
    Traceback (most recent call last):
        ...
    ValueError: reports/none.json: there is no such file.
    """
    check_file(place, place)
    size = place.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{place}: {size} bytes; at most {LARGEST} are read.")
    try:
        return json.loads(place.read_text("utf8"))
    except RecursionError:
        raise ValueError(f"{place}: is nested without end.") from None
