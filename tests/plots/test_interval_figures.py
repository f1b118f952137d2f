"""How high is each estimate, and how sure is it?"""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex

from csat_methods._messages import language
from csat_methods.factors.sampling_adequacy import Adequacy
from csat_methods.plots import draw, svg
from csat_methods.plots.style import color
from csat_methods.questionnaire.cronbach_alpha import Reliability


def test_dots_and_intervals_are_the_table_s_the_highest_first(means, drawn):
    result = means([3.9, 4.4, 4.05])
    ax = draw(result)
    table = result.table.sort_values("estimate", ascending=False)
    assert drawn.offsets(ax)[:, 0].tolist() == table["estimate"].tolist()
    ends = [s[:, :, 0] for s in drawn.spans(ax, 3)]
    assert any(np.array_equal(e, table[["ci_low", "ci_high"]]) for e in ends)


def test_the_order_of_the_table_may_stay(means, drawn):
    ax = draw(means([3.9, 4.4, 4.05]), sort=False)
    assert drawn.offsets(ax)[:, 0].tolist() == [3.9, 4.4, 4.05]


def test_values_signs_and_n_stand_beside_the_marks(means, drawn):
    texts = drawn.texts(draw(means([3.5, 4.5, 4.05], n=1234), line=4.0))
    assert {"4.50", "3.50", "4.05", "▲", "▼", "●", "1,234", "undecided"} <= set(texts)


def test_colour_is_the_verdict_and_nothing_else(means, drawn):
    plain, judged = draw(means([3.5, 4.5])), draw(means([3.5, 4.5]), line=4.0)
    colors = [
        [to_hex(c) for c in ax.collections[-1].get_facecolors()]
        for ax in (plain, judged)
    ]
    assert colors[0] == [color("ink")] * len(colors[0])
    assert colors[1] == [color("good"), color("bad")]


def test_the_line_is_drawn_and_named(means, drawn):
    assert "line 4.2" in drawn.texts(draw(means(), line=4.2))


def test_a_row_that_could_not_be_estimated_comes_last_with_a_dash(means, drawn):
    ax = draw(means([np.nan, 4.4], n=50), line=4.0)
    texts = drawn.texts(ax)
    assert "—" in texts
    assert texts.index("The price is fair") < texts.index("Staff are helpful")


def test_a_hidden_row_is_named_and_hatched(means, drawn):
    ax = draw(means([3.9, 4.4]), hidden=({"term": "q3"},))
    assert {"hidden", "Open when needed"} <= set(drawn.texts(ax))
    assert [bool(p.get_hatch()) for p in ax.patches] == [True]


def test_a_lower_estimate_may_be_the_better_one(make, means, drawn):
    class Effort(type(means())):
        higher_is_better = False

    ax = draw(make(Effort, means([3.5]).table), line=4.0)
    assert "▲" in drawn.texts(ax)


@pytest.mark.parametrize("count", [2, 24])
@pytest.mark.parametrize("phone", [False, True])
def test_height_grows_with_the_rows_and_no_labels_overlap(means, count, phone):
    estimates = np.linspace(3, 4.5, count)
    ax = draw(means(estimates), phone=phone)
    boxes = sorted((t.get_window_extent() for t in ax.figure.texts), key=lambda b: b.y0)
    labels = [b for b in boxes if b.x0 < 5]
    assert len(labels) == count
    assert all(a.y1 <= b.y1 for a, b in pairwise(labels))
    assert 20 * count < ax.figure.get_figheight() * 100 < 60 * count + 80


def test_persian_labels_stand_on_the_right(means, drawn):
    with language("fa"):
        ax = draw(means([3.9, 4.4]))
    texts = drawn.texts(ax)
    assert {"قیمت منصفانه است", "۴٫۴۰"} <= set(texts)
    label = next(t for t in ax.figure.texts if "قیمت" in t.get_text())
    assert label.get_text().startswith("\u200f")
    assert label.get_position()[0] > ax.get_position().x1


def test_alpha_has_its_line(make, means, drawn):
    result = make(Reliability, means([0.85, 0.62], half=0.04).table)
    texts = drawn.texts(draw(result, line=0.7))
    assert {"line 0.7", "▲", "▼", "0.850"} <= set(texts)


def test_numbers_without_intervals_stand_on_a_line_from_zero(make, means, drawn):
    table = means([0.85, 0.62]).table[["term", "estimate", "n"]]
    ax = draw(make(Adequacy, table, bartlett=None, mardia=None), line=0.6)
    assert drawn.offsets(ax)[:, 0].tolist() == [0.85, 0.62]
    lines = [s[:, :, 0].tolist() for s in drawn.spans(ax, 2)]
    assert [[0, 0.85], [0, 0.62]] in lines
    assert ax.get_xlim()[0] == 0


def test_segments_of_one_item_are_rows(segments, drawn):
    ax = draw(segments({"North": [4.4], "South": [3.9]}))
    assert "North" in drawn.texts(ax)
    assert svg(segments({"North": [4.4], "South": [3.9]}))
