"""Do figures of item response models draw what the tables say?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(1)
    latent = rng.normal(size=(300, 1)) * [1, 2, 1.5] + rng.logistic(size=(300, 3))
    frame = pd.DataFrame((latent > -1) + (latent > 1.0).astype(int), columns=[*"abc"])
    return cs.Wave.from_frame(frame.assign(c=frame["c"] > 0, g=["x", "y"] * 150) * 1)


def test_each_threshold_is_a_dot_and_each_slope_a_number(wave, drawn):
    result = cs.graded_response_model(wave, list("abc"))
    ax = draw(result)
    found = [
        x
        for layer in ax.collections
        for x, _ in np.ravel(layer.get_offsets()).reshape(-1, 2)
    ]
    wanted = result.table[["b1", "b2"]].to_numpy().ravel()
    for place in wanted[~np.isnan(wanted)]:
        assert np.isclose(found, place).any()
    texts = drawn.texts(ax)
    for slope in result.table["a"]:
        assert f"{slope:.2f}" in texts
    assert "discrimination" in texts
    assert "95% of people" in texts
    low, high = ax.get_xlim()
    assert low < -1.96
    assert high > 1.96


def test_information_is_a_curve_an_item_and_one_of_all(wave, drawn):
    result = cs.graded_response_model(wave, list("abc"))
    ax = draw(result, figure="information")
    curves = [line.get_ydata() for line in ax.lines]
    for item in ["a", "b", "c", "test"]:
        wanted = result.information[item].to_numpy()
        assert any(np.array_equal(wanted, curve) for curve in curves)
    assert len(curves) == 4
    texts = drawn.texts(ax)
    assert {"all items", "information", "95% of people"} <= set(texts)
    kept = draw(result, figure="information", hidden=({"term": "b"},))
    assert len(kept.lines) == 3


def test_the_level_lines_are_the_information_of_a_reliability(drawn):
    """Of 0.80 it is 4, of 0.90 it is 9: I / (I + 1)."""
    rng = np.random.default_rng(2)
    latent = 3 * rng.normal(size=(500, 1)) + rng.logistic(size=(500, 8))
    frame = pd.DataFrame((latent > -1) + (latent > 1.0).astype(int))
    frame = frame.rename(columns="q{}".format)
    result = cs.graded_response_model(cs.Wave.from_frame(frame), list(frame))
    ax = draw(result, figure="information")
    heights = [part[0][1] for one in ax.collections for part in one.get_segments()]
    top = result.information["test"].max()
    expected = [value for value in (4.0, 9.0) if value < top]
    assert expected
    assert all(np.isclose(heights, value).any() for value in expected)
    assert "reliability 0.80" in drawn.texts(ax)


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("shown", ["en", "fa"])
def test_every_figure_is_drawn_both_ways(wave, shown, phone):
    results = [
        cs.graded_response_model(wave, list("abc")),
        cs.mokken_scale(wave, list("abc")),
        cs.differential_item_functioning(wave, list("abc"), group="g"),
    ]
    with language(shown):
        for result in results:
            assert draw(result, phone=phone).figure.axes
        curves = draw(results[0], phone=phone, figure="information")
        assert curves.figure.axes
