"""Are implied thresholds and correlations, and their slopes, right?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.model_layout import Conventions, ratings_layout
from csat_methods.statistics.ordinal_structure import Distance, distance_fit
from csat_methods.statistics.rating_moments import Ratings
from csat_methods.statistics.starting_values import start

LOADS = np.array([0.8, 0.7, 0.6, 0.5])
MODEL = factor_model({"f": list("abcd")})


def ratings(loads=LOADS, shift=0.0):
    R = np.outer(loads, loads)
    rho = R[np.triu_indices(4, 1)]
    cuts = tuple(np.array([-1.0, 0.5]) - shift * load for load in loads)
    return Ratings(cuts, rho, np.full(8 + 6, 100.0), 500)


def begun(layout, data):
    return start(
        layout,
        [one.correlations for one in data],
        [np.zeros(4) for _ in data],
        [one.thresholds for one in data],
    )


@pytest.mark.parametrize("scaled", [True, False])
def test_loadings_are_found_again(scaled):
    data = [ratings()]
    how = Conventions(standardize=True)
    layout = ratings_layout(MODEL, [2] * 4, 1, how, scaled=scaled)
    fit = distance_fit(layout, data, begun(layout, data), scaled=scaled)
    wanted = LOADS if scaled else LOADS / np.sqrt(1 - LOADS**2)
    assert fit.theta[:4] == pytest.approx(wanted, abs=1e-8)
    assert fit.chisq == pytest.approx(0, abs=1e-12)
    residual = fit.residual_variances(0)
    assert residual == pytest.approx(1 - LOADS**2 if scaled else np.ones(4))


@pytest.mark.parametrize("scaled", [True, False])
@pytest.mark.parametrize("level", ["configural", "thresholds", "metric", "scalar"])
def test_slopes_are_those_of_finite_differences(level, scaled):
    data = [ratings(), ratings(LOADS * 0.9, 0.4)]
    layout = Instrument(MODEL, 2, (2,) * 4, scaled).at(level)
    distance = Distance(layout, data, scaled=scaled)
    theta = begun(layout, data) + 0.1 * np.random.default_rng(1).random(layout.n_free)
    steps = np.eye(len(theta)) * 1e-6
    wanted = [
        (distance.value(theta + s) - distance.value(theta - s)) / 2e-6 for s in steps
    ]
    assert distance.slope(theta) == pytest.approx(np.array(wanted), abs=1e-6)


def test_a_shift_of_the_factor_is_its_mean():
    data = [ratings(), ratings(shift=0.4)]
    layout = Instrument(MODEL, 2, (2,) * 4).at("scalar")
    fit = distance_fit(layout, data, begun(layout, data), scaled=True)
    means = dict(zip(layout.terms(), fit.theta, strict=True))
    assert means["f ~1"] == pytest.approx(0.4, abs=1e-7)
    assert fit.chisq == pytest.approx(0, abs=1e-10)
