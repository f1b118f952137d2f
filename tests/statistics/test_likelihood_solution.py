"""Do fitted models keep the identities of likelihood?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.likelihood_solution import likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import AloneDrawn

MODEL = {"f": ["a", "b", "c"], "g": ["d", "e", "h"]}


def ground(x, w=None, means=False, alike=True):
    w = np.ones(len(x)) if w is None else w * len(x) / w.sum()
    return Ground((patterns(x, w),), AloneDrawn(w), means, alike)


def answers(n=300, seed=1):
    rng = np.random.default_rng(seed)
    return np.repeat(rng.normal(size=(n, 2)), 3, axis=1) + rng.normal(size=(n, 6))


def solved(x, estimator="ml", conventions=None, **more):
    how = conventions or Conventions(means=more.get("means", False))
    layout = amounts_layout(factor_model(MODEL), 1, how)
    return likelihood_solution(layout, ground(x, **more), estimator)


@pytest.mark.parametrize("estimator", ["ml", "mlm", "mlr"])
def test_chi_square_does_not_depend_on_the_unit_or_the_marker(estimator):
    x = answers()
    base = solved(x, estimator)
    turned = solved(x * [1, 2, 10, 0.1, 5, 3] + 7, estimator)
    standard = solved(x, estimator, Conventions(standardize=True))
    for other in (turned, standard):
        assert other.model.chisq == pytest.approx(base.model.chisq, rel=1e-9)
        if estimator != "ml":
            assert other.model.scaled == pytest.approx(base.model.scaled, rel=1e-7)


def test_means_that_are_free_change_neither_fit_nor_loadings():
    x = answers()
    without, within = solved(x), solved(x, means=True)
    assert within.model.chisq == pytest.approx(without.model.chisq, rel=1e-10)
    assert within.measures["npar"] == without.measures["npar"] + 6
    assert within.theta[:4] == pytest.approx(without.theta[:4], abs=1e-8)


def test_weights_of_one_and_their_unit_change_nothing():
    x = answers()
    plain = solved(x, "mlr")
    heavy = solved(x, "mlr", w=np.full(len(x), 7.0))
    assert heavy.theta == pytest.approx(plain.theta)
    assert heavy.covariance == pytest.approx(plain.covariance)


def test_unequal_weights_make_maximum_likelihood_robust():
    x = answers()
    w = np.random.default_rng(1).uniform(0.2, 2, len(x))
    plain = solved(x, "ml", w=w, alike=False)
    robust = solved(x, "mlr", w=w)
    assert plain.covariance == pytest.approx(robust.covariance)
    assert plain.model.scaled == pytest.approx(robust.model.scaled)


def test_more_parameters_than_moments_are_refused():
    model = factor_model({"f": ["a", "b"]})
    layout = amounts_layout(model, 1, Conventions())
    with pytest.raises(ValueError, match="4 parameters are more than the 3 moments"):
        likelihood_solution(layout, ground(answers()[:, :2]), "ml")


def test_a_model_that_cannot_be_told_apart_is_refused():
    """Two factors of two items each that do not covary: each loading is arbitrary."""
    model = factor_model({"f": ["a", "b"], "g": ["c", "d"], "orthogonal": ["f"]})
    layout = amounts_layout(model, 1, Conventions())
    with pytest.raises(ValueError, match="cannot tell these parameters apart: f =~ b"):
        likelihood_solution(layout, ground(answers()[:, :4]), "ml")


def test_the_robust_error_is_that_of_many_samples():
    """Skewed answers: the spread of 200 estimates, to 15 %."""
    rng = np.random.default_rng(8)
    found, errors = [], []
    for _ in range(200):
        person = rng.chisquare(3, size=(300, 1))
        x = person + rng.chisquare(2, size=(300, 4))
        layout = amounts_layout(factor_model({"f": list("abcd")}), 1, Conventions())
        one = likelihood_solution(layout, ground(x), "mlr")
        found.append(one.theta[0])
        errors.append(np.sqrt(one.covariance[0, 0]))
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.15)
