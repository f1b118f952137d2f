"""Do figures of factor models draw what the tables say, in either direction?"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw
from csat_methods.plots.factor_model_figures import SHORTEST, _sides
from csat_methods.plots.style import text_width


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(1)
    x = np.repeat(rng.normal(size=(300, 2)), 3, axis=1) + rng.normal(size=(300, 6))
    frame = pd.DataFrame(x, columns=list("abcdef"))
    frame["b"] *= -1
    return cs.Wave.from_frame(frame.assign(g=["x", "y"] * 150))


MODEL = {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}


def dashes_of(ax):
    """Return how each loading's line is dashed: None where it is solid."""
    lines = [c for c in ax.collections if isinstance(c, LineCollection)]
    return [dashes for line in lines for _, dashes in line.get_linestyle()]


def test_each_loading_is_a_line_with_its_number(wave, drawn):
    result = cs.confirmatory_factor_analysis(wave, MODEL)
    ax = draw(result)
    assert len(dashes_of(ax)) == 6
    loads = result.table[result.table["term"].str.contains("=~")]["standardized"]
    texts = drawn.texts(ax)
    for value in loads:
        assert f"{value:.2f}".replace("-", "−") in texts
    assert {"one", "two", "a", "f"} <= set(texts)


@pytest.mark.parametrize("turned", [False, True])
def test_long_names_of_items_stay_within_the_figure(turned):
    name = "Condition on its arrival"
    sheet = SimpleNamespace(width=360.0, mirrored=turned)
    factor, item = _sides(sheet, ["Price", name])
    room = (item if turned else 1 - item) * sheet.width
    assert room >= text_width(name) + 8
    assert abs(item - factor) >= SHORTEST - 1e-9
    near = pytest.approx((0.66, 0.3) if turned else (0.34, 0.7))
    assert _sides(sheet, ["Price"]) == near


def test_a_loading_below_zero_is_dashed(wave):
    ax = draw(cs.confirmatory_factor_analysis(wave, MODEL))
    assert [dashed is not None for dashed in dashes_of(ax)] == [
        False,
        True,
        *[False] * 4,
    ]


def test_factors_that_go_together_are_told_with_their_correlation(wave, drawn):
    result = cs.confirmatory_factor_analysis(wave, MODEL)
    value = result.factor_correlations.loc["one", "two"]
    ax = draw(result)
    assert any("↔" in t and f"{abs(value):.2f}" in t for t in drawn.texts(ax))


def test_of_groups_the_first_is_drawn(wave):
    ax = draw(cs.confirmatory_factor_analysis(wave, MODEL, group="g"))
    assert len(dashes_of(ax)) == 6


def test_levels_that_fail_are_said(wave, drawn):
    frame = wave.frame.copy()
    frame.loc[frame["g"] == "y", "c"] += 2
    shifted = cs.Wave.from_frame(frame)
    texts = drawn.texts(draw(cs.measurement_invariance(shifted, MODEL, group="g")))
    assert texts.count("holds") == 2
    assert texts.count("fails") == 2


@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("shown", ["en", "fa"])
def test_every_figure_is_drawn_both_ways(wave, shown, phone):
    fit = cs.confirmatory_factor_analysis(wave, MODEL)
    results = [
        fit,
        cs.modification_indices(fit),
        cs.convergent_validity(fit),
        cs.discriminant_validity(wave, MODEL, draws=20),
        cs.measurement_invariance(wave, MODEL, group="g"),
        cs.comparability(wave, MODEL, groups="g", least=50),
        cs.latent_means(wave, MODEL, group="g"),
        cs.alignment(wave, MODEL, group="g"),
    ]
    with language(shown):
        for result in results:
            assert draw(result, phone=phone).figure.axes


def test_small_changes_of_fit_look_small(wave):
    """Both scales are at least as long as the changes that count."""
    ax, other = draw(cs.measurement_invariance(wave, MODEL, group="g")).figure.axes[:2]
    assert np.ptp(ax.get_xlim()) >= 0.010
    assert np.ptp(other.get_xlim()) >= 0.015


def test_groupings_are_no_steps_of_each_other(wave):
    ax = draw(cs.comparability(wave, MODEL, groups="g", least=50))
    assert not ax.lines


def test_levels_are_joined_where_no_name_stands_between_them(wave):
    found = cs.measurement_invariance(wave, MODEL, group="g")
    joined = [draw(found, phone=phone).get_lines() for phone in (False, True)]
    assert [len(lines) for lines in joined] == [1, 0]


@pytest.mark.parametrize("told", [cs.convergent_validity, cs.modification_indices])
def test_an_only_group_is_not_named(wave, drawn, told):
    texts = drawn.texts(draw(told(cs.confirmatory_factor_analysis(wave, MODEL))))
    assert not any("all" in text for text in texts)
