"""Are the dimensions of two solutions compared as Tucker does?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.factor_scores import congruence_coefficients


@pytest.fixture(scope="module")
def solved(reference, wave_of):
    case = reference("psychometrics/efa/hs_minres_3")
    wave = wave_of(case)
    return case, wave, cs.factor_analysis(wave, case["items"], n_factors=3)


def test_congruence_is_that_of_psych(reference, matrix):
    values = reference("psychometrics/efa/hs_minres_3")["values"]
    for name, wanted in values["congruence"].items():
        if name == "formula":
            continue
        one, other = name.split("_with_")
        got = congruence_coefficients(
            *(matrix(values["rotated"][side]["loadings"]) for side in (one, other))
        )
        np.testing.assert_allclose(got, matrix(wanted), atol=1e-9)


def test_waves_are_matched_by_order_and_sign(solved):
    _, _, solution = solved
    turned = solution.loadings.iloc[:, [2, 0, 1]] * [1, -1, 1]
    got = cs.congruence(solution, turned, match=True)
    np.testing.assert_allclose(np.diag(got), 1)
    assert list(got.columns) == ["factor1", "factor2", "factor3"]


def test_only_shared_items_are_compared(solved):
    _, _, solution = solved
    part = solution.loadings.iloc[:6]
    whole = cs.congruence(part, solution)
    np.testing.assert_allclose(whole, cs.congruence(part, part))


def test_what_cannot_be_compared_is_refused(solved):
    _, _, solution = solved
    with pytest.raises(ValueError, match="at least two are needed"):
        cs.congruence(solution, solution.loadings.iloc[:1])
    with pytest.raises(ValueError, match="a=int must be a result"):
        cs.congruence(1, solution)
    nothing = pd.DataFrame({"f": [0.0, 0.0]}, index=["x1", "x2"])
    with pytest.raises(ValueError, match="b has a factor without loadings"):
        cs.congruence(solution, nothing)
