"""Where is HTML made?

Here and nowhere else: every part is escaped unless it is already :class:`Html`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from csat_methods import _messages
from csat_methods._messages import Day, Listing, Message, Number, Text

WHOLE = "#said."
"""In a reference that needs nothing before it: it names its result itself."""

_JOINTS = re.compile(r"(?<=[^\d._])([._])(?=[^._])")

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(part: Any) -> Html:
    """Return a part as HTML: escaped, unless it is HTML already."""
    return part if isinstance(part, Html) else Html(escape(str(part)))


def join(*parts: Any) -> Html:
    """Return the parts, each escaped where needed, one after the other."""
    return Html("".join([p if isinstance(p, Html) else escape(str(p)) for p in parts]))


def tag(name: str, *parts: Any, **attributes: Any) -> Html:
    """Return an element; ``data_ref`` becomes ``data-ref``, None is left out.

    Examples
    --------
    >>> tag("p", "a < b", class_="note")
    '<p class="note">a &lt; b</p>'
    """
    listed = "".join(
        [
            f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    end = "" if name in VOID else f"{join(*parts)}</{name}>"
    return Html(f"<{name}{listed}>{end}")


def identifier(name: str) -> Html:
    """Return a name of the program, which a line may end in after a dot or underscore.

    Examples
    --------
    >>> identifier("06.overall_by")
    '<code>06.overall_<wbr>by</code>'
    """
    return tag("code", Html(_JOINTS.sub("\\1<wbr>", escape(name))))


def cells(texts: Iterable[str]) -> Html:
    """Return texts as a row of a table.

    Examples
    --------
    >>> cells(["a < b", "2"])
    '<tr><td>a &lt; b</td><td>2</td></tr>'
    """
    listed = "</td><td>".join([escape(str(text)) for text in texts])
    return Html(f"<tr><td>{listed}</td></tr>")


def table(columns: Mapping[str, Sequence[str]]) -> Html:
    """Return a table of texts under their columns' names."""
    head = tag("tr", *(tag("th", name, scope="col") for name in columns))
    body = (cells(row) for row in zip(*columns.values(), strict=True))
    return tag("table", tag("thead", head), tag("tbody", *body))


def data(number: Number, prefix: str = "") -> Html:
    """Return a number as ``<data value data-ref>``; a style keeps it left to right."""
    shown, unit = _messages.number_parts(number.value, number.kind)
    exact = repr(float(number.value)).removesuffix(".0")
    told = tag("data", shown, value=exact, data_ref=ref_of(number, prefix))
    return join(told, unit)


def ref_of(number: Number, prefix: str) -> str | None:
    """Return where a number stands, None where it names no place."""
    if not number.ref or WHOLE in number.ref:
        return number.ref or None
    return f"{prefix}{number.ref}"


def value(part: Any, prefix: str = "") -> Html:
    """Return any value of a sentence as HTML.

    Words of the study keep their own direction; names that it has no words for are
    not to be translated.
    """
    if isinstance(part, Number):
        return data(part, prefix)
    if isinstance(part, Day):
        return tag("time", _messages.day(part.value), datetime=part.value.isoformat())
    if isinstance(part, Message):
        return sentence(part, prefix)
    if isinstance(part, Listing):
        return Html(_messages.listing([value(item, prefix) for item in part.items]))
    if isinstance(part, Text):
        return tag("bdi", _messages.words(part), lang=_other_language(part))
    return tag("bdi", _messages.local_name(str(part)), translate="no")


def _kept(literal: str) -> str:
    """Return a text in which a line never ends between "n =" and its number."""
    return f"{literal[:-4]}n\u00a0=\u00a0" if literal.endswith("n = ") else literal


def _other_language(part: Text) -> str | None:
    """Return the language of words that are not in the one shown now."""
    told, shown = _messages.language_of(part), _messages.current_language()
    return None if shown in {told, _messages.PSEUDO} else told


def sentence(message: Message, prefix: str = "") -> Html:
    """Return a sentence as HTML, its numbers as ``<data>``, its days as ``<time>``."""
    return Html(
        "".join(
            text(_kept(literal)) + (value(part, prefix) if part is not None else "")
            for literal, part in _messages.pieces(message)
        )
    )
