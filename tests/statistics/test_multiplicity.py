"""Are adjusted p-values R's, and do simultaneous quantiles hold together?"""

import itertools

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from csat_methods.statistics.multiplicity import (
    ADJUSTMENTS,
    adjusted,
    simultaneous_level,
)

RS_NAMES = {"bh": "BH", "by": "BY"}
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


def test_holm_by_hand():
    # .01 · 3, then max(.03 · 2, …), then max(.04 · 1, …)
    assert adjusted([0.04, 0.01, 0.03]).tolist() == pytest.approx([0.06, 0.03, 0.06])


@pytest.mark.parametrize("method", ADJUSTMENTS)
@pytest.mark.parametrize(
    ("p", "expected"), [("p", "adjusted"), ("p_ties", "adjusted_ties")]
)
def test_adjusted_values_are_rs(reference, method, p, expected):
    values = reference("survey/tests_models/p_adjust")["values"]
    given = [np.nan if each is None else each for each in values[p]]
    matrix = values[expected]
    name = RS_NAMES.get(method, method)
    side = "cols" if name in matrix["cols"] else "rows"
    data = np.array(matrix["data"], dtype=float)
    data = (
        data[:, matrix["cols"].index(name)]
        if side == "cols"
        else data[matrix["rows"].index(name)]
    )
    assert adjusted(given, method) == pytest.approx(data, nan_ok=True, rel=1e-12)


@hypothesis.given(P_VALUES, st.sampled_from(sorted(ADJUSTMENTS)))
def test_an_adjusted_value_is_never_smaller_and_keeps_the_order(p, method):
    found, order = adjusted(p, method), np.argsort(p, kind="stable")
    assert (found >= np.array(p) - 1e-15).all()
    assert (found <= 1).all()
    assert (np.diff(found[order]) >= -1e-12).all()


@hypothesis.given(P_VALUES)
def test_hommel_lies_below_hochberg_below_holm_below_bonferroni(p):
    names = ["hommel", "hochberg", "holm", "bonferroni"]
    values = [adjusted(p, name) for name in names]
    for smaller, larger in itertools.pairwise(values):
        assert (smaller <= larger + 1e-12).all()


def test_holm_closes_bonferroni_s_tests():
    # adjusted value of i: the largest Bonferroni value of any set that holds i
    p = np.array([0.012, 0.3, 0.021, 0.04])
    sets = [[i for i in range(4) if s >> i & 1] for s in range(1, 16)]
    closed = [
        max(min(p[s].min() * len(s), 1) for s in sets if i in s) for i in range(4)
    ]
    assert adjusted(p, "holm") == pytest.approx(closed)


def test_faulty_p_values_and_methods_are_refused():
    with pytest.raises(ValueError, match=r"p=\[1\.2\] must lie from 0 to 1"):
        adjusted([0.5, 1.2])
    with pytest.raises(ValueError, match="method='holms' must be one of"):
        adjusted([0.5], "holms")
    assert np.isnan(adjusted([np.nan, np.nan])).all()


# --------------------------------------------------------- simultaneous levels
def level_of(blocks, level=0.95, draws=200_000):
    rng = np.random.default_rng(4)
    return simultaneous_level(blocks, level, draws=draws, rng=rng)


def test_one_estimate_keeps_its_level():
    assert level_of([np.eye(1)]) == 0.95
    assert level_of([]) == 0.95


def test_estimates_that_always_agree_need_no_more():
    assert level_of([np.ones((4, 4))]) == pytest.approx(0.95, abs=1e-3)


def test_the_level_holds_correlated_normals_together():
    correlation = np.full((3, 3), 0.6) + 0.4 * np.eye(3)
    c = norm.ppf((1 + level_of([correlation])) / 2)
    held = multivariate_normal(cov=correlation, seed=1).cdf(
        [c] * 3, lower_limit=[-c] * 3
    )
    assert held == pytest.approx(0.95, abs=2e-3)


def test_independent_estimates_need_sidaks_level():
    found = level_of([np.eye(2), np.eye(3)])
    assert found == pytest.approx(0.95 ** (1 / 5), abs=1e-3)


def test_blocks_are_never_narrower_than_together():
    correlation = np.full((4, 4), 0.7) + 0.3 * np.eye(4)
    together = level_of([correlation])
    apart = level_of([correlation[:2, :2], correlation[2:, 2:]])
    assert 0.95 < together < apart < 0.95 ** (1 / 4)
