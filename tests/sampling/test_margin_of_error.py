"""Tests of how closely a number of answers knows a share or a mean."""

import math

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods import (
    draw_sample,
    margin_of_error,
    sample_size_mean,
    sample_size_proportion,
)


def test_the_margin_of_a_share_by_hand():
    # 1.959964 * sqrt(.25 / 100) = .0979982, and * sqrt(900 / 999) of 1000.
    assert margin_of_error(100) == pytest.approx(0.0979982, abs=1e-7)
    finite = 0.0979982 * math.sqrt(900 / 999)
    assert margin_of_error(100, population=1000) == pytest.approx(finite, abs=1e-7)
    assert margin_of_error(100, deff=4) == pytest.approx(2 * margin_of_error(100))


def test_margins_agree_with_r(reference):
    values = reference("survey/sample_size/proportion_fpc")["values"]
    for i, population in enumerate(values["N"]):
        found = margin_of_error(
            values["n"][i],
            p=values["p"][i],
            population=None if population == "Inf" else population,
            level=values["conf"][i],
        )
        assert found == pytest.approx(values["achieved_margin"][i], rel=1e-9)


@given(
    st.integers(1, 5000),
    st.integers(0, 10_000),
    st.floats(0.05, 0.95),
    st.floats(0.5, 3),
    st.floats(0.5, 0.99),
)
def test_the_margin_of_the_size_is_the_size_of_the_margin(n, more, p, deff, level):
    population = n + more
    usual = {"population": population, "deff": deff, "level": level}
    share = margin_of_error(n, p=p, **usual)
    mean = margin_of_error(n, sd=2.0, **usual)
    if more == 0:
        assert share == mean == 0
        return
    if 1e-9 < share < 1:
        size = sample_size_proportion(margin=share, p=p, **usual)
        assert size.n_exact == pytest.approx(n)
    assert sample_size_mean(margin=mean, sd=2.0, **usual).n_exact == pytest.approx(n)


def test_a_sample_brings_its_customers_and_its_weights():
    people = pd.DataFrame({"id": range(200), "g": ["a"] * 150 + ["b"] * 50})
    plain = draw_sample(people, 40, id="id", seed=1)
    assert margin_of_error(plain) == margin_of_error(40, population=200)
    rest = draw_sample(people, 40, id="id", seed=1, exclude=plain)
    assert margin_of_error(rest) == margin_of_error(40, population=160)
    unequal = draw_sample(people, {"a": 10, "b": 30}, id="id", seed=1, strata="g")
    weights = [15] * 10 + [50 / 30] * 30
    kish = 40 * sum(w * w for w in weights) / sum(weights) ** 2
    wanted = margin_of_error(40, population=200, deff=kish)
    assert margin_of_error(unequal) == pytest.approx(wanted)


def test_a_quota_sample_has_no_margin_of_error():
    people = pd.DataFrame({"id": range(40), "g": ["a", "b"] * 20})
    arguments = {"id": "id", "seed": 1, "strata": "g"}
    quota = draw_sample(people, {"a": 5, "b": 5}, method="quota", **arguments)
    with pytest.raises(ValueError, match="chosen by quota: chances are not known"):
        margin_of_error(quota)


def test_a_sample_of_clusters_needs_its_design_effect():
    people = pd.DataFrame({"id": range(40), "c": [i // 4 for i in range(40)]})
    clusters = draw_sample(people, 4, id="id", seed=1, clusters="c")
    with pytest.raises(ValueError, match=r"deff=1\.0 would take a sample of clusters"):
        margin_of_error(clusters)
    wanted = margin_of_error(16, population=40, deff=1.3)
    assert margin_of_error(clusters, deff=1.3) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("n", "arguments", "fault"),
    [
        (0, {}, "n=0 must be a whole number from 1 on"),
        (10.5, {}, r"n=10\.5 must be a whole number"),
        (11, {"population": 10}, "n=11 must be population=10 at most"),
        (10, {"p": 0}, "p=0 must lie between 0 and 1"),
        (10, {"sd": 0}, "sd=0 must be a finite number above 0"),
        (10, {"deff": -1}, "deff=-1 must be a finite number above 0"),
        (10, {"level": 95}, "level=95 must lie between 0 and 1"),
    ],
)
def test_a_wrong_argument_is_named(n, arguments, fault):
    with pytest.raises(ValueError, match=fault):
        margin_of_error(n, **arguments)
