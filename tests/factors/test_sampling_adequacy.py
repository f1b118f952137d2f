"""Are KMO, Bartlett's and Mardia's tests the textbook's and R's?"""

from dataclasses import replace

import factor_analyzer
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import _messages
from csat_methods.factors.sampling_adequacy import rows_with

CASES = {
    "attitude": "complete",
    "bfi25": "complete",
    "bfi_A": "complete",
    "bfi_N_pairwise": "available",
    "harman74": "complete",
    "hs1939": "complete",
    "msq20_pairwise": "available",
}
ITEMS = list("abcdef")


def test_three_items_that_all_correlate_one_half(wave_with):
    # Partial correlations (r - r²) / (1 - r²) = 1/3: KMO = .25 / (.25 + 1/9) = 9/13.
    # Bartlett: -(99 - 11/6) ln(1/2) = 67.35 on 3 degrees of freedom.
    R = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    result = cs.sampling_adequacy(wave_with(R, 100), ["q1", "q2", "q3"])
    assert result.kmo == pytest.approx(9 / 13, rel=1e-12)
    assert result.msa.to_dict() == pytest.approx(
        dict.fromkeys(result.msa.index, 9 / 13)
    )
    assert result.bartlett["statistic"] == pytest.approx(67.35, abs=0.005)
    assert result.bartlett["df"] == 3


@pytest.mark.parametrize("name", CASES)
def test_the_measures_are_rs(name, reference, wave_of):
    case = reference(f"psychometrics/adequacy/{name}")
    values = case["values"]
    result = cs.sampling_adequacy(wave_of(case), case["items"], missing=CASES[name])
    assert result.kmo == pytest.approx(values["kmo"], rel=1e-9)
    assert result.msa.to_dict() == pytest.approx(values["msa"], rel=1e-9)
    test = result.bartlett
    assert test["statistic"] == pytest.approx(values["bartlett"]["chisq"], rel=1e-9)
    assert test["df"] == values["bartlett"]["df"]
    assert test["p"] == pytest.approx(values["bartlett"]["p"], rel=1e-8, abs=1e-300)
    assert (result.table["n"] <= values["n"]).all()
    assert CASES[name] == "available" or (result.table["n"] == values["n"]).all()
    if "mardia_ml" in values:
        wanted, found = values["mardia_ml"], result.mardia
        for ours, theirs in {
            "skewness": "b1p",
            "kurtosis": "b2p",
            "skewness_statistic": "skew",
            "skewness_df": "skew_df",
            "skewness_p": "p_skew",
            "kurtosis_statistic": "kurtosis_z",
            "kurtosis_p": "p_kurtosis",
        }.items():
            assert found[ours] == pytest.approx(wanted[theirs], rel=1e-7, abs=1e-300)


def test_measures_of_normality_need_complete_answers(planted):
    frame = planted[ITEMS].copy()
    for i, item in enumerate(ITEMS):
        frame.loc[i::6, item] = np.nan
    result = cs.sampling_adequacy(cs.Wave.from_frame(frame), ITEMS, missing="available")
    assert result.mardia.isna().all()
    assert 0 < result.kmo < 1


def test_factor_analyzer_itself_agrees_where_it_can(planted):
    rows = planted.dropna()[ITEMS]
    result = cs.sampling_adequacy(cs.Wave.from_frame(planted[ITEMS]), ITEMS)
    each, overall = factor_analyzer.calculate_kmo(rows.to_numpy())
    assert result.kmo == pytest.approx(overall, rel=1e-12)
    assert result.msa.to_numpy() == pytest.approx(each, rel=1e-12)
    statistic, p = factor_analyzer.calculate_bartlett_sphericity(rows.to_numpy())
    assert result.bartlett["statistic"] == pytest.approx(statistic, rel=1e-10)
    assert result.bartlett["p"] == pytest.approx(p, rel=1e-8, abs=1e-300)


def test_many_strongly_correlated_items_have_a_finite_test(wave_with):
    # The determinant of 250 items underflows; its logarithm does not.
    k, n, r = 250, 300, 0.9
    R = np.full((k, k), r) + (1 - r) * np.eye(k)
    log_det = (k - 1) * np.log(1 - r) + np.log(1 + (k - 1) * r)
    # Mardia's third moments of 250 items are not the point here.
    from csat_methods.statistics.correlation import bartlett_sphericity

    test = bartlett_sphericity(R, n)
    assert test.statistic == pytest.approx(-(n - 1 - 505 / 6) * log_det, rel=1e-10)
    assert np.cov(rows_with(R), rowvar=False) == pytest.approx(
        R * np.exp(-log_det / k), rel=1e-7
    )
    _, overall = factor_analyzer.calculate_kmo(rows_with(R))
    partial = r / (1 + (k - 2) * r)
    assert overall == pytest.approx(r**2 / (r**2 + partial**2), rel=1e-8)


def test_a_weight_of_two_is_two_alike_respondents(planted):
    rows = planted.dropna()[ITEMS].iloc[:60]
    weights = np.where(np.arange(60) < 20, 2.0, 1.0)
    weighted = cs.Wave.from_frame(rows.assign(w=weights), weights="w")
    twice = cs.Wave.from_frame(pd.concat([rows, rows.iloc[:20]], ignore_index=True))
    a, b = (cs.sampling_adequacy(w, ITEMS).table["estimate"] for w in (weighted, twice))
    assert a.to_numpy() == pytest.approx(b.to_numpy(), rel=1e-10)


def test_weights_of_one_and_a_common_weight_change_nothing(planted):
    plain = cs.sampling_adequacy(cs.Wave.from_frame(planted), ITEMS)
    for weight in (1.0, 42.0):
        wave = cs.Wave.from_frame(planted.assign(w=weight), weights="w")
        found = cs.sampling_adequacy(wave, ITEMS)
        assert found.kmo == pytest.approx(plain.kmo, rel=1e-10)
        assert found.bartlett.to_dict() == pytest.approx(plain.bartlett.to_dict())


def test_the_headline_says_whether_the_items_suit(planted, wave_with):
    good = cs.sampling_adequacy(cs.Wave.from_frame(planted), ITEMS)
    assert good.summary().startswith("The items have enough in common")
    R = np.eye(4) + 0.05 * (1 - np.eye(4))
    R[0, 1] = R[1, 0] = 0.6
    bad = cs.sampling_adequacy(wave_with(R, 200), ["q1", "q2", "q3", "q4"])
    assert bad.kmo < 0.6
    assert "too little in common" in bad.summary()
    with _messages.language("en-XA"):
        assert "items" not in bad.summary()
    assert replace(bad, table=bad.table.iloc[:0]).summary()


def test_the_rows_are_about_all_items(planted):
    result = cs.sampling_adequacy(cs.Wave.from_frame(planted), ITEMS)
    assert list(result.table["term"]) == ["kmo", *ITEMS]
    assert result.about["a"] == tuple(ITEMS)
    assert result.used.asked == 400
    assert result.used.used == (390, 390)


@pytest.mark.parametrize("change", [{"b": 2.0}, {"b": np.nan}])
def test_bad_items_are_refused(planted, change):
    wave = cs.Wave.from_frame(planted.assign(**change))
    with pytest.raises(ValueError, match=r"'b'|b \(0\)"):
        cs.sampling_adequacy(wave, ITEMS)
