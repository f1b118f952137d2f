"""Is a dimension's score the mean of its items, with the error of the design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

MODEL = {"one": ["a", "b", "c"], "two": ["d", "e"]}


@pytest.fixture(scope="module")
def frame():
    rng = np.random.default_rng(5)
    x = rng.integers(1, 6, size=(300, 5)).astype(float)
    x[rng.random((300, 5)) < 0.05] = np.nan
    made = pd.DataFrame(x, columns=list("abcde"))
    return made.assign(
        w=rng.uniform(1, 3, 300), s=np.repeat(["x", "y"], 150), u=np.arange(300) // 5
    )


@pytest.fixture(scope="module")
def design():
    return {"weights": "w", "strata": "s", "clusters": "u"}


@pytest.mark.parametrize("by", [None, "s"])
def test_it_is_the_mean_of_a_column_of_the_persons_means(frame, design, by):
    """The column is made by hand; its mean is proven against survey in R."""
    made = frame.assign(
        **{k: frame[i].mean(axis=1, skipna=False) for k, i in MODEL.items()}
    )
    expected = cs.means(cs.Wave.from_frame(made, **design), list(MODEL), by=by)
    found = cs.dimension_scores(cs.Wave.from_frame(frame, **design), MODEL, by=by)
    columns = ["estimate", "se", "ci_low", "ci_high", "n", "df"]
    pd.testing.assert_frame_equal(found.table[columns], expected.table[columns])


def test_it_is_the_mean_of_the_items_means_where_all_answered_all(frame, design):
    wave = cs.Wave.from_frame(frame.dropna(), **design)
    found = cs.dimension_scores(wave, MODEL)
    for name, items in MODEL.items():
        of_items = cs.means(wave, items).table["estimate"].mean()
        assert found[name]["estimate"] == pytest.approx(of_items, rel=1e-12)


def test_the_constructs_of_the_study_are_the_dimensions_by_default():
    wave = cs.open_wave("params/demo/waves/2025h2.yaml", run_dir="")
    found = cs.dimension_scores(wave)
    assert list(found.table["term"]) == list(wave.constructs())
    assert "rated highest" in str(found.headline()) or "undecided" in str(
        found.headline()
    )


def test_items_of_different_scales_make_no_dimension(frame):
    wave = cs.Wave.from_frame(frame, scales={"a": (1, 5), "b": (1, 7), "c": (1, 5)})
    with pytest.raises(ValueError, match=r"dimension='one' has unequal scales"):
        cs.dimension_scores(wave, MODEL)


@pytest.mark.parametrize("model", [{}, ["a"], "a"])
def test_no_model_is_refused(frame, model):
    with pytest.raises(ValueError, match="model="):
        cs.dimension_scores(cs.Wave.from_frame(frame), model)


def test_a_column_that_is_not_there_is_named(frame):
    with pytest.raises(KeyError, match="zz"):
        cs.dimension_scores(cs.Wave.from_frame(frame), {"one": ["a", "zz"]})
