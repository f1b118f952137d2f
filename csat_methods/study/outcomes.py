"""Which outcome does a code of a contact file mean?

The eight outcomes of the American Association for Public Opinion Research.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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
