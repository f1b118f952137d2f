"""Are units, strata and populations of every stage what the columns say?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.stages import codes, stages_of, sums_by

IDS = st.lists(st.integers(0, 4), min_size=1, max_size=30)


def one_stage(strata=None, units=None, population=None):
    n = len(next(x for x in (strata, units, population) if x is not None))
    arrays = [None if x is None else np.array(x) for x in (strata, units, population)]
    clusters = [] if arrays[1] is None else [arrays[1]]
    sizes = [] if arrays[2] is None else [arrays[2]]
    return stages_of(n, arrays[0], clusters, sizes)[0]


def test_rows_are_units_where_no_clusters_are_named():
    (stage,) = stages_of(3, None, [], [])
    assert stage.singular
    assert stage.unit.tolist() == [0, 1, 2]
    assert stage.sizes.tolist() == [3]
    assert stage.population.tolist() == [np.inf]
    assert not stage.finite


def test_a_cluster_id_that_repeats_over_strata_is_two_units():
    stage = one_stage(strata=[0, 0, 1, 1], units=[7, 8, 7, 7])
    assert stage.unit.tolist() == [0, 1, 2, 2]
    assert stage.stratum.tolist() == [0, 0, 1]
    assert stage.sizes.tolist() == [2, 1]
    assert not stage.singular


def test_second_stage_units_lie_within_the_unit_above():
    first, second = stages_of(
        5, None, [np.array([0, 0, 1, 1, 1]), np.array([1, 2, 1, 1, 2])], []
    )
    assert first.sizes.tolist() == [2]
    assert second.unit.tolist() == [0, 1, 2, 2, 3]
    assert second.stratum.tolist() == [0, 0, 1, 1]


def test_a_second_population_makes_rows_the_last_stage():
    stages = stages_of(
        4, None, [np.array([0, 0, 1, 1])], [np.full(4, 10.0), np.full(4, 5.0)]
    )
    assert [s.singular for s in stages] == [False, True]
    assert stages[1].fraction.tolist() == [0.4, 0.4]


def test_fractions_and_lonely_strata_follow_from_the_sizes():
    stage = one_stage(strata=[0, 0, 1, 2], population=[8, 8, 1, 5])
    assert stage.fraction.tolist() == [0.25, 1, 0.2]
    assert stage.lonely.tolist() == [False, False, True]
    assert stage.finite


@pytest.mark.parametrize(
    ("rule", "factors"),
    [
        # (1 − 2/8) · 2 / 1 in the first; the second is taken whole, the third lonely
        ("remove", [1.5, 0, 0]),
        ("certainty", [1.5, 0, 0]),
        ("adjust", [1.5, 0, 0.8]),
        ("average", [1.5 * 3 / 2, 0, 0]),
    ],
)
def test_lonely_strata_count_by_their_rule(rule, factors):
    stage = one_stage(strata=[0, 0, 1, 2], population=[8, 8, 1, 5])
    assert stage.factor(rule).tolist() == pytest.approx(factors)
    centred = [1, 1, 0] if rule == "adjust" else [1, 1, 1]
    assert stage.centred(rule).tolist() == centred


@hypothesis.given(IDS)
def test_codes_are_whole_numbers_without_a_gap(values):
    found, k = codes(np.array(values))
    assert sorted(set(found.tolist())) == list(range(k))
    assert k == len(set(values))


@hypothesis.given(
    st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=40)
)
def test_every_unit_lies_in_one_stratum_and_every_row_in_one_unit(rows):
    strata, first, second = np.array(rows).T
    for level, stage in enumerate(stages_of(len(rows), strata, [first, second], [])):
        keys = list(zip(strata, first, second, strict=True))
        keys = [key[: 2 + level] for key in keys]
        assert len(set(zip(keys, stage.unit.tolist(), strict=True))) == len(set(keys))
        assert len(stage.stratum) == len(set(keys))
        assert stage.sizes.sum() == len(stage.stratum)
        assert (stage.sizes > 0).all()


@pytest.mark.parametrize("columns", [0, 1, 9])
def test_sums_by_group_are_those_of_the_rows_of_each(columns):
    z = np.arange(3.0 * columns).reshape(3, columns)
    found = sums_by(np.array([1, 0, 1]), z, 3)
    assert found.tolist() == [z[1].tolist(), (z[0] + z[2]).tolist(), [0.0] * columns]
