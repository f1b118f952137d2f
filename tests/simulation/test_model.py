"""Tests of the model the synthetic customers come from."""

import numpy as np
import pytest

from csat_methods.simulation import model
from csat_methods.simulation.simulate import bundled_study
from csat_methods.wave.reading import read_study


@pytest.fixture(scope="module")
def study():
    return read_study(bundled_study())


def test_the_factors_have_the_planted_correlations():
    views = model.first_views(200_000, np.random.default_rng(1))
    assert np.corrcoef(views.T) == pytest.approx(model.correlation(), abs=0.01)


def test_views_keep_their_spread_and_most_of_themselves():
    rng = np.random.default_rng(2)
    first = model.first_views(100_000, rng)
    second = model.next_views(first, rng)
    assert second.std(axis=0) == pytest.approx(np.ones(6), abs=0.02)
    kept = np.corrcoef(first[:, 0], second[:, 0])[0, 1]
    assert kept == pytest.approx(model.STABLE, abs=0.01)


def test_answers_stay_on_their_scale_and_meet_the_ceiling(study):
    rng = np.random.default_rng(3)
    people = model.customers(2000, rng)
    given = model.answers(study, people, model.first_views(2000, rng), 0, rng)
    for name in given:
        low, high = study.scale_of(name)
        held = given[name].dropna()
        assert held.between(low, high).all()
        assert (held == held.round()).all()
    assert (given["e_safety"] == 7).mean() > 0.4


def test_routed_items_are_missing_where_they_do_not_apply(study):
    rng = np.random.default_rng(4)
    people = model.customers(500, rng)
    given = model.answers(study, people, model.first_views(500, rng), 0, rng)
    assert (given["p_delivery_time"].notna() == (people["had_delivery"] == 1)).all()
    assert (given["p_complaints"].notna() == (people["complained"] == 1)).all()


def test_segments_have_exactly_their_shares():
    people = model.customers(1000, np.random.default_rng(5))
    for name, shares in {"region": model.REGIONS, "age_group": model.AGES}.items():
        counts = people[name].value_counts()
        assert counts.to_dict() == {k: round(1000 * v) for k, v in shares.items()}
