"""Do the statistics behind a verdict agree with the methods that give them alone?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.questionnaire.item_evidence import answer_counts, item_evidence

ITEMS = ["q1", "q2", "q3", "q4"]


def answers(n=240, seed=3):
    rng = np.random.default_rng(seed)
    person = rng.normal(size=n)
    frame = pd.DataFrame(
        {
            item: (4 + person * (0.8 + 0.1 * k) + rng.normal(size=n)).round().clip(1, 7)
            for k, item in enumerate(ITEMS)
        }
    )
    frame["w"] = rng.uniform(1, 3, n)
    frame["unit"] = np.arange(n) // 2
    frame.loc[rng.random(n) < 0.1, "q2"] = np.nan
    return frame


def wave_of(frame, **design):
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(ITEMS, (1, 7)), **design)


def told(wave, items=ITEMS):
    table = item_evidence(wave, items, {"all": items}, 0.95)
    return table.set_index(["term", "rule"])


@pytest.mark.parametrize("design", [{}, {"weights": "w"}])
def test_they_are_those_of_item_analysis_and_top_box(design):
    wave = wave_of(answers(), **design)
    found, alone = told(wave), cs.item_analysis(wave, ITEMS).table.set_index("term")
    for item in ITEMS:
        row = found.loc[item, "item_rest"]
        for column in ("estimate", "se", "ci_low", "ci_high", "n"):
            assert row[column] == pytest.approx(alone.loc[item, column], rel=1e-12)
        own = cs.item_analysis(wave, [item]).table.iloc[0]
        assert found.loc[item, "skew"]["estimate"] == pytest.approx(own["skew"])
        top = cs.top_box(wave, item, boxes=1, interval="beta").table.iloc[0]
        row = found.loc[item, "ceiling"]
        for column in ("estimate", "se", "ci_low", "ci_high", "n"):
            assert row[column] == pytest.approx(top[column])


def test_a_rise_is_alpha_of_the_others_less_alpha():
    wave = wave_of(answers().dropna())
    whole = cs.cronbach_alpha(wave, ITEMS).estimate
    rest = cs.cronbach_alpha(wave, ITEMS[1:]).estimate
    row = told(wave).loc["q1", "alpha_if_deleted"]
    assert row["estimate"] == pytest.approx(rest - whole, abs=1e-12)
    whole, rest = cs.omega(wave, ITEMS).estimate, cs.omega(wave, ITEMS[1:]).estimate
    row = told(wave).loc["q1", "omega_if_deleted"]
    assert row["estimate"] == pytest.approx(rest - whole, abs=1e-10)


@pytest.mark.parametrize(
    "design", [{}, {"weights": "w"}, {"weights": "w", "clusters": "unit"}]
)
def test_every_error_is_the_jackknifes(design):
    wave = wave_of(answers(), **design)
    linear, again = told(wave), told(cs.replicate(wave, method="jkn"))
    off = linear["se"] / again["se"] - 1
    assert np.abs(off[linear["estimate"] > 0.02]).max() < 0.03


def test_blanks_are_counted_among_those_who_were_asked():
    items = {
        "a": {"answers": [0, 1], "type": "binary", "role": "filter"},
        "b": {"answers": [1, 2, 3], "asked_if": [{"item": "a", "in": [1]}]},
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = pd.DataFrame({"a": [1.0] * 12 + [0.0] * 8, "b": [2.0] * 9 + [np.nan] * 11})
    wave = cs.Wave.from_frame(frame, study=study)
    skipped = np.where(frame["a"] == 0, 2, 0)
    wave = wave._with(absent={"b": skipped})
    (row,) = answer_counts(wave, ["b"]).to_dict("records")
    assert (row["asked"], row["n"], row["blank"], row["answers"]) == (12, 9, 3, 1)
    share = told(wave, ["b"]).loc["b", "item_nonresponse"]
    assert share["estimate"] == pytest.approx(3 / 12)
    assert share["n"] == 12
    skipped[:2] = 1  # of those asked, two to whom it does not apply
    frame.loc[:1, "b"] = np.nan
    wave = cs.Wave.from_frame(frame, study=study)._with(absent={"b": skipped})
    share = told(wave, ["b"]).loc["b", "item_nonresponse"]
    assert share["estimate"] == pytest.approx(3 / 10)
    assert share["n"] == 10


def test_fewer_than_ten_answers_have_no_row():
    assert len(item_evidence(wave_of(answers(9)), ITEMS, {"all": ITEMS}, 0.95)) == 0


def test_a_constant_item_leaves_the_others_their_correlations():
    wave = wave_of(answers().assign(q4=4.0))
    found = told(wave)
    assert ("q4", "item_rest") not in found.index
    assert ("q4", "skew") not in found.index
    rest = cs.item_analysis(wave, ITEMS[:3])["q1"]["estimate"]
    assert found.loc["q1", "item_rest"]["estimate"] == pytest.approx(rest)


def test_reversed_items_do_not_drag_sound_ones_down(reference_data):
    # psych 2.2.9, alpha(na.omit(bfi[paste0("C", 1:5)]), check.keys = TRUE) turns C4 and
    # C5 round; its $item.stats$r.drop. Unturned, C1 would have 0.035.
    items = [f"C{i}" for i in range(1, 6)]
    wave = cs.Wave.from_frame(reference_data("bfi"))
    found = item_evidence(wave, items, {"C": items}, 0.95)
    rest = found[found["rule"] == "item_rest"].set_index("term")["estimate"]
    wanted = [0.455302448664, 0.506663982506, 0.467533409471, -0.557093498895]
    assert rest[items].tolist() == pytest.approx([*wanted, -0.478029802056], abs=1e-10)
    verdicts = cs.item_verdicts(wave, items).table.set_index("term")["verdict"]
    assert verdicts[items].tolist() == ["keep"] * 3 + ["revise"] * 2


def test_a_block_that_nobody_answered_has_no_statistics():
    frame = answers().assign(q1=np.nan, q2=np.nan)
    found = told(wave_of(frame))
    assert found.loc["q1", "item_nonresponse"]["estimate"] == 1
    assert ("q1", "floor") not in found.index
    assert "item_rest" not in found.index.get_level_values("rule")


def test_people_of_weight_zero_make_no_verdict():
    frame = answers().assign(w=0.0)
    frame.loc[:3, "w"] = 1.0
    wave = wave_of(frame, weights="w")
    assert answer_counts(wave, ITEMS)["asked"].tolist() == [4] * 4
    found = cs.item_verdicts(wave, ITEMS)
    assert set(found.table["verdict"]) == {"undecided"}
    assert set(cs.pretest(wave, ITEMS).table["verdict"]) == {"undecided"}
