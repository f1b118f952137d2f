"""How do questions with the same answers stand in one table?"""

import re

import pytest

from csat_methods.forms.form import form_of
from csat_methods.forms.paper_grid import grid


@pytest.fixture
def table_of(study_of):
    def make(answers, **more):
        rated = {"answers": answers, "text": "Q?"} | more
        study = study_of({"a": rated, "b": rated})
        return grid(form_of(study, ("en",)).blocks[0], "en")

    return make


def test_a_grid_has_a_circle_for_every_question_and_answer(table_of):
    table = table_of({1: "low", 2: None, 3: None, 4: "high"}, not_applicable=[9])
    assert table.count('type="radio"') == 2 * 5
    assert table.count('scope="row"') == 2
    assert table.count('scope="col"') == 5


def test_every_circle_is_named_by_its_row_and_its_column(table_of):
    table = table_of([1, 2, 3])
    named = re.findall(r'aria-labelledby="(\S+) (\S+)"', table)
    ids = set(re.findall(r'id="(\S+)"', table))
    assert len(set(named)) == 6
    assert {name for pair in named for name in pair} == ids


def test_numbers_have_the_words_of_the_ends_above_them_in_one_cell(table_of):
    table = table_of({1: "low", 2: None, 3: None, 4: "high"}, not_applicable=[9])
    assert 'data-points="numbers"' in table
    assert '<td colspan="4">' in table
    assert 'rowspan="2" class="apart"' in table


def test_a_scale_in_words_has_its_words_as_heads(table_of):
    table = table_of({1: "bad", 2: "fair", 3: "good"})
    assert 'data-points="words"' in table
    assert "colspan" not in table
    assert '<p class="ends"' not in table


def test_a_narrow_screen_is_told_the_words_of_the_ends(table_of):
    table = table_of({1: "low", 2: None, 3: "high"})
    assert "<span><b>1</b> low</span><span><b>3</b> high</span>" in table
