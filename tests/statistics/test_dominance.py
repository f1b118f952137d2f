"""Is dominance that of R's domir?"""

import numpy as np
import pytest

from csat_methods.statistics.dominance import complete_dominance, conditional_dominance
from csat_methods.statistics.moments import moments
from csat_methods.statistics.relative_importance import first, last, lmg, r2
from csat_methods.statistics.subset_regression import all_subsets_r2

OUTCOMES = {"attitude": "rating", "swiss": "Fertility"}


@pytest.fixture(params=OUTCOMES)
def case(request, reference, reference_data):
    values = reference("survey/drivers/dominance")["values"][request.param]
    columns = [OUTCOMES[request.param], *values["general"]]
    return values, moments(reference_data(request.param)[columns]).covariance


def test_conditional_dominance_is_domir_s(case):
    values, S = case
    np.testing.assert_allclose(
        conditional_dominance(S), values["conditional"]["data"], rtol=1e-9
    )


def test_complete_dominance_is_domir_s(case):
    values, S = case
    expected = np.array(values["complete"]["data"], dtype=float)
    np.testing.assert_array_equal(complete_dominance(S), expected)


def test_general_dominance_is_lmg_and_the_mean_of_the_conditional(case, vector):
    values, S = case
    np.testing.assert_allclose(lmg(S), vector(values["general"]), rtol=1e-9)
    np.testing.assert_allclose(conditional_dominance(S).mean(axis=1), lmg(S))


def test_the_ends_of_conditional_dominance_are_first_and_last(spread):
    table = conditional_dominance(spread(6))
    np.testing.assert_allclose(table[:, 0], first(spread(6)))
    np.testing.assert_allclose(table[:, -1], last(spread(6)))


def test_complete_dominance_holds_in_every_subset(spread):
    S = spread(5, 2)
    explained, table = all_subsets_r2(S), complete_dominance(S)
    for i in range(4):
        for j in range(4):
            others = [s for s in range(16) if not s & (1 << i | 1 << j)]
            more = [explained[s | 1 << i] > explained[s | 1 << j] for s in others]
            if i != j and all(more):
                assert table[i, j] == 1
            elif i != j and not any(more):
                assert table[i, j] == 0
            else:
                assert np.isnan(table[i, j])


def test_predictors_of_several_columns_count_as_one(spread):
    S = spread(6)
    table = conditional_dominance(S, sizes=[2, 1, 2])
    assert table.shape == (3, 3)
    assert table.mean(axis=1).sum() == pytest.approx(r2(S))
    assert complete_dominance(S, sizes=[2, 1, 2]).shape == (3, 3)


def test_what_has_no_regression_is_refused():
    for measure in (conditional_dominance, complete_dominance):
        with pytest.raises(ValueError, match="a predictor is a sum of others"):
            measure(np.ones((3, 3)))
