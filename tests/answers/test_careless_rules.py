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
