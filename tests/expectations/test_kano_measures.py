"""Are a feature's measures those of its shares?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

RNG = np.random.default_rng(11)
FRAME = pd.DataFrame(RNG.integers(1, 6, (300, 2)), columns=["f", "d"])
FRAME["unit"] = np.arange(300) // 10
PAIR = {"x": ("f", "d")}


def test_better_and_worse_follow_from_the_shares():
    row = cs.kano(cs.Wave.from_frame(FRAME), PAIR)["x"]
    m, o, a, i = row[["must_be", "one_dimensional", "attractive", "indifferent"]]
    assert row["better"] == pytest.approx((a + o) / (a + o + m + i))
    assert row["worse"] == pytest.approx(-(o + m) / (a + o + m + i))
    assert row["total_strength"] == pytest.approx(a + o + m)


def test_probability_follows_the_design():
    alike = FRAME.groupby("unit").transform("first").assign(unit=FRAME["unit"])
    alone = cs.kano(cs.Wave.from_frame(alike), PAIR)["x"]
    clustered = cs.kano(cs.Wave.from_frame(alike, clusters="unit"), PAIR)["x"]
    assert clustered["probability"] <= alone["probability"]
    assert clustered["better_se"] > 2 * alone["better_se"]


def test_probabilities_add_up_to_one():
    frame = FRAME.assign(part=FRAME["unit"] % 10)
    found = cs.kano(cs.Wave.from_frame(frame, clusters="unit"), PAIR, by="part")
    assert found.probabilities.sum(axis=1).to_numpy() == pytest.approx(1)


def test_one_unit_makes_nothing_certain():
    found = cs.kano(cs.Wave.from_frame(FRAME, clusters="unit"), PAIR, by="unit")
    assert (found.table["category"] != "").all()
    assert found.table["probability"].isna().all()
    assert found.probabilities.isna().all(axis=None)
    assert "0 fall clearly into one category" in found.summary()


def test_the_correlation_is_that_of_redrawn_people():
    row = cs.kano(cs.Wave.from_frame(FRAME), PAIR)["x"]
    again = []
    for seed in range(150):
        frame = FRAME.sample(300, replace=True, random_state=seed, ignore_index=True)
        found = cs.kano(cs.Wave.from_frame(frame), PAIR, draws=1)
        again.append(found.table[["better", "worse"]].to_numpy()[0])
    seen = np.corrcoef(np.array(again).T)[0, 1]
    assert row["better_worse"] == pytest.approx(seen, abs=0.2)


def test_better_and_worse_keep_within_their_range_with_their_intervals():
    few = pd.DataFrame({"f": [2, 1, 1, 3], "d": [5, 5, 3, 3]})
    row = cs.kano(cs.Wave.from_frame(few), {"x": ("f", "d")})["x"]
    assert 0 < row["better_low"] < row["better"] < row["better_high"] < 1
    assert -1 < row["worse_low"] < row["worse"] < row["worse_high"] < 0


def test_better_of_all_or_nobody_has_the_exact_interval_of_its_answers():
    must = pd.DataFrame({"f": [2] * 20, "d": [5] * 20})
    row = cs.kano(cs.Wave.from_frame(must), {"x": ("f", "d")})["x"]
    bound = 1 - 0.025 ** (1 / 20)  # Clopper and Pearson (1934): none of twenty
    assert (row["better"], row["worse"]) == (0, -1)
    assert row["better_high"] == pytest.approx(bound)
    assert row["worse_high"] == pytest.approx(bound - 1)
