"""Do bands rest on the right correlations, whatever the design?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.survey_design.domain_variance import (
    domain_covariances,
    domain_variances,
)
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.bands import band_of_means
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import ratio_estimates

DESIGNS = {
    "plain": {},
    "weights": {"weights": "w"},
    "strata": {"weights": "w", "strata": "h"},
    "clusters": {"weights": "w", "strata": "h", "clusters": "u"},
    "finite": {"clusters": ["u", "v"], "population_size": ["n1", "n2"]},
}


def survey(**design):
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        rng.integers(1, 8, (240, 3)).astype(float), columns=list("abc")
    )
    frame["b"] += frame["a"]
    frame.loc[rng.choice(240, 20), "c"] = np.nan
    frame["w"] = rng.uniform(1, 3, 240)
    frame["u"] = np.repeat(np.arange(60), 4)
    frame["v"] = np.arange(240)
    frame["h"] = frame["u"] % 3
    frame["g"] = rng.choice(["x", "y", "z"], 240)
    return cs.Wave.from_frame(frame.assign(n1=100, n2=9), **design)


@pytest.mark.parametrize("name", DESIGNS)
def test_covariances_inside_domains_are_blocks_of_the_whole_one(name):
    wave = survey(**DESIGNS[name])
    codes = domains(wave, "g").codes
    rng = np.random.default_rng(1)
    z = rng.normal(size=(240, 2))
    inside = domain_covariances(wave.design, z * wave.design.weights[:, None], codes, 3)
    for d in range(3):
        whole = covariance(wave.design, np.where((codes == d)[:, None], z, 0.0))
        assert inside[d] == pytest.approx(whole, rel=1e-9, abs=1e-9)
    for column in range(2):
        weighted = z[:, column] * wave.design.weights
        alone = domain_variances(wave.design, [weighted], codes, 3)
        assert inside[:, column, column] == pytest.approx(alone[:, 0])


def band(wave, level=0.95, seed=1, by="g"):
    x = wave.answers(["a", "b", "c"])
    held, where = ~np.isnan(x), domains(wave, by)
    y = np.where(held, x, 0.0)
    found = ratio_estimates(wave, where, y, held.astype(float))
    low, high = band_of_means(wave, where, y, held, found, level, draws=4000, seed=seed)
    return found, (high - low) / 2 / found.se


@pytest.mark.parametrize("name", DESIGNS)
def test_replicates_and_steps_give_the_band_of_the_design(name):
    wave = survey(**DESIGNS[name])
    _, segments = band(wave)
    _, whole = band(wave, by=None)
    assert (whole < segments.reshape(3, 3).max(axis=0)).all()
    if name != "finite":
        _, again = band(cs.replicate(wave, method="jkn"), by=None)
        assert again == pytest.approx(whole, rel=0.02)


def test_weighting_steps_are_seen():
    wave = survey(weights="w")
    sums = wave.weights.groupby(wave.frame["g"]).sum()
    raked = cs.rake(wave, {"g": sums.to_dict()})
    found, width = band(raked)
    assert (width > 1.96).all()
    assert np.isfinite(found.se).all()


def test_a_row_without_error_has_no_band_and_widens_no_other():
    wave = survey()
    alone = wave.where(wave.frame["v"].eq(0) | wave.frame["g"].ne(wave.frame["g"][0]))
    found, width = band(alone)
    lonely = found.n.reshape(3, 3)[:, 0] == 1
    assert np.isnan(width.reshape(3, 3)[lonely]).all()
    others = alone.where(alone.frame["v"] != 0)
    _, expected = band(others)
    assert width.reshape(3, 3)[~lonely].ravel() == pytest.approx(expected, rel=1e-9)
