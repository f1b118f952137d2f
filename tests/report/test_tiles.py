"""Are the key figures the right ones, with the right changes?"""

from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods._messages import plain
from csat_methods.report.policy import Policy
from csat_methods.report.tiles import FEWEST, MOST, tiles_of
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Call, Result, Used

CARD = WaveCard(overall=("overall",), lines={"gap": 0.0, "mean": 3.0})


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Scored(Result):
    """A result with a line and a kind of number."""

    line: ClassVar[str] = "mean"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Gap(Scored):
    """A gap."""

    line: ClassVar[str] = "gap"
    kinds: ClassVar[dict[str, str]] = {"estimate": "difference"}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Change(Result):
    """Changes of means."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "difference"}


def result(function, terms, estimates, cls=Scored, half=0.2, **fields):
    table = pd.DataFrame(
        {
            "term": terms,
            "estimate": estimates,
            "ci_low": [e - half for e in estimates],
            "ci_high": [e + half for e in estimates],
            "n": 90,
        }
    )
    table = table.assign(**fields.pop("columns", {}))
    made = cls(
        table=table,
        method=function.replace("_", " "),
        used=Used(99, (90, 90)),
        call=Call(f"csat_methods.x.{function}", {}),
    )
    return replace(made, **fields)


def tiles(**results):
    return tiles_of(list(publish(results, Policy()).values()), CARD)


def test_satisfaction_as_a_whole_comes_first():
    found = tiles(
        m=result("means", ["overall", "speed"], [3.6, 2.5]),
        g=result("gap_scores", ["speed"], [-1.0], Gap),
        n=result("net_promoter_score", ["recommend"], [30.0]),
        i=result("satisfaction_index", ["index"], [76.0]),
    )
    assert [t.row.term for t in found] == ["index", "overall", "recommend", "speed"]
    assert found[-1].row.shown.name == "g"


def test_the_index_of_the_same_answers_stands_for_their_mean():
    index = result("satisfaction_index", ["overall"], [65], Index)
    found = tiles(m=result("means", ["overall", "a"], [3.6, 2.5]), i=index)
    assert [t.row.shown.name for t in found] == ["i", "m"]
    assert found[1].row.term == "a"


def test_a_rating_is_called_one_and_its_item_by_its_own_name_in_a_sentence():
    (found,) = tiles(m=result("means", ["overall"], [3.6]))
    assert plain(found.label) == "overall: rating"
    assert plain(found.subject) == "overall"


def test_few_key_figures_are_filled_up_with_the_lowest_and_highest_rating():
    found = tiles(m=result("means", ["overall", "a", "b", "c"], [3.6, 2.5, 3.0, 4.0]))
    assert [t.row.term for t in found] == ["overall", "a", "c", "b"]
    assert len(found) == FEWEST


def test_there_are_six_at_most():
    names = ("satisfaction_index", "net_promoter_score", "customer_effort_score")
    found = tiles(
        **{name: result(name, [name], [5.0]) for name in names},
        top_box=result("top_box", ["overall"], [0.5]),
        means=result("means", ["overall", *"abcdef"], [3.5] * 7),
        gap_scores=result("gap_scores", ["a"], [-1.0], Gap),
    )
    assert len(found) == MOST


def test_a_gap_is_a_key_figure_only_when_it_falls_short_for_certain():
    assert tiles(g=result("gap_scores", ["a"], [-0.1], Gap)) == ()
    widest = tiles(g=result("gap_scores", ["a", "b"], [-1.0, -2.0], Gap))
    assert [t.row.term for t in widest] == ["b"]


def test_the_widest_gap_is_that_furthest_below_its_line():
    gaps = result("gap_scores", ["a", "b"], [-1.8, -2.0], Gap)
    ends = {"ci_low": [-1.9, -2.2], "ci_high": [-1.7, -1.8]}
    gaps = replace(gaps, table=gaps.table.assign(**ends))
    shown = list(publish({"g": gaps}, Policy()).values())
    # a: 0.3 below -1.5 on a width of 0.2; b: 0.5 on a width of 0.4.
    found = tiles_of(shown, replace(CARD, lines={"gap": -1.5}))
    assert found[0].row.term == "a"
    found = tiles_of(shown, replace(CARD, lines={"gap": -1.65}))
    assert found[0].row.term == "b"


@pytest.mark.parametrize(
    ("estimate", "verdict"), [(3.6, "good"), (3.1, "undecided"), (2.0, "bad")]
)
def test_a_figure_is_judged_by_its_interval(estimate, verdict):
    found = tiles(m=result("means", ["overall"], [estimate]))
    assert found[0].verdict == verdict
    assert found[0].line == 3.0


def test_a_change_is_that_of_the_same_question_in_the_same_unit():
    found = tiles(
        m=result("means", ["overall"], [3.6]),
        n=result("net_promoter_score", ["overall"], [30.0]),
        c=result("compare_waves", ["speed", "overall"], [1.0, -0.5], Change),
    )
    by_name = {t.row.shown.name: t for t in found}
    assert by_name["m"].change.interval[1] == -0.5
    assert by_name["m"].change_verdict == "bad"


def test_the_latest_of_several_changes_counts():
    columns = {"before": ["1", "2"], "after": ["2", "3"]}
    changes = result(
        "compare_waves", ["overall"] * 2, [0.5, 0.1], Change, columns=columns
    )
    found = tiles(m=result("means", ["overall"], [3.6]), c=changes)
    assert found[0].change.interval[1] == 0.1
    assert found[0].change_verdict == "undecided"


def test_earlier_waves_of_the_same_figure_are_its_past():
    past = result(
        "means", ["overall"] * 3, [3.0, 3.3, 3.6], columns={"wave": ["1", "2", "3"]}
    )
    past = replace(past, by=("wave",))
    found = tiles(m=result("means", ["overall"], [3.6]), p=past)
    assert [row.interval[1] for row in found[0].past] == [3.0, 3.3, 3.6]


def test_the_past_of_a_figure_is_not_that_of_another_of_the_same_question():
    waves = {"wave": ["1", "2", "3"]}
    means = result("means", ["overall"] * 3, [3.0, 3.3, 3.6], columns=waves)
    index = result(
        "satisfaction_index", ["overall"] * 3, [50, 58, 65], Index, columns=waves
    )
    now = result("satisfaction_index", ["overall"], [65], Index)
    past = {"m": replace(means, by=("wave",)), "i": replace(index, by=("wave",))}
    found = tiles(n=now, **past)
    assert [low for low, _, _ in found[0].course] == [
        row.interval[0] for row in found[0].past
    ]
    assert [middle for _, middle, _ in found[0].course] == [50, 58, 65]


def test_a_trend_s_last_row_will_do_for_satisfaction_as_a_whole():
    past = result("means", ["overall"] * 2, [3.0, 3.6], columns={"wave": ["1", "2"]})
    shown = list(publish({"p": replace(past, by=("wave",))}, Policy()).values())
    found = tiles_of(shown, replace(CARD, wave="2"))
    assert [t.row.interval[1] for t in found] == [3.6]
    assert tiles_of(shown, replace(CARD, wave="3")) == ()


def changed(estimate, p=0.01, cls=Change):
    columns = {
        "wave_before": ["1", "2"],
        "wave_after": ["2", "3"],
        "before": [3.0, 3.2],
        "after": [3.2, 3.6],
        "p_adjusted": [0.5, p],
    }
    return result(
        "wave_changes", ["overall"] * 2, [0.2, estimate], cls, columns=columns
    )


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Moved(Result):
    """Changes in points."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "points"}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Index(Scored):
    """An index."""

    kinds: ClassVar[dict[str, str]] = {"estimate": "index"}


def test_an_index_changes_in_points_beside_the_change_of_its_mean():
    changes = {
        "c": result("compare_waves", ["overall"], [-0.4], Change),
        "d": changed(4.0, cls=Moved),
    }
    index = result("satisfaction_index", ["overall"], [71.0], Index)
    (tile,) = tiles(i=index, **changes)
    assert (tile.change.shown.name, tile.change_verdict) == ("d", "good")
    (tile,) = tiles(m=result("means", ["overall"], [3.6]), **changes)
    assert (tile.change.shown.name, tile.change_verdict) == ("c", "bad")


def test_a_change_tested_with_others_is_decided_by_its_adjusted_p():
    for p, verdict in ((0.01, "good"), (0.2, "undecided")):
        found = tiles(m=result("means", ["overall"], [3.6]), c=changed(0.4, p))
        assert found[0].change_verdict == verdict


def test_the_course_of_a_figure_is_told_by_its_changes_where_they_join():
    found = tiles(m=result("means", ["overall"], [3.6]), c=changed(0.4))
    assert [value for _, value, _ in found[0].course] == [3.0, 3.2, 3.6]
    gone = changed(0.4)
    gone = replace(gone, table=gone.table.assign(wave_before=["1", "4"]))
    found = tiles(m=result("means", ["overall"], [3.6]), c=gone)
    assert found[0].course == ()
