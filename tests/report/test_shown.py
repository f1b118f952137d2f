"""Does a cell put out a reference for the page, and what a researcher can read?"""

from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Message, language
from csat_methods.report.shown import SHOW, figure_of, shown_as
from csat_methods.result import Result, Used

REFERENCE = {"ref": "06.x", "what": "table", "caption": "A & B", "alt": "", "style": {}}


@pytest.fixture
def result():
    table = pd.DataFrame(
        {
            "city": pd.Categorical(["<b>", "Ash"]),
            "term": ["q1", "q&2"],
            "estimate": [4.126, np.nan],
            "ci_low": [4.0, np.nan],
            "ci_high": [4.2, np.nan],
            "n": [1200, 3],
            "open": [True, False],
        }
    )
    return Result(
        table=table,
        method="Mean",
        used=Used(1203, (3, 1200)),
        by=("city",),
        notes=(Message("Few answers."),),
    )


class Cells(HTMLParser):
    """The texts of the cells of a page, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open = tag in {"td", "th"}
        if self.open:
            self.found.append("")

    def handle_data(self, data):
        if self.open:
            self.found[-1] += data

    def handle_endtag(self, tag):
        self.open = False


def test_the_table_of_a_cell_is_the_rounded_table_whatever_it_holds(result):
    html = shown_as(result, REFERENCE, None, brief=True).html
    rounded = result.rounded()
    assert Cells(html).found == [*rounded.columns, *rounded.to_numpy().ravel()]
    assert rounded.iloc[0].tolist() == [
        "<b>",
        "q1",
        "4.13",
        "4.00",
        "4.20",
        "1,200",
        "True",
    ]
    assert "<figcaption>A &amp; B</figcaption>" in html
    assert "Few answers." in html


def test_the_table_is_in_the_language_shown_now(result):
    with language("fa"):
        html = shown_as(result, REFERENCE, None, brief=True).html
    assert "۱٬۲۰۰" in Cells(html).found


def test_the_claim_comes_first_and_a_long_table_under_a_figure_is_folded(result):
    drawn = figure_of(result, "Dots", {})
    short = shown_as(result, REFERENCE, drawn, brief=True).html
    many = replace(result, table=pd.concat([result.table] * 13, ignore_index=True))
    long = shown_as(many, REFERENCE, drawn, brief=True).html
    assert short.index("<strong>") < short.index("<figcaption>") < short.index("<img")
    assert short.index("<img") < short.index("<table>")
    assert "<details>" not in short
    assert 'Table of <data value="26">26</data> rows</summary><table>' in long
    assert "<details>" not in shown_as(many, REFERENCE, None, brief=True).html


def test_a_reference_is_put_out_only_where_the_result_has_a_name(result):
    named = shown_as(result, REFERENCE, None, brief=True)._repr_mimebundle_()
    assert named[SHOW] == REFERENCE
    nameless = shown_as(result, REFERENCE | {"ref": ""}, None, brief=True)
    assert set(nameless._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_as_text_a_run_says_one_sentence_and_jupyter_shows_the_table(result):
    assert repr(shown_as(result, REFERENCE, None, brief=True)) == result.summary()
    assert repr(shown_as(result, REFERENCE, None, brief=False)) == repr(result)


def test_a_figure_has_words_for_who_cannot_see_it(result):
    assert figure_of(result, 'Dots "here"', {}).endswith('alt="Dots &quot;here&quot;">')


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_figure_is_an_image_on_white_that_stands_on_no_page(result, lang):
    with language(lang):
        coded = figure_of(result, "Dots", {}).partition("base64,")[2].partition('"')[0]
    sheet = fromstring(b64decode(coded))  # noqa: S314
    assert sheet.tag == "{http://www.w3.org/2000/svg}svg"
    assert sheet[0].attrib == {"width": "100%", "height": "100%", "fill": "#ffffff"}
    assert len(sheet) > 1
