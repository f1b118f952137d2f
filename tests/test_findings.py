"""Does a verdict follow from the whole interval, and never from a part of it?"""

import math
from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods._findings import Finding, judge, side
from csat_methods._messages import Message, Text

ENDS = st.tuples(st.floats(-9, 9), st.floats(0, 9)).map(lambda e: (e[0], e[0] + e[1]))
OTHER = {"good": "bad", "bad": "good", "undecided": "undecided"}


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (4.1, 4.3, "good"),
        (3.7, 3.9, "bad"),
        (3.9, 4.3, "undecided"),
        (4.0, 4.3, "undecided"),
        (3.7, 4.0, "undecided"),
        (math.nan, 4.3, "undecided"),
        (4.1, math.nan, "undecided"),
    ],
)
def test_an_interval_that_reaches_the_line_decides_nothing(low, high, verdict):
    assert judge(low, high, 4.0) == verdict
    sides = {"good": "up", "bad": "down", "undecided": ""}
    assert side(low, high, 4.0) == sides[verdict]


def test_a_finding_tells_on_which_side_of_its_line_it_lies():
    frame = pd.DataFrame({"late": [4.0, 5, 5, 4] * 9, "mixed": [2.0, 4, 5, 1] * 9})
    found = cs.means(cs.Wave.from_frame(frame), ["late", "mixed"])
    told = {line: found.findings({"mean": line}) for line in (3.0, 9.0)}
    assert [each.direction for each in told[3.0]] == ["up", ""]
    assert [each.direction for each in told[9.0]] == ["down", "down"]
    falling = cs.gap_scores(cs.Wave.from_frame(frame), {"g": ("late", "mixed")})
    assert [each.direction for each in falling.findings({"gap": 0.0})] == ["down"]


@given(ENDS, st.floats(-9, 9))
def test_what_is_good_turns_bad_where_low_is_better(ends, line):
    higher = judge(*ends, line)
    assert judge(*ends, line, higher_is_better=False) == OTHER[higher]


@given(ENDS, st.floats(-9, 9))
def test_the_mirror_image_has_the_other_verdict(ends, line):
    low, high = ends
    assert judge(-high, -low, -line) == OTHER[judge(low, high, line)]


FINE = Finding(
    kind="mean",
    subject="q1",
    label=Text({"en": "Price"}),
    estimate=4.2,
    ci_low=4.1,
    ci_high=4.3,
    n=99,
    line=4.0,
    verdict="good",
    message=Message("Price is fine."),
    ref="term=q1",
)


def test_a_finding_does_not_change():
    assert (FINE.segment, FINE.direction) == ("", "")
    assert math.isnan(FINE.distance)
    with pytest.raises(FrozenInstanceError):
        FINE.verdict = "bad"


def test_what_may_be_chance_after_all_is_undecided_and_keeps_all_else():
    up = replace(FINE, direction="up", segment="north")
    assert up.unless_chance(clear=True) == up
    unclear = up.unless_chance(clear=False)
    assert (unclear.verdict, unclear.direction) == ("undecided", "")
    assert replace(unclear, verdict="good", direction="up") == up
