"""Which colours, sizes and fonts does every figure share?"""

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest

from csat_methods.plots import style

# Machado, Oliveira and Fernandes (2009), IEEE Transactions on Visualization and
# Computer Graphics 15, 1291-1298, full severity: what such eyes make of linear RGB.
EYES = {
    "every kind of cone": np.eye(3),
    "no long cones": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no middle cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no short cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TOGETHER = (
    ("good", "bad", "undecided"),
    ("good", "good_soft", "neutral", "bad_soft", "bad"),
    ("shade_1", "shade_2", "shade_3"),
)
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(color):
    """Linear RGB of a hex value, by the sRGB standard."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return np.array(
        [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    )


def lab(color, eyes):
    """CIE L*a*b* of a hex value as some eyes see it, under daylight D65."""
    seen = np.clip(np.array(eyes) @ linear(color), 0, 1)
    x = XYZ @ seen / [0.95047, 1, 1.08883]
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(color):
    """Relative luminance of WCAG 2.2."""
    return linear(color) @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_is_a_hex_value_in_both_schemes():
    values = [value for pair in style.PALETTE.values() for value in pair]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in values)


def test_a_page_can_tell_the_light_colours_apart():
    light = [pair[0] for pair in style.PALETTE.values()]
    assert len(set(light)) == len(light)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("name", ["good", "bad", "undecided", "ink", "muted"])
def test_words_have_the_contrast_that_wcag_asks(name, scheme):
    paper = style.PALETTE["paper"][scheme]
    assert contrast(style.PALETTE[name][scheme], paper) >= 4.5


@pytest.mark.parametrize("fill", ["good", "bad"])
def test_paper_can_be_read_on_the_bars(fill):
    for scheme in (0, 1):
        pair = style.PALETTE[fill][scheme], style.PALETTE["paper"][scheme]
        assert contrast(*pair) >= 4.5


def test_every_verdict_has_a_sign_of_its_own():
    signs = [style.SIGNS[v] for v in ("good", "bad", "undecided")]
    assert len(set(signs)) == 3


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("eyes", EYES)
def test_colours_that_stand_together_are_distinct_for_the_colour_blind(eyes, scheme):
    # A difference of 2.3 is just noticeable (Mahy and others 1994); these are four.
    for names in TOGETHER:
        seen = {name: lab(style.PALETTE[name][scheme], EYES[eyes]) for name in names}
        for one, other in combinations(names, 2):
            assert np.linalg.norm(seen[one] - seen[other]) > 9.2, (one, other)


def test_drawing_changes_settings_inside_only():
    before = mpl.rcParams.copy()
    with style.drawing():
        assert mpl.rcParams["font.family"][0] == "Vazirmatn"
        assert mpl.rcParams["svg.fonttype"] == "path"
    assert mpl.rcParams == before


def test_the_shipped_font_is_the_one_that_is_found():
    style.register_fonts()
    for weight in ("normal", "bold"):
        font = mpl.font_manager.FontProperties(family="Vazirmatn", weight=weight)
        found = mpl.font_manager.findfont(font, fallback_to_default=False)
        assert found.startswith(str(style.FONTS))


def test_a_longer_text_is_wider():
    assert style.text_width("") == 0
    assert 0 < style.text_width("ab") < style.text_width("abc")
    assert style.text_width("ab", "small") < style.text_width("ab", "label")


def test_lines_are_as_few_as_fit_and_about_equally_long():
    text = "the staff were always willing to help me"
    lines = style.wrapped(text, style.text_width(text) * 0.7, 3)
    widths = [style.text_width(line) for line in lines]
    assert len(lines) == 2
    assert " ".join(lines) == text
    assert max(widths) < 1.4 * min(widths)


def test_what_does_not_fit_ends_in_an_ellipsis():
    (line,) = style.wrapped("one two three four five six", 60, 1)
    assert line.endswith("…")
    assert style.text_width(line) <= 60


def test_a_word_that_is_too_long_is_cut():
    (line,) = style.wrapped("incomprehensibilities", 50, 2)
    assert line.endswith("…")
    assert style.text_width(line) <= 50


def test_no_words_are_one_empty_line():
    assert style.wrapped("", 50, 2) == [""]


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("shape", ["{}", "+{}.{}%", "-{},{}", "n = {}{}", "{} to {} ▲"])
def test_numbers_of_one_shape_are_equally_wide_whatever_their_digits(shape, weight):
    def measured(digit):
        return style.text_size(shape.format(digit, digit), 10.0, weight)[0]

    assert {measured(digit) for digit in "0123456789"} == {measured("0")}
    numbers = shape.format(4, 1), shape.format(7, 9)
    assert len({style.text_width(text, "label", weight) for text in numbers}) == 1


def test_what_fits_as_a_whole_is_not_wrapped():
    text = "Staff are helpful"
    room = style.text_width(text)
    assert style.wrapped(text, room, 2) == [text]
    assert len(style.wrapped(text, room - 0.1, 2)) == 2
