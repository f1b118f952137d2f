"""Are rows, verdicts and importance read from results as they were published?"""

from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods._messages import Text
from csat_methods.report import judgement
from csat_methods.report.policy import Policy
from csat_methods.report.wave_card import WaveCard
from csat_methods.result import Call, Domain, Result, Used


def made_as(function, table, **fields):
    made = Result(
        table=pd.DataFrame(table),
        method="R",
        used=Used(99, (90, 90)),
        call=Call(f"csat_methods.somewhere.{function}", {}),
        **fields,
    )
    return publish({"r": made}, Policy())["r"]


def test_a_result_is_known_by_the_function_that_made_it(parcels_published):
    shown = list(parcels_published.values())
    found = judgement.made_by(shown, "net_promoter_score", "means")
    assert [each.name for each in found] == [
        "06.nps",
        "06.overall_mean",
        "06.means",
        "06.segments",
    ]
    nameless = replace(shown[0], result=replace(shown[0].result, call=None))
    assert judgement.function_of(nameless) == ""


def test_segments_and_narrower_domains_do_not_speak_of_everybody(parcels_published):
    shown = list(parcels_published.values())
    names = {each.name for each in judgement.whole(shown, WaveCard())}
    assert "06.segments" not in names
    assert "06.means" in names
    part = made_as("means", {"term": ["a"]}, domain=Domain(("city = Ash",), ""))
    assert judgement.whole([part], WaveCard()) == []
    card = WaveCard(conditions=("city = Ash",))
    assert judgement.whole([part], card) == [part]


def test_a_comparison_with_a_wave_that_left_out_others_speaks_of_everybody():
    words = ("without: too fast", "without: at night")
    part = made_as("compare_waves", {"term": ["a"]}, domain=Domain(words, "d"))
    card = WaveCard(conditions=words[:1])
    assert judgement.whole([part], card) == []
    assert judgement.whole([part], replace(card, earlier=words[1:])) == [part]


def test_rows_without_an_estimate_say_nothing():
    shown = made_as("means", {"term": ["a", "b"], "estimate": [1.0, float("nan")]})
    assert [row.term for row in judgement.rows_of(shown)] == ["a"]


def test_a_finding_knows_its_row(parcels_published, parcels_card):
    found = judgement.judged([parcels_published["06.means"]], parcels_card)
    by_term = {each.row.term: each for each in found}
    assert by_term["speed"].finding.verdict == "bad"
    assert by_term["speed"].distance > by_term["price"].distance > 0


def test_importance_comes_from_the_best_source_there_is():
    columns = {"term": ["speed", "care"], "estimate": [0.3, 0.1]}
    derived = made_as("relative_importance", columns)
    stated = made_as(
        "importance_performance",
        {"term": ["speed", "care"], "estimate": [1.0, 1.0], "importance": [6.0, 4.0]},
    )
    for shown, average in (([derived], 0.2), ([derived, stated], 5.0)):
        matters = judgement.importance_of(shown, WaveCard())
        assert matters.average == pytest.approx(average)
        assert matters.value(matters.of(["speed"])) > matters.average
    assert matters.of(["price"]) is None
    assert matters.value(None) == -float("inf")


def test_without_any_importance_nothing_is_known():
    matters = judgement.importance_of([], WaveCard())
    assert matters.of(["speed"]) is None
    assert matters.average != matters.average


def test_a_kind_is_named_only_when_it_is_certain():
    shown = made_as(
        "kano",
        {
            "term": ["a", "b"],
            "category": ["must_be", "attractive"],
            "probability": [0.99, 0.6],
        },
    )
    kinds = judgement.kinds_of([shown])
    assert [kinds[name].id for name in ("a", "b")] == ["Basic", "undecided"]


def test_a_row_without_words_is_called_by_its_name():
    shown = made_as("means", {"term": ["a"], "estimate": [1.0]})
    assert judgement.rows_of(shown)[0].label == Text({"en": "a"})


def test_stated_importance_is_preferred_to_derived():
    table = {"term": ["a"], "estimate": [1.0], "importance": [0.1]}
    derived = made_as("importance_performance", table)
    call = Call("csat_methods.x.importance_performance", {})  # as in an extract
    table = derived.result.table.assign(importance=6.0)
    result = replace(derived.result, table=table, call=call)
    vars(result)["importance"] = "stated"
    stated = replace(derived, result=result)
    matters = judgement.importance_of([derived, stated], WaveCard())
    assert matters.value(matters.of(["a"])) == 6.0


def test_importance_that_stands_on_all_columns_is_known_by_its_term():
    about = {"a": ("a", "b", "whole"), "b": ("a", "b", "whole")}
    shown = made_as(
        "relative_importance", {"term": ["a", "b"], "estimate": [0.3, 0.1]}, about=about
    )
    matters = judgement.importance_of([shown], WaveCard())
    assert matters.value(matters.of(["a", "e_a"])) == 0.3
    assert matters.value(matters.of(["b"])) == 0.1
    assert matters.of(["whole"]) is None


def test_only_the_latest_pair_of_waves_is_a_finding():
    rows = judgement.rows_of(
        made_as(
            "compare_waves",
            {"term": ["a", "a"], "estimate": [1.0, 2.0], "wave_after": ["2", "3"]},
        )
    )
    assert [row.cells["estimate"] for row in judgement.latest(rows)] == [2.0]
    assert judgement.latest([]) == []
