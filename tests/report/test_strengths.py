"""Is each thing told once, by the worst that is said of it?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd

from csat_methods import publish
from csat_methods.report.judgement import judged
from csat_methods.report.policy import Policy
from csat_methods.report.strengths import decided, poorest, strong
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Call, Result, Used

CARD = WaveCard(lines={"mean": 3.0, "gap": -1.0}, overall=("overall",))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Rated(Result):
    """Ratings with a line."""

    line: ClassVar[str] = "mean"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Short(Result):
    """Gaps with a line."""

    line: ClassVar[str] = "gap"


def made(cls, **estimates):
    """Estimates with intervals of two tenths to either side."""
    table = pd.DataFrame(
        {
            "term": list(estimates),
            "estimate": list(estimates.values()),
            "se": 0.1,
            "ci_low": [value - 0.2 for value in estimates.values()],
            "ci_high": [value + 0.2 for value in estimates.values()],
            "n": 90,
        }
    )
    used = Used(99, (90, 90))
    return cls(table=table, method="m", used=used, call=Call(f"x.{cls.__name__}", {}))


def findings(**results):
    return judged(list(publish(results, Policy()).values()), CARD)


def told(found):
    return {(each.row.term, each.finding.verdict) for each in found}


def test_what_falls_short_of_what_is_expected_is_no_strength_however_it_is_rated():
    found = findings(
        m=made(Rated, a=4.0, b=4.2, c=3.05), g=made(Short, a=-1.5, b=-0.9, c=0.4)
    )
    left = poorest(found)
    assert told(left) == {("a", "bad"), ("b", "undecided"), ("c", "undecided")}


def test_what_is_rated_well_in_every_way_is_told_by_either():
    found = findings(m=made(Rated, a=4.0), g=made(Short, a=0.4))
    assert len(poorest(found)) == 2


def test_a_small_shortfall_is_no_strength_nor_is_what_the_headline_tells():
    found = findings(m=made(Rated, overall=4.0, c=4.0), g=made(Short, a=-0.2, b=0.4))
    assert told(strong(found, CARD)) == {("b", "good"), ("c", "good")}


def test_the_clearest_stands_first():
    found = decided(findings(m=made(Rated, a=4.0, b=4.5, c=2.0)), "good")
    assert [each.row.term for each in found] == ["b", "a"]


def test_a_strength_that_beats_what_is_expected_is_told_by_its_gap():
    found = findings(m=made(Rated, a=4.5, b=4.0), g=made(Short, a=0.4))
    told_by = {each.row.term: each.finding.kind for each in decided(found, "good")}
    assert told_by == {"a": "gap", "b": "mean"}


def test_what_fell_for_certain_is_neither_a_strength_nor_open():
    found = findings(m=made(Rated, a=4.0, b=3.05, c=4.0))
    fell = [
        replace(each, finding=replace(each.finding, kind="change", verdict="bad"))
        for each in found
        if each.row.term != "c"
    ]
    left = poorest([*found, *fell])
    assert told(left) == {("a", "bad"), ("b", "bad"), ("c", "good")}
