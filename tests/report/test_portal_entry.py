"""Is what a report says of itself read with care?"""

import pytest

from csat_methods import language
from csat_methods.report.portal_entry import Entry, headline_of, words_of

PARTS = ["At ", {"value": 0.5, "kind": "share", "ref": "06#all.x"}, " <b>"]


@pytest.mark.parametrize(
    "parts",
    [
        None,
        "x",
        [7],
        [{"value": 0.5}],
        [{"value": "x", "kind": "share", "ref": "r"}],
        [{"value": 0.5, "kind": "odd", "ref": "r"}],
    ],
)
def test_parts_that_are_none_leave_the_sentence_as_it_is(parts):
    said = {"headline": {"en": "All is <b>well</b>"}, "headline_parts": {"en": parts}}
    told = headline_of(Entry("a/b", said))
    assert told == "<bdi>All is &lt;b&gt;well&lt;/b&gt;</bdi>"


def test_a_number_of_a_headline_names_its_place_in_the_report():
    said = {"headline": {"en": "At 50.0%"}, "headline_parts": {"en": PARTS}}
    assert headline_of(Entry("a/b", said)) == (
        '<bdi>At <data value="0.5" data-ref="a/b/06#all.x">50.0%</data> &lt;b&gt;</bdi>'
    )
    with language("fa"):
        assert headline_of(Entry("a/b", said)) == '<bdi lang="en">At 50.0%</bdi>'


def test_a_report_without_a_headline_says_none():
    assert headline_of(Entry("a/b", {})) is None
    assert headline_of(Entry("a/b", {"headline": 7})) is None


@pytest.mark.parametrize("texts", [None, {}, [], "x", 3])
def test_words_that_are_none_are_not_there(texts):
    assert words_of(texts) is None


def test_a_key_figure_has_an_interval_only_where_all_of_it_is_known():
    figure = {"ci_low": 1, "estimate": 2, "ci_high": 3}
    assert Entry("a/b", {"figure": figure}).interval == (1.0, 2.0, 3.0)
    assert Entry("a/b", {"figure": {**figure, "ci_low": None}}).interval is None
    assert Entry("a/b", {"figure": 3}).figure is None
    assert Entry("a/b", {}).about == "a/b/#"
