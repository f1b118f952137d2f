"""Are the cells of two hidden normal variables as likely as said?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from csat_methods.statistics.bivariate_normal import (
    FAR,
    cell_probabilities,
    cell_slopes,
    conditional_edges,
    density,
    distribution,
)

CUTS = np.array([[-FAR, -1.1, 0.0, 0.7, FAR]])
OTHER = np.array([[-FAR, -0.4, 0.7, 2.0, FAR]])


def simple(value):
    return np.array([value])


@pytest.mark.parametrize("rho", [-0.999, -0.5, 0.0, 0.3, 0.95])
@pytest.mark.parametrize(("h", "k"), [(0.3, 0.5), (0.0, 0.2), (-1.2, 1.1), (0.0, 0.0)])
def test_the_distribution_is_scipys(rho, h, k):
    wanted = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
    assert distribution(*map(simple, (h, k, rho)))[0] == pytest.approx(wanted, abs=1e-7)


@given(st.floats(-0.9999, 0.9999))
def test_at_zero_it_is_sheppards_formula(rho):
    got = distribution(simple(0.0), simple(0.0), simple(rho))[0]
    assert got == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=1e-14)


@given(st.floats(-0.99, 0.99), st.floats(-3, 3), st.floats(-3, 3))
def test_turning_one_variable_over_leaves_the_rest(rho, h, k):
    both = distribution(simple(h), simple(k), simple(rho))[0]
    turned = distribution(simple(h), simple(-k), simple(-rho))[0]
    assert both + turned == pytest.approx(ndtr(h), abs=1e-13)


def test_cells_add_up_to_their_margins():
    cells = cell_probabilities(CUTS, OTHER, simple(-0.8))[0]
    np.testing.assert_allclose(cells.sum(axis=1), np.diff(ndtr(CUTS[0])), atol=1e-14)
    np.testing.assert_allclose(cells.sum(axis=0), np.diff(ndtr(OTHER[0])), atol=1e-14)


def test_a_cell_far_out_keeps_its_digits():
    rho, cut = 0.98, 2.5
    cells = cell_probabilities(
        np.array([[-FAR, cut, FAR]]), np.array([[-FAR, -cut, FAR]]), simple(rho)
    )
    root = np.sqrt(1 - rho**2)
    wanted = quad(
        lambda x: (
            np.exp(-x * x / 2) / np.sqrt(2 * np.pi) * ndtr((-cut - rho * x) / root)
        ),
        cut,
        cut + 3,
        epsabs=0,
        epsrel=1e-12,
    )[0]
    assert 0 < wanted < 1e-130
    assert cells[0, 1, 0] == pytest.approx(wanted, rel=1e-10)


def test_slopes_in_rho_are_those_of_the_cells():
    rho, step = 0.4, 1e-6
    change = cell_probabilities(CUTS, OTHER, simple(rho + step)) - cell_probabilities(
        CUTS, OTHER, simple(rho - step)
    )
    slopes = cell_slopes(CUTS, OTHER, simple(rho))
    np.testing.assert_allclose(slopes, change / (2 * step), atol=1e-9)


def test_slopes_in_a_threshold_are_those_of_the_cells():
    step, rho = 1e-6, simple(0.4)
    up, down = CUTS.copy(), CUTS.copy()
    up[0, 2] += step
    down[0, 2] -= step
    change = cell_probabilities(up, OTHER, rho) - cell_probabilities(down, OTHER, rho)
    edges = conditional_edges(CUTS, OTHER, rho)[0]
    np.testing.assert_allclose(change[0, 1] / (2 * step), edges[2], atol=1e-9)
    np.testing.assert_allclose(change[0, 2] / (2 * step), -edges[2], atol=1e-9)


def test_the_density_is_scipys():
    wanted = multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]]).pdf([0.3, -1.0])
    got = density(simple(0.3), simple(-1.0), simple(0.5))[0]
    assert got == pytest.approx(wanted, rel=1e-13)
