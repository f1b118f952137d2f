"""Do several smooth statistics share one error, whatever rows they rest on?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import moments
from csat_methods.wave.smooth import Piece, joint_estimates, nothing


def survey():
    rng = np.random.default_rng(3)
    n = 120
    return pd.DataFrame(
        {
            "q1": rng.normal(size=n),
            "q2": rng.normal(size=n),
            "w": rng.uniform(1, 3, n),
            "unit": np.arange(n) // 3,
            "city": np.where(np.arange(n) % 2 == 0, "A", "B"),
        }
    )


def mean_piece(wave, rows, column):
    """The mean, whose error the estimator of means knows as well."""
    x = wave.answers(column)[rows]
    found = moments(x, wave.design.weights[rows])
    return Piece(
        rows,
        found.means,
        lambda: influence(x, None, found, a=np.ones((1, 1))),
        lambda w: moments(x, w).means,
    )


@pytest.mark.parametrize(
    "design", [{}, {"weights": "w"}, {"weights": "w", "clusters": "unit"}]
)
@pytest.mark.parametrize("replicated", [False, True])
def test_means_of_segments_are_those_of_the_estimator_of_means(design, replicated):
    wave = cs.Wave.from_frame(survey(), **design)
    if replicated:
        wave = cs.replicate(wave, method="jkn")
    parts = [part.domain for part in wave.by("city").values()]
    found = joint_estimates(wave, [mean_piece(wave, rows, "q1") for rows in parts])
    means = cs.means(wave, "q1", by="city")
    assert found.estimate == pytest.approx(means.table["estimate"], rel=1e-12)
    assert found.se == pytest.approx(means.table["se"], rel=1e-9)
    assert found.n.tolist() == means.table["n"].tolist()
    assert found.df.tolist() == means.table["df"].tolist()
    joint = found.covariance()
    assert joint == pytest.approx(means.covariance.to_numpy(), rel=1e-8, abs=1e-15)


def test_what_cannot_be_estimated_has_no_error_and_disturbs_nobody():
    wave = cs.Wave.from_frame(survey())
    none = nothing(np.zeros(120, bool), 2)
    found = joint_estimates(wave, [none, mean_piece(wave, wave.domain, "q1")])
    assert np.isnan(found.estimate).tolist() == [True, True, False]
    assert np.isnan(found.se).tolist() == [True, True, False]
    assert found.se[2] == pytest.approx(cs.means(wave, "q1").se, rel=1e-12)
    assert np.isnan(found.covariance()[0]).all()
    replicated = joint_estimates(
        cs.replicate(wave), [none, mean_piece(wave, wave.domain, "q1")]
    )
    assert np.isnan(replicated.se).tolist() == [True, True, False]


def test_one_unit_has_no_error():
    wave = cs.Wave.from_frame(survey(), clusters="unit")
    rows = np.arange(120) < 3
    found = joint_estimates(wave, [mean_piece(wave, rows, "q2")])
    assert found.n.tolist() == [3]
    assert np.isnan(found.se).all()
