"""Are shares of cells, with their covariance, those of ratios of any kind?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.cell_shares import cell_shares
from csat_methods.wave.estimate import Domains
from csat_methods.wave.ratios import ratio_estimates


@pytest.fixture
def frame():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"unit": np.repeat(np.arange(40), 5)})
    frame["part"] = np.arange(200) // 2 % 3
    frame["stratum"] = frame["unit"] % 4
    frame["size"] = np.array([30, 25, 40, 12])[frame["stratum"]]
    frame["parts"] = 6
    frame["w"] = rng.uniform(1, 4, 200)
    frame["sex"] = rng.choice(["f", "m"], 200)
    frame["cell"] = rng.integers(-1, 6, 200)
    return frame


def raked(wave):
    sums = wave.weights.groupby(wave.frame["sex"]).sum() * [1.1, 0.9]
    return cs.rake(wave, {"sex": sums.to_dict()})


MAKE = cs.Wave.from_frame
DESIGNS = {
    "plain": MAKE,
    "weights": lambda f: MAKE(f, weights="w"),
    "strata": lambda f: MAKE(f, weights="w", strata="stratum"),
    "clusters": lambda f: MAKE(f, weights="w", clusters="unit"),
    "strata with clusters": lambda f: MAKE(
        f, weights="w", strata="stratum", clusters="unit"
    ),
    "two stages, both finite": lambda f: MAKE(
        f,
        strata="stratum",
        clusters=["unit", "part"],
        population_size=["size", "parts"],
        singleton="adjust",
    ),
    "a lonely stratum": lambda f: MAKE(
        f.assign(stratum=np.where(f["unit"] == 0, 9, f["stratum"])),
        weights="w",
        strata="stratum",
        clusters="unit",
        singleton="adjust",
    ),
    "the average of others": lambda f: MAKE(
        f.assign(stratum=np.where(f["unit"] == 0, 9, f["stratum"])),
        weights="w",
        strata="stratum",
        clusters="unit",
        singleton="average",
    ),
    "raked": lambda f: raked(MAKE(f, weights="w", clusters="unit")),
    "replicates": lambda f: cs.replicate(MAKE(f, weights="w", clusters="unit")),
    "raked replicates": lambda f: cs.replicate(
        raked(MAKE(f, weights="w", clusters="unit"))
    ),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_they_are_ratios_of_dummies(frame, design):
    wave = DESIGNS[design](frame)
    cell = frame["cell"].to_numpy()
    found = cell_shares(wave, cell, 6)
    dummies = (cell[:, None] == np.arange(6)).astype(float)
    held = np.repeat((cell >= 0)[:, None], 6, axis=1).astype(float)
    whole = Domains((), [()], np.zeros(200, int))
    expected = ratio_estimates(wave, whole, dummies, held)
    assert found.estimate == pytest.approx(expected.estimate)
    assert found.se == pytest.approx(expected.se)
    assert found.n.tolist() == expected.n.tolist()
    assert found.df.tolist() == expected.df.tolist()
    assert found.covariance() == pytest.approx(expected.covariance(), abs=1e-14)


def test_shares_and_their_covariance_add_up(frame):
    found = cell_shares(MAKE(frame, weights="w"), frame["cell"].to_numpy(), 6)
    assert found.estimate.sum() == pytest.approx(1)
    assert found.covariance().sum(axis=0) == pytest.approx(np.zeros(6), abs=1e-15)


def test_one_unit_has_no_error(frame):
    wave = MAKE(frame.assign(unit=1), clusters="unit")
    found = cell_shares(wave, frame["cell"].to_numpy(), 6)
    assert np.isnan(found.se).all()
    assert found.df.tolist() == [0] * 6
