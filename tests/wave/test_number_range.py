"""Are answers refused by name where double precision cannot compute with them?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods.wave.number_range import (
    CLOSEST,
    FARTHEST,
    HEAD,
    PLAIN,
    refuse_uncomputable,
)

RATINGS = np.random.default_rng(1).integers(1, 6, (60, 3)).astype(float)
ITEMS = ["a", "b", "c"]


def wave(x):
    return cs.Wave.from_frame(pd.DataFrame(x, columns=ITEMS))


@pytest.mark.parametrize("size", [1e-200, 1e-160, 1e-100, 1e-31])
def test_answers_that_are_nearly_the_same_are_refused_by_name(size):
    x = RATINGS * [1, size / 5, 1]
    with pytest.raises(ValueError, match=r"items=\['b'\] differ by less than 1e-30"):
        wave(x).answers(ITEMS)
    with pytest.raises(ValueError, match=r"items=\['b'\] differ"):
        cs.means(wave(x), ITEMS)


@pytest.mark.parametrize("size", [1e31, 1e100, 1e200, np.inf, -np.inf])
def test_answers_out_of_reach_are_refused_by_name(size):
    x = RATINGS.copy()
    x[7, 2] = size
    with pytest.raises(ValueError, match=r"items=\['c'\] hold infinite numbers, or"):
        wave(x).answers(ITEMS)


@pytest.mark.parametrize("size", [2 * CLOSEST, FARTHEST / 10])
@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_at_the_limits_reliability_is_that_of_the_same_answers_in_plain_units(
    size, missing
):
    x = np.where(np.random.default_rng(2).random((60, 3)) < missing, np.nan, RATINGS)
    x[:, 1:] += x[:, :1]
    for method in (cs.cronbach_alpha, cs.guttman_lambdas, cs.item_analysis, cs.omega):
        plain, far = (method(wave(x * s), ITEMS).table for s in (1, size))
        for column in ("estimate", "se", "ci_low"):
            assert far[column].to_numpy() == pytest.approx(
                plain[column], rel=1e-6, nan_ok=True
            )


@pytest.mark.parametrize("value", [0.0, 3.0, 1e-200, np.nan])
def test_answers_that_do_not_differ_at_all_are_left_to_the_methods(value):
    refuse_uncomputable(np.full((5, 2), value), ["a", "b"])


def test_an_item_is_looked_at_whole_where_its_first_rows_say_nothing():
    x = np.zeros((HEAD + 2, 1))
    x[-1] = CLOSEST / 10
    with pytest.raises(ValueError, match=r"items=\['a'\] differ"):
        refuse_uncomputable(x, ["a"])
    x[-2] = 1.0
    refuse_uncomputable(x, ["a"])


@given(st.floats(PLAIN, 1e20), st.integers(1, 1000))
def test_plain_numbers_that_differ_at_all_are_far_enough_apart(value, steps):
    # The least step between doubles of a size is that size over two to the 53rd.
    other = value
    for _ in range(steps):
        other = np.nextafter(other, np.inf)
    assert other - value >= CLOSEST
    refuse_uncomputable(np.array([[value], [other]]), ["a"])
