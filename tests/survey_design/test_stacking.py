"""Does a stack of surveys keep what each knew, and join what people share?"""

import numpy as np
import pytest

from csat_methods.survey_design.calibration import Calibration
from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.replication import jackknife
from csat_methods.survey_design.stacking import stacked
from csat_methods.survey_design.steps import Raking
from csat_methods.survey_design.variance import covariance, weighted_influence

TWO_STAGES = {
    "clusters": [np.array([0, 0, 1, 1, 2, 2]), np.arange(6)],
    "population": [np.full(6, 9.0), np.array([5.0, 5, 4, 4, 8, 8])],
}
DESIGNS = {
    "plain": {},
    "weights": {"weights": np.array([1.0, 2, 1, 3, 2, 2])},
    "strata": {"strata": np.array([0, 0, 0, 1, 1, 1])},
    "clusters": {"clusters": [np.array([0, 0, 1, 1, 2, 2])]},
    "finite": {"population": [np.full(6, 50.0)]},
    "two stages": TWO_STAGES,
}


def z(rows, seed):
    return np.random.default_rng(seed).normal(size=(rows, 1))


@pytest.mark.parametrize("second", DESIGNS)
@pytest.mark.parametrize("first", DESIGNS)
def test_surveys_that_share_nobody_add_their_variances(first, second):
    a, b = (make_design(6, **DESIGNS[name]) for name in (first, second))
    both = stacked([a, b], [None, None])
    left, right = z(6, 1), z(6, 2)
    apart = covariance(a, left) + covariance(b, right)
    assert covariance(both, np.vstack([left, right])) == pytest.approx(apart)
    assert both.weights.tolist() == [*a.weights, *b.weights]
    rows = np.ones(12, bool)
    assert both.degrees(rows) == a.degrees(rows[:6]) + b.degrees(rows[:6])


def test_a_person_in_both_brings_the_covariance_by_hand():
    # people 0 1 | 1 2: units 0, 1, 2 with totals −1, 2 − 1, 0: mean 0
    # V = 3 / 2 (1 + 1 + 0) = 3
    plain = make_design(2)
    both = stacked([plain, plain], [np.array([0, 1]), np.array([1, 2])])
    values = np.array([[-1.0], [2.0], [-1.0], [0.0]])
    assert covariance(both, values) == pytest.approx(3)
    apart = stacked([plain, plain], [np.array([0, 1]), np.array([2, 3])])
    assert apart.n_units == 4
    assert len(apart.first.population) == 2


def test_branches_that_share_people_are_joined_and_their_strata_too():
    branches = make_design(
        4,
        clusters=[np.array([0, 0, 1, 1])],
        strata=np.array([0, 0, 1, 1]),
        singleton="remove",
    )
    who = np.array([0, 1, 2, 3])
    again = np.array([3, 4, 5, 6])
    both = stacked([branches, branches], [who, again])
    # person 3: branch 1 of the first survey and branch 0 of the second are one unit
    assert both.first.unit.tolist() == [0, 0, 1, 1, 1, 1, 2, 2]
    assert both.first.stratum.tolist() == [0, 1, 2]


def test_joined_strata_have_endless_populations_and_others_keep_theirs():
    strata = np.array([0, 0, 1, 1])
    finite = make_design(4, strata=strata, population=[np.array([20.0, 20, 30, 30])])
    both = stacked([finite, finite], [np.array([0, 1, 2, 3]), np.array([0, 7, 8, 9])])
    sizes = dict(zip(both.first.sizes.tolist(), both.first.population, strict=True))
    assert sizes == {3: np.inf, 2: 30.0}


def test_rows_without_a_person_stay_their_own_units():
    plain = make_design(3)
    both = stacked([plain, plain], [np.array([0, -1, -1]), np.array([0, -1, 5])])
    assert both.n_units == 5


def steps(design, seed):
    rows = np.array([0, 2, 3, 5])
    codes = np.array([0, 1, 0, 1])
    rake = Raking((codes,), (np.array([30.0, 40.0]),), rows)
    x = np.random.default_rng(seed).normal(3, 1, (6, 1))
    raked = design.then(rake)
    total = x.T @ raked.weights * 1.05
    return raked.then(Calibration(x, total, np.arange(6)))


def test_weighting_steps_act_on_their_own_rows():
    a, b = (steps(make_design(6, weights=np.arange(1.0, 7)), s) for s in (1, 2))
    both = stacked([a, make_design(2), b], [None, None, None])
    values = z(14, 3)
    seen = weighted_influence(both, values)
    alone = [
        weighted_influence(a, values[:6]),
        values[6:8],
        weighted_influence(b, values[8:]),
    ]
    assert seen == pytest.approx(np.vstack(alone))
    again = both.base
    for step in both.steps:
        again = step.apply(again)
    assert again == pytest.approx(both.weights)


def test_replicates_stand_beside_the_weights_of_the_others():
    a, b = make_design(6), make_design(6, weights=np.arange(1.0, 7))
    both = stacked([jackknife(a), jackknife(b)], [None, None])
    y = z(12, 4)[:, 0]
    each = both.replicates.weights.T @ y
    apart = covariance(a, y[:6, None]) + covariance(b, y[6:, None])
    variance = both.replicates.covariance(np.array([both.weights @ y]), each[:, None])
    assert variance == pytest.approx(apart)


def test_replicates_of_people_in_both_are_refused():
    design = jackknife(make_design(3))
    with pytest.raises(ValueError, match=r"replicate_weights: .* several of them vary"):
        stacked([design, design], [np.arange(3), np.arange(3)])
    with pytest.raises(ValueError, match="replicate_weights: 1 of 2 surveys"):
        stacked([design, make_design(3)], [None, None])


def test_the_rule_for_single_units_is_the_first_that_was_named():
    lonely = make_design(3, strata=np.array([0, 0, 1]), singleton="adjust")
    assert stacked([make_design(2), lonely], [None, None]).singleton == "adjust"
    assert stacked([make_design(2)] * 2, [None, None]).singleton == "refuse"
