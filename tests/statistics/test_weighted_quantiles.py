"""Is a weighted quantile the smallest value that enough weight does not exceed?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.statistics.weighted_quantiles import weighted_quantiles


def test_quantiles_are_rs_rule_one_with_weights(reference):
    tiny = reference("survey/estimates/quantiles")["values"]["tiny"]
    found = weighted_quantiles(tiny["y"], tiny["w"], tiny["p"])
    assert found.tolist() == list(tiny["q"]["hf1"].values())


@hypothesis.given(
    st.lists(st.integers(-9, 9), min_size=1, max_size=25), st.floats(0, 1)
)
def test_without_weights_it_is_numpys_inverted_cdf(y, q):
    near = abs(q * len(y) - round(q * len(y))) > 1e-6 or q in {0, 1}
    hypothesis.assume(near)
    expected = np.quantile(y, q, method="inverted_cdf")
    assert weighted_quantiles(y, None, q) == expected


@hypothesis.given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), min_size=1, max_size=12),
    st.floats(0, 1),
)
def test_a_weight_of_k_is_k_values(rows, q):
    y, w = np.array(rows).T
    assert weighted_quantiles(y, w, q) == weighted_quantiles(np.repeat(y, w), None, q)


def test_shares_beyond_the_ends_are_the_ends():
    assert weighted_quantiles([3, 1, 2], None, [-0.2, 0, 1, 1.4]).tolist() == [
        1, 1, 3, 3,
    ]  # fmt: skip


def test_no_weight_no_quantile_and_no_share_neither():
    assert np.isnan(weighted_quantiles([], None, [0.5])).all()
    assert np.isnan(weighted_quantiles([1, 2], [0, 0], [0.5])).all()
    assert np.isnan(weighted_quantiles([1, 2], None, [np.nan])).all()
    assert weighted_quantiles([1, 2, 9], [1, 1, 0], 1.0) == pytest.approx(2)
