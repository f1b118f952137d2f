"""Do the rows of a chain add up, over links and over characteristics?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.gaps.chain_levels import joint_levels
from csat_methods.gaps.chain_places import CUSTOMERS, FIGURE, Place
from csat_methods.gaps.chain_rows import ChainRows, named

FRAME = pd.DataFrame(
    np.random.default_rng(1).normal(size=(40, 4)), columns=list("epfq")
)
CHAIN = {
    "a": {
        "expected": Place(CUSTOMERS, ("e",)),
        "delivered": Place(FIGURE, value=0.3),
        "perceived": Place(CUSTOMERS, ("p",)),
        "promised": Place(FIGURE, value=0.8),
    },
    "b": {
        "expected": Place(CUSTOMERS, ("f",)),
        "perceived": Place(CUSTOMERS, ("q",)),
    },
}


@pytest.fixture(scope="module")
def rows():
    levels = joint_levels(cs.Wave.from_frame(FRAME), CHAIN, None)
    return ChainRows(CHAIN, levels, False, 0.95)


def test_links_add_up_to_gaps_and_the_total_to_their_mean(rows):
    links, gaps = rows.links(), rows.gaps()
    sums = links[links["link"] != "promise"].groupby("characteristic")["estimate"].sum()
    assert sums.to_numpy() == pytest.approx(gaps["estimate"], abs=1e-12)
    total, overall = rows.total()
    inside = total[total["link"] != "promise"]
    assert inside["estimate"].sum() == pytest.approx(overall["estimate"], abs=1e-12)
    assert overall["estimate"] == pytest.approx(gaps["estimate"].mean())


def test_the_error_of_the_mean_gap_is_that_of_each_persons(rows):
    _, overall = rows.total()
    gap = (FRAME["p"] - FRAME["e"] + FRAME["q"] - FRAME["f"]) / 2
    assert overall["se"] == pytest.approx(gap.sem())


def test_rows_go_from_level_to_level(rows):
    links = rows.links()
    moved = links["end"] - links["start"]
    assert moved.to_numpy() == pytest.approx(links["estimate"])
    assert links.loc[links["link"] == "promise", "estimate"].tolist() == [0.5]
    assert named(("delivered", "promised")) == "promise"


def test_people_are_those_of_both_sides(rows):
    assert rows.people("a") == 40
    assert rows.columns("b") == ("f", "q")
    assert rows.frame()["level"].tolist()[:3] == ["expected", "delivered", "perceived"]
