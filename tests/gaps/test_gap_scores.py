"""Are gaps recovered, signed and judged as they should be?"""

import json

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

SEVEN = (1, 7)
ONE = {"delivery": ("e", "p")}


def asked(expectations, perceptions, **more):
    """Return a wave of one pair on 1 to 7."""
    frame = pd.DataFrame({"e": expectations, "p": perceptions, **more})
    scales = {"e": SEVEN, "p": SEVEN}
    design = {"weights": "w"} if "w" in more else {}
    return cs.Wave.from_frame(frame, scales=scales, **design)


def test_four_people_by_hand():
    # gaps −2, 0, −3, 1: mean −1; squares about it 1, 1, 4, 4; V = 10 / 3 / 4
    row = cs.gap_scores(asked([7, 6, 7, 5], [5, 6, 4, 6]), ONE)["delivery"]
    assert row["estimate"] == -1
    assert row["se"] == pytest.approx(np.sqrt(10 / 3 / 4))
    assert row[["expectation", "perception"]].tolist() == [6.25, 5.25]
    assert row[["unmet", "met", "exceeded"]].tolist() == [0.5, 0.25, 0.25]


def test_weights_count_in_gap_levels_and_shares():
    row = cs.gap_scores(asked([7, 5], [5, 6], w=[3, 1]), ONE)["delivery"]
    assert row["estimate"] == pytest.approx((-2 * 3 + 1) / 4)
    assert row["expectation"] == pytest.approx(6.5)
    assert row["unmet"] == pytest.approx(0.75)


def test_a_tolerance_turns_small_gaps_into_met_ones():
    wave = asked([7, 6, 7, 5], [5, 6, 4, 6])
    row = cs.gap_scores(wave, ONE, tolerance=1)["delivery"]
    assert row[["unmet", "met", "exceeded"]].tolist() == [0.5, 0.5, 0]
    assert row["estimate"] == -1


# ---------------------------------------------------------------- a real survey
def test_the_dimensions_of_the_kiosk_survey(kiosk, dimensions, worked):
    table = cs.gap_scores(kiosk, dimensions).table.set_index("term")
    assert table.index.tolist() == worked.index.tolist()
    for column in ("expectation", "perception", "estimate"):
        assert table[column].tolist() == pytest.approx(worked[column], abs=5.001e-4)
    assert table["se"].tolist() == pytest.approx(worked["se"], abs=5.001e-4)
    assert table["n"].eq(207).all()


def test_the_whole_kiosk_survey_is_its_items_together(kiosk):
    # worked beforehand: E 5.974, P 4.872, gap −1.102
    sides = [[f"{side}{i:02}" for i in range(1, 25)] for side in "EP"]
    row = cs.gap_scores(kiosk, {"all": tuple(sides)})["all"]
    assert row["expectation"] == pytest.approx(5.974, abs=5e-4)
    assert row["perception"] == pytest.approx(4.872, abs=5e-4)
    assert row["estimate"] == pytest.approx(-1.102, abs=5e-4)
    items = {f"{i:02}": (f"E{i:02}", f"P{i:02}") for i in range(1, 25)}
    mean = cs.gap_scores(kiosk, items).table["estimate"].mean()
    assert row["estimate"] == pytest.approx(mean)


def test_the_mean_of_dimensions_is_as_published():
    # −.65, −1.10, −.83, −.70, −1.01: unweighted SERVQUAL −.858
    gaps = [-0.65, -1.10, -0.83, -0.70, -1.01]
    frame = pd.DataFrame(
        {f"e{i}": [5.0, 5.0] for i in range(5)}
        | {f"p{i}": [5 + g, 5 + g] for i, g in enumerate(gaps)}
    )
    pairs = {f"d{i}": (f"e{i}", f"p{i}") for i in range(5)}
    table = cs.gap_scores(cs.Wave.from_frame(frame), pairs).table
    assert table["estimate"].tolist() == pytest.approx(gaps)
    assert table["estimate"].mean() == pytest.approx(-0.858)


# ----------------------------------------------------- identities, properties
def test_planted_gaps_are_recovered_exactly():
    rng = np.random.default_rng(1)
    e = rng.uniform(3, 4, (300, 5))
    planted = np.array([-1.5, -0.75, 0, 0.25, 1.0])
    noise = rng.normal(size=(300, 5)) * 0.1
    w = rng.uniform(1, 2, 300)
    noise -= w @ noise / w.sum()
    frame = (
        pd.DataFrame(e)
        .add_prefix("e")
        .join(pd.DataFrame(e + planted + noise).add_prefix("p"))
    )
    wave = cs.Wave.from_frame(frame.assign(w=w), weights="w")
    pairs = {f"c{i}": (f"e{i}", f"p{i}") for i in range(5)}
    found = cs.gap_scores(wave, pairs).table
    assert found["estimate"].tolist() == pytest.approx(planted, abs=1e-12)
    assert found.sort_values("estimate")["term"].tolist() == list(pairs)


ANSWERS = st.lists(
    st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=3, max_size=25
)


@hypothesis.given(ANSWERS)
def test_exchanging_the_sides_reverses_every_sign(rows):
    e, p = zip(*rows, strict=True)
    row = cs.gap_scores(asked(e, p), ONE)["delivery"]
    other = cs.gap_scores(asked(p, e), ONE)["delivery"]
    assert other["estimate"] == pytest.approx(-row["estimate"])
    assert other["se"] == pytest.approx(row["se"])
    assert other["ci_low"] == pytest.approx(-row["ci_high"])
    assert other["unmet"] == pytest.approx(row["exceeded"])


@hypothesis.given(ANSWERS)
def test_the_gap_is_perception_less_expectation_and_shares_add_up(rows):
    e, p = zip(*rows, strict=True)
    row = cs.gap_scores(asked(e, p), ONE)["delivery"]
    assert row["estimate"] == pytest.approx(row["perception"] - row["expectation"])
    assert row["unmet"] + row["met"] + row["exceeded"] == pytest.approx(1)


@hypothesis.given(ANSWERS, st.floats(0.01, 100))
def test_weights_of_one_and_their_scale_change_nothing(rows, factor):
    e, p = zip(*rows, strict=True)
    plain = cs.gap_scores(asked(e, p), ONE)["delivery"]
    weighted = cs.gap_scores(asked(e, p, w=[factor] * len(e)), ONE)["delivery"]
    columns = ["estimate", "se", "ci_low", "band_high", "unmet", "n"]
    assert weighted[columns].tolist() == pytest.approx(plain[columns].tolist())


@hypothesis.given(ANSWERS)
def test_a_weight_of_two_is_two_alike_respondents(rows):
    e, p = zip(*rows, strict=True)
    once = asked(e, p, w=[2] + [1] * (len(e) - 1))
    twice = asked([*e, e[0]], [*p, p[0]])
    columns = ["estimate", "expectation", "unmet"]
    doubled, alike = (cs.gap_scores(w, ONE)["delivery"][columns] for w in (once, twice))
    assert doubled.tolist() == pytest.approx(alike.tolist())


def test_a_pair_with_one_answer_missing_is_left_out_and_counted():
    result = cs.gap_scores(asked([7, 6, np.nan, 5], [5, np.nan, 4, 6]), ONE)
    row = result["delivery"]
    assert (row["n"], row["asked"]) == (2, 4)
    assert row["expectation"] == 6
    assert result.used.left_out == {"no answer": 2}


def test_a_dimension_leaves_out_people_who_skipped_one_of_its_items(kiosk, dimensions):
    frame = kiosk.frame
    frame.loc[:9, "P02"] = np.nan
    wave = cs.Wave.from_frame(frame, scales=kiosk.scales)
    table = cs.gap_scores(wave, dimensions).table.set_index("term")
    assert table["n"].tolist() == [197, *[207] * 7]


# ------------------------------------------------------------------------ band
def test_the_band_is_wider_than_each_interval_and_narrower_than_bonferroni(
    kiosk, dimensions
):
    table = cs.gap_scores(kiosk, dimensions).table
    bonferroni = cs.gap_scores(kiosk, dimensions, level=1 - 0.05 / 8).table
    assert (table["band_low"] < table["ci_low"]).all()
    assert (table["band_low"] > bonferroni["ci_low"]).all()
    assert (table["band_high"] < bonferroni["ci_high"]).all()


def test_the_band_of_one_pair_is_its_interval():
    row = cs.gap_scores(asked([7, 6, 7, 5], [5, 6, 4, 6]), ONE)["delivery"]
    assert row[["band_low", "band_high"]].tolist() == pytest.approx(
        row[["ci_low", "ci_high"]].tolist()
    )


def test_the_band_holds_all_gaps_together_as_often_as_it_says():
    rng = np.random.default_rng(11)
    pairs = {f"c{i}": (f"e{i}", f"p{i}") for i in range(6)}
    held = 0
    for _ in range(400):
        shared = rng.normal(size=(60, 1))
        p = rng.normal(size=(60, 6)) + shared
        frame = pd.DataFrame(np.hstack([np.zeros((60, 6)), p]))
        frame.columns = [*(f"e{i}" for i in range(6)), *(f"p{i}" for i in range(6))]
        table = cs.gap_scores(cs.Wave.from_frame(frame), pairs, draws=2000).table
        held += ((table["band_low"] < 0) & (table["band_high"] > 0)).all()
    assert held / 400 == pytest.approx(0.95, abs=4 * np.sqrt(0.05 * 0.95 / 400))


def test_the_same_seed_gives_the_same_band(kiosk, dimensions):
    first, again, other = (
        cs.gap_scores(kiosk, dimensions, seed=seed).table["band_low"]
        for seed in (3, 3, 4)
    )
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()
    assert first.tolist() == pytest.approx(other.tolist(), abs=0.01)


# ------------------------------------------------------------- design, segments
def test_segments_keep_the_design_and_come_in_blocks(kiosk, dimensions):
    by = cs.gap_scores(kiosk, dimensions, by="sex")
    assert by.keys == ("sex", "term")
    assert by.table["sex"].tolist() == ["female"] * 8 + ["male"] * 8
    men = kiosk.where(kiosk.frame["sex"] == "male")
    alone = cs.gap_scores(men, dimensions).table
    rows = by.table[by.table["sex"] == "male"]
    for column in ("estimate", "se", "expectation", "unmet"):
        assert rows[column].tolist() == pytest.approx(alone[column].tolist())


def test_the_error_of_a_gap_is_that_of_the_mean_of_its_differences(kiosk):
    frame = kiosk.frame[["E05", "P05"]].assign(g=lambda f: f["P05"] - f["E05"])
    frame["c"] = np.arange(len(frame)) % 23
    wave = cs.Wave.from_frame(frame, clusters="c")
    gap = cs.gap_scores(wave, {"x": ("E05", "P05")})["x"]
    mean = cs.means(wave, "g")["g"]
    for column in ("estimate", "se", "ci_low", "ci_high", "df"):
        assert gap[column] == pytest.approx(mean[column])


# ------------------------------------------------------------ pairs of the study
def study(**more):
    items = {
        "e1": {"role": "expectation", "scale": "s", "characteristic": "speed"},
        "p1": {"role": "perception", "scale": "s", "characteristic": "speed"},
        "e2": {"role": "expectation", "scale": "s", "characteristic": "price"},
        "p2": {"role": "perception", "scale": "s", "characteristic": "price"},
    }
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "scales": {"s": {"lowest": 1, "highest": 7}},
            "characteristics": {"speed": {"text": "Fast delivery"}, "price": {}},
            "items": items,
            **more,
        }
    )


def answers():
    return pd.DataFrame(
        {"e1": [7, 6, 5], "p1": [5, 5, 5], "e2": [4, 5, 6], "p2": [6, 6, 6]}
    )


def test_pairs_come_from_the_study_s_characteristics():
    result = cs.gap_scores(cs.Wave.from_frame(answers(), study=study()))
    assert result.table["term"].tolist() == ["speed", "price"]
    assert result.about == {"speed": ("e1", "p1"), "price": ("e2", "p2")}
    assert result.label("speed").texts["en"] == "Fast delivery"


def test_a_pair_this_wave_did_not_ask_is_left_out():
    frame = answers().drop(columns="p2")
    result = cs.gap_scores(cs.Wave.from_frame(frame, study=study()))
    assert result.table["term"].tolist() == ["speed"]
    crossed = answers().drop(columns=["e1", "p2"])
    with pytest.raises(ValueError, match="asked none of them"):
        cs.gap_scores(cs.Wave.from_frame(crossed, study=study()))


def test_without_pairs_the_sentence_says_what_is_missing():
    with pytest.raises(ValueError, match="expectation"):
        cs.gap_scores(asked([7, 6], [5, 6]))


# -------------------------------------------------------------- edges, faults
def test_unequal_scales_are_refused_by_name():
    wave = cs.Wave.from_frame(
        pd.DataFrame({"e": [5, 4], "p": [6, 7]}), scales={"e": (1, 5), "p": (1, 7)}
    )
    with pytest.raises(
        ValueError, match="pair='delivery' has unequal scales: e 1 to 5, p 1 to 7"
    ):
        cs.gap_scores(wave, ONE)
    half = cs.Wave.from_frame(wave.frame, scales={"e": (1, 5)})
    with pytest.raises(ValueError, match="e 1 to 5, p has none"):
        cs.gap_scores(half, ONE)


def test_scales_nobody_declared_are_noted():
    wave = cs.Wave.from_frame(pd.DataFrame({"e": [5, 4], "p": [6, 7]}))
    note = str(cs.gap_scores(wave, ONE).notes[-1])
    assert note.startswith("The scales of delivery are not declared")


@pytest.mark.parametrize(
    ("pairs", "match"),
    [
        ({}, "at least one pair"),
        ({"x": "e"}, r"pairs=\['x'\] must each be"),
        ({"x": ("e", [])}, r"pairs=\['x'\] must each be"),
        ({"x": (["e", "p"], "p")}, "pair='x' has 2 expectations and 1 perceptions"),
        ({"x": ("e", "e")}, "pair='x' names a column twice"),
    ],
)
def test_a_faulty_pair_is_named(pairs, match):
    with pytest.raises(ValueError, match=match):
        cs.gap_scores(asked([7, 6], [5, 6]), pairs)


def test_every_faulty_pair_is_named_at_once():
    pairs = {"x": (["e", "p"], "p"), "y": ("e", "e")}
    with pytest.raises(ValueError, match=r"'x'(.|\n)*'y'"):
        cs.gap_scores(asked([7, 6], [5, 6]), pairs)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"tolerance": -1}, "tolerance=-1"),
        ({"tolerance": float("nan")}, "tolerance=nan"),
        ({"level": 0}, "level=0"),
        ({"draws": 0}, "draws=0"),
    ],
)
def test_a_faulty_argument_is_named(more, match):
    with pytest.raises(ValueError, match=match):
        cs.gap_scores(asked([7, 6], [5, 6]), ONE, **more)


def test_an_unknown_column_is_named():
    with pytest.raises(KeyError, match="p9"):
        cs.gap_scores(asked([7, 6], [5, 6]), {"x": ("e", "p9")})


def test_a_pair_nobody_answered_has_no_gap():
    wave = asked([7.0, 6, 5], [5.0, 6, 6], e2=[np.nan] * 3, p2=[4.0, 4, 4])
    table = cs.gap_scores(wave, ONE | {"void": ("e2", "p2")}).table.set_index("term")
    assert table.loc["void", "n"] == 0
    columns = ["estimate", "se", "expectation", "unmet", "band_low"]
    assert table.loc["void", columns].isna().all()
    assert table.loc["delivery", columns].notna().all()


def test_one_respondent_has_a_gap_and_no_error():
    row = cs.gap_scores(asked([7], [5]), ONE)["delivery"]
    assert row["estimate"] == -2
    assert row[["se", "ci_low", "band_low", "band_high"]].isna().all()


def test_a_gap_alike_for_all_has_no_spread():
    row = cs.gap_scores(asked([7, 6, 5], [6, 5, 4]), ONE)["delivery"]
    assert (row["estimate"], row["se"], row["met"]) == (-1, 0, 0)


# ------------------------------------------------------------------ sentences
def test_the_headline_names_the_widest_shortfall(kiosk, dimensions):
    assert cs.gap_scores(kiosk, dimensions).summary() == (
        "security falls furthest short of what customers expect, though not clearly "
        "further than others: 4.95 against 6.67, a gap of −1.71 (−1.90 to −1.52; n = "
        "207)."
    )


def test_the_headline_claims_nothing_that_is_undecided():
    open_ = cs.gap_scores(asked([7, 6, 5, 6], [6, 6, 6, 6]), ONE).summary()
    assert open_.startswith("No gap falls clearly short of what customers expect")
    over = cs.gap_scores(asked([3, 4, 3, 4], [6, 6, 6, 7]), ONE).summary()
    assert over.startswith("Customers get more than they expect everywhere")


# ----------------------------------------------------------------------- total
def item_pairs():
    return {f"{i:02}": (f"E{i:02}", f"P{i:02}") for i in range(1, 25)}


def test_the_total_is_the_mean_of_the_gaps_with_its_own_error(kiosk):
    # worked beforehand: expectation 5.974, perception 4.872, gap -1.102
    found = cs.gap_scores(kiosk, item_pairs())
    total = found.total.loc[0]
    assert total[["expectation", "perception", "estimate"]].tolist() == pytest.approx(
        [5.974, 4.872, -1.102], abs=5.001e-4
    )
    same = cs.contrast(found, [1 / 24] * 24)
    assert total[["estimate", "se"]].tolist() == pytest.approx([same.estimate, same.se])
    whole = tuple([f"{side}{i:02}" for i in range(1, 25)] for side in "EP")
    each = cs.gap_scores(kiosk, {"all": whole})["all"]
    for name in ("estimate", "se", "ci_low", "ci_high"):  # nobody left a blank
        assert total[name] == pytest.approx(each[name])


def test_the_total_stands_by_segment_and_by_wave(kiosk):
    by = cs.gap_scores(kiosk, item_pairs(), by="sex")
    assert by.total["sex"].tolist() == ["female", "male"]
    own = kiosk.where(kiosk.frame["sex"] == "male", name="men")
    alone = cs.gap_scores(own, item_pairs()).total.loc[0]
    names = ["estimate", "se", "df", "ci_low"]
    assert by.total.loc[1, names].tolist() == pytest.approx(alone[names].tolist())
    both = cs.stack({"one": kiosk, "two": own})
    waves = cs.gap_scores(both, item_pairs(), by="wave")
    assert waves.total["wave"].tolist() == ["one", "two"]
    assert waves.total.loc[1, "estimate"] == pytest.approx(alone["estimate"])
    assert waves.row(wave="two", term="01")["estimate"] == pytest.approx(
        cs.gap_scores(own, {"01": ("E01", "P01")}).estimate
    )


@pytest.mark.parametrize("method", ["jkn", "bootstrap"])
def test_replicates_give_the_total_the_same_error(kiosk, method):
    count = {"bootstrap": {"replicates": 4000, "seed": 2}, "jkn": {}}[method]
    again = cs.replicate(kiosk, method=method, **count)
    total = cs.gap_scores(again, item_pairs()).total.loc[0]
    linear = cs.gap_scores(kiosk, item_pairs()).total.loc[0]
    close = {"jkn": 1e-9, "bootstrap": 0.05}[method]
    assert total["se"] == pytest.approx(linear["se"], rel=close)


def test_a_pair_that_cannot_be_estimated_leaves_no_total():
    asked = {"e": [5.0, 6, 7], "p": [4.0, 5, 5], "f": [5.0, 6, 5], "q": [np.nan] * 3}
    wave = cs.Wave.from_frame(pd.DataFrame(asked))
    found = cs.gap_scores(wave, {"a": ("e", "p"), "b": ("f", "q")})
    assert np.isnan(found.total.loc[0, ["estimate", "se"]].astype(float)).all()


def test_errors_are_written_without_a_sign(kiosk):
    found = cs.gap_scores(kiosk, {"a": ("E01", "P01")})
    assert found.rounded()["se"].tolist() == [f"{found.se:.2f}"]


def test_all_items_of_the_kiosk_survey_are_those_worked_beforehand(kiosk, shared):
    known = json.loads((shared / "research" / "csat_fixtures.json").read_text("utf8"))
    gaps = cs.gap_scores(kiosk, item_pairs()).table.set_index("term")["estimate"]
    assert gaps.to_dict() == pytest.approx(known["kiosk_item_gap"])


def test_gaps_of_the_kiosk_survey_are_mostly_perception(kiosk):
    # worked beforehand: the whole gap correlates .75 with perception alone
    sides = [[f"{side}{i:02}" for i in range(1, 25)] for side in "EP"]
    expected, perceived = (kiosk.frame[side].mean(axis=1) for side in sides)
    asked = kiosk.assign(gap=perceived - expected, perceived=perceived)
    found = cs.correlation_matrix(asked, ["gap", "perceived"])
    assert found.matrix.loc["gap", "perceived"] == pytest.approx(0.75, abs=5e-3)
    assert cs.means(asked, "gap").estimate == pytest.approx(
        cs.gap_scores(kiosk, {"all": tuple(sides)}).estimate
    )
