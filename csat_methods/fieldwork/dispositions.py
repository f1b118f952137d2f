"""What became of each person who was to be asked?

The eight outcomes of the American Association for Public Opinion Research.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults

OUTCOMES: Mapping[str, str] = {
    "I": "complete",
    "P": "partial",
    "R": "refusal",
    "NC": "non_contact",
    "O": "other",
    "UH": "unknown_household",
    "UO": "unknown_other",
    "NE": "not_eligible",
}
"""Letter of an outcome to its name."""

NUMBERED = (
    ("1.1", "I"), ("1.2", "P"), ("2.1", "R"), ("2.2", "NC"), ("2.3", "O"),
    ("3.1", "UH"), ("3.", "UO"), ("4", "NE"),
)  # fmt: skip
"""How the final codes of AAPOR's standard definitions begin."""

OTHER_NAMES = {
    "completed": "I",
    "complete_interview": "I",
    "partial_interview": "P",
    "refused": "R",
    "break_off": "R",
    "noncontact": "NC",
    "unknown": "UO",
    "ineligible": "NE",
}

KNOWN: Mapping[str, str] = {
    **{letter.lower(): letter for letter in OUTCOMES},
    **{name: letter for letter, name in OUTCOMES.items()},
    **OTHER_NAMES,
}
_NUMBER = re.compile(r"[1-4](\.\d+)?")


def outcome_of(code: Any) -> str | None:
    """Return the letter of an outcome's letter, name or number; None if unknown.

    Examples
    --------
    >>> outcome_of("nc"), outcome_of("Non-contact"), outcome_of("2.112"), outcome_of(4)
    ('NC', 'NC', 'R', 'NE')
    """
    text = re.sub(r"[\s_-]+", "_", str(code).strip().lower())
    if text in KNOWN:
        return KNOWN[text]
    if not _NUMBER.fullmatch(text):
        return None
    return next((letter for start, letter in NUMBERED if text.startswith(start)), None)


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
        faults.add(f"dispositions: {len(ids)} ids have none: {ids}.")
    _refuse_codes(sorted(set(map(str, unknown))), faults)
    faults.stop()
    return letters.astype("str")


def _refuse_codes(unknown: list[str], faults: Faults) -> None:
    if unknown:
        known = ", ".join(f"{letter} ({name})" for letter, name in OUTCOMES.items())
        faults.add(f"dispositions: the codes {unknown} are not known; known: {known}.")


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
