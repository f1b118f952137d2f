"""Are changes between waves, with the people of both, R's?"""

from dataclasses import replace
from types import SimpleNamespace

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

import csat_methods as cs


@pytest.fixture
def panel(reference_data):
    """Make the three half-overlapping waves: ``panel(person="person")``."""

    def waves(**design):
        frame = reference_data("waves").assign(
            top=lambda f: (f["satisfaction"] >= 4).astype(float),
            nps=lambda f: (
                np.where(f["recommend"] >= 9, 1.0, 0.0)
                - np.where(f["recommend"] <= 6, 1.0, 0.0)
            ),
        )
        return {
            str(wave): cs.Wave.from_frame(rows, weights="weight", **design)
            for wave, rows in frame.groupby("wave")
        }

    return waves


def test_four_people_twice_by_hand():
    # changes 1, 1, 0, 1: mean .75, V = .75 / 3 / 4 = .0625
    spring = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [3, 4, 4, 5]})
    autumn = pd.DataFrame({"who": [1, 2, 3, 4], "q1": [4, 5, 4, 6]})
    waves = [cs.Wave.from_frame(f, person="who") for f in (spring, autumn)]
    row = cs.compare_waves(waves, "q1")["q1"]
    assert row[["before", "after", "estimate"]].tolist() == [4, 4.75, 0.75]
    assert row["se"] == pytest.approx(0.25)
    assert row["p"] == pytest.approx(2 * student.sf(3, 3))
    assert row["se_independent"] == pytest.approx(np.sqrt(2 / 3 / 4 + 2.75 / 3 / 4))
    assert row[["n", "n_before", "n_after", "shared", "df"]].tolist() == [4, 4, 4, 4, 3]


# ------------------------------------------------------------------ against R
def test_six_people_two_of_them_in_both_waves_are_rs(reference, reference_data):
    expected = reference("survey/waves/overlap_by_hand")["values"]
    waves = [
        cs.Wave.from_frame(rows, weights="weight", person="person")
        for _, rows in reference_data("waves_tiny").groupby("wave")
    ]
    row = cs.compare_waves(waves, "y")["y"]
    difference = expected["difference"]
    assert row["estimate"] == pytest.approx(difference["estimate"]["contrast"])
    assert row["se"] == pytest.approx(difference["se"]["contrast"], rel=1e-9)
    assert row["shared"] == 2


@pytest.mark.parametrize("item", ["satisfaction", "top", "nps"])
@pytest.mark.parametrize(
    ("case", "design"),
    [
        ("panel", {"person": "person"}),
        ("independent", {}),
        ("panel_within_region", {"person": "person", "strata": "region"}),
    ],
)
def test_changes_with_shared_people_are_rs(reference, panel, item, case, design):
    expected = reference("survey/waves/overlap")["values"][item]["differences"]
    result = cs.compare_waves(panel(**design), item)
    for before, after in ((1, 2), (2, 3)):
        difference = expected[f"w{after}_minus_w{before}"].get(case)
        if difference is None:
            continue
        row = result.row(wave_before=str(before), wave_after=str(after))
        estimate = difference["estimate"]["contrast"]
        assert row["estimate"] == pytest.approx(estimate, rel=1e-8)
        assert row["se"] == pytest.approx(difference["se"]["contrast"], rel=1e-8)


def test_the_independent_error_stands_beside_it(reference, panel):
    values = reference("survey/waves/overlap")["values"]
    result = cs.compare_waves(panel(person="person"), "satisfaction")
    differences = values["satisfaction"]["differences"]
    expected = [
        differences[name]["independent"]["se"]["contrast"]
        for name in ("w2_minus_w1", "w3_minus_w2")
    ]
    assert result.table["se_independent"].tolist() == pytest.approx(expected, rel=1e-9)
    assert (result.table["se"] < result.table["se_independent"]).all()
    assert result.table["shared"].tolist() == [values["overlap"]["data"][0][1], 75]


def test_two_waves_as_separate_surveys_are_rs(reference, panel):
    expected = reference("survey/waves/independent")["values"]
    waves = panel()
    row = cs.compare_waves([waves["1"], waves["3"]], "satisfaction")["satisfaction"]
    assert (row["wave_before"], row["wave_after"]) == ("1", "3")
    assert row["before"] == pytest.approx(expected["w1"]["estimate"]["satisfaction"])
    assert row["after"] == pytest.approx(expected["w3"]["estimate"]["satisfaction"])
    assert row["estimate"] == pytest.approx(expected["difference"])
    assert row["se"] == pytest.approx(expected["se"], rel=1e-9)
    assert row["se_independent"] == pytest.approx(expected["se"], rel=1e-9)


# ---------------------------------------------------------------- a real survey
def test_the_airport_s_weights_change_what_is_concluded(shared):
    # worked beforehand: overall 4.0712 to 4.0421 weighted, 4.0644 to 4.0027 not;
    # of 15 ratings 6 changes have p < .05 without weights, 3 after Holm; none with
    ratings = "art food store signs walkways screens info_arrivals info_departures wifi"
    ratings = [*ratings.split(), "roads", "parking", "airtrain", "lt_parking", "rental"]
    ratings.append("overall")
    path = shared / "data" / "real" / "sfo_waves_2010_2018.csv"
    frame = pd.read_csv(path, usecols=["wave", "weight", *ratings])
    frame[ratings] = frame[ratings].where(frame[ratings].isin([1, 2, 3, 4, 5]))
    rows = {str(y): f for y, f in frame.groupby("wave") if y in {2017, 2018}}
    plain = {year: cs.Wave.from_frame(f) for year, f in rows.items()}
    weighted = {y: cs.Wave.from_frame(f, weights="weight") for y, f in rows.items()}
    table = cs.compare_waves(plain, ratings)
    assert table["overall"]["before"] == pytest.approx(4.0644, abs=5e-5)
    assert table["overall"]["after"] == pytest.approx(4.0027, abs=5e-5)
    assert (table.table["p"] < 0.05).sum() == 6
    assert (table.table["p_adjusted"] < 0.05).sum() == 3
    found = cs.compare_waves(weighted, ratings)
    assert found["overall"]["before"] == pytest.approx(4.0712, abs=5e-5)
    assert found["overall"]["after"] == pytest.approx(4.0421, abs=5e-5)
    assert (found.table["p"] < 0.05).sum() == 0


# ------------------------------------------------------- planted, simulated
def drawn(means, overlap, correlation, n=400, seed=1, **design):
    """Return waves of n people, a share of them the same, who answer alike."""
    rng = np.random.default_rng(seed)
    people = np.arange(n)
    trait = rng.normal(size=n)
    waves = []
    for wave, mean in enumerate(means):
        new = rng.random(n) > overlap if wave else np.zeros(n, bool)
        people = np.where(new, people + 10**6 * wave, people)
        trait = np.where(new, rng.normal(size=n), trait)
        noise = rng.normal(size=n) * np.sqrt(1 - correlation)
        answers = mean + np.sqrt(correlation) * trait + noise
        frame = pd.DataFrame({"who": people, "q": answers, "u": people % 40})
        waves.append(cs.Wave.from_frame(frame, person="who", **design))
    return waves


def test_a_planted_change_is_found_and_no_change_is_not():
    row = cs.compare_waves(drawn([4, 4.4], 0.5, 0.5), "q")["q"]
    assert row["estimate"] == pytest.approx(0.4, abs=3 * row["se"])
    assert row["p_adjusted"] < 0.05
    assert cs.compare_waves(drawn([4, 4], 0.5, 0.5), "q")["q"]["p"] > 0.05


def test_the_error_of_a_panel_is_what_repeated_panels_vary_by():
    changes, errors = [], []
    for seed in range(150):
        waves = drawn([4, 4], 0.6, 0.7, n=120, seed=seed)
        row = cs.compare_waves(waves, "q")["q"]
        changes.append(row["estimate"])
        errors.append(row["se"])
    assert np.mean(errors) == pytest.approx(np.std(changes), rel=0.18)
    # Var = V₁ + V₂ − 2 r sqrt(V₁ V₂) n₁₂ / n
    expected = np.sqrt(2 / 120 * (1 - 0.7 * 0.6))
    assert np.mean(errors) == pytest.approx(expected, rel=0.03)


def test_the_minimum_detectable_change_is_found_in_eight_of_ten():
    waves = drawn([4, 4], 0.5, 0.5, n=150, seed=3)
    smallest = cs.compare_waves(waves, "q")["q"]["minimum_detectable"]
    found = [
        cs.compare_waves(drawn([4, 4 + smallest], 0.5, 0.5, n=150, seed=s), "q")["q"][
            "p"
        ]
        < 0.05
        for s in range(120)
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 120))


def test_the_minimum_detectable_change_by_hand():
    row = cs.compare_waves(drawn([4, 4], 0.5, 0.5), "q")["q"]
    assert row["minimum_detectable"] == pytest.approx(
        (1.959964 + 0.841621) * row["se"], rel=1e-6
    )
    sure = cs.compare_waves(drawn([4, 4], 0.5, 0.5), "q", power=0.9)["q"]
    assert sure["minimum_detectable"] == pytest.approx(
        (1.959964 + 1.281552) * row["se"], rel=1e-6
    )


# ----------------------------------------------------- identities, properties
def test_the_other_way_round_only_the_sign_differs():
    first, second = drawn([4, 4.3], 0.5, 0.5)
    there = cs.compare_waves({"a": first, "b": second}, "q")["q"]
    back = cs.compare_waves({"b": second, "a": first}, "q")["q"]
    assert back["estimate"] == pytest.approx(-there["estimate"])
    for column in ("se", "p", "se_independent", "minimum_detectable"):
        assert back[column] == pytest.approx(there[column])


def test_a_wave_against_itself_did_not_change():
    wave = drawn([4], 0, 0)[0]
    row = cs.compare_waves({"a": wave, "b": wave}, "q")["q"]
    assert row["estimate"] == 0
    assert row["se"] == pytest.approx(0, abs=1e-12)
    assert row["se_independent"] > 0


@hypothesis.settings(max_examples=15)
@hypothesis.given(st.floats(0.01, 100))
def test_each_wave_s_weights_may_have_any_scale(factor):
    first, second = (w.frame for w in drawn([4, 4.3], 0.5, 0.5, n=60))
    w = np.linspace(1, 2, 60)
    one, other = (
        cs.compare_waves(
            [
                cs.Wave.from_frame(first.assign(w=w), weights="w", person="who"),
                cs.Wave.from_frame(second.assign(w=w * f), weights="w", person="who"),
            ],
            "q",
        )["q"]
        for f in (1.0, factor)
    )
    columns = ["estimate", "se", "p", "se_independent"]
    assert other[columns].tolist() == pytest.approx(one[columns].tolist())


def test_weights_of_one_change_nothing_and_two_are_two_alike():
    first, second = (w.frame.drop(columns="who") for w in drawn([4, 4.3], 0, 0, n=30))
    plain = cs.compare_waves([cs.Wave.from_frame(f) for f in (first, second)], "q")["q"]
    ones = [cs.Wave.from_frame(f.assign(w=1.0), weights="w") for f in (first, second)]
    columns = ["estimate", "se", "p"]
    assert cs.compare_waves(ones, "q")["q"][columns].tolist() == pytest.approx(
        plain[columns].tolist()
    )
    twice = pd.concat([second, second.iloc[:1]], ignore_index=True)
    w = [2.0] + [1.0] * 29
    doubled, alike = (
        cs.compare_waves([cs.Wave.from_frame(first), wave], "q")["q"]["estimate"]
        for wave in (
            cs.Wave.from_frame(second.assign(w=w), weights="w"),
            cs.Wave.from_frame(twice),
        )
    )
    assert doubled == pytest.approx(alike)


def test_clusters_that_share_people_are_seen_together():
    waves = drawn([4, 4.2], 1.0, 0.6, clusters="u")
    row = cs.compare_waves(waves, "q")["q"]
    change = pd.Series(waves[1].frame["q"] - waves[0].frame["q"], name="d")
    frame = pd.DataFrame({"d": change, "u": waves[0].frame["u"]})
    alone = cs.means(cs.Wave.from_frame(frame, clusters="u"), "d")
    assert row["estimate"] == pytest.approx(alone.estimate)
    assert row["se"] == pytest.approx(alone.se)
    assert row["df"] == 39


def test_weighting_steps_of_every_wave_are_in_the_error():
    rng = np.random.default_rng(5)
    waves = []
    for mean in (4, 4.3):
        sex = rng.choice(["f", "m"], 200)
        frame = pd.DataFrame(
            {"q": mean + (sex == "f") + rng.normal(size=200), "s": sex}
        )
        waves.append(cs.rake(cs.Wave.from_frame(frame), {"s": {"f": 600, "m": 400}}))
    row = cs.compare_waves(waves, "q")["q"]
    again = cs.compare_waves([cs.replicate(w, method="jkn") for w in waves], "q")["q"]
    assert row["se"] == pytest.approx(row["se_independent"])
    assert row["se"] == pytest.approx(again["se"], rel=0.02)
    assert again["se"] == pytest.approx(again["se_independent"], rel=0.01)


def test_domains_are_those_of_the_waves():
    first, second = drawn([4, 4.3], 0.5, 0.5)
    some = second.where(second.frame["u"] < 20, name="some units")
    row = cs.compare_waves([first, some], "q")["q"]
    assert row["after"] == pytest.approx(cs.means(some, "q").estimate)
    assert row["n_after"] == some.n


# -------------------------------------------------------------------- families
def several(p_like=(0.5, 0.3, 0.0, 0.4), study=None, n=80):
    rng = np.random.default_rng(9)
    frames = [
        pd.DataFrame(rng.normal(size=(n, 4)) + shift, columns=list("abcd"))
        for shift in (0, np.array(p_like))
    ]
    return [cs.Wave.from_frame(f, study=study) for f in frames]


def test_p_values_are_adjusted_over_all_items_of_a_pair():
    table = cs.compare_waves(several(), list("abcd")).table
    order = np.sort(table["p"])
    raised = np.maximum.accumulate(order * [4, 3, 2, 1]).clip(max=1)
    assert np.sort(table["p_adjusted"]) == pytest.approx(raised)
    assert (table["p_adjusted"] >= table["p"]).all()
    plain = cs.compare_waves(several(), list("abcd"), adjust="bonferroni").table
    assert plain["p_adjusted"].tolist() == pytest.approx((4 * table["p"]).clip(upper=1))


def test_p_values_are_adjusted_inside_the_families_of_the_plan():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {i: {"type": "number"} for i in "abcd"},
            "constructs": {"both": {"items": ["a", "b"]}},
            "analysis": {"families": {"first": ["both"], "second": ["c"]}},
        }
    )
    result = cs.compare_waves(several(study=study), list("abcd"))
    table = result.table.set_index("term")
    assert table["family"].tolist() == ["first", "first", "second", ""]
    assert table.loc["c", "p_adjusted"] == table.loc["c", "p"]
    assert table.loc["d", "p_adjusted"] == table.loc["d", "p"]
    pair = np.sort(table.loc[["a", "b"], "p"])
    raised = np.maximum.accumulate(pair * [2, 1]).clip(max=1)
    assert np.sort(table.loc[["a", "b"], "p_adjusted"]) == pytest.approx(raised)
    construct = cs.compare_waves(several(study=study), "both").table
    assert construct["term"].tolist() == ["a", "b"]


# ------------------------------------------------------- breaks of the trend
def test_a_changed_scale_breaks_the_trend():
    frame = pd.DataFrame({"a": [1, 2, 4], "b": [2, 3, 4]})
    waves = {
        "x": cs.Wave.from_frame(frame, scales={"a": (1, 5), "b": (1, 5)}),
        "y": cs.Wave.from_frame(frame, scales={"a": (1, 7), "b": (1, 5)}),
    }
    result = cs.compare_waves(waves, ["a", "b"])
    broken, sound = result["a"], result["b"]
    assert not broken["comparable"]
    assert broken[["estimate", "se", "p", "minimum_detectable"]].isna().all()
    assert broken["before"] == broken["after"] == pytest.approx(7 / 3)
    assert sound["comparable"]
    assert sound["p_adjusted"] == sound["p"]
    assert "From y on answers are not comparable" in str(result.notes[-1])


def test_the_wave_file_may_call_an_item_not_comparable():
    waves = [replace(w, file=wave_file(i)) for i, w in enumerate(several())]
    table = cs.compare_waves(waves, ["a", "b"]).table.set_index("term")
    assert table["wave_after"].tolist() == ["w1", "w1"]
    assert table["comparable"].tolist() == [False, True]
    assert np.isnan(table.loc["a", "estimate"])


def wave_file(place):
    change = SimpleNamespace(items=("a",), comparable=False)
    return SimpleNamespace(id=f"w{place}", changes=(change,) if place else ())


def test_an_item_one_wave_did_not_ask_has_no_change():
    first, second = (
        cs.Wave.from_frame(pd.DataFrame(f))
        for f in ({"a": [1, 2, 4]}, {"a": [2, 3, 4], "b": [1, 2, 3]})
    )
    row = cs.compare_waves([first, second], ["a", "b"])["b"]
    assert row[["before", "estimate", "se", "se_independent", "p"]].isna().all()
    assert row[["after", "n_before", "n_after", "n"]].tolist() == [2, 0, 3, 0]


# -------------------------------------------------------------- edges, faults
def test_answers_that_never_vary_have_no_p_value():
    waves = [cs.Wave.from_frame(pd.DataFrame({"a": [x] * 3})) for x in (4, 5)]
    row = cs.compare_waves(waves, "a")["a"]
    assert (row["estimate"], row["se"]) == (1, 0)
    assert np.isnan(row["p"])


def test_one_respondent_a_wave_has_no_error():
    waves = [cs.Wave.from_frame(pd.DataFrame({"a": [x]})) for x in (4, 5)]
    result = cs.compare_waves(waves, "a")
    assert result.estimate == 1
    assert result["a"][["se", "ci_low", "p", "minimum_detectable"]].isna().all()
    assert "fewer than two independent units" in str(result.notes[-1])


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"adjust": "fdr"}, "adjust='fdr' must be one of"),
        ({"level": 95}, "level=95"),
        ({"power": 1}, "power=1"),
    ],
)
def test_a_faulty_argument_is_named(more, match):
    with pytest.raises(ValueError, match=match):
        cs.compare_waves(several(), "a", **more)


def test_one_wave_has_no_change():
    with pytest.raises(ValueError, match=r"waves=\['1'\]: a change needs two waves"):
        cs.compare_waves(several()[:1], "a")
    with pytest.raises(KeyError, match="any of the waves"):
        cs.compare_waves(several(), "z")


# ---------------------------------------------------------- table and sentences
def test_rows_are_pairs_of_neighbours_in_time_order():
    waves = drawn([4, 4.1, 4.2], 0.5, 0.5)
    result = cs.compare_waves(dict(zip("pqr", waves, strict=True)), "q")
    assert result.keys == ("term", "wave_before", "wave_after")
    assert result.table["wave_before"].tolist() == ["p", "q"]
    assert result.table["wave_after"].tolist() == ["q", "r"]
    matrix = result.covariance.to_numpy()
    assert np.sqrt(np.diag(matrix)) == pytest.approx(result.table["se"])
    for column in ("n", "n_before", "n_after", "shared"):
        assert result.table[column].dtype.kind == "i"


def test_sentences_say_what_changed_and_what_did_not():
    up = cs.compare_waves(drawn([4, 5], 0.5, 0.5), "q").summary()
    assert up.startswith("q rose from 3.93 in 1 to 5.01 in 2")
    down = cs.compare_waves(drawn([5, 4], 0.5, 0.5), "q").summary()
    assert down.startswith("q fell from 4.93 in 1 to 4.01 in 2")
    same = cs.compare_waves(drawn([4, 4], 0.5, 0.5), "q").summary()
    assert same.startswith("q did not change clearly from 1 to 2")
    several_ = cs.compare_waves(several((2, 0, 0, -2)), list("abcd")).summary()
    assert several_.startswith(
        "Of 4 changes: 1 clearly up, 1 clearly down. The clearest"
    )
    none = cs.compare_waves(several((0, 0, 0, 0)), list("abcd")).summary()
    assert none.startswith("From 1 to 2 none of 4 changes is clear of chance")


def test_findings_are_decided_by_the_adjusted_test():
    result = cs.compare_waves(several((2, 0, 0, -2)), list("abcd"))
    found = {f.subject: f for f in result.findings({"change": 0})}
    assert [found[i].verdict for i in "abd"] == ["good", "undecided", "bad"]
    assert [found[i].direction for i in "abd"] == ["up", "", "down"]
    assert found["a"].message == result.sentence(result["a"].to_dict(), "good")
    assert result.findings({}) == ()
