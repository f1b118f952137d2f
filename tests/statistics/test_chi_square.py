"""Is the tail of chi-square right, near and far?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.chi_square import chi_square

CASES = ["attitude", "bfi25", "bfi_A", "bfi_N_pairwise", "harman74", "hs1939"]


@pytest.mark.parametrize("name", [*CASES, "msq20_pairwise"])
def test_far_tails_are_those_of_r(reference, name):
    test = reference(f"psychometrics/adequacy/{name}")["values"]["bartlett"]
    got = chi_square(test["chisq"], test["df"])
    assert got.log_p == pytest.approx(test["log_p"], rel=1e-12)
    assert got.p == pytest.approx(test["p"], rel=1e-9)


def test_two_degrees_of_freedom_are_exponential():
    # P(X > x) = exp(-x / 2)
    got = chi_square(700.0, 2)
    assert got.log_p == pytest.approx(-350)
    assert got.p == pytest.approx(np.exp(-350), rel=1e-10)


@given(st.integers(1, 3000), st.floats(0.1, 3))
def test_both_scales_agree(df, ratio):
    got = chi_square(df * ratio, df)
    if got.p > 1e-290:
        assert got.log_p == pytest.approx(np.log(got.p), rel=1e-9, abs=1e-12)
    assert got.log_p <= 0
