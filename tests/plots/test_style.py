"""Which colours, sizes and fonts does every figure share?"""

import re

import matplotlib as mpl
import pytest

from csat_methods.plots import style


def luminance(color):
    """Relative luminance of WCAG 2.2."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
