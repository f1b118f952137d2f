"""Are standardised values free of units, and their errors those of the delta method?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.standardized import standardized

MODELS = {
    "means": ({"f": ["a", "b", "c"], "g": ["d", "e"]}, True),
    "second order": (
        {"f": ["a", "b"], "g": ["c", "d"], "h": ["f", "g"], "residuals": [("f", "g")]},
        False,
    ),
    "residuals": ({"f": ["a", "b", "c"], "residuals": [("a", "b")]}, False),
}


@pytest.mark.parametrize("name", MODELS)
def test_errors_are_those_of_finite_differences(name):
    model, means = MODELS[name]
    layout = amounts_layout(factor_model(model), 1, Conventions(means=means))
    check(layout, scaled=False)


@pytest.mark.parametrize("scaled", [True, False])
def test_errors_of_ratings_are_those_of_finite_differences(scaled):
    model = factor_model({"f": list("abc")})
    check(Instrument(model, 2, (2, 2, 2), scaled).at("scalar"), scaled=scaled)


def check(layout, *, scaled):
    rng = np.random.default_rng(3)
    theta = rng.uniform(0.4, 0.9, layout.n_free)
    x = rng.normal(size=(layout.n_free + 5, layout.n_free)) * 0.1
    V = x.T @ x
    found = standardized(layout, theta, V, scaled=scaled)
    J = np.array(
        [
            (
                standardized(layout, theta + s, V, scaled=scaled).cells
                - standardized(layout, theta - s, V, scaled=scaled).cells
            )
            / 2e-6
            for s in np.eye(len(theta)) * 1e-6
        ]
    ).T
    wanted = np.sqrt(np.einsum("ij,jk,ik->i", J, V, J))
    assert found.se == pytest.approx(wanted, abs=1e-7)


def test_one_factor_worked_by_hand():
    """Loadings 1 and 2, factor 4, residuals 5 and 9: 2/3 and 4/5."""
    layout = amounts_layout(factor_model({"f": ["a", "b"]}), 1, Conventions())
    known = {"f =~ b": 2.0, "a ~~ a": 5.0, "b ~~ b": 9.0, "f ~~ f": 4.0}
    theta = np.array([known[term] for term in layout.terms()])
    found = standardized(layout, theta, np.eye(4))
    told = dict(zip((c.term for c in layout.cells), found.cells, strict=True))
    assert told["f =~ a"] == pytest.approx(2 / 3)
    assert told["f =~ b"] == pytest.approx(4 / 5)
    assert told["a ~~ a"] == pytest.approx(5 / 9)
    assert told["f ~~ f"] == pytest.approx(1.0)


def test_correlations_of_residuals_below_zero_are_missing():
    model = factor_model({"f": ["a", "b"], "residuals": [("a", "b")]})
    layout = amounts_layout(model, 1, Conventions())
    theta = np.ones(layout.n_free)
    theta[layout.terms().index("a ~~ a")] = -0.5
    found = standardized(layout, theta, np.eye(len(theta)))
    told = dict(zip((c.term for c in layout.cells), found.cells, strict=True))
    assert np.isnan(told["a ~~ b"])
    assert not np.isnan(told["f =~ b"])
