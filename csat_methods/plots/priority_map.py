"""Where do items, quadrants and names stand on the map of importance and performance?

Names stand beside their marks; where they find no room, numbers do, with a key below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods.plots.label_places import Placed, place_labels
from csat_methods.plots.lettering import limits, local_digits, term_label
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import text_width, wrapped
from csat_methods.result import Result

QUADRANTS = {
    "act_first": ("Act first", "bad", (1, 0)),
    "keep_up": ("Keep up", "good", (1, 1)),
    "enough": ("Enough", "ink", (0, 1)),
    "low_priority": ("Low priority", "ink", (0, 0)),
}
"""Name, colour of its decided items, corner (right, upper) of each quadrant."""

UNDECIDED = "undecided"
SIDE = 34.0
"""Pixels for the numbers of the upright scale."""

EDGE = 12.0
"""Pixels beside the map for the last number of its scale."""

MANY = 12
HEIGHT_FOR_FEW, HEIGHT_FOR_MANY, HEIGHT_ON_A_PHONE = 440.0, 540.0, 340.0
TALLER = (1.0, 1.25, 1.5, 2.0)
"""Times its height that a map may have until all its numbers find room."""

NAME_WIDTH = 132.0
NAME_LINES = {"label": 16.0, "small": 14.0}
FARTHEST_NAME = 60.0
"""Pixels from a mark to its name; where that is not enough, numbers stand there."""

CORNER = 24.0
BESIDE_CORNER = 16.0
"""Pixels beside a quadrant's name, both sides together."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Names:
    """Words beside the marks: in lines, their type size, their boxes and places."""

    lines: Sequence[Sequence[str]]
    size: str
    boxes: np.ndarray
    places: Sequence[Placed]


class PriorityMap:
    """Items in the order of the key, with their lines, limits and names.

    Attributes
    ----------
    crosshair : (float, float)
        Importance and performance where the lines cross; NaN for a diagonal.
    names : Names or None
        None where they find no room; then `numbers` stand beside the marks.
    """

    def __init__(self, result: Result, sheet: Sheet) -> None:
        self.result = result
        self.table = _in_order(result)
        known = result.crosshair.to_dict()  # type: ignore[attr-defined]
        self.crosshair = tuple(
            known.get(c, np.nan) for c in ("importance", "performance")
        )
        self.sure = self.table["place"].to_numpy() != UNDECIDED
        tall = HEIGHT_FOR_MANY if len(self.table) > MANY else HEIGHT_FOR_FEW
        self.width = sheet.width - SIDE - EDGE
        self.height = HEIGHT_ON_A_PHONE if sheet.phone else tall
        across, up = self.crosshair
        self.xlim = limits(self._range("importance"), include=[across], pad=0.07)
        self.ylim = limits(self._range("performance"), include=[up], pad=0.09)
        self.texts = [term_label(result, term) for term in self.table["term"]]
        self.figures = [local_digits(str(i + 1)) for i in range(len(self.table))]
        self.names = None if sheet.phone else self._named()
        self.numbers = None if self.names else self._numbered()

    def _range(self, column: str) -> list[float]:
        ends = [column, f"{column}_low", f"{column}_high"]
        return [value for end in ends for value in self.table[end]]

    @property
    def shades(self) -> list[str]:
        """Return the colour of each item: its quadrant's, grey where undecided."""
        return [
            QUADRANTS[quadrant][1] if sure else UNDECIDED
            for quadrant, sure in zip(self.table["quadrant"], self.sure, strict=True)
        ]

    # ----------------------------------------------------------------- places
    def pixels(self, x: Any, y: Any) -> np.ndarray:
        """Return data as pixels from the upper left corner, shape (n, 2)."""
        across = (np.asarray(x, float) - self.xlim[0]) / np.diff(self.xlim)
        down = (self.ylim[1] - np.asarray(y, float)) / np.diff(self.ylim)
        return np.column_stack([across * self.width, down * self.height])

    def data(self, x: float, y: float) -> Point:
        """Return pixels as data."""
        (left, right), (low, high) = self.xlim, self.ylim
        across = left + x / self.width * (right - left)
        return across, high - y / self.height * (high - low)

    def performance_line(self) -> tuple[Point, Point]:
        """Return the ends of the line below which performance is low.

        Without a height it is the diagonal: as far from the mean performance, in
        standard scores over the items, as importance lies from its own.
        """
        left, right = self.xlim
        if np.isfinite(self.crosshair[1]):
            return (left, self.crosshair[1]), (right, self.crosshair[1])
        table = self.table[["importance", "performance"]]
        mean, spread = table.mean(), table.std(ddof=0)
        slope = spread["performance"] / (spread["importance"] or 1.0)
        start = mean["performance"] - slope * mean["importance"]
        return (left, start + slope * left), (right, start + slope * right)

    # ------------------------------------------------------------------ names
    def _named(self) -> Names | None:
        """Return names beside the marks, smaller where there is little room."""
        sizes = ("label", "small") if len(self.texts) <= MANY else ("small",)
        for size in sizes:
            lines = [wrapped(text, NAME_WIDTH, 2, size) for text in self.texts]
            found = self._placed(lines, size, FARTHEST_NAME)
            if found is not None:
                return found
        return None

    def _numbered(self) -> Names | None:
        """Return numbers beside the marks, on the lowest map with room for all."""
        lines, height = [[figure] for figure in self.figures], self.height
        for times in TALLER:
            self.height = height * times
            found = self._placed(lines, "small", np.inf)
            if found is not None:
                return found
        self.height = height
        return None

    def _placed(
        self, lines: Sequence[Sequence[str]], size: str, farthest: float
    ) -> Names | None:
        """Return where the words go; decided items are served first."""
        wide = [max(text_width(text, size) for text in words) + 4 for words in lines]
        tall = [NAME_LINES[size] * len(words) + 1 for words in lines]
        boxes = np.column_stack([wide, tall])
        first = np.argsort(~self.sure, kind="stable")
        marks = self.pixels(self.table["importance"], self.table["performance"])
        places = place_labels(
            marks[first],
            boxes[first],
            (0.0, 0.0, self.width, self.height),
            np.array(list(self.corners().values())),
            self._lines(),
            farthest=farthest,
        )
        if places is None:
            return None
        return Names(lines, size, boxes, [places[i] for i in np.argsort(first)])

    def quadrant_names(self) -> dict[str, list[str]]:
        """Return the name of each quadrant, in lines where the quadrant is narrow."""
        middle, named = self._middle(), {}
        for key, (name, _, (right, _)) in QUADRANTS.items():
            words = translate(name)
            room = (self.width - middle if right else middle) - BESIDE_CORNER
            lines = wrapped(words, room, len(words.split()), "label", "bold")
            named[key] = lines if " ".join(lines) == words else [words]
        return named

    def corners(self) -> dict[str, np.ndarray]:
        """Return the box of each quadrant's name: left, top, right, bottom.

        Beside a diagonal, keep up and low priority stand at the upright line.
        """
        slanted, boxes = not np.isfinite(self.crosshair[1]), {}
        middle, named = self._middle(), self.quadrant_names()
        for key, (_, _, (right, upper)) in QUADRANTS.items():
            longest = max(text_width(line, "label", "bold") for line in named[key])
            wide = longest + BESIDE_CORNER
            tall = CORNER + NAME_LINES["label"] * (len(named[key]) - 1)
            left = self.width - wide if right else 0.0
            if slanted and right == upper:
                left = middle if right else middle - wide
            top = 0.0 if upper else self.height - tall
            boxes[key] = np.array([left, top, left + wide, top + tall])
        return boxes

    def _middle(self) -> float:
        """Return where the upright line stands, in pixels from the left."""
        return float(self.pixels([self.crosshair[0]], [0.0])[0, 0])

    def _lines(self) -> np.ndarray:
        """Return boxes around the intervals and the upright line."""
        table = self.table
        x, y = table["importance"], table["performance"]
        across = [self.pixels(table[f"importance_{end}"], y) for end in ("low", "high")]
        up = [self.pixels(x, table[f"performance_{end}"]) for end in ("low", "high")]
        boxes = [
            np.hstack([np.fmin(*ends) - 2, np.fmax(*ends) + 2]) for ends in (across, up)
        ]
        middle = self._middle()
        upright = np.array([[middle - 1, 0.0, middle + 1, self.height]])
        return np.nan_to_num(np.vstack([*boxes, upright]), nan=-9.0)


@once
def _in_order(result: Result) -> Any:
    """Return the items by quadrant, what comes first first, the lowest rated first."""
    table = result.table
    known = np.isfinite(table[["importance", "performance"]]).all(axis=1)
    order = {name: i for i, name in enumerate(QUADRANTS)}
    table = table[known].assign(order=table["quadrant"].map(order))
    table = table.sort_values(["order", "performance"])
    return table.reset_index(drop=True)
