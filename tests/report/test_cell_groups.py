"""Are groups, and the parts they have, told apart?"""

from csat_methods.report.cell_groups import (
    Free,
    Group,
    determined,
    lines_of,
    sizes_of,
    wholes_of,
)

Q1 = frozenset({"q1"})


def group(n, *where, about=Q1):
    return Group(frozenset(about), frozenset(where), n)


TOTAL, ASH, BREE = group(40), group(30, ("city", "Ash")), group(10, ("city", "Bree"))


def test_a_line_is_a_group_and_its_parts_by_the_same_columns():
    (line,) = lines_of([TOTAL, ASH, BREE])
    assert line.parent == TOTAL
    assert set(line.parts) == {ASH, BREE}


def test_parts_by_other_columns_make_another_line():
    sexes = [group(20, ("sex", s)) for s in "fm"]
    assert len(lines_of([TOTAL, ASH, BREE, *sexes])) == 2


def test_what_no_visible_part_holds_is_the_remainder():
    (line,) = lines_of([TOTAL, ASH, BREE])
    assert line.remainders({BREE}) == {10}
    assert line.remainders(set()) == {0}


def test_parts_that_two_methods_counted_give_two_remainders():
    (line,) = lines_of([TOTAL, ASH, group(28, ("city", "Ash")), BREE])
    assert line.remainders(set()) == {0, 2}


def test_the_smallest_over_all_questions_goes_first():
    other = group(99, ("city", "Bree"), about={"q2"})
    free = Free(set(), sizes_of({TOTAL, ASH, BREE, other}))
    assert free.next_smallest([ASH, BREE], set()) == [ASH]


def test_what_another_report_shows_cannot_go():
    free = Free({BREE.named}, sizes_of({TOTAL, ASH, BREE}))
    assert free.next_smallest([ASH, BREE], set()) == [ASH]


def test_the_total_goes_where_every_part_is_shown_elsewhere():
    free = Free({ASH.named, BREE.named}, sizes_of({TOTAL, ASH, BREE}))
    assert free.next_smallest([ASH, BREE], set(), TOTAL) == [TOTAL]
    assert free.next_smallest([ASH, BREE], {TOTAL}, TOTAL) == []


def test_a_group_follows_from_a_line_in_which_it_alone_is_hidden():
    lines = lines_of([TOTAL, ASH, BREE])
    assert determined(lines, {BREE}, 10) == [BREE]
    assert determined(lines, {ASH, BREE}, 10) == []


def test_a_rest_below_the_minimum_is_no_company():
    lines = lines_of([group(44), ASH, BREE])
    assert determined(lines, {BREE}, 10) == [BREE]
    assert determined(lines, {BREE}, 3) == []


def test_a_whole_that_two_columns_split_is_known_though_nobody_tells_it():
    ages = {group(19, ("age", a)) for a in ("young", "old")}
    assert wholes_of({ASH, BREE}) == set()
    assert wholes_of({ASH, BREE, *ages}) == {TOTAL}
    assert wholes_of({ASH, BREE, *ages, TOTAL}) == set()
