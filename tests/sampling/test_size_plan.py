"""Tests of the steps that every sample size goes through."""

import math

import pytest
from hypothesis import given, strategies as st

from csat_methods._messages import Message
from csat_methods.sampling.size_plan import (
    Circumstances,
    SampleSize,
    customers,
    round_up,
    size_plan,
)

AIM = Message("A thing known")


def plan(simple, **given_):
    usual = {"level": 0.95, "population": None, "deff": 1.0, "response_rate": 1.0}
    circumstances = Circumstances(**{**usual, **given_}, offset=0)
    return size_plan(SampleSize, "Size", simple, circumstances, AIM)


def test_rounding_noise_asks_nobody_more():
    # 0.1 * 3 / 0.1 is 3.0000000000000004.
    assert round_up(0.1 * 3 / 0.1) == 3
    assert round_up(3.001) == 4


def test_a_size_is_one_person_at_least():
    assert plan(0.2).n == 1
    assert plan(0.2).n_exact == 0.2


@given(st.floats(1, 1e6), st.integers(1, 10**6), st.floats(0.2, 5))
def test_a_finite_population_needs_fewer_and_never_more_than_there_are(n, size, deff):
    found = plan(n, population=size, deff=deff)
    assert found.n_exact <= min(n * deff, size) * (1 + 1e-12)
    assert found.n <= size


def test_half_of_the_customers_is_where_a_census_is_advised():
    # n = 100 * 100 / (100 + 100) = 50 of 100.
    assert "50 of 100" in str(plan(100, population=100).notes[0])
    assert plan(99, population=100).notes != ()
    assert plan(90, population=100).notes == ()


def test_endless_is_written_as_none_or_as_infinity():
    assert customers(None) == customers(math.inf) == math.inf
    assert customers(12.0) == 12.0


@pytest.mark.parametrize("value", ["many", True, -3, 0, 2.5, math.nan])
def test_a_number_of_customers_is_whole(value):
    with pytest.raises(ValueError, match="population="):
        customers(value)
