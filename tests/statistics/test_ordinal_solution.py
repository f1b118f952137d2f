"""Do models of ratings keep their identities?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, ratings_layout
from csat_methods.statistics.ordinal_solution import OrdinalGround, ordinal_solution
from csat_methods.statistics.polychoric import polychoric
from csat_methods.statistics.robust_scaling import AloneDrawn

MODEL = factor_model({"f": list("abcd")})


def rated(n=600, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) * 0.8 + rng.normal(size=(n, 4)) * 0.6
    return np.digitize(x, [-1, 0, 1]).astype(float)


def solved(x, *, scaled=True, standardize=False):
    w = np.ones(len(x))
    ground = OrdinalGround((polychoric(x, w),), AloneDrawn(w), (len(x),))
    cuts = [len(c) for c in ground.found[0].thresholds]
    how = Conventions(standardize=standardize)
    layout = ratings_layout(MODEL, cuts, 1, how, scaled=scaled)
    return ordinal_solution(layout, ground, scaled=scaled)


def test_the_parameterization_and_the_marker_change_no_fit():
    x = rated()
    base = solved(x)
    for other in (solved(x, scaled=False), solved(x, standardize=True)):
        assert other.model.chisq == pytest.approx(base.model.chisq, rel=1e-6)
        assert other.model.scaled == pytest.approx(base.model.scaled, rel=1e-6)
        assert other.measures["cfi"] == pytest.approx(base.measures["cfi"], rel=1e-8)


def test_reversing_an_item_changes_only_its_sign():
    x = rated()
    turned = x.copy()
    turned[:, 2] = 3 - turned[:, 2]
    base, other = solved(x, standardize=True), solved(turned, standardize=True)
    assert other.model.chisq == pytest.approx(base.model.chisq, rel=1e-6)
    assert other.theta[:4] == pytest.approx(base.theta[:4] * [1, 1, -1, 1], abs=1e-6)


def test_loadings_come_near_their_truth():
    found = solved(rated(20_000), standardize=True)
    assert found.theta[:4] == pytest.approx(np.full(4, 0.8), abs=0.03)


def test_errors_are_those_of_many_samples():
    """The spread of 120 estimates of a loading, to 20 %."""
    found = [solved(rated(400, seed), standardize=True) for seed in range(120)]
    spread = np.std([one.theta[0] for one in found])
    errors = np.mean([np.sqrt(one.covariance[0, 0]) for one in found])
    assert errors == pytest.approx(spread, rel=0.2)


def test_more_parameters_than_correlations_are_refused():
    x = rated()[:, :2]
    w = np.ones(len(x))
    ground = OrdinalGround((polychoric(x, w),), AloneDrawn(w), (len(x),))
    layout = ratings_layout(
        factor_model({"f": ["a", "b"]}), [3, 3], 1, Conventions(), scaled=True
    )
    with pytest.raises(ValueError, match="8 parameters are more than the thresholds"):
        ordinal_solution(layout, ground, scaled=True)
