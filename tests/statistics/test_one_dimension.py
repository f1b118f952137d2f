"""Are shares of one dimension, and their gradients, right?"""

import numpy as np
import pytest

from csat_methods.statistics.one_dimension import (
    component_share,
    factor_share,
    smallest_correlation,
)


@pytest.fixture
def correlations(spread):
    S = spread(5, 3)
    sd = np.sqrt(np.diag(S))
    return S / np.outer(sd, sd)


def test_published_shares_of_holzinger_and_swineford(reference_data):
    """Research file, example 5: first eigenvalue 3.2163 (35.7 %), factor 29.2 %."""
    items = [f"x{i}" for i in range(1, 10)]
    R = np.corrcoef(reference_data("hs1939.csv")[items].to_numpy(float), rowvar=False)
    assert component_share(R)[0] * 9 == pytest.approx(3.2163, abs=5e-5)
    assert factor_share(R)[0] == pytest.approx(0.292, abs=5e-4)


@pytest.mark.parametrize("share", [component_share, factor_share, smallest_correlation])
def test_gradients_are_those_of_finite_differences(share, correlations, slope):
    def of_correlations(S):
        return share(S - np.diag(np.diag(S) - 1))[0]

    found = share(correlations)[1]
    wanted = slope(of_correlations, correlations)
    off = ~np.eye(5, dtype=bool)
    assert found[off] == pytest.approx(wanted[off], abs=2e-5)


def test_items_that_do_not_correlate_share_nothing():
    assert component_share(np.eye(4))[0] == pytest.approx(0.25)
    assert smallest_correlation(np.eye(4))[0] == 0
    with pytest.raises(ValueError, match="no two of them go together"):
        factor_share(np.eye(4))


def test_a_factor_that_is_one_item_has_no_share():
    # psych 2.2.9, fa(R, 1, fm = "pa", max.iter = 5000) on this R: a communality of 1.40
    # that still grows, with "An ultra-Heywood case was detected".
    R = np.eye(4)
    R[0, 1:] = R[1:, 0] = [0.08, 0.15, -0.22]
    share, slope = factor_share(R)
    assert np.isnan(share)
    assert not slope.any()
