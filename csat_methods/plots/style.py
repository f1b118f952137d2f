"""Which colours, sizes and fonts does every figure share?

Colour means a verdict and nothing else. The drawing uses the light palette; a page maps
its hex values to CSS variables and so follows dark mode.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import TextToPath

from csat_methods._palette import PALETTE

VERDICT_COLORS = MappingProxyType(
    {"good": "good", "bad": "bad", "undecided": "undecided", "": "ink"}
)
SOFT_COLORS = MappingProxyType(
    {"good": "good_soft", "bad": "bad_soft", "undecided": "neutral", "": "neutral"}
)
SIGNS = MappingProxyType({"good": "▲", "bad": "▼", "undecided": "●", "": ""})
"""A verdict is never told by colour alone."""

POINTS = 0.72
"""Points in a pixel, at a hundred pixels an inch."""

DPI = 100
WIDTH = 720
PHONE_WIDTH = 360
SIZES = MappingProxyType({"title": 17.0, "label": 13.0, "small": 11.5})
"""Type sizes in pixels."""


@dataclass(frozen=True)
class Look:
    """How words look: their size, the name of their colour, their weight."""

    size: str = "label"
    shade: str = "ink"
    weight: str = "normal"

    @property
    def pixels(self) -> float:
        """Size of the type in pixels."""
        return SIZES[self.size]


PLAIN = Look()
BOLD = Look(weight="bold")
NOTE = Look("small", "muted")
NOTE_BOLD = Look("small", "muted", "bold")

LINE_HEIGHTS = MappingProxyType({"title": 24, "label": 18, "small": 15})

FONTS = Path(__file__).resolve().parents[1] / "report" / "assets" / "fonts"
FAMILY = ("Vazirmatn", "DejaVu Sans")

RC: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": PALETTE["axis"][0],
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": PALETTE["muted"][0],
    "axes.labelsize": SIZES["small"] * POINTS,
    "axes.linewidth": 0.6,
    "axes.spines.bottom": False,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": SIZES["label"] * POINTS,
    "axes.unicode_minus": False,
    "figure.constrained_layout.use": False,
    "figure.dpi": DPI,
    "figure.edgecolor": PALETTE["paper"][0],
    "figure.facecolor": PALETTE["paper"][0],
    "font.family": list(FAMILY),
    "font.size": SIZES["label"] * POINTS,
    "hatch.color": PALETTE["axis"][0],
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    "patch.linewidth": 0,
    "savefig.edgecolor": "auto",
    "savefig.facecolor": "auto",
    "svg.fonttype": "path",
    "svg.hashsalt": "csat",
    "text.color": PALETTE["ink"][0],
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": PALETTE["muted"][0],
    "xtick.labelsize": SIZES["small"] * POINTS,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.color": PALETTE["muted"][0],
    "ytick.labelsize": SIZES["small"] * POINTS,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
}


@contextmanager
def drawing() -> Iterator[None]:
    """Draw everything inside the block in the house style, nothing after it.

    Inside another such block it costs nothing: matplotlib copies all its settings.
    """
    if all(mpl.rcParams[name] == value for name, value in RC.items()):
        yield
        return
    register_fonts()
    with mpl.rc_context(RC):
        yield


@cache
def register_fonts() -> None:
    """Tell matplotlib of the font that the package ships."""
    for path in sorted(FONTS.glob("Vazirmatn-*.ttf")):
        fontManager.addfont(path)


def color(name: str) -> str:
    """Return the hex value of a colour of the palette.

    Examples
    --------
    >>> color("good")
    '#1a6aa6'
    """
    return PALETTE[name][0]


@cache
def font(points: float, weight: str) -> FontProperties:
    """Return the letters of a size and weight."""
    register_fonts()
    return FontProperties(family=list(FAMILY), size=points, weight=weight)


_measure = TextToPath()


@lru_cache(maxsize=8192)
def text_size(text: str, points: float, weight: str) -> tuple[float, float, float]:
    """Return width, height and descent of a text in points."""
    letters = font(points, weight)
    return _measure.get_text_width_height_descent(text, letters, ismath=False)


def text_width(text: str, size: str = "label", weight: str = "normal") -> float:
    """Return how wide a text is, in pixels.

    Latin digits are equally wide, so one number is measured for all of its shape.
    """
    if not text:
        return 0.0
    return text_size(text.translate(_ALIKE), SIZES[size] * POINTS, weight)[0] / POINTS


_ALIKE = str.maketrans("123456789", "000000000")


def wrapped(
    text: str, width: float, lines: int, size: str = "label", weight: str = "normal"
) -> list[str]:
    """Return a text in at most so many lines of at most so many pixels.

    Lines are as few as fit, and about equally long; what does not fit ends in an
    ellipsis.
    """
    words = text.split() or [""]
    whole = " ".join(words)
    if text_width(whole, size, weight) <= width:
        return [whole]
    widths = [text_width(word, size, weight) for word in words]
    space = text_width("n n", size, weight) - text_width("nn", size, weight)
    ends = _line_ends(widths, space, width)
    if 1 < len(ends) <= lines:
        ends = _balanced(widths, space, width, len(ends))
    starts = [0, *ends[:-1]]
    if len(ends) > lines:
        starts, ends = starts[:lines], [*ends[: lines - 1], len(words)]
    found = [" ".join(words[a:b]) for a, b in zip(starts, ends, strict=True)]
    return [_cut(line, width, size, weight) for line in found]


def _line_ends(widths: list[float], space: float, room: float) -> list[int]:
    """Return after which words lines end, each as full as it gets."""
    ends: list[int] = []
    line = 0.0
    for i, width in enumerate(widths):
        if line and line + space + width > room:
            ends.append(i)
            line = 0.0
        line += width + (space if line else 0.0)
    return [*ends, len(widths)]


def _balanced(widths: list[float], space: float, room: float, lines: int) -> list[int]:
    """Return the line ends of the narrowest column that takes no more lines."""
    low, high = room / lines / 2, room
    for _ in range(8):
        middle = (low + high) / 2
        fits = len(_line_ends(widths, space, middle)) <= lines
        low, high = (low, middle) if fits else (middle, high)
    return _line_ends(widths, space, high)


def _cut(line: str, width: float, size: str, weight: str) -> str:
    """Return a line shortened at its end until it fits."""
    if text_width(line, size, weight) <= width:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(f"{line[:middle].rstrip()}…", size, weight) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{line[:low].rstrip()}…"
