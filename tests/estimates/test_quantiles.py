"""Are quantiles, with Woodruff's intervals, R's under every design?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

import csat_methods as cs
from csat_methods._messages import plain

COLUMNS = ["estimate", "ci_low", "ci_high", "se"]
R_INTERVALS = {"math": "mean", "interval_beta": "beta", "interval_xlogit": "logit"}


def assert_agrees(table, expected):
    found = table[COLUMNS].to_numpy(float)
    assert found == pytest.approx(np.array(expected["data"]), rel=1e-9)


def test_ten_waits_by_hand():
    # half reach 5; the share's error is sqrt(.25 / 9), t(9) = 2.262: .123 to .877
    waits = pd.DataFrame({"minutes": [1, 2, 2, 3, 5, 8, 9, 12, 15, 30]})
    result = cs.quantiles(cs.Wave.from_frame(waits), "minutes", q=0.5)
    assert (result.estimate, result.ci_low, result.ci_high) == (5, 2, 15)
    assert result.se == pytest.approx(13 / (2 * student.ppf(0.975, 9)))
    assert result.table["share"].tolist() == [0.5]


def test_the_median_of_five_answers_is_five():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    assert cs.quantiles(wave, "q1", q=0.5).estimate == 5


@pytest.mark.parametrize("rule", R_INTERVALS)
@pytest.mark.parametrize(
    ("case", "data", "item"),
    [
        ("strat_api00", "apistrat", "api00"),
        ("clus_enroll", "apiclus1", "enroll"),
        ("srs_api00", "apisrs", "api00"),
    ],
)
def test_quantiles_are_rs(reference, school, case, data, item, rule):
    expected = reference("survey/estimates/quantiles")["values"][case].get(rule)
    if expected is None:
        pytest.skip(f"no {rule} of {case}")
    q = [float(share) for share in expected["rows"]]
    result = cs.quantiles(school(data), item, q=q, interval=R_INTERVALS[rule])
    assert result.table["q"].tolist() == q
    assert_agrees(result.table, expected)


def test_quantiles_of_segments_are_rs(reference, strat):
    expected = reference("survey/estimates/quantiles")["values"]["strat_by_stype"]
    table = cs.quantiles(strat, "api00", by="stype").table
    for level, values in expected.items():
        assert_agrees(table[table["stype"] == level], values)


def test_shares_on_an_edge_are_reached_as_in_r(reference):
    tiny = reference("survey/estimates/quantiles")["values"]["tiny"]
    wave = cs.Wave.from_frame(pd.DataFrame({k: tiny[k] for k in "yw"}), weights="w")
    found = cs.quantiles(wave, "y", q=tiny["p"]).table["estimate"].tolist()
    assert found == list(tiny["q"]["math"].values())


def test_replicate_weights_give_nearly_the_same_interval(strat):
    plain_table = cs.quantiles(strat, "api00").table
    table = cs.quantiles(cs.replicate(strat, method="jkn"), "api00").table
    assert table["estimate"].tolist() == plain_table["estimate"].tolist()
    assert table["se"].to_numpy() == pytest.approx(plain_table["se"], rel=0.1)


def test_errors_stand_on_the_diagonal_of_the_covariance(strat):
    result = cs.quantiles(strat, ["api00", "enroll"], by="stype")
    diagonal = np.diag(result.covariance)
    assert diagonal == pytest.approx(result.table["se"].to_numpy() ** 2)
    middle = cs.contrast(result, {("E", "api00", 0.75): 1, ("E", "api00", 0.25): -1})
    assert middle.estimate == 765 - 578


@hypothesis.given(
    st.lists(st.integers(0, 9), min_size=2, max_size=30),
    st.floats(0.05, 0.95),
    st.randoms(use_true_random=False),
)
def test_order_of_rows_and_scale_do_not_matter_and_the_share_is_reached(y, q, random):
    frame = pd.DataFrame({"y": y, "w": [random.uniform(0.5, 3) for _ in y]})
    row = cs.quantiles(cs.Wave.from_frame(frame, weights="w"), "y", q=q)["y"]
    at_most = frame.loc[frame["y"] <= row["estimate"], "w"].sum() / frame["w"].sum()
    below = frame.loc[frame["y"] < row["estimate"], "w"].sum() / frame["w"].sum()
    assert below < q + 1e-9
    assert at_most >= q - 1e-9
    turned = frame.iloc[::-1].assign(y=lambda f: f["y"] * 2 + 1, w=lambda f: f["w"] * 5)
    again = cs.quantiles(cs.Wave.from_frame(turned, weights="w"), "y", q=q)["y"]
    assert again["estimate"] == 2 * row["estimate"] + 1
    assert again["ci_low"] == pytest.approx(2 * row["ci_low"] + 1, nan_ok=True)


def test_the_median_s_interval_holds_it_as_often_as_it_says():
    rng = np.random.default_rng(11)
    true, held = np.log(2), 0
    for _ in range(400):
        wave = cs.Wave.from_frame(pd.DataFrame({"y": rng.exponential(size=150)}))
        row = cs.quantiles(wave, "y", q=0.5)["y"]
        held += row["ci_low"] <= true <= row["ci_high"]
    assert 0.92 <= held / 400 <= 0.985


def test_a_constant_item_and_one_person_have_defined_quantiles():
    wave = cs.Wave.from_frame(pd.DataFrame({"y": [4, 4, 4], "z": [1, None, None]}))
    table = cs.quantiles(wave, ["y", "z"], q=0.5).table.set_index("term")
    assert table.loc["y", ["estimate", "ci_low", "ci_high"]].tolist() == [4, 4, 4]
    assert table.loc["z", "estimate"] == 1
    assert np.isnan(table.loc["z", ["se", "ci_low", "ci_high"]].to_numpy(float)).all()


def test_nobody_answered_is_a_missing_row():
    frame = pd.DataFrame({"y": [1.0, 2.0, None], "g": ["a", "a", "b"]})
    table = cs.quantiles(cs.Wave.from_frame(frame), "y", q=0.5, by="g").table
    assert np.isnan(table["estimate"].iloc[1])
    assert table["n"].tolist() == [2, 0]


def test_faulty_shares_are_refused(strat):
    with pytest.raises(ValueError, match=r"q=1.0 must lie between 0 and 1"):
        cs.quantiles(strat, "api00", q=[0.5, 1.0])
    with pytest.raises(ValueError, match=r"q=\[0.5, 0.5\] must name"):
        cs.quantiles(strat, "api00", q=[0.5, 0.5])
    with pytest.raises(ValueError, match=r"q='half' must be a number|q='h'"):
        cs.quantiles(strat, "api00", q="half")
    with pytest.raises(ValueError, match="interval='asin' must be one of"):
        cs.quantiles(strat, "api00", interval="asin")
    with pytest.raises(ValueError, match=r"items=\['stype'\] hold text"):
        cs.quantiles(strat, "stype")


def test_headlines_name_the_shares(strat):
    one = plain(cs.quantiles(strat, "api00", q=0.5).headline())
    assert (
        one
        == "api00: 50% of customers are at or below 668.00 (642.00 to 694.00; n = 200)."
    )
    three = plain(cs.quantiles(strat, "api00").headline())
    assert three.startswith("api00: 25% of customers are at or below 565.00, 75% at or")
    segments = plain(cs.quantiles(strat, "api00", by="stype").headline())
    assert segments == (
        "Values that 50% of customers do not exceed lie between 635.00 (H) and 671.00 "
        "(E)."
    )
