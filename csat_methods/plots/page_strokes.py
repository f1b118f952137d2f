"""How do lines, dots and bars come on a page, which needs no artists for them?

They look and lie as the artists of :mod:`csat_methods.plots.strokes` do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from csat_methods.plots.page_looks import Look
from csat_methods.plots.page_shapes import Matrix, shapes_of, traced
from csat_methods.plots.paper import Leaf

Shade = tuple[float, float, float, float]
NONE: Shade = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one kind.

    Attributes
    ----------
    zorder : float
    looks : sequence of Look
        For all of them, or taken in turn.
    shapes : callable
        Their outlines, given what turns upward lengths to downward ones.
    flat : bool
        Whether none lies upon another, so that those of one look may be joined.
    """

    zorder: float
    looks: Sequence[Look]
    shapes: Callable[[Matrix], list[str]]
    flat: bool

    def draw(self, renderer: Any) -> None:
        """Write them."""
        renderer.mark(self)


def lines(
    leaf: Leaf,
    ends: np.ndarray,
    shades: Sequence[Shade],
    width: float,
    *,
    zorder: float,
    dashes: Any,
) -> None:
    """Draw lines between two ends each, shape (n, 2, 2); dashes are in widths."""
    start, lengths = dashes
    scaled = None if lengths is None else tuple(each * width for each in lengths)
    drawn = float(start) * width, scaled
    looks = [Look(None, shade, width, drawn, "butt", None) for shade in shades]

    def shapes(flip: Matrix) -> list[str]:
        return list(map(traced, _turned(leaf, ends, flip)))

    leaf.put(Marks(zorder, looks, shapes, flat=True))


def spots(
    leaf: Leaf,
    offsets: np.ndarray,
    marker: Path,
    area: float,
    faces: Sequence[Shade],
    edges: Sequence[Shade],
    edge: float,
) -> None:
    """Draw a mark at each place, shape (n, 2), above all others."""
    ends = edges if edges and edge else [NONE]
    several = max(len(faces), len(ends))
    pairs = zip(*(_turns(shades, several) for shades in (faces, ends)), strict=True)
    looks = [_look(face, end, edge) for face, end in pairs]
    size = np.diag([area**0.5, area**0.5, 1.0])

    def shapes(flip: Matrix) -> list[str]:
        places = leaf.transData.transform(offsets)
        return shapes_of([marker], [size], places, flip)

    leaf.put(Marks(4, looks, shapes, flat=False))


def boxes(
    leaf: Leaf,
    places: np.ndarray,
    shades: Sequence[Shade],
    *,
    zorder: float,
    edge: Shade,
    width: float,
) -> None:
    """Draw boxes: left, low, width and height of each, shape (n, 4)."""
    left, low, wide, tall = places.T
    right, high = left + wide, low + tall
    corners = [(left, low), (right, low), (right, high), (left, high)]
    around = np.stack([np.stack(corner, axis=-1) for corner in corners], axis=1)

    def shapes(flip: Matrix) -> list[str]:
        return [f"{traced(each)}z" for each in _turned(leaf, around, flip)]

    looks = [_look(shade, edge, width) for shade in shades]
    leaf.put(Marks(zorder, looks, shapes, flat=False))


def _turned(leaf: Leaf, points: np.ndarray, flip: Matrix) -> np.ndarray:
    """Return data as points from the upper left corner."""
    turned = Affine2D(flip @ leaf.transData.get_affine().get_matrix())
    return turned.transform(points.reshape(-1, 2)).reshape(points.shape)


def _turns(shades: Sequence[Shade], several: int) -> Sequence[Shade]:
    return list(repeat(shades[0], several)) if len(shades) == 1 else shades


def _look(face: Shade, edge: Shade, width: float) -> Look:
    return Look(face, edge, width, (0.0, None), "butt", None)
