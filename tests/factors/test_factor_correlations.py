"""Are the factors' correlations and shares those that the answers were made of?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.factor_correlations import correlation_estimates, extracted
from csat_methods.factors.fitted_model import Request, fitted
from csat_methods.factors.model_answers import entered

MODEL = {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}
LOADS, TOGETHER = 0.8, 0.4


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(3)
    factors = rng.multivariate_normal([0, 0], [[1, TOGETHER], [TOGETHER, 1]], 4000)
    noise = rng.normal(size=(4000, 6)) * np.sqrt(1 - LOADS**2)
    answers = LOADS * np.repeat(factors, 3, axis=1) + noise
    wave = cs.Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    return entered(wave, MODEL, group=None, missing="complete")


@pytest.fixture(scope="module")
def fit(people):
    request = Request("mlr", (), standardize=True, scaled=True, means=True)
    return fitted(people, request)


def test_a_factor_extracts_the_squared_loading_of_its_items(fit):
    assert extracted(fit) == pytest.approx([LOADS**2] * 2, abs=0.02)


def test_the_correlation_is_found_with_its_error(people, fit):
    found = correlation_estimates(people, fit, np.array([[0, 1]]))
    assert found.estimate[0] == pytest.approx(TOGETHER, abs=3 * found.se[0])
    assert 0.01 < found.se[0] < 0.03
    assert found.n[0] == 4000


def test_a_pair_has_the_same_correlation_either_way(people, fit):
    pairs = np.array([[0, 1], [1, 0]])
    found = correlation_estimates(people, fit, pairs)
    assert found.estimate[0] == found.estimate[1]
    assert found.se[0] == found.se[1]
