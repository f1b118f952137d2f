"""Tests of the weighted logistic regression: R's numbers, and its own identities."""

import numpy as np
import pytest
from scipy.special import expit

from csat_methods.statistics.response_chances import response_chances


def rows(n=300, seed=1):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    y = (rng.random(n) < expit(x @ [0.3, 1.0, -0.5])).astype(float)
    return x, y, rng.uniform(0.5, 3, n)


def test_coefficients_and_chances_are_those_of_r(reference, reference_data):
    values = reference("survey/weighting/nonresponse")["values"]
    frame = reference_data("apistrat")
    stype = frame["stype"].to_numpy()
    x = np.column_stack(
        [np.ones(len(frame)), stype == "H", stype == "M", frame["meals"]]
    ).astype(float)
    y = (frame["comp.imp"] == "Yes").to_numpy(float)
    for name, weights in (
        ("propensity_weighted", frame["pw"].to_numpy(float)),
        ("propensity_unweighted", np.ones(len(frame))),
    ):
        fit = response_chances(x, y, weights)
        wanted = values[name]
        assert fit.coefficients == pytest.approx(
            list(wanted["coef"].values()), rel=1e-8
        )
        assert fit.fitted[:10] == pytest.approx(wanted["rho_first_10"], rel=1e-9)


def test_the_score_equations_hold():
    x, y, w = rows()
    fit = response_chances(x, y, w)
    assert x.T @ (w * (y - fit.fitted)) == pytest.approx(0, abs=1e-8)
    assert fit.inverse @ ((x * (w * fit.slope)[:, None]).T @ x) == pytest.approx(
        np.eye(3), abs=1e-9
    )


def test_a_weight_of_two_is_two_alike_rows():
    x, y, _ = rows()
    twice = np.where(np.arange(len(y)) < 50, 2, 1)
    once = response_chances(x, y, twice)
    again = response_chances(
        np.repeat(x, twice, 0), np.repeat(y, twice), np.ones(twice.sum())
    )
    assert once.coefficients == pytest.approx(again.coefficients, rel=1e-9)


def test_the_influence_is_the_derivative_by_a_weight():
    x, y, w = rows(80)
    fit, step = response_chances(x, y, w), 1e-5
    for i in (0, 7, 40):
        more = w.copy()
        more[i] += step
        moved = (response_chances(x, y, more).coefficients - fit.coefficients) / step
        assert fit.influence(np.eye(3))[i] == pytest.approx(moved, rel=1e-3, abs=1e-6)


def test_a_group_in_which_nobody_says_yes_is_sure():
    x = np.column_stack([np.ones(30), np.arange(30) < 10]).astype(float)
    y = np.where(np.arange(30) < 10, 0.0, np.arange(30) % 2)
    fit = response_chances(x, y, np.ones(30))
    assert fit.fitted[:10] == pytest.approx(0, abs=1e-9)
    assert fit.fitted[10:] == pytest.approx(0.5, abs=1e-9)


def test_columns_that_follow_from_others_are_refused():
    x, y, w = rows()
    with pytest.raises(ValueError, match="x of 4 columns must be independent"):
        response_chances(np.column_stack([x, x[:, 1]]), y, w)
