"""Are complete answers added up exactly?"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as hnp

from csat_methods.statistics.sums import BLOCK, side_by_side, sums


def whole_answers(low=-40, high=100):
    shape = st.tuples(st.integers(1, 30), st.integers(1, 4))
    return hnp.arrays(np.int16, shape, elements=st.integers(low, high))


def raw(total):
    """Sums of the answers themselves, as exact fractions."""
    centre, n = [Fraction(c) for c in total.centre], Fraction(total.weight)
    first = [Fraction(f) for f in total.first]
    return [
        [
            Fraction(float(total.cross[i, j])) + a * first[j] + b * first[i] + n * a * b
            for j, b in enumerate(centre)
        ]
        for i, a in enumerate(centre)
    ]


def exact(x):
    whole = [[int(v) for v in row] for row in x.tolist()]
    k = len(whole[0])
    return [[sum(row[i] * row[j] for row in whole) for j in range(k)] for i in range(k)]


def test_three_answers_are_added_by_hand():
    # centre: mean (3, 4/3) rounded = (3, 1); deviations (-2, 1), (0, 0), (2, 0)
    total = sums([[1, 2], [3, 1], [5, 1]])
    assert total.centre.tolist() == [3, 1]
    assert total.first.tolist() == [0, 1]
    assert total.cross.tolist() == [[8, -2], [-2, 1]]
    assert (total.n, total.weight) == (3, 3.0)


@given(whole_answers())
def test_whole_answers_are_added_exactly(x):
    for kind in (np.int16, np.int64, np.float32, np.float64):
        assert raw(sums(x.astype(kind))) == exact(x)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.float32, float])
@pytest.mark.parametrize("top", [5, 100])
def test_more_than_one_block_is_added_exactly(kind, top):
    x = np.random.default_rng(3).integers(0, top + 1, (2 * BLOCK + 17, 3))
    assert raw(sums(x.astype(kind))) == exact(x)


@pytest.mark.parametrize("value", [2**24 + 1, 2**31 + 1])
def test_whole_numbers_beyond_single_precision_stay_exact(value):
    x = np.array([[value], [value - 1], [value - 5]])
    assert raw(sums(x)) == exact(x)
    assert raw(sums(x.astype(float))) == exact(x)


def test_a_fraction_next_to_a_whole_number_is_not_rounded_away():
    total = sums([[3.0]] * BLOCK + [[3.0000000001], [2.0]])
    assert total.centre.tolist() == [3]
    assert total.first[0] == pytest.approx(3.0000000001 - 3 - 1, abs=1e-25)


def test_weights_of_one_change_nothing():
    x = np.random.default_rng(0).normal(size=(50, 3))
    plain, weighted = sums(x), sums(x, np.ones(50))
    np.testing.assert_allclose(weighted.cross, plain.cross, rtol=1e-13)
    np.testing.assert_allclose(weighted.first, plain.first, atol=1e-12)
    assert (weighted.n, weighted.weight) == (plain.n, plain.weight)


def test_a_weight_of_two_is_two_alike_respondents_but_one_row():
    x = np.array([[1.0, 4.0], [2.0, 2.0], [5.0, 3.0]])
    # the centre is (3, 3) for both
    twice, weighted = sums(x[[0, 1, 2, 2]]), sums(x, [1, 1, 2])
    assert weighted.centre.tolist() == twice.centre.tolist() == [3, 3]
    np.testing.assert_allclose(weighted.cross, twice.cross)
    assert (weighted.n, weighted.weight) == (3, 4.0)


def test_a_row_of_weight_zero_does_not_count():
    total = sums([[1.0], [2.0], [9.0]], [1, 1, 0])
    assert (total.n, total.weight) == (2, 2.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_missing_answer_is_refused_with_its_number(bad):
    x = np.array([[1.0, 2.0], [bad, 1.0], [2.0, bad]])
    with pytest.raises(ValueError, match="2 rows of x and 0 weights are missing"):
        sums(x)
    with pytest.raises(ValueError, match="0 rows of x and 1 weights are missing"):
        sums([[1.0], [2.0]], [1.0, bad])


def test_bad_shapes_are_refused():
    with pytest.raises(ValueError, match=r"x of shape \(2,\)"):
        sums([1.0, 2.0])
    with pytest.raises(ValueError, match="type <U1 must be a table of numbers"):
        sums([["a"], ["b"]])
    with pytest.raises(ValueError, match=r"weights of shape \(3,\) .* each of 2 rows"):
        sums([[1.0], [2.0]], [1, 1, 1])


def test_weights_must_add_up_to_something():
    with pytest.raises(ValueError, match=r"weights add up to -0\.5"):
        sums([[1.0], [2.0]], [1.0, -1.5])


def test_columns_side_by_side_are_the_table_over_blocks_and_what_is_left():
    columns = [np.arange(9001.0) * k for k in (1, -1, 3)]
    assert np.array_equal(side_by_side(columns), np.column_stack(columns))
