"""Are cross tables and their tests of independence R's under every design?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.plots import svg
from csat_methods.report.policy import policy_of

CASES = {
    "strat_sch_wide_stype": ("apistrat", "sch.wide", "stype"),
    "strat_comp_awards": ("apistrat", "comp.imp", "awards"),
    "clus_sch_wide_stype": ("apiclus1", "sch.wide", "stype"),
    "srs_awards_stype": ("apisrs", "awards", "stype"),
    "clus_comp_both": ("apiclus1", "comp.imp", "both"),
}


def test_twenty_answers_by_hand():
    # table 3 7 / 2 8: X² = 20 · (.15·.4 − .35·.1)² / (.5·.5·.25·.75) = .26667
    frame = pd.DataFrame({"y": ["n"] * 3 + ["y"] * 7 + ["n"] * 2 + ["y"] * 8})
    frame["city"] = ["A"] * 10 + ["B"] * 10
    found = cs.crosstab(cs.Wave.from_frame(frame), "y", "city")
    assert found.table["estimate"].tolist() == [0.3, 0.7, 0.2, 0.8]
    assert found.table["row_share"].tolist() == pytest.approx(
        [0.6, 7 / 15, 0.4, 8 / 15]
    )
    assert found.table["total"].tolist() == pytest.approx([3, 7, 2, 8])
    assert found.table["n"].tolist() == [10] * 4
    assert found.first_order["statistic"] == pytest.approx(4 / 15)
    assert found.test["statistic"] == pytest.approx(4 / 15 * 19 / 20)
    assert found.test[["df1", "df2"]].tolist() == pytest.approx([1, 19])
    assert found.cramers_v == pytest.approx(np.sqrt(4 / 15 / 20))


@pytest.mark.parametrize("case", CASES)
def test_tests_of_independence_are_rs(reference, school, case):
    data, row, column = CASES[case]
    expected = reference("survey/tests_models/chisq")["values"][case]
    found = cs.crosstab(school(data), row, column)
    second, first = expected["F"], expected["Chisq"]
    assert found.test["statistic"] == pytest.approx(second["statistic"], rel=1e-9)
    assert found.test["p"] == pytest.approx(second["p"], rel=1e-8)
    degrees = [found.test["df1"], found.test["df2"]]
    assert degrees == pytest.approx(second["parameter"], rel=1e-9)
    assert found.first_order["statistic"] == pytest.approx(first["statistic"], rel=1e-9)
    assert found.first_order["p"] == pytest.approx(first["p"], rel=1e-8)
    assert found.first_order["df"] == first["parameter"][0]
    totals = found.table.pivot(index="category", columns=column, values="total")
    assert totals.to_numpy() == pytest.approx(np.array(expected["table"]["data"]))


def test_shares_are_those_of_proportions_in_segments(strat):
    cells = cs.crosstab(strat, "sch.wide", "stype")
    shares = cs.proportions(strat, "sch.wide", by="stype")
    for column in ("estimate", "se", "ci_low", "ci_high", "n", "df", "deff"):
        assert cells.table[column].tolist() == pytest.approx(
            shares.table[column].tolist(), nan_ok=True
        )


def test_two_stages_count_in_the_test(reference_data):
    # research/sampling.md 2.2: R's F of apiclus2 is 10.081; without stage 2, 10.635
    frame = reference_data("mu284")
    frame["high"] = np.where(frame["y1"] > 45, "y", "n")
    frame["late"] = np.where(frame["id2"] > 1, "y", "n")
    both = cs.Wave.from_frame(
        frame, clusters=["id1", "id2"], population_size=["n1", "n2"]
    )
    weighted = frame.assign(w=both.weights)
    first = cs.Wave.from_frame(
        weighted, weights="w", clusters="id1", population_size="n1"
    )
    two = cs.crosstab(both, "high", "late").first_order
    one = cs.crosstab(first, "high", "late").first_order
    assert two["statistic"] == pytest.approx(one["statistic"])
    assert two["scale"] > one["scale"]


def test_replicates_and_linearised_tests_agree(strat):
    one = cs.crosstab(strat, "sch.wide", "stype").test
    again = cs.crosstab(cs.replicate(strat, method="jkn"), "sch.wide", "stype").test
    assert again["statistic"] == pytest.approx(one["statistic"], rel=0.05)
    assert again["df1"] == pytest.approx(one["df1"], rel=0.05)


@hypothesis.given(st.lists(st.integers(0, 5), min_size=12, max_size=60))
def test_of_independent_answers_it_is_pearsons(cells):
    frame = pd.DataFrame({"y": [c % 2 for c in cells], "x": [c // 2 for c in cells]})
    frame = frame.assign(y=frame["y"].map(str), x=frame["x"].map(str))
    counts = pd.crosstab(frame["y"], frame["x"])
    hypothesis.assume(min(counts.shape) > 1)
    found = cs.crosstab(cs.Wave.from_frame(frame), "y", "x")
    expected = chi2_contingency(counts, correction=False)
    assert found.first_order["statistic"] == pytest.approx(expected.statistic)
    turned = cs.crosstab(cs.Wave.from_frame(frame), "x", "y")
    assert turned.test["p"] == pytest.approx(found.test["p"], nan_ok=True)


def test_the_test_keeps_its_level_under_clusters():
    rng, wrong, naive = np.random.default_rng(5), 0, 0
    for _ in range(300):
        unit = np.repeat(np.arange(40), 10)
        urge = rng.normal(size=40)[unit] * 0.8
        frame = pd.DataFrame({"u": unit, "x": np.where(unit % 2, "a", "b")})
        frame["y"] = np.where(urge + rng.logistic(size=400) > 0, "n", "y")
        wave = cs.Wave.from_frame(frame, clusters="u")
        wrong += cs.crosstab(wave, "y", "x").test["p"] < 0.05
        naive += cs.crosstab(cs.Wave.from_frame(frame), "y", "x").test["p"] < 0.05
    assert 0.02 <= wrong / 300 <= 0.085
    assert naive > 2 * wrong


def test_residuals_stand_out_where_answers_go_together(strat):
    table = cs.crosstab(strat, "sch.wide", "stype").table
    signs = table.pivot(index="category", columns="stype", values="residual") > 0
    assert signs.loc["No"].tolist() == [False, True, True]
    assert (table["p_adjusted"] < 0.05).sum() >= 4
    assert table["residual"].sum() == pytest.approx(0, abs=1)


def test_blanks_are_left_out_and_offered_answers_stay():
    frame = pd.DataFrame(
        {"q": [1, 2, 2, 3, None, 1], "g": ["a", "a", "b", "b", "b", None]}
    )
    wave = cs.Wave.from_frame(frame, scales={"q": (1, 4)})
    found = cs.crosstab(wave, "q", "g")
    assert found.table["n"].unique().tolist() == [2]
    assert found.table["category"].tolist() == ["1", "2", "3", "4"] * 2
    never = found.table[found.table["category"] == "4"]
    assert never["estimate"].tolist() == [0, 0]
    assert never["row_share"].isna().all()
    assert found.test["df2"] == pytest.approx(found.test["df1"] * 3)


def test_answers_fixed_by_the_design_cannot_be_tested(strat):
    # each stratum is all of one answer: nothing is left to chance
    fixed = strat.assign(again=strat.frame["stype"].map({"E": "x", "H": "y", "M": "x"}))
    found = cs.crosstab(fixed, "again", "stype")
    assert np.isnan(found.test["p"])
    assert "could not be tested" in plain(found.headline())


def test_where_cells_are_hidden_the_test_is_too_and_nothing_breaks():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"q": rng.integers(1, 4, 203).astype(float)})
    frame["city"] = ["A"] * 100 + ["B"] * 100 + ["C"] * 3
    wave = cs.Wave.from_frame(frame, scales={"q": (1, 3)})
    result = cs.crosstab(wave, "q", "city")
    shown = cs.publish({"x": result}, policy_of(wave))["x"].result
    assert "C" not in set(shown.table["city"])
    assert plain(shown.headline()).endswith(".")
    assert svg(shown, hidden=({"city": "C", "term": "q"},)).startswith("<svg")


def test_what_cannot_be_crossed_is_refused(strat):
    with pytest.raises(ValueError, match=r"row='stype' and column='stype' must be two"):
        cs.crosstab(strat, "stype", "stype")
    with pytest.raises(KeyError, match="nowhere"):
        cs.crosstab(strat, "nowhere", "stype")
    one = strat.where(strat.frame["stype"] == "E")
    with pytest.raises(ValueError, match="'stype' has 1 different answers"):
        cs.crosstab(one, "awards", "stype")
    with pytest.raises(ValueError, match="'constant' has 1 different answers"):
        cs.crosstab(strat.assign(constant="x"), "constant", "stype")
    with pytest.raises(ValueError, match="interval='normal' must be one of"):
        cs.crosstab(strat, "awards", "stype", interval="normal")


def test_headlines_say_whether_answers_differ(strat):
    apart = plain(cs.crosstab(strat, "sch.wide", "stype").headline())
    assert apart == "Answers to sch.wide differ clearly by stype (p <\u00a00.001)."
    alike = strat.assign(coin=np.where(np.arange(200) % 2, "h", "t"))
    said = plain(cs.crosstab(alike, "coin", "stype").headline())
    assert "do not differ clearly by stype" in said


def test_answers_that_go_together_without_exception_say_why_no_test_is_made():
    """R 4.2.2, survey 4.1-1: svychisq(~a + b) gives F 2.6e+33, of rounding alone."""
    data = pd.DataFrame({"a": ["x", "y"] * 20, "b": ["p", "q"] * 20, "all": 1})
    found = cs.crosstab(cs.Wave.from_frame(data), "a", "b")
    assert found.cramers_v == pytest.approx(1)
    assert found.test.isna().all()
    assert "always goes with the same other" in str(found.notes[-1])
    one = cs.crosstab(cs.Wave.from_frame(data, clusters="all"), "a", "b")
    assert "too few units" in str(one.notes[-1])
    mixed = data.assign(b=["p", "q", "q", "q"] * 10)
    tested = cs.crosstab(cs.Wave.from_frame(mixed), "a", "b")
    assert tested.test.notna().all()
    assert not tested.notes or "test" not in str(tested.notes[-1])
