"""What does a closer margin cost?"""

import numpy as np
import pytest

import csat_methods as cs
from csat_methods.plots import draw


def test_each_way_of_asking_is_a_line_that_falls(drawn):
    curve = cs.precision_curve(cost={"web": 6, "telephone": 14}, population=5000)
    ax = draw(curve)
    lines = [line for line in ax.lines if len(line.get_xdata()) > 2]
    assert len(lines) == 2
    for line, (_, part) in zip(
        lines, curve.table.groupby("term", sort=False), strict=True
    ):
        assert line.get_xdata().tolist() == part["cost"].tolist()
        assert (np.diff(line.get_ydata()) < 0).all()
    texts = set(drawn.texts(ax))
    assert {"cost", "margin of error", "online: 1.7\xa0pp (n = 2,000)"} <= texts
    assert "by telephone: 1.7\xa0pp (n = 2,000)" in texts


def test_what_the_budget_pays_for_is_named(drawn):
    curve = cs.precision_curve(cost=10, budget=3000, population=1000)
    assert "4.7\xa0pp (n = 300)" in drawn.texts(draw(curve))


def test_margins_stand_in_points_at_the_axis_too(drawn):
    texts = drawn.texts(draw(cs.precision_curve(cost=10, budget=3000)))
    assert "0\xa0pp" in texts
    assert not [text for text in texts if "%" in text]


def test_without_costs_the_margin_falls_with_the_answers(drawn):
    curve = cs.precision_curve(sizes=[50, 200, 800])
    ax = draw(curve)
    line = next(line for line in ax.lines if len(line.get_xdata()) > 2)
    assert line.get_xdata().tolist() == [50, 200, 800]
    texts = drawn.texts(ax)
    assert "answers" in texts
    assert "3.5\xa0pp (n = 800)" in texts


@pytest.mark.parametrize("phone", [False, True])
def test_the_axis_holds_every_point(phone):
    curve = cs.precision_curve(cost={"web": 6, "telephone": 14})
    ax = draw(curve, phone=phone)
    assert ax.get_xlim()[1] > curve.table["cost"].max()
    assert ax.get_ylim()[1] > curve.table["margin"].max()


def test_words_at_a_point_stand_clear_of_the_line_that_rises_under_them():
    curve = cs.precision_curve(cost={"web": 6}, budget=9000)
    ax = draw(curve)
    (words,) = [text for text in ax.texts if "1,500" in text.get_text()]
    box = words.get_window_extent()
    x, y = ax.transData.transform(curve.table[["cost", "margin"]].to_numpy(float)).T
    under = (box.x0 <= x) & (x <= box.x1)
    assert under.sum() > 1
    assert y[under].max() < box.y0
