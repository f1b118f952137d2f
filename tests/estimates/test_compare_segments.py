"""Are differences between segments R's, with what segments share?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

import csat_methods as cs
from csat_methods._messages import plain


def test_six_answers_by_hand():
    # means 3 and 7, variances 1: se = sqrt((2/9 + 2/9) · 6/5), pooled sd 1
    frame = pd.DataFrame({"q1": [2, 3, 4, 6, 7, 8], "city": list("AAABBB")})
    row = cs.compare_segments(cs.Wave.from_frame(frame), "q1", by="city")["q1"]
    assert row[["segment", "reference"]].tolist() == ["B", "A"]
    assert row["estimate"] == 4
    assert row["se"] == pytest.approx(np.sqrt(4 / 9 * 6 / 5))
    assert row[["n", "n_segment", "n_reference", "df"]].tolist() == [6, 3, 3, 4]
    assert row["effect_size"] == pytest.approx(4)


@pytest.mark.parametrize(
    ("case", "data", "item"),
    [("t_two_strat", "apistrat", "api00"), ("t_two_clus", "apiclus1", "enroll")],
)
def test_tests_of_two_segments_are_rs(reference, school, case, data, item):
    expected = reference("survey/tests_models/ttest_rank")["values"][case]
    row = cs.compare_segments(school(data), item, by="comp.imp")[item]
    for column in ("statistic", "df", "p", "estimate"):
        assert row[column] == pytest.approx(expected[column], rel=1e-9)
    assert row[["ci_low", "ci_high"]].tolist() == pytest.approx(expected["ci"])


@pytest.mark.parametrize("case", ["strat", "clus"])
def test_pairs_share_their_clusters_as_in_r(reference, request, case):
    values = reference("survey/tests_models/contrasts")["values"]
    expected = values[f"domain_difference_{case}"]
    found = cs.compare_segments(request.getfixturevalue(case), "api00", by="stype")
    row = found.row(segment="H", reference="E")
    assert row["estimate"] == pytest.approx(-expected["estimate"])
    assert row["se"] == pytest.approx(expected["se"], rel=1e-9)


def test_effect_sizes_are_rs(reference, reference_data):
    expected = reference("survey/rank_tests/effect_sizes")["values"]["cohens_d"][0]
    frame = reference_data("attitude")[["complaints", "learning"]].melt()
    row = cs.compare_segments(cs.Wave.from_frame(frame), "value", by="variable")
    assert row.table["effect_size"].iloc[0] == pytest.approx(-expected, rel=1e-9)


def test_p_values_are_adjusted_over_all_rows(clus):
    found = cs.compare_segments(clus, ["api00", "enroll"], by="stype", adjust="bh")
    table = found.table
    adjusted = cs.adjust_p_values(table["p"], method="bh")
    assert table["p_adjusted"].to_numpy() == pytest.approx(adjusted)
    assert len(table) == 6


def test_families_of_the_plan_are_adjusted_apart(clus):
    items = {"api00": {"answers": [0, 1000]}, "enroll": {"type": "number"}}
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "scales": {"s": {"lowest": 0, "highest": 5000}},
            "items": {name: {"type": "number"} for name in items},
            "analysis": {"families": {"score": ["api00"]}},
        }
    )
    wave = cs.Wave.from_frame(
        clus.frame, study=study, weights="pw", clusters="dnum", population_size="fpc"
    )
    table = cs.compare_segments(wave, ["api00", "enroll"], by="stype").table
    assert table["family"].tolist() == ["score"] * 3 + [""] * 3
    own = table[table["family"] == "score"]
    expected = cs.adjust_p_values(own["p"])
    assert own["p_adjusted"].to_numpy() == pytest.approx(expected)


def test_differences_add_up_and_their_covariance_knows(clus):
    found = cs.compare_segments(clus, ["api00", "enroll"], by="stype")
    table = found.table.set_index(["term", "segment", "reference"])["estimate"]
    for item in ("api00", "enroll"):
        around = table[item, "H", "E"] + table[item, "M", "H"] - table[item, "M", "E"]
        assert around == pytest.approx(0, abs=1e-9)
    diagonal = np.diag(found.covariance)
    assert diagonal == pytest.approx(found.table["se"].to_numpy() ** 2)
    loop = cs.contrast(found, [1, -1, 1, 0, 0, 0])
    assert loop.se == pytest.approx(0, abs=1e-4)


def test_replicates_count_their_own_degrees_of_freedom(clus):
    plain_row = cs.compare_segments(clus, "api00", by="comp.imp")["api00"]
    replicated = cs.replicate(clus, method="jkn")
    row = cs.compare_segments(replicated, "api00", by="comp.imp")["api00"]
    assert row["df"] == plain_row["df"]
    assert row["se"] == pytest.approx(plain_row["se"], rel=0.15)


def test_differences_between_segments_stand_with_their_intervals(clus):
    table = cs.compare_segments(clus, ["api00", "enroll"], by="stype").table
    assert table[["estimate", "ci_low", "ci_high"]].notna().all(axis=None)
    assert (table["ci_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["ci_high"]).all()


def test_one_reference_compares_with_it_only(clus):
    found = cs.compare_segments(clus, "api00", by="stype", reference="M")
    assert found.table["segment"].tolist() == ["E", "H"]
    assert found.table["reference"].tolist() == ["M", "M"]
    both = cs.compare_segments(clus, "api00", by=["stype", "awards"])
    assert len(both.table) == 15
    assert both.segments[0] == "E · No"


@hypothesis.given(
    st.lists(
        st.tuples(st.integers(1, 7), st.sampled_from("ab")), min_size=6, max_size=40
    )
)
def test_of_independent_answers_it_is_nearly_the_t_test(rows):
    frame = pd.DataFrame(rows, columns=["q", "g"])
    sides = [frame.loc[frame["g"] == g, "q"] for g in "ba"]
    hypothesis.assume(min(map(len, sides)) > 1 and min(s.std() for s in sides) > 0)
    row = cs.compare_segments(cs.Wave.from_frame(frame), "q", by="g")["q"]
    welch = ttest_ind(*sides, equal_var=False)
    assert row["estimate"] == pytest.approx(sides[0].mean() - sides[1].mean())
    # Welch's V is Σ s²/n; the design's is n/(n − 1) Σ (n_g − 1) s²/n_g²
    n, sizes = len(frame), np.array([len(s) for s in sides])
    parts = np.array([s.var() for s in sides]) / sizes
    design = n / (n - 1) * (parts * (sizes - 1) / sizes).sum()
    assert row["se"] == pytest.approx(np.sqrt(design))
    assert np.sign(row["statistic"]) == np.sign(welch.statistic)


def test_weights_of_one_and_their_scale_change_nothing(clus):
    frame = clus.frame.assign(one=1.0, five=5.0)
    tables = [
        cs.compare_segments(cs.Wave.from_frame(frame, **design), "api00", by="stype")
        for design in ({}, {"weights": "one"}, {"weights": "five"})
    ]
    for column in ("estimate", "se", "p", "effect_size"):
        first, *others = (found.table[column].to_numpy() for found in tables)
        for other in others:
            assert other == pytest.approx(first)


def test_the_test_keeps_its_level_with_clusters_in_both_segments():
    rng, wrong = np.random.default_rng(2), 0
    for _ in range(300):
        unit = np.repeat(np.arange(30), 8)
        frame = pd.DataFrame(
            {"u": unit, "g": np.where(rng.random(240) < 0.5, "a", "b")}
        )
        frame["q"] = rng.normal(size=30)[unit] + rng.normal(size=240)
        wave = cs.Wave.from_frame(frame, clusters="u")
        wrong += cs.compare_segments(wave, "q", by="g")["q"]["p"] < 0.05
    assert 0.02 <= wrong / 300 <= 0.09


def test_a_segment_without_answers_has_missing_rows():
    frame = pd.DataFrame({"q": [1, 2, 3, 5, None, None], "g": list("aabbcc")})
    table = cs.compare_segments(cs.Wave.from_frame(frame), "q", by="g").table
    gone = table[(table["segment"] == "c") | (table["reference"] == "c")]
    assert gone[["estimate", "se", "p", "p_adjusted"]].isna().all(axis=None)
    (known,) = table[~table.index.isin(gone.index)].to_dict("records")
    assert known["p_adjusted"] == known["p"]


def test_a_constant_item_has_a_difference_without_a_test():
    frame = pd.DataFrame({"q": [4, 4, 4, 4], "g": list("aabb")})
    row = cs.compare_segments(cs.Wave.from_frame(frame), "q", by="g")["q"]
    assert row["estimate"] == 0
    assert np.isnan([row["p"], row["effect_size"]]).all()


def test_faulty_comparisons_are_refused(clus):
    with pytest.raises(ValueError, match="by: 1 segments; a comparison needs 2 to 60"):
        cs.compare_segments(clus.assign(all="x"), "api00", by="all")
    with pytest.raises(ValueError, match="reference='Z' must be one of E, H, M"):
        cs.compare_segments(clus, "api00", by="stype", reference="Z")
    with pytest.raises(ValueError, match="adjust='tukey' must be one of"):
        cs.compare_segments(clus, "api00", by="stype", adjust="tukey")
    with pytest.raises(ValueError, match=r"items=\['awards'\] hold text"):
        cs.compare_segments(clus, "awards", by="stype")
    with pytest.raises(KeyError, match="nowhere"):
        cs.compare_segments(clus, "api00", by="nowhere")


def test_sentences_say_which_is_higher(strat, clus):
    two = cs.compare_segments(strat, "api00", by="comp.imp")
    assert plain(two.headline()) == (
        "api00 is higher in Yes than in No: +40.99 (+2.20 to +79.78)."
    )
    turned = cs.compare_segments(strat, "api00", by="comp.imp", reference="Yes")
    assert plain(turned.headline()).startswith("api00 is lower in No than in Yes")
    none = cs.compare_segments(clus, "api00", by="stype")
    assert plain(none.headline()).startswith("None of 3 differences between segments")
    some = cs.compare_segments(clus, ["api00", "enroll"], by="stype")
    said = "Clear of chance: 1 of 6 differences between segments."
    assert plain(some.headline()).startswith(said)
    (finding,) = two.findings({"segment_difference": 0.0})
    assert (finding.verdict, finding.segment) == ("good", "Yes")
    unclear = none.findings({"segment_difference": 0.0})
    assert {each.verdict for each in unclear} == {"undecided"}


def test_a_segment_of_one_person_is_not_said_to_differ_or_not():
    """R 4.2.2: t.test(4, 1:3) stops, "not enough 'x' observations"."""
    data = pd.DataFrame({"q": [1, 2, 3, 4], "one": list("AAAB"), "three": list("AABC")})
    wave = cs.Wave.from_frame(data)
    found = cs.compare_segments(wave, "q", by="one")
    assert found["q"]["estimate"] == pytest.approx(2)
    assert np.isnan(found["q"]["se"])
    assert "differ clearly" not in plain(found.headline())
    assert not found.findings({"segment_difference": 0.0})
    assert "fewer than two independent units" in str(found.notes[-1])
    more = cs.compare_segments(wave.assign(q=[1, 2, 3, 4]), "q", by="three")
    assert "differences between segments is clear" not in plain(more.headline())
    whole = cs.compare_segments(cs.Wave.from_frame(data.iloc[:3]), "q", by="three")
    assert "fewer than two" in str(whole.notes[-1])
    two = pd.concat([data, data], ignore_index=True)
    assert not [
        note
        for note in cs.compare_segments(cs.Wave.from_frame(two), "q", by="one").notes
        if "fewer than two" in str(note)
    ]
