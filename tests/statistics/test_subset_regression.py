"""Is every subset's R² that of its own regression?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics import subset_regression
from csat_methods.statistics.subset_regression import (
    all_subsets_r2,
    subset_coefficients,
    subset_sizes,
    visitable,
)


def held(s, widths):
    """The columns of the predictors in subset s, the outcome being column 0."""
    ends = np.cumsum([1, *widths])
    return [
        c for k in range(len(widths)) if s >> k & 1 for c in range(ends[k], ends[k + 1])
    ]


def one_by_one(S, widths):
    found = []
    for s in range(2 ** len(widths)):
        x = held(s, widths)
        slopes = np.linalg.solve(S[np.ix_(x, x)], S[x, 0]) if x else np.zeros(0)
        found.append(slopes @ S[x, 0] / S[0, 0])
    return np.array(found)


@pytest.mark.parametrize("widths", [[1], [1, 1, 1, 1], [2, 1, 3], [3]])
def test_every_subset_is_its_own_regression(spread, widths):
    S = spread(1 + sum(widths))
    got = all_subsets_r2(S, sizes=widths)
    np.testing.assert_allclose(got, one_by_one(S, widths), atol=1e-13)


def test_two_predictors_that_do_not_correlate():
    S = [[4.0, 1.0, 0.6], [1.0, 1.0, 0.0], [0.6, 0.0, 1.0]]
    assert all_subsets_r2(S) == pytest.approx([0, 0.25, 0.09, 0.34])


@given(st.integers(0, 50))
def test_more_predictors_never_explain_less(seed):
    rng = np.random.default_rng(seed)
    explained = all_subsets_r2(np.cov(rng.normal(size=(12, 6)), rowvar=False))
    for k in range(5):
        pair = explained.reshape(-1, 2, 2**k)
        assert (pair[:, 1] >= pair[:, 0] - 1e-12).all()
    assert explained[0] == 0
    assert explained[-1] <= 1 + 1e-12


def test_many_matrices_are_taken_at_once(spread):
    several = np.stack([[spread(4, a), spread(4, a + 9)] for a in range(3)])
    got = all_subsets_r2(several)
    assert got.shape == (3, 2, 8)
    np.testing.assert_allclose(got[1, 1], all_subsets_r2(several[1, 1]))


@pytest.mark.parametrize("at_once", [1, 2, 10])
@pytest.mark.parametrize("widths", [[1, 1, 1, 1], [2, 1, 3]])
def test_coefficients_are_those_of_each_regression(
    spread, monkeypatch, at_once, widths
):
    monkeypatch.setattr(subset_regression, "AT_ONCE", at_once)
    S = spread(1 + sum(widths))
    seen = 0
    for part in subset_coefficients(S, widths):
        for low, b in enumerate(part.coefficients.T):
            x = held(part.held + low, widths)
            expected = np.zeros(len(S) - 1)
            if x:
                expected[np.array(x) - 1] = np.linalg.solve(S[np.ix_(x, x)], S[x, 0])
            np.testing.assert_allclose(b, expected, atol=1e-12)
            seen += 1
    assert seen == 2 ** len(widths)


def test_sizes_of_subsets_are_counts_of_bits():
    assert subset_sizes(5).tolist() == [s.bit_count() for s in range(32)]


@pytest.mark.parametrize(
    ("S", "sizes", "sentence"),
    [
        (np.eye(24), None, "predictors=23: all subsets of at most 22"),
        (np.eye(3), [1], r"sizes=\[1\] must be above 0 and add up to 2"),
        (np.eye(3), [2, 0], r"sizes=\[2, 0\] must be above 0"),
        (np.eye(1), None, r"S of shape \(1, 1\) must be square"),
        (np.ones((2, 3)), None, r"S of shape \(2, 3\) must be square"),
        (np.diag([0.0, 1.0]), None, "S has no regression"),
        (np.diag([1.0, 0.0]), None, "S has no regression"),
        (np.full((3, 3), 0.5) + 0.5 * np.diag([1, 0, 0]), None, "a sum of others"),
        (np.full((2, 2), np.nan), None, "S has no regression"),
    ],
)
def test_what_has_no_regression_is_refused(S, sizes, sentence):
    with pytest.raises(ValueError, match=sentence):
        visitable(S, sizes)


def test_among_several_matrices_a_bad_one_is_missing(spread):
    several = np.stack([spread(3), np.ones((3, 3)), np.diag([0.0, 1, 1])])
    got = all_subsets_r2(several)
    assert np.isnan(got).all(axis=1).tolist() == [False, True, True]
