"""Are means of many groups found when items shift a little everywhere?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ONE = {"one": list("abcde")}
TRUTH = np.array([0.0, 0.4, -0.3, 0.6, 0.2, -0.5])


def surveys(n=500, shift=0.0, jitter=0.0, seed=1):
    rng = np.random.default_rng(seed)
    parts = []
    for g, mean in enumerate(TRUTH):
        person = mean + rng.normal(size=(n, 1))
        x = person * [1.0, 0.9, 0.8, 0.7, 0.9] + rng.normal(size=(n, 5)) * 0.7
        x += rng.normal(size=5) * jitter
        x[:, 2] += shift * (g == 1)
        parts.append(pd.DataFrame(x, columns=list("abcde")).assign(g=f"w{g}"))
    return cs.Wave.from_frame(pd.concat(parts, ignore_index=True))


def test_means_of_six_groups_are_found():
    found = cs.alignment(surveys(), ONE, group="g")
    assert found.converged
    table = found.table
    gap = (table["estimate"] - TRUTH[1:]) / table["se"]
    assert np.abs(gap).max() < 3.5
    assert (found.items[["loading", "intercept"]] > 0.8).to_numpy()[:, 1].all()


def test_one_shifted_item_is_seen_and_does_little():
    found = cs.alignment(surveys(shift=1.5), ONE, group="g")
    row = found.row(term="one ~1", group="w1")
    assert row["estimate"] == pytest.approx(0.4, abs=0.2)
    assert found.items.set_index("item")["intercept"].idxmin() == "c"
    assert "than in the first group" in found.summary()


def test_it_agrees_with_latent_means_where_all_items_are_the_same():
    wave = surveys(n=2000)
    strict = cs.latent_means(wave, ONE, group="g").table
    loose = cs.alignment(wave, ONE, group="g").table
    assert loose["estimate"].to_numpy() == pytest.approx(
        strict["effect_size"], abs=0.08
    )


def test_the_error_is_that_of_many_samples():
    found = [
        cs.alignment(surveys(200, seed=s), ONE, group="g").table for s in range(40)
    ]
    spread = np.std([t["estimate"] for t in found], axis=0)
    told = np.mean([t["se"] for t in found], axis=0)
    assert told == pytest.approx(spread, rel=0.45)


def test_items_of_several_factors_are_refused():
    model = {"one": ["a", "b", "c"], "two": ["c", "d", "e"]}
    with pytest.raises(ValueError, match="model: c must load on one factor"):
        cs.alignment(surveys(60), model, group="g")
