"""Do draws have the mean and the covariance they should?"""

import numpy as np
import pytest

from csat_methods.statistics.normal_draws import drawn


def test_draws_have_the_mean_and_covariance_they_should():
    estimate = np.array([1.0, -2.0, 0.5])
    root = np.array([[1.0, 0, 0], [0.5, 1, 0], [1.5, 1, 0]])
    covariance = root @ root.T
    sample = drawn(estimate, covariance, 40_000, 3)
    assert sample.mean(axis=0) == pytest.approx(estimate, abs=0.04)
    assert np.cov(sample, rowvar=False) == pytest.approx(covariance, abs=0.07)
    assert (
        drawn(estimate, covariance, 5, 3) == drawn(estimate, covariance, 5, 3)
    ).all()
    assert drawn(estimate, covariance * 0, 2, 1) == pytest.approx(
        np.tile(estimate, (2, 1))
    )
