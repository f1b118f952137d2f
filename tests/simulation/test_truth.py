"""Tests of what is true of all customers."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.simulation.simulate import bundled_study
from csat_methods.simulation.truth import changes, truth_of
from csat_methods.wave.reading import read_study


@pytest.fixture(scope="module")
def facts():
    study = read_study(bundled_study())
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(
        {
            name: rng.integers(1, 8, 400).astype(float)
            for name in study.role("perception")
        }
    )
    answers["e_quality"] = 5.0
    answers["overall"] = answers["p_quality"]
    answers["recommend"] = np.repeat([10.0, 8.0, 3.0, 0.0], 100)
    people = pd.DataFrame({"region": np.repeat(["a", "b"], 200)})
    return answers, truth_of(study, "w1", answers, people)


def value(table, kind, term, segment=""):
    hit = table[
        (table["kind"] == kind)
        & (table["term"] == term)
        & (table["segment"] == segment)
    ]
    return hit["value"].item()


def test_values_are_those_of_all_answers(facts):
    answers, table = facts
    assert value(table, "mean", "p_staff") == answers["p_staff"].mean()
    assert value(table, "net_promoter_score", "recommend") == pytest.approx(-25.0)
    assert value(table, "top_box", "p_staff") == (answers["p_staff"] >= 6).mean()
    inside = answers["p_staff"][:200].mean()
    assert value(table, "mean", "p_staff", "a") == inside


def test_one_perfect_driver_explains_everything(facts):
    _, table = facts
    lmg = table[table["kind"] == "lmg"].set_index("term")["value"]
    assert lmg.sum() == pytest.approx(1.0)
    assert lmg.idxmax() == "p_quality"


def test_changes_are_later_less_earlier():
    rows = [("mean", "q", "", "w1", 3.0), ("mean", "q", "", "w2", 3.5)]
    table = pd.DataFrame(rows, columns=["kind", "term", "segment", "wave", "value"])
    moved = changes(table)
    assert moved[["term", "wave", "value"]].to_numpy().tolist() == [["q", "w2", 0.5]]
