"""Does every number of a sentence name its place, cell or not?"""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import means, publish
from csat_methods._messages import Listing, Message, Number, plain
from csat_methods.report.data_table import table_of
from csat_methods.report.placing import numbers
from csat_methods.report.policy import Policy, policy_of
from csat_methods.report.said import headline_of, note_of, said_by, shortened
from csat_methods.report.tables import results_content
from csat_methods.result import Result, Used
from tests.report.references import absolute, lookup


def test_a_claim_names_the_first_of_a_long_list_and_how_many_more_there_are():
    said = Message("Apart: {items}.", {"items": Listing(tuple("abcdef"))})
    assert plain(shortened(said)) == "Apart: a, b, c, d, and 2 more."
    few = Message("Apart: {items}.", {"items": Listing(tuple("abcde"))})
    assert plain(shortened(few)) == "Apart: a, b, c, d, e."


def test_results_json_holds_what_is_said(parcels):
    note = Message("Of {n} people.", {"n": Number(12, "count")})
    result = replace(means(parcels, ["speed", "care"]), notes=(note,))
    published = publish({"06.means": result}, policy_of(parcels))
    content = results_content(published)
    shown = published["06.means"]
    told = (headline_of(shown.result), note_of(shown.result, 0))
    found = [number for message in told for number in numbers(message)]
    assert len(found) >= 2
    for number in found:
        assert lookup(content, f"{shown.prefix}{number.ref}") == number.value
    assert said_by(shown)["used:low"] == result.used.used[0]


def test_a_number_that_nobody_said_is_refused(parcels_published):
    content = results_content(parcels_published)
    with pytest.raises(KeyError, match="headline:nothing"):
        lookup(content, "06.means#said.headline:nothing")


def test_a_number_in_the_words_of_a_cell_or_of_a_label_is_found_by_its_place():
    every = Message("every {months} months", {"months": Number(6, "count")})
    label = Message("Factor {k}", {"k": Number(3, "count")})
    table = pd.DataFrame(
        {"term": ["f3", "x.y"], "how": [every, Number(90, "count")], "n": [20, 30]}
    )
    made = Result(
        table=table, method="R", used=Used(30, (20, 30)), labels={"f3": label}
    )
    published = publish({"07.r": made}, Policy())
    content = json.loads(json.dumps(results_content(published)))
    page = table_of(published["07.r"], "x")
    found = re.findall(r'<data value="([^"]+)" data-ref="([^"]+)"', absolute(page))
    assert [ref for _, ref in found] == [
        "07.r#said.label:f3:k",
        "07.r#term=f3.how:months",
        "07.r#term=f3.n",
        "07.r#term=x.y.how",
        "07.r#term=x.y.n",
    ]
    assert [lookup(content, ref) for _, ref in found] == [3, 6, 20, 90, 30]
    assert [float(value) for value, _ in found] == [3, 6, 20, 90, 30]
