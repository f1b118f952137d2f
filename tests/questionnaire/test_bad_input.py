"""Does bad input give a reason, and never nought, one or a guess?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from tests.questionnaire.coefficients import COEFFICIENTS, ITEMS, answers

RAW = {"alpha", "alpha, available", "lambdas", "split half", "reliability"}
"""Methods that an item which does not vary leaves something to say."""


def of(method, frame, items=None):
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(frame, (1, 5)))
    return COEFFICIENTS[method](wave, items or list(frame))


@pytest.mark.parametrize("method", COEFFICIENTS)
def test_a_constant_item_is_told_or_changes_nothing_it_should_not(method):
    frame = answers().assign(q5=3.0)
    if method not in RAW:
        with pytest.raises(ValueError, match="q5"):
            of(method, frame)
        return
    known = of(method, frame).table["estimate"].dropna()
    assert len(known)
    assert known.between(0.05, 0.95).all()


@pytest.mark.parametrize("method", COEFFICIENTS)
def test_one_category_used_by_all_is_refused(method):
    why = r"do(es)? not vary|same for everybody|answers that vary|not positive definite"
    with pytest.raises(ValueError, match=why):
        of(method, answers() * 0 + 3)


@pytest.mark.parametrize("method", COEFFICIENTS)
def test_a_block_that_nobody_answered_is_named(method):
    frame = answers().assign(q4=np.nan, q5=np.nan)
    why = r"Nobody answered \['q4', 'q5'\]|items=\['q1', 'q4'\]: 0 people answered both"
    with pytest.raises(ValueError, match=why):
        of(method, frame)


@pytest.mark.parametrize("method", COEFFICIENTS)
def test_one_item_has_no_reliability(method):
    with pytest.raises(ValueError, match=r"one item|1 of them"):
        of(method, answers()[["q1"]])


@pytest.mark.parametrize("method", ["omega", "categorical omega", "hierarchical omega"])
def test_two_items_determine_no_factor(method):
    with pytest.raises(ValueError, match=r"items=\['q1', 'q2'\]: 2 of them"):
        of(method, answers()[["q1", "q2"]])


def test_two_items_have_an_alpha_by_hand():
    frame = answers()[["q1", "q2"]]
    S = frame.cov().to_numpy()
    found = of("alpha", frame).estimate
    assert found == pytest.approx(2 * (1 - np.trace(S) / S.sum()))


@pytest.mark.parametrize(
    "method", sorted(set(COEFFICIENTS) - {"hierarchical omega", "reliability"})
)
def test_negative_correlations_are_named_and_turned_by_nobody(method):
    frame = answers()
    frame[["q1", "q3"]] = 6 - frame[["q1", "q3"]]
    found = of(method, frame)
    assert "Against the other items" in str(found.notes[0])
    named = str(found.notes[0]).split("run: ")[1].split(".")[0].split(", ")
    assert named in (["q1", "q3"], ["q2", "q4"])
    assert (found.table["estimate"] < 0.5).all()


@pytest.mark.parametrize(
    "method",
    ["omega", "categorical omega", "hierarchical omega", "greatest lower bound"],
)
def test_more_items_than_people_are_refused(method):
    with pytest.raises(ValueError, match=r"6 people are fewer than 8 items need, 9"):
        of(method, answers(6, 8))


def test_more_items_than_people_have_no_likeliest_moments():
    with pytest.raises(ValueError, match="too few people answered the items together"):
        of("alpha, em", answers(6, 8))


def test_more_items_than_people_leave_alpha_and_no_sixth_bound():
    frame = answers(6, 8)
    S = frame.cov().to_numpy()
    found = of("alpha", frame).estimate
    assert found == pytest.approx(8 / 7 * (1 - np.trace(S) / S.sum()))
    assert np.isnan(of("lambdas", frame)["lambda6"]["estimate"])


def test_covariances_of_pairs_that_no_answers_have_are_refused():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(60, 1)) + rng.normal(size=(60, 3)) * 0.2
    x[:20, 0] = x[20:40, 1] = x[40:, 2] = np.nan
    x[40:, 1] *= -1
    frame = pd.DataFrame(x, columns=["q1", "q2", "q3"])
    assert np.linalg.eigvalsh(frame.cov().to_numpy())[0] < 0
    wave = cs.Wave.from_frame(frame)
    for call in (cs.cronbach_alpha, cs.item_analysis):
        with pytest.raises(ValueError, match="not positive definite"):
            call(wave, list(frame), missing="available")


# ----------------------------------------------------------------------- raters
def test_raters_who_skip_are_counted_item_by_item():
    ratings = pd.DataFrame({"q1": [4, 4, None, 4], "q2": [4, None, None, None]})
    found = cs.content_validity(ratings)
    assert found.table["n"].tolist() == [3, 1]
    assert np.isnan(found["q2"]["i_cvi"])
    assert found.used.left_out == {"no answer": 3}


def test_raters_who_skip_leave_krippendorffs_alpha_alone():
    ratings = pd.DataFrame({"a": [1, 2, 3, 3], "b": [1, 2, None, 3], "c": [1, 1, 3, 3]})
    found = cs.coder_agreement(ratings, scale="ordinal").table
    assert found["term"].tolist()[0] == "krippendorff_alpha"
    assert found["estimate"].notna().all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: cs.content_validity(pd.DataFrame({"q1": [4]})),
        lambda: cs.coder_agreement(pd.DataFrame({"a": [1, 2, 3]})),
        lambda: cs.intraclass_correlation(
            pd.DataFrame({"t": [1, 2, 3], "r": ["a"] * 3, "x": [1, 2, 3]}),
            target="t",
            rater="r",
            rating="x",
        ),
    ],
    ids=["content", "coders", "raters"],
)
def test_one_rater_is_refused(call):
    with pytest.raises(ValueError, match=r"experts=1|coder|rater"):
        call()


# --------------------------------------------------- verdicts and the pre-test
@pytest.mark.parametrize(
    "frame",
    [
        answers() * 0 + 3,
        answers() * np.nan,
        answers(4),
        answers(1),
        answers().assign(q4=np.nan, q5=np.nan),
    ],
    ids=["one category", "no answers", "few people", "one person", "empty block"],
)
def test_verdicts_are_given_on_counts_or_not_at_all(frame):
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(ITEMS, (1, 5)))
    for found in (cs.item_verdicts(wave, ITEMS), cs.pretest(wave, ITEMS)):
        checks = found.checks
        counted = {"one_answer", "item_nonresponse", "floor", "ceiling", "skew"}
        assert set(checks["rule"]) <= counted
        assert len(found.table) == len(ITEMS)
