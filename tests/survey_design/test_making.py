"""Is a design made, or refused, as its columns say?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.making import SINGLETON, lonely_faults, make_design


def test_without_anything_everybody_counts_one():
    design = make_design(3)
    assert design.weights.tolist() == [1, 1, 1]
    assert design.simple
    assert not design.weighted


def test_weights_follow_from_the_population_of_every_stage():
    # 10 of 40 clusters would weigh 4; here 2 of 8, then 2 of 6 and 1 of 3 persons
    clusters = np.array([0, 0, 1])
    people = [np.array([8.0, 8, 8]), np.array([6.0, 6, 3])]
    design = make_design(
        3, clusters=[clusters], population=people, singleton="certainty"
    )
    assert design.weights.tolist() == [12, 12, 12]
    assert design.weighted


def test_weights_that_came_are_kept_as_they_came():
    w = np.array([0.5, 2, 0])
    design = make_design(3, weights=w, population=[np.full(3, 9.0)])
    assert design.weights.tolist() == [0.5, 2, 0]
    assert design.base is design.weights


@hypothesis.given(st.integers(1, 20), st.integers(0, 50))
def test_weights_from_a_population_add_up_to_it(n, more):
    hypothesis.assume(n > 1)
    design = make_design(n, population=[np.full(n, float(n + more))])
    assert design.weights.sum() == pytest.approx(n + more)


def test_one_respondent_is_a_design():
    assert make_design(1).n_units == 1


# --------------------------------------------------------------------- faults
def test_a_lonely_stratum_is_refused_until_somebody_says_what_it_does():
    strata = np.array([0, 0, 1])
    with pytest.raises(ValueError, match="singleton='refuse': 1 strata at stage 1"):
        make_design(3, strata=strata)
    for rule in SINGLETON[1:]:
        assert make_design(3, strata=strata, singleton=rule).singleton == rule


def test_a_lonely_unit_below_matters_only_where_the_stage_above_is_finite():
    clusters = [np.array([0, 0, 1]), np.array([0, 1, 2])]
    assert make_design(3, clusters=clusters).n_units == 2
    sizes = [np.full(3, 9.0), np.array([4.0, 4, 5])]
    with pytest.raises(ValueError, match="1 strata at stage 2 have one unit"):
        make_design(3, clusters=clusters, population=sizes)


def test_a_unit_taken_whole_is_not_lonely():
    sizes = [np.array([4.0, 4, 1])]
    design = make_design(3, strata=np.array([0, 0, 1]), population=sizes)
    assert list(lonely_faults(design.stages, "refuse")) == []


def test_everything_wrong_with_the_populations_is_said_at_once():
    with pytest.raises(ValueError, match="differs inside") as refused:
        make_design(
            6,
            strata=np.array([0, 0, 0, 1, 1, 2]),
            population=[np.array([9.0, 9, 8, 1, 1, 7])],
            labels=list("abcdef"),
        )
    said = str(refused.value).split("\n")
    assert said[0].startswith("population_size=9 in row a differs inside its stratum")
    assert said[1] == (
        "population_size=1 at stage 1 is smaller than the 2 units sampled there."
    )
    assert said[2].startswith("singleton='refuse': 1 strata")


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match=r"singleton='adjus' .*'adjust'"):
        make_design(2, singleton="adjus")
