"""Can anybody work out a small group from what is published?"""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import linprog

from csat_methods.report.suppression import Group, hidden_groups

Q1 = frozenset({"q1"})


def group(n, *where, about=Q1):
    return Group(frozenset(about), frozenset(where), n)


def cities(*sizes):
    return [group(n, ("city", f"c{i}")) for i, n in enumerate(sizes)]


def hidden_sizes(groups, minimum=10):
    return sorted(g.n for g in hidden_groups(groups, minimum))


def test_a_small_group_is_hidden_and_the_next_smallest_goes_with_it():
    # 100 = 3 + 30 + 67: with 30 and 67 shown, 3 would be 100 - 97.
    assert hidden_sizes([group(100), *cities(3, 30, 67)]) == [3, 30]


def test_without_a_published_parent_only_the_small_group_is_hidden():
    assert hidden_sizes(cities(3, 30, 67)) == [3]


def test_hidden_groups_that_hold_the_minimum_together_need_no_other():
    assert hidden_sizes([group(100), *cities(4, 6, 30, 60)]) == [4, 6]


def test_four_hidden_ages_are_not_recovered_from_a_total_of_another_method():
    # One age of 199 shown beside a total of 207 gives the other eight away.
    assert hidden_sizes([group(207), *cities(199, 1, 2, 2, 3)]) == [1, 2, 2, 3, 199]


def test_people_without_a_segment_are_a_remainder_too():
    # 100 - 97 = 3 people whose city is not known.
    assert hidden_sizes([group(100), *cities(47, 50)]) == [47]


def test_an_empty_remainder_gives_nobody_away():
    assert hidden_sizes([group(97), *cities(47, 50)]) == []


def test_an_empty_group_is_hidden_and_takes_no_other_with_it():
    assert hidden_sizes([group(97), *cities(0, 47, 50)]) == [0]


def test_a_condition_nested_in_another_leaves_no_small_difference():
    # 95 of 100 were asked again: the five others would follow.
    assert hidden_sizes([group(100), group(95, ("asked again", ""))]) == [95]


def test_levels_named_by_separate_results_are_one_partition():
    parts = [group(48, ("city", "a")), group(48, ("city", "b"))]
    assert hidden_sizes([group(100), *parts]) == [48]


def test_all_within_a_hidden_group_is_hidden():
    cells = [
        group(n, ("city", f"c{i}"), ("sex", s))
        for i, (f, m) in enumerate([(2, 1), (14, 16), (33, 34)])
        for n, s in ((f, "f"), (m, "m"))
    ]
    hidden = hidden_groups([group(100), *cities(3, 30, 67), *cells], 10)
    assert {g.n for g in hidden} >= {3, 30, 2, 1, 14, 16}


def test_groups_about_other_questions_are_judged_for_themselves():
    other = [
        group(100, about={"q2"}),
        *(group(50, ("city", c), about={"q2"}) for c in "ab"),
    ]
    assert hidden_sizes([group(100), *cities(3, 30, 67), *other]) == [3, 30]


def test_the_next_smallest_is_the_same_segment_for_every_question():
    # City 1 is larger for q1, city 2 for q2; over both, city 1 is the smaller one.
    one = [group(n, ("city", c)) for c, n in zip("abc", (3, 31, 30), strict=True)]
    two = [
        group(n, ("city", c), about={"q2"})
        for c, n in zip("abc", (3, 29, 60), strict=True)
    ]
    totals = [group(64), group(92, about={"q2"})]
    hidden = hidden_groups([*one, *two, *totals], 10)
    assert {dict(g.where)["city"] for g in hidden} == {"a", "b"}


def two_way(table):
    """The cells, rows, columns and total of a table of counts."""
    cells = [
        group(int(n), ("row", str(i)), ("column", str(j)))
        for (i, j), n in np.ndenumerate(table)
    ]
    rows = [group(int(n), ("row", str(i))) for i, n in enumerate(table.sum(1))]
    columns = [group(int(n), ("column", str(j))) for j, n in enumerate(table.sum(0))]
    return [*cells, *rows, *columns, group(int(table.sum()))]


def bounds(groups, hidden):
    """What an attacker knows of each hidden cell: its least and its largest n.

    By linear programming over the finest cells, from every visible number.
    """
    cells = [g for g in groups if len(g.where) == 2]
    visible = [g for g in groups if g not in hidden]
    sums = np.array([[float(c.where >= g.where) for c in cells] for g in visible])
    totals = np.array([g.n for g in visible], float)
    for target in hidden:
        goal = np.array([float(c.where >= target.where) for c in cells])
        ends = [
            linprog(sign * goal, A_eq=sums, b_eq=totals, bounds=(0, None)).fun * sign
            for sign in (1, -1)
        ]
        yield target, *ends


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.integers(0, 40), min_size=3, max_size=4), min_size=3, max_size=4
    ).filter(lambda rows: len({len(r) for r in rows}) == 1)
)
def test_no_small_cell_follows_from_a_table_with_margins(rows):
    groups = two_way(np.array(rows))
    hidden = hidden_groups(groups, 10)
    assert all(g in hidden for g in groups if g.n < 10)
    for target, low, high in (
        bounds(groups, hidden) if len(hidden) < len(groups) else ()
    ):
        if 0 < target.n < 10:
            assert high - low > 1e-6, (target, low, high)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=7), st.integers(0, 30))
def test_no_union_of_hidden_segments_is_small(sizes, nowhere):
    total = group(sum(sizes) + nowhere)
    groups = [total, *cities(*sizes)]
    hidden = hidden_groups(groups, 10)
    if total in hidden:
        return
    rest = total.n - sum(g.n for g in groups[1:] if g not in hidden)
    assert rest == 0 or rest >= 10


def test_a_cell_joined_to_two_circles_of_hidden_cells_does_not_follow():
    # Each row and column hides two cells or more, yet (2, 2) is what two blocks of
    # four share, and the sums of either block give it.
    table = np.array(
        [
            [8, 9, 50, 50, 50],
            [9, 8, 7, 50, 50],
            [50, 50, 50, 9, 8],
            [50, 50, 9, 8, 9],
        ]
    )
    groups = two_way(table)
    hidden = hidden_groups(groups, 10)
    for target, low, high in bounds(groups, hidden):
        if 0 < target.n < 10:
            assert high - low > 1e-6


def test_empty_cells_are_no_company_to_a_small_one():
    # Nobody is in the first row: its cells are none below zero and add up to none, so
    # that 11 - 10 in the last column gives the 1 away.
    groups = two_way(np.array([[0, 0, 0, 0], [0, 10, 0, 1], [0, 10, 0, 10]]))
    hidden = hidden_groups(groups, 10)
    small = [(low, high) for g, low, high in bounds(groups, hidden) if g.n == 1]
    assert small == [(pytest.approx(0), pytest.approx(11))]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_the_groups_changes_nothing(order):
    groups = [group(100), *cities(3, 30, 67)]
    shuffled = [groups[i] for i in order]
    assert hidden_groups(shuffled, 10) == hidden_groups(groups, 10)
