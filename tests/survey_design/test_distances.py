"""Are factors, slopes and integrals of a distance one curve, between its bounds?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.distances import DISTANCES

BOUNDS = {"free": (-np.inf, np.inf), "narrow": (0.4, 1.7)}
CASES = [("linear", "free"), ("raking", "free")] + [(d, "narrow") for d in DISTANCES]


def ends(which):
    return tuple(np.array([end]) for end in BOUNDS[which])


@pytest.mark.parametrize(("name", "which"), CASES)
@hypothesis.given(u=st.floats(-3, 3))
def test_the_slope_and_the_integral_belong_to_the_factor(name, which, u):
    curve, bounds, h = DISTANCES[name], ends(which), 1e-5
    low, high = (float(end[0]) for end in bounds)
    kinks = {"linear": (low - 1, high - 1), "truncated": (low - 1, high - 1)}
    kinks["raking"] = tuple(np.log([max(low, 1e-9), high]))
    hypothesis.assume(all(abs(u - k) > 1e-3 for k in kinks.get(name, ())))
    at = np.array([u - h, u, u + h])
    factor = curve.factor(at, *bounds)
    slope = (factor[2] - factor[0]) / (2 * h)
    assert curve.slope(at, *bounds)[1] == pytest.approx(slope, abs=1e-6, rel=1e-6)
    area = curve.integral(at, *bounds)
    assert (area[2] - area[0]) / (2 * h) == pytest.approx(factor[1], abs=1e-6)


@pytest.mark.parametrize(("name", "which"), CASES)
def test_a_curve_starts_at_one_with_slope_one_and_keeps_its_bounds(name, which):
    # Deville and Särndal (1992), section 2: g(0) = g'(0) = 1
    curve, bounds = DISTANCES[name], ends(which)
    assert curve.factor(np.zeros(1), *bounds) == pytest.approx([1])
    assert curve.slope(np.zeros(1), *bounds) == pytest.approx([1])
    u = np.linspace(-60, 60, 401)
    with np.errstate(over="ignore"):
        factor = curve.factor(u, *bounds)
    assert (np.diff(factor) >= 0).all()
    assert factor.min() >= bounds[0][0]
    assert factor.max() <= bounds[1][0]


def test_the_logit_by_hand():
    # table 1, case 6: L = 0.5, U = 2, A = 1.5 / 0.5 = 3; at u = 1 / 3 e^(Au) = e
    low, high = np.array([0.5]), np.array([2.0])
    found = DISTANCES["logit"].factor(np.array([1 / 3]), low, high)
    assert found == pytest.approx([(0.5 + 2 * 0.5 * np.e) / (1 + 0.5 * np.e)])


def test_only_logit_and_truncated_need_bounds():
    assert [k for k, d in DISTANCES.items() if d.bounded] == ["logit", "truncated"]
