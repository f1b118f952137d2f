"""Which statistics does each item of a questionnaire allow?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from csat_methods._messages import plain
from csat_methods.result import method
from csat_methods.study.scale_levels import LEVELS, STATISTICS, allows
from csat_methods.wave.scale_note import EQUAL_STEPS

if TYPE_CHECKING:
    from csat_methods.study.instrument import Study


@method
def allowed_statistics(study: Study) -> pd.DataFrame:
    """Return which statistics the answers to each item allow.

    It is the table that every method reads before it takes codes for amounts.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        One row an item: ``term, type, level, proportions, median, mean, correlation,
        ratio, note``; `note` says what a mean of ordered answers supposes.

    References
    ----------
    Stevens, S. S. (1946). On the theory of scales of measurement. *Science*, 103,
    677-680.

    Examples
    --------
    >>> from csat_methods import Study, allowed_statistics
    >>> items = {"q1": {"answers": [1, 2, 3]}, "city": {"type": "nominal"}}
    >>> study = Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    >>> allowed_statistics(study)[["term", "level", "mean"]].to_numpy().tolist()
    [['q1', 'ordinal', True], ['city', 'nominal', False]]
    """
    rows = [
        {
            "term": name,
            "type": item.type,
            "level": LEVELS[item.type].level,
            **{statistic: allows(item.type, statistic) for statistic in STATISTICS},
            "note": plain(EQUAL_STEPS) if LEVELS[item.type].equal_steps else "",
        }
        for name, item in study.items.items()
    ]
    return pd.DataFrame(rows)
