"""Are trimmed weights and their errors R's, and is the sum kept?"""

import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture
def raked(clusters):
    margins = {"stype": {"E": 4421, "H": 755, "M": 1018}}
    return cs.rake(clusters, margins | {"sch.wide": {"No": 1072, "Yes": 5122}})


def compare(wave, expected):
    w, mean = wave.weights.to_numpy(), cs.means(wave, "api00")
    found = [w.sum(), w.min(), w.max(), (w**2).sum(), *w[:10], mean.estimate, mean.se]
    ends = [expected[name] for name in ("sum", "min", "max", "sum_squares")]
    (estimate,) = expected["mean_api00"]["estimate"].values()
    (se,) = expected["mean_api00"]["se"].values()
    wanted = [*ends, *expected["first_10"], estimate, se]
    assert found == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize(
    ("case", "limits"),
    [("upper_40_strict", {"upper": 40}), ("lower_20_upper_42", (20, 42))],
)
def test_trimming_raked_weights_is_rs(reference, raked, case, limits):
    values = reference("survey/weighting/trim")["values"]["trimmed"]
    if isinstance(limits, tuple):
        limits = dict(zip(("lower", "upper"), limits, strict=True))
    compare(cs.trim_weights(raked, **limits), values[case])


@pytest.mark.parametrize("case", ["strat_upper_40", "strat_strict"])
def test_trimming_on_both_sides_is_rs(reference, strata, case):
    values = reference("survey/weighting/trim")["values"]["trimmed"]
    compare(cs.trim_weights(strata, lower=16, upper=40), values[case])


def test_trimming_raked_factors_is_rs_calibration_with_trim(reference, clusters):
    # all base weights are alike, so limits of the factor are limits of the weight
    values = reference("survey/weighting/calibrate_trim")["values"]["trim_.65_1.8"]
    totals = {"stype": {"E": 4421, "H": 755, "M": 1018}, "api99": 3914069}
    base = clusters.weights.iloc[0]
    made = cs.trim_weights(
        cs.calibrate(clusters, totals, distance="raking"),
        lower=0.65 * base,
        upper=1.8 * base,
    )
    w = made.weights
    found = [w.min(), w.max(), (w**2).sum(), cs.means(made, "api00").estimate]
    ends = [values[name] for name in ("min", "max", "sum_squares")]
    wanted = [*ends, values["mean_api00"]["estimate"]["api00"]]
    assert found == pytest.approx(wanted, rel=1e-10)


def test_only_the_domain_is_trimmed():
    frame = pd.DataFrame({"w": [1.0, 3, 10, 50], "c": list("aaab")})
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.trim_weights(wave.where(frame["c"] == "a"), upper=6)
    assert made.weights.tolist() == [3, 5, 6, 50]
    assert (made.ledger[-1].rows, str(made.ledger[-1].detail)) == (
        1,
        "1 weights outside the limits",
    )


def test_limits_that_nobody_passes_change_nothing(strata):
    made = cs.trim_weights(strata, upper=1000)
    assert made.weights.tolist() == strata.weights.tolist()


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({}, "lower=None and upper=None: give at least one limit"),
        ({"lower": -1}, "lower=-1 must lie from 0"),
        ({"upper": 0}, "upper=0 must be a finite number above 0"),
        ({"upper": 2}, "on either side of the mean weight 4.66667"),
        ({"lower": 8, "upper": 9}, "on either side of the mean weight 4.66667"),
    ],
)
def test_limits_that_no_weights_keep_are_refused(limits, sentence):
    wave = cs.Wave.from_frame(pd.DataFrame({"w": [1.0, 3, 10]}), weights="w")
    with pytest.raises(ValueError, match=sentence):
        cs.trim_weights(wave, **limits)


def test_nobody_with_a_weight_cannot_be_trimmed():
    wave = cs.Wave.from_frame(pd.DataFrame({"w": [0.0, 1, 2]}), weights="w")
    with pytest.raises(ValueError, match="nobody in the domain has a weight above 0"):
        cs.trim_weights(wave.where(wave.weights == 0), upper=6)
