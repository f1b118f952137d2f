"""What is a figure told beside its own result?

What is hidden, the line of its kind, the means of the same items, the estimates of all
customers, and the waves from which on answers are not comparable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csat_methods._messages import Text, plain
from csat_methods.plots.draw import takes
from csat_methods.report.groups import WAVE
from csat_methods.report.judgement import function_of, made_by
from csat_methods.report.publish import PublishedResult

BESIDE: Mapping[str, tuple[str, ...]] = {"means": ("means",), "total": ()}
"""What figures may set beside a result, and who says it; no name: its own function."""

Breaks = Mapping[str, Mapping[str, Text]]
"""Column to the waves before which its series breaks, and why."""


def style_of(
    shown: PublishedResult,
    style: Mapping[str, Any],
    *,
    lines: Mapping[str, float],
    published: Sequence[PublishedResult] = (),
    breaks: Breaks | None = None,
) -> dict[str, Any]:
    """Return what a drawing is told; what `style` says comes first.

    Parameters
    ----------
    shown : PublishedResult
    style : mapping
        What the chapter asks for.
    lines : mapping
        Line of judgement by kind of result; results for everybody are judged by it.
    published : sequence of PublishedResult
        All of the page.
    breaks : mapping, optional
        Column to wave to the words why its series breaks there.
    """
    if shown.empty:
        return dict(style)
    line = lines.get(shown.result.line)
    taken = takes(shown.result, str(style.get("figure", "")))
    known: dict[str, Any] = {"hidden": shown.hidden}
    if line is not None and not shown.result.by and "line" in taken:
        known["line"] = line
    if "breaks" in taken and shown.result.by == (WAVE,):
        known["breaks"] = breaks_of(shown, breaks or {})
    for word, functions in BESIDE.items():
        if word in taken:
            other = _beside(shown, published, functions or (function_of(shown),))
            known |= {word: other.result} if other is not None else {}
    return {**known, **style}


def breaks_of(shown: PublishedResult, breaks: Breaks) -> dict[str, str]:
    """Return the waves before which a result's series breaks, with the words why."""
    about = shown.result.about
    terms = dict.fromkeys(map(str, shown.result.table["term"]))
    columns = dict.fromkeys(c for term in terms for c in about.get(term, (term,)))
    found = [breaks[column] for column in columns if column in breaks]
    return {wave: plain(why) for each in found for wave, why in each.items()}


def _beside(
    shown: PublishedResult,
    published: Sequence[PublishedResult],
    functions: Sequence[str],
) -> PublishedResult | None:
    """Return what some functions say of the same items and all the same people."""
    terms = set(shown.result.table["term"])
    same = (
        each
        for each in made_by(published, *functions)
        if not each.result.by
        and not each.empty
        and each.result.domain.digest == shown.result.domain.digest
        and terms <= set(each.result.table["term"])
    )
    return next(same, None)
