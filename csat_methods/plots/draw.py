"""Which figure belongs to a Result, and how does it reach a page?

A figure is found by the name of the Result's class, so that no figure imports a method;
its module is loaded when it is first drawn.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from csat_methods import _messages
from csat_methods._messages import Message, Number
from csat_methods._once import once
from csat_methods._refusals import refusing
from csat_methods.plots.figure_names import FIGURES, NAMED, figure_of
from csat_methods.plots.page_renderer import page_svg
from csat_methods.plots.paper import paper
from csat_methods.plots.sheet import Sheet, hatched
from csat_methods.plots.style import PLAIN, POINTS, drawing
from csat_methods.result import Result

EMPTY = 44.0
"""Pixels of a figure that shows nothing."""


@refusing
def draw(
    result: Result,
    ax: Axes | None = None,
    *,
    figure: str = "",
    title: bool = False,
    phone: bool = False,
    **style: Any,
) -> Axes:
    """Draw a result in the current language and return the Axes of its main panel.

    Parameters
    ----------
    result : Result
    ax : Axes, optional
        Draw in the place of these Axes; else in a new figure, 720 pixels wide and as
        high as its rows need.
    figure : str, optional
        Another figure than the one that belongs to the result: a key of ``NAMED``.
    title : bool
        Draw the claim and the note above, for a file that stands alone.
    phone : bool
        Draw for a width of 360 pixels.
    style : dict
        What the figure takes, as ``line=4.0`` for a line that rows are judged by, or
        ``hidden=`` for the keys of rows that may not be shown.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If the result has no figure, or the figure does not take that style.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means
    >>> answers = pd.DataFrame({"q1": [3, 4, 5, 5], "q2": [1, 3, 2, 4]})
    >>> ax = draw(means(Wave.from_frame(answers), ["q1", "q2"]))
    >>> ax.collections[-1].get_offsets()[:, 0].tolist()
    [4.25, 2.5]
    """
    from matplotlib import pyplot

    make = pyplot.figure
    with drawing():
        return drawn(
            result, ax, make=make, figure=figure, title=title, phone=phone, **style
        )


def drawn(
    result: Result,
    ax: Axes | None = None,
    *,
    make: Callable[..., Any],
    figure: str = "",
    title: bool = False,
    phone: bool = False,
    **style: Any,
) -> Axes:
    """Draw in a figure that `make` returns, as :func:`draw`; inside ``drawing()``."""
    head = _head(result, beside_all="total" in style) if title else ()
    sheet = Sheet(ax, phone=phone, head=head, make=make)
    return _drawn(result, sheet, figure, style)


def has_figure(result: Result) -> bool:
    """Whether a result can be drawn."""
    named = any(above.__name__ in FIGURES for above in type(result).__mro__)
    return named or {"estimate", "ci_low", "ci_high"} <= set(result.table)


def svg(
    result: Result,
    *,
    lang: str | None = None,
    phone: bool = False,
    prefix: str = "",
    figure: str = "",
    **style: Any,
) -> str:
    """Return a result's figure as an ``<svg>`` element for a page.

    It has the light palette's hex values, no title and no role: the page maps the
    colours to its own variables and says what the figure shows.

    Parameters
    ----------
    result : Result
    lang : str, optional
        Language; the current one when not given.
    phone : bool
        Draw for a width of 360 pixels instead of 720.
    prefix : str
        Stands before every id, so that several figures fit one page.
    figure, style
        As in :func:`draw`.

    Returns
    -------
    str
        Equal results, languages and arguments give equal bytes.

    Raises
    ------
    ValueError
        As in :func:`draw`, or if the language is unknown.
    """
    shown = _messages.language(lang or _messages.current_language())
    with shown, drawing(), paper() as make:
        sheet = Sheet(phone=phone, make=make)
        _drawn(result, sheet, figure, style)
        return _cuttable(page_svg(sheet.figure, prefix), sheet)


def _cuttable(drawn: str, sheet: Sheet) -> str:
    """Return a drawing that says where it may go to the next sheet of paper.

    A plus stands before where a group of rows begins.
    """
    if not sheet.cuts:
        return drawn
    places = " ".join(
        ("+" if y in sheet.groups else "") + f"{POINTS * y:.2f}".rstrip("0").rstrip(".")
        for y in sheet.cuts
    )
    return drawn.replace(" viewBox=", f' data-cuts="{places}" viewBox=', 1)


def _drawn(result: Result, sheet: Sheet, figure: str, style: Mapping[str, Any]) -> Axes:
    if not isinstance(result, Result):
        raise ValueError(f"result={type(result).__name__} must be a Result.")
    name = figure or figure_of(result)
    if name not in NAMED:
        raise ValueError(f"figure={name!r} must be one of {', '.join(NAMED)}.")
    taken = _taken(name, style)
    hidden = taken.get("hidden", style.get("hidden", ()))
    if _nothing(result):
        gone = len(hidden) or not len(result.table)
        return _empty(sheet, "hidden" if gone else "cannot be estimated")
    return _function(name)(result, sheet, **taken)


def takes(result: Result, figure: str = "") -> tuple[str, ...]:
    """Return the names of the style that a result's figure, or another one, takes."""
    return _known(figure or figure_of(result))


@cache
def _known(name: str) -> tuple[str, ...]:
    return tuple(inspect.signature(_function(name)).parameters)[2:]


def _function(name: str) -> Callable[..., Axes]:
    module = importlib.import_module(f"csat_methods.plots.{NAMED[name]}")
    found: Callable[..., Axes] = getattr(module, name)
    return found


def _taken(name: str, style: Mapping[str, Any]) -> dict[str, Any]:
    """Return the style that a figure takes; every figure may be told what is hidden."""
    known = list(_known(name))
    unknown = [key for key in style if key not in {*known, "hidden"}]
    if unknown:
        raise ValueError(
            f"style={unknown} is not taken by the figure {name!r}; it takes {known}."
        )
    return {key: value for key, value in style.items() if key in known}


@once
def _nothing(result: Result) -> bool:
    """Whether no row has anything to be drawn."""
    table = result.table
    if "estimate" not in table:
        return len(table) == 0
    return not np.isfinite(table["estimate"].to_numpy(float)).any()


def _empty(sheet: Sheet, word: str) -> Axes:
    """Draw that there is nothing to be seen, and why."""
    sheet.open(EMPTY)
    ax = sheet.axes(0, 0, sheet.width, EMPTY, xlim=(0, 1))
    hatched(ax, 0, 0, 1, EMPTY)
    words = _messages.translate(word)
    sheet.label(ax, 0.5, EMPTY / 2, words, PLAIN, veil=True)
    return ax


def against_all() -> list[str]:
    """Return, in words, which cells of segments bear a sign beside all customers."""
    return [
        _messages.translate("▲ ▼ clearly above or below all customers"),
        _messages.translate("the number of comparisons taken into account"),
    ]


def _head(result: Result, *, beside_all: bool) -> Sequence[tuple[str, str]]:
    """Return the claim and the notes of a figure that stands alone."""
    low, high = (Number(n, "count") for n in result.used.used)
    n = high if low == high else Message("{low} to {high}", {"low": low, "high": high})
    sure = {"ci_low", "ci_high"} <= set(result.table)
    note = Message(
        "{method}; {level} intervals; n = {n}." if sure else "{method}; n = {n}.",
        {
            "method": Message(result.method),
            "level": Number(result.level, "percent"),
            "n": n,
        },
    )
    notes = [_messages.plain(note), *([" · ".join(against_all())] * beside_all)]
    return [("title", result.summary()), *(("label", words) for words in notes)]
