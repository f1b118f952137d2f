"""Where does perception lie between adequate and desired?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

RNG = np.random.default_rng(5)
LEAST = RNG.integers(2, 5, 150)
FRAME = pd.DataFrame({"a": LEAST, "d": LEAST + RNG.integers(0, 4, 150)})
FRAME["p"] = (FRAME["a"] + RNG.integers(-1, 4, 150)).clip(1, 7)
FRAME["city"] = RNG.choice(["A", "B"], 150)
FRAME["w"] = RNG.uniform(1, 2, 150)
TRIPLE = {"speed": ("a", "d", "p")}
SCALES = dict.fromkeys("adp", (1, 7))


def wave(frame=FRAME, **design):
    return cs.Wave.from_frame(frame, scales=SCALES, **design)


def test_measures_are_those_of_the_answers():
    row = cs.zone_of_tolerance(wave(), TRIPLE)["speed"]
    a, d, p = (FRAME[c] for c in "adp")
    assert row["adequacy"] == row["estimate"] == pytest.approx((p - a).mean())
    assert row["superiority"] == pytest.approx((p - d).mean())
    assert row["position"] == pytest.approx((p - a).mean() / (d - a).mean())
    assert row["inside"] == pytest.approx(((a <= p) & (p <= d)).mean())
    assert row["se"] == pytest.approx((p - a).std() / np.sqrt(150))


def test_adequacy_and_superiority_are_gaps():
    row = cs.zone_of_tolerance(wave(weights="w"), TRIPLE)["speed"]
    gap = cs.gap_scores(wave(weights="w"), {"x": ("d", "p")})["x"]
    assert row["superiority"] == pytest.approx(gap["estimate"])
    assert row["superiority_se"] == pytest.approx(gap["se"])


def test_inversions_are_counted_and_left_out_of_position():
    turned = FRAME.assign(d=np.where(FRAME.index < 10, FRAME["a"] - 1, FRAME["d"]))
    found = cs.zone_of_tolerance(wave(turned), TRIPLE)
    assert found["speed"]["inversions"] == 10
    rest = cs.zone_of_tolerance(wave(FRAME.iloc[10:]), TRIPLE)["speed"]
    assert found["speed"]["position"] == pytest.approx(rest["position"])
    assert found["speed"]["inside"] == pytest.approx(rest["inside"])
    assert found["speed"]["n"] == 150
    assert "desire less" in found.notes[0].id


def test_segments_are_narrowed_waves():
    found = cs.zone_of_tolerance(wave(), TRIPLE, by="city")
    alone = cs.zone_of_tolerance(wave().by("city")["B"], TRIPLE)["speed"]
    row = found.row(city="B", term="speed")
    for column in ("adequacy", "position", "position_se", "inside_se", "n"):
        assert row[column] == pytest.approx(alone[column])


def test_errors_are_those_of_the_jackknife():
    made = wave(weights="w")
    one, two = (
        cs.zone_of_tolerance(w, TRIPLE)["speed"]
        for w in (made, cs.replicate(made, method="jkn"))
    )
    for column in ("se", "superiority_se", "position_se", "inside_se"):
        assert one[column] == pytest.approx(two[column], rel=0.02)


@pytest.mark.parametrize(
    ("triples", "why"),
    [
        ({}, "triples={}"),
        ({"x": ("a", "d")}, "triple='x' must be"),
        ({"x": ("a", "d", 3)}, "triple='x': side=3 must be a column, or a list"),
        ({"x": (["a"], ["d", "w"], ["p"])}, "unequal length"),
        ({"x": ("a", "d", "w")}, "unequal scales"),
    ],
)
def test_wrong_triples_are_refused(triples, why):
    with pytest.raises(ValueError, match=why):
        cs.zone_of_tolerance(wave(), triples)


def test_what_falls_short_is_said():
    low = FRAME.assign(p=1)
    assert (
        "less than they would accept, least at speed"
        in cs.zone_of_tolerance(wave(low), TRIPLE).summary()
    )
    assert "Nowhere" in cs.zone_of_tolerance(wave(), TRIPLE).summary()
