"""Does a wave without enough pairs say so before anything is run?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain

ROLES = {"e": "expectation", "p": "perception", "i": "importance"}


def wave(sides="epi", count=3, people=60, more=("overall",), **blank):
    scale = {"answers": list(range(1, 8))}
    items = {
        f"{side}{j}": scale | {"role": ROLES[side], "characteristic": f"c{j}"}
        for j in range(count)
        for side in sides
    }
    items |= {name: scale | {"role": name} for name in more}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    rng = np.random.default_rng(1)
    answers = rng.integers(1, 8, (people, len(items))).astype(float)
    frame = pd.DataFrame(answers, columns=list(items))
    for name, rows in blank.items():
        frame.loc[: rows - 1, name] = np.nan
    return cs.Wave.from_frame(frame, study=study)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (wave(), None),
        (wave(count=1), "fewer than two characteristics"),
        (wave("ep"), "no question asks how much each characteristic matters"),
        (wave("pi"), "no characteristic has both"),
        (wave(count=2, i0=60), "fewer than two characteristics"),
    ],
    ids=["three", "one", "no importance", "no expectation", "nobody answered"],
)
def test_two_pairs_with_importance_are_weighed(asked, why):
    lacks = asked.lacks(["weighed_pairs"])
    assert (lacks is None) == (why is None)
    assert why is None or why in plain(lacks)


def test_people_count_who_answered_all_pairs_and_the_outcome():
    asked = wave(e1=15, overall=20)
    assert asked.lacks(["paired>=40"]) is None
    assert plain(asked.lacks(["paired>=41"])) == (
        "Left out: it needs 41 people who answered both sides of all pairs, and has 40."
    )


def test_regressions_on_many_pairs_need_more():
    assert wave("ep", count=8, people=19).lacks(["paired>=2"]) is None
    assert "it needs 19 people" in plain(
        wave("ep", count=8, people=18).lacks(["paired>=2"])
    )


def test_without_pairs_or_an_outcome_there_is_nobody():
    assert "has 0" in plain(wave("p").lacks(["paired>=5"]))
    assert "has 0" in plain(wave(more=()).lacks(["paired>=5"]))


def test_what_the_needs_promise_runs():
    asked = wave("ep", count=8, people=19)
    assert cs.servperf(asked).table["estimate"].notna().all()
    assert len(cs.gap_priorities(wave()).table) == 3


def test_somebody_must_have_rated_both_sides_of_a_pair_or_construct():
    asked = wave("ep", count=2, people=20, e0=19, e1=20)
    assert asked.lacks(["both_sides>=1"]) is None
    assert plain(asked.lacks(["both_sides>=2"])) == (
        "Left out: it needs 2 people who rated all items of a construct, and has 1."
    )


def test_what_reliability_of_gaps_refuses_is_left_out_before():
    some = wave("ep", count=1, people=20, e0=10)
    frame = some.frame.assign(p0=some.frame["p0"].where(some.frame["e0"].isna()))
    apart = cs.Wave.from_frame(frame, study=some.study)
    with pytest.raises(ValueError, match="different people answered the two sides"):
        cs.gap_reliability(apart)
    assert apart.lacks(["both_sides>=2"]) is not None
