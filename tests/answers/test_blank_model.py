"""Are average differences those of the model, and gradients right?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.answers.blank_model import BlankModel
from csat_methods.answers.blank_predictors import predictors_of


def model(seed=1, n=400):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"region": rng.choice(list("abc"), n), "age": rng.normal(40, 10, n), "q": 1.0}
    )
    lean = -1 + 0.8 * (frame["region"] == "b") + 0.03 * (frame["age"] - 40)
    blank = rng.random(n) < 1 / (1 + np.exp(-lean))
    wave = cs.Wave.from_frame(frame)
    known = predictors_of(wave, ["region", "age"], ["q"])
    return BlankModel(known, blank.to_numpy(), np.ones(n, bool), rng.uniform(1, 2, n))


def test_influence_is_the_change_by_a_little_more_weight():
    made = model()
    base, z = made.effects(), made.influence()
    w = made.weights[made.rows]
    for row in (0, 7, 200):
        more = w.copy()
        more[row] += 1e-5
        moved = (made.effects(more) - base) / 1e-5
        assert z[row] == pytest.approx(moved, rel=1e-3, abs=1e-8)


def test_a_level_tells_of_its_people_and_of_those_in_the_reference():
    made = model()
    a, b, c = made.known.x[:, :2].sum(axis=1) == 0, *(made.known.x[:, :2] == 1).T
    people = {
        name: int(each.sum()) for name, each in zip("abc", (a, b, c), strict=True)
    }
    reference = ("region", "a", people["a"])
    assert made.told() == {
        "region: b": (("region", "b", people["b"]), reference),
        "region: c": (("region", "c", people["c"]), reference),
    }


def test_counts_and_shares_are_those_of_the_levels():
    made = model()
    codes = made.known.x[:, 0] == 1
    w = made.weights
    assert made.levels()[0] == codes.sum()
    assert made.shares()[0] == pytest.approx(
        np.average(made.y[codes], weights=w[codes])
    )
    assert made.counts().tolist() == [400, 400, 400]
