"""Are the statistics of items the textbook's and R's?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from scipy import stats

import csat_methods as cs
from csat_methods import _messages

COMPLETE = ["attitude", "bfi_A", "bfi_E_not_reversed", "epi_bfi", "hs1939"]
ITEMS = ["q1", "q2", "q3", "q4"]


def likert(n=60, k=4, seed=1):
    rng = np.random.default_rng(seed)
    raw = rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i + 1}" for i in range(k)])


def test_five_answers_worked_by_hand():
    # 3, 5, 5, 8, 9: mean 6, squares 9 + 1 + 1 + 4 + 9 = 24, sd sqrt(24 / 4);
    # m3 = (-27 - 1 - 1 + 8 + 27) / 5 = 1.2, m4 = (81 + 1 + 1 + 16 + 81) / 5 = 36.
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    row = cs.item_analysis(wave, "q1")["q1"]
    assert row["mean"] == 6
    assert row["sd"] == pytest.approx(2.449489742783178, rel=1e-12)
    assert row["skew"] == pytest.approx(1.2 / 4.8**1.5, rel=1e-12)
    assert row["kurtosis"] == pytest.approx(36 / 4.8**2 - 3, rel=1e-12)
    assert (row["lowest"], row["highest"]) == (3, 9)
    assert row["highest"] - row["lowest"] == 6  # the range
    assert (row["floor"], row["ceiling"]) == (0.2, 0.2)


def test_an_item_alone_has_no_others():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    result = cs.item_analysis(wave, "q1")
    others = ["estimate", "se", "item_total", "item_rest", "alpha_if_deleted"]
    assert result["q1"][others].isna().all()
    assert any("Items without a correlation: 1" in str(note) for note in result.notes)


@pytest.mark.parametrize("name", COMPLETE)
def test_the_statistics_are_rs(name, reference, wave_of):
    case = reference(f"psychometrics/items/{name}")
    result = cs.item_analysis(wave_of(case), case["items"])
    table, values = result.table.set_index("term"), case["values"]
    assert (table["n"] == values["n_used"]).all()
    for item, of in values["items"].items():
        got = table.loc[item]
        wanted = [of[s] for s in ("mean", "sd", "min", "max", "floor", "ceiling")]
        wanted += [of["skew"]["type1"], of["kurtosis"]["type1"]]
        names = ["mean", "sd", "lowest", "highest", "floor", "ceiling"]
        got = [got[s] for s in (*names, "skew", "kurtosis")]
        assert got == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    if "alpha_if_deleted" in values:
        for column, of in (
            ("item_total", values["item_total"]),
            ("item_rest", values["item_rest"]),
            ("alpha_if_deleted", values["alpha_if_deleted"]["raw"]),
        ):
            assert table[column].to_dict() == pytest.approx(of, rel=1e-9)


def test_the_estimate_is_the_item_rest_correlation_with_an_error_that_covers():
    # Ten standard errors of a correlation of normal items: (1 - r²) / sqrt(n)
    rng = np.random.default_rng(2)
    x = rng.normal(size=(20_000, 1)) + rng.normal(size=(20_000, 2))
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["q1", "q2"]))
    table = cs.item_analysis(wave, ["q1", "q2"]).table
    assert (table["estimate"] == table["item_rest"]).all()
    assert table["se"][0] == pytest.approx((1 - 0.25) / np.sqrt(20_000), rel=0.03)


@pytest.mark.parametrize(
    "design",
    [
        {"weights": "w"},
        {"weights": "w", "strata": "stratum"},
        {"weights": "w", "clusters": "unit"},
    ],
)
def test_the_linearised_error_is_the_jackknifes(design):
    rng = np.random.default_rng(5)
    n = 400 if "clusters" in design else 200
    frame = likert(n, seed=8).assign(
        w=np.exp(rng.normal(size=n) * 0.3),
        stratum=np.arange(n) % 4,
        unit=np.arange(n) // 2,
    )
    wave = cs.Wave.from_frame(frame, **design)
    linear = cs.item_analysis(wave, ITEMS).table
    again = cs.item_analysis(cs.replicate(wave, method="jkn"), ITEMS).table
    assert again["estimate"].to_numpy() == pytest.approx(linear["estimate"], rel=1e-9)
    assert linear["se"].to_numpy() == pytest.approx(again["se"], rel=0.02)


def test_a_weight_of_two_is_two_alike_respondents():
    frame = likert(30)
    weights = np.where(np.arange(30) < 10, 2.0, 1.0)
    twice = pd.concat([frame, frame.iloc[:10]]).reset_index(drop=True)
    weighted = cs.Wave.from_frame(frame.assign(w=weights), weights="w")
    columns = ["mean", "skew", "kurtosis", "floor", "ceiling", "item_total"]
    columns += ["item_rest", "alpha_if_deleted"]
    a = cs.item_analysis(weighted, ITEMS).table[columns].to_numpy()
    b = cs.item_analysis(cs.Wave.from_frame(twice), ITEMS).table[columns].to_numpy()
    assert a == pytest.approx(b, rel=1e-12)


@given(factor=st.floats(1e-3, 1e3), seed=st.integers(0, 50))
def test_a_common_weight_changes_nothing(factor, seed):
    frame = likert(seed=seed)
    plain = cs.item_analysis(cs.Wave.from_frame(frame), ITEMS).table
    wave = cs.Wave.from_frame(frame.assign(w=factor), weights="w")
    scaled = cs.item_analysis(wave, ITEMS).table
    for column in plain.select_dtypes("number"):
        assert scaled[column].to_numpy() == pytest.approx(plain[column].to_numpy())


def test_floor_and_ceiling_are_of_the_scale_where_it_is_known():
    frame = pd.DataFrame({"q1": [2, 3, 4, 4], "q2": [1, 2, 3, 5]})
    wave = cs.Wave.from_frame(frame, scales={"q1": (1, 5)})
    table = cs.item_analysis(wave, ["q1", "q2"]).table
    assert table["floor"].tolist() == [0, 0.25]
    assert table["ceiling"].tolist() == [0, 0.25]


def test_missing_is_the_share_of_those_asked_who_left_it_blank():
    frame = likert(10)
    frame.loc[:1, "q1"] = np.nan
    absent = {"q1": np.array([2] + [0] * 8 + [1])}
    wave = replace(cs.Wave.from_frame(frame), absent=absent)
    frame.loc[9, "q1"] = np.nan
    wave = replace(wave, _frame=frame)
    # Ten people, one not asked, one "not applicable", one blank: 1 of 9 asked.
    row = cs.item_analysis(wave, ITEMS)["q1"]
    assert row["missing"] == pytest.approx(1 / 9)
    assert row["n"] == 7


def test_several_constructs_have_a_column_that_names_them():
    wave = cs.Wave.from_frame(likert())
    result = cs.item_analysis(wave, {"a": ["q1", "q2"], "b": ["q2", "q3", "q4"]})
    assert result.table["construct"].tolist() == ["a", "a", "b", "b", "b"]
    assert result.keys == ("term", "construct")
    assert result.row(term="q2", construct="b")["alpha_if_deleted"] > 0
    alone = cs.item_analysis(wave, ["q1", "q2"])
    assert alone["q1"]["se"] == pytest.approx(result["q1"]["se"], rel=1e-12)


def test_a_constant_item_keeps_its_mean_and_has_no_correlation():
    wave = cs.Wave.from_frame(likert().assign(q4=3.0))
    result = cs.item_analysis(wave, ITEMS)
    row = result["q4"]
    assert (row["mean"], row["sd"]) == (3, 0)
    assert row[["skew", "kurtosis", "item_rest", "se", "ci_low"]].isna().all()
    assert result["q1"]["item_rest"] > 0
    assert not np.isnan(row["alpha_if_deleted"])


def test_a_construct_without_answers_leaves_the_others_alone():
    wave = cs.Wave.from_frame(likert().assign(q4=np.nan))
    result = cs.item_analysis(wave, {"a": ["q1", "q2"], "b": ["q3", "q4"]})
    assert result.table["estimate"].isna().tolist() == [False, False, True, True]
    with pytest.raises(ValueError, match=r"Nobody answered \['q4'\]"):
        cs.item_analysis(wave, ["q3", "q4"])


def test_one_respondent_is_refused():
    with pytest.raises(ValueError, match="1 people answered all of them; at least 3"):
        cs.item_analysis(cs.Wave.from_frame(likert(1)), ITEMS)


def test_two_people_who_always_correlate_wholly_are_refused():
    with pytest.raises(ValueError, match="2 people answered all of them; at least 3"):
        cs.item_analysis(cs.Wave.from_frame(likert(2)), ITEMS)


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"level": 0}, ValueError, "level=0 must lie"),
        ({"missing": "mean"}, ValueError, "missing='mean'"),
        ({"items": ["q1", "q7"]}, KeyError, "q7"),
    ],
)
def test_bad_input_is_refused(arguments, error, match):
    wave = cs.Wave.from_frame(likert())
    with pytest.raises(error, match=match):
        cs.item_analysis(wave, **({"items": ITEMS} | arguments))


def test_codes_without_amounts_are_refused():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "items": {"city": {"type": "nominal", "answers": [1, 2]}},
        }
    )
    wave = cs.Wave.from_frame(pd.DataFrame({"city": [1, 2, 1]}), study=study)
    with pytest.raises(ValueError, match=r"items=\['city'\] are nominal"):
        cs.item_analysis(wave, "city")


def test_the_headline_counts_and_is_translated():
    result = cs.item_analysis(cs.Wave.from_frame(likert(400)), ITEMS)
    assert result.summary() == (
        "Of 4 items: 4 going with the others of their construct (line: correlation "
        "0.30)."
    )
    with _messages.language("en-XA"):
        assert "items" not in result.summary()
    hidden = replace(result, table=result.table.iloc[:0])
    assert hidden.summary()
    finding = result.findings({"item_rest": 0.3})[0]
    assert (finding.subject, finding.verdict) == ("q1", "good")
    assert "correlation with the other items" in str(finding.message)


def test_an_item_alone_has_its_own_statistics_and_number_of_answers():
    frame = pd.DataFrame({"q1": [1.0, 2, 4, None, 5]})
    found = cs.item_analysis(cs.Wave.from_frame(frame), "q1")
    assert found["q1"]["n"] == 4
    assert found["q1"]["mean"] == 3.0
    assert np.isnan(found["q1"]["item_rest"])
    assert found.used.left_out == {"no answer": 1}


def test_no_interval_of_a_correlation_reaches_beyond_one():
    """Eleven people and a correlation of .95: a plain t interval would end above 1."""
    x = np.arange(11.0)
    frame = pd.DataFrame({"q1": x, "q2": x + np.tile([1.5, -1.0], 6)[:11]})
    row = cs.item_analysis(cs.Wave.from_frame(frame), ["q1", "q2"]).table.iloc[0]
    assert 0.9 < row["estimate"] < row["ci_high"] < 1
    z, half = np.arctanh(row["estimate"]), row["se"] / (1 - row["estimate"] ** 2)
    ends = np.tanh(z + stats.t.ppf([0.025, 0.975], row["df"]) * half)
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(ends, rel=1e-12)
