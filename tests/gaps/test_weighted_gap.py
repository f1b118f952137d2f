"""Is the weighted gap each person's own?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

RNG = np.random.default_rng(2)
FRAME = pd.DataFrame(RNG.integers(1, 8, (120, 4)), columns=["e1", "p1", "e2", "p2"])
FRAME["w1"] = RNG.integers(10, 90, 120)
FRAME["w2"] = 100 - FRAME["w1"]
FRAME["w"] = RNG.uniform(1, 3, 120)
PAIRS = {"speed": ("e1", "p1"), "staff": ("e2", "p2")}
STATED = {"speed": "w1", "staff": "w2"}


def wave(frame=FRAME, **design):
    return cs.Wave.from_frame(frame, **design)


def test_the_sum_of_the_parts_is_the_weighted_gap():
    table = cs.weighted_gap(wave(weights="w"), PAIRS, importance=STATED).table
    estimate = table["estimate"].to_numpy()
    assert estimate[:2].sum() == pytest.approx(estimate[2])
    own = FRAME["w1"] / 100 * (FRAME["p1"] - FRAME["e1"])
    own += FRAME["w2"] / 100 * (FRAME["p2"] - FRAME["e2"])
    assert estimate[2] == pytest.approx(np.average(own, weights=FRAME["w"]))


def test_equal_importance_gives_the_unweighted_gap():
    alike = FRAME.assign(w1=7, w2=7)
    table = cs.weighted_gap(wave(alike), PAIRS, importance=STATED).table
    assert table["estimate"].iloc[2] == pytest.approx(table["estimate"].iloc[3])
    assert table["share"].tolist() == pytest.approx([0.5, 0.5, 1, 1])


def test_the_unit_of_importance_does_not_matter():
    one, two = (
        cs.weighted_gap(
            wave(FRAME.assign(w1=f * FRAME.w1, w2=f * FRAME.w2)),
            PAIRS,
            importance=STATED,
        ).table["estimate"]
        for f in (1, 3)
    )
    assert one.tolist() == pytest.approx(two.tolist())


def test_points_of_everybody_weigh_gaps_of_everybody():
    table = cs.weighted_gap(
        wave(weights="w"), PAIRS, importance={"speed": 30, "staff": 70.0}
    ).table
    gaps = cs.gap_scores(wave(weights="w"), PAIRS).table["estimate"]
    assert table["estimate"].iloc[2] == pytest.approx(0.3 * gaps[0] + 0.7 * gaps[1])
    assert table["share"].tolist() == pytest.approx([0.3, 0.7, 1, 1])


def test_a_dimension_matters_as_its_items_do_on_average():
    both = {"all": (["e1", "e2"], ["p1", "p2"]), "staff": ("e2", "p2")}
    of_items = cs.weighted_gap(
        wave(), both, importance={"all": ["w1", "w2"], "staff": "w1"}
    )
    given = FRAME.assign(mean=(FRAME["w1"] + FRAME["w2"]) / 2)
    of_mean = cs.weighted_gap(
        wave(given), both, importance={"all": "mean", "staff": "w1"}
    )
    assert of_items.table.equals(of_mean.table)
    assert {"w1", "w2"} <= set(of_items.about["all"])


@pytest.mark.parametrize(
    ("given", "error", "why"),
    [
        (-1, ValueError, r"importance\['speed'\]=-1 must lie from 0"),
        (np.inf, ValueError, r"importance\['speed'\]=inf must lie from 0"),
        (None, ValueError, "importance={'speed': None} must be a column"),
        ([], ValueError, r"importance={'speed': \[\]} must be a column"),
        ([["w1"]], KeyError, r"Columns \[\['w1'\]\] are not in the wave"),
        (["w1", 3], KeyError, r"Columns \[3\] are not in the wave"),
    ],
)
def test_importance_that_is_neither_columns_nor_points_is_refused(given, error, why):
    with pytest.raises(error, match=why):
        cs.weighted_gap(wave(), PAIRS, importance={"speed": given, "staff": "w2"})


@pytest.mark.parametrize(
    ("frame", "stated", "why"),
    [
        (FRAME, {"speed": "w1"}, "importance={'speed': 'w1'} must name a column"),
        (FRAME, None, "importance=None: none of the pairs"),
        (FRAME.assign(w1=np.nan), STATED, "n=0 people answered both sides of all"),
        (FRAME.assign(w1=-1), STATED, r"rows \[0, 1"),
        (FRAME.assign(w1=0, w2=0), STATED, "not all 0"),
    ],
)
def test_importance_that_cannot_be_shared_out_is_refused(frame, stated, why):
    with pytest.raises(ValueError, match=why):
        cs.weighted_gap(wave(frame), PAIRS, importance=stated)


def test_the_sentence_sets_both_side_by_side():
    assert "unweighted" in cs.weighted_gap(wave(), PAIRS, importance=STATED).summary()


def of_a_study(*roles):
    known = {"e": "expectation", "p": "perception", "w": "importance"}
    items = {
        f"{side}{j}": {
            "role": known[side],
            "characteristic": f"c{j}",
            "answers": list(range(1, 8)),
        }
        for j in (1, 2)
        for side in roles
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    rng = np.random.default_rng(3)
    asked = pd.DataFrame(rng.integers(1, 8, (50, len(items))), columns=list(items))
    return cs.Wave.from_frame(asked, study=study)


def test_importance_comes_from_the_study_where_it_has_some():
    asked = of_a_study("e", "p", "w")
    given = cs.weighted_gap(
        asked,
        {"c1": ("e1", "p1"), "c2": ("e2", "p2")},
        importance={"c1": "w1", "c2": "w2"},
    )
    assert cs.weighted_gap(asked).table.equals(given.table)
    with pytest.raises(ValueError, match="importance=None: none of the pairs"):
        cs.weighted_gap(of_a_study("e", "p"))
