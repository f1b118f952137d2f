"""Which signs may no text have that somebody reads, and which are blanks?"""

from __future__ import annotations

from collections.abc import Mapping

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
_CONTROLS = (*range(9), *range(14, 28), *range(127, 160))
_PLANES = range(0, 0x110000, 0x10000)
_NO_LETTERS = (
    *range(0xD800, 0xE000),
    *range(0xFDD0, 0xFDF0),
    *(plane | end for plane in _PLANES for end in (0xFFFE, 0xFFFF)),
)
_BLANKS = "\x0b\x0c\x1c\x1d\x1e\x1f"

UNSAFE: Mapping[int, str | None] = {
    **dict.fromkeys(map(ord, _TURNING)),
    **dict.fromkeys(_CONTROLS),
    **dict.fromkeys(_NO_LETTERS),
    **dict.fromkeys(map(ord, _BLANKS), " "),
}
"""Sign to what stands in its place: for ``str.translate``.

Signs that turn the direction make a name read otherwise than it is. Controls command a
terminal. What is no letter (halves of a sign, and numbers that never become one) is in
no XML: figures and workbooks that had it could not be opened.
"""
