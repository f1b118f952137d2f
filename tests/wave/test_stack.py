"""Is one wave over several what R makes of persons as units?"""

import gc
from weakref import ref

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture
def panel(reference_data):
    """Make the three half-overlapping waves: ``panel(person="person")``."""

    def waves(**design):
        frame = reference_data("waves")
        return {
            str(wave): cs.Wave.from_frame(
                rows.drop(columns="wave"), weights="weight", **design
            )
            for wave, rows in frame.groupby("wave")
        }

    return waves


def test_six_people_two_of_them_in_both_waves_by_hand(reference, reference_data):
    expected = reference("survey/waves/overlap_by_hand")["values"]
    frame = reference_data("waves_tiny")
    waves = [
        cs.Wave.from_frame(rows, weights="weight", person="person")
        for _, rows in frame.groupby("wave")
    ]
    both = cs.stack(waves)
    assert both.design.n_units == 6
    result = cs.means(both, "y", by="wave")
    assert result.table["estimate"].tolist() == list(expected["means"].values())
    assert result.covariance.to_numpy() == pytest.approx(
        np.array(expected["vcov"]["data"]), rel=1e-9
    )


def test_persons_as_units_are_rs_panel(reference, panel):
    values = reference("survey/waves/overlap")["values"]
    whole = cs.stack(panel(person="person"))
    result = cs.means(whole, "satisfaction", by="wave")
    expected = values["satisfaction"]
    means = list(expected["means"].values())
    assert result.table["estimate"].tolist() == pytest.approx(means, rel=1e-9)
    matrix = np.array(expected["vcov_panel"]["data"])
    assert result.covariance.to_numpy() == pytest.approx(matrix, rel=1e-9)
    assert whole.design.degrees(whole.domain) == values["degf"]["panel"]


def test_without_persons_waves_are_rs_independent_surveys(reference, panel):
    values = reference("survey/waves/overlap")["values"]
    whole = cs.stack(panel())
    result = cs.means(whole, "satisfaction", by="wave")
    matrix = np.array(values["satisfaction"]["vcov_independent"]["data"])
    assert result.covariance.to_numpy() == pytest.approx(matrix, rel=1e-9, abs=1e-15)
    assert whole.design.degrees(whole.domain) == values["degf"]["independent"]


def test_persons_inside_strata_are_rs(reference, panel):
    values = reference("survey/waves/overlap")["values"]
    whole = cs.stack(panel(person="person", strata="region"))
    result = cs.means(whole, "satisfaction", by="wave")
    matrix = result.covariance.to_numpy()
    for before, after in ((1, 2), (1, 3)):
        contrast = np.zeros(3)
        contrast[[before - 1, after - 1]] = -1, 1
        se = np.sqrt(contrast @ matrix @ contrast)
        name = f"w{after}_minus_w{before}"
        expected = values["satisfaction"]["differences"][name]["panel_within_region"]
        assert se == pytest.approx(expected["se"]["contrast"], rel=1e-9)
    assert whole.design.degrees(whole.domain) == values["degf"]["panel_within_region"]


def test_scores_of_promoters_carry_the_panel_too(reference, panel):
    expected = reference("survey/waves/overlap")["values"]["nps"]
    waves = panel(person="person", scales={"recommend": (0, 10)})
    result = cs.net_promoter_score(cs.stack(waves), "recommend", by="wave")
    found = result.table["estimate"] / 100
    assert found.tolist() == pytest.approx(list(expected["means"].values()), rel=1e-9)
    matrix = np.array(expected["vcov_panel"]["data"])
    assert result.covariance.to_numpy() / 1e4 == pytest.approx(matrix, rel=1e-9)


# ------------------------------------------------------------------ the frame
def one(name="q1", answers=(1, 2), **more):
    design = {k: more.pop(k) for k in ("person", "scales", "weights") if k in more}
    return cs.Wave.from_frame(pd.DataFrame({name: answers, **more}), **design)


def test_waves_keep_their_order_and_rows_their_wave():
    waves = {"spring": one(), "autumn": one(answers=(4, 5)), "2025": one()}
    whole = cs.stack(waves)
    assert (
        whole.frame["wave"].tolist() == ["spring"] * 2 + ["autumn"] * 2 + ["2025"] * 2
    )
    table = cs.means(whole, "q1", by="wave").table
    assert table["wave"].tolist() == ["spring", "autumn", "2025"]
    assert table["estimate"].tolist() == [1.5, 4.5, 1.5]


def test_the_value_of_the_column_names_a_wave():
    waves = [one(wave=[2017, 2017]), one(wave=[2018.0, 2018.0])]
    assert cs.stack(waves).frame["wave"].unique().tolist() == ["2017", "2018"]
    assert cs.stack([one(), one()], column="year").frame["year"].tolist() == [
        "1",
        "1",
        "2",
        "2",
    ]


def test_an_item_that_a_wave_did_not_ask_counts_as_not_asked():
    whole = cs.stack([one("q1"), one("q2", (4, 5))])
    row = cs.means(whole, ["q1", "q2"])["q2"]
    assert (row["n"], row["asked"]) == (2, 2)
    assert row["estimate"] == 4.5
    table = cs.means(whole, "q2", by="wave").table
    assert table["n"].tolist() == [0, 2]
    assert table["asked"].tolist() == [0, 2]


def test_domains_and_weights_stay_those_of_the_waves():
    first = one(answers=(1, 3), w=[1.0, 3.0], weights="w")
    second = one(answers=(5, 7))
    whole = cs.stack([first.where(first.frame["q1"] == 3, name="three"), second])
    assert whole.weights.tolist() == [1, 3, 1, 1]
    assert whole.domain.tolist() == [False, True, True, True]
    assert whole.conditions == ("three",)
    assert cs.means(whole, "q1", by="wave").table["estimate"].tolist() == [3, 6]


def test_a_scale_that_changed_is_none_and_noted():
    waves = [one(scales={"q1": (1, 5)}), one(scales={"q1": (1, 7)})]
    whole = cs.stack(waves)
    assert "q1" not in whole.scales
    assert str(whole.notes[-1]).startswith("The scale changed between the waves: q1")
    alike = [one(scales={"q1": (1, 5)})] * 2
    assert cs.stack(alike).scales == {"q1": (1, 5)}


def test_people_are_found_under_other_names_and_with_blanks():
    first = one(person="id", id=["a", None])
    second = one(person="customer", customer=["a", None])
    whole = cs.stack([first, second])
    assert whole.person == "id"
    assert whole.design.n_units == 3
    assert whole.frame["id"].tolist()[::2] == ["a", "a"]


def test_the_weakest_selection_speaks_for_all():
    quota = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2]}), selection="quota")
    assert cs.stack([quota, one()]).selection == "quota"


def test_equal_stacks_have_equal_keys():
    waves = {"a": one(), "b": one(answers=(4, 5))}
    assert cs.stack(waves).key == cs.stack(dict(waves)).key
    assert cs.stack(waves).key != cs.stack({"b": waves["a"], "a": waves["b"]}).key


def test_a_stack_of_one_is_that_wave():
    wave = one(answers=(1, 2))
    whole = cs.stack([wave])
    assert cs.means(whole, "q1").se == pytest.approx(cs.means(wave, "q1").se)


def test_the_stack_says_in_its_ledger_what_it_is_made_of():
    (entry,) = cs.stack({"a": one(), "b": one()}).ledger
    assert (entry.step, entry.after) == ("stack", 4)
    assert str(entry.detail) == "waves as one: a, b"


def test_raked_waves_give_the_error_of_the_jackknife_that_rakes_each():
    rng = np.random.default_rng(3)
    waves = []
    for _ in range(2):
        sex = rng.choice(["f", "m"], 120)
        q1 = 4 + (sex == "f") + rng.normal(size=120)
        wave = cs.Wave.from_frame(pd.DataFrame({"q1": q1, "sex": sex}))
        waves.append(cs.rake(wave, {"sex": {"f": 700, "m": 300}}))
    linear = cs.means(cs.stack(waves), "q1", by="wave").table["se"]
    again = [cs.means(cs.replicate(w, method="jkn"), "q1").se for w in waves]
    assert linear.tolist() == pytest.approx(again, rel=0.02)
    alone = [cs.means(w, "q1").se for w in waves]
    assert linear.tolist() == pytest.approx(alone)


# ---------------------------------------------------------------------- faults
def test_waves_must_be_there_and_have_names_of_their_own():
    with pytest.raises(ValueError, match="at least one wave"):
        cs.stack([])
    with pytest.raises(ValueError, match="waves=Wave must be a list of waves"):
        cs.stack(one())
    with pytest.raises(ValueError, match=r"waves: \['DataFrame'\] are no waves"):
        cs.stack([pd.DataFrame({"q1": [1]})])
    with pytest.raises(ValueError, match=r"\['2017'\] are named twice"):
        cs.stack([one(wave=[2017, 2017]), one(wave=[2017, 2017])])


def test_a_column_that_says_something_else_is_refused():
    with pytest.raises(ValueError, match="column='wave' holds 2 values in wave 1"):
        cs.stack([one(wave=[1, 2]), one()])
    assert cs.stack([one(wave=[1, 2]), one()], column="year").n == 4


def test_a_person_column_that_is_taken_is_refused():
    first = one(person="id", id=["a", "b"])
    second = one(person="customer", customer=["a", "c"], id=[7, 8])
    with pytest.raises(ValueError, match="person='customer' of wave 2 cannot become"):
        cs.stack([first, second])


def test_replicates_of_a_panel_are_refused():
    waves = [
        cs.replicate(one(person="id", id=["a", "b"]), method="jkn") for _ in range(2)
    ]
    with pytest.raises(ValueError, match="replicate_weights"):
        cs.stack(waves)


def test_the_same_waves_are_stacked_once_and_let_go_with_them():
    waves = [cs.Wave.from_frame(pd.DataFrame({"q": [1.0, 2.0]})) for _ in range(2)]
    both = cs.stack(waves)
    assert cs.stack(waves) is both
    assert cs.stack({"a": waves[0], "b": waves[1]}) is not both
    assert cs.stack([waves[0], cs.Wave.from_frame(waves[1].frame)]) is not both
    gone = ref(both)
    del both, waves
    gc.collect()
    assert gone() is None
