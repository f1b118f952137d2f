"""How is a word laid out once for all drawings that it stands in?

A page has each figure wide and narrow, and labels recur; matplotlib would find the
fonts, measure the word and shape its letters anew every time.
"""

from __future__ import annotations

import io
from functools import lru_cache
from threading import get_ident
from typing import Any

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

POINTS_PER_INCH = 72
NOTHING: Any = dict.fromkeys(("Creator", "Date", "Format", "Type"))
"""Metadata that would differ from day to day."""


def svg_of(figure: Figure) -> str:
    """Return a figure as SVG, as matplotlib would save it."""
    dpi, figure.dpi = figure.dpi, POINTS_PER_INCH
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    out = io.StringIO()
    renderer = _Renderer(width, height, out, image_dpi=dpi, metadata=NOTHING)
    figure.draw(renderer)
    renderer.finalize()
    figure.dpi = dpi
    return out.getvalue()


class _Words(TextToPath):
    """Words measured and laid out once in a process."""

    def _get_font(self, prop: FontProperties) -> Any:
        return _font(_look(prop), get_ident())

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return the size of a text in points."""
        scale = prop.get_size_in_points() / self.FONT_SCALE
        width, height, descent = _size(s, _look(prop))
        return width * scale, height * scale, descent * scale

    def get_glyphs_with_font(
        self,
        font: Any,
        s: str,
        glyph_map: Any = None,
        return_new_glyphs_only: bool = False,  # noqa: FBT001, FBT002 - matplotlib's
        **_shaping: Any,
    ) -> tuple[list[Any], dict[str, Any], list[Any]]:
        """Return where the letters of a text stand, and the outlines of new ones."""
        placed, outlines = _laid_out(s, font)
        new = {k: path for k, path in outlines.items() if k not in (glyph_map or {})}
        return placed, new, []


_PLAIN: Any = TextToPath()
_WORDS = _Words()
_LOOKS = ("family", "style", "variant", "weight", "stretch")
"""What a font is chosen by; its size only scales."""

_Look = tuple[Any, ...]


def _look(prop: FontProperties) -> _Look:
    return tuple(prop.get_family()), *(getattr(prop, f"get_{n}")() for n in _LOOKS[1:])


def _properties(look: _Look) -> FontProperties:
    family, *others = look
    chosen = dict(zip(_LOOKS[1:], others, strict=True))
    return FontProperties(family=list(family), size=TextToPath.FONT_SCALE, **chosen)


@lru_cache(maxsize=64)
def _font(look: _Look, _thread: int) -> Any:
    """Return a font; letters of one font cannot be shaped by two threads at once."""
    return _PLAIN._get_font(_properties(look))


@lru_cache(maxsize=64)
def _heights(look: _Look, thread: int) -> tuple[float, float, float, float]:
    """Return the units in an em, and ascent, descent and line gap in such units."""
    font = _font(look, thread)
    table = font.get_sfnt_table("OS/2")
    names = ("sTypoAscender", "sTypoDescender", "sTypoLineGap")
    ascent, descent, gap = (table[name] for name in names)
    return font.get_sfnt_table("head")["unitsPerEm"], ascent, -descent, gap


@lru_cache(maxsize=8192)
def _size(text: str, look: _Look) -> tuple[float, float, float]:
    """Return width, height and descent of a text whose letters are FONT_SCALE high."""
    prop = _properties(look)
    return _PLAIN.get_text_width_height_descent(text, prop, ismath=False)


@lru_cache(maxsize=8192)
def _laid_out(text: str, font: Any) -> tuple[list[Any], dict[str, Any]]:
    font.set_size(TextToPath.FONT_SCALE, TextToPath.DPI)
    placed, outlines, _ = _PLAIN.get_glyphs_with_font(font, text)
    return placed, dict(outlines)


class _Renderer(RendererSVG):
    """Matplotlib's writer of SVG, with words that are laid out once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._text2path = _WORDS

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[Any, ...]:
        """Return ascent, descent and line gap in points: what Text asks for first."""
        unit, *heights = _heights(_look(prop), get_ident())
        scale = 1 / unit * prop.get_size_in_points() * POINTS_PER_INCH / 72
        return tuple(height * scale for height in heights)
