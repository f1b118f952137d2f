"""Are Guttman's bounds there where they can be had?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(6)]


def likert(n=200, k=6):
    rng = np.random.default_rng(1)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5)).add_prefix("q")


def test_a_constant_item_leaves_out_the_sixth_bound_alone():
    found = cs.guttman_lambdas(cs.Wave.from_frame(likert().assign(q2=3.0)), ITEMS)
    assert np.isnan(found["lambda6"]["estimate"])
    assert found.table["estimate"].notna().sum() == 5
    assert any("sixth bound is not estimable" in str(note) for note in found.notes)


def test_two_items_apart_leave_the_second_and_the_fifth_bound_out():
    # With a covariance c below nought, 2 c + sqrt(4 c^2) is nought whatever c is.
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 2)) + rng.normal(size=(200, 1)) * [0.5, -0.5]
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    found = cs.guttman_lambdas(wave, ["q0", "q1"])
    table = found.table.set_index("term")
    for term in ("lambda2", "lambda5"):
        columns = ["estimate", "se", "ci_low", "ci_high", "sem"]
        assert table.loc[term, columns].isna().all()
    S = np.cov(x.T)
    assert table["estimate"]["lambda1"] == pytest.approx(2 * S[0, 1] / S.sum())
    assert table["estimate"]["lambda3"] == pytest.approx(4 * S[0, 1] / S.sum())
    assert table["estimate"].drop(["lambda2", "lambda5"]).notna().all()
    assert any("second and the fifth bound" in str(note) for note in found.notes)
    assert found.summary().startswith("Nothing in the sum of these items is known")


def test_two_items_that_go_together_have_every_bound():
    x = likert()[["q0", "q1"]]
    found = cs.guttman_lambdas(cs.Wave.from_frame(x), ["q0", "q1"])
    assert found.table[["estimate", "se"]].notna().all(axis=None)
    assert not found.notes
    assert found.summary().startswith("At least")


@pytest.mark.parametrize(("turned", "says"), [(1, "At least"), (-1, "Nothing in")])
def test_a_highest_bound_without_an_interval_says_so(turned, says):
    x = likert()[["q0", "q1"]] * [1, turned]
    found = cs.guttman_lambdas(cs.Wave.from_frame(x), ["q0", "q1"])
    blank = dict.fromkeys(["se", "ci_low", "ci_high"], np.nan)
    untold = replace(found, table=found.table.assign(**blank))
    for sentence in (
        untold.headline(),
        untold.sentence(untold.table.iloc[0].to_dict(), "undecided"),
    ):
        assert "how sure that is, these answers do not tell" in str(sentence)
        assert "—" not in str(sentence)
    assert str(untold.headline()).startswith(says)
    assert str(found.headline()).startswith(says)
