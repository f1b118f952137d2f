"""Are groups of rest scores large enough, and falls found?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.rest_score_groups import (
    group_size,
    rest_groups,
    violations,
)


@given(st.lists(st.integers(0, 12), min_size=120, max_size=400))
def test_groups_are_ordered_whole_scores_of_enough_people(scores):
    rest = np.array(scores, float)
    group = rest_groups(rest)
    sizes = np.bincount(group)
    assert sizes.min() >= min(group_size(len(rest)), len(rest))
    for score in np.unique(rest):
        assert len(np.unique(group[rest == score])) == 1
    assert (np.diff(group[np.argsort(rest, kind="stable")]) >= 0).all()


def test_a_fall_is_found_with_its_size():
    # Rest scores 0, 2, 4, sixty people each; 30, 20 and 40 of them reach the step.
    rest = np.repeat([0.0, 1.0, 2.0], 60)
    reached = np.concatenate([np.arange(60) < n for n in (30, 20, 40)]).astype(float)
    x = np.column_stack([reached, np.minimum(rest, 1), rest >= 2])
    found = violations(x, 0)
    assert (found.active, found.violations) == (3, 1)
    assert found.largest == found.sum == pytest.approx(10 / 60)
    # 2 |√((20 + 1)(30 + 1)) − √(30 · 40)| / √119
    wanted = 2 * (np.sqrt(30 * 40) - np.sqrt(21 * 31)) / np.sqrt(119)
    assert found.z_max == pytest.approx(wanted)
    assert found.significant == int(wanted > 1.6449)


def test_too_few_people_make_one_group_that_shows_nothing():
    x = np.random.default_rng(1).integers(0, 2, (40, 3)).astype(float)
    found = violations(x, 0)
    assert (found.active, found.violations, found.crit(0.2)) == (0, 0, 0.0)
