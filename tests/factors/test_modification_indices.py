"""Do modification indices name what the model misses?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

MODEL = {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}


def fitted(extra=0.0, **more):
    rng = np.random.default_rng(1)
    x = np.repeat(rng.normal(size=(500, 2)), 3, axis=1) + rng.normal(size=(500, 6))
    x[:, 5] += extra * x[:, 2]
    frame = pd.DataFrame(x, columns=list("abcdef")).assign(g=["x", "y"] * 250)
    return cs.confirmatory_factor_analysis(cs.Wave.from_frame(frame), MODEL, **more)


def test_published_indices_of_holzinger_and_swineford(reference_data):
    """Rosseel (2012), JSS 48(2), section 6.3: visual =~ x9 36.411, x7 ~~ x8 34.145."""
    model = {
        "visual": ["x1", "x2", "x3"],
        "textual": ["x4", "x5", "x6"],
        "speed": ["x7", "x8", "x9"],
    }
    wave = cs.Wave.from_frame(reference_data("hs1939.csv"))
    fit = cs.confirmatory_factor_analysis(wave, model, estimator="ml")
    table = cs.modification_indices(fit).table.head(2)
    assert table["term"].tolist() == ["visual =~ x9", "x7 ~~ x8"]
    assert table["mi"].round(3).tolist() == [36.411, 34.145]
    assert table["epc"].round(3).tolist() == [0.577, 0.536]


def test_a_sound_model_has_nothing_worth_a_look():
    found = cs.modification_indices(fitted())
    assert found.table["mi"].max() < 10.83
    assert found.summary() == "No single change would improve the model much."


def test_the_largest_change_is_named():
    found = cs.modification_indices(fitted(0.6))
    assert "chi-square would fall by" in found.summary()
    assert (np.diff(found.table["mi"]) <= 0).all()


def test_each_group_has_its_changes():
    table = cs.modification_indices(fitted(group="g")).table
    assert set(table["group"]) == {"x", "y"}
    assert not table.duplicated(["term", "group"]).any()


def test_anything_but_a_fitted_model_is_refused():
    with pytest.raises(ValueError, match="solution=str must come from"):
        cs.modification_indices("model")
