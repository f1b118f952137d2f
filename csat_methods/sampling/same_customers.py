"""Which rows of a list are the same customer, written in different ways?"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from csat_methods._messages import normal_digits, normal_text

_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d\u00ad"))


def likeness(text: str) -> str:
    """Return a text without what people write in different ways.

    Persian and Arabic ya, kaf and digits are one, width, case, spaces and joiners do
    not count.

    Examples
    --------
    >>> likeness("علي  كريمي ۱۲") == likeness("علی‌کریمی 12")
    True
    >>> likeness(" Smith, ANNA") == likeness("smith,anna")
    True
    """
    plain = normal_text(unicodedata.normalize("NFKC", text).translate(_JOINERS))
    return "".join(normal_digits(plain).casefold().split())


def like_codes(column: pd.Series) -> np.ndarray:
    """Return one number for all values that read alike; −1 for blanks."""
    codes, values = pd.factorize(column)
    keys = [likeness(_written(value)) for value in values]
    same, _ = pd.factorize(pd.Series(keys, dtype="str").replace("", None))
    return np.append(same, -1)[codes]


def _written(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)  # type: ignore[call-overload]


def same_customers(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return one number for all rows that any column makes the same customer.

    Rows are one customer when a chain of equal values leads from one to the other;
    blanks lead nowhere.

    Parameters
    ----------
    columns : sequence of ndarray of int, shape (n,)
        Codes of values, −1 for blanks.

    Returns
    -------
    ndarray of int, shape (n,)

    Examples
    --------
    >>> same_customers([np.array([0, 1, 2]), np.array([7, 7, -1])]).tolist()
    [0, 0, 1]
    """
    count = len(columns[0])
    rows, places, width = [], [], 0
    for codes in columns:
        held = np.flatnonzero(codes >= 0)
        rows.append(held)
        places.append(codes[held] + count + width)
        width += int(codes.max(initial=-1)) + 1
    row, place = np.concatenate(rows), np.concatenate(places)
    size = count + width
    graph = coo_array((np.ones(len(row), np.int8), (row, place)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return pd.factorize(labels[:count])[0]
