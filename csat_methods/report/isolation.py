"""How do foreign words keep their place in a page that is read from the right?

Latin words inside a sentence in another script stand alone in a ``<bdi>`` of their own
language, so that the signs beside them stay on their side.
"""

from __future__ import annotations

import re
from functools import cache

from csat_methods import _messages
from csat_methods._html import VOID, Html

APART = frozenset(
    {"bdi", "code", "data", "head", "pre", "script", "style", "svg", "time"}
)
"""Elements whose text stands alone already."""

LATIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 '\u2019._+/\u2010-]*[A-Za-z0-9])?")
"""A run of Latin words, without the signs around it."""

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(?:data|code|bdi|time)(?![\w-])[^>]*(?<!/)>[^<]*</(?:data|code|bdi|time)>"
    r"|<(?:([a-zA-Z][\w-]*)[^>]*|[^>]+)>",
    re.DOTALL,
)
"""A comment; an element that stands alone and holds text only; any other tag, with its
name where it begins an element."""

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
    parts, last = list[str](), 0
    while found := _TOKEN.search(page, last):
        parts.append(_WORDS.sub(_apart, page[last : found.start()]))
        end = _end(page, found) if _begins(found) else found.end()
        parts.append(page[found.start() : end])
        last = end
    return Html("".join([*parts, page[last:]]))


def needed() -> bool:
    """Whether the language shown now is read from the right in letters of its own."""
    rtl = _messages.direction() == "rtl"
    return rtl and _messages.current_language() != _messages.PSEUDO


def _begins(found: re.Match[str]) -> bool:
    """Whether a tag begins an element whose text is left as it is."""
    name, tag = found[1], found[0]
    if not name or name in VOID or tag.endswith("/>"):
        return False
    return name in APART or _ALONE.search(tag) is not None


def _end(page: str, begun: re.Match[str]) -> int:
    """Return where an element ends that others of its name may stand in."""
    depth = 1
    for found in _same(begun[1]).finditer(page, begun.end()):
        depth += 0 if found[0].endswith("/>") else _STEPS.get(found[1], 0)
        if not depth:
            return found.end()
    return len(page)


_STEPS = {"": 1, "/": -1}


@cache
def _same(name: str) -> re.Pattern[str]:
    """Return what finds comments, and the tags of a name, and whether one ends it."""
    return re.compile(rf"<!--.*?-->|<(/?){name}(?![\w-])[^>]*>", re.DOTALL)


def _apart(found: re.Match[str]) -> str:
    if found[0].startswith("&"):
        return found[0]
    return f'<bdi lang="en">{found[0]}</bdi>'
