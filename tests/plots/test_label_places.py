"""Where does each label go, so that it covers nothing and is near its mark?"""

import numpy as np
from hypothesis import given, strategies as st

from csat_methods.plots.label_places import place_labels, spread

FRAME = (0.0, 0.0, 700.0, 500.0)
NOTHING = np.zeros((0, 4))


def boxes(places, sizes):
    middle = np.array([[p.x, p.y] for p in places])
    return np.hstack([middle - sizes / 2, middle + sizes / 2])


def overlaps(a, b):
    return (a[0] < b[2]) & (b[0] < a[2]) & (a[1] < b[3]) & (b[1] < a[3])


def test_labels_that_are_apart_stay():
    assert spread([10, 50], [10, 10], 0, 100).tolist() == [10, 50]


def test_labels_that_touch_part_evenly():
    assert spread([50, 50], [20, 20], 0, 100).tolist() == [40, 60]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(1, 12))
def test_spread_labels_never_overlap_and_keep_their_order(centres, width):
    found = spread(centres, [width] * len(centres), 0, 100)
    order = np.argsort(centres, kind="stable")
    steps = np.diff(found[order])
    assert (steps >= width - 1e-9).all()
    assert (found >= width / 2 - 1e-9).all()
    assert (found <= 100 - width / 2 + 1e-9).all()


@given(st.integers(0, 50), st.integers(2, 24))
def test_placed_labels_cover_neither_marks_nor_each_other(seed, count):
    rng = np.random.default_rng(seed)
    points = rng.uniform([40, 40], [660, 460], (count, 2))
    sizes = np.column_stack([rng.uniform(30, 110, count), np.full(count, 15.0)])
    places = place_labels(points, sizes, FRAME, NOTHING, NOTHING)
    if places is None:
        return
    found = boxes(places, sizes)
    assert (found[:, :2] >= -1e-9).all()
    assert (found[:, 2:] <= np.array([700, 500]) + 1e-9).all()
    for i, box in enumerate(found):
        assert not any(overlaps(box, other) for other in found[i + 1 :])
        inside = (points > box[:2]) & (points < box[2:])
        assert not inside.all(axis=1).any()


def test_a_lone_label_needs_no_line():
    (place,) = place_labels(
        np.array([[350.0, 250.0]]), np.array([[60.0, 15.0]]), FRAME, NOTHING, NOTHING
    )
    assert place.leader is None
    assert np.hypot(place.x - 350, place.y - 250) < 60


def test_blocked_ground_is_left_free():
    blocked = np.array([[200.0, 150.0, 500.0, 249.0], [351.0, 100.0, 500.0, 400.0]])
    (place,) = place_labels(
        np.array([[350.0, 250.0]]), np.array([[60.0, 15.0]]), FRAME, blocked, NOTHING
    )
    box = boxes([place], np.array([[60.0, 15.0]]))[0]
    assert not any(overlaps(box, other) for other in blocked)


def test_where_there_is_no_room_nobody_is_pushed_in():
    points = np.full((30, 2), 50.0) + np.arange(30)[:, None] * 0.1
    sizes = np.full((30, 2), 40.0)
    tight = (0.0, 0.0, 100.0, 100.0)
    assert place_labels(points, sizes, tight, NOTHING, NOTHING) is None


def test_names_do_not_go_further_than_they_may():
    points = np.array([[350.0, 250.0], [352.0, 252.0], [348.0, 248.0]])
    sizes = np.full((3, 2), [80.0, 15.0])
    places = place_labels(points, sizes, FRAME, NOTHING, NOTHING, farthest=60.0)
    found = boxes(places, sizes)
    near = np.clip(points, found[:, :2], found[:, 2:])
    assert (np.hypot(*(near - points).T) <= 61).all()
