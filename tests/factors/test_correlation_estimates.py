"""Are the errors of correlations those of the design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors import correlation_estimates


@pytest.fixture(scope="module")
def survey():
    rng = np.random.default_rng(2)
    raw = rng.normal(size=(240, 4)) + rng.normal(size=(240, 1))
    frame = pd.DataFrame(np.digitize(raw, [-1.5, 0, 1.5]) + 1.0, columns=list("abcd"))
    frame["d"] = raw[:, 3]
    frame.loc[::9, "a"] = np.nan
    return frame.assign(w=rng.uniform(0.5, 2, 240), city=np.arange(240) % 30)


def estimates(result):
    return result.table["estimate"].to_numpy()


def test_errors_do_not_depend_on_how_many_are_held_at_a_time(survey, monkeypatch):
    wave = cs.Wave.from_frame(survey, weights="w")
    whole = cs.correlation_matrix(wave, list("abcd")).table["se"]
    monkeypatch.setattr(correlation_estimates, "BLOCK", 1)
    again = cs.correlation_matrix(wave, list("abcd"), level=0.9).table["se"]
    np.testing.assert_allclose(whole, again, rtol=1e-12)


@pytest.mark.parametrize("kind", ["pearson", "spearman", "polychoric", "mixed"])
def test_errors_are_near_the_jackknifes(survey, kind):
    wave = cs.Wave.from_frame(survey, weights="w", clusters="city")
    items = ["a", "b", "c"] if kind == "polychoric" else list("abcd")
    linear = cs.correlation_matrix(wave, items, kind=kind, missing="available")
    again = cs.correlation_matrix(
        cs.replicate(wave, method="jkn"), items, kind=kind, missing="available"
    )
    np.testing.assert_allclose(estimates(linear), estimates(again), rtol=1e-9)
    np.testing.assert_allclose(linear.table["se"], again.table["se"], rtol=0.15)
    assert (linear.table["df"] == 29).all()


def test_joint_estimates_are_no_less_likely(survey):
    wave = cs.Wave.from_frame(survey)
    steps = cs.correlation_matrix(wave, list("abc"), kind="polychoric")
    joint = cs.correlation_matrix(wave, list("abc"), kind="polychoric", estimator="ml")
    np.testing.assert_allclose(estimates(steps), estimates(joint), atol=0.02)
    np.testing.assert_allclose(steps.table["se"], joint.table["se"], rtol=0.25)
    assert joint.matrix.loc["a", "b"] == estimates(joint)[0]
