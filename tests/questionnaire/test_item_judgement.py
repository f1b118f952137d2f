"""Does the worst of an item's statistics decide, and nothing that is undecided?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import csat_methods as cs
from csat_methods.questionnaire.item_judgement import decided, fact, in_order, judged
from csat_methods.questionnaire.item_limits import RULES


def row(term, rule, low, high):
    ends = {"estimate": (low + high) / 2, "se": 0.1, "ci_low": low, "ci_high": high}
    return {"term": term, "rule": rule, **ends, "n": 100}


def verdict_of(*rows):
    checks = in_order(judged(pd.DataFrame(list(rows)), RULES), RULES)
    return decided(checks, ["q1"]).iloc[0]


GOOD = row("q1", "item_rest", 0.4, 0.6)


@pytest.mark.parametrize(
    ("rows", "verdict", "rule"),
    [
        ([GOOD], "keep", "item_rest"),
        ([row("q1", "floor", 0.1, 0.2), GOOD], "keep", "item_rest"),
        ([GOOD, row("q1", "floor", 0.7, 0.9)], "undecided", "floor"),
        (
            [row("q1", "item_nonresponse", 0.06, 0.1), row("q1", "floor", 0.7, 0.9)],
            "revise",
            "item_nonresponse",
        ),
        (
            [row("q1", "content_validity", 0.1, 0.5), row("q1", "floor", 0.9, 0.95)],
            "drop",
            "content_validity",
        ),
        ([fact("q1", "one_answer", 1, 50)], "drop", "one_answer"),
        ([fact("q1", "wording", 2, 2), GOOD], "revise", "wording"),
    ],
)
def test_the_gravest_verdict_counts(rows, verdict, rule):
    found = verdict_of(*rows)
    assert (found["verdict"], found["rule"]) == (verdict, rule)


def test_an_item_that_runs_against_the_others_is_turned_round_not_dropped():
    found = verdict_of(row("q1", "item_rest", -0.6, -0.4))
    assert (found["verdict"], found["rule"]) == ("revise", "direction")
    assert found["limit"] == 0


def test_a_correlation_that_may_be_none_is_dropped_only_below_the_limit():
    assert verdict_of(row("q1", "item_rest", -0.1, 0.2))["verdict"] == "drop"
    assert verdict_of(row("q1", "item_rest", -0.1, 0.4))["verdict"] == "undecided"


def test_an_item_without_statistics_is_undecided():
    checks = judged(pd.DataFrame([GOOD]), RULES)
    found = decided(checks, ["q1", "q2"]).set_index("term").loc["q2"]
    assert (found["verdict"], found["rule"], found["source"]) == (
        "undecided",
        "none",
        "",
    )


def test_each_statistic_names_its_limit_and_source():
    table = judged(pd.DataFrame([GOOD, row("q1", "floor", 0.1, 0.2)]), RULES)
    assert table["limit"].tolist() == [0.30, 0.80]
    assert table["better"].tolist() == ["above", "below"]
    assert "Nunnally" in table["source"][0]


ENDS = st.floats(-4, 4, allow_nan=False)


@given(rule=st.sampled_from(list(RULES)), ends=st.tuples(ENDS, ENDS))
def test_a_verdict_holds_at_every_value_of_the_interval(rule, ends):
    # Whatever the truth is, if it lies in the interval the verdict is right of it.
    low, high = sorted(ends)
    made = judged(pd.DataFrame([row("q1", rule, low, high)]), RULES).iloc[0]
    held = RULES[made["rule"]]
    if made["verdict"] == "undecided" or held.fact:
        return
    for truth in np.linspace(low, high, 9):
        sign = 1 if held.higher_is_better else -1
        good = sign * (truth - held.limit) >= 0
        if held.both_sides:
            good = abs(truth) <= held.limit
        assert good == (made["verdict"] == "keep"), (truth, held.limit)


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), n=st.integers(10, 120), k=st.integers(2, 5))
def test_no_item_is_kept_changed_or_dropped_for_an_interval_over_a_limit(seed, n, k):
    rng = np.random.default_rng(seed)
    person, own = rng.normal(size=(n, 1)), rng.uniform(0.3, 3, k)
    x = (3 + person + own * rng.normal(size=(n, k))).round().clip(1, 5)
    x[rng.random((n, k)) < rng.uniform(0, 0.15)] = np.nan
    frame = pd.DataFrame(x, columns=[f"q{i}" for i in range(k)])
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, (1, 5)))
    for found in (cs.item_verdicts(wave, list(frame)), cs.pretest(wave)):
        checks = found.checks[~found.checks["rule"].map(lambda r: RULES[r].fact)]
        sided = checks["rule"].map(lambda r: RULES[r].both_sides)
        limit = np.where(sided & (checks["estimate"] < 0), -1, 1) * checks["limit"]
        over = (checks["ci_low"] < limit) & (limit < checks["ci_high"])
        assert checks.loc[over, "verdict"].eq("undecided").all()
        rests = found.table.set_index("term")["verdict"]
        for term, verdicts in checks.groupby("term")["verdict"]:
            kept = rests[term] == "keep"
            assert not (kept and verdicts.isin(["undecided", "drop", "revise"]).any())
