"""Are signs of carelessness those of the literature, and is nobody removed?"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.response_patterns import synonyms

CASES = ["acl40", "bfi25", "careless_long", "msq20", "tai"]


def survey(n=80, k=20, seed=1):
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 4)).repeat(k // 4, axis=1)
    x = (3 + person + 0.7 * rng.normal(size=(n, k))).round().clip(1, 5)
    return pd.DataFrame(x, columns=[f"q{i}" for i in range(k)])


def found(frame, **how):
    items = [c for c in frame if c.startswith("q")]
    return cs.careless_responses(cs.Wave.from_frame(frame), items, **how)


def scales_of(frame, size=5):
    names = [c for c in frame if c.startswith("q")]
    return {f"s{i}": names[i : i + size] for i in range(0, len(names), size)}


@pytest.mark.parametrize("case", CASES)
def test_measures_are_those_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/careless/{case}")
    items, values = known["items"], known["values"]
    data = reference_data(known["data"])[items].dropna().head(1000)
    data = data.reset_index(drop=True)
    keyed = data.copy()
    for item in known.get("reversed") or ():
        keyed[item] = sum(known["scale_range"]) - keyed[item]
    ends = np.cumsum([0, *known["factors"]])
    scales = {f"s{i}": items[a:b] for i, (a, b) in enumerate(pairwise(ends))}
    raw, turned = (
        cs.careless_responses(cs.Wave.from_frame(f), items, scales=scales).people
        for f in (data, keyed)
    )
    sides = (
        ("longstring", raw, 1),
        ("longstring_avg", raw, 1),
        ("irv", raw, 1),
        ("mahalanobis", raw, 1),
        ("evenodd_careless", turned, -1),
        ("person_total_loo", turned, 1),
    )
    names = {"longstring_avg": "longstring_mean", "evenodd_careless": "even_odd"}
    names |= {"person_total_loo": "person_total"}
    for name, people, sign in sides:
        want = np.array(
            [np.nan if v is None else v for v in values[name]["first20"]], float
        )
        column = names.get(name, name)
        got = people[column].to_numpy(float)[:20] * sign
        assert got == pytest.approx(want, abs=1e-8, nan_ok=True), name
    alike = synonyms(keyed.to_numpy(float), LEAST[case])[:20]
    want = [np.nan if v is None else v for v in values["psychsyn"]["first20"]]
    known_here = ~np.isnan(alike)
    assert known_here.sum() > 10
    assert alike[known_here] == pytest.approx(np.array(want)[known_here], abs=1e-8)


LEAST = {"acl40": 0.6, "bfi25": 0.45, "careless_long": 0.6, "msq20": 0.6, "tai": 0.5}
"""Where too few pairs correlate above .60 the recorded values are of a lower line;
where a person does not vary R draws at random which item of a pair comes first."""


def test_a_straight_liner_is_flagged_and_kept():
    frame = survey()
    frame.loc[5] = 3.0
    result = found(frame, scales=scales_of(frame))
    assert result.people.loc[5, ["flagged"]].all()
    assert result.people.loc[5, "longstring"] == 20
    assert len(result.people) == 80
    assert "nobody was removed" in result.summary()


def test_careful_people_are_seldom_flagged():
    frame = survey(300, seed=4)
    assert found(frame, scales=scales_of(frame)).people["flagged"].mean() < 0.15


def test_random_answers_are_found_by_consistency():
    frame = survey(300)
    rng = np.random.default_rng(2)
    frame.loc[:59] = rng.integers(1, 6, (60, 20))
    people = found(frame, scales=scales_of(frame)).people
    assert people.loc[:59, "flagged"].mean() > 5 * people.loc[60:, "flagged"].mean()


def test_speed_and_break_offs_are_seen():
    frame = survey().assign(seconds=200.0)
    frame.loc[0, "seconds"] = 10.0
    frame.loc[1, [f"q{i}" for i in range(15, 20)]] = np.nan
    people = found(frame, duration="seconds").people
    assert people.loc[0, "seconds_per_item"] == 0.5
    assert people["broke_off"].tolist()[:3] == [0.0, 1.0, 0.0]
    assert people.loc[1, "missing"] == 0.25


def test_the_comparison_is_that_of_the_means_without_them():
    frame = survey()
    frame.loc[:9] = 1.0
    result = found(frame, scales=scales_of(frame))
    rest = frame[~result.people["flagged"].to_numpy()]
    assert result.comparison["without"].tolist() == pytest.approx(rest.mean().tolist())
    assert result.comparison["all"].tolist() == pytest.approx(frame.mean().tolist())


def test_copies_are_seen():
    frame = survey()
    frame.loc[7] = frame.loc[8]
    assert found(frame).people.loc[7, "nearest_match"] == 1.0


def test_limits_may_be_others():
    table = found(survey(), limits={"same_answer": 2}).table.set_index("term")
    assert table.loc["same_answer", "limit"] == 2
    assert table.loc["same_answer", "found"] > 40


def test_people_outside_the_domain_are_not_judged():
    frame = survey()
    frame.loc[5] = 3.0
    wave = cs.Wave.from_frame(frame)
    narrow = wave.where(wave.frame["q0"].index.to_series() != 5)
    result = cs.careless_responses(narrow, list(frame))
    assert not result.people.loc[5, "flagged"]
    assert result.table["checked"].max() == 79


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"limits": {"gut": 1}}, "gut"),
        ({"scales": {"s": ["q0"]}}, r"scales=\{'s': \['q0'\]\}"),
        ({"scales": {"s": ["q0", "zz"]}}, "zz"),
    ],
)
def test_wrong_arguments_are_refused(how, why):
    with pytest.raises(ValueError, match=why):
        found(survey(), **how)
    with pytest.raises(ValueError, match="items=2 must be at least 3"):
        found(survey()[["q0", "q1"]])
