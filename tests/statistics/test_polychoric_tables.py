"""Are tables counted, cut and fitted as they should be?"""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as hnp

from csat_methods.statistics import polychoric_tables
from csat_methods.statistics.polychoric_tables import (
    correlations_of_tables,
    mended_tables,
    pair_tables,
    thresholds,
)


def test_an_empty_cell_of_two_by_two_gets_a_half():
    tables = np.array([[[10.0, 0.0], [5.0, 9.0]], [[0.0, 4.0], [3.0, 2.0]]])
    mended, which = mended_tables(
        tables, (np.arange(2),) * 3, np.array([[0, 1], [0, 2]])
    )
    np.testing.assert_array_equal(mended[0], [[9.5, 0.5], [5.5, 8.5]])
    np.testing.assert_array_equal(mended[1], [[0.5, 3.5], [2.5, 2.5]])
    assert which.all()
    np.testing.assert_array_equal(mended.sum(axis=1), tables.sum(axis=1))


@pytest.mark.parametrize("turn", [1, -1])
def test_two_empty_cells_of_a_diagonal_stay_empty(turn):
    # lavaan 0.6-14, lavCor(d, ordered = c("a", "b")), d of two columns 1 1 1 2 2 2: 1,
    # with the warning "two empty cells in 2x2 table"; one half in each gave 0.866.
    table = np.diag([3.0, 3.0])[None, :, ::turn]
    pairs = np.array([[0, 1]])
    mended, which = mended_tables(table, (np.arange(2),) * 2, pairs)
    np.testing.assert_array_equal(mended, table)
    assert not which.any()
    place = np.repeat([[0, 0], [1, 1]], 3, axis=0)
    cuts = thresholds(place, 2, np.ones(6))
    found = correlations_of_tables(mended, cuts[:1], cuts[1:])
    assert found[0] == pytest.approx(turn, abs=1e-5)


def test_tables_keep_pairwise_answers():
    place = np.array([[0, 1, -1], [1, 1, 0], [-1, 0, 1]])
    tables = pair_tables(place, 2)
    assert tables[0, 1].sum() == 2
    assert tables[0, 2].sum() == 1
    weighted = pair_tables(place, 2, np.array([1.0, 2.0, 4.0]))
    assert weighted[1, 2].tolist() == [[0, 4], [2, 0]]


@pytest.mark.parametrize("name", ["bfi", "science"])
def test_tables_of_two_items_are_those_of_r(reference, answers, name):
    case = reference(f"psychometrics/correlations/polychoric_pairs_{name}")
    x = answers(case, complete=False)
    for pair in case["values"]["pairs"]:
        i, j = (case["items"].index(pair[side]) for side in "xy")
        known = np.array([float(v) for v in pair["table"]["rows"]])
        place = np.where(np.isnan(x), -1, np.searchsorted(known, x))[:, [i, j]]
        assert pair_tables(place, len(known))[0, 1].tolist() == pair["table"]["data"]


@given(
    hnp.arrays(
        int,
        st.tuples(st.integers(1, 25), st.integers(1, 4)),
        elements=st.integers(-1, 4),
    )
)
def test_pairs_are_counted_as_one_by_one(place):
    got = pair_tables(place, 5)
    for i in range(place.shape[1]):
        for j in range(place.shape[1]):
            count = Counter(map(tuple, place[:, [i, j]].tolist()))
            assert got[i, j].tolist() == [
                [count[a, b] for b in range(5)] for a in range(5)
            ]


def test_blocks_of_rows_do_not_change_the_counts(monkeypatch):
    place = np.random.default_rng(0).integers(-1, 5, (50, 3))
    whole = pair_tables(place, 5), pair_tables(place, 5, np.arange(50.0))
    monkeypatch.setattr(polychoric_tables, "BLOCK", 7)
    parts = pair_tables(place, 5), pair_tables(place, 5, np.arange(50.0))
    assert np.array_equal(whole, parts)


def test_thresholds_are_quantiles_of_the_shares():
    cuts = thresholds(np.array([[0], [0], [1], [2]]), 3, np.ones(4))
    np.testing.assert_allclose(cuts[0, 1:-1], [0.0, 0.6744897501960817])


def test_the_likeliest_rho_of_a_median_split_is_known():
    table = np.array([[[30.0, 10.0], [10.0, 30.0]]])
    cuts = thresholds(np.array([[0], [1]]), 2, np.ones(2))
    got = correlations_of_tables(table, cuts, cuts)
    assert got[0] == pytest.approx(np.sin(np.pi / 4), abs=1e-10)
