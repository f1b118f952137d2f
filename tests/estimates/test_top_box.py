"""Are the best answers counted, whichever way the scale runs?"""

import hypothesis
import hypothesis.strategies as st
import pandas as pd
import pytest

import csat_methods as cs

RTOL = 1e-9
LISTS = st.lists(st.integers(1, 5), min_size=5, max_size=40)


def answers(yes, n, **more):
    """Return a wave of n answers, `yes` of them 1, the others 0."""
    frame = pd.DataFrame({"q": [1] * yes + [0] * (n - yes)})
    return cs.Wave.from_frame(frame, **more)


def test_top_boxes_by_hand():
    frame = pd.DataFrame({"q": [1, 3, 4, 4, 5], "w": [1, 1, 2, 1, 1]})
    wave = cs.Wave.from_frame(frame, weights="w", scales={"q": (1, 5)})
    assert cs.top_box(wave, "q").estimate == pytest.approx(4 / 6)
    assert cs.top_box(wave, "q", boxes=1).estimate == pytest.approx(1 / 6)
    assert cs.top_box(wave, "q", boxes=4).estimate == pytest.approx(5 / 6)


def test_top_boxes_of_a_weighted_survey_are_rs(reference, reference_data):
    values = reference("survey/loyalty/nps")["values"]
    wave = cs.Wave.from_frame(
        reference_data("customers"),
        weights="weight",
        strata="region",
        population_size="population",
        scales={"effort": (1, 7), "satisfaction1": (1, 10)},
    )
    for item, name in (("effort", "effort_top2"), ("satisfaction1", "csat_top2")):
        result = cs.top_box(wave, item)
        estimate, se = (
            list(values[name][key].values())[1] for key in ("estimate", "se")
        )
        assert result.estimate == pytest.approx(estimate, rel=RTOL)
        assert result.se == pytest.approx(se, rel=RTOL)


@hypothesis.given(LISTS, st.integers(1, 4))
def test_the_top_boxes_are_the_shares_of_the_best_answers_added_up(answers, boxes):
    wave = cs.Wave.from_frame(pd.DataFrame({"q": answers}), scales={"q": (1, 5)})
    shares = cs.proportions(wave, "q").table
    best = shares.loc[shares["category_value"] > 5 - boxes, "estimate"].sum()
    assert cs.top_box(wave, "q", boxes=boxes).estimate == pytest.approx(best)


def test_a_turned_scale_has_its_best_answers_on_top():
    study = {
        "id": "x",
        "title": "X",
        "scales": {"grade": {"points": [1, 2, 4], "direction": "descending"}},
        "items": {"q1": {"scale": "grade"}},
    }
    # read: 5 − code, so that the grades 1, 2, 4 are 4, 3, 1
    frame = pd.DataFrame({"q1": [4.0, 3, 1, 4]})
    wave = cs.Wave.from_frame(frame, study=cs.Study.from_dict(study))
    assert cs.top_box(wave, "q1", boxes=1).estimate == 0.5
    assert cs.top_box(wave, "q1", boxes=2).estimate == 0.75
    assert cs.proportions(wave, "q1").table["category_value"].tolist() == [1, 3, 4]


@pytest.mark.parametrize(
    ("boxes", "rule"), [(0, "whole"), (2, "fewer"), (1.5, "whole")]
)
def test_boxes_must_leave_an_answer_that_is_not_best(boxes, rule):
    wave = answers(3, 6, scales={"q": (0, 1)})
    with pytest.raises(ValueError, match=f"boxes={boxes} must be .*{rule}"):
        cs.top_box(wave, "q", boxes=boxes)


def test_the_best_answers_need_a_scale():
    with pytest.raises(ValueError, match="item='q' has no scale"):
        cs.top_box(answers(3, 6), "q")


# ------------------------------------------------------------------ sentences
def test_headlines_name_what_is_clear_only():
    frame = pd.DataFrame({"q": [1] * 90 + [2] * 10, "r": [1, 2] * 50})
    wave = cs.Wave.from_frame(frame, scales={"q": (1, 2), "r": (1, 2)})
    assert cs.top_box(wave, "r", boxes=1).summary() == (
        "r: 50.0% of customers give the best answer (40.2% to 59.8%; n = 100)."
    )
    assert cs.top_box(wave, ["q", "r"], boxes=1).summary() == (
        "r gets the best answers most often (50.0%), q least often (10.0%)."
    )
    wave = cs.Wave.from_frame(
        frame.assign(s=[1] * 49 + [2] * 51), scales=dict.fromkeys("qrs", (1, 2))
    )
    assert cs.top_box(wave, ["q", "r", "s"], boxes=1).summary() == (
        "The share of best answers runs from 10.0% (q) to 51.0% (s)."
    )
    one = cs.top_box(wave.where(frame["q"] == 1), ["q", "r"], boxes=1)
    assert "q least often (0.0%)" in one.summary()
