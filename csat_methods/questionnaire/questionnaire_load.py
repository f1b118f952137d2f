"""How long does a questionnaire take, and what of the catalogue does it ask about?"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from csat_methods.study.instrument import Study

WORDS_A_MINUTE = 238
"""Silent reading of adults: Brysbaert (2019), *Journal of Memory and Language*, 109,
104047."""

SECONDS = {
    "scale": 5.0,
    "binary": 4.0,
    "nominal": 6.0,
    "multiple": 10.0,
    "number": 8.0,
    "date": 8.0,
    "open": 35.0,
}
"""Seconds to choose or write an answer: values to plan with, until a pre-test has
measured them."""


def minutes_of(questions: Iterable[tuple[str, int]]) -> float:
    r"""Return the minutes that questions take: reading them, and answering.

    .. math:: T = \sum_i \left( \frac{w_i}{238} + \frac{s_i}{60} \right)

    with w words to read and s seconds to answer.

    Parameters
    ----------
    questions : iterable of (str, int)
        Type and number of words of each.

    Returns
    -------
    float
        Missing where there are no questions, or one has no words.

    Examples
    --------
    >>> round(minutes_of([("scale", 119), ("binary", 0)]), 2)
    nan
    >>> round(minutes_of([("scale", 119), ("binary", 238)]), 2)
    1.65
    """
    listed = list(questions)
    if not listed or any(words == 0 for _, words in listed):
        return math.nan
    return sum(words / WORDS_A_MINUTE + SECONDS[kind] / 60 for kind, words in listed)


def matrix_of(study: Study) -> pd.DataFrame:
    """Return which item asks about which characteristic.

    Parameters
    ----------
    study : Study

    Returns
    -------
    DataFrame of shape (items, characteristics)
        One where it asks, else zero: all items, and all of the catalogue.

    Examples
    --------
    >>> from csat_methods import Study
    >>> item = {"answers": [1, 2, 3], "role": "perception", "characteristic": "speed"}
    >>> mapping = {"id": "x", "title": "X", "items": {"q1": item}}
    >>> study = Study.from_dict(mapping | {"characteristics": ["speed", "price"]})
    >>> matrix_of(study).loc["q1"].to_dict()
    {'speed': 1, 'price': 0}
    """
    items = study.items.values()
    columns = {
        name: [int(item.characteristic == name) for item in items]
        for name in study.catalogue
    }
    return pd.DataFrame(columns, index=pd.Index(list(study.items), dtype=object))


def coverage_of(study: Study) -> pd.DataFrame:
    """Return how many items of each role ask about each characteristic.

    Parameters
    ----------
    study : Study

    Returns
    -------
    DataFrame of shape (characteristics, roles)
        All characteristics of the catalogue; roles in the order of the items.

    Examples
    --------
    >>> from csat_methods import Study
    >>> item = {"answers": [1, 2, 3], "role": "perception", "characteristic": "speed"}
    >>> mapping = {"id": "x", "title": "X", "items": {"q1": item}}
    >>> study = Study.from_dict(mapping | {"characteristics": ["speed", "price"]})
    >>> coverage_of(study)["perception"].to_dict()
    {'speed': 1, 'price': 0}
    """
    asked = [
        (item.characteristic, item.role or "none")
        for item in study.items.values()
        if item.characteristic is not None
    ]
    roles = dict.fromkeys(role for _, role in asked)
    names = list(study.catalogue)
    counts = {role: [asked.count((name, role)) for name in names] for role in roles}
    return pd.DataFrame(counts, index=pd.Index(names, dtype=object))
