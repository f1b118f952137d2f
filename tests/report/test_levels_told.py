"""Is every row known to speak of all the people that it tells of?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    Study,
    Wave,
    crosstab,
    means,
    missingness,
    missingness_explained,
    proportions,
    publish,
    regression,
)
from csat_methods.report.groups import groups_of
from csat_methods.report.policy import Policy, policy_of

FIRST = ["Ash"] * 3 + ["Bree"] * 40 + ["Cork"] * 30 + ["Dee"] * 27
LAST = ["Bree"] * 40 + ["Cork"] * 30 + ["Dee"] * 27 + ["Zell"] * 3


def wave_of(cities):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"q": rng.integers(1, 6, 100).astype(float), "city": cities})
    frame["again"] = rng.choice(["no", "yes"], 100)
    frame["blank"] = np.where(rng.random(100) < 0.3, np.nan, frame["q"])
    return Wave.from_frame(frame)


def shown_beside_total(wave, result, item="q"):
    results = {"all": means(wave, item), "r": result}
    return publish(results, policy_of(wave))["r"].result


@pytest.mark.parametrize("cities", [FIRST, LAST], ids=["reference", "level"])
def test_coefficients_of_levels_do_not_tell_the_mean_of_a_hidden_one(cities):
    # Intercept: the mean of the first city. City: that of another less it. All but one
    # of them and the mean of everybody give the last.
    shown = shown_beside_total(
        wave_of(cities), regression(wave_of(cities), "q", "city")
    )
    told = {"intercept": "Bree", "city: Cork": "Cork", "city: Dee": "Dee"}
    if cities == FIRST:
        assert len(shown.table) == 0
    else:
        assert [told[t] for t in shown.table["term"]] == ["Bree", "Cork"]
    assert np.isnan(shown.r_squared)
    assert len(shown.tests) == 0


def test_a_model_whose_levels_are_large_passes_whole():
    wave = wave_of(["Bree"] * 40 + ["Cork"] * 33 + ["Dee"] * 27)
    model = regression(wave, "q", "city")
    shown = shown_beside_total(wave, model)
    assert len(shown.table) == 3
    assert shown.r_squared == model.r_squared


@pytest.mark.parametrize("cities", [FIRST, LAST], ids=["reference", "level"])
def test_shares_of_blanks_of_levels_do_not_tell_those_of_a_hidden_one(cities):
    wave = wave_of(cities)
    explained = missingness_explained(wave, "blank", predictors="city")
    shown = publish(
        {"all": missingness(wave, "blank"), "r": explained}, policy_of(wave)
    )
    left = shown["r"].result
    people = 100 - left.table["n_level"].sum()
    if cities == FIRST:
        assert len(left.table) == 0
    else:  # Bree is the reference, and has no row; Dee went with Zell.
        assert left.table["predictor"].tolist() == ["city: Cork"]
        assert people - 40 == 27 + 3
    assert len(left.items) == 0


def test_blanks_hide_no_segment_from_the_means_of_those_who_answered():
    wave = wave_of(["Bree"] * 40 + ["Cork"] * 33 + ["Dee"] * 27)
    frame = wave.frame.assign(q=wave.frame["q"].where(np.arange(100) % 25 > 0))
    wave = Wave.from_frame(frame)
    results = {
        "by": means(wave, "q", by="city"),
        "all": means(wave, "q"),
        "who": missingness_explained(wave, "blank", predictors="city"),
        "why": missingness_explained(wave, "q", predictors="city"),
    }
    published = publish(results, policy_of(wave))
    assert [len(published[name].hidden) for name in results] == [0, 0, 0, 0]


def test_a_row_of_a_model_speaks_of_its_level_and_of_the_reference():
    wave = wave_of(LAST)
    rows = groups_of(regression(wave, "q", "city"), Policy())
    where = [[dict(g.where).get("city", "") for g in row] for row in rows]
    assert where == [
        ["", "Bree"],
        ["", "Cork", "Bree"],
        ["", "Dee", "Bree"],
        ["", "Zell", "Bree"],
    ]
    assert [row[1].n for row in rows] == [40, 30, 27, 3]


def segmented(seed=4):
    rng = np.random.default_rng(seed)
    cities = ["Ash"] * 45 + ["Bree"] * 31 + ["Cork"] * 21 + ["Dunwich"] * 3
    frame = pd.DataFrame({"again": rng.choice(["no", "yes"], 100), "city": cities})
    items = {"again": {"type": "nominal", "answers": {"no": "No", "yes": "Yes"}}}
    mapping = {"id": "x", "title": "X", "items": items, "segments": {"city": {}}}
    return Wave.from_frame(frame, study=Study.from_dict(mapping))


@pytest.mark.parametrize(
    "turned",
    [
        lambda wave: proportions(wave, "city", by="again"),
        lambda wave: crosstab(wave, "city", "again"),
    ],
    ids=["shares", "cross table"],
)
def test_who_lives_where_of_those_who_said_yes_is_what_each_city_said(turned):
    wave = segmented()
    shown = publish({"r": turned(wave)}, policy_of(wave))["r"].result.table
    assert set(shown["category"]) == {"Ash", "Bree"}


def test_who_lives_where_of_some_is_counted_from_the_shares_themselves():
    wave = segmented()
    some = wave.where(wave.frame["city"] != "Ash", name="not of Ash")
    shown = publish({"r": proportions(some, "city", by="again")}, policy_of(wave))
    assert "Dunwich" not in set(shown["r"].result.table["category"])


def test_who_lives_where_of_all_stays_as_it_is():
    wave = segmented()
    shown = publish({"r": proportions(wave, "city")}, policy_of(wave))["r"].result
    assert len(shown.table) == 4
