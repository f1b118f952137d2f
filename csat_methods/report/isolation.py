"""How do foreign words keep their place in a page that is read from the right?

Latin words inside a sentence in another script stand alone in a ``<bdi>`` of their own
language, so that the signs beside them stay on their side.
"""

from __future__ import annotations

import re

from csat_methods import _messages
from csat_methods._html import VOID, Html

APART = frozenset(
    {"bdi", "code", "data", "head", "pre", "script", "style", "svg", "time"}
)
"""Elements whose text stands alone already."""

LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 '\u2019._+/\u2010-]*[A-Za-z0-9])?")
"""A run of Latin words, without the signs around it."""

_TOKEN = re.compile(r"<!--.*?-->|<[^>]+>", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_ALONE = re.compile(r"\s(?:translate=\"no\"|dir=\"ltr\")")
_WORDS = re.compile(rf"&[#\w]+;|{LATIN.pattern}")


def isolated(page: str) -> Html:
    r"""Return a page whose Latin words stand apart, where its language needs it.

    Examples
    --------
    >>> with _messages.language("fa"):
    ...     isolated("<p>شاخص (NPS) &amp; <code>a b</code></p>")
    '<p>شاخص (<bdi lang="en">NPS</bdi>) &amp; <code>a b</code></p>'
    """
    if not needed():
        return Html(page)
    parts, last, closing, depth = [], 0, "", 0
    for found in _TOKEN.finditer(page):
        text, token = page[last : found.start()], found[0]
        parts += [text if closing else _WORDS.sub(_apart, text), token]
        closing, depth = _after(token, closing, depth)
        last = found.end()
    return Html("".join([*parts, page[last:]]))


def needed() -> bool:
    """Whether the language shown now is read from the right in letters of its own."""
    rtl = _messages.direction() == "rtl"
    return rtl and _messages.current_language() != _messages.PSEUDO


def _after(token: str, closing: str, depth: int) -> tuple[str, int]:
    """Return the element that is passed over after a tag, and how deep it is nested."""
    named = _NAME.match(token)
    if named is None or token.endswith("/>") or named[1] in VOID:
        return closing, depth
    name, ends = named[1], token.startswith("</")
    if not closing:
        begins = not ends and (name in APART or _ALONE.search(token))
        return (name, 1) if begins else ("", 0)
    depth += (name == closing) * (-1 if ends else 1)
    return (closing, depth) if depth else ("", 0)


def _apart(found: re.Match[str]) -> str:
    if found[0].startswith("&"):
        return found[0]
    return f'<bdi lang="en">{found[0]}</bdi>'
