"""Who answered, whom do the answers miss, and would more effort change them?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import draw


@pytest.fixture(scope="module")
def asked():
    rng = np.random.default_rng(3)
    people = pd.DataFrame({"age": rng.choice(["old", "young"], 300, p=[0.6, 0.4])})
    chance = np.where(people["age"] == "old", 0.85, 0.35)
    people["came"] = (rng.random(300) < chance).astype(int)
    people["calls"] = rng.choice([1, 2, 3], 300)
    people["q1"] = rng.normal(4, 1, 300)
    return cs.Wave.from_frame(people, scales={"q1": (-10, 10)})


def bars(ax):
    return [p.get_width() for p in sorted(ax.patches, key=lambda p: p.get_y())]


def test_the_funnel_goes_from_all_asked_to_full_answers(drawn):
    ax = draw(cs.response_rates({"I": 40, "P": 10, "R": 20, "NC": 30}))
    assert bars(ax) == [100, 70, 50, 40]
    assert {"asked", "reached", "answered in full", "40%"} <= set(drawn.texts(ax))


def test_the_funnel_shows_the_stages_that_are_left(drawn):
    rates = cs.response_rates({"I": 40, "R": 20, "NC": 30})
    part = rates.table[rates.table["term"] != "CON1"]
    shown = type(rates)(
        table=part, method="x", used=rates.used, outcomes=rates.outcomes, e=1.0,
        e_stated=True,
    )  # fmt: skip
    assert "reached" not in drawn.texts(draw(shown))


def test_groups_that_answer_less_for_certain_have_the_colour_of_bad(asked, drawn):
    found = cs.partial_indicators(asked, responded="came", predictors="age")
    ax = draw(found)
    table = found.table[found.table["group"] != ""]
    assert bars(ax) == pytest.approx(table["estimate"].tolist())
    faces = [tuple(p.get_facecolor()) for p in ax.patches]
    assert len(set(faces)) == 2
    assert {"age", "old", "young", "answered"} <= set(drawn.texts(ax))


def test_customers_asked_and_answered_stand_side_by_side(asked, drawn):
    customers = {"age": {"old": 500, "young": 500}}
    found = cs.compare_to_frame(asked, customers, by="age", responded="came")
    ax = draw(found)
    for i, column in enumerate(("frame", "sample", "respondents")):
        marks = [c for c in ax.collections if len(c.get_offsets()) == 2]
        assert marks[i].get_offsets()[:, 0].tolist() == pytest.approx(
            found.table[column].tolist()
        )
    assert {"customers", "asked", "answered"} <= set(drawn.texts(ax))


def test_hidden_groups_are_hatched(asked, drawn):
    found = cs.partial_indicators(asked, responded="came", predictors="age")
    ax = draw(found, hidden=[{"term": "age", "group": "other"}])
    assert "other" in drawn.texts(ax)
    assert any(p.get_hatch() for p in ax.patches)


def test_the_indicator_is_drawn_as_adjusted(asked, drawn):
    found = cs.representativeness(asked, responded="came", predictors="age")
    ax = draw(found)
    marks = [c for c in ax.collections if len(c.get_offsets()) == 5]
    assert marks[-1].get_offsets()[:, 0].tolist() == pytest.approx(
        found.table["adjusted"].tolist()
    )
    assert ax.get_xlim() == (0, 1)


def test_effort_runs_from_the_first_attempt_to_the_last(asked, drawn):
    ax = draw(cs.level_of_effort(asked, attempts="calls", items="q1"))
    assert {"1 attempt", "up to 2", "up to 3"} <= set(drawn.texts(ax))
    with language("fa"):
        texts = drawn.texts(
            draw(cs.level_of_effort(asked, attempts="calls", items="q1"))
        )
    assert not any("attempt" in text for text in texts)


def test_a_plan_that_is_not_kept_is_past_the_line(asked, drawn):
    found = cs.plan_kept(asked, margin=0.02, difference=2, by="age", item="q1")
    ax = draw(found)
    ratio = found.table["achieved"] / found.table["planned"]
    assert bars(ax) == pytest.approx(ratio.tolist())
    assert ratio[0] > 1 > ratio[1]
    assert {"planned", "achieved", "2.0\xa0pp"} <= set(drawn.texts(ax))


def test_the_ends_of_bias_hold_the_moderate_ones(asked, drawn):
    found = cs.bias_range(asked, items="q1", response_rate=0.5, attempts="calls")
    ax = draw(found)
    spans = [np.sort(s[:, :, 0]).ravel().tolist() for s in drawn.spans(ax, 1)]
    row = found.table.iloc[0]
    for low, high in (("lowest", "highest"), ("moderate_low", "moderate_high")):
        assert any(np.allclose(s, [row[low], row[high]]) for s in spans)


@pytest.mark.parametrize("phone", [False, True])
def test_figures_fit_a_phone(asked, phone):
    customers = {"age": {"old": 500, "young": 500}}
    for found in (
        cs.response_rates({"I": 1, "R": 2}),
        cs.partial_indicators(asked, responded="came", predictors="age"),
        cs.compare_to_frame(asked, customers, by="age"),
        cs.bias_range(asked, items="q1", response_rate=0.5),
    ):
        assert draw(found, phone=phone).figure.get_figwidth() > 0
