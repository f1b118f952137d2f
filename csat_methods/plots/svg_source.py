"""How does matplotlib's SVG become small enough, and fit to share a page?

Letters are kept once, and so are words: a label that stands in ten figures, drawn wide
and narrow, is written once for the page and referred to.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from csat_methods.plots.style import POINTS, color

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_GLYPH = re.compile(r"^(Vazirmatn|DejaVuSans)[\w-]*-[0-9a-f]+$")
_NUMBER = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_SPACE = re.compile(r"\s*([A-Za-z])\s*")
_REFERENCE = re.compile(r"#([\w.-]+)")
_SHIFT = re.compile(r"^translate\((-?[\d.]+) 0\)$")
_STRAIGHT = re.compile(r"[ML][^MLz]+|z")

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
        Gathers letters and words by id; None keeps them inside.
    """
    root = ElementTree.fromstring(source)  # noqa: S314 - written by matplotlib here
    own: dict[str, str] = {}
    prefix = prefix or f"p{_digest(source)}-"
    ids = _Ids(prefix, own if glyphs is None else glyphs, shared=glyphs is not None)
    body = "".join(_written(child, ids) for child in root)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    return (
        f'<svg class="plot" viewBox="0 0 {_short(width)} {_short(height)}" '
        f'width="{width / POINTS:.0f}" height="{height / POINTS:.0f}" '
        f'style="fill:{color("ink")};stroke-linejoin:round;stroke-linecap:butt">'
        f"{_definitions(own)}{body}</svg>"
    )


def glyph_sheet(glyphs: dict[str, str]) -> str:
    """Return letters and words of all figures of a page, to be written once in it."""
    return (
        '<svg class="glyphs" width="0" height="0" aria-hidden="true" '
        f'focusable="false">{_definitions(glyphs)}</svg>'
    )


def _definitions(glyphs: dict[str, str]) -> str:
    """Return letters as paths and words as groups of letters."""
    found = [
        f'<g id="{name}">{drawn}</g>'
        if drawn.startswith("<")
        else f'<path id="{name}" d="{drawn}" transform="scale(.015625)"/>'
        for name, drawn in sorted(glyphs.items())
    ]
    return f"<defs>{''.join(found)}</defs>" if found else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class _Ids:
    """New names of ids, and the letters and words met so far."""

    def __init__(self, prefix: str, glyphs: dict[str, str], *, shared: bool) -> None:
        self.prefix, self.glyphs = prefix, glyphs
        self.of_glyphs = "" if shared else prefix
        self.known: dict[str, str] = {}
        self.blank: set[str] = set()

    def new(self, name: str) -> str:
        """Return the short name of an id, the same each time."""
        if _GLYPH.match(name):
            font, _, number = name.rpartition("-")
            return f"{self.of_glyphs}{NAMES.get(font, font)}{number}"
        return self.known.setdefault(name, f"{self.prefix}i{len(self.known)}")

    def word(self, letters: str) -> str:
        """Return the name of a word, which is kept when it is met first."""
        name = f"{self.of_glyphs}w{_digest(letters)}"
        self.glyphs.setdefault(name, letters)
        return name

    def renamed(self, value: str) -> str:
        """Return an attribute with the ids it refers to renamed."""
        return _REFERENCE.sub(self._reference, value)

    def _reference(self, found: re.Match[str]) -> str:
        name = found.group(1)
        return found.group(0) if _is_color(name) else f"#{self.new(name)}"


def _is_color(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{6}", name) is not None


# ------------------------------------------------------------------- elements
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
    if name == "g" and _is_word(node):
        return _element("use", {"href": _word(inside, ids), **attributes}, "")
    return _element(name, attributes, inside)


def _element(name: str, attributes: dict[str, str], inside: str) -> str:
    listed = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{listed}>{inside}</{name}>" if inside else f"<{name}{listed}/>"


def _is_word(node: ElementTree.Element) -> bool:
    """Whether a group is letters side by side and nothing else."""
    uses = [child for child in node if child.tag == f"{_SVG}use"]
    rest = [child for child in node if child.tag not in {f"{_SVG}use", f"{_SVG}defs"}]
    return not rest and all(_GLYPH.match(use.get(_HREF, "")[1:]) for use in uses)


def _word(letters: str, ids: _Ids) -> str:
    """Return what to refer to for some letters: the word, or the only letter."""
    alone = re.fullmatch(r'<use href="([^"]+)"/>', letters)
    return alone.group(1) if alone else f"#{ids.word(letters)}"


def _is_outline(node: ElementTree.Element, ids: _Ids) -> bool:
    """Whether a node is a letter's outline; if so, it is gathered."""
    name = node.get("id", "")
    if not _GLYPH.match(name):
        return False
    if ids.new(name) in ids.glyphs:
        return True
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
    bare = "fill:none" in style and "stroke:" not in style
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
        elif key == "style" and value == f"fill: {color('ink')}":
            continue  # what the whole drawing has
        else:
            yield key, _rounded(ids.renamed(value))


# -------------------------------------------------------------------- numbers
def _path(outline: str) -> str:
    """Return a path without needless space, level and upright lines as such."""
    tidy = _SPACE.sub(r"\1", _rounded(outline)).strip()
    return _upright(tidy) if "L" in tidy else tidy


def _upright(path: str) -> str:
    """Return a path of straight lines with the short forms of level and upright."""
    steps = _STRAIGHT.findall(path)
    if "".join(steps) != path:
        return path
    written, at = "", ("", "")
    for step in steps:
        point = tuple(step[1:].split()) if step != "z" else at
        if step[0] != "L" or len(point) != 2:
            written += step
        elif point[1] == at[1]:
            written += f"H{point[0]}"
        elif point[0] == at[0]:
            written += f"V{point[1]}"
        else:
            written += step
        at = (point[0], point[-1])
    return written


def _rounded(value: str) -> str:
    """Return an attribute without needless space and decimals."""
    tidy = value.replace(": ", ":").replace("; ", ";")
    return _NUMBER.sub(lambda found: _short(float(found.group())), tidy)


def _short(value: float) -> str:
    """Return a number with a decimal, two below ten, four below a tenth."""
    size = abs(value)
    digits = 1 if size >= 10 else 2 if size >= 0.1 or value == 0 else 4
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text in {"", "-0", "-"}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
