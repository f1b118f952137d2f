"""Are the ends between which all models lie counted and found right?"""

import numpy as np
import pytest

from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn


def ground(means=True, groups=2):
    x = np.random.default_rng(1).normal(size=(200, 3)) @ np.triu(np.ones((3, 3)))
    parts = np.array_split(x, groups)
    data = tuple(patterns(part, np.ones(len(part))) for part in parts)
    return Ground(data, AloneDrawn(np.ones(len(x))), means, True), parts


def test_moments_and_degrees_of_freedom_are_counted():
    """Three items: six covariances and three means, three of them covariances."""
    assert ground()[0].moments == 18
    assert ground(means=False)[0].moments == 12
    assert ground()[0].baseline_df == 6


def test_independence_against_all_moments_is_the_log_determinant():
    """−n ln |R|, group by group (Bartlett 1950 without his correction)."""
    found, parts = ground()
    wanted = -sum(
        len(part) * np.linalg.slogdet(np.corrcoef(part.T))[1] for part in parts
    )
    gap = found.total * (found.baseline_value - found.saturated_value)
    assert gap == pytest.approx(wanted)
    assert found.complete
