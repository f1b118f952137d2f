"""Are Rubin's rules those in print and in R?"""

import numpy as np
import pytest

from csat_methods.statistics.rubin import rubin


@pytest.mark.parametrize("case", ["m5", "m3_small_n", "m20", "no_between"])
def test_scalars_of_the_reference(reference, case):
    known = reference("survey/imputation/rubin_scalar")["values"][case]
    q = np.array(known["estimates"], float)[:, None]
    u = np.array(known["variances"], float)[:, None]
    found = rubin(q, u, np.array([known["n"] - known["k"]]))
    assert found.estimate[0] == pytest.approx(known["qbar"])
    assert found.se[0] == pytest.approx(known["se"])
    assert found.riv[0] == pytest.approx(known["riv"], abs=1e-12)
    assert found.lambda_[0] == pytest.approx(known["lambda"], abs=1.1e-4)
    tolerance = 1e-9 if known["riv"] else 1e-3
    assert found.df[0] == pytest.approx(known["df_barnard_rubin"], rel=tolerance)
    assert found.fmi[0] == pytest.approx(known["fmi"], abs=1e-4)


def test_without_a_complete_number_the_degrees_are_rubin_s():
    q, u = np.array([[1.0], [2.0], [4.0]]), np.ones((3, 1))
    found = rubin(q, u, np.array([np.inf]))
    b = 4 / 3 * np.var([1, 2, 4], ddof=1)
    assert found.df[0] == pytest.approx(2 * (1 + 1 / b) ** 2)


def test_alike_imputations_add_no_variance():
    found = rubin(np.full((4, 1), 2.0), np.full((4, 1), 0.25), np.array([np.inf]))
    assert (found.se[0], found.lambda_[0], found.riv[0]) == (0.5, 0, 0)
