"""Are careful people left alone where most give the highest answer?"""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

import csat_methods as cs

CAREFUL, RANDOM, LINES = 400, 20, 20
LOOKS = ["look", "look_again"]
CELLS = [
    (top, k, rho) for top in (0.3, 0.6, 0.8) for k in (10, 25) for rho in (0.3, 0.6)
]


def careful(rng, n, k, rho, top):
    """Answers 1 to 5 of one factor; `top` of them are fives."""
    cuts = norm.ppf(np.cumsum(np.array([0.1, 0.15, 0.25, 0.5]) * (1 - top)))
    shared = np.sqrt(rho) * rng.normal(size=(n, 1))
    return 1.0 + np.searchsorted(
        cuts, shared + np.sqrt(1 - rho) * rng.normal(size=(n, k))
    )


def surveyed(top, k, rho, *, reversed_items=0, looks=LOOKS, seed=1):
    """Careful people, then some who answer at random, then some who give one answer.

    Answers of reversed items are turned round. Lines are of any answer but the highest,
    unless items are reversed: nothing tells those from careful people.
    """
    rng = np.random.default_rng(seed)
    lines = rng.integers(1, 6 if reversed_items else 5, (LINES, 1)).repeat(k, axis=1)
    lines[:, :reversed_items] = 6 - lines[:, :reversed_items]
    x = careful(rng, CAREFUL, k, rho, top)
    x = np.vstack([x, rng.integers(1, 6, (RANDOM, k)), lines])
    frame = pd.DataFrame(x, columns=[f"q{i:02}" for i in range(k)])
    hasty = np.arange(len(frame)) >= CAREFUL
    frame["seconds"] = k * np.where(hasty, 1.2, rng.normal(6, 1, len(frame)))
    for look in looks:
        frame[look] = np.where(hasty, rng.integers(1, 6, len(frame)), 2)
    items = {c: {"scale": "five"} for c in frame if c[0] == "q"}
    for name in list(items)[:reversed_items]:
        items[name]["reversed"] = True
    look = {"type": "nominal", "answers": [1, 2, 3, 4, 5], "right": 2}
    items |= {name: {**look, "role": "attention"} for name in looks}
    told = {"id": "x", "title": "X", "items": items,
            "scales": {"five": {"lowest": 1, "highest": 5}}}  # fmt: skip
    return cs.Wave.from_frame(frame, study=cs.Study.from_dict(told))


def flagged(wave, **how):
    """Shares of the careful, the random and the straight-lining who are flagged."""
    items = [c for c in wave.frame if c[0] == "q"]
    found = cs.careless_responses(wave, items, **how).people["flagged"].to_numpy()
    ends = np.cumsum([CAREFUL, RANDOM])
    return [part.mean() for part in np.split(found, ends)]


@pytest.mark.parametrize(("top", "k", "rho"), CELLS)
def test_few_careful_people_are_flagged_and_most_careless_are(top, k, rho):
    plain, random, lines = flagged(surveyed(top, k, rho), duration="seconds")
    assert plain <= 0.055
    assert random >= 0.8
    assert lines >= 0.95


def test_answers_alone_tell_lines_and_long_random_answers():
    plain, random, lines = flagged(surveyed(0.3, 25, 0.6, looks=()))
    assert plain <= 0.055
    assert random >= 0.8
    assert lines >= 0.95


@pytest.mark.parametrize("top", [0.3, 0.8])
def test_one_answer_all_over_reversed_items_is_a_sign_at_any_ceiling(top):
    plain, _, lines = flagged(surveyed(top, 10, 0.6, reversed_items=3, looks=()))
    assert lines >= 0.95
    assert plain <= 0.055


def test_the_answer_of_nearly_everyone_is_no_sign_and_a_rare_one_is():
    wave = surveyed(0.8, 10, 0.6)
    items = [c for c in wave.frame if c[0] == "q"]
    found = cs.careless_responses(wave, items)
    people, x = found.people, wave.frame[items]
    fives, threes = (x == 5).all(axis=1), (x == 3).all(axis=1)
    assert fives.sum() > 100
    assert not people.loc[fives, "flagged"].any()
    assert people.loc[threes, "signs"].str.contains("same_answer, no_variation").all()
    assert (people.loc[fives, "longstring_chance"] > 0.3).all()
    assert any("this is no sign" in str(note) for note in found.notes)


def test_a_limit_that_is_given_stands_whatever_the_chance():
    wave = surveyed(0.8, 10, 0.6)
    items = [c for c in wave.frame if c[0] == "q"]
    plain = cs.careless_responses(wave, items)
    strict = cs.careless_responses(wave, items, limits={"same_answer": 10})
    longest = plain.people["longstring"]
    assert strict["same_answer"]["found"] == (longest >= 10).sum()
    assert plain["same_answer"]["found"] < 0.2 * (longest >= 10).sum()
