"""Do thresholds and correlations stand in their order?"""

import numpy as np
import pytest

from csat_methods.statistics.rating_moments import Ratings


def test_thresholds_come_first_then_pairs():
    cuts = (np.array([-1.0, 1.0]), np.array([0.0]), np.array([0.5]))
    found = Ratings(cuts, np.array([0.1, 0.2, 0.3]), np.full(7, 4.0), 50)
    assert found.estimates.tolist() == [-1, 1, 0, 0.5, 0.1, 0.2, 0.3]
    assert found.items.tolist() == [0, 0, 1, 2]
    assert found.correlations[0].tolist() == [1, 0.1, 0.2]
    assert found.correlations[1, 2] == 0.3
    assert found.roots.ravel() == pytest.approx(np.full(7, 2.0))
