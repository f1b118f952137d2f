"""Which tells satisfaction better, and how sure is it?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

PAIRS = {"one": ("e1", "p1"), "two": ("e2", "p2")}


def survey(gap, n=400, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=["e1", "p1", "e2", "p2"])
    told = frame["p1"] + frame["p2"] - gap * (frame["e1"] + frame["e2"])
    frame["overall"] = told + rng.normal(size=n)
    return frame.assign(w=rng.uniform(1, 2, n))


def found(gap, **design):
    wave = cs.Wave.from_frame(survey(gap), **design)
    return cs.servperf(wave, PAIRS, outcome="overall")


def test_r_squared_is_that_of_both_regressions():
    wave = cs.Wave.from_frame(survey(0.4), weights="w")
    table = cs.servperf(wave, PAIRS, outcome="overall").table.set_index("term")
    frame = survey(0.4).assign(g1=lambda f: f.p1 - f.e1, g2=lambda f: f.p2 - f.e2)
    made = cs.Wave.from_frame(frame, weights="w")
    for term, columns in (("servqual", ["g1", "g2"]), ("servperf", ["p1", "p2"])):
        fit = cs.regression(made, "overall", columns)
        assert table["estimate"][term] == pytest.approx(fit.r_squared)


@pytest.mark.parametrize(
    ("gap", "said"),
    [(0, "Perceptions alone tell"), (1, "Gaps tell"), (0.5, "is undecided")],
)
def test_what_was_planted_is_said(gap, said):
    assert said in found(gap).summary()


def test_the_error_of_the_difference_is_the_jackknife_s():
    wave = cs.Wave.from_frame(survey(0.3, 300), weights="w")
    one, two = (
        cs.servperf(w, PAIRS, outcome="overall").table["se"]
        for w in (wave, cs.replicate(wave, method="jkn"))
    )
    assert one.tolist() == pytest.approx(two.tolist(), rel=0.03)


def test_swapping_sides_keeps_the_gaps_share():
    turned = {name: pair[::-1] for name, pair in PAIRS.items()}
    wave = cs.Wave.from_frame(survey(0.4))
    one, two = (
        cs.servperf(wave, p, outcome="overall")["servqual"]["estimate"]
        for p in (PAIRS, turned)
    )
    assert one == pytest.approx(two)


@pytest.mark.parametrize(
    ("change", "rows", "why"),
    [
        ({"overall": 1.0}, 400, "outcome='overall' is the same"),
        ({"p2": 5.0}, 400, "servperf: its predictors are constant"),
        ({}, 6, "n=6 people"),
    ],
)
def test_what_has_no_one_answer_is_refused(change, rows, why):
    wave = cs.Wave.from_frame(survey(0.4).assign(**change).head(rows))
    with pytest.raises(ValueError, match=why):
        cs.servperf(wave, PAIRS, outcome="overall")


def test_perception_tells_the_kiosk_s_satisfaction_better_than_the_gap(kiosk):
    # worked beforehand: overall correlates .491 with perception, .380 with the gap
    sides = tuple([f"{side}{i:02}" for i in range(1, 25)] for side in "EP")
    outcome = "overall_satisfaction"
    table = cs.servperf(kiosk, {"all": sides}, outcome=outcome).table.set_index("term")
    correlations = np.sqrt(table["estimate"].iloc[:2])
    assert correlations.tolist() == pytest.approx([0.380, 0.491], abs=5.001e-4)
