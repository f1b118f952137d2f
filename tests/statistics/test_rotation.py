"""Are rotated factors those of R, and the best there are?"""

import numpy as np
import pytest
from factor_analyzer import Rotator
from hypothesis import given, strategies as st

from csat_methods.statistics.extraction import extract
from csat_methods.statistics.rotation import promax, rotate
from csat_methods.statistics.rotation_criteria import geomin
from csat_methods.statistics.rotation_methods import METHODS

CASES = [
    "attitude_ml_2",
    "bfi25_minres_5",
    "bfi25_ml_5",
    "bfi_ACE_polychoric_minres_3",
    "harman74_pa_4",
    "hs_minres_3",
    "hs_ml_3",
    "thurstone_minres_3",
]
R_NAMES = {
    "varimax_kaiser": ("varimax", None),
    "varimax_raw": ("varimax", False),
    "quartimax": ("quartimax", None),
    "equamax": ("equamax", None),
    "oblimin": ("oblimin", None),
    "oblimin_kaiser": ("oblimin", True),
    "geominQ": ("geomin", None),
    "promax_psych": ("promax", None),
}
# R stopped this one 4e-10 above the minimum, 1.2e-6 away in the loadings
STOPPED_EARLY = {("bfi25_ml_5", "quartimax"): 3e-6}


def solution(values, name):
    found = values["rotated"][name]
    loadings = np.array(found["loadings"]["data"])
    phi = np.eye(values["m"]) if found["phi"] is None else found["phi"]["data"]
    return loadings, np.array(phi)


def matched(got, loadings):
    """Our columns in R's order and with R's signs."""
    likeness = got.loadings.T @ loadings
    likeness /= np.linalg.norm(got.loadings, axis=0)[:, None]
    likeness /= np.linalg.norm(loadings, axis=0)
    order = np.abs(likeness).argmax(axis=0)
    assert sorted(order) == list(range(len(order)))
    signs = np.sign(likeness[order, np.arange(len(order))])
    phi = got.factor_correlations[np.ix_(order, order)] * np.outer(signs, signs)
    return got.loadings[:, order] * signs, phi


def factors(p, m, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(p, m)) * rng.uniform(0.2, 0.5)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("theirs", R_NAMES)
def test_loadings_order_and_signs_are_those_of_r(reference, name, theirs):
    values = reference(f"psychometrics/efa/{name}")["values"]
    method, kaiser = R_NAMES[theirs]
    got = rotate(values["unrotated"]["data"], method, kaiser=kaiser)
    loadings, phi = solution(values, theirs)
    atol = STOPPED_EARLY.get((name, theirs), 1e-6)
    assert got.converged
    np.testing.assert_allclose(got.loadings, loadings, atol=atol, rtol=0)
    np.testing.assert_allclose(got.factor_correlations, phi, atol=atol, rtol=0)


@pytest.mark.parametrize("name", CASES[1:])
def test_bifactor_loadings_are_those_of_r(reference, name):
    values = reference(f"psychometrics/efa/{name}")["values"]
    got = rotate(values["unrotated"]["data"], "bifactor")
    minima = values["rotation_minima"]["bifactorT"]
    assert got.criterion <= minima["lowest_of_random_starts"] + 1e-9
    if minima["identity_start_is_lowest"]:
        expected = solution(values, "bifactorT")[0]
        np.testing.assert_allclose(matched(got, expected)[0], expected, atol=1e-6)
        assert np.abs(got.loadings[:, 0]) == pytest.approx(
            np.abs(expected[:, 0]), abs=1e-6
        )


def test_a_local_minimum_is_not_taken_for_the_lowest(reference):
    values = reference("psychometrics/efa/thurstone_minres_3")["values"]
    got = rotate(values["unrotated"]["data"], "bifactor")
    minima = values["rotation_minima"]["bifactorT"]
    assert got.criterion < minima["criterion_from_identity"] - 1e-4
    assert 1 <= got.reached < got.starts == 20


@pytest.mark.parametrize("name", CASES)
def test_orthogonal_geomin_is_no_higher_than_r_s(reference, name):
    values = reference(f"psychometrics/efa/{name}")["values"]
    got = rotate(values["unrotated"]["data"], "geomin_orthogonal")
    expected = solution(values, "geominT")[0]
    theirs = geomin(0.01)(expected)[0]
    assert got.criterion <= theirs + 1e-9
    if got.criterion > theirs - 1e-6:
        np.testing.assert_allclose(matched(got, expected)[0], expected, atol=1e-6)


@pytest.mark.parametrize("name", ["bfi25_minres_5", "hs_minres_3"])
@pytest.mark.parametrize(
    ("theirs", "ours"), [("targetQ", "target"), ("targetT", "target_orthogonal")]
)
def test_target_rotations_are_those_of_r(reference, name, theirs, ours):
    values = reference(f"psychometrics/efa/{name}")["values"]
    goal = np.array(values["target"]["data"], dtype=float)
    got = rotate(values["unrotated"]["data"], ours, target=goal)
    loadings, phi = solution(values, theirs)
    found, correlations = matched(got, loadings)
    np.testing.assert_allclose(found, loadings, atol=1e-6)
    np.testing.assert_allclose(correlations, phi, atol=1e-6)
    assert np.abs(got.loadings) == pytest.approx(np.abs(loadings), abs=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_promax_of_unweighted_rows_is_r_s_own(reference, name):
    values = reference(f"psychometrics/efa/{name}")["values"]
    A = np.array(values["unrotated"]["data"])
    T = promax(A, rotate(A, "varimax").transformation)
    expected, phi = solution(values, "promax_stats")
    found = A @ np.linalg.inv(T).T
    order = np.argsort(-np.diagonal(T.T @ T @ found.T @ found))
    np.testing.assert_allclose(found[:, order], expected, atol=1e-6)
    np.testing.assert_allclose((T.T @ T)[np.ix_(order, order)], phi, atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
@given(seed=st.integers(0, 10))
def test_a_rotation_reproduces_the_same_correlations(method, seed):
    A = factors(8, 3, seed)
    got = rotate(A, method, starts=3, target=np.where(A > 0, np.nan, 0.0))
    L, phi = got.loadings, got.factor_correlations
    np.testing.assert_allclose(L @ phi @ L.T, A @ A.T, atol=1e-10)
    np.testing.assert_allclose(np.diagonal(phi), 1)
    T = got.transformation
    np.testing.assert_allclose(A @ np.linalg.inv(T).T, L, atol=1e-12)
    np.testing.assert_allclose(T.T @ T, phi, atol=1e-12)


@pytest.mark.parametrize("method", ["varimax", "oblimin", "geomin", "promax"])
def test_columns_fall_by_variance_and_point_up(method):
    got = rotate(factors(10, 4, 3), method)
    L, phi = got.loadings, got.factor_correlations
    assert (np.diff(np.diagonal(phi @ L.T @ L)) < 1e-12).all()
    assert (L.sum(axis=0) >= 0).all()


@pytest.mark.parametrize("method", ["varimax", "oblimin", "quartimax", "equamax"])
def test_the_rotator_finds_the_same(reference, method):
    values = reference("psychometrics/efa/bfi25_minres_5")["values"]
    A = np.array(values["unrotated"]["data"])
    theirs = Rotator(method=method, kappa=5 / 50, max_iter=5000, tol=1e-8)
    expected = theirs.fit_transform(A)
    found, _ = matched(rotate(A, method), expected)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_simple_structure_is_recovered():
    simple = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6], [0.5]]))
    phi = np.full((3, 3), 0.3) + 0.7 * np.eye(3)
    R = simple @ phi @ simple.T
    np.fill_diagonal(R, 1)
    got = rotate(extract(R, 3).loadings, "oblimin")
    np.testing.assert_allclose(matched(got, simple)[0], simple, atol=1e-6)
    np.testing.assert_allclose(got.factor_correlations, phi, atol=1e-6)
    assert got.criterion == pytest.approx(0, abs=1e-12)
    assert got.reached > 1


def test_the_order_of_items_and_the_seed_do_not_matter(reference):
    values = reference("psychometrics/efa/hs_minres_3")["values"]
    A, order = (
        np.array(values["unrotated"]["data"]),
        np.random.default_rng(0).permutation(9),
    )
    one, other = rotate(A, "geomin"), rotate(A[order], "geomin", seed=5)
    np.testing.assert_allclose(other.loadings, one.loadings[order], atol=1e-6)


def test_an_item_without_communality_stays_at_zero():
    A = factors(6, 2, 1)
    A[2] = 0
    got = rotate(A, "varimax")
    assert got.converged
    assert not got.loadings[2].any()


def test_one_factor_or_no_method_leaves_the_loadings():
    A = factors(5, 2, 2)
    none, one = rotate(A, "none"), rotate(A[:, :1], "oblimin")
    assert np.array_equal(none.loadings, A)
    assert np.array_equal(one.loadings, A[:, :1])
    assert none.converged
    assert none.starts == 0
    assert np.isnan(none.criterion)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"method": "oblimn"}, r"method='oblimn' must be one of .* 'oblimin'"),
        ({"method": "target"}, r"target of shape None must have that of loadings"),
        (
            {"method": "target", "target": np.ones((2, 2))},
            r"target of shape \(2, 2\) must have that of loadings, \(6, 2\)",
        ),
        ({"method": "bifactor"}, "needs a general factor and at least two others"),
        ({"starts": 0}, "starts=0 must be a whole number"),
        ({"epsilon": 0}, "epsilon=0 must be a finite number above 0"),
        ({"power": -1}, "power=-1 must be a finite number above 0"),
    ],
)
def test_bad_arguments_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        rotate(factors(6, 2, 0), **arguments)


def test_loadings_must_be_numbers():
    with pytest.raises(ValueError, match=r"loadings of shape \(2, 2\) must be a table"):
        rotate([[1.0, np.nan], [0.0, 1.0]])
