"""Are influences on H the derivatives of H by the weights?"""

import numpy as np
import pytest

from csat_methods.statistics.scalability import Scalability


@pytest.fixture(scope="module")
def pairs():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(90, 1)) + rng.normal(size=(90, 4))
    return Scalability((2 * x).round().clip(-3, 3), rng.uniform(0.5, 2, 90))


def moved(pairs, person, of):
    h = 1e-6
    values = []
    for side in (1, -1):
        w = pairs.w.copy()
        w[person] += side * h
        values.append(of(Scalability(pairs.x, w)))
    return (values[0] - values[1]) / (2 * h)


@pytest.mark.parametrize("person", [0, 17, 60])
def test_influence_is_the_derivative_by_the_weight(pairs, person):
    wanted = moved(pairs, person, lambda s: np.append(s.h, s.hi))
    assert pairs.influence()[person] == pytest.approx(wanted, rel=1e-6, abs=1e-8)
    for i in range(3):
        wanted = moved(pairs, person, lambda s, i=i: s.hij[i, i + 1 :])
        found = pairs.pair_influence(i)[person]
        assert found == pytest.approx(wanted, rel=1e-6, abs=1e-8)


def test_influences_add_up_to_nought(pairs):
    assert pairs.w @ pairs.influence() == pytest.approx(0, abs=1e-12)


def test_the_largest_covariance_is_that_of_sorted_answers():
    x = np.random.default_rng(2).integers(1, 6, (50, 3)).astype(float)
    found = Scalability(x, np.ones(50)).largest
    ordered = np.cov(np.sort(x, axis=0).T, bias=True)
    upper = np.triu_indices(3, 1)
    assert found[upper] == pytest.approx(ordered[upper])
