"""Where on the sheet does everything go, whatever side reading starts from?"""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from csat_methods._messages import language
from csat_methods.plots.sheet import MARGIN, Sheet, hatched
from csat_methods.plots.style import drawing


@pytest.fixture
def sheet():
    with drawing():
        return Sheet().open(200)


def pixels(ax):
    """Left and right end of Axes in pixels."""
    box = ax.get_position()
    width = ax.figure.get_figwidth() * 100
    return round(box.x0 * width), round(box.x1 * width)


def test_a_sheet_is_720_pixels_wide_and_as_high_as_its_body(sheet):
    width, height = sheet.figure.get_size_inches() * 100
    assert width == 720
    assert 200 <= height <= 210


def test_a_phone_s_sheet_is_360_pixels_wide():
    sheet = Sheet(phone=True).open(200)
    assert sheet.figure.get_figwidth() == pytest.approx(3.6)


def test_a_claim_takes_room_above_and_around():
    bare, titled = Sheet().open(100), Sheet(head=[("title", "A finding")]).open(100)
    assert titled.figure.get_figwidth() * 100 == 720 + 2 * MARGIN
    assert titled.figure.get_figheight() > bare.figure.get_figheight()
    assert titled.figure.texts[0].get_text() == "A finding"
    assert titled.figure.texts[0].get_weight() == "bold"


def test_a_long_claim_is_wrapped():
    sheet = Sheet(head=[("title", "many words " * 20)]).open(100)
    assert len(sheet.figure.texts) > 1


def test_places_are_counted_from_where_reading_starts():
    left = Sheet().open(100).axes(0, 0, 200, 100, xlim=(0, 1))
    with language("fa"):
        right = Sheet().open(100).axes(0, 0, 200, 100, xlim=(0, 1))
    assert pixels(left) == (0, 200)
    assert pixels(right) == (520, 720)


def test_number_axes_never_turn_round():
    with language("fa"):
        ax = Sheet().open(100).axes(0, 0, 200, 100, xlim=(0, 5))
    assert ax.get_xlim() == (0, 5)


def test_words_stand_at_the_reading_side():
    with language("fa"):
        sheet = Sheet().open(100)
        sheet.write(0, 50, "سلام")
    (text,) = sheet.figure.texts
    assert text.get_ha() == "right"
    assert text.get_position()[0] == 1.0


def test_y_is_pixels_from_the_top(sheet):
    ax = sheet.axes(0, 0, 100, 150, xlim=(0, 1))
    assert ax.get_ylim() == (150, 0)


def test_given_axes_are_drawn_in_and_keep_their_place():
    own = Figure(figsize=(14.4, 5)).subplots(1, 2)[1]
    place = own.get_position()
    sheet = Sheet(own).open(200)
    ax = sheet.axes(100, 0, 620, 200, xlim=(0, 1))
    assert ax is own
    assert sheet.figure is own.figure
    assert place.x0 < ax.get_position().x0 < ax.get_position().x1 <= place.x1 + 1e-9


def test_words_shrink_with_the_axes_that_were_given():
    own = Figure(figsize=(7.2, 5)).subplots(1, 2)[0]
    sheet = Sheet(own).open(200)
    sheet.write(0, 50, "words")
    assert sheet.zoom < 0.6
    assert sheet.figure.texts[0].get_fontsize() < 0.6 * 13 * 0.72 + 1e-9


def test_dollars_are_no_formula(sheet):
    with drawing():
        sheet.write(0, 50, "from $5 to $10")
    assert not sheet.figure.texts[0].get_parse_math()


def test_what_is_hidden_is_hatched(sheet):
    ax = sheet.axes(0, 0, 100, 100, xlim=(0, 1))
    hatched(ax, 0, 0, 1, 20)
    assert ax.patches[0].get_hatch()


def test_nothing_is_changed_for_other_figures():
    before = mpl.rcParams.copy()
    Sheet().open(10)
    assert mpl.rcParams == before
