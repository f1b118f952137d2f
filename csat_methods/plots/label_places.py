"""Where does each label go, so that it covers nothing and is near its mark?

Pure pixels: a label is a box, whatever must stay free is a box, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

DISTANCES = (9, 16, 26, 38, 52, 70, 90, 115, 145, 180, 220, 260)
"""Pixels from the mark to the label, tried in turn; past `LEADER` with a line."""

LEADER = 20
CROSSING = 24
"""What lying on a line costs, in pixels of distance."""

DIRECTIONS = 24
MARK = 6.0
"""Half the width of a mark, with some room."""

LEADER_POINTS = 10
PASSES = 4


def spread(
    centres: Sequence[float], widths: Sequence[float], low: float, high: float
) -> np.ndarray:
    """Return the centres of labels on a line, moved as little as keeps them apart.

    Examples
    --------
    >>> spread([50, 52, 90], [20, 20, 20], 0, 120).tolist()
    [41.0, 61.0, 90.0]
    """
    order = np.argsort(centres, kind="stable")
    width = np.asarray(widths, float)[order]
    offset = np.concatenate([[0.0], np.cumsum((width[1:] + width[:-1]) / 2)])
    wanted = np.asarray(centres, float)[order] - offset[: len(order)]
    placed = _isotonic(wanted) + offset[: len(order)]
    if len(order):
        placed = _inside(placed, width, low, high)
    found = np.empty(len(order))
    found[order] = placed
    return found


def _isotonic(values: np.ndarray) -> np.ndarray:
    """Return the nearest values that never fall: pool adjacent violators."""
    pools: list[list[float]] = []
    for value in values:
        pools.append([value, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, count = pools.pop()
            before, many = pools.pop()
            pools.append(
                [(mean * count + before * many) / (count + many), count + many]
            )
    return np.repeat([p[0] for p in pools], [int(p[1]) for p in pools])


def _inside(
    placed: np.ndarray, width: np.ndarray, low: float, high: float
) -> np.ndarray:
    """Push labels in from both ends; what does not fit keeps to the low end."""
    end = high
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = min(placed[i], end - width[i] / 2)
        end = placed[i] - width[i] / 2
    start = low
    for i in range(len(placed)):
        placed[i] = max(placed[i], start + width[i] / 2)
        start = placed[i] + width[i] / 2
    return placed


@dataclass(frozen=True)
class Placed:
    """Where a label went: its middle, and whether it needs a line to its mark."""

    x: float
    y: float
    leader: tuple[float, float] | None


def place_labels(
    points: np.ndarray,
    sizes: np.ndarray,
    frame: tuple[float, float, float, float],
    blocked: np.ndarray,
    disliked: np.ndarray,
    *,
    farthest: float = DISTANCES[-1],
) -> list[Placed] | None:
    """Return a place for every label, or None if some label finds none.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Marks; the first are served first.
    sizes : ndarray, shape (n, 2)
        Width and height of each label.
    frame : tuple
        Left, top, right, bottom that labels must stay within.
    blocked : ndarray, shape (m, 4)
        Boxes that no label may touch, besides the marks.
    disliked : ndarray, shape (k, 4)
        Boxes that a label touches only if nothing better is near.
    farthest : float
        Pixels from a mark to its label, at most.
    """
    marks = np.column_stack([points - MARK, points + MARK])
    ground = _Ground(frame, blocked, disliked, _ways(farthest))
    offers = [_offers(i, marks, size, ground) for i, size in enumerate(sizes)]
    if any(len(offer.cost) == 0 for offer in offers):
        return None
    chosen = np.full(len(points), -1)
    for _ in range(PASSES):
        before = chosen.copy()
        for i, offer in enumerate(offers):
            chosen[i] = -1
            chosen[i] = _best(offer, _taken(offers, chosen))
        if (chosen == before).all():
            break
    if (chosen < 0).any():
        return None
    return [o.placed(pick) for o, pick in zip(offers, chosen, strict=True)]


@dataclass(frozen=True)
class _Offers:
    """Places that are free of marks, for one label, with what each costs."""

    boxes: np.ndarray
    leaders: np.ndarray
    led: np.ndarray
    cost: np.ndarray

    def placed(self, pick: int) -> Placed:
        box = self.boxes[pick]
        leader = self.leaders[pick, -1] if self.led[pick] else None
        ends = None if leader is None else (float(leader[0]), float(leader[1]))
        return Placed(float(box[[0, 2]].mean()), float(box[[1, 3]].mean()), ends)


@dataclass(frozen=True)
class _Ground:
    """What labels lie on: its frame, what they may not touch and what they avoid."""

    frame: tuple[float, float, float, float]
    blocked: np.ndarray
    disliked: np.ndarray
    ways: _Ways


@dataclass(frozen=True)
class _Ways:
    """Where labels may lie from their marks: how far, the direction, the side."""

    far: np.ndarray
    way: np.ndarray
    side: np.ndarray


@cache
def _ways(farthest: float) -> _Ways:
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    near = [d for d in DISTANCES if d <= farthest]
    far, turn = (g.ravel() for g in np.meshgrid(near, angle, indexing="ij"))
    way = np.column_stack([np.cos(turn), np.sin(turn)])
    return _Ways(far, way, np.sign(np.round(way, 1)))


def _offers(i: int, marks: np.ndarray, size: np.ndarray, ground: _Ground) -> _Offers:
    """Return the places of one label that are free of marks and inside the frame."""
    point = (marks[i, :2] + marks[i, 2:]) / 2
    far, way, side = ground.ways.far, ground.ways.way, ground.ways.side
    middle = point + way * far[:, None] + side * size / 2
    boxes = np.column_stack([middle - size / 2, middle + size / 2])
    left, top, right, bottom = ground.frame
    free = (boxes[:, 0] >= left) & (boxes[:, 2] <= right)
    free &= (boxes[:, 1] >= top) & (boxes[:, 3] <= bottom)
    free &= ~_touch(boxes, np.vstack([marks, ground.blocked])).any(axis=1)
    corner = np.clip(point, boxes[:, :2], boxes[:, 2:])[:, None]
    leaders = point + (corner - point) * np.linspace(0.15, 1, LEADER_POINTS)[:, None]
    led = far > LEADER
    others = np.delete(marks, i, axis=0)
    crossed = _hold(others, leaders.reshape(-1, 2)).any(axis=0)
    free &= ~(led & crossed.reshape(len(far), -1).any(axis=1))
    cost = far + CROSSING * _touch(boxes, ground.disliked).sum(axis=1)
    cost = cost + 4 * np.abs(way[:, 1])
    return _Offers(boxes[free], leaders[free], led[free], cost[free])


@dataclass(frozen=True)
class _Taken:
    """Boxes of the labels that have a place, and points on their lines."""

    boxes: np.ndarray
    points: np.ndarray


def _taken(offers: Sequence[_Offers], chosen: np.ndarray) -> _Taken:
    placed = [(o, pick) for o, pick in zip(offers, chosen, strict=True) if pick >= 0]
    boxes = [o.boxes[pick] for o, pick in placed]
    lines = [o.leaders[pick] for o, pick in placed if o.led[pick]]
    return _Taken(np.array(boxes).reshape(-1, 4), np.array(lines, float).reshape(-1, 2))


def _best(offer: _Offers, taken: _Taken) -> int:
    """Return the cheapest place that meets no other label and no line; −1 if none."""
    free = ~_touch(offer.boxes, taken.boxes).any(axis=1)
    free &= ~_hold(offer.boxes, taken.points).any(axis=1)
    ways = offer.leaders.reshape(-1, 2)
    crossed = _hold(taken.boxes, ways).any(axis=0).reshape(len(offer.cost), -1)
    free &= ~(offer.led & crossed.any(axis=1))
    return int(np.argmin(np.where(free, offer.cost, np.inf))) if free.any() else -1


def _touch(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return which boxes of `a` overlap which of `b`, shape (len(a), len(b))."""
    x = (a[:, None, 0] < b[None, :, 2]) & (b[None, :, 0] < a[:, None, 2])
    y = (a[:, None, 1] < b[None, :, 3]) & (b[None, :, 1] < a[:, None, 3])
    return np.asarray(x & y)


def _hold(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return which boxes hold which points, shape (len(boxes), len(points))."""
    x = (points[None, :, 0] >= boxes[:, None, 0]) & (
        points[None, :, 0] <= boxes[:, None, 2]
    )
    y = (points[None, :, 1] >= boxes[:, None, 1]) & (
        points[None, :, 1] <= boxes[:, None, 3]
    )
    return np.asarray(x & y)
