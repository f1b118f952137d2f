"""Are tests and effects of differential item functioning those of R?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = ["bfi_A_gender", "datcat_g"]
ITEMS = list("abcd")


@pytest.fixture
def grouped(reference_data):
    def wave(case):
        frame = reference_data(case["data"])
        items = frame[case["items"]].astype(float)
        for item in case["reversed"]:
            items[item] = sum(case["scale_range"]) - items[item]
        return cs.Wave.from_frame(items.assign(**{case["group"]: frame[case["group"]]}))

    return wave


def planted(n=1200, seed=4, shift=1.2, tilt=0.0):
    rng = np.random.default_rng(seed)
    person, group = rng.normal(size=n), np.arange(n) % 2
    latent = person[:, None] * 1.5 + rng.logistic(size=(n, 4))
    latent[:, 0] += group * (shift + tilt * person)
    answers = sum((latent > cut).astype(float) for cut in (-1.5, 0.0, 1.5)) + 1
    frame = pd.DataFrame(answers, columns=ITEMS)
    frame = frame.assign(g=np.where(group, "y", "x"), w=rng.uniform(0.5, 2, n))
    return frame.assign(unit=np.arange(n) // 6)


@pytest.mark.parametrize("score", ["total", "rest"])
@pytest.mark.parametrize("name", CASES)
def test_tests_and_effects_are_rs(name, score, reference, grouped):
    case = reference(f"psychometrics/irt/dif_{name}")
    found = cs.differential_item_functioning(
        grouped(case), case["items"], group=case["group"], score=score
    )
    table = found.table.set_index("term")
    for item, wanted in case["values"][f"{score}_score"].items():
        row = table.loc[item]
        assert row["statistic"] == pytest.approx(wanted["chi"]["chi13"], abs=1e-6)
        assert row["df"] == 2
        for ours, theirs in [("p_uniform", "12"), ("p_nonuniform", "23"), ("p", "13")]:
            assert row[ours] == pytest.approx(wanted["p"][f"chi{theirs}"], rel=1e-6)
        change = wanted["r2_change_nagelkerke"]
        assert row["effect_size"] == pytest.approx(change["13"], abs=1e-6)
        assert row["effect_uniform"] == pytest.approx(change["12"], abs=1e-6)
        assert row["slope_change"] == pytest.approx(wanted["beta_change"], abs=1e-6)
    if score == "total":
        adjusted = case["values"]["p_holm_chi13_total"]
        assert table["p_adjusted"].to_dict() == pytest.approx(adjusted, rel=1e-6)


def test_a_planted_shift_is_found_and_is_uniform():
    wave = cs.Wave.from_frame(planted())
    found = cs.differential_item_functioning(wave, ITEMS, group="g", score="rest")
    row = found["a"]
    assert row["p_uniform"] < 1e-6
    assert row["p_nonuniform"] > 0.01
    assert row["effect_size"] > 0.035
    assert found.summary() == "At the same score, answers differ by g: a."


def test_a_planted_tilt_is_not_uniform():
    wave = cs.Wave.from_frame(planted(shift=0.0, tilt=1.5))
    found = cs.differential_item_functioning(wave, ITEMS, group="g", score="rest")
    assert found["a"]["p_nonuniform"] < 1e-6


def test_without_a_difference_nothing_is_said_to_differ():
    wave = cs.Wave.from_frame(planted(shift=0.0))
    found = cs.differential_item_functioning(wave, ITEMS, group="g")
    assert found.summary() == (
        "At the same score, no item is answered differently by g."
    )
    assert (found.table["p_adjusted"] >= found.table["p"]).all()


def test_a_small_but_certain_difference_is_negligible():
    wave = cs.Wave.from_frame(planted(n=12000, shift=0.3))
    found = cs.differential_item_functioning(wave, ITEMS, group="g", score="rest")
    assert found.summary() == (
        "At the same score, answers differ by g only negligibly."
    )


def test_the_name_of_the_groups_changes_nothing():
    frame = planted()
    plain = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g"
    )
    turned = frame.assign(g=frame["g"].map({"x": 9, "y": 1}))
    other = cs.differential_item_functioning(
        cs.Wave.from_frame(turned), ITEMS, group="g"
    )
    for column in ("statistic", "effect_size", "p_uniform"):
        assert other.table[column].to_numpy() == pytest.approx(plain.table[column])
    assert (plain.groups, other.groups) == (("x", "y"), ("1", "9"))


def test_three_groups_have_four_degrees_of_freedom():
    frame = planted().assign(g=lambda f: np.arange(len(f)) % 3)
    found = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g"
    )
    assert (found.table["df"] == 4).all()


def test_in_a_plain_sample_the_designs_test_is_near_the_likelihoods():
    frame = planted(n=3000, shift=0.5)
    plain = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g", score="rest"
    )
    alone = cs.Wave.from_frame(frame.assign(s=np.arange(3000) // 1500), strata="s")
    design = cs.differential_item_functioning(alone, ITEMS, group="g", score="rest")
    ratio = design.table["statistic"][0] / plain.table["statistic"][0]
    assert ratio == pytest.approx(1, abs=0.1)
    assert design.table["effect_size"].to_numpy() == pytest.approx(
        plain.table["effect_size"]
    )


def test_a_weight_of_two_has_the_effect_of_two_alike_respondents():
    frame = planted(n=400).assign(w=[1.0, 1.0, 2.0, 2.0] * 100)
    twice = frame.loc[frame.index.repeat(frame["w"].astype(int))].reset_index(drop=True)
    one = cs.differential_item_functioning(
        cs.Wave.from_frame(frame, weights="w"), ITEMS, group="g"
    )
    two = cs.differential_item_functioning(cs.Wave.from_frame(twice), ITEMS, group="g")
    assert one.table["effect_size"].to_numpy() == pytest.approx(
        two.table["effect_size"]
    )


def test_clusters_and_replicates_agree():
    wave = cs.Wave.from_frame(planted(shift=0.4), weights="w", clusters="unit")
    linear = cs.differential_item_functioning(wave, ITEMS[:2], group="g").table
    again = cs.differential_item_functioning(
        cs.replicate(wave, method="jkn"), ITEMS[:2], group="g"
    ).table
    assert linear["statistic"].to_numpy() == pytest.approx(again["statistic"], rel=0.1)


def test_an_item_that_score_and_group_foretell_is_blank_and_named():
    frame = planted().assign(d=lambda f: (f[["a", "b", "c"]].sum(axis=1) > 7) + 1.0)
    found = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g", score="rest"
    )
    assert np.isnan(found["d"]["effect_size"])
    assert found.table["p_adjusted"].notna().sum() == 3
    assert "tell answers apart: d." in repr(found)


def test_an_answer_that_a_group_never_gave_is_told():
    frame = planted()
    frame.loc[(frame["g"] == "x") & (frame["b"] == 1), "b"] = 2
    found = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g"
    )
    assert "nobody gave some of the answers to: b." in repr(found)


def test_people_without_a_group_do_not_count():
    frame = planted(n=300)
    frame.loc[:19, "g"] = None
    found = cs.differential_item_functioning(
        cs.Wave.from_frame(frame), ITEMS, group="g"
    )
    assert (found.table["n"] == 280).all()


@pytest.mark.parametrize(
    ("change", "options", "why"),
    [
        ({"g": "x"}, {}, "group='g' has 1 levels among those who answered"),
        ({"g": ["x"] * 297 + ["y"] * 3}, {}, r"too few people in \{'y': 3\}"),
        ({}, {"group": "a"}, "group='a' is one of the items"),
        ({}, {"score": "mean"}, "score='mean'"),
        ({"b": 2}, {}, r"items=\['b'\] are constant"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, options, why):
    wave = cs.Wave.from_frame(planted(n=300).assign(**change))
    with pytest.raises(ValueError, match=why):
        cs.differential_item_functioning(wave, ITEMS, **{"group": "g", **options})


def test_an_unknown_group_is_refused():
    with pytest.raises(KeyError, match="town"):
        cs.differential_item_functioning(
            cs.Wave.from_frame(planted()), ITEMS, group="town"
        )
