"""Is the net promoter score, with its error, what R and the books say?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

SCALE = {"nps": (0, 10)}


def answered(promoters, passives, detractors):
    """Return a wave with so many of each."""
    answers = [10] * promoters + [8] * passives + [3] * detractors
    return cs.Wave.from_frame(pd.DataFrame({"nps": answers}), scales=SCALE)


def test_two_promoters_one_passive_one_detractor_by_hand():
    # 100 (2 − 1) / 4 = 25; scores 100, 100, 0, −100: variance 27500 / 3, over 4
    result = cs.net_promoter_score(answered(2, 1, 1), "nps")
    assert result.estimate == pytest.approx(25)
    assert result.se == pytest.approx(np.sqrt(27500 / 3 / 4))
    shares = result["nps"][["promoters", "passives", "detractors"]]
    assert shares.tolist() == [0.5, 0.25, 0.25]


def test_the_limits_of_the_groups_are_nine_and_six():
    for answer, score in enumerate([-100] * 7 + [0, 0, 100, 100]):
        wave = cs.Wave.from_frame(pd.DataFrame({"nps": [answer] * 3}), scales=SCALE)
        assert cs.net_promoter_score(wave, "nps").estimate == score


def test_fifty_thirty_twenty_of_four_hundred():
    # 1.96 sqrt((.5 + .2 − .3²) / 400) = .0765; ours divides by n − 1 and takes t
    result = cs.net_promoter_score(answered(200, 120, 80), "nps")
    assert result.estimate == pytest.approx(30)
    normal = 1.959964 * result.se * np.sqrt(399 / 400)
    assert normal == pytest.approx(7.65, abs=5e-3)
    assert result.ci_high - 30 == pytest.approx(7.65, abs=0.05)


def test_half_a_third_a_sixth_of_324():
    # Cross Validated 18603: NPS 1/3, n Var = 5/9, se(324) = .0414
    result = cs.net_promoter_score(answered(162, 108, 54), "nps")
    assert result.estimate == pytest.approx(100 / 3)
    plain = result.se * np.sqrt(323 / 324)
    assert plain == pytest.approx(100 * np.sqrt(5 / 9 / 324), rel=1e-9)
    assert plain == pytest.approx(4.14, abs=5e-3)


# ------------------------------------------------------------------ against R
@pytest.fixture
def customers(reference_data):
    def wave(**design):
        return cs.Wave.from_frame(
            reference_data("customers"), scales={"recommend": (0, 10)}, **design
        )

    return wave


def test_the_unweighted_score_is_rs(reference, reference_data):
    values = reference("survey/loyalty/nps")["values"]
    expected = values["unweighted"]
    frame = reference_data("customers").dropna(subset="recommend")
    wave = cs.Wave.from_frame(frame, scales={"recommend": (0, 10)})
    row = cs.net_promoter_score(wave, "recommend")["recommend"]
    assert row["estimate"] == pytest.approx(100 * expected["nps"], rel=1e-9)
    assert row["se"] == pytest.approx(100 * expected["se_n1"], rel=1e-9)
    for share in ("promoters", "detractors"):
        assert row[share] == pytest.approx(expected[share], rel=1e-9)
    whole = cs.Wave.from_frame(reference_data("customers"), scales=wave.scales)
    row = cs.net_promoter_score(whole, "recommend")["recommend"]
    assert (row["n"], row["asked"] - row["n"]) == (values["n"], values["missing"])


@pytest.mark.parametrize(
    ("case", "design"),
    [
        ("weights_only", {"weights": "weight"}),
        (
            "stratified_fpc",
            {
                "weights": "weight",
                "strata": "region",
                "population_size": "population",
            },
        ),
        ("clustered", {"weights": "weight", "clusters": "branch"}),
    ],
)
def test_the_score_of_a_design_is_rs(reference, customers, case, design):
    expected = reference("survey/loyalty/nps")["values"][case]
    result = cs.net_promoter_score(customers(**design), "recommend")
    assert result.estimate == pytest.approx(100 * expected["estimate"]["nps"], rel=1e-9)
    assert result.se == pytest.approx(100 * expected["se"]["nps"], rel=1e-9)
    if "degf" in expected:
        assert result["recommend"]["df"] == expected["degf"]
    if "ci_t" in expected:
        ends = [result.ci_low / 100, result.ci_high / 100]
        assert ends == pytest.approx(expected["ci_t"], rel=1e-9)


def test_the_score_of_each_region_is_rs(reference, customers):
    expected = reference("survey/loyalty/nps")["values"]["by_region"]
    differences = reference("survey/loyalty/nps_differences")["values"]
    wave = customers(weights="weight", strata="region", population_size="population")
    result = cs.net_promoter_score(wave, "recommend", by="region")
    assert result.table["region"].tolist() == expected["region"]
    found = result.table[["estimate", "se"]].to_numpy() / 100
    assert found[:, 0] == pytest.approx(expected["nps"], rel=1e-9)
    assert found[:, 1] == pytest.approx(expected["se"], rel=1e-9)
    contrast = np.array([0, 1, -1, 0])
    variance = contrast @ result.covariance.to_numpy() @ contrast / 100**2
    se = differences["N_minus_S"]["se"]["contrast"]
    assert np.sqrt(variance) == pytest.approx(se, rel=1e-9)


# ---------------------------------------------------------------- a real survey
def test_passengers_of_2017_by_weights_and_by_flights(shared):
    # notes of the analysis: weighted +40.398, error 1.4455 with divisor n (R: times
    # n / (n − 1) of the people), 1.55 with the runs as clusters; 2,746 answered
    columns = ["wave", "nps", "weight", "run_id"]
    path = shared / "data" / "real" / "sfo_waves_2010_2018.csv"
    frame = pd.read_csv(path, usecols=columns)
    frame = frame[frame["wave"] == 2017].assign(
        nps=lambda f: f["nps"].where(f["nps"] != 11)
    )
    alone = cs.Wave.from_frame(frame, weights="weight", scales=SCALE)
    result = cs.net_promoter_score(alone, "nps")
    assert result.estimate == pytest.approx(40.398, abs=5e-4)
    assert result.se * np.sqrt(2830 / 2831) == pytest.approx(1.4455, abs=5e-5)
    assert result["nps"]["n"] == 2746
    runs = cs.Wave.from_frame(frame, weights="weight", clusters="run_id", scales=SCALE)
    assert cs.net_promoter_score(runs, "nps").se == pytest.approx(1.55, abs=5e-3)


# ----------------------------------------------------- identities, properties
ANSWERS = st.lists(st.integers(0, 10), min_size=3, max_size=40)


@hypothesis.given(ANSWERS)
def test_the_score_is_promoters_less_detractors(answers):
    wave = cs.Wave.from_frame(pd.DataFrame({"nps": answers}), scales=SCALE)
    row = cs.net_promoter_score(wave, "nps")["nps"]
    assert row["promoters"] + row["passives"] + row["detractors"] == pytest.approx(1)
    assert row["estimate"] == pytest.approx(
        100 * (row["promoters"] - row["detractors"])
    )
    assert -100 <= row["estimate"] <= 100


@hypothesis.given(ANSWERS, st.floats(0.01, 100))
def test_weights_of_one_and_their_scale_change_nothing(answers, factor):
    frame = pd.DataFrame({"nps": answers, "w": factor})
    plain = cs.net_promoter_score(cs.Wave.from_frame(frame, scales=SCALE), "nps")
    wave = cs.Wave.from_frame(frame, weights="w", scales=SCALE)
    weighted = cs.net_promoter_score(wave, "nps")
    ours, theirs = ([r.estimate, r.se, r.ci_low] for r in (weighted, plain))
    assert ours == pytest.approx(theirs, abs=1e-9)


@hypothesis.given(ANSWERS)
def test_a_weight_of_two_is_two_alike_respondents(answers):
    once = pd.DataFrame({"nps": answers, "w": [2] + [1] * (len(answers) - 1)})
    twice = pd.DataFrame({"nps": [*answers, answers[0]]})
    doubled = cs.net_promoter_score(
        cs.Wave.from_frame(once, weights="w", scales=SCALE), "nps"
    )
    alike = cs.net_promoter_score(cs.Wave.from_frame(twice, scales=SCALE), "nps")
    assert doubled.estimate == pytest.approx(alike.estimate)


def test_segments_weighted_by_size_give_the_whole():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {"nps": rng.integers(0, 11, 300), "s": rng.choice(list("abc"), 300)}
    )
    frame["w"] = rng.uniform(1, 3, 300)
    wave = cs.Wave.from_frame(frame, weights="w", scales=SCALE)
    parts = cs.net_promoter_score(wave, "nps", by="s").table
    sizes = frame.groupby("s")["w"].sum().to_numpy()
    whole = (parts["estimate"] * sizes).sum() / sizes.sum()
    assert cs.net_promoter_score(wave, "nps").estimate == pytest.approx(whole)


# -------------------------------------------------------------- edges, faults
def test_another_scale_is_refused():
    frame = pd.DataFrame({"nps": [1, 2, 3, 4, 5]})
    wave = cs.Wave.from_frame(frame, scales={"nps": (1, 5)})
    with pytest.raises(
        ValueError, match=r"item='nps' has the scale 1 to 5; .* 0 to 10"
    ):
        cs.net_promoter_score(wave, "nps")


@pytest.mark.parametrize("answer", [11, -1, 8.5])
def test_an_answer_off_the_scale_is_refused(answer):
    wave = cs.Wave.from_frame(pd.DataFrame({"nps": [10, answer]}))
    with pytest.raises(ValueError, match=f"item='nps': 1 answers such as {answer:g}"):
        cs.net_promoter_score(wave, "nps")


def test_a_scale_that_nobody_declared_is_noted():
    wave = cs.Wave.from_frame(pd.DataFrame({"nps": [10, 3]}))
    result = cs.net_promoter_score(wave, "nps")
    assert "scale of nps is not declared" in str(result.notes[0])


def test_answers_all_alike_are_noted():
    result = cs.net_promoter_score(answered(5, 0, 0), "nps")
    assert (result.estimate, result.se) == (100, 0)
    assert "does not mean certainty" in str(result.notes[-1])


def test_one_respondent_has_a_score_and_no_error():
    result = cs.net_promoter_score(answered(1, 0, 0), "nps")
    assert result.estimate == 100
    assert np.isnan([result.se, result.ci_low, result.ci_high]).all()


def test_nobody_answered_has_no_score():
    wave = cs.Wave.from_frame(pd.DataFrame({"nps": [np.nan, np.nan]}), scales=SCALE)
    row = cs.net_promoter_score(wave, "nps")["nps"]
    assert row["n"] == 0
    assert row[["estimate", "se", "promoters"]].isna().all()


def test_several_items_and_unknown_ones_are_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"a": [1, 2], "b": [3, 4]}))
    with pytest.raises(ValueError, match=r"item=\['a', 'b'\] must be one name"):
        cs.net_promoter_score(wave, ["a", "b"])
    with pytest.raises(KeyError, match="nps"):
        cs.net_promoter_score(wave, "nps")
    with pytest.raises(ValueError, match="level=0"):
        cs.net_promoter_score(wave, "a", level=0)


# ------------------------------------------------------------------ sentences
def test_the_headline_says_which_way_and_only_when_decided():
    up = cs.net_promoter_score(answered(200, 120, 80), "nps").summary()
    assert up.startswith("Promoters (50.0%) outnumber detractors (20.0%)")
    down = cs.net_promoter_score(answered(80, 120, 200), "nps").summary()
    assert down.startswith("Detractors (50.0%) outnumber promoters (20.0%)")
    open_ = cs.net_promoter_score(answered(5, 3, 4), "nps").summary()
    assert "is undecided: the net promoter score is +8.3" in open_


def test_the_headline_of_segments_names_the_extremes():
    frame = pd.DataFrame({"nps": [10] * 40 + [8, 3] * 20, "s": ["a"] * 40 + ["b"] * 40})
    wave = cs.Wave.from_frame(frame, scales=SCALE)
    assert cs.net_promoter_score(wave, "nps", by="s").summary() == (
        "The net promoter score is highest for a (+100.0) and lowest for b (−50.0)."
    )
    third = pd.DataFrame({"nps": [10] * 38 + [8] * 2, "s": ["c"] * 40})
    wave = cs.Wave.from_frame(
        pd.concat([frame, third], ignore_index=True), scales=SCALE
    )
    rival = cs.net_promoter_score(wave, "nps", by="s").summary()
    assert rival == "The net promoter score runs from −50.0 (b) to +100.0 (a)."
