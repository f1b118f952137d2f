"""Tests of shares that have limits."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.optimize import brentq

from csat_methods.sampling.limited_shares import (
    inverse_sum,
    largest_remainder,
    shares_of_total,
    shares_of_variance,
    within_budget,
)

PARTS = st.lists(
    st.tuples(st.floats(0.1, 9), st.integers(0, 5), st.integers(5, 60)),
    min_size=1,
    max_size=6,
)


def arrays(parts):
    return (np.array(column, float) for column in zip(*parts, strict=True))


@given(PARTS, st.floats(0.01, 0.99))
def test_shares_of_a_total_are_what_a_search_finds(parts, place):
    weights, low, high = arrays(parts)
    total = low.sum() + place * (high.sum() - low.sum())
    one = np.ones_like(low)
    found = shares_of_total(weights, low, high, total, one, one)

    def excess(scale):
        return np.clip(scale * weights, low, high).sum() - total

    scale = brentq(excess, 0, 1e4, xtol=1e-14)
    assert found.sum() == pytest.approx(total)
    assert found == pytest.approx(np.clip(scale * weights, low, high), abs=1e-6)


@given(PARTS, st.floats(0.01, 0.99))
def test_shares_of_a_variance_meet_it(parts, place):
    weights, low, high = arrays(parts)
    low = low + 1
    high = high + 1
    squares = weights**2
    most, least = inverse_sum(squares, low), inverse_sum(squares, high)
    limit = least + place * (most - least)
    found = shares_of_variance(weights, low, high, squares, limit)
    assert inverse_sum(squares, found) == pytest.approx(limit)


def test_a_part_without_spread_adds_nothing_even_without_answers():
    assert inverse_sum(np.array([4.0, 0.0]), np.array([2.0, 0.0])) == 2.0


@given(st.lists(st.floats(0, 50), min_size=1, max_size=9))
def test_the_largest_remainders_are_rounded_up(exact):
    exact = np.array(exact)
    total = round(exact.sum())
    exact = exact * (total / exact.sum()) if exact.sum() else exact * 0
    whole = largest_remainder(exact, total)
    assert whole.sum() == total
    up = whole > exact + 1e-9
    remainders = exact - np.floor(exact + 1e-9)
    if up.any() and (~up).any():
        assert remainders[up].min() >= remainders[~up].max() - 1e-6


def test_a_budget_below_every_limit_leaves_the_limits():
    one = np.ones(2)
    whole = within_budget(one, np.array([3.0, 3.0]), one, 9 * one, one, 2.0)
    assert whole.tolist() == [1, 1]
