"""Are the coefficients of an expert panel those in print?"""

import numpy as np
import pytest

from csat_methods.statistics.expert_panel import (
    LAWSHE,
    content_validity_ratio,
    critical_ratio,
    modified_kappa,
    score_interval,
)

AYRE_SCALLY = {5: 1.0, 8: 0.75, 9: 0.778, 10: 0.8, 11: 0.636, 15: 0.6, 20: 0.5, 40: 0.3}
"""Ayre and Scally (2014), table 2, one-sided .05."""

POLIT = {(3, 2): 0.47, (4, 3): 0.67, (5, 4): 0.76, (7, 6): 0.85, (8, 6): 0.72}
"""Polit, Beck and Owen (2007), table 4."""


@pytest.mark.parametrize("n", AYRE_SCALLY)
def test_critical_ratios_are_those_in_print(n):
    assert critical_ratio(n) == pytest.approx(AYRE_SCALLY[n], abs=5e-4)


def test_four_experts_can_never_be_beyond_chance():
    assert np.isnan(critical_ratio(4))
    assert critical_ratio(7, 0.99) == 1.0


def test_the_critical_ratio_is_the_first_whose_p_is_small_enough():
    for n in range(5, 41):
        ratio = critical_ratio(n)
        e = round(ratio * n / 2 + n / 2)
        p = content_validity_ratio(np.array([e, e - 1]), np.array([n, n]))[1]
        assert p[0] <= 0.05 < p[1]


def test_lawshe_s_table_has_its_known_fault():
    assert LAWSHE[10] == 0.62 < critical_ratio(10)


@pytest.mark.parametrize(("n", "agree"), POLIT)
def test_modified_kappa_is_that_in_print(n, agree):
    found = modified_kappa(np.array([agree]), np.array([n]))
    assert found[0] == pytest.approx(POLIT[n, agree], abs=5e-3)


def test_the_score_interval_solves_its_equation():
    n, k, z = 7, 4, 1.959963984540054
    v = np.array([0.3])
    for end in score_interval(v, np.array([n]), k, 0.95):
        distance = abs(v[0] - end[0]) / np.sqrt(end[0] * (1 - end[0]) / (n * k))
        assert distance == pytest.approx(z)


def test_the_score_interval_stays_on_the_scale():
    low, high = score_interval(np.array([0.0, 1.0]), np.array([4, 4]), 3, 0.99)
    assert low[0] == 0.0
    assert high[1] == 1.0
    assert 0 < high[0] < low[1] < 1
