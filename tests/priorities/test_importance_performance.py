"""Are priorities placed as they should be, and unsure where the data are?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods import _messages

PAIRS = {f"p{j}": f"i{j}" for j in range(1, 5)}
ITEMS = list(PAIRS)
# act first, keep up, low priority, enough
PLANTED_P = np.array([3.0, 5.5, 3.2, 5.2])
PLANTED_I = np.array([6.2, 6.0, 3.0, 3.4])


def survey(n=300, seed=4):
    """Ratings around planted means; overall goes with the important ones."""
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1)) * 0.5
    p = PLANTED_P + person + rng.normal(size=(n, 4))
    i = PLANTED_I + person + rng.normal(size=(n, 4)) * 0.8
    overall = p @ [1.0, 0.9, 0.1, 0.1] + rng.normal(size=n) * 1.2
    frame = pd.DataFrame(np.column_stack([p, i]), columns=[*PAIRS, *PAIRS.values()])
    return frame.assign(
        overall=overall, w=rng.uniform(0.5, 2, n), city=rng.choice(["A", "B"], n)
    )


PLACES = ["act_first", "keep_up", "low_priority", "enough"]


@pytest.mark.parametrize("cut", ["mean", "median"])
def test_four_planted_items_fall_into_four_quadrants(cut):
    wave = cs.Wave.from_frame(survey(), weights="w")
    result = cs.importance_performance(wave, importance=PAIRS, cut=cut)
    assert result.table["quadrant"].tolist() == PLACES
    assert result.table["place"].tolist() == PLACES
    assert (result.table["probability"] > 0.8).all()
    first = result.table["probability_first"]
    assert first[0] == result.table["probability"][0]
    assert (first[1:] < 0.2).all()


def test_derived_importance_places_the_planted_drivers():
    wave = cs.Wave.from_frame(survey())
    result = cs.importance_performance(
        wave, performance=ITEMS, importance="derived", outcome="overall"
    )
    assert result.table["quadrant"].tolist() == PLACES
    lmg = cs.relative_importance(wave, "overall", ITEMS).table
    table = result.table
    assert table["importance"].to_numpy() == pytest.approx(lmg["estimate"])
    assert table["importance_se"].to_numpy() == pytest.approx(lmg["se"])
    assert table["importance_low"].to_numpy() == pytest.approx(lmg["ci_low"])
    assert result.kind("importance") == "share"
    assert result.outcome == "overall"


def test_means_and_errors_are_those_of_the_estimator_of_means():
    frame = survey()
    frame.loc[:40, "p1"] = np.nan
    frame.loc[20:50, "i2"] = np.nan
    wave = cs.Wave.from_frame(frame, weights="w")
    table = cs.importance_performance(wave, importance=PAIRS).table
    for name, items in (("performance", ITEMS), ("importance", list(PAIRS.values()))):
        means = cs.means(wave, items).table
        for ours, theirs in (
            ("", "estimate"),
            ("_se", "se"),
            ("_low", "ci_low"),
            ("_high", "ci_high"),
        ):
            assert table[name + ours].to_numpy() == pytest.approx(means[theirs])
    assert table["n"].tolist() == [259, 269, 300, 300]


@pytest.mark.parametrize("importance", [PAIRS, "derived"], ids=["stated", "derived"])
def test_errors_are_the_jackknifes(importance):
    wave = cs.Wave.from_frame(survey(200), weights="w")
    how = {"performance": ITEMS, "importance": importance}
    how |= {"outcome": "overall"} if importance == "derived" else {}
    linear = cs.importance_performance(wave, **how).table
    again = cs.importance_performance(cs.replicate(wave), **how).table
    for column in ("performance_se", "importance_se"):
        slack = 0.02 * linear[column].max()
        assert linear[column].to_numpy() == pytest.approx(
            again[column], rel=0.03, abs=slack
        )
    assert again["quadrant"].tolist() == linear["quadrant"].tolist()
    assert again["probability"].to_numpy() == pytest.approx(
        linear["probability"], abs=0.03
    )


def near_the_line():
    frame = survey(80)
    frame["p2"] += 3.85 - frame["p2"].mean()
    return frame


@pytest.mark.parametrize("importance", [PAIRS, "derived"], ids=["stated", "derived"])
def test_probabilities_are_those_of_redrawn_people(importance):
    frame = near_the_line()
    how = {"performance": ITEMS, "importance": importance}
    how |= {"outcome": "overall"} if importance == "derived" else {}
    result = cs.importance_performance(cs.Wave.from_frame(frame), draws=20_000, **how)
    rng, same = np.random.default_rng(6), np.zeros(4)
    for _ in range(250):
        drawn = frame.iloc[rng.integers(0, 80, 80)].reset_index(drop=True)
        again = cs.importance_performance(cs.Wave.from_frame(drawn), draws=1, **how)
        same += (
            again.table["quadrant"].to_numpy() == result.table["quadrant"].to_numpy()
        )
    # Redrawn samples, 250: four Monte Carlo errors are 13 points at most; normal
    # draws of parts of R² are an approximation.
    assert result.table["probability"].to_numpy() == pytest.approx(same / 250, abs=0.13)
    assert result.table["probability"][1] < 0.8
    assert result.table["place"][1] == "undecided"


def test_the_uncertainty_of_the_lines_counts():
    # Two items: the mean lies between them, whatever it is; only their difference
    # is uncertain, and that of a person's two ratings has no common part.
    rng = np.random.default_rng(3)
    person = rng.normal(size=100) * 10
    frame = pd.DataFrame(
        {
            "p1": person + rng.normal(size=100) * 0.1,
            "p2": person + 1 + rng.normal(size=100) * 0.1,
            "i1": person + 1,
            "i2": person + rng.normal(size=100) * 0.1,
        }
    )
    wave = cs.Wave.from_frame(frame)
    result = cs.importance_performance(wave, importance={"p1": "i1", "p2": "i2"})
    assert result.table["quadrant"].tolist() == ["act_first", "enough"]
    assert (result.table["probability"] == 1).all()
    fixed = cs.importance_performance(
        wave,
        importance={"p1": "i1", "p2": "i2"},
        cut="target",
        target=float(result.crosshair["performance"]),
    )
    assert (fixed.table["probability"] < 0.9).all()


def test_the_same_seed_gives_the_same_probabilities():
    wave = cs.Wave.from_frame(near_the_line())
    once, again, other = (
        cs.importance_performance(wave, importance=PAIRS, seed=seed).table[
            "probability"
        ]
        for seed in (1, 1, 2)
    )
    assert once.tolist() == again.tolist()
    assert once.tolist() != other.tolist()


def test_lines_cross_at_the_means_of_the_items():
    wave = cs.Wave.from_frame(survey())
    result = cs.importance_performance(wave, importance=PAIRS)
    assert result.crosshair.to_dict() == pytest.approx(
        {
            "performance": result.table["performance"].mean(),
            "importance": result.table["importance"].mean(),
        }
    )
    median = cs.importance_performance(wave, importance=PAIRS, cut="median")
    assert median.crosshair["performance"] == pytest.approx(
        result.table["performance"].median()
    )
    diagonal = cs.importance_performance(wave, importance=PAIRS, cut="diagonal")
    assert np.isnan(diagonal.crosshair["performance"])


def test_a_change_of_lines_is_shown_with_the_items_it_moves():
    frame = survey()
    # One item far below: the mean falls and leaves the median behind.
    frame["p1"] -= 6
    frame["p3"] += 1.2
    result = cs.importance_performance(
        cs.Wave.from_frame(frame), importance=PAIRS, target=5.4
    )
    assert list(result.places.columns) == ["mean", "median", "target", "diagonal"]
    moved = result.table.set_index("term")["moved_by"]
    assert moved["p3"] == "median, target"
    assert moved["p1"] == ""
    assert result.places.loc["p3"].tolist()[:2] == ["enough", "low_priority"]


def test_the_line_of_the_study_is_the_target():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "scales": {"nine": {"lowest": -9, "highest": 19}},
            "items": [
                *(
                    {
                        "id": item,
                        "scale": "nine",
                        "role": "satisfaction",
                        "characteristic": f"c{j}",
                    }
                    for j, item in enumerate(PAIRS)
                ),
                *(
                    {
                        "id": item,
                        "scale": "nine",
                        "role": "importance",
                        "characteristic": f"c{j}",
                    }
                    for j, item in enumerate(PAIRS.values())
                ),
                {"id": "overall", "scale": "nine", "role": "overall"},
            ],
            "characteristics": {
                "c0": {},
                "c1": {},
                "c2": {"origin": "statutory"},
                "c3": {"origin": "statutory"},
            },
            "analysis": {"lines": {"mean": 5.0}},
        }
    )
    frame = survey()[[*PAIRS, *PAIRS.values(), "overall"]].round()
    wave = cs.Wave.from_frame(frame, study=study)
    result = cs.importance_performance(wave, cut="target")
    assert result.crosshair["performance"] == 5
    # What the law requires never falls among what matters less.
    assert result.table["quadrant"].tolist() == [
        "act_first",
        "keep_up",
        "act_first",
        "keep_up",
    ]
    assert any("Required by law" in str(note) for note in result.notes)
    assert result.about["p1"] == ("p1", "i1")
    derived = cs.importance_performance(wave, importance="derived")
    assert derived.table["quadrant"].tolist()[2:] == ["act_first", "keep_up"]
    # Nobody calls c2 important: the headline does not say that customers do.
    assert result.table["place"].tolist()[::2] == ["act_first"] * 2
    assert result.summary().startswith("p1 comes first: customers call it important")
    alone = replace(result, table=result.table.iloc[1:])
    assert alone.summary() == "What comes first is required by law: p3."
    assert {"stated_score", "derived_score", "disagree"} <= set(derived.table)
    assert derived.about["p1"] == ("p1", "overall", *ITEMS)


def test_stated_and_derived_importance_are_compared():
    frame = survey(600)
    # Called important, yet it does not go with overall satisfaction; and the reverse.
    frame["i3"] += 3.5
    frame["i2"] -= 3.0
    wave = cs.Wave.from_frame(frame)
    result = cs.importance_performance(wave, importance=PAIRS, outcome="overall")
    table = result.table.set_index("term")
    assert table["disagree"].to_dict() == {
        "p1": "",
        "p2": "derived",
        "p3": "stated",
        "p4": "",
    }
    assert table["stated_score"].mean() == pytest.approx(0)
    assert table["derived_score"].std(ddof=0) == pytest.approx(1)
    notes = [str(note) for note in result.notes]
    assert "Called important, yet going little with overall: p3." in notes
    assert "Going strongly with overall, yet not called important: p2." in notes


def test_without_both_kinds_nothing_is_compared():
    wave = cs.Wave.from_frame(survey())
    assert "disagree" not in cs.importance_performance(wave, importance=PAIRS).table


def test_weights_of_one_and_a_common_weight_change_nothing():
    frame = survey()
    plain = cs.importance_performance(cs.Wave.from_frame(frame), importance=PAIRS).table
    for weight in (1.0, 12.5):
        wave = cs.Wave.from_frame(frame.assign(w=weight), weights="w")
        table = cs.importance_performance(wave, importance=PAIRS).table
        for column in plain.select_dtypes("number"):
            assert table[column].to_numpy() == pytest.approx(plain[column].to_numpy())


def test_a_domain_narrows_to_its_people():
    wave = cs.Wave.from_frame(survey())
    narrow = wave.where(wave.frame["city"] == "A", name="city A")
    table = cs.importance_performance(narrow, importance=PAIRS).table
    people = int((survey()["city"] == "A").sum())
    assert (table["n"] == people).all()
    assert (table["asked"] == people).all()


@pytest.mark.parametrize(
    ("how", "error", "match"),
    [
        ({"importance": "guessed"}, ValueError, "importance='guessed' must be one of"),
        ({"cut": "mode"}, ValueError, "cut='mode' must be one of mean, median"),
        ({"cut": "target"}, ValueError, "target=None: cut='target' needs"),
        ({"target": [1, 2, 3]}, ValueError, r"target=\[1, 2, 3\] must be"),
        ({"target": np.nan}, ValueError, "target=nan must be"),
        ({"draws": 0}, ValueError, "draws=0 must be"),
        ({"seed": -1}, ValueError, "seed=-1 must be"),
        ({"level": 2}, ValueError, "level=2 must lie"),
        ({"importance": {"p1": "i1"}}, ValueError, r"performance=\['p1'\]: two items"),
        ({"performance": ["p1", "overall"]}, ValueError, r"\['overall'\] have no impo"),
        ({"importance": PAIRS | {"p9": "i9"}}, KeyError, "p9"),
        ({"outcome": "p1"}, ValueError, "outcome='p1' is among"),
    ],
)
def test_bad_input_is_refused(how, error, match):
    wave = cs.Wave.from_frame(survey())
    with pytest.raises(error, match=match):
        cs.importance_performance(wave, **({"importance": PAIRS} | how))


def test_stated_importance_needs_a_study_or_a_mapping():
    with pytest.raises(ValueError, match="importance"):
        cs.importance_performance(cs.Wave.from_frame(survey()))


@pytest.mark.parametrize("n", [0, 1])
def test_items_that_hardly_anybody_answered_are_named(n):
    frame = survey()
    frame.loc[n:, "p2"] = np.nan
    with pytest.raises(ValueError, match=f"item='p2': {n} people answered"):
        cs.importance_performance(cs.Wave.from_frame(frame), importance=PAIRS)


def test_a_constant_rating_has_a_place_but_no_derived_importance():
    wave = cs.Wave.from_frame(survey().assign(p3=2.0))
    result = cs.importance_performance(wave, importance=PAIRS)
    assert result["p3"]["performance_se"] == 0
    with pytest.raises(ValueError, match=r"columns=\['p3'\] are constant"):
        cs.importance_performance(
            wave, performance=ITEMS, importance="derived", outcome="overall"
        )


def test_the_headline_says_what_comes_first():
    result = cs.importance_performance(cs.Wave.from_frame(survey()), importance=PAIRS)
    assert result.summary() == (
        "p1 comes first: customers call it important and rate it low."
    )

    def told(**change):
        return replace(result, table=result.table.assign(**change)).summary()

    assert told(place="act_first", importance=9.0) == (
        "p1, p3, p4 (and 1 more) come first: customers call them important and rate "
        "them low."
    )
    two = ["act_first", "act_first", "enough", "enough"]
    assert told(place=two, importance=9.0).startswith("p1, p2 come first")
    assert told(place="undecided") == "What should come first is undecided."
    assert told(place="enough", probability_first=0.2) == (
        "Nothing that customers call important is rated low."
    )
    assert told(place="enough", probability_first=0.3) == (
        "What should come first is undecided."
    )
    assert replace(result, table=result.table.iloc[:0]).summary()
    assert "Act first" in repr(result)
    with _messages.language("en-XA"):
        shown = repr(result)
        assert "Act first" not in shown
        assert "matters" not in shown


def test_a_row_can_be_said():
    result = cs.importance_performance(cs.Wave.from_frame(survey()), importance=PAIRS)
    row = result.table.to_dict("records")[0]
    words = str(result.sentence(row, "undecided"))
    assert words.startswith("p1: Act first (importance 6.")
