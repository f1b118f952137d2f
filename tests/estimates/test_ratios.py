"""Are ratios of totals, with their errors, R's under every design?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain


def test_three_shops_by_hand():
    # R = 4 / 80; y - R x = .5, -1, .5; V = 3/2 · 1.5 / 80²
    shops = pd.DataFrame({"complaints": [1, 0, 3], "visits": [10, 20, 50]})
    result = cs.ratios(cs.Wave.from_frame(shops), "complaints", "visits")
    assert result.estimate == pytest.approx(0.05)
    assert result.se == pytest.approx(np.sqrt(1.5 * 1.5) / 80)
    assert result.table["term"].tolist() == ["complaints/visits"]
    assert result.about == {"complaints/visits": ("complaints", "visits")}


@pytest.mark.parametrize(
    ("case", "name", "top", "bottom"),
    [
        ("srs", "apisrs", "api00", "api99"),
        ("stratified", "apistrat", "api.stu", "enroll"),
        ("one_stage_cluster", "apiclus1", "api.stu", "enroll"),
    ],
)
def test_ratios_of_every_design_are_rs(reference, school, case, name, top, bottom):
    expected = reference(f"survey/estimates/{case}")["values"]["ratio"]
    term = f"{top}/{bottom}"
    row = cs.ratios(school(name), top, bottom)[term]
    assert row["estimate"] == pytest.approx(expected["estimate"][term])
    assert row["se"] == pytest.approx(expected["se"][term], rel=1e-9)
    if "ci_t" in expected:
        ends = expected["ci_t"]["data"][0]
        assert [row["ci_low"], row["ci_high"]] == pytest.approx(ends, rel=1e-9)


def test_the_ratio_of_a_domain_is_rs(reference, clus):
    expected = reference("survey/estimates/domains_subset")["values"]
    values = expected["clus_middle_poor"]
    poor = clus.where((clus.frame["stype"] == "M") & (clus.frame["meals"] > 50))
    row = cs.ratios(poor, "api.stu", "enroll")["api.stu/enroll"]
    assert row["estimate"] == pytest.approx(
        values["ratio"]["estimate"]["api.stu/enroll"]
    )
    assert row["se"] == pytest.approx(values["ratio"]["se"]["api.stu/enroll"], rel=1e-9)
    assert row["df"] == values["degf"]


def test_a_ratio_of_unequal_chances_is_rs_with_replacement(reference, reference_data):
    values = reference("survey/estimates/pps_election")["values"]["with_replacement"]
    wave = cs.Wave.from_frame(reference_data("election_pps"), weights="wt")
    row = cs.ratios(wave, "Bush", "Kerry")["Bush/Kerry"]
    expected = values["ratio"]
    assert row["estimate"] == pytest.approx(expected["estimate"]["Bush/Kerry"])
    assert row["se"] == pytest.approx(expected["se"]["Bush/Kerry"], rel=1e-9)
    assert row["df"] == values["degf"]


def test_a_ratio_to_ones_is_the_mean(strat):
    ones = strat.assign(one=1.0)
    mean, ratio = cs.means(strat, "api00"), cs.ratios(ones, "api00", "one")
    for column in ("estimate", "se", "ci_low", "ci_high", "n", "df", "deff"):
        assert ratio.table[column].iloc[0] == pytest.approx(mean.table[column].iloc[0])


def test_segments_and_several_numerators_stand_in_order(clus):
    result = cs.ratios(clus, ["api.stu", "enroll"], "enroll", by="stype")
    assert result.table["term"].tolist() == ["api.stu/enroll", "enroll/enroll"] * 3
    assert result.table["stype"].tolist() == ["E", "E", "H", "H", "M", "M"]
    same = result.table[result.table["term"] == "enroll/enroll"]
    assert same["estimate"].tolist() == [1, 1, 1]
    assert same["se"].tolist() == pytest.approx([0, 0, 0], abs=1e-12)
    assert result.covariance.shape == (6, 6)
    pairs = cs.ratios(clus, ["api.stu", "api00"], ["enroll", "api99"])
    assert pairs.table["term"].tolist() == ["api.stu/enroll", "api00/api99"]


@hypothesis.given(
    st.lists(
        st.tuples(
            st.floats(0, 9).map(lambda y: round(y, 9)),
            st.floats(1, 9),
            st.floats(0.1, 5),
        ),
        min_size=3,
        max_size=20,
    )
)
def test_units_of_measure_carry_through_and_weights_scale_away(rows):
    frame = pd.DataFrame(rows, columns=["y", "x", "w"])
    plain_ratio = cs.ratios(cs.Wave.from_frame(frame, weights="w"), "y", "x")
    frame = frame.assign(y=frame["y"] * 60, w=frame["w"] * 7)
    scaled = cs.ratios(cs.Wave.from_frame(frame, weights="w"), "y", "x")
    assert scaled.estimate == pytest.approx(60 * plain_ratio.estimate)
    assert scaled.se == pytest.approx(60 * plain_ratio.se, rel=1e-6, abs=1e-9)


def test_an_answer_that_lacks_its_partner_counts_in_neither_total():
    frame = pd.DataFrame({"y": [1, 2, np.nan, 5], "x": [2, 4, 7, np.nan]})
    result = cs.ratios(cs.Wave.from_frame(frame), "y", "x")
    assert result.estimate == pytest.approx(0.5)
    assert result.table["n"].tolist() == [2]


def test_nothing_to_divide_by_is_refused_or_said():
    frame = pd.DataFrame({"y": [1, 2, 3, 4], "x": [0, 0, 1, 1], "g": list("aabb")})
    wave = cs.Wave.from_frame(frame)
    result = cs.ratios(wave, "y", "x", by="g")
    assert np.isnan(
        result.row(g="a")[["estimate", "se", "ci_low"]].to_numpy(float)
    ).all()
    assert any("adds up to nothing" in plain(note) for note in result.notes)
    with pytest.raises(ValueError, match=r"ratio=y/x: the denominator adds up to no"):
        cs.ratios(wave.where(frame["g"] == "a"), "y", "x")


def test_lists_that_do_not_pair_are_refused(strat):
    with pytest.raises(ValueError, match=r"denominator=\['enroll', 'meals'\] must be"):
        cs.ratios(strat, ["api00", "api99", "ell"], ["enroll", "meals"])
    with pytest.raises(KeyError, match="enrol"):
        cs.ratios(strat, "api00", "enrol")
    with pytest.raises(ValueError, match=r"items=\['stype'\] hold text"):
        cs.ratios(strat, "api00", "stype")


def test_headlines_say_what_is_clear(strat, clus):
    one = plain(cs.ratios(strat, "api.stu", "enroll").headline())
    assert one == "api.stu / enroll: 0.837 (0.822 to 0.852; n = 200)."
    alike = plain(cs.ratios(clus, "api.stu", "enroll", by="stype").headline())
    assert alike == "The ratios, 0.830 to 0.854, do not differ clearly."
    apart = cs.ratios(strat, "meals", "api00", by="comp.imp")
    several = cs.ratios(strat, ["meals", "ell"], "api00")
    assert plain(several.headline()).startswith("The ratios lie between")
    assert "highest" in plain(apart.headline()) or "clearly" in plain(apart.headline())
    frame = pd.DataFrame(
        {"g": [*"aabbcc"] * 20, "x": 1, "y": [1, 3, 7, 9, 7, 9.1] * 20}
    )
    rival = cs.ratios(cs.Wave.from_frame(frame), "y", "x", by="g").headline()
    assert plain(rival) == "The ratios lie between 2.000 (a) and 8.050 (c)."
