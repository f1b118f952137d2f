"""Is each level judged, and each release chosen, as announced?"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.invariance_steps import climbed
from csat_methods.factors.model_answers import entered

MODEL = {"one": list("abcde")}


def climb(change=None, partial=False, n=600):
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2 * n, 1)) + rng.normal(size=(2 * n, 5)) * 0.8
    late = np.arange(2 * n) >= n
    if change is not None:
        x[late] = change(x[late])
    frame = pd.DataFrame(x, columns=list("abcde")).assign(g=late.astype(int))
    people = entered(cs.Wave.from_frame(frame), MODEL, group="g", missing="complete")
    return climbed(people, "mlr", scaled=True, partial=partial)


def shifted(x):
    return x + np.array([0, 0, 0.7, 0, 0])


def loaded(x):
    return np.column_stack([x[:, :1] * 0.4 + 0 * x[:, :1], x[:, 1:]])


def test_an_invariant_instrument_climbs_to_the_top():
    found = climb()
    assert found.reached == "strict"
    assert found.released == ()
    assert not found.stopped


def test_a_shift_stops_at_the_scalar_level_and_is_released():
    assert climb(shifted).reached == "metric"
    found = climb(shifted, partial=True)
    assert found.released[0] == "c ~1"
    assert found.reached in ("scalar", "strict")


def test_a_released_loading_releases_its_intercept():
    found = climb(loaded, partial=True)
    assert "one =~ a" in found.released
    assert "a ~1" in found.released


def test_no_level_holds_above_one_that_fails():
    steps = climb(shifted).steps
    held = [step.holds for step in steps]
    assert held == sorted(held, reverse=True)


def test_differences_are_between_neighbours():
    steps = climb(shifted).steps
    for before, step in pairwise(steps):
        assert step.delta["cfi"] == pytest.approx(
            step.measures["cfi"] - before.measures["cfi"]
        )
