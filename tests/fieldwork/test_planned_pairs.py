"""Is the smallest difference that two groups would show the one of the formula?"""

import math

import pandas as pd
import pytest

from csat_methods import Wave
from csat_methods.fieldwork.planned_pairs import pairs_of


def test_groups_are_compared_two_by_two_by_their_sizes_and_the_spread_of_all():
    frame = pd.DataFrame({"q": [1.0, 5.0] * 50, "city": ["a"] * 20 + ["b"] * 80})
    plan = {"by": "city", "item": "q", "difference": 1.0}
    (pair,) = pairs_of(Wave.from_frame(frame), plan, 2.8)
    wanted = 2.8 * 2.0 * math.sqrt(1 / 20 + 1 / 80)
    assert pair.row["achieved"] == pytest.approx(wanted)
    assert (pair.row["n"], pair.row["enough"]) == (100, False)
    assert (pair.term, pair.about) == ("a / b", ("q", "city"))
    assert pair.people == (("city", "a", 20), ("city", "b", 80))


def test_one_group_cannot_be_compared():
    wave = Wave.from_frame(pd.DataFrame({"q": [1.0, 5.0], "city": "a"}))
    with pytest.raises(ValueError, match=r"by='city' has 1 groups; it needs two"):
        pairs_of(wave, {"by": "city", "item": "q", "difference": 1.0}, 2.8)
