"""Does a pre-test say go, revise or stop, and only where it may?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = ["q1", "q2", "q3", "q4"]


def frame_of(n=600, seed=1):
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1))
    x = (4 + person + rng.normal(size=(n, 4)) * 0.9).round().clip(1, 7)
    return pd.DataFrame(x, columns=ITEMS)


def wave_of(frame, **more):
    scales = {name: (1, 7) for name in frame if name.startswith("q")}
    return cs.Wave.from_frame(frame, scales=scales, **more)


def test_sound_items_may_go_into_the_field():
    found = cs.pretest(wave_of(frame_of()))
    assert found.advice == "go"
    assert found.summary().startswith("Go: no item falls short, and all 4 are decided")
    assert "Rule: stop where more than 33% of the items" in str(found.notes[0])


def test_one_faulty_item_asks_for_a_revision_and_half_of_them_for_a_stop():
    rng, frame = np.random.default_rng(3), frame_of()
    blank = rng.random(len(frame)) < 0.2
    one = frame.assign(q1=frame["q1"].mask(blank))
    assert cs.pretest(wave_of(one)).advice == "revise"
    two = one.assign(q2=frame["q2"].mask(~blank & (rng.random(len(frame)) < 0.3)))
    found = cs.pretest(wave_of(two))
    assert found.advice == "stop"
    assert "Stop: of 4 items 2 fall short" in found.summary()


def test_few_people_leave_it_undecided():
    found = cs.pretest(wave_of(frame_of(30)))
    assert found.advice == "undecided"
    assert "none falls short for certain" in found.summary()


def test_a_constant_item_and_a_reversed_item_are_flagged():
    # The check of the guidance: both are named, whatever the others do.
    frame = frame_of(80).assign(q5=4.0)
    frame["q1"] = 8 - frame["q1"]
    table = cs.pretest(wave_of(frame)).table.set_index("term")
    told = table[["verdict", "rule"]].apply(tuple, axis=1)
    assert told["q5"] == ("drop", "one_answer")
    assert told["q1"] == ("revise", "direction")
    assert table.loc["q1", "item_rest"] < 0


@pytest.mark.parametrize("n", [1, 5, 9])
def test_a_pilot_with_fewer_than_ten_people_gives_no_coefficients(n):
    wave = wave_of(frame_of(n).assign(seconds=300.0))
    found = cs.pretest(wave, seconds="seconds")
    coefficients = ["estimate", "se", "floor", "ceiling", "skew", "item_rest"]
    coefficients += ["alpha_change", "omega_change", "seconds", "limit"]
    assert found.table[coefficients].isna().all().all()
    assert found.table["n"].tolist() == [n] * 4
    assert found.table["blank"].tolist() == [0] * 4
    assert found.advice == "undecided"
    assert found.minutes.isna().all()
    assert "only counts are given" in found.summary()
    assert "Fewer than ten people" in str(found.notes[-1])


def test_ten_people_give_coefficients():
    table = cs.pretest(wave_of(frame_of(10))).table
    assert table[["estimate", "floor", "item_rest", "omega_change"]].notna().all().all()


def test_the_statistics_are_those_of_the_methods_alone():
    wave = wave_of(frame_of())
    table, alone = cs.pretest(wave).table, cs.item_analysis(wave, ITEMS).table
    for column in ("floor", "ceiling", "skew", "item_rest"):
        assert table[column].tolist() == pytest.approx(alone[column].tolist())
    alpha = cs.cronbach_alpha(wave, ITEMS).estimate
    changes = (alone["alpha_if_deleted"] - alpha).tolist()
    assert table["alpha_change"].tolist() == pytest.approx(changes)


def test_time_is_the_median_of_what_is_known():
    frame = frame_of(41).assign(seconds=np.arange(41) * 8.0 + 80)
    whole = cs.pretest(wave_of(frame), ITEMS, seconds="seconds")
    # The middle of 80, 88 … 400 is 240 seconds: four minutes, 60 s for each of 4.
    assert whole.minutes["median"] == pytest.approx(4)
    assert whole.minutes["ci_low"] < 4 < whole.minutes["ci_high"]
    assert whole.table["seconds"].tolist() == [60] * 4
    by_item = cs.pretest(wave_of(frame), ITEMS, seconds={"q2": "seconds"})
    assert by_item.table["seconds"].tolist() == pytest.approx(
        [np.nan, 240, np.nan, np.nan], nan_ok=True
    )
    assert by_item.minutes.isna().all()


def test_a_questionnaire_that_takes_too_long_is_to_be_revised():
    found = cs.pretest(wave_of(frame_of().assign(s=1800.0)), ITEMS, seconds="s")
    assert found.minutes["median"] == 30
    assert found.advice == "revise"


def test_comments_are_counted_by_what_they_are_about():
    scale = {"answers": [1, 2, 3, 4, 5, 6, 7]}
    items = {name: scale | {"characteristic": name} for name in ITEMS}
    items["why"] = {"type": "text", "role": "open", "characteristic": "q2"}
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    said = ["unclear", None, " ", "which price?"] * 10
    wave = cs.Wave.from_frame(frame_of(40).assign(why=said), study=study)
    found = cs.pretest(wave)
    assert found.comments == 20
    assert found.table["term"].tolist() == ITEMS
    assert found.table["comments"].tolist() == [0, 20, 0, 0]
    told = cs.pretest(wave, comments={"q4": "why"})
    assert told.table["comments"].tolist() == [0, 0, 0, 20]


def test_items_of_every_type_are_counted_and_only_amounts_have_coefficients():
    items = {
        "city": {"type": "nominal", "answers": ["A", "B"]},
        "q1": {"answers": [1, 2, 3, 4, 5, 6, 7]},
        "age": {"type": "number"},
        "check": {"type": "nominal", "answers": [1, 2], "role": "attention"},
    }
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    frame = frame_of(20)[["q1"]].assign(city=["A", None] * 10, age=30.0, check=1)
    table = cs.pretest(cs.Wave.from_frame(frame, study=study)).table.set_index("term")
    assert list(table.index) == ["city", "q1", "age"]
    assert table.loc["city", "blank"] == 10
    assert table.loc[["city", "age"], ["floor", "skew"]].isna().all().all()


def test_nobody_no_items_and_wrong_columns_are_refused():
    wave = wave_of(frame_of(20))
    empty = wave.where(wave.frame["q1"] > 99, name="none")
    with pytest.raises(ValueError, match="domain: nobody"):
        cs.pretest(empty)
    with pytest.raises(ValueError, match="items=None"):
        cs.pretest(cs.Wave.from_frame(frame_of(20)))
    with pytest.raises(KeyError, match="q9"):
        cs.pretest(wave, ["q9"])
    with pytest.raises(KeyError, match="time"):
        cs.pretest(wave, seconds="time")
    with pytest.raises(ValueError, match="level=0"):
        cs.pretest(wave, level=0)


def test_hidden_rows_leave_a_headline():
    found = cs.pretest(wave_of(frame_of()))
    assert "people answered" in replace(found, table=found.table[:0]).summary()


def comments(n=60, seed=5):
    """A frame of what people wrote, beside a number of the sound items."""
    words = [f"words {number}" for number in range(n)]
    return frame_of(n, seed).assign(why=words)


def test_answers_in_words_are_no_grounds_to_go():
    found = cs.pretest(cs.Wave.from_frame(comments(500)), ["why"])
    assert found.advice == "undecided"
    row = found.table.iloc[0]
    assert (row["verdict"], row["rule"]) == ("undecided", "none")
    assert row["estimate"] == 0
    assert "Items answered in words: 1; no count shows" in str(found.notes[-1])


def test_answers_in_words_that_many_leave_blank_are_to_be_revised():
    frame = comments(500)
    frame.loc[frame.index % 3 == 0, "why"] = None
    found = cs.pretest(cs.Wave.from_frame(frame), ["why"])
    row = found.table.iloc[0]
    assert (row["verdict"], row["rule"]) == ("revise", "item_nonresponse")


def test_answers_in_words_beside_sound_items_keep_from_a_go():
    found = cs.pretest(wave_of(comments(600, 1)), [*ITEMS, "why"])
    verdicts = found.table.set_index("term")["verdict"]
    assert verdicts[ITEMS].eq("keep").all()
    assert (verdicts["why"], found.advice) == ("undecided", "undecided")


def test_an_open_item_of_a_study_is_judged_as_words_where_it_is_asked_for():
    items = {"why": {"type": "text", "role": "open"}}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = cs.Wave.from_frame(comments(300)[["why"]], study=study)
    assert cs.pretest(wave, ["why"]).advice == "undecided"
    with pytest.raises(ValueError, match="name the items"):
        cs.pretest(wave)
