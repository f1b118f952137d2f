"""Does comparison data find the factors that were put in?"""

import numpy as np
import pytest

from csat_methods.statistics.comparison_data import comparison_data


def planted(factors, each, n, seed, cut=None):
    rng = np.random.default_rng(seed)
    shared = np.repeat(rng.normal(size=(n, factors)), each, axis=1)
    x = 0.7 * shared + 0.7 * rng.normal(size=(n, factors * each))
    return x if cut is None else np.digitize(x, cut).astype(float)


@pytest.mark.parametrize("factors", [1, 2, 3])
def test_planted_factors_are_found(factors):
    got = comparison_data(planted(factors, 5, 500, 1), samples=100, seed=2)
    assert got.number == factors


def test_skewed_ratings_do_not_make_factors_of_their_own():
    x = planted(2, 5, 600, 3, cut=[-2.0, -1.4, -0.8])
    assert comparison_data(x, samples=100, seed=2).number == 2


def test_the_number_of_r_is_found(reference, answers):
    # EFAtools' own draws: six for the 25 bfi items.
    case = reference("psychometrics/retention/bfi25")
    assert comparison_data(answers(case), most=7, samples=100, seed=1).number in {6, 7}


def test_what_was_looked_at_is_told():
    got = comparison_data(planted(2, 4, 300, 5), samples=60, seed=1)
    assert np.isnan(got.p[0])
    assert (got.p[1 : got.number] < 0.3).all()
    assert got.distance[1] < got.distance[0]
    again = comparison_data(planted(2, 4, 300, 5), samples=60, seed=1)
    np.testing.assert_array_equal(got.distance, again.distance)


def test_no_more_factors_than_asked_for():
    got = comparison_data(planted(3, 4, 300, 6), most=2, samples=50, seed=1)
    assert len(got.distance) <= 2


def test_bad_input_is_refused():
    x = planted(1, 4, 50, 1)
    with pytest.raises(ValueError, match="alpha=2 must lie between 0 and 1"):
        comparison_data(x, alpha=2, seed=1)
    with pytest.raises(ValueError, match="samples=3 must be a whole number from 10"):
        comparison_data(x, samples=3, seed=1)
    x[3, 1] = np.nan
    with pytest.raises(ValueError, match="needs complete answers"):
        comparison_data(x, seed=1)
