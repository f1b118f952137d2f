"""How does a table of coloured cells stand on a sheet, on a phone too?"""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from csat_methods._messages import language
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import color, drawing

SHADES = ("bad_soft", "band", "good_soft")
CLASSES = np.array([[0.0, 1.0, 2.0], [1.0, np.nan, 1.0]])
TEXTS = np.array([["a", "b", "c"], ["d", "", "f"]], object)
HEADS = [Head("North", "12"), Head("South", "7"), Head("West")]


def blocks(*, phone=False, count=1):
    with drawing():
        sheet = Sheet(phone=phone)
        some = [Block(HEADS, CLASSES, TEXTS)] * count
        return sheet, heat_blocks(sheet, ["Price", "Staff"], some, SHADES)


def words(ax):
    """Texts of the cells with their column and row."""
    return {t.get_text(): tuple(np.floor(t.get_position())) for t in ax.texts}


def test_every_cell_has_its_text_in_its_place():
    _, (ax,) = blocks()
    assert words(ax) == {
        "a": (0, 0), "b": (1, 0), "c": (2, 0), "d": (0, 1), "f": (2, 1),
    }  # fmt: skip


def test_cells_have_the_colour_of_their_class():
    _, (ax,) = blocks()
    mesh = ax.collections[0]
    mesh.update_scalarmappable()
    found = [to_hex(c) for c in mesh.get_facecolors()[:3]]
    assert found == [color(shade) for shade in SHADES]


def test_a_missing_cell_is_hatched():
    _, (ax,) = blocks()
    (patch,) = ax.patches
    assert patch.get_hatch()
    assert (int(patch.get_x()), int(patch.get_y())) == (1, 1)


def test_heads_that_do_not_fit_are_numbers_with_a_key_below():
    names = [f"Satisfaction with {what}" for what in ("safety", "comfort", "fun")]
    heads = [Head(name, "n") for name in names * 2]
    block = Block(heads, np.zeros((2, 6)), np.full((2, 6), "", object))
    with drawing():
        sheet = Sheet(phone=True)
        heat_blocks(sheet, ["Price", "Staff"], [block], SHADES)
    written = [text.get_text() for text in sheet.figure.texts]
    assert [written.count(mark) for mark in "123"] == [3] * 3
    assert [written.count(name) for name in names] == [1, 1, 1]
    assert not [text for text in written if "…" in text]


def test_heads_that_fit_stand_in_words():
    sheet, _ = blocks(phone=True)
    written = [text.get_text() for text in sheet.figure.texts]
    assert {"North", "South", "West"} <= set(written)
    assert "1" not in written


def test_columns_run_from_the_right_in_persian():
    with language("fa"):
        sheet, (ax,) = blocks()
    found = {t.strip("\u200f\u200e"): place for t, place in words(ax).items()}
    assert found["a"] == (2, 0)
    assert found["c"] == (0, 0)
    heads = {t.get_text().strip("\u200f"): t for t in sheet.figure.texts}
    assert heads["North"].get_position()[0] > heads["West"].get_position()[0]


def test_labels_stand_above_their_cells_on_a_phone():
    _, (ax,) = blocks(phone=True)
    found = words(ax)
    assert (found["a"], found["d"]) == ((0, 1), (0, 3))
    (patch,) = ax.patches
    assert int(patch.get_y()) == 3


def test_heads_stand_at_the_bottom_with_their_count_below():
    sheet, _ = blocks()
    y = {t.get_text(): t.get_position()[1] for t in sheet.figure.texts}
    assert y["North"] > y["12"]
    assert y["West"] == pytest.approx(y["12"])


def test_blocks_stand_below_each_other():
    sheet, (one, two) = blocks(count=2)
    assert one.get_position().y0 > two.get_position().y1
    assert [t.get_text() for t in sheet.figure.texts].count("Price") == 2
