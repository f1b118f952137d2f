"""Where is what customers perceive short of what they expect, and how sure is it?"""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from csat_methods._messages import language
from csat_methods.gaps.gap_reliability import GapReliability
from csat_methods.plots import draw
from csat_methods.plots.style import color


def test_expectations_are_open_and_perceptions_filled(gaps, drawn):
    ax = draw(gaps())
    expected, perceived = drawn.offsets(ax, 0), drawn.offsets(ax, 1)
    assert expected[:, 0].tolist() == [6.0, 5.0, 5.5]
    assert perceived[:, 0].tolist() == [4.5, 5.05, 5.9]
    layers = [c for c in ax.collections if len(c.get_offsets()) == 3]
    faces = {to_hex(c) for c in layers[-2].get_facecolors()}
    assert faces == {color("paper")}


def test_the_widest_shortfall_comes_first_with_its_interval(gaps, drawn):
    result = gaps(expected=(5.0, 6.0, 5.5), perceived=(5.05, 4.5, 5.9))
    gap = draw(result).figure.axes[1]
    assert drawn.offsets(gap)[:, 0] == pytest.approx([-1.5, 0.05, 0.4])
    ends = [s[:, :, 0] for s in drawn.spans(gap, 3)]
    wanted = [[-1.6, -1.4], [-0.05, 0.15], [0.3, 0.5]]
    assert any(np.allclose(e, wanted) for e in ends)


def test_the_bar_joins_expectation_and_perception(gaps, drawn):
    spans = [np.sort(s[:, :, 0]) for s in drawn.spans(draw(gaps()), 3)]
    wanted = [[4.5, 6.0], [5.0, 5.05], [5.5, 5.9]]
    assert any(np.allclose(s, wanted) for s in spans)


def test_the_verdict_is_colour_sign_and_word(gaps, drawn):
    ax = draw(gaps())
    texts = drawn.texts(ax)
    assert {"−1.50", "+0.05", "+0.40", "▼", "●", "▲", "undecided"} <= set(texts)
    assert {"expected", "perceived", "gap"} <= set(texts)


def test_persian_numbers_keep_their_sign_on_the_left(gaps):
    with language("fa"):
        ax = draw(gaps())
    texts = [t.get_text() for t in ax.figure.texts]
    assert "\u200e−۱٫۵۰" in texts


def test_a_line_other_than_zero_judges_the_gap(gaps, drawn):
    texts = drawn.texts(draw(gaps(), line=-1.0))
    assert texts.count("▲") == 2


def test_gaps_by_segment_are_a_table_judged_by_zero(gaps, drawn):
    result = gaps()
    parts = [result.table.assign(city=city) for city in "AB"]
    both = type(result)(
        table=pd.concat(parts), method="Gap", used=result.used, by=("city",)
    )
    texts = drawn.texts(draw(both))
    assert texts.count("−1.50 ▼") == 2
    assert texts.count("+0.40 ▲") == 2


def test_reliabilities_of_both_sides_and_of_the_difference_are_drawn(
    make, means, drawn
):
    table = means([0.8, 0.5], half=0.05).table.assign(
        alpha_expectation=[0.85, 0.7], alpha_perception=[0.9, 0.75]
    )
    ax = draw(make(GapReliability, table))
    found = [drawn.offsets(ax, i)[:, 0].tolist() for i in range(3)]
    assert found == [[0.85, 0.7], [0.9, 0.75], [0.8, 0.5]]
    texts = drawn.texts(ax)
    assert {"○ expectation", "● perception", "0.7", "▲", "▼"} <= set(texts)
