"""Is an opportunity what is important and not yet served, and how sure is it?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import csat_methods as cs

PAIRS = {"p1": "i1", "p2": "i2", "p3": "i3"}
SCALES = dict.fromkeys([*PAIRS, *PAIRS.values()], (1, 7))


def survey(n=300, seed=4, levels=((2.5, 6.2), (5.5, 5.0), (4.5, 5.4))):
    """Three items: underserved, overserved and served."""
    rng = np.random.default_rng(seed)
    columns = {}
    for j, (rated, matters) in enumerate(levels, start=1):
        for name, level in ((f"p{j}", rated), (f"i{j}", matters)):
            columns[name] = np.clip(np.round(rng.normal(level, 0.8, n)), 1, 7)
    return pd.DataFrame(columns | {"w": rng.uniform(1, 2, n), "u": np.arange(n) // 2})


def scores(frame=None, scales=SCALES, **arguments):
    wave = cs.Wave.from_frame(survey() if frame is None else frame, scales=scales)
    return cs.opportunity_scores(wave, **({"importance": PAIRS} | arguments))


def test_a_case_by_hand():
    asked = {"p1": [1, 2, 3], "i1": [5, 5, 4], "p2": [5, 4, 5], "i2": [2, 1, 3]}
    scales = dict.fromkeys(asked, (1, 5))
    found = scores(
        pd.DataFrame(asked), scales, importance={"p1": "i1", "p2": "i2"}
    ).table
    # means 2 and 14/3 on 1 to 5: 2.5 and 9.1667 of 10; 14/3 and 2: 9.1667 and 2.5
    assert found["performance"].tolist() == pytest.approx([2.5, 55 / 6])
    assert found["importance"].tolist() == pytest.approx([55 / 6, 2.5])
    assert found["estimate"].tolist() == pytest.approx([95 / 6, 2.5])
    assert found["quadrant"].tolist() == ["underserved", "overserved"]


def test_ulwicks_own_example_of_top_two_answers():
    # importance of 9.5 and satisfaction of 3.2 are an opportunity of 15.8
    answers = np.repeat([5, 1], [95, 5]), np.repeat([5, 1], [32, 68])
    frame = pd.DataFrame({"i1": answers[0], "p1": answers[1]})
    frame = frame.assign(i2=frame["i1"], p2=frame["i1"])
    found = scores(
        frame,
        dict.fromkeys(frame, (1, 5)),
        importance={"p1": "i1", "p2": "i2"},
        scoring="top_two",
    )
    assert found["p1"]["estimate"] == pytest.approx(15.8)
    assert found["p2"][["estimate", "quadrant"]].tolist() == [9.5, "served"]


def test_planted_regions_are_recovered():
    table = scores().table
    assert table["quadrant"].tolist() == ["underserved", "overserved", "served"]
    assert table["place"].tolist() == table["quadrant"].tolist()


@pytest.mark.parametrize("design", [{}, {"weights": "w"}, {"clusters": "u"}])
def test_errors_are_the_jackknifes(design):
    wave = cs.Wave.from_frame(survey(400), scales=SCALES, **design)
    linear = cs.opportunity_scores(wave, importance=PAIRS).table
    again = cs.replicate(wave, method="jkn")
    other = cs.opportunity_scores(again, importance=PAIRS).table
    assert linear["se"].tolist() == pytest.approx(other["se"].tolist(), rel=0.02)


def test_the_error_knows_that_the_same_people_answered_both():
    frame = survey()
    frame["i1"] = 8 - frame["p1"]  # the more important, the lower rated
    found = scores(frame)
    points = 10 / 6 * (2 * frame["i1"] - frame["p1"])
    assert found["p1"]["se"] == pytest.approx(points.std(ddof=1) / np.sqrt(300))


def test_satisfaction_above_importance_adds_nothing():
    found = scores()["p2"]
    assert found["estimate"] == pytest.approx(found["importance"])
    wave = cs.Wave.from_frame(survey(), scales=SCALES)
    assert found["se"] == pytest.approx(cs.means(wave, "i2").se * 10 / 6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(-3, 3), st.floats(0.5, 3))
def test_another_unit_of_the_scale_changes_nothing(seed, shift, size):
    frame = survey(60, seed)
    other = frame * size + shift
    ends = dict.fromkeys(SCALES, (1 * size + shift, 7 * size + shift))
    one, two = scores(frame).table, scores(other, ends).table
    assert one["estimate"].tolist() == pytest.approx(two["estimate"].tolist())
    assert one["se"].tolist() == pytest.approx(two["se"].tolist())


def test_the_interval_stays_between_0_and_20():
    frame = pd.DataFrame(
        {"p1": [1, 1, 2], "i1": [7, 7, 6], "p2": [7, 7, 6], "i2": [1, 1, 2]}
    )
    scales = dict.fromkeys(frame, (1, 7))
    table = scores(frame, scales, importance={"p1": "i1", "p2": "i2"}).table
    assert table["ci_high"].max() <= 20
    assert table["ci_low"].min() >= 0


def test_the_probability_is_half_on_the_line():
    found = scores()
    at = float(found["p3"]["estimate"])
    assert scores(threshold=at, draws=20_000)["p3"]["probability"] == pytest.approx(
        0.5, abs=0.02
    )
    assert scores(threshold=at)["p3"]["place"] == "undecided"


def test_what_the_law_requires_is_never_overserved():
    scale = {"answers": list(range(1, 8))}
    items = {
        name: scale | {"role": role, "characteristic": f"c{name[1]}"}
        for pair in list(PAIRS.items())[:2]
        for name, role in zip(pair, ("perception", "importance"), strict=True)
    }
    told = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "characteristics": {"c1": {}, "c2": {"origin": "statutory"}},
        }
    )
    frame = survey()[list(items)]
    found = cs.opportunity_scores(cs.Wave.from_frame(frame, study=told))
    assert found["p2"]["quadrant"] == "served"
    assert scores()["p2"]["quadrant"] == "overserved"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"importance": {"p1": "i1"}, "performance": ["p1", "p2"]}, r"\['p2'\] have"),
        ({"importance": "derived"}, "importance='derived'"),
        ({"scoring": "best"}, "scoring='best'"),
        ({"threshold": 21}, "threshold=21"),
        ({"level": 1}, "level=1"),
        ({"draws": 0}, "draws=0"),
    ],
)
def test_a_faulty_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        scores(**arguments)


def test_items_without_a_scale_are_named():
    with pytest.raises(ValueError, match=r"items=\['p2', 'i2'\] have no scale"):
        scores(scales={n: e for n, e in SCALES.items() if n not in ("p2", "i2")})


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (10, "Important to customers, and not yet served: p1."),
        (20, "Nothing important to customers is left unserved; the largest"),
    ],
)
def test_the_headline_names_what_is_underserved(threshold, words):
    assert words in scores(threshold=threshold).summary()


def test_the_headline_claims_nothing_that_is_undecided():
    at = float(scores()["p1"]["estimate"])
    assert (
        "is undecided; the largest opportunity is p1" in scores(threshold=at).summary()
    )
