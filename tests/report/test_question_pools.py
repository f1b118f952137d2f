"""Does no method give away what another one hides?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, gap_scores, means, publish, satisfaction_index
from csat_methods.report.cell_groups import Group, Public
from csat_methods.report.policy import policy_of
from csat_methods.report.question_pools import pools_of
from csat_methods.report.suppression import hidden_groups


def group(n, *where, about=("q1",)):
    return Group(frozenset(about), frozenset(where), n)


def cities(*sizes, about=("q1",)):
    return [group(n, ("city", f"c{i}"), about=about) for i, n in enumerate(sizes)]


def hidden_sizes(groups, **options):
    return sorted(g.n for g in hidden_groups(groups, 10, **options))


def test_a_total_of_one_question_and_segments_of_a_pair_are_compared():
    groups = [group(100), *cities(67, 30, 3, about=("q1", "e1"))]
    assert hidden_sizes(groups) == [3, 30]


def test_an_index_of_several_and_segments_of_each_are_compared():
    groups = [group(100, about=("q1", "q2"))]
    groups += [*cities(67, 30, 3), *cities(67, 30, 3, about=("q2",))]
    assert hidden_sizes(groups) == [3, 3, 30, 30]


def test_blanks_of_a_second_question_hide_nobody():
    # Five people did not say what they expect: no segment, and nobody's city.
    assert hidden_sizes([group(100), *cities(65, 30, about=("q1", "e1"))]) == []


def test_hidden_groups_of_the_minimum_need_no_company():
    assert hidden_sizes([group(100), *cities(60, 28, 6, 6, about=("q1", "e"))]) == [
        6,
        6,
    ]


def test_one_group_beside_many_that_nobody_counts_tells_nothing():
    groups = [group(400), *cities(240, 3, about=("q1", "e"))]
    assert hidden_sizes(groups) == [3]


def test_a_whole_that_only_another_method_splits_tells_of_a_hidden_part():
    # Nobody is told about all: but both cities are, and two of three kinds.
    kinds = [group(n, ("kind", f"k{n}")) for n in (3, 30, 67)]
    assert hidden_sizes([*kinds, *cities(60, 40, about=("q1", "e1"))]) == [3, 30]


def test_margins_of_other_methods_leave_no_cell_of_a_hidden_square():
    # One visible cell of four and the margins would tell the other three.
    sizes = {("a", "x"): 30, ("a", "y"): 20, ("b", "x"): 30, ("b", "y"): 2}
    cells = [group(n, ("city", c), ("kind", k)) for (c, k), n in sizes.items()]
    margins = [
        group(sum(n for w, n in sizes.items() if level in w), (column, level), about=by)
        for column, level, by in (
            ("city", "a", ("q1", "e1")),
            ("city", "b", ("q1", "e1")),
            ("kind", "x", ("q1", "e2")),
            ("kind", "y", ("q1", "e2")),
        )
    ]
    assert hidden_sizes([*cells, *margins]) == [2, 20, 30, 30]


def test_questions_of_another_wave_are_another_pool():
    later = cities(67, 30, 3, about=("q1", "e1", "in 2024"))
    assert hidden_sizes([group(100), *later]) == [3]


def test_a_question_asked_alone_needs_no_pool():
    assert pools_of([group(100), *cities(67, 30, 3)]) == []


def test_what_cannot_be_hidden_any_more_takes_the_total_with_it():
    shown = frozenset(cities(67, 30, about=("q1", "e1")))
    told = Public(shown, frozenset(cities(1, 1, 3, about=("q1", "e1"))[2:]))
    assert hidden_sizes([group(100)], public=told) == [100]


def crossed(table, about):
    rows = [
        group(int(n), ("row", str(i)), about=about) for i, n in enumerate(table.sum(1))
    ]
    cells = [
        group(int(n), ("row", str(i)), ("column", str(j)), about=about)
        for (i, j), n in np.ndenumerate(table)
    ]
    return rows, cells


def test_cells_of_one_method_and_margins_of_another_are_one_table():
    table = np.array([[3, 40, 40], [30, 40, 40], [40, 40, 40]])
    rows, _ = crossed(table, ("q1",))
    _, cells = crossed(table, ("q1", "e1"))
    hidden = hidden_groups([*rows, *cells, group(int(table.sum()))], 10)
    same_row = [g for g in hidden if ("row", "0") in g.where]
    assert len(same_row) >= 2


@pytest.fixture
def wave():
    """A hundred customers with expectation and perception; three live in Dunwich."""
    rng = np.random.default_rng(3)
    names = ["e1", "p1", "p2"]
    frame = pd.DataFrame({n: rng.integers(1, 6, 100).astype(float) for n in names})
    frame["city"] = ["Ash"] * 45 + ["Bree"] * 31 + ["Cork"] * 21 + ["Dunwich"] * 3
    return Wave.from_frame(frame, scales=dict.fromkeys(names, (1, 5)))


def test_an_overall_mean_does_not_give_away_the_perception_of_a_hidden_city(wave):
    results = {
        "06.all": means(wave, "p1"),
        "08.gaps": gap_scores(wave, {"g": ("e1", "p1")}, by="city"),
    }
    shown = publish(results, policy_of(wave))["08.gaps"].result.table
    assert shown["city"].tolist() == ["Ash", "Bree"]


def test_an_index_does_not_give_away_the_mean_of_a_hidden_city(wave):
    results = {
        "06.index": satisfaction_index(wave, ["p1", "p2"]),
        "06.cities": means(wave, ["p1", "p2"], by="city"),
    }
    shown = publish(results, policy_of(wave))["06.cities"].result.table
    assert set(shown["city"]) == {"Ash", "Bree"}
