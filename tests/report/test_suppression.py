"""Can anybody work out a small group from what is published?"""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from scipy.optimize import linprog

from csat_methods import Wave, means, publish
from csat_methods.report.groups import groups_of
from csat_methods.report.policy import policy_of
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


# ------------------------------------------------------- people no column tells apart
def test_people_that_no_column_names_are_hidden_where_anybody_is():
    shown = {group(100), group(60, ("city", "A")), group(40, ("city", "B"))}
    some = group(75, ("regular customers", ""))
    assert hidden_groups(shown | {some}, 10) == set()
    few = group(3, ("kind", "z"))
    assert hidden_groups(shown | {some, few}, 10) == {some, few}
    stated = frozenset({("regular customers", "")})
    assert hidden_groups(shown | {some, few}, 10, stated=stated) == {few}


def test_people_that_no_column_names_are_no_few_more_or_less_than_others():
    whole, city = group(100), group(60, ("city", "A"))
    rest = group(40, ("city", "B"))
    near = group(57, ("not from abroad", ""))
    assert hidden_groups({whole, city, rest, near}, 10) == {near}
    apart = group(30, ("not from abroad", ""))
    assert hidden_groups({whole, city, rest, apart}, 10) == set()


def test_conditions_without_words_are_told_apart_by_whom_they_hold():
    frame = crossed(9)
    wave = Wave.from_frame(frame)
    parts = [wave.where(frame["kind"] == kind) for kind in "xyz"]
    groups = [groups_of(means(part, "q"), policy_of(wave)) for part in parts]
    assert len({each for rows in groups for row in rows for each in row}) == 3


def crossed(seed):
    """Answers of people in two crossing segments, some of them small."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(80, 260))
    city, kind = rng.dirichlet(np.full(4, 1.2)), rng.dirichlet(np.full(3, 1.5))
    return pd.DataFrame(
        {
            "q": rng.integers(1, 6, n).astype(float),
            "city": rng.choice(list("ABCD"), n, p=city),
            "kind": rng.choice(list("xyz"), n, p=kind),
            "w": rng.uniform(0.5, 3.0, n),
        }
    )


def told(frame):
    """Yield whom each published mean speaks of, and the mean."""
    wave = Wave.from_frame(frame, weights="w")
    some = {"": frame["q"].notna(), "e": frame["kind"] != "z"}
    some["f"] = frame["city"] == "A"
    asked = [("", ""), ("", "city"), ("", "kind"), ("", "city kind"), ("e", "city")]
    results = {}
    for who, by in [*asked, ("f", "kind"), ("e", "")]:
        part = wave.where(some[who]) if who else wave
        results[f"{who}.{by}"] = means(part, "q", by=by.split() or None)
    for name, result in publish(results, policy_of(wave)).items():
        for row in result.result.records():
            inside = some[name.partition(".")[0]].copy()
            for column in result.result.by:
                inside &= frame[column] == row[column]
            yield inside.to_numpy(), row["estimate"]


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("unknown", [0.0, 0.05])
def test_no_mean_of_few_follows_from_all_that_is_published(seed, unknown):
    frame = crossed(seed)
    rng = np.random.default_rng(seed + 99)
    for column in ("city", "kind"):
        frame.loc[rng.random(len(frame)) < unknown, column] = None
    cells = frame.groupby(["city", "kind"], dropna=False, sort=False).ngroup()
    sums = frame.groupby(cells)["w"].sum().to_numpy()
    rows, values = [], []
    for inside, estimate in told(frame):
        weights = np.bincount(cells[inside], frame["w"][inside], len(sums))
        rows.append(weights / weights.sum())
        values.append(estimate)
    both = np.vstack([rows, np.negative(rows)])
    limits = np.r_[np.array(values) + 1e-9, -np.array(values) + 1e-9]
    of_cell = frame.groupby(cells).first()
    targets = [cells == cell for cell in range(len(sums))]
    targets += [cells.isin(of_cell.index[of_cell["city"] == city]) for city in "ABCD"]
    targets += [cells.isin(of_cell.index[of_cell["kind"] == kind]) for kind in "xyz"]
    for few in (target for target in targets if 0 < target.sum() < 10):
        goal = np.bincount(cells[few], frame["w"][few], len(sums))
        ends = [
            linprog(s * goal / goal.sum(), A_ub=both, b_ub=limits, bounds=(1, 5))
            for s in (1, -1)
        ]
        assert -ends[1].fun - ends[0].fun > 0.05


def test_a_small_group_that_is_part_of_no_line_is_guarded_too():
    # Who lives in A is nobody's part: no number of everybody is told. Yet all of A are
    # of kind z, of whom D holds all but three.
    parts = [
        *((1, "A"), (206, "D"), (139, "", "z"), (58, "D", "x"), (12, "D", "y")),
        *((136, "D", "z"), (1, "A", "z", "f"), (47, "D", "z", "f")),
    ]
    names = ("city", "kind", "sex")
    groups = [
        group(n, *((c, v) for c, v in zip(names, levels, strict=False) if v))
        for n, *levels in parts
    ]
    hidden = hidden_groups(groups, 10)
    assert {g.n for g in groups if g.n < 10} <= {g.n for g in hidden}
    of_z = next(g for g in groups if g.where == {("kind", "z")})
    in_d = next(g for g in groups if g.n == 136)
    assert len({of_z, in_d} & hidden) > 0


def test_a_large_group_that_follows_leaves_no_few_of_a_visible_one():
    # Twelve women of A are all women less those of B, C and D; A has two men.
    everybody = cities(14, 45, 104, 31)
    women = [
        group(n, ("sex", "f"), ("city", f"c{i}"))
        for i, n in enumerate([12, 22, 51, 11])
    ]
    hidden = hidden_groups([*everybody, group(96, ("sex", "f")), *women], 10)
    shown = {g.n for g in women if g not in hidden}
    assert 12 not in shown
    assert everybody[0] in hidden or sum(g in hidden for g in women) > 1


def test_two_splits_of_a_total_that_nobody_tells_tell_it():
    # 40 + 60 is everybody; less 30 and 67 that is three.
    ages = [group(40, ("age", "young")), group(60, ("age", "old"))]
    assert hidden_sizes([*cities(3, 30, 67), *ages]) == [3, 30]


def test_two_splits_of_a_city_tell_how_many_it_has():
    # 14 + 31 live in A; less 18 and 18 of two kinds that is nine.
    women = [group(n, ("city", "A"), ("sex", s)) for n, s in ((14, "f"), (31, "m"))]
    kinds = [
        group(n, ("city", "A"), ("kind", k))
        for n, k in ((18, "x"), (18, "y"), (9, "z"))
    ]
    assert len(hidden_groups([*women, *kinds], 10)) > 1


def test_splits_of_large_groups_stay_without_a_total():
    ages = [group(40, ("age", "young")), group(60, ("age", "old"))]
    assert hidden_sizes([*cities(30, 70), *ages]) == []
