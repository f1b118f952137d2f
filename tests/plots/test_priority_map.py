"""Where do items, quadrants and names stand on the map?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import language, translate
from csat_methods.plots.priority_map import (
    EDGE,
    HEIGHT_ON_A_PHONE,
    QUADRANTS,
    SIDE,
    PriorityMap,
)
from csat_methods.plots.sheet import Sheet
from csat_methods.priorities.importance_performance import Priorities

CORNERS = {
    (True, False): "act_first",
    (True, True): "keep_up",
    (False, True): "enough",
    (False, False): "low_priority",
}


@pytest.fixture
def priorities(make):
    def made(count=4, seed=1, spread=1.0, cut="mean", **columns):
        rng = np.random.default_rng(seed)
        x = 5 + spread * rng.normal(0, 0.5, count)
        y = 4 + spread * rng.normal(0, 0.5, count)
        lines = x.mean(), y.mean()
        quadrant = [
            CORNERS[a > lines[0], b > lines[1]] for a, b in zip(x, y, strict=True)
        ]
        table = pd.DataFrame({"term": [f"q{i + 1}" for i in range(count)], "n": 100})
        for name, values in (("importance", x), ("performance", y)):
            table[name] = values
            table[f"{name}_low"], table[f"{name}_high"] = values - 0.1, values + 0.1
        table["quadrant"] = table["place"] = quadrant
        crosshair = {"performance": lines[1], "importance": lines[0]}
        if cut == "diagonal":
            crosshair["performance"] = np.nan
        return make(
            Priorities,
            table.assign(**columns),
            crosshair=pd.Series(crosshair),
            places=pd.DataFrame(),
            importance="stated",
            outcome="",
        )

    return made


def boxes(names):
    middle = np.array([[p.x, p.y] for p in names.places])
    return np.hstack([middle - names.boxes / 2, middle + names.boxes / 2])


def test_data_and_pixels_are_each_other_s_inverse(priorities):
    plan = PriorityMap(priorities(), Sheet())
    table = plan.table
    pixels = plan.pixels(table["importance"], table["performance"])
    back = np.array([plan.data(x, y) for x, y in pixels])
    assert back == pytest.approx(table[["importance", "performance"]].to_numpy())


def test_what_comes_first_is_first_then_what_is_rated_lowest(priorities):
    table = PriorityMap(priorities(12), Sheet()).table
    order = [list(QUADRANTS).index(q) for q in table["quadrant"]]
    assert order == sorted(order)
    first = table[table["quadrant"] == table["quadrant"][0]]["performance"]
    assert first.is_monotonic_increasing


def test_the_map_holds_all_intervals_and_the_crosshair(priorities):
    plan = PriorityMap(priorities(9), Sheet())
    table = plan.table
    assert plan.xlim[0] < table["importance_low"].min()
    assert plan.xlim[1] > table["importance_high"].max()
    assert plan.ylim[0] < plan.crosshair[1] < plan.ylim[1]


def test_undecided_items_are_grey(priorities):
    plan = PriorityMap(priorities(3, place="undecided"), Sheet())
    assert set(plan.shades) == {"undecided"}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("count", [10, 24])
@pytest.mark.parametrize("phone", [False, True])
def test_names_or_numbers_cover_no_mark_and_no_other(priorities, seed, count, phone):
    plan = PriorityMap(priorities(count, seed), Sheet(phone=phone))
    names = plan.names or plan.numbers
    marks = plan.pixels(plan.table["importance"], plan.table["performance"])
    found = boxes(names)
    assert len(found) == count
    for i, box in enumerate(found):
        rest = found[i + 1 :]
        apart = (rest[:, :2] >= box[2:] - 1e-9) | (rest[:, 2:] <= box[:2] + 1e-9)
        assert apart.any(axis=1).all()
        assert not ((marks > box[:2]) & (marks < box[2:])).all(axis=1).any()
    assert (found[:, [0, 2]] <= plan.width + 1e-9).all()


def test_few_items_have_their_names_on_a_wide_sheet(priorities):
    assert PriorityMap(priorities(6), Sheet()).names is not None


def test_items_that_crowd_have_numbers(priorities):
    plan = PriorityMap(priorities(24, spread=0.05), Sheet(phone=True))
    assert plan.names is None


@pytest.mark.parametrize("seed", range(3))
def test_a_map_grows_until_each_number_of_its_key_stands_on_it(priorities, seed):
    plan = PriorityMap(priorities(60, seed), Sheet(phone=True))
    assert len(plan.numbers.places) == 60
    assert plan.height > HEIGHT_ON_A_PHONE
    assert PriorityMap(priorities(6), Sheet(phone=True)).height == HEIGHT_ON_A_PHONE


def test_on_a_phone_numbers_stand_at_the_marks(priorities):
    plan = PriorityMap(priorities(6), Sheet(phone=True))
    assert plan.names is None
    assert [lines[0] for lines in plan.numbers.lines] == list("123456")


def test_a_level_line_stands_at_its_height(priorities):
    plan = PriorityMap(priorities(), Sheet())
    start, end = plan.performance_line()
    assert start == (plan.xlim[0], plan.crosshair[1])
    assert end == (plan.xlim[1], plan.crosshair[1])


def test_the_diagonal_is_where_standard_scores_are_equal(priorities):
    plan = PriorityMap(priorities(8, cut="diagonal"), Sheet())
    table = plan.table
    (x0, y0), (x1, y1) = plan.performance_line()
    for x in (4.5, 5.5):
        y = y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        scores = [
            (value - table[name].mean()) / table[name].std(ddof=0)
            for name, value in (("importance", x), ("performance", y))
        ]
        assert scores[0] == pytest.approx(scores[1])


def test_quadrants_are_named_in_their_corners(priorities):
    plan = PriorityMap(priorities(), Sheet())
    found = plan.corners()
    assert found["enough"][:2].tolist() == [0, 0]
    assert found["act_first"][2:].tolist() == [plan.width, plan.height]
    assert plan.width == 720 - SIDE - EDGE


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_narrow_quadrant_has_its_name_in_lines_on_its_own_side(priorities, lang):
    result = priorities(9)
    left = result.table["importance"].min()
    for share in np.linspace(0.5, 0.8, 7):
        right = result.table["importance_high"].max()
        result.crosshair["importance"] = left + share * (right - left)
        with language(lang):
            plan = PriorityMap(result, Sheet(phone=True))
            box, words = plan.corners()["act_first"], plan.quadrant_names()["act_first"]
            assert " ".join(words) == translate("Act first")
        line = plan.pixels([result.crosshair["importance"]], [4.0])[0, 0]
        assert box[0] >= line
        assert box[2:].tolist() == [plan.width, plan.height]
