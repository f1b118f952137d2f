"""Is each row's group the people it speaks of, and nobody of another wave?"""

import pandas as pd

from csat_methods import Wave, means, publish, stack
from csat_methods.report.groups import groups_of
from csat_methods.report.policy import Policy, policy_of
from csat_methods.result import Domain, Result, Used


def wave(n):
    cities = ["Ash"] * (n // 2) + ["Bree"] * (n - n // 2)
    answers = [float(3 + i % 3) for i in range(n)]
    return Wave.from_frame(pd.DataFrame({"q1": answers, "city": cities}))


def table_of(**columns):
    return Result(
        table=pd.DataFrame(columns),
        method="R",
        used=Used(90, (80, 90)),
        by=tuple(c for c in ("wave", "city") if c in columns),
        domain=Domain(("city = Ash", "who came back"), "abc"),
        about={"q": ("a", "b")},
    )


def test_a_group_has_its_columns_conditions_and_size():
    ((found,),) = groups_of(table_of(term=["q"], n=[12]), Policy())
    assert found.about == {"a", "b"}
    assert found.where == {("city", "Ash"), ("who came back", "")}
    assert found.n == 12


def test_a_row_without_n_rests_on_the_fewest_that_any_row_does():
    ((found,),) = groups_of(table_of(term=["q"], estimate=[1.0]), Policy())
    assert found.n == 80


def test_an_unknown_n_is_none():
    ((found,),) = groups_of(table_of(term=["q"], n=[float("nan")]), Policy())
    assert found.n == 0


def test_a_term_without_columns_of_its_own_stands_on_all():
    ((found,),) = groups_of(table_of(term=["whole"], n=[12]), Policy())
    assert found.about == {"a", "b"}


def test_another_wave_is_another_population():
    result = table_of(wave=["1", "2"], term=["q", "q"], n=[12, 30])
    policy = Policy(wave="2", conditions=("at home",))
    (other,), (same,) = groups_of(result, policy)
    assert "in 1" in other.about
    assert same.about == {"a", "b"}
    assert ("at home", "") in same.where


def test_a_comparison_of_waves_speaks_of_both():
    waves = {"wave_before": ["1"], "wave_after": ["2"]}
    counts = {"n": [12], "n_before": [12], "n_after": [30]}
    ((before, after),) = groups_of(
        table_of(term=["q"], **waves, **counts), Policy(wave="2")
    )
    assert (before.about, before.n) == ({"a", "b", "in 1"}, 12)
    assert (after.about, after.n) == ({"a", "b"}, 30)


def test_a_plan_speaks_of_nobody():
    plan = Result(
        table=pd.DataFrame({"term": ["a"], "n": [4]}), method="R", used=Used(0, (0, 0))
    )
    assert groups_of(plan, Policy()) == [()]


def test_the_size_of_an_earlier_wave_hides_no_segment_of_this_one():
    # 101 answers before and 100 now differ by one person, which says nothing.
    before, now = wave(101), wave(100)
    results = {
        "by": means(now, "q1", by="city"),
        "line": means(stack({"1": before, "2": now}), "q1", by="wave"),
    }
    policy = Policy(wave="2", people=policy_of(now).people)
    assert publish(results, policy)["by"].hidden == ()
