"""Tests of what is to be drawn."""

import json

import numpy as np
import pandas as pd

from csat_methods.sampling.draw_plan import Stage, read_plan


def plan(n=None, **changes):
    usual = dict.fromkeys(("strata", "clusters", "size", "stages", "start", "order_by"))
    usual |= {"id": "id", "seed": 1, "method": "srs", "reserve": 0}
    return read_plan(n, **{**usual, **changes})


def test_a_draw_of_customers_has_one_stage():
    assert plan(5).stages == (Stage(None, 5),)


def test_clusters_are_asked_whole():
    stages = plan(5, clusters="branch").stages
    assert stages == (Stage("branch", 5), Stage(None, None))


def test_stages_end_with_customers():
    told = [{"clusters": "region", "n": 2}, {"clusters": "branch", "n": 3}]
    upper = (Stage("region", 2), Stage("branch", 3))
    assert plan(stages=told).stages == (*upper, Stage(None, None))
    assert plan(4, stages=told).stages == (*upper, Stage(None, 4))
    assert plan(stages=[*told, {"n": 4}]).stages == (*upper, Stage(None, 4))


def test_the_columns_that_are_looked_at_are_known():
    by_size = {"clusters": "branch", "n": 2, "method": "brewer", "size": "x"}
    found = plan(4, stages=[by_size], strata=["a", "b"])
    assert found.columns == ["id", "a", "b", "branch", "x"]


def test_numbers_by_stratum_are_kept_as_python_has_them():
    counts = pd.Series({np.int64(1): np.int64(5), np.int64(2): np.int64(6)})
    found = plan(counts, strata="g")
    assert found.first.n == ((1, 5), (2, 6))
    assert json.loads(json.dumps(found.as_record()))["stages"][0]["n"] == [
        [1, 5],
        [2, 6],
    ]
    crossed = plan({("a", 1): 3}, strata=["g", "h"])
    assert crossed.as_record()["stages"][0]["n"] == [[["a", 1], 3]]
