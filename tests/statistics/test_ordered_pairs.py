"""Do ratings and numbers correlate as their kinds demand?"""

import numpy as np
import pytest

from csat_methods.statistics.ordered_pairs import mixed, polychoric_pairs
from csat_methods.statistics.pair_correlations import all_pairs, pearson
from csat_methods.statistics.polychoric import polychoric


def test_polychoric_pairs_are_the_polychoric_correlations():
    x = np.random.default_rng(1).integers(0, 3, (90, 3)).astype(float)
    found, pairs = polychoric(x), polychoric_pairs(x)
    np.testing.assert_array_equal(pairs.estimates, found.rho)
    np.testing.assert_array_equal(pairs.effect(1), found.rho_influence()[:, 1])
    assert [len(pairs.thresholds[i]) for i in range(3)] == [2, 2, 2]


def test_a_rating_with_one_category_is_refused():
    with pytest.raises(ValueError, match="fewer than two categories"):
        mixed(np.ones((9, 2)), None, [True, True])


def test_mixed_is_made_of_its_three_kinds():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(300, 4)) + rng.normal(size=(300, 1))
    x[:, 1] = np.digitize(x[:, 1], [-1, 0, 1])
    x[:, 3] = np.digitize(x[:, 3], [0.5])
    got = mixed(x, None, [False, True, False, True])
    assert got.R[1, 3] == polychoric_pairs(x[:, [1, 3]]).R[0, 1]
    assert got.R[0, 2] == pearson(x[:, [0, 2]]).R[0, 1]
    assert sorted(got.thresholds) == [1, 3]
    np.testing.assert_array_equal(got.pairs, all_pairs(4))
    np.testing.assert_array_equal(
        got.effect(4), polychoric_pairs(x[:, [1, 3]]).effect(0)
    )
