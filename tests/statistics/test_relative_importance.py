"""Are the pieces of R² those of R?"""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics import relative_importance
from csat_methods.statistics.moments import moments
from csat_methods.statistics.relative_importance import (
    first,
    johnson,
    last,
    lmg,
    lmg_weights,
    pratt,
    r2,
    square_root,
)

MEASURES = {
    "lmg": lmg,
    "first": first,
    "last": last,
    "pratt": pratt,
    "johnson": johnson,
}
CASES = ["attitude", "swiss", "bank_12"]


@pytest.fixture(params=CASES)
def case(request, reference, reference_data):
    found = reference(f"survey/drivers/{request.param}")
    columns = [found["columns"]["outcome"], *found["values"]["lmg"]]
    return found["values"], moments(reference_data(found["data"])[columns]).covariance


@pytest.mark.parametrize("name", MEASURES)
def test_pieces_are_those_of_relaimpo(case, vector, name):
    values, S = case
    np.testing.assert_allclose(MEASURES[name](S), vector(values[name]), rtol=1e-9)
    assert r2(S) == pytest.approx(values["R2"], rel=1e-9)


def test_pieces_of_the_attitude_data_without_the_data():
    # relaimpo 2.2-7: complaints .371, learning .156, raises .120 of R2 .733
    S = _attitude()
    assert lmg(S)[[0, 2, 3]] == pytest.approx([0.371, 0.156, 0.120], abs=5e-4)
    assert r2(S) == pytest.approx(0.733, abs=5e-4)


def _attitude():
    """Correlations of R's attitude data to seven digits (rating first)."""
    below = """.8254176
        .4261169 .5582882
        .6236782 .5967358 .4933310
        .5901390 .6691975 .4454779 .6403144
        .1564392 .1877143 .1472331 .1159652 .3768830
        .1550863 .2245796 .3432934 .5316198 .5741862 .2833432"""
    R = np.eye(7)
    R[np.tril_indices(7, -1)] = [float(value) for value in below.split()]
    return R + np.tril(R, -1).T


@pytest.mark.parametrize("design", ["weighted", "design"])
def test_weighted_pieces_are_those_of_relaimpo(
    reference, reference_data, vector, design
):
    case = reference("survey/drivers/weighted")
    columns = [case["columns"]["outcome"], *case["columns"]["drivers"]]
    frame = reference_data("apistrat").dropna(subset=columns)
    S = moments(frame[columns], frame["pw"]).covariance
    values = case["values"][design]
    for name in set(values) & set(MEASURES):
        np.testing.assert_allclose(MEASURES[name](S), vector(values[name]), rtol=1e-8)
    johnson_weighted = vector(case["values"]["johnson_weighted"])
    np.testing.assert_allclose(johnson(S), johnson_weighted, rtol=1e-9)


def test_a_category_is_one_predictor_of_several_columns(
    reference, reference_data, vector
):
    values = reference("survey/drivers/weighted")["values"]["factor"]
    frame = reference_data("apistrat")
    dummies = pd.get_dummies(frame["stype"], drop_first=True, dtype=float)
    x = np.column_stack([frame["api00"], dummies, frame[["ell", "meals", "mobility"]]])
    S = moments(x, frame["pw"]).covariance
    got = lmg(S, sizes=[2, 1, 1, 1])
    np.testing.assert_allclose(got, vector(values["lmg"]), rtol=1e-9)
    assert got.sum() == pytest.approx(values["R2"])


@given(st.integers(0, 40))
def test_lmg_is_the_mean_over_all_orders(seed):
    rng = np.random.default_rng(seed)
    S = np.cov(rng.normal(size=(20, 5)) + rng.normal(size=(20, 1)), rowvar=False)
    added = np.zeros(4)
    for order in permutations(range(4)):
        taken, before = [], 0.0
        for k in order:
            taken.append(k + 1)
            columns = [0, *taken]
            now = r2(S[np.ix_(columns, columns)])
            added[k] += now - before
            before = now
    np.testing.assert_allclose(lmg(S), added / 24, atol=1e-12)


@pytest.mark.parametrize("name", ["lmg", "pratt", "johnson"])
@given(seed=st.integers(0, 30))
def test_pieces_add_up_to_r2(name, seed):
    rng = np.random.default_rng(seed)
    S = np.cov(rng.normal(size=(30, 6)) + rng.normal(size=(30, 1)), rowvar=False)
    assert MEASURES[name](S).sum() == pytest.approx(r2(S), abs=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_units_and_order_do_not_matter(spread, name):
    S, order = spread(6), np.array([0, 3, 1, 5, 2, 4])
    scale = np.array([2.0, 1, 3, 0.1, 10, 7])
    pieces = MEASURES[name](S)
    np.testing.assert_allclose(MEASURES[name](S * np.outer(scale, scale)), pieces)
    moved = MEASURES[name](S[np.ix_(order, order)])
    np.testing.assert_allclose(moved, pieces[order[1:] - 1], atol=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_predictors_that_do_not_correlate_have_their_squared_correlations(name):
    S = np.eye(4)
    S[0, 1:] = S[1:, 0] = [0.5, 0.3, 0.1]
    assert MEASURES[name](S) == pytest.approx([0.25, 0.09, 0.01], abs=1e-15)


@pytest.mark.parametrize("name", MEASURES)
def test_many_matrices_are_taken_at_once(spread, name):
    several = np.stack([spread(5, seed) for seed in range(3)])
    got = MEASURES[name](several)
    for pieces, S in zip(got, several, strict=True):
        np.testing.assert_allclose(pieces, MEASURES[name](S), atol=1e-13)
    several[1] = np.ones((5, 5))
    assert np.isnan(MEASURES[name](several)).all(axis=1).tolist() == [
        False,
        True,
        False,
    ]


def test_the_last_piece_is_what_the_others_leave(spread):
    S = spread(5)
    for k in range(1, 5):
        rest = np.delete(np.arange(5), k)
        added = r2(S) - r2(S[np.ix_(rest, rest)])
        assert last(S)[k - 1] == pytest.approx(added)


def test_the_weights_of_lmg_leave_nothing_over():
    for p in (1, 2, 7, 22):
        holding, all_sets = lmg_weights(p)
        counts = np.array([relative_importance.comb(p, s) for s in range(p + 1)])
        with_k = counts * np.arange(p + 1) / p
        assert with_k @ holding == pytest.approx(counts @ all_sets)


def test_the_square_root_squares_to_the_matrix(spread):
    S = spread(4)
    np.testing.assert_allclose(square_root(S) @ square_root(S), S)


def test_twenty_two_predictors_are_exact_and_twenty_three_refused():
    rng = np.random.default_rng(0)
    S = np.cov(rng.normal(size=(60, 24)) + rng.normal(size=(60, 1)), rowvar=False)
    assert lmg(S[:23, :23]).sum() == pytest.approx(r2(S[:23, :23]), rel=1e-10)
    with pytest.raises(ValueError, match="predictors=23: all subsets of at most 22"):
        lmg(S)


@pytest.mark.parametrize("measure", [r2, *MEASURES.values()])
def test_predictors_without_a_regression_are_refused(measure):
    with pytest.raises(ValueError, match="a predictor is a sum of others"):
        measure(np.ones((3, 3)))
