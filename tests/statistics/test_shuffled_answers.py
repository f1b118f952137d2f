"""Do shuffled answers keep everything but what they have in common?"""

import numpy as np
import pytest

from csat_methods.statistics.retention import parallel_normal
from csat_methods.statistics.shuffled_answers import (
    checked_answers,
    parallel_permutation,
    parallel_polychoric,
)


@pytest.fixture(scope="module")
def ratings():
    rng = np.random.default_rng(1)
    raw = rng.normal(size=(300, 5)) + rng.normal(size=(300, 1))
    return np.digitize(raw, [-1.5, -0.3, 0.8]).astype(float)


def test_blanks_stay_where_they_are(ratings):
    holes = ratings.copy()
    holes[::3, 0] = np.nan
    got = parallel_permutation(holes, draws=300, seed=1)
    np.testing.assert_allclose(got.draws.sum(axis=1), 5, atol=1e-6)
    # fewer people answered the first item: chance reaches further
    whole = parallel_permutation(ratings, draws=300, seed=1)
    assert got.expected[0] > whole.expected[0]


@pytest.mark.parametrize("basis", ["pca", "factor"])
def test_polychoric_correlations_of_noise_are_wider_than_pearsons(ratings, basis):
    poly = parallel_polychoric(ratings, basis=basis, draws=60, seed=1)
    plain = parallel_permutation(ratings, basis=basis, draws=400, seed=2)
    assert plain.expected[0] < poly.expected[0] < plain.expected[0] + 0.15


def test_with_many_categories_polychoric_noise_is_normal_noise():
    x = np.digitize(
        np.random.default_rng(3).normal(size=(400, 4)), np.linspace(-2, 2, 9)
    )
    poly = parallel_polychoric(x, draws=120, seed=1)
    normal = parallel_normal(400, 4, draws=2000, seed=2)
    se = poly.draws.std(axis=0) / np.sqrt(120)
    assert (np.abs(poly.expected - normal.expected) < 5 * se + 0.002).all()


def test_the_same_seed_gives_the_same(ratings):
    one = parallel_polychoric(ratings, draws=5, seed=4)
    assert np.array_equal(
        one.draws, parallel_polychoric(ratings, draws=5, seed=4).draws
    )


def test_bad_answers_are_refused():
    with pytest.raises(ValueError, match=r"columns=\[1\] do not vary"):
        parallel_polychoric([[1, 2], [2, 2], [3, 2]], seed=1)
    with pytest.raises(ValueError, match=r"x of shape \(3,\)"):
        checked_answers([1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="n=2 must be a whole number from 3 on"):
        checked_answers([[1.0, 2.0], [2.0, 1.0]])
