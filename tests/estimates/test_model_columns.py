"""Which columns stand for predictors, and which cannot?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.estimates.model_columns import (
    check_columns,
    complete_rows,
    is_category,
    levels_of,
    people_behind,
    predictor_blocks,
    text_of,
)


@pytest.fixture
def wave():
    frame = pd.DataFrame(
        {
            "y": [1.0, 2, 3, 4, 5, None],
            "x": [3.0, 1, 4, 1, 5, 9],
            "city": ["Yazd", "Qom", None, "Rey", "Qom", "Yazd"],
            "day": pd.date_range("2026-01-01", periods=6),
        }
    )
    return cs.Wave.from_frame(frame)


def test_numbers_are_one_column_and_categories_are_dummies(wave):
    rows = complete_rows(wave, ["y", "x", "city"])
    assert rows.tolist() == [True, True, False, True, True, False]
    number, city = predictor_blocks(wave, ["x", "city"], "y", rows)
    assert number.terms == ("x",)
    assert number.x.shape == (6, 1)
    assert city.terms == ("city: Rey", "city: Yazd")
    assert city.x[rows].tolist() == [[0, 1], [0, 0], [1, 0], [0, 0]]
    assert np.isnan(city.x[2]).all()
    assert plain(city.labels["city: Rey"]) == "city: Rey"


def test_categories_rest_on_the_fewer_people_of_level_and_reference(wave):
    rows = complete_rows(wave, ["y", "x", "city"])
    blocks = predictor_blocks(wave, ["x", "city"], "y", rows)
    # Qom two, Rey one, Yazd one
    assert people_behind(blocks, rows) == [4, 1, 1]


def test_levels_come_in_the_order_of_an_ordered_categorical_else_by_alphabet():
    column = pd.Series(["b", "a", "c"])
    rows = np.array([True, True, True])
    assert levels_of(column, rows) == ["a", "b", "c"]
    order = pd.Series(pd.Categorical(column, ["c", "b", "a", "z"], ordered=True))
    assert levels_of(order, rows) == ["c", "b", "a"]
    assert levels_of(order, np.array([True, True, False])) == ["b", "a"]
    loose = pd.Series(pd.Categorical(column, ["c", "b", "a"]))
    assert levels_of(loose, rows) == ["a", "b", "c"]
    assert levels_of(pd.Series([10.0, 9.0, 10.0]), rows) == [9, 10]


def test_levels_are_written_plainly():
    assert [text_of(level) for level in (2.0, 2.5, "two", True)] == [
        "2", "2.5", "two", "1",
    ]  # fmt: skip


def test_days_and_text_are_told_apart(wave):
    assert is_category(wave, "city")
    assert not is_category(wave, "x")
    with pytest.raises(ValueError, match="column='day' holds days or open answers"):
        is_category(wave, "day")


def test_a_name_is_no_category(wave):
    many = wave.assign(who=[f"p{i}" for i in range(6)])
    rows = np.ones(6, bool)
    blocks = predictor_blocks(many, "who", "y", rows)
    assert len(blocks[0].terms) == 5
    names = [f"p{i}" for i in range(40)]
    crowd = cs.Wave.from_frame(pd.DataFrame({"who": names, "y": np.arange(40)}))
    with pytest.raises(ValueError, match="predictor='who' has 40 levels"):
        predictor_blocks(crowd, "who", "y", np.ones(40, bool))


def test_columns_that_say_nothing_are_refused():
    x = np.array([[1.0, 2, 5], [2, 4, 5], [3, 7, 5], [4, 8, 5], [5, 9, 5]])
    with pytest.raises(ValueError, match=r"predictors=\['c'\] are constant"):
        check_columns(x, np.ones(5), ["a", "b", "c"])
    with pytest.raises(ValueError, match="a and b are copies of each other"):
        check_columns(x[:, [0, 0]], np.ones(5), ["a", "b"])
    check_columns(x[:, :2], np.ones(5), ["a", "b"])
