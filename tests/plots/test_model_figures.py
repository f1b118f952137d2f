"""Are segments, cells, quantiles and predictors drawn as their tables say?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw, svg
from csat_methods.plots.style import color


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(7)
    frame = pd.DataFrame({"city": rng.choice(["Qom", "Rey", "Yazd"], 300)})
    frame["x"] = rng.normal(size=300)
    better = (frame["city"] == "Yazd") * 1.5
    frame["q1"] = (4 + better + rng.normal(size=300)).round().clip(1, 7)
    frame["q2"] = (4 + 0.1 * frame["x"] + rng.normal(size=300)).round().clip(1, 7)
    scales = {"q1": (1, 7), "q2": (1, 7)}
    return cs.Wave.from_frame(frame, scales=scales)


def test_coefficients_leave_out_the_intercept_and_grey_is_unclear(wave, drawn):
    model = cs.regression(wave, "q1", ["city", "x"])
    ax = draw(model)
    slopes = model.slopes.sort_values("estimate", ascending=False)
    assert drawn.offsets(ax)[:, 0].tolist() == slopes["estimate"].tolist()
    shades = [to_hex(c) for c in ax.collections[-1].get_facecolors()]
    clear = slopes["p"] < 0.05
    assert shades == [color("ink" if c else "undecided") for c in clear]
    assert "Intercept" not in drawn.texts(ax)
    assert {"city: Yazd", "x", "undecided"} <= set(drawn.texts(ax))


def test_differences_stand_under_their_item_and_are_decided_by_adjusted_p(wave, drawn):
    found = cs.compare_segments(wave, ["q1", "q2"], by="city")
    ax = draw(found)
    texts = drawn.texts(ax)
    assert {"q1", "q2", "Yazd − Qom", "Rey − Qom", "Yazd − Rey"} <= set(texts)
    assert (
        texts.count("▲")
        == ((found.table["p_adjusted"] < 0.05) & (found.table["estimate"] > 0)).sum()
    )
    one = draw(cs.compare_segments(wave, "q1", by="city"))
    assert "q1" not in drawn.texts(one)


def test_quantiles_stand_on_one_line_an_item(wave, drawn):
    found = cs.quantiles(wave, ["q1", "x"])
    ax = draw(found)
    for layer, q in zip((-3, -2, -1), (0.25, 0.5, 0.75), strict=True):
        rows = found.table[found.table["q"] == q]
        assert drawn.offsets(ax, layer)[:, 0].tolist() == rows["estimate"].tolist()
    middle = found.table[found.table["q"] == 0.5][["ci_low", "ci_high"]]
    assert any(np.array_equal(s[:, :, 0], middle) for s in drawn.spans(ax, 2))
    assert {"25%", "50%", "75%"} <= set(drawn.texts(ax))


def test_quantiles_of_segments_and_of_one_share(wave, drawn):
    texts = drawn.texts(draw(cs.quantiles(wave, "q1", by="city")))
    assert {"Qom", "Yazd"} <= {text.removeprefix("q1 · ") for text in texts}
    assert "90%" in drawn.texts(draw(cs.quantiles(wave, "x", q=0.9)))


def test_cells_are_marked_where_they_stand_out(wave, drawn):
    found = cs.crosstab(wave, "q1", "city")
    texts = drawn.texts(draw(found))
    assert {"Qom", "Rey", "Yazd"} <= set(texts)
    clear = found.table[found.table["p_adjusted"] < 0.05]
    assert len(clear) > 0
    assert sum("▲" in t for t in texts) == (clear["residual"] > 0).sum()
    assert sum("▼" in t for t in texts) == (clear["residual"] < 0).sum()


def test_answers_without_words_have_persian_digits(wave, drawn):
    with language("fa"):
        texts = drawn.texts(draw(cs.crosstab(wave, "q1", "city")))
    assert "۴" in texts
    assert "4" not in texts


def test_hidden_rows_are_named_and_hatched(wave, drawn):
    cells = cs.crosstab(wave, "q1", "city")
    table = cells.table[cells.table["city"] != "Rey"]
    ax = draw(replace(cells, table=table), hidden=({"city": "Rey", "term": "q1"},))
    assert "Rey" in drawn.texts(ax)
    pairs = cs.compare_segments(wave, "q1", by="city")
    table = pairs.table[pairs.table["segment"] != "Rey"]
    gone = ({"term": "q1", "segment": "Rey", "reference": "Qom"},)
    assert "hidden" in drawn.texts(draw(replace(pairs, table=table), hidden=gone))


def test_many_hidden_differences_are_one_row(wave, drawn):
    pairs = cs.compare_segments(wave, "q1", by="city")
    table = pairs.table[pairs.table["segment"] != "Rey"]
    gone = ({"term": "q1", "segment": "Rey", "reference": "Qom"},)
    few, many = (
        drawn.texts(draw(replace(pairs, table=table), hidden=gone * times))
        for times in (3, 4)
    )
    assert few.count("Rey − Qom") == 3
    assert "4 differences" in many
    assert "Rey − Qom" not in many
    assert few.count("hidden") - many.count("hidden") == 2


@pytest.mark.parametrize("phone", [False, True])
def test_figures_are_drawn_in_persian_and_on_a_phone(wave, phone):
    for result in (
        cs.regression(wave, "q1", ["city", "x"]),
        cs.compare_segments(wave, ["q1", "q2"], by="city"),
        cs.quantiles(wave, ["q1", "x"]),
        cs.crosstab(wave, "q1", "city"),
    ):
        with language("fa"):
            draw(result, phone=phone, title=True)
        assert svg(result, lang="fa", phone=phone).startswith("<svg")
