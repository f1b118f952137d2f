"""Are signs of carelessness those of the literature, and is nobody removed?"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.statistics.response_patterns import nearest_match, synonyms

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
    table = result.comparison
    assert table["all"].tolist() == pytest.approx(frame.mean().tolist())
    assert (table["low"] <= table["difference"]).all()
    assert table["n_flagged"].tolist() == [result.people["flagged"].sum()] * 20


def test_copies_are_seen():
    frame = survey()
    frame.loc[7] = frame.loc[8]
    assert found(frame).people.loc[7, "nearest_match"] == 1.0


def test_one_answer_in_twenty_changed_leaves_a_copy():
    frame = survey(n=200)
    frame.loc[7] = frame.loc[8]
    frame.loc[7, "q3"] = 6 - frame.loc[8, "q3"] if frame.loc[8, "q3"] != 3 else 1.0
    people = found(frame).people
    assert people["signs"][people["nearest_match"] >= 0.95].str.contains("copied").all()
    assert {7, 8} <= set(people.index[people["signs"].str.contains("copied")])


def test_where_all_answer_alike_nobody_stands_out():
    result = found(survey() * 0 + 4)
    assert "unlikely" not in set(result.table["term"])
    assert (result.table["found"] == 0).all()
    assert not result.people["flagged"].any()


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


def studied(frame, **more):
    items = {c: {"scale": "five", "role": "satisfaction"} for c in frame if c[0] == "q"}
    items["look"] = {"type": "nominal", "answers": [1, 2], "role": "attention",
                     "right": 2}  # fmt: skip
    told = {"id": "x", "title": "X", "items": items,
            "scales": {"five": {"lowest": 1, "highest": 5}}, **more}  # fmt: skip
    return cs.Wave.from_frame(frame, study=cs.Study.from_dict(told))


def test_a_missed_attention_item_is_a_sign_with_its_evidence():
    frame = survey().assign(look=2.0)
    frame.loc[3, "look"] = 1.0
    frame.loc[4, "look"] = np.nan
    result = cs.careless_responses(studied(frame))
    assert result.people["attention_missed"].iloc[2:5].tolist()[:2] == [0.0, 1.0]
    assert np.isnan(result.people["attention_missed"].iloc[4])
    assert "attention" in result.people["signs"].iloc[3]
    assert result["attention"]["found"] == 1
    assert result["attention"]["checked"] == 79


def test_straight_lines_are_counted_grid_by_grid():
    frame = survey()
    frame.loc[5, [f"q{i}" for i in range(10)]] = 3.0
    parts = {"first": [f"q{i}" for i in range(10)],
             "last": [f"q{i}" for i in range(10, 20)]}  # fmt: skip
    result = found(frame, grids=parts)
    assert result.grids["grid"].tolist() == ["first", "last"]
    assert result.grids["found"].tolist()[0] == 1
    assert result.people.loc[5, "straight_lines"] == 0.5
    with pytest.raises(ValueError, match=r"grids=\{'a': \['q0'\]\}"):
        found(frame, grids={"a": ["q0"]})


def test_the_correlation_that_makes_synonyms_may_be_another():
    frame = survey()
    few, many = (found(frame, synonyms=r) for r in (0.8, 0.2))
    assert "psychometric_synonyms" not in few.people
    assert many.people["psychometric_synonyms"].notna().sum() > 70


def test_signs_and_limits_are_those_of_the_study():
    frame = survey().assign(look=2.0)
    rules = {"version": 4, "day": "2026-02-01", "limits": {"signs": 1},
             "careless": {"same_answer": 3}}  # fmt: skip
    result = cs.careless_responses(studied(frame, checks=rules))
    assert result["same_answer"]["limit"] == 3
    assert result["flagged"]["found"] >= result["same_answer"]["found"] > 10
    assert "version 4 of 1 February 2026" in str(result.notes[0])
    assert "shows 1 signs or more" in str(result.notes[1])


def test_planted_careless_people_are_found_and_few_others():
    frame = survey(400, seed=3).assign(look=2.0, seconds=300.0)
    rng = np.random.default_rng(5)
    careless = pd.Series(frame.index < 60)
    items = [c for c in frame if c[0] == "q"]
    frame.loc[:29, items] = rng.integers(1, 6, (30, 20))
    frame.loc[30:59, items] = rng.integers(2, 5, (30, 1)).repeat(20, axis=1)
    frame.loc[:59, "seconds"] = rng.uniform(20, 60, 60)
    frame.loc[:19, "look"] = 1.0
    parts = scales_of(frame[items])
    result = cs.careless_responses(studied(frame), duration="seconds", scales=parts)
    flagged = result.people["flagged"]
    assert flagged[careless].mean() > 0.85
    assert careless[flagged].mean() > 0.8
    assert flagged.sum() == result["flagged"]["found"]


def test_matches_are_those_of_a_naive_comparison():
    x = survey(40).to_numpy().copy()
    x[3, 4:9] = np.nan
    x[7] = np.nan
    for i, got in enumerate(nearest_match(x)):
        shares = []
        for j in range(40):
            either = ~(np.isnan(x[i]) & np.isnan(x[j]))
            if j != i and either.any():
                shares.append((x[i] == x[j])[either].mean())
        assert np.isnan(got) if i == 7 else got == pytest.approx(max(shares))


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (survey().assign(q0=np.nan), None),
        (survey().assign(q0=3.0), None),
        (survey().assign(**{f"q{i}": 3.0 for i in range(20)}), None),
        (survey().assign(**{f"q{i}": np.nan for i in range(5)}), None),
        (survey(1), None),
        (survey(5), None),
    ],
    ids=["empty item", "constant item", "all alike", "empty block", "one", "few"],
)
def test_poor_answers_leave_measures_out_and_never_guess(frame, why):
    result = found(frame)
    measured = result.people.drop(columns=["signs", "flagged"]).to_numpy(float)
    assert not np.isinf(measured).any()
    assert result.table["found"].le(result.table["checked"]).all()


def test_who_answered_the_first_half_with_care_is_not_flagged_for_breaking_off():
    rng = np.random.default_rng(4)
    raw = 3 + rng.normal(size=(200, 1)) + rng.normal(size=(200, 10))
    frame = pd.DataFrame(raw.round().clip(1, 5), columns=[f"q{i}" for i in range(10)])
    frame.loc[:9, ["q5", "q6", "q7", "q8", "q9"]] = np.nan
    found = cs.careless_responses(cs.Wave.from_frame(frame), list(frame))
    left = found.people.loc[:9]
    assert (left[["broke_off", "missing"]] == [1.0, 0.5]).all().all()
    only = left["signs"] == "broke_off, missing"
    assert only.sum() >= 7
    assert not left.loc[only, "flagged"].any()
