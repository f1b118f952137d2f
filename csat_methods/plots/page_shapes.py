"""How is an outline written in the few signs that a page needs?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.path import Path


def outline(path: Path, transform: Any) -> str:
    """Return the outline of a path, or the opening of a circle."""
    if _is_round(path):
        ends = _radius(path) * np.array([(0, 0), (1, 0), (0, 1)])
        (x, y), (right, _), (_, high) = transform.transform(ends)
        if math.isclose(right - x, abs(high - y), rel_tol=1e-6):
            return f'circle cx="{short(x)}" cy="{short(y)}" r="{short(right - x)}"'
    return "".join(_steps(path, transform))


_CIRCLE = np.asarray(Path.unit_circle().vertices)


def _is_round(path: Path) -> bool:
    """Whether a path is a circle about the origin, as the mark of a dot is."""
    points = np.asarray(path.vertices)
    same = points.shape == _CIRCLE.shape
    return same and np.allclose(points, _CIRCLE * _radius(path), rtol=1e-9)


def _radius(path: Path) -> float:
    return float(np.asarray(path.vertices)[:, 0].max())


def _steps(path: Path, transform: Any) -> Iterator[str]:
    """Yield the steps of an outline; level and upright lines in their short forms."""
    at = ("", "")
    for points, code in path.iter_segments(transform):
        if code == Path.CLOSEPOLY:
            yield "z"
            continue
        numbers = [short(value) for value in points.tolist()]
        here = (numbers[-2], numbers[-1])
        if code == Path.LINETO and here[1] == at[1]:
            yield f"H{here[0]}"
        elif code == Path.LINETO and here[0] == at[0]:
            yield f"V{here[1]}"
        else:
            yield _LETTERS[code] + " ".join(numbers)
        at = here


_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


def short(value: float) -> str:
    """Return a number with a decimal, two below ten, four below a tenth.

    Examples
    --------
    >>> [short(value) for value in (120.04, 3.14159, 0.05, -0.001)]
    ['120', '3.14', '.05', '-.001']
    """
    size = abs(value)
    digits = 1 if size >= 10 else 2 if size >= 0.1 or value == 0 else 4
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text in {"", "-0", "-"}:
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
