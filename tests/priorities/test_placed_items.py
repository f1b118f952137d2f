"""Does a table of placed items hold what a careful reader must know?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.priorities.importance_performance import Priorities
from csat_methods.priorities.placed_items import placed_items
from csat_methods.priorities.placement import aimed_at
from csat_methods.priorities.priority_inputs import priority_inputs

PAIRS = {"p1": "i1", "p2": "i2"}


def placed(**more):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        rng.normal(5, 1, (80, 5)), columns=["p1", "p2", "i1", "i2", "y"]
    )
    frame.loc[:9, "p2"] = np.nan
    wave = cs.Wave.from_frame(frame)
    inputs = priority_inputs(wave, None, PAIRS, more.get("outcome"))
    line = ("mean", aimed_at(wave, "mean", None))
    return placed_items(wave, Priorities, "Places", inputs, line, (500, 1), 0.95)


def test_every_item_has_its_row_with_what_was_asked():
    result = placed()
    assert result.table["term"].tolist() == ["p1", "p2"]
    assert result.table["n"].tolist() == [80, 70]
    assert result.table["asked"].tolist() == [80, 80]
    assert result.about == {"p1": ("p1", "i1"), "p2": ("p2", "i2")}
    assert (result.method, result.importance, result.outcome) == (
        "Places",
        "stated",
        "",
    )


def test_the_lines_and_the_places_under_other_lines_are_kept():
    result = placed()
    mean = result.table[["performance", "importance"]].mean()
    assert np.allclose(result.crosshair, mean)
    assert list(result.places.columns) == ["mean", "median", "diagonal"]
    assert list(result.places.index) == ["p1", "p2"]


def test_an_outcome_brings_its_words():
    assert set(placed(outcome="y").labels) == {"p1", "p2", "y"}


def test_what_may_come_first_is_named_whether_anything_comes_first_or_not():
    result = placed()
    table = result.table
    left = table["place"].eq("undecided") & (table["probability_first"] > 0.05)
    assert left.any()
    assert not table["place"].eq("act_first").any()
    names = ", ".join(table.loc[left, "term"])
    assert f"Whether this comes first is undecided: {names}." in map(str, result.notes)
