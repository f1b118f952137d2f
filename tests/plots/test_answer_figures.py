"""How did customers answer: on the scale, and as promoters?"""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from csat_methods._messages import language
from csat_methods.plots import draw
from csat_methods.plots.answer_figures import answer_colors
from csat_methods.plots.style import color
from csat_methods.satisfaction.net_promoter_score import NetPromoterScore

GOOD, MIXED = [0.1, 0.1, 0.2, 0.3, 0.3], [0.3, 0.2, 0.2, 0.2, 0.1]


@pytest.fixture
def nps(make):
    def made(**columns):
        table = pd.DataFrame(
            {
                "term": "recommend",
                "estimate": [40.0, 35.0],
                "se": 2.0,
                "ci_low": [36.0, 31.0],
                "ci_high": [44.0, 39.0],
                "n": [800, 790],
                "promoters": [0.55, 0.5],
                "passives": [0.3, 0.35],
                "detractors": [0.15, 0.15],
                **columns,
            }
        )
        by = tuple(columns)
        return make(NetPromoterScore, table if by else table[:1], by=by)

    return made


def bars(ax):
    """Left end and width of the bars, by colour in the order they were drawn."""
    return [(p.get_x(), p.get_width()) for p in ax.patches if not p.get_hatch()]


def test_bars_are_the_shares_and_centred_on_the_middle(answers):
    ax = draw(answers({"q1": GOOD}))
    left, width = np.array(bars(ax)).T
    assert width == pytest.approx(GOOD)
    assert left[0] == pytest.approx(-(0.1 + 0.1 + 0.1))
    assert left[2] + width[2] / 2 == pytest.approx(0)


def test_the_item_with_the_better_answers_comes_first(answers, drawn):
    texts = drawn.texts(draw(answers({"q1": MIXED, "q2": GOOD})))
    assert texts.index("The price is fair") < texts.index("Staff are helpful")


def test_shares_stand_at_both_ends_in_whole_percent(answers, drawn):
    texts = drawn.texts(draw(answers({"q1": GOOD})))
    assert {"60%", "20%", "100"} <= set(texts)


def test_answers_are_named_once_at_the_first_row(answers, drawn):
    texts = drawn.texts(draw(answers({"q1": GOOD, "q2": MIXED})))
    assert [texts.count(str(i)) for i in range(1, 6)] == [1] * 5


def test_means_stand_beside_the_bars_and_order_them(answers, means, drawn):
    shares = answers({"q1": GOOD, "q2": MIXED})
    ax = draw(shares, means=means([3.1, 3.9]))
    other = ax.figure.axes[1]
    assert drawn.offsets(other)[:, 0].tolist() == [3.9, 3.1]
    assert drawn.texts(ax).index("The price is fair") == 0


def test_an_even_scale_has_no_middle(answers):
    left, width = np.array(bars(draw(answers({"q1": [0.1, 0.2, 0.3, 0.4]})))).T
    assert left[2] == pytest.approx(0)
    assert width.sum() == pytest.approx(1)


@pytest.mark.parametrize("points", range(3, 12))
def test_every_answer_has_a_colour_and_both_sides_are_alike(points):
    side = np.sign(np.arange(points) - (points - 1) / 2)
    shades = answer_colors(side)
    assert len(shades) == points
    swapped = [s.replace("good", "x").replace("bad", "good") for s in shades[::-1]]
    assert [s.replace("x", "bad") for s in swapped] == shades


def test_the_answers_go_from_left_to_right_in_persian_too(answers):
    with language("fa"):
        left, _ = np.array(bars(draw(answers({"q1": GOOD})))).T
    assert (np.diff(left) > 0).all()


def test_a_hidden_item_is_hatched(answers, drawn):
    ax = draw(answers({"q1": GOOD}), hidden=({"term": "q2"},))
    assert {"hidden", "The price is fair"} <= set(drawn.texts(ax))
    assert any(p.get_hatch() for p in ax.patches)


def test_detractors_passives_and_promoters_fill_the_bar(nps, drawn):
    ax = draw(nps())
    left, width = np.array(bars(ax)).T
    assert left == pytest.approx([0, 0.15, 0.45])
    assert width == pytest.approx([0.15, 0.3, 0.55])
    colors = [to_hex(p.get_facecolor()) for p in ax.patches]
    assert colors == [color("bad"), color("neutral"), color("good")]
    assert {"15%", "30%", "55%", "Detractors", "Promoters"} <= set(drawn.texts(ax))


def test_the_score_has_its_interval_and_sign(nps, drawn):
    ax = draw(nps())
    score = ax.figure.axes[1]
    assert drawn.offsets(score)[:, 0].tolist() == [40.0]
    assert "+40.0" in drawn.texts(ax)


def test_scores_of_waves_stand_in_time_order(nps, drawn):
    ax = draw(nps(wave=["2017", "2018"]))
    assert drawn.offsets(ax.figure.axes[1])[:, 0].tolist() == [40.0, 35.0]
    assert {"2017", "2018"} <= set(drawn.texts(ax))


def test_a_share_too_small_for_its_number_has_none(nps, drawn):
    result = nps(wave=["2017", "2018"])
    table = result.table.assign(detractors=0.004, passives=0.446)
    ax = draw(type(result)(table=table, method="NPS", used=result.used, by=("wave",)))
    assert "0%" not in drawn.texts(ax)


def test_each_scale_has_its_own_middle_and_a_heading(answers, drawn):
    wide = [0.0, 0.1, 0.1, 0.1, 0.1, 0.2, 0.4]
    ax = draw(answers({"q1": GOOD, "q2": wide}))
    texts = drawn.texts(ax)
    assert {"1 to 5", "1 to 7"} <= set(texts)
    assert {"60%", "70%", "20%"} <= set(texts)
    assert texts.count("6") == 0
    for left, width in (np.array(bars(ax)[:5]).T, np.array(bars(ax)[5:]).T):
        middle = len(left) // 2
        assert left[middle] + width[middle] / 2 == pytest.approx(0)
