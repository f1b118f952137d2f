"""Does what matters and falls short of expectation come first, and how surely?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

PAIRS = {f"c{j}": (f"e{j}", f"p{j}") for j in range(1, 5)}
STATED = {f"c{j}": f"i{j}" for j in range(1, 5)}
GAPS = np.array([-1.5, 0.8, -1.0, 0.5])
IMPORTANCE = np.array([6.0, 6.0, 3.0, 3.0])
PLACES = ["act_first", "keep_up", "low_priority", "enough"]


def survey(n=400, seed=2):
    """Four characteristics, one planted in each quadrant."""
    rng = np.random.default_rng(seed)
    e = rng.normal(5, 1, (n, 4))
    p = e + GAPS + rng.normal(0, 1, (n, 4))
    frame = pd.DataFrame(
        np.hstack([e, p, IMPORTANCE + rng.normal(0, 1, (n, 4))]),
        columns=[f"{side}{j}" for side in "epi" for j in range(1, 5)],
    )
    frame["overall"] = p @ [1.0, 1.0, 0.1, 0.1] + rng.normal(0, 1, n)
    return frame.assign(w=rng.uniform(1, 2, n))


def placed(frame, **arguments):
    wave = cs.Wave.from_frame(frame, weights="w")
    return cs.gap_priorities(wave, PAIRS, **({"importance": STATED} | arguments))


def test_planted_places_are_recovered():
    result = placed(survey())
    assert result.table["quadrant"].tolist() == PLACES
    assert result.table["place"].tolist() == PLACES
    assert result.crosshair["performance"] == 0
    assert (result.table["probability"] > 0.99).all()


def test_the_performance_is_the_paired_gap_with_its_error():
    frame = survey()
    frame.loc[:30, "e1"] = np.nan
    result = placed(frame)
    gaps = cs.gap_scores(cs.Wave.from_frame(frame, weights="w"), PAIRS).table
    for own, other in [("", "estimate"), ("_se", "se"), ("_low", "ci_low")]:
        assert result.table[f"performance{own}"].tolist() == pytest.approx(
            gaps[other].tolist()
        )
    assert result.table["n"].tolist() == [369, 400, 400, 400]


def test_derived_importance_is_that_of_perceptions():
    frame = survey()
    result = placed(frame, importance="derived", outcome="overall")
    wave = cs.Wave.from_frame(frame, weights="w")
    lmg = cs.relative_importance(wave, "overall", [f"p{j}" for j in range(1, 5)]).table
    assert result.table["importance"].tolist() == pytest.approx(lmg["estimate"])
    assert result.table["importance_se"].tolist() == pytest.approx(lmg["se"])
    assert result.table["quadrant"].tolist() == PLACES
    perceived = [f"p{j}" for j in range(1, 5)]
    every = [c for pair in PAIRS.values() for c in pair]
    assert result.about["c1"][:3] == ("e1", "p1", "overall")
    assert set(result.about["c1"]) == {"overall", *every, *perceived}


def test_both_kinds_of_importance_are_compared_where_an_outcome_is_given():
    result = placed(survey(), outcome="overall")
    assert {"stated_score", "derived_score", "disagree"} <= set(result.table)
    assert result.importance == "stated"


def test_other_lines_are_the_mean_of_the_gaps_or_a_target():
    frame = survey()
    mean = placed(frame, cut="mean")
    assert mean.crosshair["performance"] == pytest.approx(
        mean.table["performance"].mean()
    )
    low = placed(frame, target=-3)
    assert set(low.table["quadrant"]) == {"keep_up", "enough"}


def test_exchanging_the_sides_reverses_the_gaps():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    turned = {name: pair[::-1] for name, pair in PAIRS.items()}
    found = cs.gap_priorities(wave, turned, importance=STATED)
    assert found.table["performance"].tolist() == pytest.approx(
        [-gap for gap in placed(frame).table["performance"]]
    )
    assert found.table["quadrant"].tolist() == [PLACES[i] for i in (1, 0, 3, 2)]


def test_the_probability_is_that_of_redrawn_surveys():
    # c4's gap lies at zero: below it in every other survey
    rng = np.random.default_rng(5)
    frame = survey(300)
    frame["p4"] = frame["e4"] + rng.normal(0, 1, 300)
    frame["p4"] -= np.average(frame["p4"] - frame["e4"], weights=frame["w"])
    chance = placed(frame, draws=20_000).table["probability"].iloc[3]
    assert chance == pytest.approx(0.5, abs=0.02)
    assert placed(frame).table["place"].iloc[3] == "undecided"


def test_dimensions_are_means_of_their_items():
    wave = cs.Wave.from_frame(survey())
    pairs = {"one": (["e1", "e3"], ["p1", "p3"]), "two": ("e2", "p2")}
    found = cs.gap_priorities(wave, pairs, importance={"one": "i1", "two": "i2"})
    own = cs.gap_scores(wave, pairs).table["estimate"].tolist()
    assert found.table["performance"].tolist() == pytest.approx(own)


def study(**analysis):
    scale = {"answers": list(range(1, 8))}
    roles = {"e": "expectation", "p": "perception", "i": "importance"}
    items = {
        f"{side}{j}": scale | {"role": role, "characteristic": f"c{j}"}
        for j in (1, 2, 3)
        for side, role in roles.items()
    }
    characteristics = {"c1": {}, "c2": {}, "c3": {"origin": "statutory"}}
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "characteristics": characteristics,
            "analysis": analysis,
        }
    )


def test_pairs_and_importance_come_from_the_study_and_law_is_important():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {f"{s}{j}": rng.integers(3, 6, 90) for s in "epi" for j in (1, 2, 3)}
    )
    frame["i3"], frame["p3"], frame["e3"] = 1, 2, 6
    found = cs.gap_priorities(cs.Wave.from_frame(frame, study=study()))
    assert found.table["term"].tolist() == ["c1", "c2", "c3"]
    assert found["c3"]["quadrant"] == "act_first"  # rated least important of all
    assert any("Required by law" in str(note) for note in found.notes)


def test_the_study_says_below_which_gap_expectations_are_missed():
    frame = pd.DataFrame({f"{s}{j}": [4, 5, 4] * 30 for s in "epi" for j in (1, 2, 3)})
    frame["p1"] -= 2
    frame["p2"] -= 1
    frame.loc[:9, ["p1", "p2"]] -= 1
    frame["i3"] = 1
    none = cs.gap_priorities(cs.Wave.from_frame(frame, study=study()))
    lined = cs.Wave.from_frame(frame, study=study(lines={"gap": -1.5}))
    found = cs.gap_priorities(lined)
    assert found.crosshair["performance"] == -1.5
    assert (none["c2"]["place"], found["c2"]["place"]) == ("act_first", "keep_up")
    assert found.summary().startswith("c1 comes first")
    assert "(gap below −1.50)" in found.summary()
    assert cs.gap_priorities(lined, target=0.0).crosshair["performance"] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"importance": {"c1": "i1"}}, r"\['c2', 'c3', 'c4'\] have no importance item"),
        ({"importance": "guessed"}, "importance='guessed'"),
        ({"cut": "middle"}, "cut='middle'"),
        ({"level": 95}, "level=95"),
        ({"draws": 0}, "draws=0"),
        ({"outcome": "p1"}, r"outcome='p1' is a side of the pairs \['c1'\]"),
    ],
)
def test_a_faulty_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        placed(survey(60), **arguments)


def test_one_pair_is_not_placed_alone():
    wave = cs.Wave.from_frame(survey(60))
    with pytest.raises(ValueError, match=r"pairs=\['c1'\]: two pairs at least"):
        cs.gap_priorities(wave, {"c1": ("e1", "p1")}, importance={"c1": "i1"})


def test_a_pair_nobody_answered_is_named():
    frame = survey(60)
    frame["p2"] = np.nan
    with pytest.raises(ValueError, match="item='c2': 0 people answered"):
        placed(frame)


@pytest.mark.parametrize(
    ("gaps", "words"),
    [
        (
            [-2.0, 2, 2, 2],
            "c1 comes first: customers call it important, and it falls short",
        ),
        (
            [-2.0, -2, 2, 2],
            "c1, c2 come first: customers call them important, and they fall",
        ),
        (
            [2.0, 2, 2, 2],
            "Nothing that customers call important falls short of what they",
        ),
    ],
)
def test_the_headline_says_what_comes_first(gaps, words):
    frame = survey()
    for j, gap in enumerate(gaps, start=1):
        frame[f"p{j}"] += gap - GAPS[j - 1]
    frame["i1"] += 0.5
    assert words in placed(frame).summary()
