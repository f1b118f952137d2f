"""Are errors those of replicates where the wave has them?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.fitted_model import Request, fitted
from csat_methods.factors.model_answers import entered

MODEL = {"one": ["a", "b", "c", "d"]}


def wave():
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, size=(150, 1)) + rng.uniform(-1, 1, size=(150, 4)) * 0.8
    return cs.Wave.from_frame(pd.DataFrame(x, columns=list("abcd")))


def solved(data, estimator="mlr"):
    people = entered(data, MODEL, group=None, missing="complete")
    request = Request(estimator, (), standardize=False, scaled=True, means=False)
    return fitted(people, request)


def test_the_jackknife_s_errors_are_near_the_robust_ones():
    plain, again = solved(wave()), solved(cs.replicate(wave(), method="jkn"))
    assert again.solution.theta == pytest.approx(plain.solution.theta, abs=1e-8)
    ratio = np.diag(again.solution.covariance) / np.diag(plain.solution.covariance)
    assert np.sqrt(ratio) == pytest.approx(np.ones(8), abs=0.06)


def test_factors_correlate_with_themselves():
    assert solved(wave()).correlations[0].tolist() == [[1.0]]


def test_scales_belong_to_ratings_alone():
    assert not solved(wave()).scaled
