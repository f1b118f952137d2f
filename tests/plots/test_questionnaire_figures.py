"""Do the figures of the questionnaire show the numbers of their tables?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw
from csat_methods.plots.questionnaire_figures import (
    BLOCK,
    PHONE_BLOCK,
    SHADES,
    VERDICT_SHADES,
    _parts,
)
from csat_methods.plots.sheet import Sheet
from csat_methods.questionnaire.item_verdicts import ItemVerdicts
from csat_methods.questionnaire.reliability import ReliabilityForest

PANEL = pd.DataFrame({"q1": [4] * 12, "q2": [4] * 6 + [1] * 6, "q3": [2] * 12})


def cells(ax):
    """The classes of colour of a table of cells."""
    mesh = ax.collections[0]
    rows = len({round(t.get_position()[1], 3) for t in ax.texts})
    return np.asarray(mesh.get_array()).reshape(rows, -1)


def texts_of(ax):
    return [t.get_text() for t in ax.texts]


def test_experts_are_counted_by_code_and_judged_by_the_interval():
    ax = draw(cs.content_validity(PANEL))
    classes = cells(ax)
    # Rows by falling agreement; columns: codes one to four, then the share.
    assert classes[:, :4].tolist() == [[0, 0, 0, 3], [3, 0, 0, 3], [0, 3, 0, 0]]
    judged = [SHADES[int(c)] for c in classes[:, 4]]
    assert judged == ["neutral", "bad_soft", "bad_soft"]
    assert [t for t in texts_of(ax) if t] == ["12", "100%", "6", "6", "50%", "12", "0%"]


@pytest.fixture
def verdicts(make):
    checks = pd.DataFrame(
        [
            ("q1", "item_rest", 0.5, "keep"),
            ("q1", "floor", 0.9, "revise"),
            ("q2", "direction", -0.4, "revise"),
            ("q2", "floor", 0.1, "keep"),
            ("q3", "item_rest", 0.1, "drop"),
            ("q3", "one_answer", 4, "keep"),
        ],
        columns=["term", "rule", "estimate", "verdict"],
    )
    table = pd.DataFrame(
        {
            "term": ["q1", "q2", "q3"],
            "verdict": ["revise", "revise", "drop"],
            "rule": ["floor", "direction", "item_rest"],
            "estimate": [0.9, -0.4, 0.1],
            "n": 100,
        }
    )
    return make(ItemVerdicts, table, checks=checks)


def test_every_statistic_is_coloured_by_what_it_advises(verdicts, drawn):
    ax = draw(verdicts)
    told = [[VERDICT_SHADES[int(c)] for c in row] for row in cells(ax)]
    assert told == [["bad_soft", "shade_1"], ["shade_1", "bad_soft"], ["paper", "bad"]]
    assert texts_of(ax) == ["90%", "0.50", "10%", "−0.40", "", "0.10"]
    assert {"lowest", "others"} <= set(drawn.texts(ax))
    assert "one answer" not in drawn.texts(ax)


def test_what_may_not_be_shown_is_hatched(verdicts, drawn):
    ax = draw(verdicts, hidden=[{"term": "q4"}])
    assert "hidden" in drawn.texts(ax)
    assert np.isnan(np.ma.filled(cells_with_hidden(ax), np.nan)[3]).all()


def cells_with_hidden(ax):
    return np.ma.asarray(ax.collections[0].get_array()).reshape(4, -1)


def test_a_phone_has_narrower_blocks(drawn):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 1)) + rng.normal(size=(200, 4))
    frame = pd.DataFrame(x, columns=["q1", "q2", "q3", "q4"])
    found = cs.item_verdicts(cs.Wave.from_frame(frame), list(frame))
    assert len(draw(found, phone=True).figure.axes) == 2
    assert len(draw(found).figure.axes) == 1


def test_bare_characteristics_stand_out():
    items = {"q": {"answers": [1, 2], "characteristic": "speed", "role": "perception"}}
    mapping = {"id": "x", "title": "X", "items": items}
    study = cs.Study.from_dict(mapping | {"characteristics": ["speed", "price"]})
    ax = draw(cs.questionnaire_coverage(study))
    assert [SHADES[int(c)] for c in cells(ax).ravel()] == ["shade_1", "bad_soft"]
    assert texts_of(ax) == ["1", ""]


def test_coefficients_stand_under_their_constructs(make, drawn):
    table = pd.DataFrame(
        {
            "term": ["alpha", "omega"] * 2,
            "construct": ["one", "one", "two", "two"],
            "estimate": [0.8, 0.82, 0.6, 0.72],
            "se": 0.02,
            "ci_low": [0.76, 0.78, 0.5, 0.68],
            "ci_high": [0.84, 0.86, 0.66, 0.76],
            "n": 100,
        }
    )
    ax = draw(make(ReliabilityForest, table))
    assert drawn.offsets(ax)[:, 0].tolist() == [0.8, 0.82, 0.6, 0.72]
    words = drawn.texts(ax)
    assert [w for w in words if w in {"one", "two"}] == ["one", "two"]
    assert {"0.800", "▲", "▼", "●", "line 0.7"} <= set(words)


def test_persian_figures_have_persian_digits():
    with language("fa"):
        ax = draw(cs.content_validity(PANEL))
    assert any("۱۲" in text for text in texts_of(ax))


def test_items_without_any_statistic_have_a_blank_grid(verdicts, make, drawn):
    ax = draw(make(ItemVerdicts, verdicts.table, checks=verdicts.checks.iloc[:0]))
    assert texts_of(ax) == [""] * 3


def test_an_item_that_no_expert_rated_has_no_colour(drawn):
    ratings = pd.DataFrame({"q1": [4, 4, 3], "q2": [np.nan] * 3})
    ax = draw(cs.content_validity(ratings))
    assert SHADES[int(cells(ax)[1, 4])] == SHADES[0]


@pytest.mark.parametrize("columns", [0, 5, 6, 7, 11, 12, 17])
@pytest.mark.parametrize(("phone", "most"), [(False, BLOCK), (True, PHONE_BLOCK)])
def test_columns_stand_in_few_blocks_of_about_one_width(columns, phone, most):
    parts = _parts(Sheet(phone=phone), columns)
    sizes = [len(range(columns)[part]) for part in parts]
    assert sum(sizes) == columns
    assert max(sizes) <= most
    assert max(sizes) - min(sizes) < len(sizes)
    assert len(sizes) == max(1, -(-columns // most))
