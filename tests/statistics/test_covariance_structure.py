"""Are slopes and Hessians of the likelihood exact, and is its minimum the best?"""

import numpy as np
import pytest

from csat_methods.statistics.covariance_structure import Likelihood, likelihood_fit
from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.starting_values import start

MODELS = {
    "two factors": {"f": ["a", "b", "c"], "g": ["d", "e", "h"]},
    "second order": {
        "f": ["a", "b"],
        "g": ["c", "d"],
        "k": ["e", "h"],
        "top": ["f", "g", "k"],
    },
    "cross-loading": {"f": ["a", "b", "c", "d"], "g": ["d", "e", "h"]},
    "residuals": {"f": list("abcdeh"), "residuals": [("a", "b"), ("c", "h")]},
    "bifactor": {
        "all": list("abcdeh"),
        "f": ["a", "b", "c"],
        "g": ["d", "e", "h"],
        "orthogonal": ["all", "f", "g"],
    },
}


def answers(blanks=0.0, n=300):
    rng = np.random.default_rng(1)
    top = rng.normal(size=(n, 1))
    pair = np.repeat(rng.normal(size=(n, 3)) + top, 2, axis=1)
    x = pair + rng.normal(size=(n, 6))
    x[rng.random(x.shape) < blanks] = np.nan
    return x[~np.isnan(x).all(axis=1)]


def likelihood(model, blanks=0.0, groups=1, equal=()):
    found = factor_model(model)
    layout = amounts_layout(found, groups, Conventions(means=True), equal)
    parts = np.array_split(answers(blanks), groups)
    data = [patterns(x, np.ones(len(x))) for x in parts]
    begin = start(
        layout,
        [np.diag(np.nanvar(x, axis=0)) + 0.5 for x in parts],
        [np.nanmean(x, axis=0) for x in parts],
    )
    return Likelihood(layout, data), begin


@pytest.mark.parametrize("blanks", [0.0, 0.2])
@pytest.mark.parametrize("model", MODELS)
def test_slopes_and_hessians_are_those_of_finite_differences(model, blanks):
    found, begin = likelihood(MODELS[model], blanks)
    theta = begin + 0.05 * np.random.default_rng(2).normal(size=len(begin))
    steps = np.eye(len(theta)) * 1e-5
    slopes = [(found.value(theta + s) - found.value(theta - s)) / 2e-5 for s in steps]
    assert found.slope(theta) == pytest.approx(np.array(slopes), abs=1e-7)
    bends = [(found.slope(theta + s) - found.slope(theta - s)) / 2e-5 for s in steps]
    assert found.observed(theta) == pytest.approx(np.array(bends), abs=1e-6)


def test_groups_that_share_parameters_have_exact_slopes():
    found, begin = likelihood(
        MODELS["two factors"], groups=2, equal=("loadings", "intercepts")
    )
    theta = begin + 0.03
    steps = np.eye(len(theta)) * 1e-5
    slopes = [(found.value(theta + s) - found.value(theta - s)) / 2e-5 for s in steps]
    assert found.slope(theta) == pytest.approx(np.array(slopes), abs=1e-7)


def test_scores_add_up_to_the_slope():
    found, begin = likelihood(MODELS["two factors"], 0.2)
    total = sum(
        np.bincount(own, slopes.sum(axis=0), len(begin))
        for own, slopes in (each.of_parameters() for each in found.cell_scores(begin))
    )
    assert total == pytest.approx(-found.slope(begin) * found.total / 2, abs=1e-9)


def test_three_items_of_one_factor_fit_exactly():
    """λ² = r12 r13 / r23: three items determine one factor (Spearman 1904)."""
    R = np.array([[1, 0.42, 0.35], [0.42, 1, 0.3], [0.35, 0.3, 1]])
    x = np.linalg.qr(np.random.default_rng(1).normal(size=(100, 4)))[0][:, 1:]
    x = (x - x.mean(axis=0)) @ np.linalg.inv(
        np.linalg.cholesky(np.cov(x.T, bias=True))
    ).T
    x = x @ np.linalg.cholesky(R).T
    data = patterns(x, np.ones(100))
    layout = amounts_layout(
        factor_model({"f": list("abc")}), 1, Conventions(standardize=True)
    )
    begin = start(layout, [data.covariance[0]], [data.mean[0]])
    fit = likelihood_fit(layout, [data], begin)
    assert fit.minimum.converged
    assert np.abs(fit.theta[:3]) == pytest.approx([0.7, 0.6, 0.5], abs=1e-9)


def test_the_fit_does_not_depend_on_the_marker():
    values = []
    for marker in ("a", "b", "c"):
        model = factor_model(MODELS["two factors"])
        layout = amounts_layout(model, 1, Conventions(markers={"f": marker}))
        data = patterns(answers(), np.ones(300))
        begin = start(layout, [data.covariance[0]], [data.mean[0]])
        values.append(likelihood_fit(layout, [data], begin).minimum.value)
    assert values == pytest.approx([values[0]] * 3, rel=1e-13)
