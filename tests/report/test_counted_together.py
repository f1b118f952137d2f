"""Is anybody told how few a group are by counts of several groups, or of the others?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    Study,
    Wave,
    comparability,
    compare_to_frame,
    means,
    measurement_invariance,
    partial_indicators,
    plan_kept,
    publish,
)
from csat_methods.report.audience import Audience
from csat_methods.report.groups import levels_by
from csat_methods.report.policy import policy_of

ITEMS = list("abcd")
ONE = {"one": ITEMS}
FRAME = {"city": dict.fromkeys(["Ash", "Bree", "Cork", "Dunwich"], 500)}


def wave(**sizes):
    """Everybody's answers to four items that go together, in cities of these sizes."""
    n = sum(sizes.values())
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, len(ITEMS)))
    frame = pd.DataFrame(x, columns=ITEMS)
    frame["city"] = np.repeat(list(sizes), list(sizes.values()))
    study = {
        "id": "x",
        "title": "X",
        "items": {name: {"type": "number"} for name in ITEMS},
        "segments": {"city": {"text": "City", "levels": {c: {"en": c} for c in sizes}}},
    }
    return Wave.from_frame(frame, study=Study.from_dict(study))


def published(wave, **results):
    return publish(results, policy_of(wave))


def kept(wave):
    return plan_kept(wave, margin=0.1, difference=0.5, by="city", item="a")


def counts_fix_a_city(results, cities):
    """Whether the published counts together fix how many the last of the cities are."""
    terms = [row["term"] for row in results["kept"].result.records()]
    told = [cities if term == "margin" else term.split(" / ") for term in terms]
    told += [[row["city"]] for row in results["by"].result.records()]
    rows = [np.isin(cities, each).astype(float) for each in told]
    alone = (np.array(cities) == cities[-1]).astype(float)
    rank = np.linalg.matrix_rank
    return rank(rows) == rank([*rows, alone])


def test_counts_of_two_cities_each_do_not_tell_how_many_are_in_a_third():
    sizes = {"Ash": 90, "Bree": 60, "Cork": 30, "Dunwich": 3}
    small = wave(**sizes)
    results = published(
        small, kept=kept(small), by=means(small, "a", by="city"), all=means(small, "a")
    )
    terms = results["kept"].result.table["term"].tolist()
    assert terms == ["margin", "Ash / Bree"]
    assert not counts_fix_a_city(results, list(sizes))
    assert not any("Dunwich" in str(note) for note in results["kept"].result.notes)


def test_the_plan_is_shown_whole_where_every_city_has_enough():
    sizes = {"Ash": 90, "Bree": 60, "Cork": 30, "Dunwich": 20}
    large = wave(**sizes)
    results = published(large, kept=kept(large), by=means(large, "a", by="city"))
    assert len(results["kept"].result.table) == 1 + 6
    assert counts_fix_a_city(results, list(sizes))


@pytest.mark.parametrize(("people", "shown"), [(3, False), (40, True)])
def test_a_count_of_all_but_a_few_is_hidden(people, shown):
    some = wave(Ash=150, Bree=120, Cork=people)
    found = comparability(some, ONE)
    assert found.tells_of == {"city": (("city", "Cork", people),)}
    assert found.table["n"].tolist() == [270]
    passed = published(some, same=found, all=means(some, "a"))["same"]
    assert len(passed.result.table) == shown
    assert any("Cork" in str(note) for note in passed.result.notes) == shown
    assert bool(passed.result.tells_of) == shown


def test_no_step_of_a_comparison_tells_how_few_were_left_out():
    some = wave(Ash=150, Bree=120, Cork=3)
    found = measurement_invariance(some, ONE, group="city", least=100)
    assert set(found.tells_of) == set(found.table["step"])
    assert len(published(some, same=found)["same"].result.table) == 0


def test_nothing_is_told_of_nobody_where_all_groups_are_compared():
    every = wave(Ash=150, Bree=120)
    assert comparability(every, ONE).tells_of == {}
    assert len(published(every, same=comparability(every, ONE))["same"].places) == 1


@pytest.fixture
def asked():
    """A hundred customers a city; of the last three answered, of the others most."""
    frame = pd.DataFrame({"city": np.repeat(["Ash", "Bree", "Cork", "Dunwich"], 100)})
    most = {"Ash": 80, "Bree": 60, "Cork": 30, "Dunwich": 3}
    place = frame.groupby("city").cumcount()
    frame["came"] = (place < frame["city"].map(most)).astype(int)
    return Wave.from_frame(frame)


def test_shares_of_those_asked_do_not_tell_how_few_answered(asked):
    small = wave(Ash=80, Bree=60, Cork=30, Dunwich=3)
    results = {
        "chances": partial_indicators(asked, responded="came", predictors="city"),
        "frame": compare_to_frame(asked, FRAME, by="city", responded="came"),
        "by": means(small, "a", by="city"),
        "all": means(small, "a"),
    }
    told = published(small, **results)
    assert told["chances"].result.table["group"].tolist() == ["", "Ash", "Bree"]
    assert not told["frame"].result.table["group"].isin(["Cork", "Dunwich"]).any()


def test_shares_of_those_asked_are_all_told_where_nobody_is_hidden(asked):
    large = wave(Ash=80, Bree=60, Cork=30, Dunwich=13)
    found = partial_indicators(asked, responded="came", predictors="city")
    results = published(large, asked=found, by=means(large, "a", by="city"))
    assert results["asked"].hidden == ()


def test_who_may_not_see_cities_sees_no_plan_by_cities(monkeypatch):
    large = wave(Ash=90, Bree=60)
    assert levels_by(kept(large)) == {"city": {"Ash", "Bree"}}
    policy = policy_of(large)
    unseen = Audience("customer", segments=frozenset(), unseen=frozenset({"city"}))
    monkeypatch.setattr(type(policy), "reader", property(lambda _: unseen))
    assert len(publish({"kept": kept(large)}, policy)) == 0
