"""Tests of customers, those asked and those who answered side by side."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chisquare

import csat_methods as cs

CUSTOMERS = {"age": {"young": 400, "middle": 350, "old": 250}}


def answers(young, middle, old):
    ages = ["young"] * young + ["middle"] * middle + ["old"] * old
    return cs.Wave.from_frame(pd.DataFrame({"age": ages}))


def test_a_proportional_sample_has_no_differences():
    found = cs.compare_to_frame(answers(40, 35, 25), CUSTOMERS, by="age")
    assert found.table["estimate"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert found.table["standardized"].to_numpy() == pytest.approx(0, abs=1e-12)
    assert found.notes == ()
    assert found.summary().startswith("Those who answered mirror the customers")
    assert found.tests["p"].item() == pytest.approx(1)


def test_a_sample_planted_with_bias_is_flagged():
    found = cs.compare_to_frame(answers(20, 35, 45), CUSTOMERS, by="age")
    old = found.row(term="age", group="old")
    assert old.estimate == pytest.approx(0.2)
    assert old.standardized == pytest.approx(0.2 / np.sqrt(0.25 * 0.75))
    said = [str(note) for note in found.notes]
    assert any("Too few answers from young (age): 20.0%" in note for note in said)
    assert found.summary().startswith("Too many answers from old (age): 45.0%")
    assert found.summary() not in said
    assert found.tests["p"].item() < 0.001


def test_the_test_of_a_plain_sample_is_pearsons():
    found = cs.compare_to_frame(answers(60, 80, 60), CUSTOMERS, by="age")
    pearson = chisquare([60, 80, 60], [80, 70, 50])
    row = found.tests.iloc[0]
    # the design's variance has n - 1, and its effects are those of the answers seen
    assert row["statistic"] == pytest.approx(pearson.statistic, rel=0.12)
    assert row["p"] == pytest.approx(pearson.pvalue, abs=0.02)
    assert row["df"] == pytest.approx(2, abs=0.1)


def test_over_repeated_samples_the_test_keeps_its_level():
    """Clusters of twenty that are alike: Pearson's test would err in most samples."""
    rng = np.random.default_rng(8)
    wrong = []
    for _ in range(200):
        lean = rng.dirichlet([8, 7, 5], 60)
        ages = [rng.choice(["young", "middle", "old"], 20, p=p) for p in lean]
        frame = pd.DataFrame(
            {"age": np.concatenate(ages), "shop": np.repeat(range(60), 20)}
        )
        wave = cs.Wave.from_frame(frame, clusters="shop")
        tests = cs.compare_to_frame(wave, CUSTOMERS, by="age").tests
        wrong.append(tests["p"].item() < 0.05)
    assert 0.01 <= np.mean(wrong) <= 0.11


def test_asked_and_answered_stand_beside_the_customers():
    people = pd.DataFrame(
        {"age": ["young"] * 50 + ["old"] * 50, "came": [1] * 10 + [0] * 40 + [1] * 50}
    )
    people["w"] = np.where(people["age"] == "young", 12, 8)
    wave = cs.Wave.from_frame(people, weights="w")
    found = cs.compare_to_frame(
        wave, {"age": {"young": 600, "old": 400}}, by="age", responded="came"
    )
    young = found.row(term="age", group="young")
    assert young["sample"] == pytest.approx(0.6)
    assert young.respondents == pytest.approx(120 / 520)
    assert young.n == 10
    assert found.used.asked == 100
    assert found.used.used == (60, 60)


def test_a_group_from_which_nobody_answered_has_an_interval():
    found = cs.compare_to_frame(answers(60, 40, 0), CUSTOMERS, by="age")
    old = found.row(term="age", group="old")
    assert old.estimate == -0.25
    assert -0.25 <= old.ci_low <= old.estimate < old.ci_high < -0.1
    assert old.n == 0


def test_no_test_is_made_of_a_quota_sample_or_of_few_expected_answers():
    frame = pd.DataFrame({"age": ["young"] * 30 + ["middle"] * 30 + ["old"] * 40})
    quota = cs.Wave.from_frame(frame, selection="quota")
    found = cs.compare_to_frame(quota, CUSTOMERS, by="age")
    assert found.tests["p"].isna().all()
    assert "not drawn with known chances" in str(found.notes[0])
    few = cs.compare_to_frame(answers(3, 3, 2), CUSTOMERS, by="age")
    assert few.tests["p"].isna().all()


def test_weights_and_alike_respondents_say_the_same():
    one = answers(20, 30, 40).frame
    twice = pd.concat([one, one[one["age"] == "old"]], ignore_index=True)
    weighted = one.assign(w=np.where(one["age"] == "old", 2, 1))
    a = cs.compare_to_frame(cs.Wave.from_frame(twice), CUSTOMERS, by="age")
    b = cs.compare_to_frame(
        cs.Wave.from_frame(weighted, weights="w"), CUSTOMERS, by="age"
    )
    assert a.table["respondents"].to_numpy() == pytest.approx(b.table["respondents"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"by": []}, r"by=\[\] must name at least one"),
        ({"by": ["age", "age"]}, "each once"),
        ({"by": "age", "level": 1.2}, "level=1.2"),
        ({"by": "age", "responded": "age"}, "responded='age' must be 0 or 1"),
    ],
)
def test_unsound_arguments_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        cs.compare_to_frame(answers(5, 5, 5), CUSTOMERS, **arguments)


def test_nobody_answering_is_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"age": ["old"] * 3, "came": [0] * 3}))
    with pytest.raises(ValueError, match="nobody answered"):
        cs.compare_to_frame(wave, CUSTOMERS, by="age", responded="came")


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="'city'"):
        cs.compare_to_frame(answers(1, 1, 1), CUSTOMERS, by="city")
