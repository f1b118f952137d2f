"""Are effects on correlations right where the model holds, also in few answers?"""

import numpy as np
import pytest

from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.reliability import alpha, alpha_gradient


def drawn(rng, n, k, cuts):
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return np.digitize(x / np.sqrt(2), cuts) + 1.0


def test_two_by_two_tables_fit_so_that_both_informations_are_one():
    x = drawn(np.random.default_rng(1), 150, 3, [0.3])
    found = polychoric(x, np.linspace(0.5, 2, 150))
    np.testing.assert_allclose(
        found.influence(expected=True), found.influence(), rtol=1e-6, atol=1e-12
    )


def test_in_large_samples_of_cut_normal_variables_both_are_one():
    x = drawn(np.random.default_rng(2), 200_000, 3, [-1.0, 0.0, 1.0])
    found = polychoric(x)
    seen, expected = (found.rho_influence(expected=e).std() for e in (False, True))
    assert expected == pytest.approx(seen, rel=0.01)


def test_expected_effects_add_up_to_nothing_and_leave_blanks_alone():
    x = drawn(np.random.default_rng(3), 120, 4, [-1.2, 0.0, 1.2])
    x[::9, 2] = np.nan
    w = np.linspace(1, 3, 120)
    found = polychoric(x, w)
    z = found.rho_influence(expected=True)
    assert w @ z == pytest.approx(0, abs=1e-8)
    with_blank = [2 in pair for pair in found.pairs]
    np.testing.assert_array_equal(z[0, ~np.array(with_blank)] != 0, True)
    again = polychoric(x, 5 * w).rho_influence(expected=True)
    np.testing.assert_allclose(5 * again, z, rtol=1e-6, atol=1e-12)


def test_few_answers_move_ordinal_alpha_as_far_as_the_expected_effects_say():
    # Five items, a hundred people, four of ten at the best answer: over surveys alpha
    # moves further than the tables that come tell.
    rng = np.random.default_rng(4)
    values, seen, expected = [], [], []
    for _ in range(300):
        found = polychoric(drawn(rng, 100, 5, [-1.8, -1.1, -0.4, 0.3]))
        G = alpha_gradient(found.R)
        a, b = found.pairs.T
        values.append(alpha(found.R))
        for kept, how in ((seen, False), (expected, True)):
            z = found.rho_influence(expected=how) @ (2 * G[a, b])
            kept.append(z @ z)
    chance = np.var(values, ddof=1)
    assert np.mean(expected) / chance == pytest.approx(1, abs=0.15)
    assert np.mean(seen) < np.mean(expected)
