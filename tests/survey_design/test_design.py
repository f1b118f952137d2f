"""Does a design know its units, its degrees of freedom and its weighting steps?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.replication import jackknife
from csat_methods.survey_design.steps import Raking

ALL = np.ones(6, bool)


def clustered(**more):
    return make_design(
        6,
        strata=np.array([0, 0, 0, 1, 1, 1]),
        clusters=[np.array([0, 0, 1, 2, 3, 3])],
        **more,
    )


def test_units_and_strata_of_rows():
    design = clustered()
    assert design.n_units == 4
    assert design.stratum.tolist() == [0, 0, 0, 1, 1, 1]
    assert not design.simple


def test_degrees_are_units_less_strata_that_have_members():
    design = clustered()
    assert design.degrees(ALL) == 2
    assert design.degrees(np.array([1, 1, 1, 0, 0, 0], bool)) == 1
    assert design.degrees(np.array([1, 0, 0, 1, 0, 0], bool)) == 0
    assert design.degrees(~ALL) == 0


def test_rows_without_weight_are_no_members():
    design = clustered(weights=np.array([1.0, 1, 0, 1, 0, 0]))
    assert design.degrees(ALL) == 0


@pytest.mark.parametrize(
    ("design", "simple"),
    [
        ({}, True),
        ({"weights": np.ones(6)}, False),
        ({"strata": np.arange(6) // 2}, False),
        ({"clusters": [np.arange(6) // 2]}, False),
        ({"population": [np.full(6, 10.0)]}, False),
    ],
)
def test_only_alike_rows_are_simple(design, simple):
    assert make_design(6, **design).simple is simple


def test_a_step_is_remembered_with_the_weights_it_found():
    design = make_design(4)
    step = Raking((np.array([0, 0, 1, 1]),), (np.array([3.0, 5]),), np.arange(4))
    after = design.then(step)
    assert after.weights.tolist() == [1.5, 1.5, 2.5, 2.5]
    assert after.chain[0].tolist() == [1, 1, 1, 1]
    assert step.apply(np.ones(4) * 7).tolist() == pytest.approx(after.weights)
    assert design.weights.tolist() == [1, 1, 1, 1]
    assert not after.simple


# ----------------------------------------------------------------- replicates
@hypothesis.given(st.integers(0, 5000))
def test_the_whole_jackknife_has_the_degrees_of_the_design(seed):
    rng = np.random.default_rng(seed)
    strata = np.repeat(np.arange(3), [3, 4, 5])
    design = make_design(12, weights=rng.uniform(0.001, 1000, 12), strata=strata)
    everybody = np.ones(12, bool)
    assert jackknife(design).degrees(everybody) == design.degrees(everybody) == 9


@hypothesis.given(st.integers(0, 5000), st.integers(1, 11))
def test_the_degrees_of_some_rows_are_their_rank_less_one(seed, size):
    rng = np.random.default_rng(seed)
    rows = np.zeros(12, bool)
    rows[rng.choice(12, size, replace=False)] = True
    design = jackknife(make_design(12, clusters=[np.arange(12) // 2]))
    weights = design.replicates.weights[rows]
    assert design.degrees(rows) == np.linalg.matrix_rank(weights) - 1


def test_one_respondent_has_no_degree_under_replicates():
    design = jackknife(make_design(6))
    assert design.degrees(np.arange(6) < 1) == 0
    assert design.degrees(~ALL) == 0


def test_a_row_that_no_replicate_counts_has_no_degree():
    weights = np.array([[0.0, 0, 0], [0, 2, 2], [2, 0, 2], [2, 2, 0]])
    replicates = Replicates.given(weights, np.full(3, 2 / 3))
    assert replicates.degrees(np.array([True] * 4)) == 2
    assert replicates.degrees(np.array([True, False, False, False])) == 0


def test_deviations_are_from_the_mean_or_from_the_estimate():
    each = np.array([[1.0, 10], [3, 14]])
    mean = Replicates.given(np.ones((2, 2)), np.array([0.5, 0.5]))
    mse = Replicates.given(np.ones((2, 2)), np.array([0.5, 0.5]), mse=True)
    # from 2 and 12: ±1, ±2; from 1 and 12: 0, 2 and −2, 2
    at = np.array([1.0, 12])
    assert mean.covariance(at, each).tolist() == [[1, 2], [2, 4]]
    assert mse.covariance(at, each).tolist() == [[2, 2], [2, 4]]


# --------------------------------------------------------------------- levels
def test_stages_below_carry_the_fractions_above():
    design = make_design(
        4,
        clusters=[np.array([0, 0, 1, 1])],
        population=[np.full(4, 8.0), np.full(4, 5.0)],
    )
    (_, first), (_, second) = design.levels
    assert first.tolist() == pytest.approx([0.75 * 2])
    assert second.tolist() == pytest.approx([0.25 * (1 - 0.4) * 2] * 2)


def test_an_endless_stage_ends_the_sum():
    design = make_design(4, clusters=[np.array([0, 0, 1, 1]), np.arange(4)])
    assert len(design.stages) == 2
    assert len(design.levels) == 1
