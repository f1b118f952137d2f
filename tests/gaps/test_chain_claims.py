"""Is the largest part of a gap named only where it is clear?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.gaps.chain_claims import blind_spots, largest_part, sensitivity
from csat_methods.gaps.chain_places import CUSTOMERS, FIGURE, Place

GAP = {"estimate": -2.0, "ci_low": -2.5, "ci_high": -1.5}


def links(*rows):
    return [
        {"link": f"l{i}", "estimate": m, "ci_low": m - h, "ci_high": m + h}
        for i, (m, h) in enumerate(rows)
    ]


def test_the_first_link_is_clear_beyond_all_others():
    claim = largest_part(links((-0.5, 0.2), (-1.5, 0.2), (0.0, 0.1)), GAP)
    assert (claim.first["link"], claim.second["link"], claim.clear) == (
        "l1",
        "l0",
        True,
    )


def test_it_is_not_where_intervals_meet_or_lack():
    assert not largest_part(links((-0.9, 0.3), (-1.1, 0.3)), GAP).clear
    assert not largest_part(links((-0.5, np.nan), (-1.5, 0.1)), GAP).clear


def test_a_gain_is_looked_for_where_more_is_perceived():
    gain = {"estimate": 2.0, "ci_low": 1.5, "ci_high": 2.5}
    assert largest_part(links((-0.5, 0.1), (2.5, 0.1)), gain).first["link"] == "l1"


def test_nothing_is_said_of_one_link_or_no_clear_gap():
    assert largest_part(links((-2.0, 0.1)), GAP) is None
    unclear = {"estimate": -0.1, "ci_low": -0.5, "ci_high": 0.3}
    assert largest_part(links((-2.0, 0.1), (1.9, 0.1)), unclear) is None


@pytest.mark.parametrize(
    ("planned", "high", "found"),
    [(6.0, -1.5, ("speed",)), (6.8, -1.5, ()), (6.0, -0.5, ())],
)
def test_a_blind_spot_keeps_its_standard_and_is_far_from_perception(
    planned, high, found
):
    values = {("speed", "delivered"): 6.5, ("speed", "planned"): planned}
    row = {"characteristic": "speed", "link": "delivered → perceived", "ci_high": high}
    gaps = pd.DataFrame([{"characteristic": "speed", **GAP}])
    assert blind_spots(values, pd.DataFrame([row]), gaps) == found


def test_a_moved_point_may_move_the_largest_part():
    table = ((0.0, 1.0), (1.0, 5.0))
    places = {
        "expected": Place(CUSTOMERS),
        "delivered": Place(FIGURE, value=5.0, measured=1.0, mapping=table),
        "perceived": Place(CUSTOMERS),
    }
    values = {("a", "expected"): 6.0, ("a", "delivered"): 5.0, ("a", "perceived"): 3.5}
    moved = sensitivity({"a": places}, values, {"a": (1.0, 7.0)})
    assert moved[["figure", "moved"]].to_numpy().tolist() == [[0, 2], [1, 4], [1, 6]]
    assert moved["change"].tolist() == [0.0, -1.0, 1.0]
    assert moved["same"].tolist() == [True, False, True]
    assert moved["largest"][1] == "expected → delivered"
