"""Are means and totals, with their errors, R's under every design?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.means import Means
from csat_methods.result import Used

RTOL = 1e-9


@pytest.fixture
def survey(reference_data):
    """Make a wave from reference data: ``survey("apistrat", weights="pw", …)``."""

    def wave(name, where=None, **design):
        made = cs.Wave.from_frame(reference_data(name), **design)
        return made.where(where(made.frame)) if where else made

    return wave


def assert_agrees(result, expected, **row):
    """Compare one row with R's estimate, error, and t interval where R has them."""
    term = result.row(**row)["term"]
    found = result.row(**row)
    assert found["estimate"] == pytest.approx(expected["estimate"][term], rel=RTOL)
    assert found["se"] == pytest.approx(expected["se"][term], rel=RTOL)
    if "ci_t" in expected:
        at = expected["ci_t"]["rows"].index(term)
        ends = expected["ci_t"]["data"][at]
        assert [found["ci_low"], found["ci_high"]] == pytest.approx(ends, rel=RTOL)
    if "deff" in expected and "deff" in found:
        assert found["deff"] == pytest.approx(expected["deff"][term], rel=1e-8)


def assert_all_agree(result, expected):
    for term in expected["estimate"]:
        assert_agrees(result, expected, term=term)
    if expected.get("vcov") and len(result.table) == len(expected["estimate"]):
        expected_matrix = np.array(expected["vcov"]["data"])
        scale = np.abs(expected_matrix).max()
        assert result.covariance.to_numpy() == pytest.approx(
            expected_matrix, rel=1e-8, abs=1e-12 * scale
        )


def test_five_answers_by_hand():
    # mean of 3, 5, 5, 8, 9 is 6; variance 6; se = sqrt(6 / 5); t(4) = 2.776445
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [3, 5, 5, 8, 9]}))
    result = cs.means(wave, "q1")
    assert result.estimate == pytest.approx(6)
    assert result.se == pytest.approx(np.sqrt(6 / 5))
    assert result.ci_high == pytest.approx(6 + 2.7764451 * np.sqrt(6 / 5), rel=1e-8)
    assert result["q1"]["df"] == 4


def test_weights_by_hand():
    # (1·2 + 3·6) / 4 = 5; z = w (y − 5) / 4 = −3/4, 3/4; V = 2 · (9/16 + 9/16)
    frame = pd.DataFrame({"q1": [2, 6], "w": [1, 3]})
    result = cs.means(cs.Wave.from_frame(frame, weights="w"), "q1")
    assert result.estimate == pytest.approx(5)
    assert result.se == pytest.approx(1.5)


# ------------------------------------------------------------------ against R
def test_a_simple_random_sample_is_rs(reference, survey):
    values = reference("survey/estimates/srs")["values"]
    wave = survey("apisrs", population_size="fpc")
    assert_all_agree(cs.means(wave, ["api00", "api99", "enroll"]), values["mean"])
    assert_all_agree(cs.totals(wave, ["enroll", "api00"]), values["total"])
    assert wave.weights.sum() == pytest.approx(values["sum_weights"])
    endless = survey("apisrs", weights="pw")
    assert_all_agree(cs.means(endless, ["api00", "enroll"]), values["mean_nofpc"])


def test_segments_of_a_simple_random_sample_are_rs(reference, survey):
    values = reference("survey/estimates/srs")["values"]
    wave = survey("apisrs", population_size="fpc")
    means, expected = cs.means(wave, "api00", by="stype"), values["by_stype_mean"]
    assert means.table["stype"].tolist() == expected["stype"]
    assert means.table["estimate"].tolist() == pytest.approx(expected["api00"])
    assert means.table["se"].tolist() == pytest.approx(expected["se"], rel=RTOL)
    matrix = np.array(values["by_covariance"]["data"])
    assert means.covariance.to_numpy() == pytest.approx(matrix, rel=1e-8, abs=1e-9)
    totals, expected = cs.totals(wave, "enroll", by="stype"), values["by_stype_total"]
    assert totals.table["estimate"].tolist() == pytest.approx(expected["enroll"])
    assert totals.table["se"].tolist() == pytest.approx(expected["se"], rel=RTOL)


def test_a_stratified_sample_is_rs(reference, survey):
    values = reference("survey/estimates/stratified")["values"]
    wave = survey("apistrat", weights="pw", strata="stype", population_size="fpc")
    assert_all_agree(cs.means(wave, list(values["mean"]["estimate"])), values["mean"])
    assert_all_agree(
        cs.totals(wave, list(values["total"]["estimate"])), values["total"]
    )
    result, expected = cs.means(wave, "api00", by="comp.imp"), values["by_comp_imp"]
    assert result.table["estimate"].tolist() == pytest.approx(expected["api00"])
    assert result.table["se"].tolist() == pytest.approx(expected["se.api00"], rel=RTOL)
    matrix = np.array(values["by_covariance"]["data"])
    assert result.covariance.to_numpy() == pytest.approx(matrix, rel=1e-8, abs=1e-9)


def test_two_segments_at_once_are_rs(reference, survey):
    expected = reference("survey/estimates/stratified")["values"]["by_two"]
    wave = survey("apistrat", weights="pw", strata="stype", population_size="fpc")
    result = cs.means(wave, "api00", by=["comp.imp", "stype"])
    assert result.table["stype"].tolist() == expected["stype"]
    assert result.table["comp.imp"].tolist() == expected["comp.imp"]
    assert result.table["estimate"].tolist() == pytest.approx(expected["api00"])
    assert result.table["se"].tolist() == pytest.approx(expected["se"], rel=RTOL)


def test_a_cluster_sample_is_rs(reference, survey):
    values = reference("survey/estimates/one_stage_cluster")["values"]
    design = {"weights": "pw", "clusters": "dnum"}
    wave = survey("apiclus1", population_size="fpc", **design)
    assert_all_agree(cs.means(wave, ["api00", "enroll"]), values["mean"])
    assert_all_agree(cs.totals(wave, ["enroll"]), values["total"])
    endless = survey("apiclus1", **design)
    assert_all_agree(cs.means(endless, ["api00", "enroll"]), values["mean_nofpc"])
    result, expected = cs.means(wave, "api00", by="stype"), values["by_stype"]
    assert result.table["estimate"].tolist() == pytest.approx(expected["api00"])
    assert result.table["se"].tolist() == pytest.approx(expected["se"], rel=RTOL)


def test_a_blank_answer_is_a_domain_as_in_r(reference, survey):
    values = reference("survey/estimates/one_stage_cluster")["values"]
    wave = survey("apiclus1", weights="pw", clusters="dnum", population_size="fpc")
    result = cs.means(wave, "acs.core")
    assert_all_agree(result, values["mean_na_rm"])
    assert result["acs.core"]["df"] == values["degf_na_rm"]
    assert_all_agree(cs.totals(wave, "acs.core"), values["total_na_rm"])


def test_two_stages_are_rs(reference, survey):
    values = reference("survey/estimates/two_stage_mu284")["values"]
    wave = survey("mu284", clusters=["id1", "id2"], population_size=["n1", "n2"])
    assert wave.weights.tolist() == pytest.approx(values["weights"])
    assert_all_agree(cs.totals(wave, "y1"), values["total"])
    assert_all_agree(cs.means(wave, "y1"), values["mean"])
    assert cs.means(wave, "y1")["y1"]["df"] == values["degf"]


@pytest.mark.parametrize(
    ("case", "design"),
    [
        ("total_first_stage_fpc_only", {"population_size": "n1"}),
        ("total_no_fpc", {}),
        ("mean_no_fpc", {}),
    ],
)
def test_one_stage_of_two_is_rs(reference, reference_data, case, design):
    values = reference("survey/estimates/two_stage_mu284")["values"]
    frame = reference_data("mu284").assign(w=values["weights"])
    wave = cs.Wave.from_frame(frame, clusters="id1", weights="w", **design)
    estimator = cs.means if case.startswith("mean") else cs.totals
    assert_all_agree(estimator(wave, "y1"), values[case])


def test_a_domain_keeps_the_design_and_counts_its_own_units(reference, survey):
    values = reference("survey/estimates/domains_subset")["values"]
    improved = survey(
        "apistrat",
        lambda frame: frame["comp.imp"] == "Yes",
        weights="pw",
        strata="stype",
        population_size="fpc",
    )
    expected = values["strat_improved"]
    assert_all_agree(cs.means(improved, "api00"), expected["mean"])
    assert_all_agree(cs.totals(improved, "enroll"), expected["total"])
    assert cs.means(improved, "api00")["api00"]["df"] == expected["degf"]
    naive = values["wrong_filter_first"]["se"]["api00"]
    assert cs.means(improved, "api00").se != pytest.approx(naive, rel=1e-3)


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("clus_high", lambda f: f["stype"] == "H"),
        ("clus_middle_poor", lambda f: (f["stype"] == "M") & (f["meals"] > 50)),
    ],
)
def test_clusters_without_members_stay_in_the_error(reference, survey, case, rows):
    expected = reference("survey/estimates/domains_subset")["values"][case]
    wave = survey(
        "apiclus1", rows, weights="pw", clusters="dnum", population_size="fpc"
    )
    result = cs.means(wave, "api00")
    assert_all_agree(result, expected["mean"])
    assert result["api00"][["n", "df"]].tolist() == [expected["n"], expected["degf"]]
    if "total" in expected:
        assert_all_agree(cs.totals(wave, "enroll"), expected["total"])


@pytest.mark.parametrize("rule", ["remove", "certainty", "adjust", "average"])
def test_a_stratum_with_one_unit_follows_its_rule_as_in_r(reference, survey, rule):
    values = reference("survey/estimates/lonely_psu")["values"]
    design = {"weights": "pw", "strata": "stype", "singleton": rule}
    endless, finite = (
        survey("lonely", **design),
        survey("lonely", population_size="fpc", **design),
    )
    expected = values[rule]
    assert_all_agree(cs.means(endless, "api00"), expected["mean"])
    assert_all_agree(cs.totals(endless, "enroll"), expected["total"])
    assert_all_agree(cs.means(finite, "api00"), expected["mean_fpc"])
    assert_all_agree(cs.totals(finite, "enroll"), expected["total_fpc"])
    assert cs.means(endless, "api00")["api00"]["df"] == values["degf"]


def test_a_stratum_with_one_unit_is_refused_at_first(survey):
    with pytest.raises(ValueError, match="singleton='refuse': 1 strata at stage 1"):
        survey("lonely", weights="pw", strata="stype")


def test_a_domain_with_one_member_in_a_stratum_is_not_lonely(reference, survey):
    values = reference("survey/estimates/lonely_psu")["values"]
    wave = survey("apistrat", weights="pw", strata="stype", population_size="fpc")
    high = wave.frame["stype"] == "H"
    best = wave.frame.loc[high, "api00"].max()
    narrow = wave.where(~high | (wave.frame["api00"] == best))
    result = cs.means(narrow, "api00")
    assert_all_agree(result, values["domain_remove"]["default"])
    assert result["api00"][["n", "df"]].tolist() == [
        values["domain_n"],
        values["domain_degf"],
    ]


def test_a_stratum_taken_whole_adds_no_error(reference, reference_data):
    values = reference("survey/estimates/lonely_psu")["values"]
    frame = reference_data("apistrat")
    high = frame["stype"] == "H"
    frame = frame.assign(
        fpc=frame["fpc"].where(~high, 50), pw=frame["pw"].where(~high, 1)
    )
    wave = cs.Wave.from_frame(
        frame, weights="pw", strata="stype", population_size="fpc"
    )
    expected = values["take_all_H_of_apistrat"]
    assert_all_agree(cs.means(wave, "api00"), expected["mean"])
    assert_all_agree(cs.totals(wave, "enroll"), expected["total"])


@pytest.mark.parametrize(
    ("case", "factor"), [("scale_1", 1), ("scale_tenth", 0.1), ("scale_mean_one", None)]
)
def test_the_scale_of_weights_moves_totals_and_deff_only(
    reference, reference_data, case, factor
):
    expected = reference("survey/estimates/weight_scale")["values"][case]
    frame = reference_data("apistrat")
    factor = factor or len(frame) / frame["pw"].sum()
    frame = frame.assign(w=frame["pw"] * factor)
    wave = cs.Wave.from_frame(frame, weights="w", strata="stype")
    mean = {k: v for k, v in expected["mean"].items() if k != "deff"}
    result = cs.means(wave, "api00")
    assert_all_agree(result, mean)
    assert_all_agree(cs.totals(wave, "enroll"), expected["total"])
    deff = expected["mean"]["deff"]["api00"]
    found = result["api00"]["deff"]
    assert np.isnan(found) if deff == "Inf" else found == pytest.approx(deff)


def test_weights_of_mean_one_count_no_population_in_any_segment():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"q": rng.integers(1, 6, 200), "s": np.arange(200) % 2})
    frame["w"] = np.where(frame["s"] == 1, 1.3, 0.7)
    wave = cs.Wave.from_frame(frame, weights="w")
    assert cs.means(wave, "q", by="s").table["deff"].isna().all()
    frame["w"] *= 50
    counted = cs.means(cs.Wave.from_frame(frame, weights="w"), "q", by="s").table
    assert counted["deff"].tolist() == pytest.approx([1, 1], abs=0.05)


# --------------------------------------------------------- replicate weights
def replicated(frame, case, **more):
    """Return a wave with the replicate weights that the case gives."""
    columns = {f"r{i}": w for i, w in enumerate(np.array(case["weights"]["data"]).T)}
    frame = frame.assign(**columns)
    scales = [case["scale"] * r for r in case["rscales"]]
    return cs.Wave.from_frame(
        frame, replicate_weights=list(columns), replicate_scales=scales, **more
    )


REPLICATED = [
    ("jkn_stratified", "small", "apistrat_small", False),
    ("jkn_stratified", "small_fpc", "apistrat_small", False),
    ("brr_fay_scd", "given_half_samples", "scd", False),
    ("brr_fay_scd", "brr", "scd", False),
    ("brr_fay_scd", "brr_mse", "scd", True),
    ("brr_fay_scd", "fay_.3", "scd", False),
    ("brr_fay_scd", "fay_.5_mse", "scd", True),
    ("brr_fay_scd", "jkn", "scd", False),
    ("bootstrap", "subbootstrap", "apistrat_small", False),
    ("bootstrap", "subbootstrap_mse", "apistrat_small", True),
    ("bootstrap", "bootstrap_fpc", "apistrat_small", False),
    ("bootstrap", "mrb_fpc", "apistrat_small", False),
    ("multistage_mu284", "", "mu284", False),
]


@pytest.mark.parametrize(("topic", "name", "data", "mse"), REPLICATED)
def test_given_replicate_weights_give_rs_errors(
    reference, reference_data, topic, name, data, mse
):
    values = reference(f"survey/replication/{topic}")["values"]
    case, frame = values[name] if name else values, reference_data(data)
    weights = {"apistrat_small": "pw"}.get(data)
    if data == "mu284":
        frame = frame.assign(w=(frame["n1"] / 5) * (frame["n2"] / 3))
        weights = "w"
    wave = replicated(frame, case, weights=weights, replicate_mse=mse)
    assert_all_agree(cs.means(wave, list(case["mean"]["estimate"])), case["mean"])
    assert_all_agree(cs.totals(wave, list(case["total"]["estimate"])), case["total"])
    assert set(cs.means(wave, list(case["mean"]["estimate"])).table["df"]) == {
        case["degf"]
    }


@pytest.mark.parametrize(
    ("name", "mse"),
    [("fpc_mse_false", False), ("fpc_mse_true", True), ("nofpc_mse_false", False)],
)
def test_the_cluster_jackknife_is_rs(reference, reference_data, name, mse):
    values = reference("survey/replication/jk1_cluster")["values"]
    case = values[name]
    columns = {
        f"r{i}": w for i, w in enumerate(np.array(values["weights_nofpc"]["data"]).T)
    }
    wave = cs.Wave.from_frame(
        reference_data("apiclus1").assign(**columns),
        weights="pw",
        replicate_weights=list(columns),
        replicate_scales=case["scale"],
        replicate_mse=mse,
    )
    assert_all_agree(cs.means(wave, ["api00", "enroll"]), case["mean"])
    assert_all_agree(cs.totals(wave, ["api00", "enroll"]), case["total"])
    by = cs.means(wave, "api00", by="stype").table
    assert by["estimate"].tolist() == pytest.approx(case["by"]["api00"], rel=RTOL)
    assert by["se"].tolist() == pytest.approx(case["by"]["se"], rel=RTOL)


@pytest.mark.parametrize("finite", [True, False])
def test_our_own_jackknife_is_rs(reference, reference_data, finite):
    values = reference("survey/replication/jkn_stratified")["values"]
    design = {"population_size": "fpc"} if finite else {}
    wave = cs.Wave.from_frame(
        reference_data("apistrat"), weights="pw", strata="stype", **design
    )
    case = values["full_fpc" if finite else "full"]
    jackknife = cs.replicate(wave, method="jkn")
    assert_all_agree(cs.means(jackknife, ["api00", "enroll"]), case["mean"])
    assert_all_agree(cs.totals(jackknife, ["api00", "enroll"]), case["total"])


def test_replicates_are_raked_each_for_itself(reference, reference_data):
    values = reference("survey/replication/raked_replicates")["values"]
    wave = cs.Wave.from_frame(
        reference_data("apiclus1"), weights="pw", clusters="dnum", population_size="fpc"
    )
    margins = {
        "stype": _margin(values["margin_stype"], "stype"),
        "sch.wide": _margin(values["margin_sch_wide"], "sch.wide"),
    }
    raked = cs.rake(cs.replicate(wave, method="jk1"), margins)
    first = values["raked"]["weights_first_10"]
    assert raked.weights.tolist()[:10] == pytest.approx(first, rel=1e-8)
    mean = cs.means(raked, ["api00", "enroll"])
    expected = values["raked"]
    for term in expected["mean"]["estimate"]:
        row = mean[term]
        assert row["estimate"] == pytest.approx(expected["mean"]["estimate"][term])
        assert row["se"] == pytest.approx(expected["mean"]["se"][term], rel=1e-7)


def _margin(table, name):
    return dict(zip(table[name], table["Freq"], strict=True))


# ----------------------------------------------------- identities, properties
ANSWERS = st.lists(st.integers(1, 7), min_size=4, max_size=30)


@hypothesis.given(ANSWERS)
def test_weights_of_one_change_nothing(answers):
    frame = pd.DataFrame({"q1": answers, "w": 1.0})
    plain = cs.means(cs.Wave.from_frame(frame), "q1").table
    weighted = cs.means(cs.Wave.from_frame(frame, weights="w"), "q1").table
    for column in ("estimate", "se", "ci_low", "n", "df"):
        assert weighted[column].tolist() == pytest.approx(plain[column].tolist())


@hypothesis.given(ANSWERS, st.floats(0.01, 1000))
def test_scaling_weights_changes_totals_only(answers, factor):
    w = np.linspace(1, 3, len(answers))
    frame = pd.DataFrame({"q1": answers, "w": w, "v": w * factor})
    one, other = (cs.Wave.from_frame(frame, weights=name) for name in "wv")
    a, b = cs.means(one, "q1"), cs.means(other, "q1")
    assert (b.estimate, b.se) == pytest.approx((a.estimate, a.se), rel=1e-9, abs=1e-12)
    ours, theirs = cs.totals(one, "q1"), cs.totals(other, "q1")
    assert theirs.estimate == pytest.approx(factor * ours.estimate)
    assert theirs.se == pytest.approx(factor * ours.se, rel=1e-9)


@hypothesis.given(ANSWERS)
def test_a_weight_of_two_is_two_alike_respondents(answers):
    twice = pd.DataFrame({"q1": [*answers, answers[0]]})
    once = pd.DataFrame({"q1": answers, "w": [2] + [1] * (len(answers) - 1)})
    doubled = cs.means(cs.Wave.from_frame(once, weights="w"), "q1").estimate
    assert doubled == pytest.approx(cs.means(cs.Wave.from_frame(twice), "q1").estimate)


def test_a_total_is_the_mean_times_the_population():
    frame = pd.DataFrame({"q1": [1.0, 4, 2, 5], "w": [2, 3, 1, 4]})
    wave = cs.Wave.from_frame(frame, weights="w")
    assert cs.totals(wave, "q1").estimate == cs.means(wave, "q1").estimate * 10


# -------------------------------------------------------------- edges, faults
def test_a_constant_item_has_no_spread():
    result = cs.means(cs.Wave.from_frame(pd.DataFrame({"q1": [4, 4, 4]})), "q1")
    assert (result.estimate, result.se) == (4, 0)


def test_an_item_that_nobody_answered_has_no_estimate():
    frame = pd.DataFrame({"q1": [4.0, 5, 3], "q2": [np.nan] * 3})
    row = cs.means(cs.Wave.from_frame(frame), ["q1", "q2"])["q2"]
    assert row["n"] == 0
    assert row[["estimate", "se", "ci_low", "ci_high"]].isna().all()


def test_one_respondent_has_a_mean_and_no_error():
    result = cs.means(cs.Wave.from_frame(pd.DataFrame({"q1": [4]})), "q1")
    assert result.estimate == 4
    assert np.isnan(result.se)
    assert "fewer than two independent units" in str(result.notes[-1])


def test_n_is_a_whole_number():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [4.0, np.nan, 5], "s": [1, 1, 2]}))
    assert cs.means(wave, "q1", by="s").table["n"].dtype.kind == "i"


@pytest.mark.parametrize("estimator", [cs.means, cs.totals])
def test_an_unknown_column_is_named(estimator):
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [4, 5]}))
    with pytest.raises(KeyError, match="q9"):
        estimator(wave, "q9")
    with pytest.raises(KeyError, match="region"):
        estimator(wave, "q1", by="region")


@pytest.mark.parametrize("estimator", [cs.means, cs.totals])
def test_text_has_no_mean(estimator):
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": ["good", "bad"]}))
    with pytest.raises(ValueError, match=r"\['q1'\] hold text"):
        estimator(wave, "q1")


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, float("nan")])
def test_a_level_lies_between_zero_and_one(level):
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [4, 5]}))
    with pytest.raises(ValueError, match="level="):
        cs.means(wave, "q1", level=level)


def test_nobody_in_the_domain_is_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [4, 5]}))
    nobody = wave.where(wave.frame["q1"] > 7)
    with pytest.raises(ValueError, match="nobody is in it"):
        cs.means(nobody, "q1")


# ----------------------------------------------------------- parts and the whole
@hypothesis.given(st.integers(0, 999), st.integers(1, 5))
def test_segments_weighted_by_size_average_to_the_overall_mean(seed, groups):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"q1": rng.integers(1, 8, 40), "w": rng.uniform(1, 3, 40)})
    frame["s"] = rng.integers(0, groups, 40)
    wave = cs.Wave.from_frame(frame, weights="w")
    parts = cs.means(wave, "q1", by="s").table.set_index("s")["estimate"]
    sizes = frame.groupby("s")["w"].sum()
    whole = cs.means(wave, "q1").estimate
    assert whole == pytest.approx((parts * sizes).sum() / sizes.sum(), rel=1e-12)


# ------------------------------------------------------------------- a simulation
def test_the_error_of_a_cluster_sample_is_what_repeated_samples_vary_by():
    # 15 of 60 branches, 8 of the 40 customers of each; intraclass correlation about .2.
    # Deviations from 2,000 samples are known to 1.6 %: 5 % is three Monte Carlo errors.
    rng = np.random.default_rng(12)
    customers = rng.normal(size=(60, 1)) * 0.5 + rng.normal(size=(60, 40)) + 5
    samples = [
        rng.permuted(customers[rng.permutation(60)[:15]], axis=1)[:, :8].ravel()
        for _ in range(2000)
    ]
    frame = pd.DataFrame(np.array(samples).T).add_prefix("q")
    clusters = pd.DataFrame({"branch": np.repeat(np.arange(15), 8), "N": 60, "M": 40})
    wave = cs.Wave.from_frame(
        frame.join(clusters), clusters=["branch"], population_size=["N", "M"]
    )
    found = cs.means(wave, list(frame)).table
    error = np.sqrt(np.mean(found["se"] ** 2))
    assert error == pytest.approx(found["estimate"].std(), rel=0.05)


# ---------------------------------------------------------------- what is not known
@pytest.mark.parametrize("selection", ["quota", "convenience"])
def test_a_sample_without_known_chances_has_a_caution_and_no_margin(selection):
    frame = pd.DataFrame({"q1": [3, 5, 5, 8, 9], "s": list("aabbb")})
    wave = cs.Wave.from_frame(frame, selection=selection)
    for result in (
        cs.means(wave, "q1"),
        cs.means(wave, "q1", by="s"),
        cs.proportions(wave, "q1"),
    ):
        (note,) = [str(n) for n in result.notes if "known chances" in str(n)]
        assert selection in note
        assert "intervals are as if drawn at random" in note
        assert "margin" not in repr(result).lower()
    notes = cs.means(cs.Wave.from_frame(frame), "q1").notes
    assert not any("known chances" in str(note) for note in notes)


def test_nominal_codes_have_no_mean():
    items = {"city": {"type": "nominal", "answers": [1, 2]}}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = cs.Wave.from_frame(pd.DataFrame({"city": [1, 2, 1]}), study=study)
    with pytest.raises(ValueError, match=r"items=\['city'\] are nominal"):
        cs.means(wave, "city")


# ---------------------------------------------------------------------- headline
def told(rows, by=()):
    """What means say: ``told([("a", 4.0, 0.1), …])``, a name, a mean, half a width."""
    *names, estimates, half = zip(*rows, strict=True)
    estimates, half = np.array(estimates), np.array(half)
    table = pd.DataFrame(
        {
            **dict(zip((*by, "term"), names, strict=True)),
            "estimate": estimates,
            "ci_low": estimates - half,
            "ci_high": estimates + half,
            "n": 90,
        }
    )
    return Means(table=table, method="Mean", used=Used(99, (90, 90)), by=by).summary()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("a", 4.0, 0.1)], "a: 4.00 on average (n = 90)."),
        (
            [("a", 4.0, 0.1), ("b", 3.0, 0.1), ("c", 2.0, 0.1)],
            "a is rated highest (4.00), c lowest (2.00).",
        ),
        (
            [("a", 4.0, 0.1), ("b", 2.1, 0.1), ("c", 2.0, 0.1)],
            "a is rated highest (4.00); which is lowest is undecided.",
        ),
        (
            [("a", 4.0, 0.1), ("b", 3.9, 0.1), ("c", 2.0, 0.1)],
            "c is rated lowest (2.00); which is highest is undecided.",
        ),
        (
            [("a", 4.0, 0.1), ("b", 3.9, 0.1), ("c", 2.1, 0.1), ("d", 2.0, 0.1)],
            "Ratings run from 2.00 (d) to 4.00 (a); which is highest or lowest is",
        ),
        (
            [("a", 4.0, 0.1), ("b", 3.9, 0.1)],
            "The ratings, 3.90 to 4.00, do not differ clearly.",
        ),
        ([("a", 4.0, np.nan), ("b", 1.0, 0.1)], "The ratings, 1.00 to 4.00, do not"),
    ],
)
def test_no_item_is_called_highest_or_lowest_whose_interval_meets_another_s(rows, said):
    assert told(rows).startswith(said)


@pytest.mark.parametrize(
    ("halves", "said"),
    [
        ((0.1, 0.1, 0.1), "q is highest in C (4.00), lowest in A (2.00)."),
        ((0.1, 1.0, 0.1), "q runs from 2.00 (A) to 4.00 (C); which is highest or"),
        ((0.4, 0.7, 0.2), "q is highest in C (4.00); the lowest is undecided."),
        ((0.2, 0.7, 0.4), "q is lowest in A (2.00); the highest is undecided."),
        ((1.0, 1.0, 1.0), "q, 2.00 to 4.00, does not differ clearly."),
    ],
)
def test_of_one_item_in_groups_the_groups_are_compared(halves, said):
    rows = zip("ABC", "qqq", (2.0, 3.0, 4.0), halves, strict=True)
    found = told(list(rows), by=("city",))
    assert found.startswith(said)


def test_of_several_items_in_groups_one_item_is_compared_between_groups():
    rows = [("A", "q", 2.0, 0.1), ("B", "q", 4.0, 1.9), ("A", "r", 3.0, 0.1)]
    clear = [*rows, ("B", "r", 3.5, 0.1)]
    said = "The clearest difference: r, B (3.50) against A (3.00)."
    assert told(clear, by=("city",)) == said
    open_ = [*rows, ("B", "r", 3.1, 0.1)]
    assert told(open_, by=("city",)) == "On no item do two groups differ clearly."


def test_no_means_at_all_say_so():
    assert told([("a", np.nan, 0.1)]) == "No mean can be shown."
