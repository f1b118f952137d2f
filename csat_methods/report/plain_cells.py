"""How does a cell reach another program: as JSON, or in a spreadsheet?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._messages import plain

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
HIDDEN = "hidden"
"""What a cell says that may not be shown."""


def plain_cell(value: Any) -> Any:
    """Return a cell as a spreadsheet may read it: no formula, no NaN.

    Examples
    --------
    >>> plain_cell("=1+1"), plain_cell(-1.5), plain_cell(float("nan"))
    ("'=1+1", -1.5, '')
    """
    value = json_value(value)
    if value is None:
        return ""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


def told_cell(value: Any, column: str, labels: Mapping[str, Any]) -> Any:
    """Return a cell of a column; of one that only names words, the words.

    Examples
    --------
    >>> told_cell("Purpose: content", "content", {"Purpose: content": "To learn."})
    'To learn.'
    >>> told_cell("p_price", "term", {"p_price": "Price"})
    'p_price'
    """
    named = isinstance(value, str) and value.endswith(f": {column}")
    words = labels.get(value) if named else None
    return plain_cell(value if words is None else plain(words))


def json_value(value: Any) -> Any:
    """Return a cell as JSON holds it: whole numbers stay whole, NaN is null.

    Examples
    --------
    >>> json_value(np.int64(3)), json_value(np.float64("nan")), json_value("x")
    (3, None, 'x')
    """
    if type(value) is str:  # most cells, and nothing to be looked for in them
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else _not_finite(value)
    return None if pd.isna(value) else str(value)


def _not_finite(value: float) -> str | None:
    return None if math.isnan(value) else str(value)
