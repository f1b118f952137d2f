"""Is what rows with blanks say summed up pattern by pattern?"""

import numpy as np
import pytest

from csat_methods.statistics.incomplete import incomplete, observed_inverses

CASES = ["airquality", "airquality_six", "bfi_A", "bfi_AN", "hs1939_missing", "sat_act"]


@pytest.fixture(scope="module")
def holes():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(120, 3))
    x[rng.uniform(size=x.shape) < 0.2] = np.nan
    return x


def test_each_pattern_has_its_own_moments(holes):
    sums, w = incomplete(holes, np.linspace(1, 2, 120)), np.linspace(1, 2, 120)
    for j, seen in enumerate(sums.observed):
        members = holes[sums.row == j][:, seen]
        mean = np.average(members, axis=0, weights=w[sums.row == j])
        np.testing.assert_allclose(sums.means[j, seen], mean)
        assert (sums.means[j, ~seen] == 0).all()
        assert sums.weight[j] == pytest.approx(w[sums.row == j].sum())


def test_only_what_is_observed_is_inverted(holes):
    S = np.cov(np.random.default_rng(1).normal(size=(9, 3)).T)
    sums = incomplete(holes)
    for seen, inverse in zip(sums.observed, observed_inverses(sums, S), strict=True):
        here = np.ix_(seen, seen)
        left = inverse[here] @ S[here]
        np.testing.assert_allclose(left, np.eye(seen.sum()), atol=1e-12)
        assert (inverse[~seen] == 0).all()


@pytest.mark.parametrize("name", CASES)
def test_patterns_are_counted_as_in_r(reference, answers, name):
    case = reference(f"psychometrics/missing/{name}")
    sums = incomplete(answers(case, complete=False))
    got = {
        "".join(map(str, seen.astype(int))): n
        for seen, n in zip(sums.observed, sums.n, strict=True)
    }
    listed = {row["pattern"]: row["n"] for row in case["values"]["patterns"]}
    assert len(got) == case["values"]["n_patterns"]
    assert {pattern: got[pattern] for pattern in listed} == listed


def test_rows_know_their_pattern(holes):
    sums = incomplete(holes)
    there = sums.row >= 0
    np.testing.assert_array_equal(
        sums.observed[sums.row[there]], ~np.isnan(holes[there])
    )
    assert sums.n.sum() == there.sum()
