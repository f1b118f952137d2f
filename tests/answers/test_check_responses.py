"""Is every planted error found, and nothing else?"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import _messages
from csat_methods.study.plan import WaveFile

ITEMS = [f"q{j}" for j in range(1, 13)]
N = 60

STUDY = cs.Study.from_dict(
    {
        "id": "s",
        "title": "S",
        "scales": {"seven": {"lowest": 1, "highest": 7}},
        "items": [
            {"id": "visited", "type": "binary", "answers": [0, 1]},
            *({"id": item, "scale": "seven", "role": "satisfaction"} for item in ITEMS),
            {
                "id": "shop",
                "scale": "seven",
                "asked_if": [{"item": "visited", "in": [1]}],
                "label": "The shop",
            },
            {"id": "bought", "type": "date"},
            {"id": "orders", "type": "number", "lowest": 1},
            {
                "id": "look",
                "type": "nominal",
                "answers": [1, 2, 3],
                "role": "attention",
                "right": 2,
            },
        ],
        "segments": {"region": {"levels": {"n": "North", "s": "South"}}},
        "checks": {
            "version": 3,
            "day": "2026-01-20",
            "contradictions": {
                "never_came": {
                    "text": "Did not visit, yet ordered in the shop many times",
                    "when": [
                        {"item": "visited", "equals": 0},
                        {"item": "orders", "above": 50},
                    ],
                },
            },
        },
    }
)
FILE = WaveFile.model_validate(
    {
        "schema": 1,
        "id": "2026",
        "fieldwork": {"start": date(2026, 3, 1), "end": date(2026, 3, 31)},
        "sources": {"responses": "answers.csv"},
        "columns": {"respondent": "id"},
    }
)


def honest(seed=1):
    """Sixty people without a fault: varied answers, asked as they should be."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 8, (N, 12)).astype(float), columns=ITEMS)
    frame.insert(0, "visited", np.arange(N) % 2.0)
    frame["shop"] = np.where(frame["visited"] == 1, rng.integers(1, 8, N), np.nan)
    frame["bought"] = pd.Timestamp("2026-02-01") + pd.to_timedelta(
        rng.integers(0, 28, N), "D"
    )
    frame["id"] = [f"p{i}" for i in range(N)]
    frame["orders"] = rng.integers(1, 9, N).astype(float)
    frame["look"] = 2.0
    frame["region"] = np.where(np.arange(N) % 3, "n", "s")
    frame["seconds"] = rng.uniform(200, 500, N)
    frame["day"] = pd.Timestamp("2026-03-05") + pd.to_timedelta(np.arange(N) % 20, "D")
    return frame


def checked(frame, seed=1, **how):
    wave = cs.Wave.from_frame(frame, study=STUDY)
    return cs.check_responses(
        ready(wave, frame, seed), duration="seconds", day="day", **how
    )


def ready(wave, frame, seed):
    """Known fieldwork and routing, records that agree, and one step of classes."""
    absent = {"shop": np.where(frame["visited"] == 0, 2, 0)}
    recorded = honest(seed).set_index("id")[["orders", "bought"]]
    wave = replace(wave, file=FILE, absent=absent, purchases=recorded)
    return cs.prepare(wave, [{"categorise": CLASSES}])


CLASSES = {
    "item": "orders",
    "into": "buys",
    "map": {**dict.fromkeys(range(1, 5), "few"), **dict.fromkeys(range(5, 99), "many")},
}


def found(result):
    table = result.table
    return table.loc[table["found"] > 0].set_index("term")["found"].to_dict()


def nothing(frame):
    pass


def repeat_person(frame):
    frame.loc[5, ["id", "orders", "bought"]] = frame.loc[9, ["id", "orders", "bought"]]


def repeat_sheet(frame):
    columns = ["visited", *ITEMS, "shop", "bought", "orders", "look"]
    frame.loc[7, columns] = frame.loc[3, columns]
    frame.loc[7, "id"] = "p3b"


def no_answer(frame):
    frame.loc[11, ["visited", *ITEMS, "shop", "orders", "look"]] = np.nan
    frame.loc[11, "bought"] = pd.NaT


def one_blank(frame):
    frame.loc[4, "q3"] = np.nan


def empty_item(frame):
    frame["q5"] = np.nan


def constant_item(frame):
    frame["q6"] = 6.0


def straight_line(frame):
    frame.loc[20, ITEMS] = 6.0


def not_asked(frame):
    frame.loc[0, "shop"] = 3.0


def late_purchase(frame):
    frame.loc[30, "bought"] = pd.Timestamp("2026-04-01")
    frame.loc[30, "id"] = "later"


def early_answer(frame):
    frame.loc[31, "day"] = pd.Timestamp("2026-02-28")


def late_answer(frame):
    frame.loc[31, "day"] = pd.Timestamp("2026-04-01 00:01")


def in_haste(frame):
    frame.loc[40, "seconds"] = 60.0


def hardly_there(frame):
    frame.loc[13, ITEMS] = np.nan


def strange_code(frame):
    frame.loc[14, "look"] = 4.0


def order_too_small(frame):
    frame.loc[15, "orders"] = 0.0


def contradict(frame):
    frame.loc[16, ["visited", "shop", "orders"]] = [0, np.nan, 60]


def not_looking(frame):
    frame.loc[17, "look"] = 1.0


def wrong_day(frame):
    frame.loc[18, "bought"] -= pd.Timedelta(days=3)


def stranger(frame):
    frame.loc[19, "id"] = "someone"


def no_region(frame):
    frame.loc[21, "region"] = "moon"


PLANTED = {
    nothing: {},
    repeat_person: {"same_person": 1},
    repeat_sheet: {"same_answers": 1, "not_recorded": 1},
    no_answer: {"no_answers": 1, "blanks": 17},
    one_blank: {"blanks": 1},
    empty_item: {"empty_items": 1, "blanks": N},
    constant_item: {"constant_items": 1},
    straight_line: {"straight_lines": 1},
    not_asked: {"against_routing": 1},
    late_purchase: {"late_days": 1, "not_recorded": 1},
    early_answer: {"outside_fieldwork": 1},
    late_answer: {"outside_fieldwork": 1},
    in_haste: {"speeders": 1},
    hardly_there: {"hardly_answered": 1, "blanks": 12},
    strange_code: {"not_offered": 1, "attention": 1},
    order_too_small: {"not_offered": 1, "against_records": 1, "unclassified": 1},
    contradict: {"contradictions": 1, "against_records": 1},
    not_looking: {"attention": 1},
    wrong_day: {"against_records": 1},
    stranger: {"not_recorded": 1},
    no_region: {"unknown_levels": 1},
}


@pytest.mark.parametrize(
    "plant", PLANTED, ids=[function.__name__ for function in PLANTED]
)
def test_a_planted_error_is_found_and_nothing_else(plant):
    frame = honest()
    plant(frame)
    assert found(checked(frame)) == PLANTED[plant]


def test_one_error_of_each_kind_is_found_and_nothing_else():
    frame = honest()
    # What empties cells comes last, so that nothing else fills them again.
    last = (empty_item, no_answer)
    kinds = [plant for plant in PLANTED if plant not in {late_answer, *last}]
    for plant in (*kinds, *last):
        plant(frame)
    result = checked(frame)
    assert found(result) == {
        "no_answers": 1,
        # q5 of everybody, the other 16 of the person without answers, 11 of the person
        # who hardly answered, and q3 of one.
        "blanks": N + 16 + 11 + 1,
        "hardly_answered": 1,
        "empty_items": 1,
        "not_offered": 2,
        "contradictions": 1,
        "attention": 2,
        "against_records": 3,
        "not_recorded": 3,
        "unclassified": 1,
        "unknown_levels": 1,
        "constant_items": 1,
        "same_person": 1,
        "same_answers": 1,
        "straight_lines": 1,
        "against_routing": 1,
        "late_days": 1,
        "outside_fieldwork": 1,
        "speeders": 1,
    }
    assert set(result.table["term"]) == set(found(result))


@pytest.mark.parametrize("seed", range(5))
def test_all_planted_duplicates_are_found_and_no_honest_row(seed):
    frame = honest(seed)
    again = frame.sample(9, random_state=seed)
    result = checked(pd.concat([frame, again], ignore_index=True), seed)
    assert found(result) == {"same_person": 9, "same_answers": 9}


@pytest.mark.parametrize("seed", range(5))
def test_all_planted_speeders_are_found_and_no_honest_row(seed):
    frame = honest(seed)
    rng = np.random.default_rng(seed)
    # Reading takes 200 seconds at least, the median is about 350.
    hasty = rng.choice(N, 9, replace=False)
    frame.loc[hasty, "seconds"] = rng.uniform(20, 80, 9)
    assert found(checked(frame, seed)) == {"speeders": 9}
    assert found(checked(frame.drop(index=hasty), seed)) == {}


def test_it_is_said_where_most_was_found():
    frame = honest()
    frame.loc[:3, "q2"] = np.nan
    frame.loc[:1, "q9"] = np.nan
    frame.loc[2, "shop"] = 5.0
    result = checked(frame)
    assert result["blanks"]["where"] == "q2"
    assert result["against_routing"]["where"] == "shop"
    places = result.places.set_index(["term", "where"])["found"]
    assert places["blanks", "q2"] == 4
    assert places["blanks", "q9"] == 2
    assert "The shop" in repr(result)


def test_shares_are_of_what_was_checked():
    frame = honest()
    frame.loc[0, "q1"] = np.nan
    row = checked(frame)["blanks"]
    # 60 people × 16 questions, and the shop of the 30 who visited it.
    assert row["checked"] == 60 * 16 + 30
    assert row["share"] == pytest.approx(1 / 990)
    assert row["unit"] == "answers"


def test_comments_may_be_blank_and_attention_items_alike():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "items": [
                {"id": "why", "type": "text", "role": "open"},
                {"id": "look", "answers": [1, 2, 3], "role": "attention"},
                {"id": "q1", "answers": [1, 2, 3]},
            ],
        }
    )
    frame = pd.DataFrame({"why": [None, "fine", None], "look": 2.0, "q1": [1, None, 3]})
    result = cs.check_responses(cs.Wave.from_frame(frame, study=study))
    assert found(result) == {"blanks": 1}
    assert result["blanks"]["checked"] == 6


def test_not_applicable_is_no_blank():
    frame = honest()
    frame.loc[4, "q3"] = np.nan
    wave = cs.Wave.from_frame(frame, study=STUDY)
    absent = {
        "shop": np.where(frame["visited"] == 0, 2, 0),
        "q3": np.where(np.arange(N) == 4, 1, 0),
    }
    assert cs.check_responses(replace(wave, absent=absent))["blanks"]["found"] == 0


def test_what_reading_left_out_is_counted():
    wave = cs.Wave.from_frame(honest(), study=STUDY)
    wave = replace(wave, contradictions={"shop": 7})
    row = cs.check_responses(wave)["against_routing"]
    assert (row["found"], row["checked"], row["where"]) == (7, 37, "shop")


def test_routing_by_a_turned_item_and_by_options_is_understood():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "scales": {
                "grades": {"lowest": 1, "highest": 5, "direction": "descending"}
            },
            "items": [
                {"id": "grade", "scale": "grades"},
                {
                    "id": "bought",
                    "type": "multiple",
                    "columns": {"oven": "o", "fridge": "f"},
                },
                {
                    "id": "why",
                    "type": "nominal",
                    "answers": [1, 2],
                    "asked_if": [{"item": "grade", "in": [5]}],
                },
                {
                    "id": "heat",
                    "type": "nominal",
                    "answers": [1, 2],
                    "asked_if": [{"item": "bought", "in": ["oven"]}],
                },
            ],
        }
    )
    frame = pd.DataFrame(
        {
            # Turned round: the code 5, the worst grade, has become 1.
            "grade": [1.0, 5.0, np.nan, 1.0],
            "bought:oven": [1.0, 0.0, 1.0, np.nan],
            "bought:fridge": [0.0, 1.0, 0.0, np.nan],
            "why": [1.0, 2.0, 1.0, np.nan],
            "heat": [2.0, 1.0, np.nan, 1.0],
        }
    )
    result = cs.check_responses(cs.Wave.from_frame(frame, study=study))
    places = result.places.set_index(["term", "where"])["found"]
    assert places["against_routing", "why"] == 1
    assert places["against_routing", "heat"] == 1
    assert result["against_routing"]["checked"] == 6


def test_many_who_answer_alike_throughout_are_no_duplicates():
    frame = honest()
    frame.loc[:9, ITEMS] = 7.0
    result = checked(frame)
    assert found(result) == {"straight_lines": 10}


def test_only_the_domain_is_checked():
    frame = honest()
    straight_line(frame)
    repeat_person(frame)
    wave = cs.Wave.from_frame(frame, study=STUDY, person="id")
    rest = wave.where(pd.Series(np.arange(N) >= 21, index=frame.index), name="later")
    result = cs.check_responses(rest)
    assert result["straight_lines"]["found"] == 0
    assert result["same_person"]["found"] == 0
    assert result["no_answers"]["checked"] == N - 21
    assert (result.table["n"] == N - 21).all()


def test_what_cannot_be_checked_is_said_and_left_out():
    frame = pd.DataFrame({"q1": [1, 2, 3], "q2": [3, 2, 1]})
    result = cs.check_responses(cs.Wave.from_frame(frame))
    assert list(result.table["term"]) == [
        "no_answers",
        "hardly_answered",
        "blanks",
        "empty_items",
        "constant_items",
    ]
    rules, note = result.notes
    assert "this project's rules, version 1" in str(rules)
    assert "People who are there twice" in str(note)
    assert "Took far less time than most" in str(note)
    (rules,) = checked(honest()).notes
    assert "the study's rules, version 3 of 20 January 2026" in str(rules)


def test_one_respondent_can_be_checked():
    result = cs.check_responses(cs.Wave.from_frame(pd.DataFrame({"q1": [3.0]})))
    assert found(result) == {}


@pytest.mark.parametrize(
    ("how", "error", "match"),
    [
        ({"duration": "q99"}, KeyError, "q99"),
        ({"duration": "id"}, ValueError, r"items=\['id'\] hold text"),
        ({"day": "id"}, ValueError, "day='id' holds no dates"),
        ({"day": "never"}, KeyError, "never"),
    ],
)
def test_bad_columns_are_refused(how, error, match):
    with pytest.raises(error, match=match):
        cs.check_responses(cs.Wave.from_frame(honest(), study=STUDY), **how)


def test_an_empty_domain_is_refused():
    wave = cs.Wave.from_frame(honest(), study=STUDY)
    nobody = wave.where(pd.Series(data=False, index=wave.frame.index))
    with pytest.raises(ValueError, match="domain: nobody is in it"):
        cs.check_responses(nobody)


def test_the_headline_names_what_was_found():
    clean = checked(honest())
    assert clean.summary() == "The answers passed all 19 checks."
    frame = honest()
    one_blank(frame)
    assert "passed all" in checked(frame).summary()
    in_haste(frame)
    repeat_person(frame)
    told = checked(frame).summary()
    assert told == (
        "2 of 19 checks found something: People who are there twice (1 of 60), "
        "Took far less time than most (1 of 60)."
    )
    with _messages.language("en-XA"):
        shown = repr(checked(frame))
        assert "twice" not in shown
        assert "people" not in shown
    assert replace(clean, table=clean.table.iloc[:0]).summary()
    assert str(clean.sentence(clean.table.to_dict("records")[0], "")).startswith(
        "People"
    )


def test_rows_in_are_rows_kept_and_rows_left_out_by_reason():
    frame = honest()
    not_looking(frame)
    in_haste(frame)
    wave = cs.Wave.from_frame(frame, study=STUDY)
    steps = [
        {"exclude": {"when": [{"item": "look", "not_in": [2]}], "reason": "missed"}},
        {"exclude": {"when": [{"item": "seconds", "below": 90}], "reason": "hasty"}},
    ]
    kept = cs.prepare(wave, steps)
    kept = kept.where(pd.Series(kept.frame.index != 3, index=kept.frame.index))
    flow = cs.check_responses(kept).flow
    assert dict(zip(flow["reason"], flow["rows"], strict=True)) == {
        "came in": 60,
        "missed": 1,
        "hasty": 1,
        "outside the domain": 1,
        "kept": 57,
    }
    assert cs.check_responses(kept).used.left_out == {
        "missed": 1,
        "hasty": 1,
        "outside the domain": 1,
    }


def test_limits_are_those_of_the_study():
    checks = {"version": 1, "day": "2026-01-20", "limits": {"haste": 0.9}}
    items = {"q": {"answers": [1, 2]}}
    study = cs.Study.from_dict(
        {"id": "s", "title": "S", "items": items, "checks": checks}
    )
    frame = pd.DataFrame({"q": [1, 2, 1], "t": [100.0, 100, 80]})
    wave = cs.Wave.from_frame(frame, study=study)
    assert cs.check_responses(wave, duration="t")["speeders"]["found"] == 1


def test_an_answer_may_be_off_its_record_by_what_is_allowed():
    frame = honest()
    wrong_day(frame)
    wave = cs.Wave.from_frame(frame, study=STUDY, person="id")
    records = honest().set_index("id")[["bought", "orders"]]
    for days, count in ((2, 1), (3, 0)):
        how = {"records": records, "within": {"bought": days}}
        row = cs.check_responses(wave, **how)["against_records"]
        assert (row["found"], row["checked"]) == (count, 2 * N)
    codes = pd.DataFrame({"look": ["2", 2.0, "1"]}, index=["p0", "p1", "p2"])
    row = cs.check_responses(wave, records=codes)["against_records"]
    assert (row["found"], row["checked"], row["where"]) == (1, 3, "look")


@pytest.mark.parametrize(
    ("records", "how", "why"),
    [
        (pd.DataFrame({"orders": [1, 2]}, index=["p1", "p1"]), {}, "'p1' is there twi"),
        (pd.DataFrame({"zz": [1]}, index=["p1"]), {}, "zz"),
        (pd.DataFrame({"orders": [1]}, index=["p1"]), {"within": {"orders": -1}}, "-1"),
    ],
)
def test_records_that_cannot_be_joined_are_refused(records, how, why):
    wave = cs.Wave.from_frame(honest(), study=STUDY, person="id")
    with pytest.raises((ValueError, KeyError), match=why):
        cs.check_responses(wave, records=records, **how)


def test_records_need_persons_to_join_them_by():
    wave = cs.Wave.from_frame(honest(), study=STUDY)
    with pytest.raises(ValueError, match="no column None of persons"):
        cs.check_responses(wave, records=pd.DataFrame({"orders": [1]}, index=["p1"]))


def test_a_rule_about_a_column_that_is_not_there_is_not_checked():
    frame = honest().drop(columns="orders")
    result = cs.check_responses(cs.Wave.from_frame(frame, study=STUDY))
    assert "contradictions" not in set(result.table["term"])
    assert "People who contradict themselves" in str(result.notes[-1])
