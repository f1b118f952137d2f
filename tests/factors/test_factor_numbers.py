"""Does the headline say what the rules say?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.factors.factor_numbers import RULES, SENTENCES, VOTES


def planted(factors, n=400):
    rng = np.random.default_rng(1)
    shared = np.repeat(rng.normal(size=(n, factors)), 4, axis=1)
    x = shared + rng.normal(size=(n, factors * 4))
    return pd.DataFrame(x).rename(columns="q{}".format)


def test_rules_that_vote_have_words():
    assert set(VOTES) < set(RULES)
    assert {key[0] for key in SENTENCES} == {0, 1, 2}


def test_none_and_one_are_said_in_words():
    frame = planted(1)
    got = cs.number_of_factors(cs.Wave.from_frame(frame), list(frame), draws=50, seed=1)
    assert got.summary().startswith("The items have one dimension: ")
    none = replace(got, table=got.table.assign(estimate=0.0))
    assert none.summary().startswith("The items have no dimension in common: ")


def test_a_minority_is_undecided():
    frame = planted(2)
    got = cs.number_of_factors(cs.Wave.from_frame(frame), list(frame), draws=50, seed=1)
    table = got.table
    table.loc[table["term"].isin(["map", "map_revised", "ekc", "hull"]), "estimate"] = [
        1.0,
        3.0,
        4.0,
        5.0,
    ]
    assert "undecided" in replace(got, table=table).summary()


def test_a_number_that_others_equal_is_not_said_to_be_named_most_often():
    frame = planted(2)
    got = cs.number_of_factors(cs.Wave.from_frame(frame), list(frame), draws=50, seed=1)
    told = dict.fromkeys(RULES, np.nan) | {"map": 5, "map_revised": 4, "ekc": 5}
    told |= {"hull": 6, "parallel_pca": 4, "consensus": 5}
    table = got.table.assign(estimate=got.table["term"].map(told).astype(float))
    assert replace(got, table=table).summary() == (
        "How many dimensions the items have is undecided; as many rules, 2 of 5, name "
        "each of these: 4, 5. That nearest the middle is taken: 5."
    )
