"""Is the polyserial correlation the maximum that lavaan finds?"""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from csat_methods.statistics.polyserial import LIMIT, polyserial


def drawn(rho, n, seed=0):
    rng = np.random.default_rng(seed)
    x, y = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], n).T
    return 10 + 3 * x, np.digitize(y, [-1.0, 0.3, 1.2])


def test_it_is_lavaans(reference, answers):
    case = reference("psychometrics/correlations/polyserial_bfi_age_N1")
    number, rating = answers(case).T
    got = polyserial(number, rating)
    assert got.rho == pytest.approx(case["values"]["lavaan"], abs=1e-6)
    assert got.rho == pytest.approx(case["values"]["ml"]["rho"], abs=1e-4)


def test_it_is_near_the_joint_maximum_of_polycor(reference, answers):
    # lavaan itself drops the one answer far below the others here (0.16608).
    case = reference("psychometrics/correlations/polyserial_sat_education")
    number, rating = answers(case).T
    wanted = case["values"]["ml"]
    got = polyserial(number, rating)
    assert got.rho == pytest.approx(wanted["rho"], abs=2e-4)
    error = np.sqrt(got.influence @ got.influence)
    assert error == pytest.approx(wanted["se"], rel=0.05)


def test_no_other_value_is_likelier():
    number, rating = drawn(0.6, 400)
    got = polyserial(number, rating)
    z = (number - number.mean()) / number.std()
    cuts = np.concatenate(
        [[-np.inf], ndtri(np.bincount(rating)[:-1].cumsum() / 400), [np.inf]]
    )

    def likelihood(rho):
        root = np.sqrt(1 - rho**2)
        ends = [ndtr((cuts[rating + side] - rho * z) / root) for side in (1, 0)]
        return np.log(ends[0] - ends[1]).sum()

    top = likelihood(got.rho)
    assert top > max(likelihood(got.rho - 1e-4), likelihood(got.rho + 1e-4))
    np.testing.assert_allclose(got.thresholds, cuts[1:-1])


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.0, 0.7, 0.99])
def test_the_truth_is_found_in_a_large_sample(rho):
    got = polyserial(*drawn(rho, 20_000))
    assert got.rho == pytest.approx(rho, abs=4 * np.sqrt(got.influence @ got.influence))


def test_a_number_far_out_does_not_break_it():
    number, rating = drawn(0.3, 200)
    number[0] = -1000.0
    assert abs(polyserial(number, rating).rho) < 0.5


def test_a_rating_that_cuts_the_number_stops_below_one():
    number = np.arange(30.0)
    got = polyserial(number, number > 14)
    assert got.at_edge
    assert got.rho == LIMIT
    assert polyserial(-number, number > 14).rho == -LIMIT


def test_answers_must_vary():
    with pytest.raises(ValueError, match="needs answers that vary"):
        polyserial([1.0, 2.0], [3, 3])
    with pytest.raises(ValueError, match="needs answers that vary"):
        polyserial([1.0, 1.0], [3, 4])
