"""How is a drawing written as an element of a page?

Matplotlib says what lies where; here it becomes SVG as short as it can be. Words stay
words, in letters that the page brings: they can be searched, copied and read aloud.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform

from csat_methods.plots.page_looks import Look, letters, look_of, looks_of, style_of
from csat_methods.plots.page_marks import Alike, is_outline
from csat_methods.plots.page_shapes import outline, runs_of, shapes_of, short
from csat_methods.plots.page_strokes import Marks
from csat_methods.plots.paper import POINTS_PER_INCH, Words
from csat_methods.plots.style import POINTS, color, text_size

HATCH = 72
"""Points across of the square that a hatch repeats."""

VEIL = f";stroke:{color('paper')};stroke-width:3;paint-order:stroke"
ANCHORS = {"left": "", "center": "text-anchor:middle;", "right": "text-anchor:end;"}


def page_svg(figure: Figure, prefix: str) -> str:
    """Return a figure as an ``<svg>`` element of a page.

    Parameters
    ----------
    figure : Figure
    prefix : str
        Before every id, so that several figures fit one page.

    Returns
    -------
    str
        With the light palette's colours, sizes in pixels and words as ``<text>``, whose
        letters stand in the page under the family ``Figures``.
    """
    dpi, figure.dpi = figure.dpi, POINTS_PER_INCH
    width, height = figure.get_size_inches() * POINTS_PER_INCH
    renderer = PageRenderer(width, height, prefix)
    figure.draw(renderer)
    figure.dpi = dpi
    return (
        f'<svg class="plot" viewBox="0 0 {short(width)} {short(height)}" '
        f'width="{width / POINTS:.0f}" height="{height / POINTS:.0f}" '
        f'style="fill:{color("ink")};stroke-linejoin:round">{renderer.body()}</svg>'
    )


class PageRenderer(RendererBase):
    """Writes what is drawn as elements of an SVG; lengths are points.

    Parameters
    ----------
    width, height : float
        Of the drawing, in points.
    prefix : str
        Before every id.
    """

    def __init__(self, width: float, height: float, prefix: str) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._prefix = prefix
        self._flip = Affine2D().scale(1, -1).translate(0, height)
        self._parts: list[Any] = []
        self._kept: dict[Any, str] = {}

    def body(self) -> str:
        """Return all elements drawn so far."""
        return "".join(map(str, self._parts))

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size of the drawing in points."""
        return self.width, self.height

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return the size of a text in points; `ismath` is always false here."""
        del ismath
        return text_size(s, prop.get_size_in_points(), str(prop.get_weight()))

    # ------------------------------------------------------------------ marks
    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Any,
        rgbFace: Any = None,
    ) -> None:
        """Write a path; those of one look that follow each other share an element."""
        shape = outline(path, transform + self._flip)
        self._draw(gc, look_of(gc, rgbFace), [shape])

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Any,
        path: Path,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        """Write a mark at each point of a path."""
        at = trans.transform(path.vertices)
        matrices = [marker_trans.get_matrix()]
        shapes = shapes_of([marker_path], matrices, at, self._flip.get_matrix())
        self._draw(gc, look_of(gc, rgbFace), shapes)

    def draw_path_collection(
        self,
        gc: GraphicsContextBase,
        master_transform: Any,
        paths: Sequence[Path],
        all_transforms: Any,
        offsets: Any,
        offset_trans: Any,
        *looks: Any,
        **more: Any,
    ) -> None:
        """Write paths; what there is less of than of them is taken in turn.

        Colours of faces and of edges, widths and dashes come first in `looks`.
        """
        del more
        if not len(paths):
            return
        whole = master_transform.get_matrix()
        matrices = [whole @ own for own in all_transforms] or [whole]
        places = offset_trans.transform(offsets)
        shapes = shapes_of(paths, matrices, places, self._flip.get_matrix())
        # dots may lie upon each other, cells and lines do not
        self._each(looks_of(gc, *looks[:4]), shapes, flat=len(paths) > 1, gc=gc)

    def mark(self, marks: Marks) -> None:
        """Write marks that are no artist of matplotlib's."""
        shapes = marks.shapes(self._flip.get_matrix())
        self._each(marks.looks, shapes, flat=marks.flat)

    def _each(
        self,
        looks: Sequence[Look],
        shapes: Sequence[str],
        *,
        flat: bool,
        gc: GraphicsContextBase | None = None,
    ) -> None:
        """Write outlines, looks taken in turn; where they are flat, look by look."""
        if len(looks) == 1:
            self._draw(gc, looks[0], shapes)
            return
        alike: dict[tuple[Look, int], list[str]] = {}
        for i, (shape, look) in enumerate(zip(shapes, cycle(looks), strict=False)):
            alike.setdefault((look, 0 if flat else i), []).append(shape)
        for (look, _), listed in alike.items():
            self._draw(gc, look, listed)

    def draw_quad_mesh(
        self, gc: GraphicsContextBase, master_transform: Any, *mesh: Any
    ) -> None:
        """Write a table of cells; neighbours of one colour are one where no edge is."""
        if gc.get_linewidth():
            super().draw_quad_mesh(gc, master_transform, *mesh)
            return
        columns, rows, corners, offsets, offset_trans, faces = mesh[:6]
        paths, shades = zip(
            *runs_of(corners, faces.reshape(rows, columns, 4)), strict=True
        )
        looks = offsets, offset_trans, np.array(shades), np.empty((0, 4)), (), ()
        self.draw_path_collection(gc, master_transform, paths, [], *looks)

    def _draw(
        self, gc: GraphicsContextBase | None, look: Look, shapes: Sequence[str]
    ) -> None:
        """Write outlines of one look; those that follow each other share an element."""
        hatched = gc is not None and gc.get_hatch()
        style = style_of(look, self._hatch(gc, look.face) if gc and hatched else "")
        if not style:
            return
        clip = "" if gc is None else self._clip(gc)
        for shape in filter(None, shapes):
            if clip or "opacity" in style:  # seen through, they must not be joined
                alone = Alike(style)
                alone.put(shape)
                self._parts.append(f"<g{clip}>{alone}</g>" if clip else str(alone))
            else:
                self._alike(style, outlines=is_outline(shape)).put(shape)

    def _alike(self, style: str, *, outlines: bool) -> Alike:
        """Return the last marks if they look so and are of a kind, else none yet."""
        last = self._parts[-1] if self._parts else None
        like = last if isinstance(last, Alike) and last.style == style else None
        if like is not None and bool(like.outlines) == outlines:
            return like
        found = Alike(style)
        self._parts.append(found)
        return found

    def _hatch(self, gc: GraphicsContextBase, face: Any) -> str:
        """Return the id of a pattern, which is written when it is met first."""
        look = (gc.get_hatch(), to_hex(face), to_hex(gc.get_hatch_color()))
        if look not in self._kept:
            name = self._kept[look] = self._id()
            square = f'width="{HATCH}" height="{HATCH}"'
            lines = outline(gc.get_hatch_path(), Affine2D().scale(HATCH))
            width = short(gc.get_hatch_linewidth())
            style = f"stroke:{look[2]};stroke-width:{width}"
            self._parts.append(
                f'<defs><pattern id="{name}" patternUnits="userSpaceOnUse" {square}>'
                f'<rect {square} style="fill:{look[1]}"/>'
                f'<path d="{lines}" style="{style}"/></pattern></defs>'
            )
        return self._kept[look]

    def _clip(self, gc: GraphicsContextBase) -> str:
        """Return the attribute that cuts at the ends of the Axes, if it must be cut."""
        edge: Bbox | None = gc.get_clip_rectangle()
        if edge is None:
            return ""
        corner = tuple(map(short, (edge.x0, self.height - edge.y1)))
        size = tuple(map(short, (edge.width, edge.height)))
        if (corner, size) not in self._kept:
            name = self._kept[corner, size] = self._id()
            x, y, wide, high = (*corner, *size)
            box = f'<rect x="{x}" y="{y}" width="{wide}" height="{high}"/>'
            self._parts.append(f'<clipPath id="{name}">{box}</clipPath>')
        return f' clip-path="url(#{self._kept[corner, size]})"'

    def _id(self) -> str:
        return f"{self._prefix}i{len(self._kept)}"

    # ------------------------------------------------------------------ words
    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: FBT002 - matplotlib's
        mtext: Any = None,
    ) -> None:
        """Write a text from the left end of its baseline; matplotlib laid it out."""
        del ismath, mtext
        style = letters(
            prop.get_size_in_points(), str(prop.get_weight()), to_hex(gc.get_rgb())
        )
        place = f'x="{short(x)}" y="{short(y)}"'
        if angle:
            place += f' transform="rotate({short(-angle)} {short(x)} {short(y)})"'
        self._text(place, style, s)

    def write(self, lines: Sequence[Words], transform: Transform) -> None:
        """Write lines of words, which stand where a transform moves them to."""
        if not lines:
            return
        places = transform.transform([words.at for words in lines]).tolist()
        for words, (x, y) in zip(lines, places, strict=True):
            right, up = (POINTS * pixels for pixels in words.shift)
            place = f'x="{short(x + right)}" y="{short(self.height - y - up)}"'
            look = words.look
            style = letters(look.pixels * POINTS, look.weight, color(look.shade))
            self._text(
                place, ANCHORS[words.anchor] + style + VEIL * words.veil, words.text
            )

    def _text(self, place: str, style: str, words: str) -> None:
        if words.strip():
            said = html.escape(words, quote=False)
            self._alike(style, outlines=False).put(f"text {place}", said)
