"""Is separation seen where it is, and only there?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np

from csat_methods.statistics.separation import separating_direction


def rows(x, y):
    full = np.column_stack([np.ones(len(x)), x])
    return (2 * np.asarray(y) - 1)[:, None] * full


def test_complete_and_quasi_complete_separation_are_seen():
    assert separating_direction(rows([1, 2, 3, 4], [0, 0, 1, 1])) is not None
    assert separating_direction(rows([1, 2, 2, 3], [0, 0, 1, 1])) is not None
    assert separating_direction(rows([1, 2, 3, 4], [0, 1, 0, 1])) is None


def test_a_direction_names_the_columns_it_needs():
    x = np.array([[1.0, 5], [2, 3], [3, 5], [4, 3]])
    direction = separating_direction(rows(x, [0, 0, 1, 1]))
    assert direction is not None
    assert direction[1] > 0


@hypothesis.given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=15)
)
def test_one_predictor_separates_exactly_where_the_sides_do_not_overlap(answers):
    x = np.array([a for a, _ in answers], float)
    y = np.array([b for _, b in answers], int)
    hypothesis.assume(len(set(y.tolist())) == 2 and len(set(x.tolist())) > 1)
    no, yes = x[y == 0], x[y == 1]
    expected = no.max() <= yes.min() or yes.max() <= no.min()
    assert (separating_direction(rows(x, y)) is not None) == expected


def test_units_do_not_matter():
    x, y = np.array([1.0, 2, 3, 4]) * 1e9, [0, 0, 1, 1]
    assert separating_direction(rows(x, y)) is not None
    assert separating_direction(rows(x * 1e-15, [0, 1, 0, 1])) is None
