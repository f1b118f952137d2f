"""Are latent means lavaan's, with errors that hold under the design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

THREE = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}
ONE = {"one": list("abcd")}


def moved(shift=0.5, n=400, **more):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2 * n, 1)) + rng.normal(size=(2 * n, 4)) * 0.8
    x[n:] += shift
    return pd.DataFrame(x, columns=list("abcd")).assign(
        year=np.repeat([2020, 2021], n), **more
    )


def test_partial_means_are_lavaan_s(reference, reference_data):
    values = reference("psychometrics/invariance/hs_school_ml")["values"]
    wave = cs.Wave.from_frame(reference_data("hs1939.csv"))
    found = cs.latent_means(
        wave, THREE, group="school", estimator="ml", released=["x3 ~1", "x7 ~1"]
    )
    told = found.table.set_index("term")
    group, wanted = list(values["partial_latent_means"].items())[1]
    assert set(found.table["group"]) == {group}
    for factor, value in wanted.items():
        assert told.loc[f"{factor} ~1", "estimate"] == pytest.approx(value, abs=1e-5)
    rows = values["partial_scalar"]["estimates"]
    for row in rows:
        if row["op"] == "~1" and row["lhs"] in wanted and row["se"]:
            se = told.loc[f"{row['lhs']} ~1", "se"]
            assert se == pytest.approx(row["se"], rel=1e-4)


def test_a_shift_of_all_items_is_the_factor_s():
    found = cs.latent_means(cs.Wave.from_frame(moved()), ONE, group="year")
    row = found["one ~1"]
    assert row["estimate"] == pytest.approx(0.5, abs=3 * row["se"])
    assert "higher in 2021" in found.summary()
    none = cs.latent_means(cs.Wave.from_frame(moved(0.0)), ONE, group="year")
    assert none["one ~1"]["ci_low"] < 0 < none["one ~1"]["ci_high"]
    assert "No factor's mean differs" in none.summary()


def test_people_in_both_waves_make_the_difference_surer():
    rng = np.random.default_rng(4)
    n = 300
    person = rng.normal(size=(n, 1))
    waves = {}
    for k, year in enumerate(("2020", "2021")):
        x = person + 0.2 * k + rng.normal(size=(n, 4)) * 0.7
        frame = pd.DataFrame(x, columns=list("abcd")).assign(who=range(n))
        waves[year] = frame
    apart = {
        y: cs.Wave.from_frame(f.assign(who=f["who"] + 1000 * i), person="who")
        for i, (y, f) in enumerate(waves.items())
    }
    same = {y: cs.Wave.from_frame(f, person="who") for y, f in waves.items()}
    alone = cs.latent_means(cs.stack(apart), ONE, group="wave")["one ~1"]
    panel = cs.latent_means(cs.stack(same), ONE, group="wave")["one ~1"]
    assert panel["estimate"] == pytest.approx(alone["estimate"], abs=1e-8)
    assert panel["se"] < 0.6 * alone["se"]


def test_ratings_have_means_of_their_responses():
    frame = moved()
    items = list("abcd")
    frame[items] = np.digitize(frame[items].to_numpy(), [-1, 0, 1])
    found = cs.latent_means(
        cs.Wave.from_frame(frame), ONE, group="year", estimator="wlsmv"
    )
    assert found["one ~1"]["estimate"] == pytest.approx(0.5, abs=0.2)
    assert found["one ~1"]["effect_size"] == pytest.approx(found["one ~1"]["estimate"])


def test_terms_that_cannot_be_released_are_refused():
    with pytest.raises(ValueError, match=r"released=\['q9 ~1'\]"):
        cs.latent_means(
            cs.Wave.from_frame(moved()), ONE, group="year", released=["q9 ~1"]
        )
