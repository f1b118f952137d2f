"""Do poor answers give a reason, and never a number that looks sound?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(1, 6)]


def answers(n=60, k=5, blank=0.1):
    rng = np.random.default_rng(1)
    raw = 3 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k)) * 0.8
    frame = pd.DataFrame(raw.round().clip(1, 5)).set_axis(
        [f"q{i + 1}" for i in range(k)], axis=1
    )
    frame = frame.mask(rng.random(frame.shape) < blank)
    return frame.assign(sex=np.where(rng.random(n) < 0.5, "f", "m"))


def items_of(frame):
    return [c for c in frame if c[0] == "q"]


METHODS = {
    "little": cs.little_mcar,
    "missingness": cs.missingness,
    "explained": lambda w, i: cs.missingness_explained(w, i, predictors="sex"),
    "impute": lambda w, i: cs.impute(w, i, m=2, seed=1),
    "sensitivity": lambda w, i: cs.missing_sensitivity(w, i, m=2, seed=1),
    "careless": cs.careless_responses,
    "runs": cs.answer_runs,
}
CONSTANT = answers().assign(q5=3.0)
ALIKE = answers().assign(**{i: answers()[i] * 0 + 3 for i in ITEMS})
BLOCK = answers().assign(q4=np.nan, q5=np.nan)
EMPTY = answers().assign(**dict.fromkeys(ITEMS, np.nan))
APART = answers().assign(
    q1=answers()["q1"].where(np.arange(60) < 30),
    q2=answers()["q2"].where(np.arange(60) >= 30),
)
ENDLESS = answers(blank=0).assign(q1=np.r_[np.inf, np.ones(59)])
SUM = answers(200, blank=0).assign(q5=lambda d: d["q1"] + d["q2"])
SUM.loc[:20, "q3"] = np.nan
REFUSED = [
    ("little", CONSTANT, "items=.'q5'. do not vary"),
    ("little", ALIKE, "do not vary"),
    ("little", BLOCK, "items=.'q4', 'q5'.: nobody answered them"),
    ("little", EMPTY, "no row has an answer"),
    ("little", APART, "nobody answered both"),
    ("little", SUM, "no inverse: an item is a sum of others"),
    ("little", answers(6, 12), "no inverse|do not vary|nobody answered"),
    ("little", answers(1), "nobody answered them|do not vary"),
    ("little", answers()[["q1", "sex"]], "items=.'q1'. must be at least two"),
    ("explained", answers().assign(sex="f"), "sex.* has 1 levels; it needs 2"),
    ("impute", BLOCK, "items=.'q4', 'q5'. have no answer; nothing can be learned"),
    ("impute", EMPTY, "have no answer"),
    ("impute", answers()[["q1", "sex"]], "items=.'q1'. must be at least two"),
    ("sensitivity", BLOCK, "have no answer"),
    ("sensitivity", answers()[["q1", "sex"]], "items=.'q1'. must be at least two"),
    ("careless", answers()[["q1", "q2"]], "items=2 must be at least 3"),
    ("runs", answers()[["q1", "q2"]], "items=2 must be at least 3"),
    ("runs", EMPTY, "nobody answered any of them"),
    *((m, ENDLESS, "q1.* hold infinite numbers") for m in METHODS if m not in
      ("missingness", "explained")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "frame", "why"), REFUSED)
def test_what_cannot_be_told_is_refused_with_a_reason(name, frame, why):
    with pytest.raises(ValueError, match=why):
        METHODS[name](cs.Wave.from_frame(frame), items_of(frame))


@pytest.mark.parametrize("frame", [CONSTANT, ALIKE, BLOCK, EMPTY], ids=range(4))
def test_what_was_left_blank_is_counted_whatever_the_answers(frame):
    wave, items = cs.Wave.from_frame(frame), items_of(frame)
    shares = frame[items].isna().to_numpy()
    table = cs.missingness(wave, items).table
    assert (table["n"] * table["blanks"]).sum() <= shares.sum()
    assert table["n"].sum() <= len(frame)


def test_blanks_are_not_explained_by_nine_people():
    found = cs.missingness_explained(
        cs.Wave.from_frame(answers(60, blank=0.1)), ITEMS, predictors="sex"
    )
    assert found.table["estimate"].isna().all()
    assert "Fewer than" in str(found.notes[0])


@pytest.mark.parametrize("frame", [CONSTANT, ALIKE, BLOCK, APART], ids=range(4))
def test_what_is_filled_in_is_an_answer_that_somebody_gave_or_nearly(frame):
    kept = frame.drop(columns=["q4", "q5"]) if frame is BLOCK else frame
    made = cs.impute(cs.Wave.from_frame(kept), items_of(kept), m=2, seed=1)
    for wave in made.waves:
        filled = wave.frame[items_of(kept)]
        assert filled.notna().all().all()
        for item in items_of(kept):
            known = kept[item].dropna()
            if known.nunique() == 1:
                assert (filled[item] - known.iloc[0]).abs().max() < 0.1


def test_people_who_answered_nothing_have_no_longest_run():
    frame = answers(60, blank=0)
    frame.loc[:9, ITEMS] = np.nan
    found = cs.answer_runs(cs.Wave.from_frame(frame), ITEMS)
    assert found.table["n"].sum() == 50
    assert found.table["share"].sum() == pytest.approx(1)
    assert found.used.left_out == {"no answer": 10}
    assert "of 50 people" in found.summary()


def test_where_nobody_answered_all_left_it_blank_and_no_pattern_is_judged():
    found = cs.careless_responses(cs.Wave.from_frame(EMPTY), ITEMS)
    assert found["missing"]["found"] == 60
    assert not np.isinf(found.people["missing"]).any()
    assert found["flagged"]["checked"] == 60
