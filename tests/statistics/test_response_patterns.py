"""Do measures of answering see what they should?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.response_patterns import (
    centre,
    distances,
    even_odd,
    nearest_match,
    person_total,
    robust_centre,
    row_correlation,
    runs,
    synonyms,
    variability,
)

NAN = np.nan
RNG = np.random.default_rng(3)


def test_runs_by_hand():
    longest, mean = runs(np.array([[1.0, 1, 2, 2, 2], [1, NAN, NAN, 1, 1]]))
    assert longest.tolist() == [3, 2]
    assert mean.tolist() == [2.5, 1.25]


@given(st.lists(st.integers(1, 3), min_size=2, max_size=12))
def test_runs_are_those_of_a_plain_count(answers):
    from itertools import groupby

    sizes = [len(list(group)) for _, group in groupby(answers)]
    longest, mean = runs(np.array([answers], float))
    assert longest[0] == max(sizes)
    assert mean[0] == pytest.approx(np.mean(sizes))


def test_variability_leaves_blanks_out():
    found = variability(np.array([[1.0, NAN, 3], [2, NAN, NAN]]))
    assert found == pytest.approx([np.sqrt(2), NAN], nan_ok=True)


def test_correlations_within_rows_are_pearson_s():
    a, b = RNG.normal(size=(2, 20, 6))
    a[0, 2] = NAN
    want = [
        np.corrcoef(x[~np.isnan(x)], y[~np.isnan(x)])[0, 1]
        for x, y in zip(a, b, strict=True)
    ]
    assert row_correlation(a, b) == pytest.approx(want)
    assert np.isnan(row_correlation(np.ones((1, 5)), b[:1, :5]))[0]


def test_even_odd_is_one_where_halves_agree():
    x = np.array([[1.0, 1, 3, 3, 5, 5], [1, 5, 3, 1, 5, 3]])
    found = even_odd(x, {"a": [0, 1], "b": [2, 3], "c": [4, 5]})
    assert found[0] == pytest.approx(1)
    assert found[1] < found[0]


def test_person_total_leaves_the_person_out():
    x = RNG.normal(size=(12, 7))
    others = np.delete(x, 4, axis=0).mean(axis=0)
    assert person_total(x)[4] == pytest.approx(np.corrcoef(x[4], others)[0, 1])


def test_without_like_items_there_are_no_synonyms():
    assert np.isnan(synonyms(RNG.normal(size=(50, 5)))).all()


def test_distances_are_those_of_the_formula():
    x = RNG.normal(size=(60, 3)) @ RNG.normal(size=(3, 3))
    x[7, 1] = NAN
    rows = np.delete(x, 7, axis=0)
    off = rows - rows.mean(axis=0)
    want = (off @ np.linalg.inv(np.cov(rows, rowvar=False)) * off).sum(axis=1)
    found = distances(x, centre(x))
    assert np.delete(found, 7) == pytest.approx(want)
    assert np.isnan(found[7])
    assert np.isnan(distances(x, centre(x[:, [0, 0]]))).all()


def test_robust_distances_see_what_masks_itself():
    x = np.vstack([RNG.normal(size=(90, 3)), RNG.normal(6, 0.1, (10, 3))])
    plain, robust = distances(x, centre(x)), distances(x, robust_centre(x, 1))
    assert (robust[90:] > 50).all()
    assert plain[90:].max() < 20
    assert robust_centre(np.ones((100, 3)), 1) is None


def test_matches_are_shares_of_equal_answers():
    x = np.arange(40.0).reshape(2, 20)
    x[1, :5] = x[0, :5]
    assert nearest_match(x).tolist() == [0.25, 0.25]
    assert np.isnan(nearest_match(x[:, :5])).all()


@pytest.mark.parametrize("k", [20, 40, 60])
def test_nineteen_of_twenty_alike_are_ninety_five_in_a_hundred(k):
    x = np.arange(3.0 * k).reshape(3, k)
    x[1, : k * 19 // 20] = x[0, : k * 19 // 20]
    assert nearest_match(x).tolist() == [0.95, 0.95, 0.0]
