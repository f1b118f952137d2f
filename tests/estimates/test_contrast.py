"""Are weighted sums of estimates R's, whatever they share?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain


@pytest.fixture
def expected(reference):
    return reference("survey/tests_models/contrasts")["values"]


def assert_agrees(found, expected):
    assert found.estimate == pytest.approx(expected["estimate"], rel=1e-9)
    assert found.se == pytest.approx(expected["se"], rel=1e-9)


def test_a_paired_difference_by_hand():
    # changes 1, 1, 2, 0: mean 1, V = 2/3 / 4
    answers = pd.DataFrame({"before": [3, 5, 4, 6], "after": [4, 6, 6, 6]})
    both = cs.means(cs.Wave.from_frame(answers), ["before", "after"])
    found = cs.contrast(both, {"after": 1, "before": -1})
    assert found.estimate == pytest.approx(1)
    assert found.se == pytest.approx(np.sqrt(2 / 3 / 4))
    row = found["contrast"]
    assert row["statistic"] == pytest.approx(1 / found.se)
    assert row[["n", "df"]].tolist() == [4, 3]
    assert found.weights.tolist() == [-1, 1]


def test_a_linear_contrast_of_totals_is_rs(expected, strat):
    totals = cs.totals(strat, ["api00", "enroll", "api99"])
    assert_agrees(cs.contrast(totals, [1, 0, -1]), expected["linear"])


@pytest.mark.parametrize("case", ["strat", "clus"])
def test_differences_of_domains_share_their_clusters_as_in_r(expected, request, case):
    segments = cs.means(request.getfixturevalue(case), "api00", by="stype")
    weights = {("E", "api00"): 1, ("H", "api00"): -1}
    assert_agrees(cs.contrast(segments, weights), expected[f"domain_difference_{case}"])
    assert_agrees(
        cs.contrast(segments, [1, -1, 0]), expected[f"domain_difference_{case}"]
    )


def test_a_difference_of_two_items_is_rs(expected, clus):
    means = cs.means(clus, ["api00", "api99"])
    found = cs.contrast(means, {"api00": 1, "api99": -1})
    assert_agrees(found, expected["mean_total"])


def test_changes_over_two_waves_with_shared_people_are_rs(reference, reference_data):
    expected = reference("survey/waves/overlap")["values"]["satisfaction"]
    waves = {
        str(wave): cs.Wave.from_frame(rows, weights="weight", person="person")
        for wave, rows in reference_data("waves").groupby("wave")
    }
    means = cs.means(cs.stack(waves), "satisfaction", by="wave")
    matrix = np.array(expected["vcov_panel"]["data"])
    assert means.covariance.to_numpy() == pytest.approx(matrix, rel=1e-9)
    over_two = expected["differences"]["w3_minus_w1"]["panel"]
    found = cs.contrast(means, [-1, 0, 1])
    assert found.estimate == pytest.approx(over_two["estimate"]["contrast"], rel=1e-8)
    assert found.se == pytest.approx(over_two["se"]["contrast"], rel=1e-8)
    slope = cs.contrast(means, [-0.5, 0, 0.5])
    assert slope.se == pytest.approx(
        expected["trend_slope"]["se"]["contrast"], rel=1e-8
    )


def test_one_row_is_itself_and_the_sum_of_shares_is_certain(strat):
    shares = cs.proportions(strat, "awards")
    first = cs.contrast(shares, [1, 0])
    assert first.estimate == shares.table["estimate"].iloc[0]
    assert first.se == pytest.approx(shares.table["se"].iloc[0])
    whole = cs.contrast(shares, [1, 1])
    assert whole.estimate == pytest.approx(1)
    assert whole.se == pytest.approx(0, abs=1e-8)


def test_a_contrast_of_a_contrast_is_one(strat):
    means = cs.means(strat, ["api00", "api99"])
    twice = cs.contrast(cs.contrast(means, [1, -1]), [2])
    assert twice.se == pytest.approx(2 * cs.contrast(means, [1, -1]).se)


def test_weights_that_do_not_fit_are_refused(strat):
    means = cs.means(strat, ["api00", "api99"], by="stype")
    with pytest.raises(ValueError, match="weights has 2 numbers; the result has 6"):
        cs.contrast(means, [1, -1])
    with pytest.raises(ValueError, match="weights are all 0"):
        cs.contrast(means, [0] * 6)
    with pytest.raises(ValueError, match=r"'api00' names 3 rows; name \(stype, term\)"):
        cs.contrast(means, {"api00": 1})
    with pytest.raises(KeyError, match=r"\('Z', 'api00'\) is not in the table"):
        cs.contrast(means, {("Z", "api00"): 1})
    with pytest.raises(ValueError, match=r"\('E', 'api00', 1\) must name stype, term"):
        cs.contrast(means, {("E", "api00", 1): 1})
    with pytest.raises(ValueError, match="nan must be a finite number"):
        cs.contrast(means, [1, np.nan, 0, 0, 0, 0])
    with pytest.raises(ValueError, match="'1' must be a finite number"):
        cs.contrast(means, ["1", 0, 0, 0, 0, 0])


def test_a_result_without_covariance_is_refused(strat):
    log = cs.sampling_adequacy(strat, ["api00", "api99", "meals"])
    with pytest.raises(ValueError, match="it has no covariance of its estimates"):
        cs.contrast(log, [1, -1])
    with pytest.raises(ValueError, match="result=DataFrame must be a Result"):
        cs.contrast(strat.frame, [1, -1])


def test_a_row_that_could_not_be_estimated_is_refused():
    frame = pd.DataFrame({"y": [1.0, 2.0, None], "g": ["a", "a", "b"]})
    means = cs.means(cs.Wave.from_frame(frame), "y", by="g")
    with pytest.raises(ValueError, match="a row that counts could not be estimated"):
        cs.contrast(means, [1, -1])


def test_what_is_compared_is_said(strat):
    means = cs.means(strat, "api00", by="stype")
    assert plain(cs.contrast(means, [1, -1, 0]).headline()) == (
        "E minus H: +48.61 (+9.62 to +87.60)."
    )
    unclear = plain(cs.contrast(means, [0, -1, 1]).headline())
    assert "M minus H" in unclear
    assert "not clear of chance" in unclear
    against = plain(cs.contrast(means, [1, -0.5, -0.5]).headline())
    assert against.startswith("E against H, M")
    summed = plain(cs.contrast(means, [0.3, 0.3, 0.4]).headline())
    assert summed.startswith("Weighted sum of E, H, M: ")
    shares = cs.contrast(cs.proportions(strat, "awards"), [1, -1])
    assert plain(shares.headline()).startswith("awards (No) minus awards (Yes)")
    assert shares.kind("estimate") == "share_difference"
