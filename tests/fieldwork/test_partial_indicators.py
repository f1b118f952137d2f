"""Tests of partial indicators: by hand, and how they add up."""

import math

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from tests.fieldwork.conftest import population


@pytest.fixture(scope="module")
def crossed():
    """Two predictors whose chances are known in every cell."""
    cells = {("a", "x"): (20, 4), ("a", "y"): (30, 15), ("b", "x"): (30, 24),
             ("b", "y"): (20, 18)}  # fmt: skip
    rows = [
        {"one": one, "two": two, "came": int(i < came)}
        for (one, two), (n, came) in cells.items()
        for i in range(n)
    ]
    return cs.Wave.from_frame(pd.DataFrame(rows))


def test_groups_worked_by_hand(simple):
    found = cs.partial_indicators(simple, responded="came", predictors="age")
    young = found.row(term="age", group="young")
    assert young.estimate == pytest.approx(math.sqrt(0.4) * (0.5 - 0.74))
    assert young.response == pytest.approx(0.5)
    assert young.share == pytest.approx(0.4)
    whole = found.row(term="age", group="")
    assert whole.estimate == pytest.approx(math.sqrt(0.4 * 0.24**2 + 0.6 * 0.16**2))


def test_the_squares_of_the_groups_add_up_to_the_predictors(crossed):
    table = cs.partial_indicators(
        crossed, responded="came", predictors=["one", "two"]
    ).table
    for term, part in table.groupby("term"):
        whole, groups = part[part["group"] == ""], part[part["group"] != ""]
        for column in ("estimate", "conditional"):
            assert (groups[column] ** 2).sum() == pytest.approx(
                whole[column].item() ** 2
            ), term


def test_with_one_predictor_the_conditional_is_the_whole_spread(simple):
    found = cs.partial_indicators(simple, responded="came", predictors="age")
    spread = cs.representativeness(simple, responded="came", predictors="age")
    assert found.row(term="age", group="").conditional == pytest.approx(
        spread["sd_propensity"].estimate
    )


def test_the_conditional_is_the_spread_within_the_other_predictors_cells(crossed):
    found = cs.partial_indicators(crossed, responded="came", predictors=["one", "two"])
    x = np.column_stack(
        [np.ones(100), crossed.frame["one"] == "b", crossed.frame["two"] == "y"]
    ).astype(float)
    y, beta = crossed.frame["came"].to_numpy(), np.zeros(3)
    for _ in range(30):
        rho = 1 / (1 + np.exp(-x @ beta))
        beta += np.linalg.solve((x * (rho * (1 - rho))[:, None]).T @ x, x.T @ (y - rho))
    rho = pd.Series(rho)
    off = rho - rho.groupby(crossed.frame["two"]).transform("mean")
    wanted = math.sqrt((off**2).sum() / 99)
    assert found.row(term="one", group="").conditional == pytest.approx(wanted)


def test_the_errors_are_the_jackknifes():
    rng = np.random.default_rng(2)
    people = population(400, rng)
    people["came"] = (rng.random(400) < people["chance"]).astype(int)
    people["w"] = rng.uniform(1, 2, 400)
    wave = cs.Wave.from_frame(people, weights="w", strata="city")
    given = {"responded": "came", "predictors": ["age", "orders"]}
    linear = cs.partial_indicators(wave, **given).table
    again = cs.partial_indicators(cs.replicate(wave, method="jkn"), **given).table
    groups = linear["term"] == "age"
    assert linear["se"][groups].to_numpy() == pytest.approx(
        again["se"][groups], rel=0.03
    )


def test_the_headline_names_the_group_that_is_missing_most(simple):
    said = cs.partial_indicators(simple, responded="came", predictors="age").summary()
    assert said == "young (age) answered least readily: 50.0% of them."


def test_the_headline_says_when_nothing_is_certain():
    people = pd.DataFrame({"age": ["a", "b"] * 20, "came": [1, 1, 0, 0] * 10})
    found = cs.partial_indicators(
        cs.Wave.from_frame(people), responded="came", predictors="age"
    )
    assert found.summary().startswith("No group of customers answers less")
