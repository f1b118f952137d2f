"""What became of each person who was to be asked?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults, first_of
from csat_methods.study.outcomes import OUTCOMES, outcome_of


def outcomes_of(dispositions: pd.Series) -> pd.Series:
    """Return each person's outcome as a letter.

    Raises
    ------
    ValueError
        If people have no disposition, or codes are unknown: all of them, at once.

    Examples
    --------
    >>> outcomes_of(pd.Series(["complete", "R"])).tolist()
    ['I', 'R']
    """
    empty = dispositions.isna() | dispositions.astype(str).str.strip().eq("")
    letters = dispositions[~empty].map(outcome_of)
    unknown = dispositions[~empty][letters.isna()]
    faults = Faults()
    if empty.any():
        ids = dispositions.index[empty].tolist()
        faults.add(f"dispositions: {len(ids)} ids have none: [{first_of(ids)}].")
    _refuse_codes(sorted(set(map(str, unknown))), faults)
    faults.stop()
    return letters.astype("str")


def _refuse_codes(unknown: list[str], faults: Faults) -> None:
    if unknown:
        known = ", ".join(f"{letter} ({name})" for letter, name in OUTCOMES.items())
        faults.add(
            f"dispositions: the codes [{first_of(unknown)}] are not known; known: "
            f"{known}."
        )


def outcome_counts(dispositions: Any) -> dict[str, int]:
    """Return how many people had each outcome.

    Parameters
    ----------
    dispositions : Series, list, or dict
        A code a person, or {code: number of people} (a Series of numbers whose index
        are codes counts too). A code is a letter (``NC``), a name
        (``non_contact``) or a number of AAPOR (``2.2``).

    Raises
    ------
    ValueError
        For unknown codes, people without a code, numbers of people that are not
        whole, or nobody at all.

    Examples
    --------
    >>> outcome_counts(["I", "complete", "2.2"])["I"]
    2
    >>> outcome_counts({"I": 60, "NC": 40})["NC"]
    40
    """
    given = _counts_given(dispositions)
    if given is None:
        letters = outcomes_of(_series(dispositions))
        given = letters.value_counts().to_dict()
    counts = dict.fromkeys(OUTCOMES, 0)
    for code, count in given.items():
        counts[str(outcome_of(code))] += int(count)
    if not sum(counts.values()):
        raise ValueError("dispositions: there are none, so nothing can be counted.")
    return counts


def _series(dispositions: Any) -> pd.Series:
    if isinstance(dispositions, pd.Series):
        return dispositions
    if isinstance(dispositions, str) or np.ndim(dispositions) != 1:
        raise ValueError(
            f"dispositions={type(dispositions).__name__} must be codes by person, or "
            "{code: number of people}."
        )
    return pd.Series(list(dispositions), dtype=object)


def _counts_given(dispositions: Any) -> dict[Any, Any] | None:
    """Return numbers of people by code where these were given, else None."""
    if isinstance(dispositions, Mapping):
        counts = dict(dispositions)
    elif _is_counts(dispositions):
        counts = dispositions.to_dict()
    else:
        return None
    faults = Faults()
    _refuse_codes(sorted(str(c) for c in counts if outcome_of(c) is None), faults)
    odd = {code: count for code, count in counts.items() if not _whole(count)}
    if odd:
        faults.add(f"dispositions: {odd} must be whole numbers of people.")
    faults.stop()
    return counts


def _is_counts(given: Any) -> bool:
    return (
        isinstance(given, pd.Series)
        and given.dtype.kind in "iuf"
        and given.index.dtype.kind not in "iu"
        and len(given) > 0
        and any(outcome_of(code) is not None for code in given.index)
    )


def _whole(count: Any) -> bool:
    if isinstance(count, bool):
        return False
    try:
        number = float(count)
    except (TypeError, ValueError):
        return False
    return number >= 0 and number.is_integer()
