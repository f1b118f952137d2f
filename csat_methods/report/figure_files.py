"""How do figures reach a slide or a manuscript?

Each published figure as SVG and as PNG, with its claim and note above, its words as
title and description inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from csat_methods import _messages
from csat_methods._messages import translate
from csat_methods._refusals import refusing
from csat_methods.plots.alone import files, has_figure
from csat_methods.report.beside import Breaks, style_of
from csat_methods.report.publish import check_published
from csat_methods.report.shown import references_of
from csat_methods.result import Result

FOLDER = "figures"
DENSITY = 200
"""Dots an inch of a PNG: twice the size on the page."""


@dataclass(frozen=True)
class Wanted:
    """A figure that a chapter shows.

    Attributes
    ----------
    name : str
        Of the published result.
    alt : str
        English words for who cannot see it.
    style : dict
        What the drawing takes.
    """

    name: str
    alt: str = ""
    style: Mapping[str, Any] = field(default_factory=dict)


@refusing
def write_figures(
    results: Mapping[str, Any],
    path: str | Path,
    *,
    figures: Iterable[Wanted] | None = None,
    lines: Mapping[str, float] | None = None,
    breaks: Breaks | None = None,
    lang: str = "en",
) -> None:
    """Write each figure as ``<name>.<lang>.svg`` and ``.png`` into a folder.

    Parameters
    ----------
    results : Published
        What :func:`publish` returned.
    path : path
        The folder; made if it is not there.
    figures : iterable of Wanted, optional
        Which of them and how; every result that has a figure by default.
    lines : mapping, optional
        Line of judgement by kind of result; figures that can, draw it.
    breaks : mapping, optional
        Column to wave to the words why its series breaks there; no line crosses it.
    lang : str
        Language of the words.

    Raises
    ------
    ValueError
        If the results did not pass the gate.
    KeyError
        If a figure is of no published result.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from csat_methods import Wave, means, publish
    >>> from csat_methods.report.policy import Policy
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [4, 5] * 6, "q2": [3, 5] * 6}))
    >>> shown = publish({"06.means": means(wave, ["q1", "q2"])}, Policy())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_figures(shown, folder)
    ...     sorted(p.name for p in Path(folder).iterdir())
    ['06.means.en.png', '06.means.en.svg']
    """
    shown = check_published(results)
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    listed = map(Wanted, shown) if figures is None else figures
    with _messages.language(lang):
        for wanted in {each.name: each for each in listed}.values():
            each = shown[wanted.name]
            if each.empty or not has_figure(each.result):
                continue
            style = style_of(
                each,
                wanted.style,
                lines=lines or {},
                published=tuple(shown.values()),
                breaks=breaks,
            )
            alt = translate(wanted.alt) if wanted.alt else ""
            _write(each.result, alt, style, folder / f"{wanted.name}.{lang}")


def figures_shown(notebooks: Mapping[str, Any]) -> Iterator[Wanted]:
    """Yield the figures that executed chapters show, in their order."""
    cells = [cell for notebook in notebooks.values() for cell in notebook.cells]
    for told in chain.from_iterable(map(references_of, cells)):
        if told["what"] == "figure":
            yield Wanted(told["ref"], told["alt"], told["style"])


def _write(result: Result, alt: str, style: Mapping[str, Any], stem: Path) -> None:
    """Write one figure twice, for slides and for print."""
    said = result.summary()
    described = " ".join(part for part in (said, alt) if part)
    svg, png = files(
        result, title=said, description=described, density=DENSITY, **style
    )
    stem.with_name(f"{stem.name}.svg").write_text(svg, "utf8", newline="\n")
    stem.with_name(f"{stem.name}.png").write_bytes(png)
