"""Are residual measures what their formulas say?"""

import numpy as np
import pytest

from csat_methods.statistics.residual_measures import (
    information_criteria,
    residual_measures,
)


def group(gap=0.1, shift=0.0):
    S = np.array([[4.0, 1.0], [1.0, 1.0]])
    sigma = S + np.array([[0, 2 * gap], [2 * gap, 0]])
    return S, np.zeros(2), sigma, np.array([2 * shift, shift])


def test_srmr_worked_by_hand():
    """Residual 2 · .1 / (2 · 1) = .1 in one of three cells: √(.01 / 3)."""
    found = residual_measures([group()], [1.0], means=False)
    assert found["srmr"] == pytest.approx(np.sqrt(0.01 / 3))
    assert found["crmr_nomean"] == pytest.approx(0.1)


def test_means_enter_where_they_are_modelled():
    """Standardised gaps of .3 in both means: √((.01 + .18) / 5)."""
    found = residual_measures([group(shift=-0.3)], [1.0], means=True)
    assert found["srmr"] == pytest.approx(np.sqrt(0.19 / 5))
    assert found["srmr_bentler_nomean"] == pytest.approx(np.sqrt(0.01 / 3))


def test_groups_are_averaged_by_their_shares():
    one, two = (residual_measures([group(g)], [1.0], means=False) for g in (0.1, 0.3))
    both = residual_measures([group(0.1), group(0.3)], [0.25, 0.75], means=False)
    assert both["srmr"] == pytest.approx(0.25 * one["srmr"] + 0.75 * two["srmr"])


def test_criteria_worked_by_hand():
    """q = 2, n = 100, log-likelihood −50."""
    found = information_criteria(-50.0, 2, 100)
    assert found["aic"] == 104
    assert found["bic"] == pytest.approx(100 + 2 * np.log(100))
    assert found["bic2"] == pytest.approx(100 + 2 * np.log(102 / 24))
