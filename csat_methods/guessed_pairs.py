"""Which columns ask about one characteristic, by their names or by their words?"""

from __future__ import annotations

import re

PREFIXES = {
    "e": "expectation",
    "exp": "expectation",
    "p": "perception",
    "perc": "perception",
    "i": "importance",
    "imp": "importance",
    "s": "satisfaction",
    "sat": "satisfaction",
}
"""What the first letters of a block of names stand for."""


def pairs_by_names(names: list[str]) -> dict[str, tuple[str, str]]:
    """Return {column: (role, characteristic)} of names that differ by a prefix only.

    Examples
    --------
    >>> pairs_by_names(["e_staff", "p_staff", "x1"])
    {'e_staff': ('expectation', 'staff'), 'p_staff': ('perception', 'staff')}
    """
    parts = {}
    for name in names:
        match = re.fullmatch(r"([A-Za-z]+?)_?(\d+\w*|(?<=_)\w+)", name)
        if match and match[1].lower() in PREFIXES:
            parts[name] = (PREFIXES[match[1].lower()], match[2])
    ends = [end for _, end in parts.values()]
    paired = {name: part for name, part in parts.items() if ends.count(part[1]) > 1}
    return {
        name: (role, f"c{end}" if end[0].isdigit() else end)
        for name, (role, end) in paired.items()
    }


def rest_of(words: str, pattern: str) -> str:
    """Return a question without the word that tells its role.

    Examples
    --------
    >>> rest_of("Expectation: delivery time", "expect")
    'delivery time'
    >>> rest_of("کیفیت کالا (ادراک)", "ادراک")
    'کیفیت کالا'
    """
    rest = re.sub(rf"\w*(?:{pattern})\w*", " ", words, flags=re.IGNORECASE)
    plain = re.sub(r"[^\w\s\u200c'’-]|(?<!\w)[-\u200c]+|[-\u200c]+(?!\w)|_", " ", rest)
    return " ".join(plain.split())
