"""Is what was given for a level recognised, or refused?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import _checks
from csat_methods.gaps.chain_places import CUSTOMERS, FIGURE, check_scales, placed

WAVE = cs.Wave.from_frame(
    pd.DataFrame({"e": [7, 6, 5], "p": [4, 5, 3]}), scales={"e": (1, 7), "p": (1, 7)}
)


def place(given):
    faults = _checks.Faults()
    found = placed("planned", "speed", given, faults)
    faults.stop()
    return found


def test_columns_numbers_and_rows_are_told_apart():
    assert place("e").columns == ("e",)
    assert place(["e", "p"]).source == CUSTOMERS
    assert (place(5).value, place(5).se, place(5).source) == (5.0, 0.0, FIGURE)
    row = cs.means(WAVE, ["e", "p"])["e"]
    assert (place(row).value, place(row).n, place(row).df) == (6.0, 3.0, 2.0)
    one = cs.means(WAVE, "p")
    assert place(one).se == one.se
    assert place({"estimate": 4.0, "se": 0.2}).se == 0.2


@pytest.mark.parametrize("given", [None, [], [1, 2], {"value": 3}, float("inf"), False])
def test_anything_else_is_refused(given):
    with pytest.raises(ValueError, match=r"planned\['speed'\]=.* must be a column"):
        place(given)


def test_a_result_of_several_rows_is_none():
    with pytest.raises(ValueError, match="the row of a Result"):
        place(cs.means(WAVE, ["e", "p"]))


def test_figures_off_the_scale_are_refused():
    chain = {"speed": {"expected": place("e"), "planned": place(8)}}
    with pytest.raises(
        ValueError, match=r"planned\['speed'\]=8 must lie on the scale, 1"
    ):
        check_scales(WAVE, chain)
