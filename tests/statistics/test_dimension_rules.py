"""Are Kaiser, scree, MAP, EKC and hull those of R?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.correlation import adequacy
from csat_methods.statistics.dimension_rules import (
    empirical_kaiser,
    hull,
    kaiser,
    minimum_average_partial,
    optimal_coordinates,
)
from csat_methods.statistics.pair_correlations import pearson

CASES = ["attitude", "bfi25", "bfi25_pairwise", "harman74", "hs1939", "msq20"]
POWERS = {2: ("from_0", "map_min_from_0"), 4: ("map4_from_0", "map4_min_from_0")}


@pytest.fixture(scope="module")
def correlations(reference, reference_data, answers):
    def read(name):
        case = reference(f"psychometrics/retention/{name}")
        data = reference_data(case["data"])
        if len(data) == len(case["items"]):
            return case["values"], data[case["items"]].to_numpy(float)
        x = answers(case, complete=case["missing"] == "listwise")
        return case["values"], pearson(x).R

    return read


def simple(p, r):
    return np.full((p, p), r) + (1 - r) * np.eye(p)


@pytest.mark.parametrize("name", CASES)
def test_eigenvalues_and_their_rules_are_those_of_r(correlations, name):
    values, R = correlations(name)
    found = kaiser(R)
    np.testing.assert_allclose(found.levels, values["eigen_pca"], atol=1e-9)
    assert found.number == values["kaiser"]
    scree = optimal_coordinates(R)
    wanted = np.array(values["nScree"]["oc_predicted"], float)
    np.testing.assert_allclose(scree.levels, wanted[: len(scree.levels)], atol=1e-9)
    assert scree.number == values["nScree"]["noc"]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("power", POWERS)
def test_partial_correlations_are_those_of_r(correlations, name, power):
    values, R = correlations(name)
    key, number = POWERS[power]
    got, wanted = minimum_average_partial(R, power=power), values["map"]
    listed = np.array(wanted[key], float)
    known = ~np.isnan(got.levels) & ~np.isnan(listed)
    np.testing.assert_allclose(got.levels[known], listed[known], rtol=1e-7)
    assert known.sum() >= len(listed) - 1
    assert got.number == wanted[number]


@pytest.mark.parametrize("name", CASES)
def test_the_empirical_kaiser_criterion_is_braeken_and_van_assens(correlations, name):
    values, R = correlations(name)
    got = empirical_kaiser(R, values["n"])
    np.testing.assert_allclose(got.levels, values["ekc"]["reference"], atol=1e-9)
    assert got.number == values["ekc"]["n_factors"]


@pytest.mark.parametrize("name", CASES)
def test_the_hull_is_efatools(correlations, name):
    values, R = correlations(name)
    wanted = values["hull"]["ULS"]
    rows = np.array(wanted["CAF"]["solutions"]["data"], float)
    got = hull(R, wanted["n_fac_max"])
    assert got.number == wanted["CAF"]["n_factors"]
    near = 1e-2 if name == "bfi25_pairwise" else 1e-3
    np.testing.assert_allclose(got.fit, rows[:, 1], atol=near)
    np.testing.assert_array_equal(got.degrees, rows[:, 2])
    if near == 1e-3:
        np.testing.assert_array_equal(np.isnan(got.bend), np.isnan(rows[:, 3]))


@given(st.integers(4, 9), st.floats(0.4, 0.9))
def test_items_alike_have_one_dimension(p, r):
    R = simple(p, r)
    assert kaiser(R).number == 1
    assert optimal_coordinates(R).number == 1
    assert minimum_average_partial(R).number == 1
    assert empirical_kaiser(R, 1000).number == 1
    assert hull(R, 3).number == 1


def test_noise_has_none():
    R = np.eye(8)
    assert empirical_kaiser(R, 500).number == 0
    assert minimum_average_partial(R).number == 0


def test_the_empirical_criterion_stops_at_the_first_failure():
    # a third eigenvalue above its line does not count once the second is below
    values = np.array([2.0, 1.005, 1.004, 0.5, 0.491])
    q = np.linalg.qr(np.random.default_rng(0).normal(size=(5, 5)))[0]
    R = q * values @ q.T
    got = empirical_kaiser(R, 100)
    assert got.number == 1


def test_adequacy_of_three_alike_items_is_known():
    # partial correlation of r = 1/2 given one other: 1/3
    assert adequacy(simple(3, 0.5)) == pytest.approx(0.25 / (0.25 + 1 / 9))
    assert adequacy(np.eye(3)) == 0.5


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="n=0 must be a whole number"):
        empirical_kaiser(simple(3, 0.5), 0)
    with pytest.raises(ValueError, match="most=0 must be a whole number"):
        hull(simple(4, 0.5), 0)
