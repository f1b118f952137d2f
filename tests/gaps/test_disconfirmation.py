"""Does the second estimate of a gap stand beside it, and is their agreement sound?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

PAIRS, ITEMS = {"speed": ("e", "p")}, {"speed": "d"}
ASKED = {"e": [6, 6, 5, 7, 5], "p": [4, 5, 6, 6, None], "d": [2, 3, 5, 4, 7]}
SCALES = dict.fromkeys("epd", (1, 7))
WIDE = {"d": (-9, 17)}
"""Of planted answers, which are no whole points; its middle is 4."""


def wave_of(asked=None, **design):
    return cs.Wave.from_frame(pd.DataFrame(asked or ASKED), scales=SCALES, **design)


def planted(size=400, seed=3, shift=-1.0, noise=0.8):
    """Answers whose direct item follows the gap, in points of its scale."""
    rng = np.random.default_rng(seed)
    e = rng.normal(5, 1, size)
    gap = rng.normal(shift, 1, size)
    frame = {"e": e, "p": e + gap, "d": 4 + gap + rng.normal(0, noise, size)}
    return pd.DataFrame(frame | {"w": rng.uniform(1, 2, size)})


def test_five_people_by_hand():
    row = cs.disconfirmation(wave_of(), PAIRS, items=ITEMS)["speed"]
    # d - 4: -2 -1 1 0; gap: -2 -1 1 -1; the fifth did not rate what was got
    assert row["n"] == 4
    assert row["estimate"] == pytest.approx(-0.5)
    assert row["gap"] == pytest.approx(-0.75)
    assert row[["said_worse", "said_as_expected", "said_better"]].tolist() == [
        0.5,
        0.25,
        0.25,
    ]
    assert row["agreement"] == pytest.approx(0.75)
    r = np.corrcoef([-2, -1, 1, 0], [-2, -1, 1, -1])[0, 1]
    assert row["correlation"] == pytest.approx(r)


def test_the_gap_beside_it_is_that_of_gap_scores():
    wave = cs.Wave.from_frame(planted(), scales=WIDE, weights="w")
    row = cs.disconfirmation(wave, PAIRS, items=ITEMS)["speed"]
    gap = cs.gap_scores(wave, PAIRS)["speed"]
    for name, other in [("gap", "estimate"), ("gap_se", "se"), ("gap_low", "ci_low")]:
        assert row[name] == pytest.approx(gap[other])
    direct = cs.means(wave, "d")["d"]
    assert row["estimate"] == pytest.approx(direct["estimate"] - 4)
    assert row["se"] == pytest.approx(direct["se"])


def test_agreement_is_a_proportion_with_its_logit_interval():
    frame = planted()
    frame["same"] = (np.sign(frame["d"] - 4) == np.sign(frame["p"] - frame["e"])) * 1
    wave = cs.Wave.from_frame(frame, scales=WIDE, weights="w")
    row = cs.disconfirmation(wave, PAIRS, items=ITEMS)["speed"]
    same = cs.proportions(wave, "same").row(category="1")
    own = ["agreement", "agreement_se", "agreement_low", "agreement_high"]
    known = same[["estimate", "se", "ci_low", "ci_high"]].tolist()
    assert row[own].tolist() == pytest.approx(known)


def test_the_interval_of_the_correlation_is_fishers():
    frame = planted(size=300)
    wave = cs.Wave.from_frame(frame, scales=WIDE)
    row = cs.disconfirmation(wave, PAIRS, items=ITEMS)["speed"]
    r = np.corrcoef(frame["d"], frame["p"] - frame["e"])[0, 1]
    assert row["correlation"] == pytest.approx(r)
    # textbook: 1 / sqrt(n - 3) on Fisher's scale, for normal answers
    half = np.arctanh(row["correlation_high"]) - np.arctanh(r)
    assert half == pytest.approx(1.96 / np.sqrt(297), rel=0.15)
    assert np.arctanh(r) - np.arctanh(row["correlation_low"]) == pytest.approx(half)


@pytest.mark.parametrize("design", [{}, {"weights": "w"}, {"clusters": "u"}])
def test_errors_are_the_jackknifes(design):
    frame = planted(size=400)
    frame["u"] = np.arange(400) // 2
    wave = cs.Wave.from_frame(frame, scales=WIDE, **design)
    linear = cs.disconfirmation(wave, PAIRS, items=ITEMS)["speed"]
    again = cs.replicate(wave, method="jkn")
    other = cs.disconfirmation(again, PAIRS, items=ITEMS)["speed"]
    for name in ("se", "gap_se", "agreement_se", "correlation_se"):
        assert linear[name] == pytest.approx(other[name], rel=0.02)


@pytest.mark.parametrize(
    ("shift", "middle", "claim"),
    [(-1.0, None, "agree"), (1.0, None, "agree"), (0.0, None, "undecided"),
     (-0.5, 2.5, "contradict")],
)  # fmt: skip
def test_the_claim_follows_from_both_intervals(shift, middle, claim):
    wave = cs.Wave.from_frame(planted(shift=shift), scales=WIDE)
    found = cs.disconfirmation(wave, PAIRS, items=ITEMS, middle=middle)
    assert found["speed"]["claim"] == claim


def test_a_tolerance_turns_small_gaps_into_as_expected():
    asked = {"e": [5, 5, 5], "p": [5.4, 4.6, 3.0], "d": [4, 4, 2]}
    wave = wave_of(asked)
    strict = cs.disconfirmation(wave, PAIRS, items=ITEMS)["speed"]
    wide = cs.disconfirmation(wave, PAIRS, items=ITEMS, tolerance=0.5)["speed"]
    assert strict["agreement"] == pytest.approx(1 / 3)
    assert wide["agreement"] == 1
    assert (strict["gap"], strict["estimate"]) == (wide["gap"], wide["estimate"])


def test_segments_are_narrowed_waves():
    frame = planted().assign(city=["a", "b"] * 200)
    wave = cs.Wave.from_frame(frame, scales=WIDE)
    both = cs.disconfirmation(wave, PAIRS, items=ITEMS, by="city")
    own = cs.disconfirmation(
        wave.where(wave.frame["city"] == "b", name="b"), PAIRS, items=ITEMS
    )
    names = ["estimate", "se", "ci_low", "gap", "agreement", "correlation", "n"]
    row = both.row(city="b", term="speed")
    assert row[names].tolist() == pytest.approx(own["speed"][names].tolist())


def test_a_weight_of_two_is_two_alike_respondents():
    frame = planted(size=50).assign(w=1.0)
    twice = pd.concat([frame, frame.iloc[:10]], ignore_index=True)
    frame.loc[:9, "w"] = 2.0
    one = cs.disconfirmation(
        cs.Wave.from_frame(frame, scales=WIDE, weights="w"), PAIRS, items=ITEMS
    )["speed"]
    other = cs.disconfirmation(
        cs.Wave.from_frame(twice, scales=WIDE), PAIRS, items=ITEMS
    )["speed"]
    for name in ("estimate", "gap", "agreement", "said_worse"):
        assert one[name] == pytest.approx(other[name])


# ------------------------------------------------------------------ the study
def study(items):
    scale = {"role": "expectation", "answers": list(range(1, 8))}
    pairs = {
        "e1": scale | {"characteristic": "speed"},
        "p1": scale | {"characteristic": "speed", "role": "perception"},
        "e2": scale | {"characteristic": "staff"},
        "p2": scale | {"characteristic": "staff", "role": "perception"},
    }
    direct = {"role": "disconfirmation", "answers": list(range(1, 8))}
    asked = {name: direct | more for name, more in items.items()}
    return cs.Study.from_dict({"id": "x", "title": "X", "items": pairs | asked})


def answers(*more):
    rng = np.random.default_rng(1)
    names = ["e1", "p1", "e2", "p2", *more]
    return pd.DataFrame(rng.integers(1, 8, (60, len(names))), columns=names)


def test_items_come_from_the_study_by_characteristic_and_for_the_whole():
    told = study({"d1": {"characteristic": "speed"}, "whole": {}})
    wave = cs.Wave.from_frame(answers("d1", "whole"), study=told)
    found = cs.disconfirmation(wave)
    assert found.table["term"].tolist() == ["speed", "whole"]
    assert found.about["whole"] == ("whole", "e1", "e2", "p1", "p2")
    total = cs.gap_scores(wave).total.loc[0]
    assert found["whole"]["gap"] == pytest.approx(total["estimate"])
    assert found["whole"]["gap_se"] == pytest.approx(total["se"])


def test_a_study_that_asks_nothing_of_the_kind_says_so():
    with pytest.raises(
        ValueError, match="needs='disconfirmation': Left out: no question"
    ):
        cs.disconfirmation(cs.Wave.from_frame(answers(), study=study({})))


def test_an_item_about_no_pair_says_so():
    told = study({"d3": {"characteristic": "price"}})
    wave = cs.Wave.from_frame(answers("d3"), study=told)
    with pytest.raises(ValueError, match=r"disconfirmation=\['d3'\]: none of them"):
        cs.disconfirmation(wave)


# ---------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"items": None}, "items=None: give both pairs and items"),
        ({"items": {"staff": "d"}}, "items={'staff': 'd'} must name a column"),
        ({"items": {"speed": "p"}}, r"\['speed'\] are a side of their own pair"),
        ({"middle": 7}, "middle=7 must lie inside the scale of item='d', 1 to 7"),
        ({"tolerance": -1}, "tolerance=-1"),
        ({"level": 95}, "level=95"),
    ],
)
def test_a_faulty_argument_is_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        cs.disconfirmation(wave_of(), PAIRS, **({"items": ITEMS} | arguments))


def test_without_a_scale_the_middle_must_be_said():
    wave = cs.Wave.from_frame(pd.DataFrame(ASKED))
    with pytest.raises(ValueError, match="middle=None: item='d' has no scale"):
        cs.disconfirmation(wave, PAIRS, items=ITEMS)
    assert cs.disconfirmation(wave, PAIRS, items=ITEMS, middle=4).estimate == -0.5


def test_an_unknown_column_is_named():
    with pytest.raises(KeyError, match="elsewhere"):
        cs.disconfirmation(wave_of(), PAIRS, items={"speed": "elsewhere"})


def test_a_pair_nobody_answered_has_no_estimate():
    asked = {"e": [5.0, 6], "p": [np.nan, np.nan], "d": [3, 4]}
    row = cs.disconfirmation(wave_of(asked), PAIRS, items=ITEMS)["speed"]
    assert row["n"] == 0
    assert np.isnan(row[["estimate", "gap", "agreement", "correlation"]].tolist()).all()
    assert row["claim"] == "undecided"


def test_answers_all_alike_have_no_correlation():
    asked = {"e": [5, 6, 5], "p": [5, 6, 4], "d": [4, 4, 4]}
    row = cs.disconfirmation(wave_of(asked), PAIRS, items=ITEMS)["speed"]
    assert np.isnan(row["correlation"])
    assert (row["estimate"], row["se"]) == (0, 0)


# ------------------------------------------------------------------- sentences
def test_one_row_is_said_with_both_estimates():
    told = cs.disconfirmation(wave_of(), PAIRS, items=ITEMS).summary()
    assert told.startswith("speed: asked directly, customers put it −0.50 from what")
    assert told.endswith(": undecided.")


@pytest.mark.parametrize(
    ("middles", "words"),
    [
        ([4.0, 4.0], "Asked directly, customers say the same as the gaps"),
        ([4.0, 2.5], "contradict each other at b."),
        ([4.0, 3.0], "Nowhere do customers, asked directly, contradict"),
    ],
)
def test_the_headline_says_whether_both_lead_to_one_answer(middles, words):
    frame = planted(size=300)
    for name, middle in zip("ab", middles, strict=True):
        frame[f"d{name}"] = frame["d"] + 4 - middle
    columns = {"a": "da", "b": "db"}
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(columns.values(), (-9, 17)))
    pairs = {"a": ("e", "p"), "b": ("e", "p")}
    told = cs.disconfirmation(wave, pairs, items=columns).summary()
    assert words in told
