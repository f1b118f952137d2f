"""Do replicate weights that came with the answers add up as their method says?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

NAMES = ["r1", "r2", "r3", "r4"]
WEIGHTS = np.array([[0.0, 2, 0, 2], [2, 0, 2, 0], [0, 2, 2, 0], [2, 0, 0, 2]])
FRAME = pd.DataFrame({"q1": [1.0, 5, 3, 4]}).assign(
    **dict(zip(NAMES, WEIGHTS.T, strict=True))
)


def wave(**more):
    return cs.Wave.from_frame(FRAME, **({"replicate_weights": NAMES} | more))


def variance(scale, centre=None):
    """Squared deviations of the mean over the four half samples, by hand."""
    each = (WEIGHTS * FRAME[["q1"]].to_numpy()).sum(axis=0) / WEIGHTS.sum(axis=0)
    centre = each.mean() if centre is None else centre
    return scale * ((each - centre) ** 2).sum()


@pytest.mark.parametrize(
    ("method", "more", "scale"),
    [
        ("jk1", {}, 3 / 4),
        ("brr", {}, 1 / 4),
        ("bootstrap", {}, 1 / 3),
        ("fay", {"replicate_rho": 0.3}, 1 / (4 * 0.7**2)),
        ("fay", {"replicate_rho": 0}, 1 / 4),
        ("jkn", {"replicate_scales": 0.5}, 0.5),
        (None, {"replicate_scales": [0.5] * 4}, 0.5),
        ("brr", {"replicate_scales": 0.5}, 0.5),
    ],
)
def test_a_method_fixes_its_scale_where_none_is_given(method, more, scale):
    found = cs.means(wave(replicate_method=method, **more), "q1")
    assert found.se**2 == pytest.approx(variance(scale))


def test_deviations_are_from_the_estimate_where_it_is_asked_for():
    found = cs.means(wave(replicate_method="brr", replicate_mse=True), "q1")
    assert found.se**2 == pytest.approx(variance(1 / 4, centre=3.25))


def test_each_replicate_may_have_a_scale_of_its_own():
    made = wave(replicate_scales=[0.1, 0.2, 0.3, 0.4])
    assert made.design.replicates.scale.tolist() == [0.1, 0.2, 0.3, 0.4]


def test_columns_may_come_as_an_index_of_a_frame():
    made = wave(replicate_weights=FRAME.columns[1:], replicate_method="jk1")
    assert made.design.replicates.weights.tolist() == WEIGHTS.tolist()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, r"replicate_method=None does not fix the scales; name one of jk1, brr"),
        ({"replicate_method": "jkn"}, "replicate_method='jkn' does not fix the scales"),
        (
            {"replicate_method": "jk2", "replicate_scales": 1.0},
            "replicate_method='jk2' must be one of jk1, jkn, brr, fay, bootstrap",
        ),
        ({"replicate_method": "fay"}, "replicate_rho=None must lie from 0 to below 1"),
        (
            {"replicate_method": "fay", "replicate_rho": 1.0},
            "replicate_rho=1.0 must lie from 0 to below 1",
        ),
        ({"replicate_scales": [1.0, 2]}, "has 2 numbers for 4 replicates"),
        ({"replicate_scales": [1, 1, -1, 1]}, "must be finite, from 0 on"),
        ({"replicate_scales": np.inf}, "replicate_scales=inf must be finite"),
        ({"replicate_scales": "half"}, "replicate_scales='half' must be numbers"),
        (
            {"replicate_method": "jk1", "replicate_weights": ["r1"]},
            r"replicate_weights=\['r1'\] must be at least two",
        ),
    ],
)
def test_scales_that_cannot_be_known_are_refused(more, sentence):
    with pytest.raises(ValueError, match=sentence):
        wave(**more)


@pytest.mark.parametrize(
    "argument",
    [{"replicate_method": "brr"}, {"replicate_scales": 1.0}, {"replicate_rho": 0.3}],
)
@pytest.mark.parametrize("columns", [None, []])
def test_a_method_without_weights_is_refused(argument, columns):
    with pytest.raises(ValueError, match="has no replicate_weights"):
        wave(replicate_weights=columns, **argument)


def test_a_replicate_weight_below_nought_is_named():
    wrong = FRAME.assign(r2=[1, -1, 1, 1])
    with pytest.raises(ValueError, match=r"replicate_weights='r2': .* in row 1: -1"):
        cs.Wave.from_frame(wrong, replicate_weights=NAMES, replicate_method="brr")


def test_a_domain_that_a_replicate_loses_whole_has_no_error():
    made = wave(replicate_method="brr")
    one = made.where(made.frame["q1"] >= 5)
    result = cs.means(one, "q1")
    assert result.estimate == 5
    assert np.isnan([result.se, result.ci_low, result.ci_high]).all()
    assert "fewer than two independent units" in str(result.notes[-1])
    assert np.isnan(result.covariance.to_numpy()).all()
