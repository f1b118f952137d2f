"""Are adjusted p-values R's?"""

from itertools import pairwise

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.multiplicity import ADJUSTMENTS

R_NAMES = {"bh": "BH", "by": "BY"}


@pytest.mark.parametrize("method", ADJUSTMENTS)
@pytest.mark.parametrize(
    ("p", "adjusted"), [("p", "adjusted"), ("p_ties", "adjusted_ties")]
)
def test_adjusted_p_values_are_rs(reference, method, p, adjusted):
    values = reference("survey/tests_models/p_adjust")["values"]
    table = values[adjusted]
    column = table["cols"].index(R_NAMES.get(method, method))
    expected = np.array([row[column] for row in table["data"]], float)
    given = np.array(values[p], float)
    found = cs.adjust_p_values(given, method=method)
    assert found == pytest.approx(expected, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("method", ["holm", "bh"])
def test_more_tests_than_are_given_count_as_in_r(reference, method):
    values = reference("survey/tests_models/p_adjust")["values"]
    larger = values["n_larger"]
    found = cs.adjust_p_values(values["p"], method=method, n=larger["n"])
    assert found == pytest.approx(np.array(larger[R_NAMES.get(method, method)]))


@hypothesis.given(
    st.lists(st.floats(0, 1), min_size=1, max_size=12),
    st.sampled_from(sorted(ADJUSTMENTS)),
)
def test_adjusting_raises_and_keeps_the_order(p, method):
    found = cs.adjust_p_values(p, method=method)
    assert (found >= np.array(p) - 1e-15).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(p, kind="stable")]) >= -1e-12).all()
    more = cs.adjust_p_values(p, method=method, n=len(p) + 3)
    assert (more >= found - 1e-12).all()


@hypothesis.given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_stronger_methods_are_never_larger(p):
    names = ("hommel", "hochberg", "holm", "bonferroni")
    by_strength = [cs.adjust_p_values(p, method=name) for name in names]
    for stronger, weaker in pairwise(by_strength):
        assert (stronger <= weaker + 1e-12).all()


def test_series_and_empty_lists_are_taken():
    assert cs.adjust_p_values(pd.Series([0.02, 0.01])).tolist() == [0.02, 0.02]
    assert cs.adjust_p_values([]).tolist() == []
    assert np.isnan(cs.adjust_p_values([np.nan])).tolist() == [True]


def test_what_are_no_p_values_is_refused():
    with pytest.raises(ValueError, match=r"p=\[1.2\] must lie from 0 to 1"):
        cs.adjust_p_values([0.3, 1.2])
    with pytest.raises(ValueError, match=r"p=\['a'\] must be numbers"):
        cs.adjust_p_values(["a"])
    with pytest.raises(ValueError, match=r"p has the shape \(1, 2\)"):
        cs.adjust_p_values([[0.1, 0.2]])
    with pytest.raises(ValueError, match="method='fdr' must be one of"):
        cs.adjust_p_values([0.1], method="fdr")
    with pytest.raises(ValueError, match="n=1 must be a whole number from 2 on"):
        cs.adjust_p_values([0.1, 0.2], n=1)
