"""Does every number of a sentence name its place, cell or not?"""

from dataclasses import replace

import pytest

from csat_methods import means, publish
from csat_methods._messages import Listing, Message, Number, plain
from csat_methods.report.policy import policy_of
from csat_methods.report.said import (
    headline_of,
    note_of,
    numbers,
    placed,
    said_by,
    shortened,
)
from csat_methods.report.tables import lookup, results_content


def test_a_claim_names_the_first_of_a_long_list_and_how_many_more_there_are():
    said = Message("Apart: {items}.", {"items": Listing(tuple("abcdef"))})
    assert plain(shortened(said)) == "Apart: a, b, c, d, 2 more."
    few = Message("Apart: {items}.", {"items": Listing(tuple("abcde"))})
    assert plain(shortened(few)) == "Apart: a, b, c, d, e."


def test_cells_keep_their_place_and_other_numbers_get_one():
    cell, count = Number(4.1, ref="all.estimate"), Number(3, "count")
    inner = Message("{label} ({n})", {"label": "x", "n": count})
    said = Message("{a}: {items}", {"a": cell, "items": Listing((inner, inner))})
    refs = [number.ref for number in numbers(placed(said, "headline"))]
    assert refs == [
        "all.estimate",
        "said.headline:items:0:n",
        "said.headline:items:1:n",
    ]


def test_what_is_not_known_has_no_place():
    assert placed(Number(float("nan")), "headline:x").ref == ""


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
