"""Tests of who is asked, who answers and how well."""

import numpy as np
import pytest

from csat_methods.simulation import fieldwork, model
from csat_methods.simulation.simulate import bundled_study
from csat_methods.wave.reading import read_study


@pytest.fixture(scope="module")
def people():
    return model.customers(4000, np.random.default_rng(1))


def test_base_weights_add_up_to_the_customers(people):
    asked = fieldwork.sample(people, 800, 0)
    assert asked["base_weight"].sum() == pytest.approx(4000)
    assert len(asked) == 800


def test_neighbouring_samples_overlap_as_planned(people):
    samples = [set(fieldwork.sample(people, 800, wave)["customer"]) for wave in (3, 4)]
    share = len(samples[0] & samples[1]) / 800
    assert share == pytest.approx(fieldwork.OVERLAP, abs=0.02)


def test_the_satisfied_answer_more_often():
    rng = np.random.default_rng(2)
    people = model.customers(20_000, rng)
    views = model.first_views(20_000, rng)
    answered = fieldwork.responded(people, views, rng).to_numpy()
    satisfied = views[:, :3].mean(axis=1)
    assert satisfied[answered].mean() > satisfied[~answered].mean() + 0.05
    assert 0.4 < answered.mean() < 0.7


def test_some_answers_are_careless_blank_or_not_applicable():
    study = read_study(bundled_study())
    rng = np.random.default_rng(3)
    people = model.customers(3000, rng)
    truth = model.answers(study, people, model.first_views(3000, rng), 0, rng)
    given = fieldwork.spoiled(study, truth, people, rng)
    straight = given.filter(like="e_").nunique(axis=1) == 1
    assert 0.02 < straight.mean() < 0.08
    assert (given["seconds"] < 120).mean() == pytest.approx(
        fieldwork.CARELESS, abs=0.02
    )
    assert (given["p_complaints"] == 9).mean() == pytest.approx(0.3, abs=0.05)
    blank = given["e_quality"].isna().mean()
    assert blank == pytest.approx(fieldwork.BLANK, abs=0.01)


def test_everybody_asked_is_in_the_contact_file_once(people):
    asked = fieldwork.sample(people, 800, 0)
    rng = np.random.default_rng(4)
    came = asked["draw"] < rng.random(800)
    full = came[came].astype(bool)
    made = fieldwork.contacts(asked, came, full, (1, 0))
    assert made["customer"].is_unique
    assert len(made) == 800
    assert (made.loc[came, "disposition"] == "I").all()
    assert set(made.loc[~came, "disposition"]) == set(fieldwork.LOST)
    assert made["attempts"].between(1, fieldwork.ATTEMPTS).all()


def test_the_groups_of_customers_add_up_to_all(people):
    groups = fieldwork.customer_groups(people)
    assert groups["customers"].sum() == len(people)
    assert list(groups) == ["region", "customer_type", "age_group", "customers"]
