"""How does matplotlib's SVG become small enough, and fit to share a page?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from csat_methods.plots.style import POINTS

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_GLYPH = re.compile(r"^(Vazirmatn|DejaVuSans)[\w-]*-[0-9a-f]+$")
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_SPACE = re.compile(r"\s*([A-Za-z])\s*")
_REFERENCE = re.compile(r"#([\w.-]+)")
_SHIFT = re.compile(r"^translate\((-?[\d.]+) 0\)$")

MUTE = {"style", "metadata"}
"""Elements that a page has no use for; a style would reach all of it."""

NAMES = {
    "Vazirmatn-Regular": "gr",
    "Vazirmatn-Bold": "gb",
    "DejaVuSans": "gd",
    "DejaVuSans-Bold": "gs",
}
"""Short names of the fonts inside ids; letters keep their number in the font."""


def page_svg(source: str, prefix: str, glyphs: dict[str, str] | None) -> str:
    """Return an SVG file as an element for a page.

    Parameters
    ----------
    source : str
        What matplotlib wrote.
    prefix : str
        Before every id but those of shared glyphs; one made from the drawing itself
        when empty.
    glyphs : dict or None
        Gathers glyph outlines by id; None keeps them inside.
    """
    root = ElementTree.fromstring(source)  # noqa: S314 - written by matplotlib here
    own: dict[str, str] = {}
    prefix = prefix or f"p{hashlib.sha256(source.encode()).hexdigest()[:8]}-"
    ids = _Ids(prefix, own if glyphs is None else glyphs, shared=glyphs is not None)
    body = "".join(_written(child, ids) for child in root)
    outlines = _outlines(own)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return (
        f'<svg class="plot" viewBox="0 0 {_short(width)} {_short(height)}" '
        f'width="{width / POINTS:.0f}" height="{height / POINTS:.0f}" '
        f'style="stroke-linejoin:round;stroke-linecap:butt">{outlines}{body}</svg>'
    )


def glyph_sheet(glyphs: dict[str, str]) -> str:
    """Return the outlines of all figures of a page, to be written once in it."""
    return (
        '<svg class="glyphs" width="0" height="0" aria-hidden="true" '
        f'focusable="false">{_outlines(glyphs)}</svg>'
    )


def _outlines(glyphs: dict[str, str]) -> str:
    paths = [
        f'<path id="{name}" d="{d}" transform="scale(.015625)"/>'
        for name, d in sorted(glyphs.items())
    ]
    return f"<defs>{''.join(paths)}</defs>" if paths else ""


class _Ids:
    """New names of ids, and the outlines met so far."""

    def __init__(self, prefix: str, glyphs: dict[str, str], *, shared: bool) -> None:
        self.prefix, self.glyphs, self.shared = prefix, glyphs, shared
        self.known: dict[str, str] = {}
        self.blank: set[str] = set()

    def new(self, name: str) -> str:
        """Return the short name of an id, the same each time."""
        if _GLYPH.match(name):
            font, _, number = name.rpartition("-")
            short = NAMES.get(font, font) + number
            return short if self.shared else self.prefix + short
        return self.known.setdefault(name, f"{self.prefix}i{len(self.known)}")

    def renamed(self, value: str) -> str:
        """Return an attribute with the ids it refers to renamed."""
        return _REFERENCE.sub(self._reference, value)

    def _reference(self, found: re.Match[str]) -> str:
        name = found.group(1)
        return found.group(0) if _is_color(name) else f"#{self.new(name)}"


def _is_color(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{6}", name) is not None


def _written(node: ElementTree.Element, ids: _Ids) -> str:
    """Return a node as text, without what shows nothing."""
    name = node.tag.removeprefix(_SVG)
    if name in MUTE or _is_outline(node, ids) or _invisible(node, ids):
        return ""
    attributes = dict(_attributes(node, name, ids))
    inside = "".join(_written(child, ids) for child in node)
    if name in {"g", "defs"} and not inside:
        return ""
    if name == "g" and not attributes:
        return inside
    listed = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{listed}>{inside}</{name}>" if inside else f"<{name}{listed}/>"


def _is_outline(node: ElementTree.Element, ids: _Ids) -> bool:
    """Whether a node is a letter's outline; if so, it is gathered."""
    name = node.get("id", "")
    if not _GLYPH.match(name):
        return False
    outline = _path(node.get("d", ""))
    if outline:
        ids.glyphs[ids.new(name)] = outline
    else:
        ids.blank.add(name)
    return True


def _invisible(node: ElementTree.Element, ids: _Ids) -> bool:
    """Whether a node draws nothing: a blank, or a path without fill and stroke."""
    if node.get(_HREF, "")[1:] in ids.blank:
        return True
    style = node.get("style", "").replace(" ", "")
    bare = style == "fill:none" or ("fill:none" in style and "stroke:" not in style)
    return node.tag == f"{_SVG}path" and bare and "id" not in node.attrib


def _attributes(
    node: ElementTree.Element, name: str, ids: _Ids
) -> Iterator[tuple[str, str]]:
    for key, value in node.attrib.items():
        if key == "id":
            if name != "g":
                yield key, ids.new(value)
        elif key == _HREF:
            yield "href", ids.renamed(value)
        elif key == "d":
            yield key, _path(value)
        elif key == "transform" and name == "use" and _SHIFT.match(value):
            yield "x", _short(float(_SHIFT.sub(r"\1", value)))
        else:
            yield key, _rounded(ids.renamed(value))


def _path(outline: str) -> str:
    """Return a path with two decimals and no needless space."""
    return _SPACE.sub(r"\1", _rounded(outline)).strip()


def _rounded(value: str) -> str:
    """Return an attribute without needless space and decimals."""
    tidy = value.replace(": ", ":").replace("; ", ";")
    return _NUMBER.sub(lambda found: _short(float(found.group())), tidy)


def _short(value: float) -> str:
    """Return a number with at most two decimals, or three digits if it is small."""
    text = f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.4f}"
    text = text.rstrip("0").rstrip(".")
    if text in {"", "-0", "-"}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
