"""Are limits applied on the side they should be?"""

import numpy as np
import pytest

from csat_methods.answers.careless_rules import RULES


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


def test_answers_piled_up_at_one_end_raise_the_limit_of_robust_distances():
    rule = RULES["far_off_robust"]
    rng = np.random.default_rng(1)
    near, far = (np.exp(rng.normal(m, 0.5, 2000)) for m in (2, 5))
    assert rule.fitting(near, 20) == rule.limit(20)
    assert rule.fitting(far, 20) == pytest.approx(np.exp(5.5), rel=0.05)
    assert RULES["far_off"].fitting(far, 20) == RULES["far_off"].limit(20)
