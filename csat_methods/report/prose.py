"""How does a chapter's prose stand on a page?

English Markdown becomes another language's Markdown, then HTML; tags inside it are
shown, not obeyed; headings take their place below the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from csat_methods._html import Html, tag
from csat_methods._messages import translate
from csat_methods.report.extract import translate_markdown

_HEADING = re.compile(r"^(#{1,6})(?=\s)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$")
_CELL = re.compile(r"<th(?=[ >])")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
DEEPEST = 6


def prose(source: str, *, top: int = 2) -> Html:
    r"""Return English Markdown as HTML in the current language.

    Parameters
    ----------
    source : str
        Markdown of a cell.
    top : int
        Level that a first-level heading takes on the page.

    Examples
    --------
    >>> prose("# Gaps <script>", top=3)
    '<h3>Gaps &lt;script&gt;</h3>\n'
    """
    told = translate_markdown(source, translate)
    html = _markdown().render(lowered(told, top - 1))
    return Html(_TABLE.sub(lambda found: _accessible(found[0]), html))


@cache
def _markdown() -> MarkdownWithMath:
    renderer = IPythonRenderer(
        escape=True, allow_harmful_protocols=False, exclude_anchor_links=True
    )
    return MarkdownWithMath(renderer=renderer)


def _accessible(table: str) -> str:
    """Return a table whose heads have scope, inside what can scroll."""
    scoped = _CELL.sub('<th scope="col"', table)
    caption = tag("caption", translate("Table"), class_="unseen")
    captioned = scoped.replace("<table>", f"<table>{caption}", 1)
    return f'<div class="scroll" tabindex="0" role="region">{captioned}</div>'


def lowered(source: str, by: int) -> str:
    r"""Return Markdown with its headings some levels deeper; code stays as it is.

    Examples
    --------
    >>> lowered("# One\n## Two", 1)
    '## One\n### Two'
    """
    return "".join(
        "#" * min(level + by, DEEPEST) + line[level:] if level else line
        for line, level in _lines(source)
    )


def split_title(source: str) -> tuple[str, str]:
    r"""Return a chapter's title, if its text opens with one, and the rest.

    Examples
    --------
    >>> split_title("# How satisfied are customers?\n\nVery.")
    ('How satisfied are customers?', 'Very.')
    >>> split_title("Very.")
    ('', 'Very.')
    """
    first, _, rest = source.lstrip().partition("\n")
    found = _TITLE.match(first)
    return (found[1], rest.lstrip()) if found else ("", source)


def levels(source: str) -> list[int]:
    """Return the levels of the headings of a Markdown text, in order."""
    return [level for _, level in _lines(source) if level]


def _lines(source: str) -> Iterator[tuple[str, int]]:
    """Yield each line of a Markdown text and its level; 0 where it is no heading."""
    fenced = False
    for line in source.splitlines(keepends=True):
        fenced ^= bool(_FENCE.match(line))
        mark = None if fenced else _HEADING.match(line)
        yield line, len(mark[1]) if mark else 0
