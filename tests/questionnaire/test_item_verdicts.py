"""Is every item kept, revised or dropped for a reason that can be read?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = ["q1", "q2", "q3", "q4", "q5"]


def frame_of(n=400, seed=1):
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1))
    x = (4 + person + rng.normal(size=(n, 5)) * 0.9).round().clip(1, 7)
    return pd.DataFrame(x, columns=ITEMS)


def wave_of(frame, **more):
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, (1, 7)), **more)


def verdicts(wave, **how):
    table = cs.item_verdicts(wave, ITEMS, **how).table
    return table.set_index("term")[["verdict", "rule"]].apply(tuple, axis=1).to_dict()


def test_sound_items_are_kept():
    assert set(verdicts(wave_of(frame_of())).values()) == {("keep", "item_rest")}


def spoiled(fault):
    """Answers with one fault at the first item."""
    rng, frame = np.random.default_rng(2), frame_of()
    chance = rng.random(len(frame))
    faults = {
        "random": lambda x: rng.integers(1, 8, len(frame)).astype(float),
        "turned": lambda x: 8 - x,
        "blank": lambda x: np.where(chance < 0.2, np.nan, x),
        "ceiling": lambda x: np.where(chance < 0.9, 7.0, x),
    }
    return wave_of(frame.assign(q1=faults[fault](frame["q1"].to_numpy())))


@pytest.mark.parametrize(
    ("fault", "verdict", "rule"),
    [
        ("random", "drop", "item_rest"),
        ("turned", "revise", "direction"),
        ("blank", "revise", "item_nonresponse"),
    ],
)
def test_each_fault_is_found_by_its_rule(fault, verdict, rule):
    found = verdicts(spoiled(fault))
    assert found.pop("q1") == (verdict, rule)
    assert {verdict for verdict, _ in found.values()} <= {"keep", "undecided"}


def test_answers_piled_up_at_one_end_are_told():
    checks = cs.item_verdicts(spoiled("ceiling"), ITEMS).checks
    row = checks[(checks["term"] == "q1") & (checks["rule"] == "ceiling")].iloc[0]
    assert (row["verdict"], row["limit"], row["better"]) == ("revise", 0.80, "below")
    assert row["ci_low"] > 0.80


def test_a_constant_item_is_dropped_and_the_others_are_judged():
    found = verdicts(wave_of(frame_of().assign(q5=7.0)))
    assert found["q5"] == ("drop", "one_answer")
    assert found["q1"] == ("keep", "item_rest")


def test_few_people_decide_little():
    found = verdicts(wave_of(frame_of(25)))
    assert "undecided" in {verdict for verdict, _ in found.values()}
    assert "drop" not in {verdict for verdict, _ in found.values()}


def test_fewer_than_ten_people_decide_nothing():
    result = cs.item_verdicts(wave_of(frame_of(9)), ITEMS)
    assert set(result.table["verdict"]) == {"undecided"}
    assert result.table["estimate"].isna().all()
    assert "fewer than ten" in str(result.notes[-1])


def test_what_experts_hold_counts():
    ratings = pd.DataFrame({"q1": [1] * 20, "q2": [4] * 10 + [2] * 10, "q3": [4] * 20})
    found = verdicts(wave_of(frame_of()), ratings=ratings)
    assert found["q1"] == ("drop", "content_validity")
    assert found["q2"] == ("drop", "content_validity")
    assert found["q3"] == ("keep", "item_rest")
    same = cs.content_validity(ratings)
    assert verdicts(wave_of(frame_of()), ratings=same) == found


def test_six_experts_who_all_agree_leave_it_undecided():
    ratings = pd.DataFrame({"q1": [4] * 6})
    found = verdicts(wave_of(frame_of()), ratings=ratings)
    assert found["q1"] == ("undecided", "content_validity")


def test_a_fault_of_wording_asks_for_a_revision():
    scale = {1: "bad", 7: "good"}
    answers = {k: {"en": scale.get(k, str(k))} for k in range(1, 8)}
    text = "How would you rate the speed and accuracy of our staff?"
    items = {
        name: {"answers": answers, "text": text if name == "q1" else "How was it?"}
        for name in ITEMS
    }
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    frame = frame_of()
    found = verdicts(cs.Wave.from_frame(frame, study=study))
    assert found["q1"] == ("revise", "wording")


def test_a_limit_of_the_study_is_the_one_that_counts():
    items = {name: {"answers": list(range(1, 8))} for name in ITEMS}
    limits = {"item_rest": {"value": 0.9, "source": "Board of the shop"}}
    mapping = {"id": "shop", "title": "Shop", "items": items}
    study = cs.Study.from_dict(mapping | {"analysis": {"limits": limits}})
    table = cs.item_verdicts(cs.Wave.from_frame(frame_of(), study=study), ITEMS).table
    assert set(table["verdict"]) == {"drop"}
    assert set(table["source"]) == {"Board of the shop"}
    assert set(table["limit"]) == {0.9}


def test_every_statistic_of_every_item_is_kept():
    result = cs.item_verdicts(wave_of(frame_of()), {"a": ITEMS[:4], "b": ITEMS[4:]})
    rules = result.checks.groupby("term")["rule"].agg(set)
    alone = {"one_answer", "item_nonresponse", "floor", "ceiling", "skew"}
    assert rules["q5"] == alone
    assert rules["q1"] == alone | {
        "item_rest",
        "alpha_if_deleted",
        "omega_if_deleted",
    }


def test_the_headline_counts_and_survives_hidden_rows():
    result = cs.item_verdicts(wave_of(frame_of()), ITEMS)
    assert result.summary().startswith("Of 5 items: 5 to be kept.")
    assert replace(result, table=result.table[:1]).summary().endswith(": keep.")
    assert "people answered" in replace(result, table=result.table[:0]).summary()


def test_codes_without_amounts_and_unknown_columns_are_refused():
    items = {"q1": {"type": "nominal", "answers": ["a", "b"]}}
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1.0, 2.0]}), study=study)
    with pytest.raises(ValueError, match=r"items=\['q1'\] are nominal"):
        cs.item_verdicts(wave, ["q1"])
    with pytest.raises(KeyError, match="q9"):
        cs.item_verdicts(wave_of(frame_of()), ["q9"])
    with pytest.raises(ValueError, match="level=2"):
        cs.item_verdicts(wave_of(frame_of()), ITEMS, level=2)


def test_items_that_no_other_item_speaks_for_are_told():
    rng = np.random.default_rng(8)
    x = pd.DataFrame(rng.integers(1, 6, (60, 3)) * 1.0, columns=["q1", "q2", "q3"])
    found = cs.item_verdicts(cs.Wave.from_frame(x.assign(q3=np.nan)), list(x))
    assert "Not judged by how they go" in str(found.notes[-1])
    assert str(found.notes[-1]).endswith(": q1, q2.")
    assert not cs.item_verdicts(cs.Wave.from_frame(x), list(x)).notes


def test_each_verdict_says_how_many_its_statistic_rests_on():
    """Nine experts who find q1 irrelevant drop it, though 400 people answered it."""
    experts = pd.DataFrame({item: [4.0] * 9 for item in ITEMS})
    experts["q1"] = [1.0] * 9
    table = cs.item_verdicts(wave_of(frame_of()), ITEMS, ratings=experts).table
    first = table.set_index("term").loc["q1"]
    assert first[["rule", "n", "n_estimate"]].tolist() == ["content_validity", 400, 9]


def test_a_limit_that_the_study_sets_decides_and_is_told_with_its_source():
    items = {name: {"answers": [*range(1, 8)]} for name in ITEMS}
    own = {"item_rest": {"value": 0.9, "source": "our own panel"}}
    mapping = {"id": "shop", "title": "Shop", "items": items}
    study = cs.Study.from_dict({**mapping, "analysis": {"limits": own}})
    wave = cs.Wave.from_frame(frame_of(), study=study)
    assert set(verdicts(wave).values()) == {("drop", "item_rest")}
    table = cs.item_verdicts(wave, ITEMS).table
    assert set(table["limit"]) == {0.9}
    assert set(map(str, table["source"])) == {"our own panel"}
    published = cs.Wave.from_frame(frame_of(), study=cs.Study.from_dict(mapping))
    assert {verdict for verdict, _ in verdicts(published).values()} == {"keep"}
