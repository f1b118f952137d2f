"""How many dimensions do items have, which belong to each, and how do they behave?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import language, translate
from csat_methods.factors.factor_analysis import Factors
from csat_methods.factors.parallel_analysis import Dimensions
from csat_methods.plots import draw
from csat_methods.questionnaire.item_analysis import ItemAnalysis

SEEN, CHANCE = [2.4, 1.3, 0.8, 0.5], [1.3, 1.1, 0.9, 0.7]


@pytest.fixture
def scree(make):
    table = pd.DataFrame(
        {
            "term": [f"factor{i}" for i in range(1, 5)],
            "eigenvalue": SEEN,
            "expected": [1.2, 1.0, 0.8, 0.6],
            "threshold": CHANCE,
            "keep": [True, True, False, False],
            "n": 100,
        }
    )
    return make(Dimensions, table)


@pytest.fixture
def loadings(make):
    matrix = pd.DataFrame(
        [[0.1, 0.7], [0.8, 0.2], [0.4, 0.25], [-0.05, -0.6]],
        index=["q1", "q2", "q3", "q4"],
        columns=["factor1", "factor2"],
    )
    table = pd.DataFrame({"term": matrix.index, "communality": 0.5, "n": 100})
    empty = {"structure": matrix, "factor_correlations": matrix, "flags": ()}
    series = {"variance": pd.Series(), "fit": pd.Series(), "converged": True}
    return make(Factors, table, loadings=matrix, **empty, **series)


@pytest.fixture
def items(make, means):
    def made(**columns):
        table = means([0.5, 0.35, 0.1]).table.assign(
            floor=[0.0, 0.1, 0.3], ceiling=[0.4, 0.2, 0.05], **columns
        )
        return make(ItemAnalysis, table)

    return made


@pytest.mark.parametrize("name", ["en", "fa"])
def test_the_axis_of_dimensions_is_named_where_its_numbers_end(scree, name):
    with language(name):
        ax = draw(scree)
        said = translate("number of dimensions")
    left, right = ax.get_xlim()
    (words,) = [text for text in ax.texts if said in text.get_text()]
    assert left < words.get_position()[0] == right


def test_eigenvalues_and_the_threshold_are_drawn(scree):
    ax = draw(scree)
    drawn = [line.get_ydata().tolist() for line in ax.lines]
    assert drawn == [SEEN, CHANCE]
    assert ax.lines[0].get_xdata().tolist() == [1, 2, 3, 4]


def test_what_is_kept_is_filled_and_has_its_value(scree, drawn):
    ax = draw(scree)
    assert drawn.offsets(ax, 0).tolist() == [[1, 2.4], [2, 1.3]]
    assert drawn.offsets(ax, 1).tolist() == [[3, 0.8], [4, 0.5]]
    assert {"2.40", "1.30", "chance", "answers"} <= set(drawn.texts(ax))
    assert "0.80" not in drawn.texts(ax)


def test_the_number_of_dimensions_is_persian(scree):
    with language("fa"):
        ax = draw(scree)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["۱", "۲", "۳", "۴"]


def test_items_stand_under_the_factor_they_load_on_most(loadings, drawn):
    texts = drawn.texts(draw(loadings))
    order = ["The price is fair", "Open when needed", "Staff are helpful"]
    places = [texts.index(text) for text in order]
    assert places == sorted(places)
    assert texts.index("Clear information") > places[-1]


def test_small_loadings_are_left_out(loadings):
    texts = {t.get_text() for t in draw(loadings).texts}
    assert texts == {"0.80", "0.40", "0.70", "−0.60", ""}


def test_larger_loadings_are_darker(loadings):
    mesh = draw(loadings).collections[0]
    assert np.asarray(mesh.get_array()).ravel().tolist() == [3, 0, 1, 0, 0, 3, 0, 2]


def test_both_ends_of_the_scale_and_the_tie_to_the_others_are_drawn(items, drawn):
    ax = draw(items())
    assert drawn.offsets(ax, 0)[:, 0].tolist() == [0.0, 0.1, 0.3]
    assert drawn.offsets(ax, 1)[:, 0].tolist() == [0.4, 0.2, 0.05]
    ties = ax.figure.axes[1]
    assert drawn.offsets(ties)[:, 0].tolist() == [0.5, 0.35, 0.1]
    assert {"▲", "●", "▼", "lowest", "highest", "0.3"} <= set(drawn.texts(ax))


def test_shares_start_at_zero(items):
    assert draw(items()).get_xlim()[0] == 0


def test_items_stand_under_their_constructs(items, drawn):
    result = items(construct=["service", "price", "service"])
    texts = drawn.texts(draw(result))
    wanted = ["Staff are helpful", "Open when needed", "The price is fair"]
    assert [t for t in texts if t in wanted] == wanted
    assert {"service", "price"} <= set(texts)
