"""Where does each rule draw its line?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.answers.answer_sheet import sheet_of
from csat_methods.answers.response_rules import (
    RULES,
    same_answers,
    speeders,
    straight_lines,
)
from csat_methods.answers.rule_set import LIMITS

ALIKE, STRAIGHT = (int(LIMITS[name]) for name in ("alike", "straight"))


def wave_of(rows, k=12):
    names = [f"q{j}" for j in range(k)]
    frame = pd.DataFrame(np.asarray(rows, float), columns=names)
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(names, (1, 7)))


def varied(n, k=12, seed=1):
    return np.random.default_rng(seed).integers(1, 8, (n, k)).astype(float)


def test_every_rule_has_words_and_a_unit():
    assert {rule.unit for rule in RULES.values()} == {"people", "answers", "items"}
    assert all(rule.words.id for rule in RULES.values())


@pytest.mark.parametrize("shared", [ALIKE - 1, ALIKE])
def test_sheets_alike_share_ten_answers_or_more(shared):
    rows = varied(6)
    rows[4, shared:] = np.nan
    rows[5] = rows[4]
    hits = same_answers(sheet_of(wave_of(rows), None, None))
    assert hits.found == (shared >= ALIKE)


def test_sheets_of_two_answers_only_may_well_be_alike():
    rows = varied(6)
    rows[4:] = np.tile([6.0, 7.0], 6)
    assert same_answers(sheet_of(wave_of(rows), None, None)).found == 0


def test_short_questionnaires_are_not_compared():
    assert same_answers(sheet_of(wave_of(varied(5, 4), 4), None, None)) is None
    assert straight_lines(sheet_of(wave_of(varied(5, 4), 4), None, None)) is None


@pytest.mark.parametrize("length", [STRAIGHT - 1, STRAIGHT])
def test_a_straight_line_is_eight_answers_long(length):
    rows = varied(6)
    rows[2] = np.nan
    rows[2, :length] = 5.0
    hits = straight_lines(sheet_of(wave_of(rows), None, None))
    assert hits.found == (length >= STRAIGHT)
    assert hits.places == ({"q0": 1} if hits.found else {})


def test_the_block_in_which_most_lines_are_comes_first():
    names = [f"q{j}" for j in range(2 * STRAIGHT)]
    x = varied(6, 2 * STRAIGHT)
    x[0, :STRAIGHT] = x[1:4, STRAIGHT:] = 5.0
    scales = {name: (1, 7 if j < STRAIGHT else 8) for j, name in enumerate(names)}
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=names), scales=scales)
    hits = straight_lines(sheet_of(wave, None, None))
    assert list(hits.places.items()) == [(names[STRAIGHT], 3), ("q0", 1)]


def test_items_of_another_scale_do_not_belong_to_a_line():
    names = [f"q{j}" for j in range(12)]
    rows = varied(5)
    rows[0] = 3.0
    frame = pd.DataFrame(rows, columns=names)
    scales = {name: (1, 7 + (j >= 6)) for j, name in enumerate(names)}
    wave = cs.Wave.from_frame(frame, scales=scales)
    assert straight_lines(sheet_of(wave, None, None)) is None


def test_haste_is_relative_to_the_median():
    frame = pd.DataFrame({"q0": [1.0] * 5, "t": [100, 100, 100, 39.9, 40.1]})
    hits = speeders(sheet_of(cs.Wave.from_frame(frame), "t", None))
    assert (hits.found, hits.checked) == (1, 5)
    assert LIMITS["haste"] == 0.4
