"""Tests of clusters drawn first, and customers within them."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import inclusion_probabilities
from csat_methods.sampling.draw_plan import read_plan
from csat_methods.sampling.frame_units import read_customers
from csat_methods.sampling.multistage import run_stages, stratum_counts

FRAME = pd.DataFrame(
    {
        "id": range(15),
        "g": ["a"] * 9 + ["b"] * 6,
        "c": [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4],
        "x": [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 30],
    }
).assign(d=lambda frame: frame["g"] + frame["c"].astype(str))
USUAL = {
    "id": "id",
    "seed": 1,
    "method": "srs",
    "strata": None,
    "clusters": None,
    "size": None,
    "stages": None,
    "start": None,
    "reserve": 0,
    "order_by": None,
}
BY_SIZE = inclusion_probabilities(FRAME["x"], 5)
CLUSTERS = np.bincount(FRAME["c"])


def run(n=None, **arguments):
    plan = read_plan(n, **{**USUAL, **arguments})
    return run_stages(FRAME, plan, read_customers(FRAME, plan, [], []))


@pytest.mark.parametrize(
    ("arguments", "chances"),
    [
        ({"n": 5}, np.full(15, 1 / 3)),
        ({"n": {"a": 3, "b": 2}, "strata": "g"}, np.full(15, 1 / 3)),
        ({"n": {"a": 3, "b": 4}, "strata": "g"}, [1 / 3] * 9 + [2 / 3] * 6),
        ({"n": 4, "method": "systematic"}, np.full(15, 4 / 15)),
        ({"n": 5, "method": "pps_systematic", "size": "x"}, BY_SIZE),
        ({"n": 5, "method": "sampford", "size": "x"}, BY_SIZE),
        ({"n": 5, "method": "brewer", "size": "x"}, BY_SIZE),
        ({"n": 2, "clusters": "c"}, np.full(15, 2 / 5)),
        (
            {"n": 2, "clusters": "c", "method": "sampford"},
            inclusion_probabilities(CLUSTERS, 2)[FRAME["c"]],
        ),
        (
            {"n": 2, "stages": [{"clusters": "c", "n": 3}]},
            3 / 5 * 2 / CLUSTERS[FRAME["c"]],
        ),
        (
            {"n": 1, "stages": [{"clusters": "g", "n": 1}, {"clusters": "c", "n": 2}]},
            # a holds the clusters 0, 1, 2 and b 2, 3, 4; cluster 2 lies in both.
            1 / 2 * 2 / 3 / np.array([5, 5, 5, 5, 5, 3, 3, 3, 1, 2, 2, 2, 2, 2, 2]),
        ),
    ],
)
def test_over_many_seeds_everybody_is_drawn_with_the_chance_said(arguments, chances):
    draws, met = 400, np.zeros(15)
    for seed in range(draws):
        chosen = run(**arguments, seed=seed)
        rows = chosen.rows[chosen.drawn]
        said = chosen.chance[chosen.drawn]
        assert said == pytest.approx(np.asarray(chances)[rows])
        met[rows] += 1
    chances = np.asarray(chances, float)
    error = np.sqrt(np.maximum(chances * (1 - chances), 1e-12) / draws)
    assert np.abs((met / draws - chances) / error).max() < 4


def test_by_size_and_then_a_fixed_number_gives_everybody_the_same_chance():
    big = pd.DataFrame({"id": range(60), "c": np.repeat([0, 1, 2, 3], [6, 12, 18, 24])})
    plan = read_plan(
        3, **{**USUAL, "stages": [{"clusters": "c", "n": 2, "method": "sampford"}]}
    )
    chosen = run_stages(big, plan, read_customers(big, plan, [], []))
    assert chosen.chance[chosen.drawn] == pytest.approx([2 * 3 / 60] * 6)


def test_clusters_are_counted_by_stratum():
    chosen = run(n={"a": 1, "b": 2}, strata="g", clusters="d")
    assert chosen.clusters.tolist() == [[3, 3], [1, 2]]


def test_numbers_by_stratum_are_told_or_in_proportion():
    levels, held = ("a", "b"), np.array([30, 10])
    told = stratum_counts((("b", 3), ("a", 1)), levels, held, "n", "customers")
    assert told.tolist() == [1, 3]
    assert stratum_counts(8, levels, held, "n", "customers").tolist() == [6, 2]
    assert stratum_counts(40, levels, held, "n", "customers").tolist() == [30, 10]
