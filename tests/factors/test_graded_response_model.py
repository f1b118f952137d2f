"""Is the graded response model mirt's, and are its errors those of the design?"""

import time

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CASES = ["science", "bfi_N", "bfi_A_missing"]
ITEMS = list("abcd")


def rated(n=600, seed=3, a=(0.8, 1.2, 1.6, 2.4)):
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, 1)) * a + rng.logistic(size=(n, len(a)))
    answers = sum((latent > cut).astype(float) for cut in (-2.0, 0.0, 1.5)) + 1
    frame = pd.DataFrame(answers, columns=list("abcdefghijklmnopqrst")[: len(a)])
    return frame.assign(w=rng.uniform(0.5, 2, n), unit=np.arange(n) // 4)


def missing_of(case):
    return "fiml" if case["missing"] == "fiml" else "complete"


@pytest.mark.parametrize("name", CASES)
def test_parameters_and_errors_are_mirts(name, reference, wave_of):
    case = reference(f"psychometrics/irt/grm_{name}")
    found = cs.graded_response_model(
        wave_of(case), case["items"], missing=missing_of(case)
    )
    values = case["values"]
    assert found.log_likelihood == pytest.approx(values["logLik"], abs=1e-6)
    table, intercepts = (t.set_index("term") for t in (found.table, found.intercepts))
    for item, wanted in values["parameters"].items():
        for letter, number in wanted["irt"].items():
            assert table.loc[item, letter] == pytest.approx(number, abs=1e-5)
        for letter, number in wanted["slope_intercept"].items():
            own = letter.replace("a1", "a")
            assert intercepts.loc[item, own] == pytest.approx(number, abs=1e-5)
            error = intercepts.loc[item, f"se_{own}"]
            assert error == pytest.approx(wanted["se"][letter], rel=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_information_scores_and_reliability_are_mirts(name, reference, wave_of, matrix):
    case = reference(f"psychometrics/irt/grm_{name}")
    found = cs.graded_response_model(
        wave_of(case), case["items"], missing=missing_of(case)
    )
    values = case["values"]
    told = found.information.loc[np.array(values["theta"], float)]
    assert told["test"].to_numpy() == pytest.approx(values["test_information"])
    each = told[case["items"]].to_numpy()
    assert each == pytest.approx(matrix(values["item_information"]))
    first = found.scores.dropna().iloc[:10].to_numpy()
    assert first == pytest.approx(matrix(values["eap_first10"]), abs=1e-6)
    assert found.reliability["empirical"] == pytest.approx(values["empirical_rxx"])
    assert found.reliability["marginal"] == pytest.approx(values["marginal_rxx"])


def test_published_parameters_of_the_science_survey(reference, wave_of):
    # mirt's own test suite, which stops at a change of .0001: the third digit is off.
    case = reference("psychometrics/irt/grm_science")
    found = cs.graded_response_model(wave_of(case), case["items"]).intercepts
    wanted = [
        [1.041, 4.864, 2.640, -1.466],
        [1.226, 2.924, 0.901, -2.266],
        [2.296, 5.238, 2.216, -1.965],
        [1.095, 3.348, 0.992, -1.688],
    ]
    ours = found[["a", "d1", "d2", "d3"]].to_numpy()
    assert ours == pytest.approx(np.array(wanted), rel=3e-3)


def test_half_of_the_people_at_a_threshold_reach_the_category():
    found = cs.graded_response_model(cs.Wave.from_frame(rated()), ITEMS)
    a, d = found.intercepts["a"], found.intercepts["d2"]
    assert found.table["b2"].to_numpy() == pytest.approx((-d / a).to_numpy())


def test_reversing_an_item_turns_its_slope_and_its_thresholds():
    frame = rated()[ITEMS]
    plain = cs.graded_response_model(cs.Wave.from_frame(frame), ITEMS)
    other = cs.Wave.from_frame(frame.assign(a=5 - frame["a"]))
    turned = cs.graded_response_model(other, ITEMS)
    assert turned.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)
    assert turned.table["a"][0] == pytest.approx(-plain.table["a"][0], abs=1e-6)
    assert turned.table["b1"][0] == pytest.approx(plain.table["b3"][0], abs=1e-5)
    assert turned.table["se_b1"][0] == pytest.approx(plain.table["se_b3"][0], rel=1e-4)
    assert any("other way" in note.id for note in turned.notes)


def test_a_weight_of_two_is_two_alike_respondents():
    frame = rated(300).assign(w=[1.0, 2.0] * 150)
    twice = frame.loc[frame.index.repeat(frame["w"].astype(int))]
    one = cs.graded_response_model(cs.Wave.from_frame(frame, weights="w"), ITEMS)
    two = cs.graded_response_model(
        cs.Wave.from_frame(twice[ITEMS].reset_index(drop=True)), ITEMS
    )
    for column in ("a", "b1", "b3"):
        assert one.table[column].to_numpy() == pytest.approx(
            two.table[column].to_numpy(), abs=1e-6
        )


def test_errors_in_weighted_clusters_are_the_jackknifes():
    wave = cs.Wave.from_frame(
        rated(800, a=(1.5, 1.2, 1.6)), weights="w", clusters="unit"
    )
    linear = cs.graded_response_model(wave, ITEMS[:3]).table
    again = cs.graded_response_model(cs.replicate(wave, method="jkn"), ITEMS[:3]).table
    for column in ("a", "b1", "b2", "b3"):
        assert again[column].to_numpy() == pytest.approx(
            linear[column].to_numpy(), rel=1e-6
        )
        errors = again[f"se_{column}"].to_numpy()
        assert linear[f"se_{column}"].to_numpy() == pytest.approx(errors, rel=0.03)


def test_planted_slopes_lie_within_their_errors():
    found = cs.graded_response_model(cs.Wave.from_frame(rated(8000)), ITEMS).table
    off = (found["a"] - [0.8, 1.2, 1.6, 2.4]) / found["se_a"]
    assert off.abs().max() < 3.5
    off = (found["b2"] - 0.0) / found["se_b2"]
    assert off.abs().max() < 3.5


def test_two_categories_and_four_stand_side_by_side():
    frame = rated()[ITEMS].assign(a=lambda f: (f["a"] > 2).astype(float))
    found = cs.graded_response_model(cs.Wave.from_frame(frame), ITEMS).table
    assert found.loc[0, ["b2", "b3"]].isna().all()
    assert found.loc[1, ["b1", "b2", "b3"]].notna().all()


def test_scores_are_over_the_frame_and_blank_for_who_does_not_count():
    frame = rated(200)
    frame.loc[[4, 7], "a"] = np.nan
    wave = cs.Wave.from_frame(frame)
    found = cs.graded_response_model(wave, ITEMS)
    assert found.scores.index.equals(wave.frame.index)
    assert found.scores.index[found.scores["estimate"].isna()].tolist() == [4, 7]
    assert (
        cs.graded_response_model(wave, ITEMS, missing="fiml")
        .scores.notna()
        .all(axis=None)
    )


def test_an_answer_that_nobody_gave_is_told():
    frame = rated()[ITEMS].replace({"b": {2.0: 3.0}})
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(ITEMS, (1, 4)))
    found = cs.graded_response_model(wave, ITEMS)
    assert "nobody gave have no threshold of their own: b." in repr(found)


def test_the_headline_names_the_best_and_the_worst_item():
    found = cs.graded_response_model(cs.Wave.from_frame(rated()), ITEMS)
    assert found.summary().startswith("d tells people apart best")
    assert ", a least (" in found.summary()


@pytest.mark.parametrize(
    ("items", "change", "why"),
    [
        (["a", "b"], {}, r"items=\['a', 'b'\]: at least 3"),
        (ITEMS, {"b": 3}, r"items=\['b'\] are constant"),
        (ITEMS, {"c": np.arange(600) / 7}, r"items=\['c'\] have more than 20"),
        (ITEMS, {"d": np.nan}, "0 people answered all 4"),
        (
            [*ITEMS, "test"],
            {"test": [1, 2] * 300},
            "items: 'test' names all items here",
        ),
    ],
)
def test_items_that_cannot_carry_the_model_are_refused(items, change, why):
    wave = cs.Wave.from_frame(rated().assign(**change))
    with pytest.raises(ValueError, match=why):
        cs.graded_response_model(wave, items)


def test_copies_are_refused():
    frame = rated()[ITEMS].assign(e=lambda f: f["d"])
    with pytest.raises(ValueError, match=r"items=\['d', 'e'\] tell people apart with"):
        cs.graded_response_model(cs.Wave.from_frame(frame), [*ITEMS, "e"])


def test_an_unknown_rule_for_blanks_is_refused():
    with pytest.raises(ValueError, match="missing='pairwise'"):
        cs.graded_response_model(cs.Wave.from_frame(rated()), ITEMS, missing="pairwise")


def test_twenty_items_of_five_thousand_people_take_two_seconds_at_most():
    slopes = np.linspace(0.8, 2.5, 20)
    wave = cs.Wave.from_frame(rated(5000, a=slopes))
    began = time.process_time()
    found = cs.graded_response_model(wave, list("abcdefghijklmnopqrst"))
    assert time.process_time() - began < 2
    assert len(found.table) == 20
