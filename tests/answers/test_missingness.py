"""Which answers are blank together?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.policy import Policy

FRAME = pd.DataFrame(
    {
        "a": [1, None, 3, 4, None],
        "b": [1, None, None, 2, 5],
        "t": list("xyx") + [None] * 2,
    }
)


def found(frame=FRAME, items=("a", "b")):
    return cs.missingness(cs.Wave.from_frame(frame), list(items))


@pytest.mark.parametrize("case", ["airquality", "bfi_A", "sat_act", "hs1939_missing"])
def test_patterns_are_those_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/missing/{case}")
    data = reference_data(known["data"])[known["items"]]
    table = found(data, known["items"]).table
    want = {row["pattern"]: row["n"] for row in known["values"]["patterns"]}
    got = dict(zip(table["pattern"], table["n"], strict=True))
    assert want.items() <= got.items()
    assert len(got) >= known["values"]["n_patterns"]


def test_the_table_by_hand():
    table = found().table
    assert table["pattern"].tolist() == ["11", "00", "01", "10"]
    assert table["n"].tolist() == [2, 1, 1, 1]
    assert table["share"].sum() == pytest.approx(1)
    assert table["blanks"].tolist() == [0, 2, 1, 1]


def test_items_and_pairs_are_counted():
    result = found()
    assert result.by_item.to_dict() == {"a": 0.4, "b": 0.4}
    assert result.together.loc["a", "b"] == pytest.approx(0.2)


def test_text_may_be_blank_too():
    assert found(items=["t"]).table["pattern"].tolist() == ["1", "0"]


def test_the_sentence_names_the_item_with_most_blanks():
    assert "40.0% left none of 2 items blank" in found().summary()
    empty = found(FRAME.assign(a=None, b=FRAME["b"])).summary()
    assert empty == "Everybody left some of 2 items blank, most at a (100.0%)."
    assert found(pd.DataFrame({"a": [1, 2], "b": [2, 1]})).summary() == (
        "Nobody left any of 2 items blank."
    )


def test_rare_patterns_without_blanks_count_and_tell_of_no_small_group():
    frame = pd.DataFrame({"a": [1.0] * 12 + [np.nan] * 3, "b": [np.nan] * 4 + [2] * 11})
    wave = cs.Wave.from_frame(frame)
    absent = {"a": np.array([0] * 12 + [1] * 3), "b": np.array([1] * 4 + [0] * 11)}
    everybody = wave._with(absent=absent)
    assert cs.missingness(everybody, ["a", "b"], least=4).complete == 1
    absent["b"] = np.array([1] * 2 + [0] * 13)
    some = wave._with(absent=absent)
    assert cs.missingness(some, ["a", "b"]).complete == 13 / 15
    assert cs.missingness(some, ["a", "b"], least=4).complete == 13 / 15
    few = some.where(frame["a"].notna(), name="answered a")
    assert np.isnan(cs.missingness(few, ["a", "b"], least=4).complete)
    assert cs.missingness(few, ["a", "b"], least=4).summary() == (
        "Most blanks are at b (20.0%)."
    )


def test_an_unknown_item_is_named():
    with pytest.raises(KeyError, match="zz"):
        found(items=["zz"])


def test_what_was_not_asked_or_does_not_apply_is_no_blank():
    frame = FRAME[["a", "b"]]
    wave = cs.Wave.from_frame(frame)
    wave = wave._with(absent={"a": np.array([0, 2, 0, 0, 1])})
    result = cs.missingness(wave, ["a", "b"])
    assert result.table["pattern"].tolist() == ["11", "10", "-0", "-1"]
    states = result.states.set_index("item")
    assert states.loc["a"].tolist() == [0.6, 0, 0.2, 0.2, 0]
    assert states.loc["b", "left"] == 0.4
    assert "60.0% left none of 2 items blank; most blanks are at b (40.0%)" in (
        result.summary()
    )


def test_an_item_that_nobody_answered_is_counted_and_stops_nothing():
    result = found(FRAME.assign(a=np.nan))
    assert result.by_item["a"] == 1
    assert result.states.set_index("item").loc["a", "blank"] == 1
    assert result.table["n"].sum() == 5
    checks = cs.check_responses(cs.Wave.from_frame(FRAME[["b"]].assign(a=np.nan)))
    assert checks["empty_items"]["where"] == "a"
    full = cs.Wave.from_frame(FRAME.assign(a=np.nan, c=[1.0, 2, 3, 4, 5]))
    assert cs.means(full, "c").estimate == 3


def test_chance_and_planted_blanks_are_told_apart():
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.normal(size=(500, 3)), columns=list("abc"))
    chance = x.mask(rng.random((500, 3)) < 0.1)
    planted = x.assign(b=x["b"].mask(x["a"] > 0.6))
    by_chance, by_answers = (
        cs.little_mcar(cs.Wave.from_frame(f), list("abc")) for f in (chance, planted)
    )
    assert by_chance.p > 0.05
    assert by_answers.p < 1e-6
    assert by_answers.effect_size > 3 * by_chance.effect_size


def test_rates_are_those_of_a_count_by_hand():
    # Of five people two left `a` blank, two left `b` blank, one of them both.
    result = found()
    assert result.states["blank"].tolist() == [0.4, 0.4]
    assert result.states["answered"].tolist() == [0.6, 0.6]
    assert result.together.loc["a", "b"] == pytest.approx(1 / 5)


def test_rare_patterns_are_one_row_that_is_not_rare_itself():
    answers = pd.DataFrame(
        {"a": [1] * 12 + [np.nan] * 3 + [1] * 2, "b": [1.0] * 15 + [np.nan] * 2}
    )
    wave = cs.Wave.from_frame(answers)
    together = cs.missingness(wave, ["a", "b"], least=3)
    table = together.table
    assert table["pattern"].tolist() == ["11", "other"]
    assert table["blanks"].tolist() == [0, 1]
    assert str(together.label("other")).endswith("with this many blanks or more")
    assert table["n"].tolist() == [12, 5]
    assert table["share"].sum() == pytest.approx(1)
    whole = cs.missingness(wave, ["a", "b"], least=1).table
    assert whole["pattern"].tolist() == ["11", "01", "10"]
    assert cs.missingness(wave, ["a", "b"], least=13).table["n"].tolist() == [17]


def test_the_report_hides_nothing_where_rare_patterns_are_together():
    rng = np.random.default_rng(4)
    answers = pd.DataFrame(rng.integers(1, 6, (200, 6)).astype(float))
    answers = answers.rename(columns=str).mask(rng.random((200, 6)) < 0.2)
    wave = cs.Wave.from_frame(answers)
    found = cs.missingness(wave, list(answers), least=10)
    shown = cs.publish({"m": found}, Policy(people=200))["m"]
    assert len(shown.hidden) == 0
    assert "other" in shown.result.table["pattern"].tolist()


def test_a_least_of_none_is_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"a": [1, 2], "b": [1, 2]}))
    with pytest.raises(ValueError, match="least=0"):
        cs.missingness(wave, ["a", "b"], least=0)


def test_patterns_and_pairs_are_those_of_mice(reference, reference_data):
    known = reference("survey/imputation/missing_patterns")
    items, values = known["values"]["columns"], known["values"]
    frame = reference_data(known["data"])
    result = found(frame, items)
    want = {
        "".join(map(str, row)): n
        for row, n in zip(values["pattern"]["data"], values["counts"], strict=True)
    }
    got = result.table.set_index("pattern")["n"].to_dict()
    assert got == want
    left = {item: share * len(frame) for item, share in result.by_item.items()}
    assert left == pytest.approx(values["missing_per_column"])
    pairs = values["pairs_rr"]
    both = 1 - (
        result.by_item.to_numpy()[:, None] + result.by_item.to_numpy() - result.together
    )
    held = both.loc[pairs["rows"], pairs["cols"]] * len(frame)
    assert held.to_numpy() == pytest.approx(np.array(pairs["data"]))


def test_a_pattern_is_told_by_the_items_it_leaves_blank():
    result = found()
    assert str(result.label("11")) == "everything answered"
    assert str(result.label("01")) == "blank: a"
    assert str(result.label("00")) == "blank: a, b"
    assert str(result.label("-1")) == "not asked or does not apply: a"
    assert str(result.label("0-")) == ("blank: a; not asked or does not apply: b")
    assert str(result.label("a").texts["en"]) == "a"
