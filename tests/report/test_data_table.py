"""Does a table of a page say what is published, with the place of each number?"""

import re
from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods._messages import Text, language
from csat_methods.report.data_table import interval, scrolling, table_of
from csat_methods.report.lint import read_page
from csat_methods.report.policy import Policy
from csat_methods.report.tables import results_content
from csat_methods.result import Domain, Result, Used
from tests.report.references import absolute, lookup


def shown_of(table, **fields):
    made = Result(table=table, method="Mean", used=Used(90, (90, 90)), **fields)
    return publish({"r": made}, Policy())["r"]


def cells(html, tag="td"):
    return [
        re.sub("<[^>]+>", "", c) for c in re.findall(rf"<{tag}[ >].*?</{tag}>", html)
    ]


def test_each_number_of_a_table_names_its_place(parcels_published):
    content = results_content(parcels_published)
    made = table_of(parcels_published["06.means"], "Means")
    found = re.findall(r'<data value="([^"]+)" data-ref="([^"]+)">', absolute(made))
    assert len(found) == 1 + 6 * 4
    for value, ref in found:
        assert lookup(content, ref) == float(value)


def test_the_interval_is_one_column_and_technical_columns_stay_away(parcels_published):
    made = table_of(parcels_published["06.means"], "Means")
    assert cells(made, "th")[:4] == ["Item", "Mean", "95% interval", "n"]
    assert "Design effect" not in made


def test_a_hidden_row_says_so_and_spans_the_rest(parcels_published):
    made = table_of(parcels_published["06.segments"], "Means by city")
    hidden = [row for row in made.split("<tr>") if "Dunwich" in row]
    assert len(hidden) == 6
    assert all("hidden</td>" in row and "<data" not in row for row in hidden)


def test_every_head_has_scope_and_words(parcels_published):
    for name in parcels_published:
        page = read_page(table_of(parcels_published[name], "A table"))
        heads = [e for e in page.elements if e.tag == "th"]
        assert all(e.attributes["scope"] in {"col", "row"} for e in heads)
        texts = [(e, text) for e, text in page.texts if e and text.strip()]
        filled = {id(outer) for e, _ in texts for outer in (e, *e.inside)}
        assert all(id(head) in filled for head in heads)


def test_labels_are_the_study_s_words_in_the_shown_language(parcels_published):
    with language("fa"):
        made = table_of(parcels_published["06.segments"], "x")
    assert "<bdi>سرعت تحویل</bdi>" in made
    assert "<bdi>بری</bdi>" in made


def test_hostile_names_stay_words():
    bad = "<img src=x onerror=alert(1)>"
    table = pd.DataFrame({"term": [bad], "estimate": [1.0], "note": ["<b>x</b>"]})
    made = table_of(shown_of(table), bad)
    assert "<img" not in made
    assert "<b>" not in made


def test_a_column_that_holds_nothing_is_left_out():
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0], "extra": [None]})
    assert cells(table_of(shown_of(table), "x"), "th") == ["Item", "Estimate", "a"]


def test_chosen_columns_are_shown_in_their_order():
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0], "se": [0.5], "p": [0.04]})
    made = table_of(shown_of(table), "x", columns=["p", "se", "nothing"])
    assert cells(made) == ["0.040", "0.50"]


def test_yes_no_days_and_words_of_the_method_are_written_out():
    table = pd.DataFrame(
        {
            "term": ["a"],
            "keep": [True],
            "day": pd.to_datetime(["2026-03-01"]),
            "place": ["act first"],
        }
    )
    assert cells(table_of(shown_of(table), "x")) == ["yes", "1 March 2026", "act first"]


def test_a_level_is_looked_up_under_its_segment():
    table = pd.DataFrame({"city": ["1"], "term": ["1"], "estimate": [1.0]})
    shown = shown_of(
        table,
        by=("city",),
        labels={"city=1": Text({"en": "Ash"}), "1": Text({"en": "Q"})},
    )
    assert cells(table_of(shown, "x"), "th")[-2:] == ["Ash", "Q"]


def test_an_unknown_number_is_a_dash():
    table = pd.DataFrame(
        {"term": ["a"], "estimate": [1.0], "ci_low": [float("nan")], "ci_high": [2.0]}
    )
    shown = shown_of(table)
    row = shown.result.table.to_dict("records")[0]
    assert interval(shown, row) == '<td class="none">—</td>'


def test_a_result_that_has_no_caption_is_called_by_its_method():
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0]})
    assert "<caption>Mean</caption>" in table_of(shown_of(table), "")


def test_a_wide_table_scrolls_and_can_be_reached_by_keys():
    made = scrolling(table_of(shown_of(pd.DataFrame({"term": ["a"]})), "x"), "Words")
    assert 'role="region" tabindex="0" aria-label="Words"' in made


def test_only_what_passed_the_gate_is_shown(parcels_results):
    with pytest.raises(ValueError, match="result=Means must come from publish"):
        table_of(parcels_results["06.means"], "x")


def test_rows_may_all_be_hidden():
    table = pd.DataFrame({"term": ["a"], "estimate": [1.0], "n": [4]})
    shown = shown_of(table, domain=Domain((), "abc"))
    assert "hidden" in table_of(shown, "x")
    assert shown.result.table.empty


def test_a_share_that_the_weights_were_made_to_give_has_no_interval():
    class Shares(Result):
        kinds = {"estimate": "share"}  # noqa: RUF012

    table = pd.DataFrame(
        {
            "term": ["raked", "asked"],
            "estimate": [0.3, 0.3],
            "ci_low": [0.3, 0.2],
            "ci_high": [0.3, 0.4],
            "n": [90, 90],
        }
    )
    made = Shares(table=table, method="Share", used=Used(90, (90, 90)))
    shown = publish({"r": made}, Policy())["r"]
    told = cells(table_of(shown, "Shares"))
    assert "fixed by weighting" in told
    assert "20.0% to 40.0%" in told


def test_what_all_rows_are_of_stands_in_the_caption_once(parcels_published):
    shown = parcels_published["02.composition"]
    made = table_of(shown, "Answers")
    subject = "City"
    assert f"<caption>Answers · <bdi>{subject}</bdi></caption>" in made
    assert cells(made, "th")[:2] == ["Answer", "Share"]
    kept = table_of(shown, f"Answers by {subject}")
    assert f"<caption>Answers by {subject}</caption>" in kept


def test_one_row_alone_keeps_its_subject(parcels_published):
    assert "Would recommend" in cells(table_of(parcels_published["06.nps"], "x"), "th")


def test_rows_that_say_that_nothing_is_amiss_stay_away_where_they_are_zero():
    class Coverage(Result):
        """The name of a kind of table that has such rows."""

    table = pd.DataFrame({"term": ["latent", "never"], "estimate": [0.0, 0.0]})
    made = Coverage(table=table, method="m", used=Used(90, (90, 90)))
    amiss = replace(made, table=table.assign(estimate=[0.0, 2.0]))
    shown = publish({"a": made, "b": amiss}, Policy())
    assert cells(table_of(shown["a"], "x"), "th")[2:] == ["latent"]
    assert cells(table_of(shown["b"], "x"), "th")[2:] == ["latent", "never"]
