"""Tests of the approximations behind the size of a change."""

import numpy as np
import pytest

from csat_methods.sampling.change_size import METHODS, read_change


def change(**arguments):
    usual = {
        "difference": None, "sd": None, "p": None, "power": 0.8, "goal": "power",
        "overlap": 0.0, "correlation": 0.0, "sides": 2, "level": 0.95,
    }  # fmt: skip
    return read_change(**{**usual, **arguments})


def test_a_pair_may_be_a_list_or_an_array():
    pairs = [(1.0, 2.0), [1.0, 2.0], np.array([1.0, 2.0])]
    assert {change(difference=1, sd=pair).second for pair in pairs} == {2.0}
    assert change(difference=1, sd=2.0).first == 2.0


def test_the_sign_of_a_change_changes_nothing():
    assert change(p=(0.6, 0.5)).size == pytest.approx(change(p=(0.5, 0.6)).size)
    assert change(difference=-2, sd=1).size == 2


def test_for_large_samples_the_approximations_meet():
    close = change(p=(0.50, 0.51))
    sizes = [METHODS[name](close) for name in ("normal", "pooled", "arcsine")]
    assert max(sizes) / min(sizes) < 1.001
    small = change(difference=0.02, sd=1)
    assert METHODS["t"](small) == pytest.approx(METHODS["normal"](small), rel=1e-3)


def test_a_change_that_two_people_show_takes_two():
    assert METHODS["t"](change(difference=100, sd=1)) == 2.0
