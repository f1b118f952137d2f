"""Do adjusted p-values of visible rows keep what hidden rows would tell?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, compare_segments, crosstab, means, publish
from csat_methods.report.policy import policy_of
from csat_methods.report.readjusted import readjusted
from csat_methods.result import Result, Used
from csat_methods.statistics.multiplicity import ADJUSTMENTS

SIZES = {"Ash": 45, "Bree": 31, "Cork": 25, "Dee": 3}


def wave_of(few):
    """A hundred and four customers; the three of Dee answered as told."""
    rng = np.random.default_rng(5)
    cities = np.repeat(list(SIZES), list(SIZES.values()))
    base = pd.Series(cities).map({"Ash": 3.0, "Bree": 3.4, "Cork": 3.6, "Dee": 3.0})
    frame = pd.DataFrame({"q": base + rng.normal(0, 1.0, 104), "city": cities})
    frame["again"] = rng.choice(["no", "yes"], 104)
    frame.loc[frame["city"] == "Dee", "q"] = few
    return Wave.from_frame(frame)


def visible(wave, adjust="holm"):
    results = {
        "by": means(wave, "q", by="city"),
        "r": compare_segments(wave, "q", by="city", adjust=adjust),
    }
    return publish(results, policy_of(wave))["r"].result


@pytest.mark.parametrize("adjust", [*ADJUSTMENTS])
def test_what_few_answered_moves_no_adjusted_value_of_others(adjust):
    tables = [visible(wave_of(few), adjust).table for few in ([3, 3, 4], [9, 9, 8.5])]
    assert len(tables[0]) > 0
    assert tables[0]["p"].tolist() == pytest.approx(tables[1]["p"].tolist())
    assert tables[0]["p_adjusted"].tolist() == tables[1]["p_adjusted"].tolist()


@pytest.mark.parametrize("adjust", [*ADJUSTMENTS])
def test_hidden_tests_make_no_visible_one_look_surer(adjust):
    wave = wave_of([3, 3, 4])
    whole = compare_segments(wave, "q", by="city", adjust=adjust)
    shown = visible(wave, adjust).table
    for row in shown.to_dict("records"):
        own = whole.row(segment=row["segment"], reference=row["reference"])
        assert row["p_adjusted"] >= own["p_adjusted"] - 1e-12


def test_tests_of_another_family_stay_as_they_are():
    table = pd.DataFrame(
        {
            "term": list("abcd"),
            "p": [0.01, 0.02, 0.03, 0.04],
            "p_adjusted": [0.02, 0.02, 0.06, 0.06],
            "family": ["one", "one", "two", "two"],
            "n": 90,
        }
    )
    hide = np.array([False, False, False, True])
    made = readjusted(made_of(table), hide).table["p_adjusted"]
    assert made.tolist()[:3] == pytest.approx([0.02, 0.02, 0.06])


def made_of(table):
    return Result(table=table, method="M", used=Used(90, (90, 90)))


def test_nothing_hidden_changes_nothing():
    table = pd.DataFrame({"term": ["a"], "p": [0.01], "p_adjusted": [0.5]})
    made = made_of(table)
    assert readjusted(made, np.array([False])) is made


def test_cells_of_a_cross_table_whose_tests_are_not_told_lose_the_adjusted_value():
    wave = wave_of([3, 3, 4])
    table = crosstab(wave, "again", "city")
    shown = publish({"r": table}, policy_of(wave))["r"].result.table
    assert shown["city"].unique().tolist() == ["Ash", "Bree"]
    assert shown["p_adjusted"].isna().all()


def test_a_cross_table_alone_does_not_tell_what_few_of_a_column_answered():
    # Cell over its share of the row is the row; the row less what is seen is the rest.
    wave = wave_of([3, 3, 4])
    whole = crosstab(wave, "again", "city")
    shown = publish({"r": whole}, policy_of(wave))["r"].result.table
    said = shown[shown["category"] == "yes"]
    row = (said["total"] / said["row_share"]).iloc[0]
    own = whole.table.query("city == 'Dee' and category == 'yes'")["total"].iloc[0]
    assert row - said["total"].sum() > own + 1
