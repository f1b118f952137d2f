"""Do the rules say what R says, and is the consensus theirs?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.factor_numbers import VOTES
from csat_methods.factors.number_of_factors import consensus

EXACT = {
    "kaiser": lambda v: v["kaiser"],
    "scree": lambda v: v["nScree"]["noc"],
    "map": lambda v: v["map"]["map_min_from_0"],
    "map_revised": lambda v: v["map"]["map4_min_from_0"],
    "ekc": lambda v: v["ekc"]["n_factors"],
    "hull": lambda v: v["hull"]["ULS"]["CAF"]["n_factors"],
    "parallel_pca": lambda v: v["parallel_retained"]["pca_q95"],
    "parallel_factor": lambda v: v["parallel_retained"]["smc_q95"],
}


def planted(factors, n=400, seed=1, each=4):
    rng = np.random.default_rng(seed)
    shared = np.repeat(rng.normal(size=(n, factors)), each, axis=1)
    x = shared + rng.normal(size=(n, factors * each))
    return pd.DataFrame(x).rename(columns="q{}".format)


@pytest.mark.parametrize(
    "name", ["attitude", "bfi25", "bfi25_pairwise", "harman74", "hs1939", "msq20"]
)
def test_the_rules_say_what_r_says(reference, wave_of, name):
    case = reference(f"psychometrics/retention/{name}")
    rule = "complete" if case["missing"] == "listwise" else "available"
    got = cs.number_of_factors(
        wave_of(case), case["items"], missing=rule, draws=2000, seed=1
    )
    numbers = got.table.set_index("term")["estimate"]
    wanted = {term: read(case["values"]) for term, read in EXACT.items()}
    assert numbers[list(wanted)].to_dict() == wanted
    assert (got.table["n"] == case["values"]["n"]).all()


@pytest.mark.parametrize("factors", [1, 2, 3])
def test_planted_dimensions_are_found(factors):
    frame = planted(factors)
    got = cs.number_of_factors(
        cs.Wave.from_frame(frame), list(frame), draws=100, seed=1
    )
    assert got.n_factors == factors
    votes = got.table[got.table["votes"]]
    assert set(votes["term"]) == set(VOTES)
    assert (votes["estimate"] == factors).sum() >= 5


def test_the_missing_rule_is_told_and_may_matter():
    frame = planted(2)
    frame.iloc[::7, 0] = np.nan
    wave = cs.Wave.from_frame(frame)
    available = cs.number_of_factors(
        wave, list(frame), missing="available", draws=50, seed=1
    )
    told = " ".join(map(str, available.notes))
    assert "those who answered both items" in told
    assert "Comparison data rests on the 342 people" in told
    assert (available.table["n"] == 400).all()


def test_weights_leave_comparison_data_out():
    frame = planted(2).assign(w=np.linspace(0.5, 3, 400))
    wave = cs.Wave.from_frame(frame, weights="w")
    got = cs.number_of_factors(wave, list(frame)[:-1], draws=50, seed=1)
    assert np.isnan(got.table.set_index("term").loc["comparison_data", "estimate"])
    assert got.n_factors == 2
    assert "5 of 5 rules" in got.summary() or "of 5 rules" in got.summary()


def test_the_consensus_is_the_most_frequent_number():
    assert consensus([2, 2, 3, 4]) == 2
    assert consensus([5, 5, 6, 6, 6, np.nan]) == 6
    assert consensus([1, 2]) == 1


def test_bad_input_is_refused():
    frame = planted(1)
    wave = cs.Wave.from_frame(frame)
    with pytest.raises(ValueError, match="seed=-1 must be a whole number"):
        cs.number_of_factors(wave, list(frame), seed=-1)
    with pytest.raises(ValueError, match="quantile=95 must lie between"):
        cs.number_of_factors(wave, list(frame), quantile=95, seed=1)
    few = cs.Wave.from_frame(frame.iloc[:4])
    with pytest.raises(ValueError, match="4 people answered all 4; more people"):
        cs.number_of_factors(few, list(frame), seed=1)
