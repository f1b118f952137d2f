"""Do a model's errors follow the design, and its R² the definition?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.fitted_model import FittedModel
from csat_methods.estimates.model_outcome import amount, yes_or_no


@pytest.fixture
def answers():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"u": np.repeat(np.arange(20), 5), "x": rng.normal(size=100)})
    frame["y"] = frame["x"] + rng.normal(size=20)[frame["u"]] + rng.normal(size=100)
    frame["yes"] = (frame["y"] > 0).astype(float)
    return frame


def model(wave, family="linear"):
    rows = np.ones(100, bool)
    read = {"linear": amount, "logistic": yes_or_no}[family]
    name = {"linear": "y", "logistic": "yes"}[family]
    x = wave.answers("x")
    return FittedModel(wave, family, rows, x, read(wave, name, rows), ["x"])


def test_degrees_of_freedom_are_units_less_strata_less_slopes(answers):
    wave = cs.Wave.from_frame(answers, clusters="u")
    assert model(wave).estimates().df.tolist() == [18, 18]
    plain = cs.Wave.from_frame(answers)
    assert model(plain).estimates().df.tolist() == [98, 98]


def test_clusters_widen_what_they_share(answers):
    one = model(cs.Wave.from_frame(answers)).estimates().se
    clustered = model(cs.Wave.from_frame(answers, clusters="u")).estimates().se
    assert clustered[0] > 1.3 * one[0]


def test_r_squared_of_amounts_is_the_squared_correlation(answers):
    found = model(cs.Wave.from_frame(answers)).r_squared
    assert found == pytest.approx(answers["x"].corr(answers["y"]) ** 2)


def test_r_squared_of_yes_or_no_is_nagelkerkes(answers):
    fitted = model(cs.Wave.from_frame(answers), "logistic")
    b = fitted.fit.coefficients
    eta = b[0] + b[1] * answers["x"]
    y, share = answers["yes"], answers["yes"].mean()
    top = (y * eta - np.log1p(np.exp(eta))).sum()
    nothing = 100 * (share * np.log(share) + (1 - share) * np.log(1 - share))
    cox_snell = 1 - np.exp(2 * (nothing - top) / 100)
    expected = cox_snell / (1 - np.exp(2 * nothing / 100))
    assert fitted.r_squared == pytest.approx(expected)


def test_names_stand_with_their_coefficients(answers):
    fitted = model(cs.Wave.from_frame(answers), "logistic")
    assert fitted.names == ["intercept", "x"]
    assert np.isnan(fitted.odds()["odds_ratio"][0])
    assert model(cs.Wave.from_frame(answers)).odds() == {}
