"""Are limits applied on the side they should be?"""

import numpy as np
import pytest

from csat_methods.answers.careless_rules import FARTHEST, RULES, check_limits


@pytest.mark.parametrize("name", RULES)
def test_a_rule_flags_its_limit_and_what_lies_beyond_it(name):
    rule = RULES[name]
    limit = rule.limit(20)
    step = -0.01 if rule.low else 0.01
    values = np.array([limit, limit + step, limit - step, np.nan])
    assert rule.flags(values, limit).tolist() == [True, True, False, False]


def test_the_limit_of_a_run_is_half_of_the_items_or_six():
    assert [RULES["same_answer"].limit(k) for k in (8, 20)] == [6, 10]


def test_few_pairs_lower_the_limit_of_consistency():
    rule = RULES["synonyms"]
    rng = np.random.default_rng(1)
    sure, unsure = (np.tanh(rng.normal(0.7, sd, 2000)) for sd in (0.1, 0.4))
    assert rule.fitting(sure, 20) == 0.22
    # Two standard deviations of z below the median.
    assert rule.fitting(unsure, 20) == pytest.approx(np.tanh(0.7 - 0.8), abs=0.03)
    assert np.isnan(rule.fitting(np.tanh(rng.normal(0.7, 2, 2000)), 20))
    assert rule.fitting(np.full(3, np.nan), 20) == 0.22
    assert RULES["no_variation"].fitting(unsure, 20) == 0.25


def test_a_correlation_that_can_be_little_else_tells_nothing():
    few = np.repeat([-0.5, 0.5], [380, 20])
    assert np.isnan(RULES["synonyms"].fitting(few, 20))
    assert RULES["synonyms"].fitting(np.full(30, 0.999), 20) == 0.22


@pytest.mark.parametrize("name", ["far_off", "far_off_robust", "unlikely"])
def test_few_of_the_people_drawn_lie_beyond_limits_of_distances(name):
    rule, drawn = RULES[name], np.random.default_rng(1).normal(5, 2, 4000)
    limit = rule.fitting(np.ones(9), 20, drawn)
    assert rule.flags(drawn, limit).mean() == pytest.approx(FARTHEST, abs=1e-3)
    unknown = np.full(4000, np.nan)
    assert rule.fitting(np.ones(9), 20, unknown) == rule.limit(20)
    assert rule.fitting(np.ones(9), 20) == rule.limit(20)


def test_a_limit_that_everybody_meets_is_refused():
    why = r"limits\['same_answer'\]=-3 must be above 0: everybody would be flagged"
    with pytest.raises(ValueError, match=why):
        check_limits({"against_all": -0.5, "same_answer": -3})
    check_limits({"against_all": -0.5, "copied": np.inf, "no_variation": 0})
