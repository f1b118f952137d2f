"""Tests of what was planned beside what the answers carry."""

import re

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import publish
from csat_methods.report.data_table import table_of
from csat_methods.report.policy import Policy


def wave(n=400, study=None, **design):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"q1": rng.normal(size=n), "city": ["A", "B"] * (n // 2)})
    frame["w"] = np.where(frame["city"] == "A", 1.0, 3.0)
    return cs.Wave.from_frame(frame, study=study, **design)


def test_the_margin_is_that_of_the_effective_answers():
    row = cs.plan_kept(wave(weights="w"), margin=0.05).table.iloc[0]
    effective = 800**2 / (200 * 1 + 200 * 9)
    assert row["n_effective"] == pytest.approx(effective)
    assert row["achieved"] == pytest.approx(1.959964 * np.sqrt(0.25 / effective))
    assert not row["enough"]


def test_the_margin_is_that_of_margin_of_error_without_weights():
    found = cs.plan_kept(wave(), margin=0.05).table.iloc[0]
    assert found["achieved"] == pytest.approx(cs.margin_of_error(400))
    assert found["enough"]


def test_the_difference_seen_is_the_one_that_sample_size_difference_plans_for():
    answers = wave()
    sd = answers.frame["q1"].std(ddof=0)
    row = cs.plan_kept(answers, difference=0.3, by="city", item="q1").table.iloc[0]
    needed = cs.sample_size_difference(difference=row["achieved"], sd=sd)
    assert needed.n_exact == pytest.approx(200, rel=1e-9)


def test_simulated_differences_of_that_size_are_seen_as_often_as_said():
    rng = np.random.default_rng(4)
    size = cs.plan_kept(wave(), difference=0.3, by="city", item="q1").table["achieved"][
        0
    ]
    one, two = rng.normal(size=(2, 2000, 200))
    z = (two.mean(1) + size - one.mean(1)) / np.sqrt(
        (one.var(1, ddof=1) + two.var(1, ddof=1)) / 200
    )
    assert np.mean(np.abs(z) > 1.96) == pytest.approx(0.8, abs=0.06)


def test_a_comparison_that_cannot_be_carried_is_warned_of():
    found = cs.plan_kept(wave(60), difference=0.3, by="city", item="q1")
    assert len(found.notes) == 1
    assert str(found.notes[0]) == (
        "The answers are too few for the planned comparison of: A and B."
    )
    assert found.summary().startswith(
        "The answers cannot carry the planned comparison of A and B: they show"
    )


def test_of_several_comparisons_the_furthest_from_the_plan_is_named():
    answers = wave(60).frame.assign(city=["A"] * 30 + ["B"] * 20 + ["C"] * 10)
    three = cs.Wave.from_frame(answers)
    found = cs.plan_kept(three, difference=0.3, by="city", item="q1")
    assert found.summary().startswith(
        "The answers cannot carry 3 of 3 planned comparisons. Furthest from the plan "
        "is that of B and C: it shows differences from"
    )


def test_a_plan_that_is_kept_has_no_warning():
    found = cs.plan_kept(wave(), margin=0.06, difference=0.4, by="city", item="q1")
    assert found.notes == ()
    assert found.summary() == "The answers carry everything that was planned."


def test_the_plan_is_the_studys_when_none_is_given():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"q1": {"type": "number", "role": "overall"}},
            "segments": {"city": {"text": "City"}},
            "analysis": {"planned": {"margin": 0.1, "difference": 0.2, "by": "city"}},
        }
    )
    found = cs.plan_kept(wave(study=study))
    assert found.table["term"].tolist() == ["margin", "A / B"]
    assert found.table["planned"].tolist() == [0.1, 0.2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "nothing was planned"),
        ({"margin": 0}, "margin=0 must be"),
        ({"difference": -1, "by": "city", "item": "q1"}, "difference=-1"),
        ({"difference": 0.3, "item": "q1"}, "difference=0.3 needs by"),
        ({"margin": 0.1, "power": 1}, "power=1"),
    ],
)
def test_plans_that_are_none_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        cs.plan_kept(wave(), **arguments)


def test_people_not_drawn_with_known_chances_have_no_margin():
    with pytest.raises(ValueError, match="selection='quota': the people were not"):
        cs.plan_kept(wave(selection="quota"), margin=0.05)


def test_one_group_cannot_be_compared():
    answers = wave().where(wave().frame["city"] == "A", name="city = A")
    with pytest.raises(ValueError, match="'city' has 1 groups"):
        cs.plan_kept(answers, difference=0.3, by="city", item="q1")


def test_a_margin_stands_in_points_wherever_it_stands_and_a_difference_does_not():
    found = cs.plan_kept(wave(), margin=0.05, difference=0.3, by="city", item="q1")
    assert found.rounded()["planned"].tolist() == ["5.0\xa0pp", "0.300"]
    assert "4.9\xa0pp" in found._repr_html_()
    shown = publish({"kept": found}, Policy())["kept"]
    page = re.sub("<.*?>", "", str(table_of(shown, "The plan and the answers")))
    assert (page.count("share5.0\xa0pp4.9\xa0pp"), page.count("0.300")) == (1, 1)
