"""Are the six intraclass correlations those of Shrout and Fleiss, and of R?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
"""Shrout and Fleiss (1979), table 2; coefficients in their table 4."""
IN_PRINT = {"ICC1": 0.17, "ICC2": 0.29, "ICC3": 0.71}
IN_PRINT |= {"ICC1k": 0.44, "ICC2k": 0.62, "ICC3k": 0.91}


def long(data):
    frame = pd.DataFrame(data).rename_axis(index="who").reset_index()
    return frame.melt("who", var_name="rater", value_name="score")


def icc(data, **more):
    columns = {"target": "who", "rater": "rater", "rating": "score"}
    return cs.intraclass_correlation(long(data), **columns, **more)


@pytest.mark.parametrize("form", IN_PRINT)
def test_the_coefficients_in_print(form):
    assert icc(SHROUT_FLEISS)[form]["estimate"] == pytest.approx(
        IN_PRINT[form], abs=5e-3
    )


@pytest.mark.parametrize("case", ["anxiety", "attitude", "shrout_fleiss", "video"])
def test_the_coefficients_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/agreement/icc_{case}")
    found = icc(reference_data(known["data"])[known["items"]])
    for want in known["values"]["table"]:
        row = found[want["type"]]
        got = [row[c] for c in ("estimate", "ci_low", "ci_high", "F", "df1", "df2")]
        keys = ("ICC", "lower bound", "upper bound", "F", "df1", "df2")
        assert got == pytest.approx([want[k] for k in keys], abs=1e-9)
        assert row["p"] == pytest.approx(want["p"], rel=1e-7)


def test_a_constant_added_by_one_rater_touches_agreement_and_not_consistency():
    data = pd.DataFrame(SHROUT_FLEISS)
    one, two = icc(data), icc(data.add([5, 0, 0, 0]))
    assert two["ICC3"]["estimate"] == pytest.approx(one["ICC3"]["estimate"])
    assert two["ICC2"]["estimate"] < one["ICC2"]["estimate"]


def test_a_narrower_level_gives_a_narrower_interval():
    wide, narrow = icc(SHROUT_FLEISS), icc(SHROUT_FLEISS, level=0.8)
    assert (narrow.table["ci_low"] > wide.table["ci_low"]).all()
    assert (narrow.table["ci_high"] < wide.table["ci_high"]).all()


def test_a_target_that_one_rater_skipped_is_left_out_and_counted():
    data = pd.DataFrame(SHROUT_FLEISS, dtype=float)
    data.iloc[0, 1] = np.nan
    found = icc(data)
    assert found.used.left_out == {"no answer": 1}
    want = icc(data.iloc[1:]).table["estimate"].tolist()
    assert found.table["estimate"].tolist() == pytest.approx(want)


def test_intervals_hold_the_truth_nineteen_times_in_twenty():
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(300):
        x = rng.normal(size=(30, 1)) + rng.normal(size=(30, 3))
        row = icc(x)["ICC3"]
        held += row["ci_low"] <= 0.5 <= row["ci_high"]
    assert 0.91 < held / 300 < 0.985


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([[1], [2]], "raters=1"),
        ([[1, 2]], "complete targets=1"),
        ([[3, 4], [3, 4]], "all alike"),
        ([[3, 4], [5, 6], [8, 9]], "by a constant only"),
        ([[1, 2], [2, 4]], "complete ratings=4"),
        ([["a", 4], ["b", 6]], "must be numbers; rows="),
    ],
)
def test_what_is_not_estimable_is_refused(data, why):
    with pytest.raises(ValueError, match=why):
        icc(data)


def test_a_rating_given_twice_is_refused():
    frame = pd.concat([long(SHROUT_FLEISS)] * 2)
    with pytest.raises(ValueError, match="more than once"):
        cs.intraclass_correlation(frame, target="who", rater="rater", rating="score")
    with pytest.raises(KeyError, match="score2"):
        cs.intraclass_correlation(frame, target="who", rater="rater", rating="score2")


def test_a_line_is_judged_by_the_interval():
    found = icc(SHROUT_FLEISS).findings({"icc": 0.2})
    assert {f.subject: f.verdict for f in found}["ICC3"] == "good"
    assert {f.verdict for f in found} == {"good", "undecided"}


def test_one_column_cannot_be_two_things():
    frame = pd.DataFrame({"t": [1, 2], "x": [3, 4]})
    with pytest.raises(ValueError, match="target='t', rater='t'"):
        cs.intraclass_correlation(frame, target="t", rater="t", rating="x")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"t": [1, 1, 2, 2, 3, 3, None, None]}, r"target='t': rows=\[6, 7\] are blank"),
        ({"r": [1, 2, 1, 2, 1, 2, 1, None]}, r"rater='r': rows=\[7\] are blank"),
        ({"y": [1.0, 2, 3, 4, 4, 6, 1, np.inf]}, r"must be numbers; rows=\[7\]"),
    ],
)
def test_ratings_of_nobody_by_nobody_or_without_end_are_refused(change, why):
    known = {"t": [1, 1, 2, 2, 3, 3, 4, 4], "r": [1, 2] * 4, "y": np.arange(8.0)}
    with pytest.raises(ValueError, match=why):
        cs.intraclass_correlation(
            pd.DataFrame(known | change), target="t", rater="r", rating="y"
        )
