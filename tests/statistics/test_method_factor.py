"""Is a factor behind all items found where there is one?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.method_factor import method_factor
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn

MODEL = factor_model({"f": ["a", "b", "c"], "g": ["d", "e", "h"], "k": ["i", "j", "l"]})


def ground(behind, n=4000, seed=1):
    """Return standard scores of nine items; `behind` is the method's share."""
    rng = np.random.default_rng(seed)
    x = np.repeat(rng.normal(size=(n, 3)), 3, axis=1) * np.sqrt(0.4)
    x += rng.normal(size=(n, 1)) * np.sqrt(behind)
    x += rng.normal(size=(n, 9)) * np.sqrt(0.6 - behind)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    w = np.ones(n)
    return Ground((patterns(x, w),), AloneDrawn(w), False, True)


def apart():
    """Return the model of uncorrelated factors; correlated ones hide a method."""
    return factor_model({**dict(MODEL.loads), "orthogonal": ["f", "g", "k"]})


def test_the_share_of_the_method_is_found():
    found = method_factor(apart(), ground(0.2))
    assert found.converged
    assert found.share == pytest.approx(0.2, abs=3 * found.se)
    assert found.p < 1e-6


def test_no_method_has_a_share_near_zero():
    found = method_factor(apart(), ground(0.0))
    assert found.share < 0.03
    assert found.chisq < 12
