"""Is a feature's drift told from chance?"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs

PAIR = {"app": ("f", "d")}


def people(seed, must, n=200):
    rng = np.random.default_rng(seed)
    taken = rng.random(n) < must
    frame = pd.DataFrame({"who": np.arange(n), "f": np.where(taken, 2, 1)})
    return frame.assign(d=np.where(taken, 5, 3))


def wave(*args, **design):
    return cs.Wave.from_frame(people(*args), **design)


def test_a_feature_that_became_must_be_is_found():
    found = cs.kano_drift({"old": wave(1, 0.2), "new": wave(2, 0.8)}, PAIR)
    row = found["app"]
    assert (row["category_before"], row["category_after"]) == ("attractive", "must_be")
    assert row["ci_high"] < 0
    assert row["p"] < 1e-6
    assert "another way" in found.summary()


def test_the_test_is_the_squared_t_of_one_share_where_there_are_two_categories():
    one, two = wave(1, 0.4), wave(2, 0.5)
    row = cs.kano_drift([one, two], PAIR)["app"]
    shares = [cs.kano(w, PAIR)["app"]["must_be"] for w in (one, two)]
    v = sum(p * (1 - p) / 199 for p in shares)
    assert row["df1"] == 1
    assert row["statistic"] == pytest.approx((shares[1] - shares[0]) ** 2 / v, rel=1e-9)
    assert row["p"] == pytest.approx(stats.f.sf(row["statistic"], 1, row["df2"]))


def test_people_who_answered_twice_alike_show_no_change():
    both = [wave(1, 0.4, person="who"), wave(1, 0.4, person="who")]
    row = cs.kano_drift(both, PAIR)["app"]
    assert row["estimate"] == pytest.approx(0)
    assert row["se"] == pytest.approx(0, abs=1e-12)


def test_the_test_keeps_its_size():
    p = [
        cs.kano_drift([wave(2 * k, 0.5), wave(2 * k + 1, 0.5)], PAIR)["app"]["p"]
        for k in range(200)
    ]
    assert 0.01 < np.mean(np.array(p) < 0.05) < 0.10


def test_three_waves_are_compared_two_by_two():
    waves = {"a": wave(1, 0.2), "b": wave(2, 0.3), "c": wave(3, 0.9)}
    found = cs.kano_drift(waves, PAIR)
    assert found.table[["before", "after"]].to_numpy().tolist() == [
        ["a", "b"],
        ["b", "c"],
    ]
    assert (found.table["p_adjusted"] >= found.table["p"]).all()


def test_one_wave_is_no_drift():
    with pytest.raises(ValueError, match=r"waves=\['1'\] must be at least two"):
        cs.kano_drift([wave(1, 0.5)], PAIR)
    with pytest.raises(KeyError, match="zz"):
        cs.kano_drift([wave(1, 0.5), wave(2, 0.5)], {"app": ("f", "zz")})
