"""How does an interval look beside its number, no wider than a thumb?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from csat_methods._html import Html, tag

WIDTH = 132
HEIGHT = 20
_ROOM = 4
_NOW, _BEFORE = 9.0, 15.5

Interval = tuple[float, float, float]
"""Lower end, estimate, upper end."""


def ends_of(values: Iterable[float], *, room: float = 0.35) -> tuple[float, float]:
    """Return the ends of an axis that shows all values, with room on both sides.

    Examples
    --------
    >>> ends_of([4.0, 5.0], room=0.1)
    (3.9, 5.1)
    """
    known = sorted(value for value in values if not math.isnan(value))
    low, high = (known[0], known[-1]) if known else (0.0, 1.0)
    more = room * (high - low) if high > low else max(abs(high), 1.0)
    return low - more, high + more


def strip(
    now: Interval,
    ends: tuple[float, float],
    *,
    verdict: str = "",
    before: Interval | None = None,
    line: float | None = None,
) -> Html:
    """Return an interval as a small drawing; the numbers beside it say the same.

    Parameters
    ----------
    now : tuple
        Lower end, estimate, upper end.
    ends : tuple
        Where the axis begins and ends.
    verdict : str
        ``good``, ``bad``, ``undecided`` or nothing: its colour.
    before : tuple, optional
        The same a wave earlier, in grey below.
    line : float, optional
        What it is judged by, as an upright stroke.
    """
    parts = [tag("path", d=f"M0 {_NOW}H{WIDTH}", class_="axis")]
    if line is not None:
        parts.append(tag("path", d=f"M{_x(line, ends)} 1V17", class_="line"))
    if before is not None:
        parts.append(_bar(before, ends, _BEFORE, 2, "before"))
    parts.append(_bar(now, ends, _NOW, 4.2, f"now {verdict}".strip()))
    return tag(
        "svg",
        *parts,
        class_="strip",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        aria_hidden="true",
        focusable="false",
    )


def _x(value: float, ends: tuple[float, float]) -> str:
    """Return where a value lies, kept inside the drawing."""
    return _short(_ROOM + _share(value, ends) * (WIDTH - 2 * _ROOM))


def _bar(
    interval: Interval, ends: tuple[float, float], y: float, radius: float, name: str
) -> Html:
    low, middle, high = interval
    parts = []
    if not math.isnan(low + high):
        parts.append(tag("path", d=f"M{_x(low, ends)} {y}H{_x(high, ends)}"))
    if not math.isnan(middle):
        parts.append(tag("circle", cx=_x(middle, ends), cy=y, r=radius))
    return tag("g", *parts, class_=name)


def sparkline(values: Sequence[Interval], ends: tuple[float, float]) -> Html:
    """Return a figure wave by wave as a small line, with its intervals.

    The last point is the latest wave; time runs from left to right in every language.
    Ends of intervals may be missing.
    """
    step = (WIDTH - 2 * _ROOM) / max(len(values) - 1, 1)
    places = [_short(_ROOM + i * step) for i in range(len(values))]
    heights = [[_y(value, ends) for value in each] for each in values]
    marks = [
        tag("path", d=f"M{x} {low}V{high}", class_="spread")
        for x, (low, _, high) in zip(places, heights, strict=True)
        if "nan" not in (low, high)
    ]
    middles = [middle for _, middle, _ in heights]
    points = " ".join(map(",".join, zip(places, middles, strict=True)))
    return tag(
        "svg",
        *marks,
        tag("polyline", points=points),
        tag("circle", cx=places[-1], cy=middles[-1], r=3),
        class_="strip spark",
        viewBox=f"0 0 {WIDTH} {2 * HEIGHT}",
        aria_hidden="true",
        focusable="false",
    )


def _y(value: float, ends: tuple[float, float]) -> str:
    return _short(2 * HEIGHT - _ROOM - _share(value, ends) * 2 * (HEIGHT - _ROOM))


def _share(value: float, ends: tuple[float, float]) -> float:
    """Return where a value lies between the ends, 0 to 1."""
    low, high = ends
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _short(place: float) -> str:
    return f"{place:.1f}".removesuffix(".0")
