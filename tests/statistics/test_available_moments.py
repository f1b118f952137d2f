"""Are moments over the rows that answered both the ordinary ones?"""

import numpy as np
import pytest

from csat_methods.statistics.available_moments import (
    available_moments,
    checked_columns,
)
from csat_methods.statistics.moments import moments


def rows():
    rng = np.random.default_rng(0)
    x = np.round(1.5 * rng.normal(size=(70, 3)) + 1.5 * rng.normal(size=(70, 1)))
    x[:5, 0] = np.nan
    return x, rng.uniform(0.5, 2, 70)


def test_each_pair_has_its_own_rows():
    x, w = rows()
    found = available_moments(x, w)
    pair = moments(x[5:, :2], w[5:])
    assert found.covariance[0, 1] == pytest.approx(pair.covariance[0, 1], rel=1e-12)
    assert found.variances[1, 0] == pytest.approx(pair.covariance[1, 1], rel=1e-12)
    assert found.means[1, 0] == pytest.approx(pair.means[1], rel=1e-12)
    assert found.n.tolist() == [[65, 65, 65], [65, 70, 70], [65, 70, 70]]
    assert found.weight[0, 1] == pytest.approx(w[5:].sum())


def test_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match=r"x of shape \(3,\)"):
        checked_columns([1.0, 2.0, 3.0], None)
    with pytest.raises(ValueError, match=r"weights of shape \(2,\)"):
        checked_columns([[1, 2]], [1, 2])


def test_complete_columns_have_their_ordinary_moments():
    x, _ = rows()
    x = x[5:]
    found = available_moments(x)
    np.testing.assert_allclose(found.covariance, np.cov(x.T), atol=1e-12)
    np.testing.assert_allclose(found.means, np.tile(x.mean(0)[:, None], 3), atol=1e-12)
    np.testing.assert_allclose(found.correlation, np.corrcoef(x.T), atol=1e-12)
