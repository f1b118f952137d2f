"""Which colours, letters and rules does every page share?"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from csat_methods import _messages
from csat_methods._html import Html, tag
from csat_methods._palette import PALETTE

HERE = Path(__file__).resolve().parent
FONTS = HERE / "assets" / "fonts"
PERSIAN = ("Vazirmatn", "100 900", "Vazirmatn-arabic.woff2")
FIGURES = (
    ("Figures", "400", "Vazirmatn-latin.woff2"),
    ("Figures", "700", "Vazirmatn-latin-bold.woff2"),
)
"""Family, weight and file: the letters of Persian, and the Latin ones of figures."""

RULES = HERE / "templates" / "csat" / "report.css"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load for a page: its own style, letters, pictures; no script."""


def page_head(title: str, style: str) -> Html:
    """Return the head of a page: what browsers must know, nothing they must load."""
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name_="robots", content="noindex"),
        tag("meta", name_="color-scheme", content="light dark"),
        tag("meta", name_="generator", content="CSAT Methods"),
        tag("title", title),
        tag("style", Html(style)),
    )


def style_sheet(*, figures: bool = True) -> str:
    """Return the style of a page in the current language: colours, letters, rules.

    Without `figures` it has no letters for words inside drawings. Persian pages bring
    Persian letters for both; Latin words are few there, and any letters will do.
    """
    persian = _messages.current_language() == "fa"
    fonts = (PERSIAN,) if persian else FIGURES * figures
    return _palette() + "".join(_font(*font) for font in fonts) + _rules()


def every_letter() -> str:
    """Return the letters of a page that holds figures in several languages."""
    return "".join(_font(*font) for font in (PERSIAN, *FIGURES))


@cache
def _rules() -> str:
    """Return the rules without comments and needless space."""
    bare = re.sub(r"/\*.*?\*/", "", RULES.read_text("utf8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare).strip()


def palettes() -> tuple[str, str]:
    """Return the light and the dark palette, as variables of a style."""
    light, dark = (
        "".join(f"--{n.replace('_', '-')}:{pair[i]};" for n, pair in PALETTE.items())
        for i in (0, 1)
    )
    return light, dark


@cache
def _palette() -> str:
    """Return the palette as variables, for light and dark schemes."""
    light, dark = palettes()
    return (
        f":root{{{light}color-scheme:light}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}"
        "color-scheme:dark}}"
    )


@cache
def _font(family: str, weight: str, file: str) -> str:
    letters = base64.b64encode((FONTS / file).read_bytes()).decode()
    return (
        f"@font-face{{font-family:{family};font-weight:{weight};font-display:swap;"
        f"src:url(data:font/woff2;base64,{letters}) format('woff2')}}"
    )
