"""How is an outline written in the few signs that a page needs?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, cycle, pairwise
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D


def outline(path: Path, transform: Any) -> str:
    """Return the outline of a path, or the opening of a circle."""
    radius = radius_of(path)
    if radius:
        ends = radius * np.array([(0, 0), (1, 0), (0, 1)])
        (x, y), (right, _), (_, high) = transform.transform(ends).tolist()
        if math.isclose(right - x, abs(high - y), rel_tol=1e-6):
            return circle(x, y, right - x)
    if path.should_simplify:
        return "".join(_steps(path.iter_segments(transform)))
    return traced(transform.transform(path.vertices), path.codes)


Matrix = np.ndarray
"""Of a turn and a move in the plane, shape (3, 3)."""


def shapes_of(
    paths: Sequence[Path], matrices: Sequence[Matrix], moves: np.ndarray, flip: Matrix
) -> list[str]:
    """Return outlines, each path turned by its matrix, then moved, then turned over.

    They are empty where a path has no place. What there is less of is taken in turn.
    """
    turned = [flip @ matrix for matrix in matrices]
    places = [(x, -y) for x, y in moves.tolist()]
    if len(paths) == len(turned) == 1:
        return marks(paths[0], turned[0], places)
    if len(turned) == 1 and places == [(0.0, 0.0)]:
        return outlines(paths, turned[0])
    count = max(len(paths), len(turned), len(places))
    return [
        placed(paths[i % len(paths)], turned[i % len(turned)], *place)
        for i, place in zip(range(count), cycle(places), strict=False)
    ]


def marks(path: Path, matrix: Matrix, places: Iterable[Sequence[float]]) -> list[str]:
    """Return a path turned by a matrix at each place; "" where a place is missing."""
    if radius_of(path) and math.isclose(matrix[0, 0], -matrix[1, 1], rel_tol=1e-6):
        (x, y), radius = matrix[:2, 2].tolist(), radius_of(path) * float(matrix[0, 0])
        return [
            circle(x + right, y + down, radius) if math.isfinite(right + down) else ""
            for right, down in places
        ]
    return [placed(path, matrix, x, y) for x, y in places]


def outlines(paths: Sequence[Path], matrix: Matrix) -> list[str]:
    """Return paths that are turned and moved by one matrix."""
    turned = Affine2D(matrix)
    if any(path.codes is not None or path.should_simplify for path in paths):
        return [outline(path, turned) for path in paths]
    through = [np.asarray(path.vertices) for path in paths]
    points = turned.transform(np.concatenate(through))
    return list(map(traced, np.split(points, np.cumsum(list(map(len, through)))[:-1])))


def runs_of(corners: np.ndarray, shades: np.ndarray) -> Iterator[tuple[Path, Any]]:
    """Yield the outline and the colour of neighbours in a row of cells that look alike.

    Parameters
    ----------
    corners : ndarray, shape (rows + 1, columns + 1, 2)
    shades : ndarray, shape (rows, columns, 4)
    """
    for upper, lower, own in zip(corners, corners[1:], shades, strict=False):
        change = (own[1:] != own[:-1]).any(axis=1)
        cuts = [0, *(np.flatnonzero(change) + 1).tolist(), len(own)]
        for start, end in pairwise(cuts):
            ends = [*upper[[start, end]], *lower[[end, start]]]
            yield Path(np.array(ends)), own[start]


def placed(path: Path, matrix: Matrix, x: float, y: float) -> str:
    """Return the outline of a path turned by a matrix, then moved; "" if nowhere."""
    if not (math.isfinite(x) and math.isfinite(y)):
        return ""
    moved = matrix.copy()
    moved[:2, 2] += x, y
    return outline(path, Affine2D(moved))


def circle(x: float, y: float, radius: float) -> str:
    """Return the opening of a circle."""
    return f'circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}"'


_CIRCLE = np.asarray(Path.unit_circle().vertices)


def radius_of(path: Path) -> float:
    """Return the radius of a circle about the origin, as a dot is; else zero."""
    points = np.asarray(path.vertices)
    if points.shape != _CIRCLE.shape:
        return 0.0
    radius = float(points[:, 0].max())
    apart = float(np.abs(points - _CIRCLE * radius).max())
    return radius if apart <= 1e-8 * radius else 0.0


def traced(points: np.ndarray, codes: Any = None) -> str:
    """Return the outline through points; a number that is missing breaks it."""
    if not math.isfinite(points.sum()):
        return "".join(_steps(Path(points, codes).iter_segments()))
    listed = points.tolist()
    if codes is None:
        return "".join(_lines(listed))
    return "".join(_steps(_grouped(listed, codes.tolist())))


def _lines(points: list[list[float]]) -> Iterator[str]:
    """Yield the steps of a line through points."""
    x, y = map(short, points[0])
    yield f"M{x} {y}"
    for across, up in points[1:]:
        at = x, y
        x, y = short(across), short(up)
        yield _line(at, (x, y))


def _line(start: tuple[str, str], end: tuple[str, str]) -> str:
    """Return a straight step, a level or upright one in its short form."""
    if end[1] == start[1]:
        return f"H{end[0]}"
    return f"V{end[1]}" if end[0] == start[0] else f"L{end[0]} {end[1]}"


Steps = Iterable[tuple[Any, Any]]
"""Coordinates and code of each step of an outline."""


def _grouped(points: list[list[float]], codes: list[int]) -> Steps:
    """Yield the steps: a bend has two points or three, any other step one."""
    at = 0
    while at < len(codes) and codes[at] != Path.STOP:
        end = at + _POINTS.get(codes[at], 1)
        yield list(chain.from_iterable(points[at:end])), codes[at]
        at = end


def _steps(steps: Steps) -> Iterator[str]:
    """Yield the steps of an outline in signs."""
    at = ("", "")
    for points, code in steps:
        if code == Path.CLOSEPOLY:
            yield "z"
            continue
        numbers = list(map(short, map(float, points)))
        here = (numbers[-2], numbers[-1])
        if code == Path.LINETO:
            yield _line(at, here)
        else:
            yield _LETTERS[code] + " ".join(numbers)
        at = here


_LETTERS = {int(Path.MOVETO): "M", int(Path.CURVE3): "Q", int(Path.CURVE4): "C"}
_POINTS = {int(Path.CURVE3): 2, int(Path.CURVE4): 3}


def short(value: float) -> str:
    """Return a number with a decimal, two below ten, four below a tenth.

    Examples
    --------
    >>> [short(value) for value in (120.04, 3.14159, 0.05, -0.001)]
    ['120', '3.14', '.05', '-.001']
    """
    size = abs(value)
    if size >= 10:
        text = f"{value:.1f}"
        return text[:-2] if text[-1] == "0" else text
    digits = 2 if size >= 0.1 or value == 0 else 4
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text in {"", "-0", "-"}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
