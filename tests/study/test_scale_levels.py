"""Does every type of item have a level?"""

from typing import get_args

import pytest

from csat_methods.study.questions import ItemType
from csat_methods.study.scale_levels import LEVELS, STATISTICS, allows


def test_every_type_of_item_has_a_level():
    assert set(LEVELS) == set(get_args(ItemType))
    for level in LEVELS.values():
        assert level.allowed <= set(STATISTICS)


@pytest.mark.parametrize("kind", ["nominal", "date", "text"])
def test_codes_that_are_no_amounts_have_no_mean(kind):
    assert not allows(kind, "mean")
    assert not allows(kind, "correlation")
