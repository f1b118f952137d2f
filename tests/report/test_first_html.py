"""Does the list of what comes first say only what its readers are told?"""

import re
from dataclasses import replace

import pytest

from csat_methods._messages import Message, Number
from csat_methods.report import front_html
from csat_methods.report.first_html import first_html
from csat_methods.report.front_page import Action, front_page
from csat_methods.report.judgement import judged
from csat_methods.report.lint import lint_report


@pytest.fixture
def front(parcels_published, parcels_card):
    return front_page(parcels_published, parcels_card)


def text(html):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html)).strip()


def test_what_comes_first_is_a_table_with_the_line_and_the_interval(front):
    made = front_html.board(front)
    assert "Rating (line: 3.40 )" in text(made)
    assert "Speed of delivery" in made
    assert made.count('class="line"') == 2
    assert lint_report(f"<h1>a</h1>{made}") == []


def test_without_importance_and_kind_their_columns_are_left_out(front):
    made = front_html.board(front)
    assert "Importance" not in made
    assert "Kind</th>" not in made


def test_importance_and_kind_are_shown_where_they_are_known(
    front, parcels_published, parcels_card
):
    found = judged([parcels_published["06.means"]], parcels_card)[0]
    action = Action(
        found, Message("So."), (Number(6.2, ref="all.x"), "09.i#"), Message("Basic")
    )
    unsure = replace(action, kind=Message("undecided"), importance=None)
    made = front_html.board(replace(front, first=(action, unsure)))
    assert '<span class="kind">Basic</span>' in made
    assert '<span class="kind open">undecided</span>' in made
    assert 'data-ref="09.i#all.x"' in made
    assert "Importance, stated</th>" in made
    assert lint_report(f"<h1>a</h1>{made}") == []
    share = replace(action, importance=(Number(0.1, "share", "all.x"), "09.i#"))
    shared = front_html.board(replace(front, first=(share, unsure)))
    assert "Importance, derived</th>" in shared


def test_where_nothing_is_ranked_by_importance_the_caption_does_not_say_so(front):
    assert "the furthest first" in first_html(front)
    assert "matters less" not in first_html(front)


def test_customers_have_nothing_to_do_and_are_not_told_that_something_is_unknown(
    parcels_published, parcels_card
):
    card = replace(parcels_card, audience="customer", internal=False)
    made = text(first_html(front_page(parcels_published, card)))
    assert made.startswith("What falls short most")
    assert "was not measured" not in made
    assert "why" not in made
    whole = text(first_html(front_page(parcels_published, parcels_card)))
    assert whole.startswith("What to do first")
    assert "was not measured" in whole


def test_nothing_is_called_sound_where_the_study_sets_no_line(
    parcels_published, parcels_card
):
    without = front_page(parcels_published, replace(parcels_card, lines={}))
    assert "sets no line for what was measured" in first_html(without)
    assert "Nothing falls short" not in first_html(without)
    low = dict.fromkeys(parcels_card.lines, -1000000000.0)
    above = front_page(parcels_published, replace(parcels_card, lines=low))
    assert "Nothing falls short of its line for certain" in first_html(above)
