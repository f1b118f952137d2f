"""Does each replicate leave one unit out and make up for it within its stratum?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.calibration import Calibration
from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.replication import jackknife, jackknife_factors
from csat_methods.survey_design.steps import Raking


def test_the_factors_of_two_strata_by_hand():
    design = make_design(5, strata=np.array([0, 0, 1, 1, 1]))
    factors, scale = jackknife_factors(design)
    assert factors[:2, :2].tolist() == [[0, 2], [2, 0]]
    assert factors[:2, 2:].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert factors[2:, 2:].tolist() == [[0, 1.5, 1.5], [1.5, 0, 1.5], [1.5, 1.5, 0]]
    assert scale.tolist() == pytest.approx([1 / 2, 1 / 2, 2 / 3, 2 / 3, 2 / 3])


def test_a_finite_population_is_in_the_scale():
    design = make_design(4, population=[np.full(4, 10.0)])
    assert jackknife_factors(design)[1].tolist() == pytest.approx([0.75 * 0.6] * 4)


def test_rows_of_a_cluster_leave_together():
    design = make_design(4, clusters=[np.array([5, 5, 6, 7])])
    weights = jackknife(design).replicates.weights
    assert weights.tolist() == [[0, 1.5, 1.5]] * 2 + [[1.5, 0, 1.5], [1.5, 1.5, 0]]


@hypothesis.given(st.integers(0, 5000))
def test_replicates_keep_each_stratums_mean_weight(seed):
    rng = np.random.default_rng(seed)
    strata = np.repeat(np.arange(3), [4, 5, 6])
    design = make_design(15, weights=rng.uniform(1, 3, 15), strata=strata)
    weights = jackknife(design).replicates.weights
    for h in range(3):
        own = (strata == h)[:, None] * weights
        # over the replicates of its stratum a unit counts as often as in the sample
        inside = own[:, strata == h].mean(axis=1)
        assert inside == pytest.approx(np.where(strata == h, design.weights, 0.0))


@hypothesis.given(st.integers(0, 5000))
def test_every_weighting_step_is_repeated_in_every_replicate(seed):
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(24), rng.gamma(4, 1, 24)])
    codes = (np.arange(24) % 3,)
    base = make_design(24, weights=rng.uniform(1, 2, 24))
    raking = Raking(codes, (np.array([20.0, 30, 25]),), np.arange(24))
    design = base.then(raking)
    totals = x.T @ design.weights * np.array([1, 1.01])
    design = design.then(Calibration(x, totals, np.arange(24)))
    for column in jackknife(design).replicates.weights.T:
        assert x.T @ column == pytest.approx(totals, rel=1e-8)
    raked = jackknife(base.then(raking)).replicates.weights
    for code, total in enumerate(raking.totals[0]):
        assert raked[codes[0] == code].sum(axis=0) == pytest.approx(total)


def test_replicates_made_first_are_weighted_by_the_steps_that_follow():
    base = make_design(12)
    step = Raking((np.arange(12) % 2,), (np.array([20.0, 30]),), np.arange(12))
    before, after = jackknife(base).then(step), jackknife(base.then(step))
    assert before.replicates.weights == pytest.approx(after.replicates.weights)
    assert before.weights == pytest.approx(after.weights)
