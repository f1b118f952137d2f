"""Is what other reports have told remembered, and nothing else?"""

from csat_methods.report.cell_groups import Group, Public
from csat_methods.report.disclosed import concerning, known_to, tell
from csat_methods.report.policy import Policy

FIRST, SECOND = Policy(wave="1", conditions=("at home",)), Policy(wave="2")


def group(n, *where, about=("q1",)):
    return Group(frozenset(about), frozenset(where), n)


ASH, DUNWICH = group(40, ("city", "Ash")), group(3, ("city", "Dunwich"))


def test_another_wave_knows_what_was_shown_and_hidden(tmp_path):
    tell(tmp_path, Public(frozenset({ASH}), frozenset({DUNWICH})), FIRST)
    known = known_to(tmp_path, SECOND)
    (shown,), (hidden,) = known.public.shown, known.public.hidden
    assert (shown.about, shown.where, shown.n) == ({"q1", "in 1"}, ASH.where, 40)
    assert hidden.n == 3
    assert known.conditions == {"1": ("at home",)}


def test_a_waves_own_report_is_replaced_and_does_not_count(tmp_path):
    tell(tmp_path, Public(frozenset({ASH})), FIRST)
    assert known_to(tmp_path, FIRST).public == Public()


def test_what_a_later_report_tells_of_a_wave_comes_back_as_its_own(tmp_path):
    of_the_first = group(40, ("city", "Ash"), about=("q1", "in 1"))
    tell(tmp_path, Public(frozenset({of_the_first})), SECOND)
    assert known_to(tmp_path, FIRST).public.shown == {ASH}


def test_what_one_report_shows_is_not_hidden_by_another(tmp_path):
    tell(tmp_path, Public(frozenset({ASH})), SECOND)
    tell(tmp_path, Public(frozenset(), frozenset({ASH})), Policy(wave="3"))
    known = known_to(tmp_path, Policy(wave="4"))
    assert {g.about for g in known.public.shown} == {frozenset({"q1", "in 2"})}
    assert {g.about for g in known.public.hidden} == {frozenset({"q1", "in 3"})}


def test_the_last_report_of_a_wave_counts(tmp_path):
    tell(tmp_path, Public(frozenset({ASH})), FIRST)
    tell(tmp_path, Public(frozenset({DUNWICH})), FIRST)
    assert {g.n for g in known_to(tmp_path, SECOND).public.shown} == {3}
    assert [path.name for path in tmp_path.iterdir()] == ["1.json"]


def test_a_file_that_cannot_be_read_is_none(tmp_path):
    (tmp_path / "1.json").write_text("{")
    (tmp_path / "0.json").write_text("[]")
    assert known_to(tmp_path, SECOND).public == Public()


def test_no_folder_tells_nothing(tmp_path):
    assert known_to(tmp_path / "none", SECOND).public == Public()


def test_only_what_the_report_speaks_of_is_compared():
    known = Public(frozenset({ASH, group(9, about=("q2",))}), frozenset({DUNWICH}))
    found = concerning(known, [group(99, about=("q1", "q3"))])
    assert found == Public(frozenset({ASH}), frozenset({DUNWICH}))
    other = concerning(known, [group(99, about=("q1", "in 7"))])
    assert other == Public()
