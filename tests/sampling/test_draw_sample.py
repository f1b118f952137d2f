"""Tests of who is asked."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    allocate,
    draw_sample,
    inclusion_probabilities,
    sample_size_proportion,
)

ARGUMENTS = {
    "srs": {"n": 40},
    "srs from a start": {"n": 40, "start": 0.7},
    "strata": {"n": 40, "strata": "region"},
    "crossed strata": {"n": 40, "strata": ["region", "kind"]},
    "by stratum": {"n": {"north": 9, "south": 5, "west": 2}, "strata": "region"},
    "reserve": {"n": 30, "strata": "region", "reserve": 12},
    "systematic by columns": {
        "n": 40,
        "method": "systematic",
        "order_by": ["region", "turnover"],
    },
    "by size, systematic": {
        "n": 40,
        "method": "pps_systematic",
        "size": "turnover",
        "order_by": "branch",
    },
    "sampford": {"n": 40, "method": "sampford", "size": "turnover"},
    "brewer": {"n": 40, "method": "brewer", "size": "turnover", "strata": "kind"},
    "clusters": {"n": 4, "clusters": "branch"},
    "clusters in strata": {"n": 5, "clusters": "branch", "strata": "region"},
    "clusters by size": {"n": 4, "clusters": "branch", "method": "sampford"},
    "two stages": {
        "n": 6,
        "stages": [{"clusters": "branch", "n": 5, "method": "pps_systematic"}],
        "order_by": "branch",
    },
    "three stages": {
        "stages": [
            {"clusters": "region", "n": 2},
            {"clusters": "branch", "n": 2, "method": "brewer"},
            {"n": 4},
        ],
    },
    "quota": {"n": 30, "strata": "region", "method": "quota", "reserve": 9},
}


def draw(frame, **arguments):
    return draw_sample(frame, id="customer", **{"seed": 7, **arguments})


def identity(sample):
    return sample.frame["customer"].tolist(), sample.frame.columns.tolist()


def naive_number(identity, seed=7, stage=1):
    text = f"{seed}\x1f{stage}\x1f{identity}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


# ------------------------------------------------------------------ by hand
def test_a_simple_random_sample_has_the_smallest_numbers(customers):
    sample = draw(customers, n=25)
    smallest = sorted(customers["customer"], key=naive_number)[:25]
    assert sample.frame["customer"].tolist() == smallest
    assert sample.frame["order"].tolist() == list(range(1, 26))
    assert (sample.frame["inclusion_probability"] == 25 / 300).all()
    assert sample.frame["base_weight"].sum() == pytest.approx(300)


def test_a_stratified_sample_has_the_smallest_numbers_of_each_stratum(customers):
    sample = draw(customers, n={"north": 9, "south": 5, "west": 2}, strata="region")
    for region, n in {"north": 9, "south": 5, "west": 2}.items():
        inside = customers.loc[customers["region"] == region, "customer"]
        found = sample.frame[sample.frame["region"] == region]
        assert found["customer"].tolist() == sorted(inside, key=naive_number)[:n]
        assert found["order"].tolist() == list(range(1, n + 1))
        assert found["base_weight"].sum() == pytest.approx(len(inside))


def test_two_stages_draw_clusters_and_then_customers(customers):
    stages = [{"clusters": "branch", "n": 4}]
    sample = draw(customers, n=3, stages=stages)
    branches = sorted(customers["branch"].unique(), key=naive_number)[:4]
    wanted, chances = [], []
    for branch in branches:
        inside = customers.loc[customers["branch"] == branch, "customer"]
        wanted += sorted(inside, key=lambda i: naive_number(i, stage=2))[:3]
        chances += [4 / 12 * 3 / len(inside)] * 3
    assert sample.frame["customer"].tolist() == wanted
    assert sample.frame["inclusion_probability"].tolist() == pytest.approx(chances)


def test_numbers_in_strata_are_spread_in_proportion(customers):
    sample = draw(customers, n=40, strata=["region", "kind"])
    sizes = customers.groupby(["region", "kind"]).size().rename("size").to_frame()
    proportional = allocate(sizes, 40).table
    assert sample.table["n"].tolist() == proportional["n"].tolist()
    assert sample.table["term"].tolist() == proportional["term"].tolist()


# ---------------------------------------------------------------- published
def test_systematic_draws_agree_with_r(reference, reference_data):
    values = reference("survey/selection/systematic")["values"]
    belgian = reference_data("belgian").reset_index(names="row")
    for start, case in {7.3: "equal_start_7.3", 0: "equal_start_0"}.items():
        found = draw_sample(
            belgian, 30, id="row", seed=1, method="systematic", start=start
        )
        assert (found.frame["row"] + 1).tolist() == values[case]
        assert found.frame["base_weight"].tolist() == pytest.approx(
            [values["step"]] * 30
        )
    for start in (0.5, 0.123):
        found = draw_sample(
            belgian,
            30,
            id="row",
            seed=1,
            method="pps_systematic",
            size="Tot04",
            start=start,
        )
        rows = values[f"pps_u_{start:g}".replace("0.", ".")]
        assert (found.frame["row"] + 1).tolist() == rows
        chances = inclusion_probabilities(belgian["Tot04"], 30)[np.array(rows) - 1]
        assert found.frame["inclusion_probability"].tolist() == chances.tolist()


def test_chances_in_strata_agree_with_r(reference, reference_data):
    values = reference("survey/selection/inclusion_probabilities")["values"]
    belgian = reference_data("belgian").reset_index(names="row")
    provinces = dict.fromkeys(belgian["Province"].unique(), 10)
    found = draw_sample(belgian, provinces, id="row", seed=1, strata="Province").frame
    chances = found.groupby("Province")["inclusion_probability"].first()
    wanted = values["by_province"]["first"]
    assert chances.tolist() == pytest.approx([wanted[str(h)] for h in chances.index])


# --------------------------------------------------------------- properties
def test_over_all_starts_a_systematic_draw_meets_everybody_equally_often():
    # 12 / 5 is an interval of 2.4; of 24 starts spread evenly over it, each customer
    # is met by those in a stretch of one: ten.
    people, met = pd.DataFrame({"id": range(12)}), np.zeros(12)
    for start in 0.1 * (np.arange(24) + 0.5):
        arguments = {"id": "id", "seed": 1, "method": "systematic"}
        drawn = draw_sample(people, 5, start=start, **arguments).frame["id"]
        assert len(set(drawn)) == 5
        met[drawn] += 1
    assert met.tolist() == [10] * 12


@pytest.mark.parametrize("case", ARGUMENTS)
def test_the_order_of_the_rows_changes_nothing_at_all(customers, case):
    straight = draw(customers, **ARGUMENTS[case])
    shuffled = customers.sample(frac=1, random_state=4)
    turned = draw(shuffled, **ARGUMENTS[case])
    pd.testing.assert_frame_equal(straight.frame, turned.frame)
    pd.testing.assert_frame_equal(straight.reserves, turned.reserves)
    pd.testing.assert_frame_equal(straight.table, turned.table)
    assert dict(straight.record) == dict(turned.record)
    assert straight.verify(shuffled) == straight.frame["customer"].tolist()


@pytest.mark.parametrize("case", ARGUMENTS)
def test_another_seed_draws_others_and_nobody_twice(customers, case):
    one, other = draw(customers, **ARGUMENTS[case]), draw(
        customers, **ARGUMENTS[case], seed=8
    )  # fmt: skip
    assert one.frame["customer"].is_unique
    assert set(one.frame["customer"]) != set(other.frame["customer"])


def test_ids_of_any_kind_draw_alike(customers):
    numbered = customers.assign(customer=range(300))
    wanted = draw(numbered, n=20).frame["customer"].tolist()
    for kind in (float, str, "int8", "category", object):
        if kind == "int8":
            found = draw(numbered.astype({"customer": "int32"}), n=20)
        else:
            found = draw(numbered.astype({"customer": kind}), n=20)
        assert [int(float(i)) for i in found.frame["customer"]] == wanted


def test_an_account_with_many_contacts_weighs_no_more_than_one_with_a_single_contact():
    frame = pd.DataFrame({"person": range(24), "account": [0] * 20 + [1, 2, 3, 4]})
    stages = [{"clusters": "account", "n": 2}]
    drawn = np.zeros(5)
    for seed in range(200):
        sample = draw_sample(frame, 1, id="person", seed=seed, stages=stages).frame
        assert len(sample) == 2
        drawn[sample["account"]] += 1
    assert np.abs(drawn / 200 - 0.4).max() < 4 * np.sqrt(0.24 / 200)


# ------------------------------------------------- reserves, overlap, exclusion
def test_reserves_are_the_next_in_turn(customers):
    sample = draw(customers, n=30, strata="region", reserve=9)
    longer = draw(
        customers, n=dict(zip(*_enlarged(sample), strict=True)), strata="region"
    )
    joined = pd.concat([sample.frame, sample.reserves]).sort_values(["region", "order"])
    assert joined["customer"].tolist() == longer.frame["customer"].tolist()
    assert sample.table["reserve"].sum() == 9


def _enlarged(sample):
    table = sample.table
    return table["term"], table["n"] + table["reserve"]


def test_reserves_that_are_not_there_are_noted(customers):
    few = customers.groupby("region").head(10)
    by_stratum = {"north": 4, "south": 0, "west": 0}
    sample = draw(few, n=24, strata="region", reserve=by_stratum)
    assert len(sample.reserves) == 2
    assert "Reserves that are wanted and not there: 2." in map(str, sample.notes)


def test_the_recently_asked_are_excluded_and_the_weights_stand_for_the_rest(customers):
    earlier = draw(customers, n=50)
    sample = draw(customers, n=50, exclude=earlier)
    assert not set(sample.frame["customer"]) & set(earlier.frame["customer"])
    assert sample.frame["base_weight"].sum() == pytest.approx(250)
    assert sample.table["excluded"].tolist() == [50]
    assert "Excluded before the draw: 50 customers" in str(sample.notes[0])
    mask = customers["customer"].isin(earlier.frame["customer"])
    for told in (mask, earlier.frame["customer"], set(earlier.frame["customer"])):
        assert identity(draw(customers, n=50, exclude=told)) == identity(sample)


def test_those_kept_stay_and_the_rest_is_drawn_anew(customers):
    earlier = draw(customers, n=60, strata="region")
    stay = earlier.frame.loc[earlier.frame["order"] <= 10, "customer"]
    rest = earlier.frame.loc[earlier.frame["order"] > 10, "customer"]
    sample = draw(customers, n=60, strata="region", keep=stay, exclude=rest, seed=8)
    drawn = set(sample.frame["customer"])
    assert set(stay) <= drawn
    assert not drawn & set(rest)
    assert sample.table["kept"].tolist() == [10, 10, 10]
    assert any("Kept from an earlier sample: 30" in str(note) for note in sample.notes)
    assert sample.verify(customers) == sample.frame["customer"].tolist()


def test_those_kept_who_have_left_are_counted(customers):
    sample = draw(customers, n=10, keep=["C000", "gone1", "gone2"])
    assert "To be kept, but no longer in the list: 2 customers." in map(
        str, sample.notes
    )


def test_a_moved_start_exchanges_its_share_of_the_sample(customers):
    # A fifth of the sample leaves when the start moves by a fifth of n / N.
    first = set(draw(customers, n=60).frame["customer"])
    shares = []
    for moved in (0.0, 0.04, 0.1, 0.2, 0.5):
        second = set(draw(customers, n=60, start=moved).frame["customer"])
        shares.append(len(first & second) / 60)
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert shares[1] == pytest.approx(0.8, abs=0.12)
    assert shares[-1] == 0


def test_new_customers_change_few_of_a_sample_with_the_same_seed(customers):
    earlier = set(draw(customers, n=100).frame["customer"])
    more = customers.head(30).assign(customer=[f"N{i}" for i in range(30)])
    grown = pd.concat([customers, more])
    later = set(draw(grown, n=110).frame["customer"])
    assert len(earlier & later) >= 90


# -------------------------------------------------------------------- quota
def test_quotas_have_no_chances_and_say_so(customers):
    sample = draw(
        customers, n={"north": 5, "south": 5, "west": 5}, strata="region",
        method="quota", keep=["C000"],
    )  # fmt: skip
    assert sample.selection == "quota"
    assert sample.frame["base_weight"].isna().all()
    assert sample.table["n"].tolist() == [5, 5, 5]
    assert "no margin of error can be given" in str(sample.notes[0])
    assert sample.summary() == "15 of 300 customers fill the quotas of 3 groups."


def test_an_overfull_quota_cell_is_refused(customers):
    north = customers.loc[customers["region"] == "north", "customer"].head(6)
    quota = {"strata": "region", "method": "quota", "keep": north}
    with pytest.raises(ValueError, match="'north': '6 kept, 5 wanted'"):
        draw(customers, n={"north": 5, "south": 5, "west": 5}, **quota)


# -------------------------------------------------------------------- notes
def test_a_periodic_list_is_warned_of():
    week = pd.DataFrame({"id": range(700), "day": [d % 7 for d in range(700)]})
    hit = draw_sample(week, 100, id="id", seed=1, method="systematic")
    assert "repeats itself in step with the draw, in day" in str(hit.notes[0])
    assert draw_sample(week, 70, id="id", seed=1, method="systematic").notes == ()
    random = draw_sample(
        week, 100, id="id", seed=1, method="systematic", order_by="day"
    )
    assert random.notes == ()


def test_small_clusters_are_asked_whole_and_noted(customers):
    sample = draw(customers, n=1000, stages=[{"clusters": "branch", "n": 3}])
    assert "Clusters with fewer customers than wanted: 3" in str(sample.notes[0])
    assert sample.frame["inclusion_probability"].tolist() == pytest.approx(
        [0.25] * len(sample.frame)
    )


def test_a_stratum_without_anybody_is_noted(customers):
    counts = {"north": 5, "south": 0, "west": 5}
    sample = draw(customers, n=counts, strata="region")
    assert "Groups without anybody drawn: 1" in str(sample.notes[0])


def test_units_drawn_for_certain_are_noted(customers):
    giant = customers.assign(turnover=np.where(customers.index == 3, 1e6, 1.0))
    sample = draw(giant, n=10, method="sampford", size="turnover")
    assert "C003" in sample.frame["customer"].tolist()
    assert "Drawn for certain because of their size: 1." in map(str, sample.notes)


def test_other_methods_give_their_numbers_to_the_draw(customers):
    size = sample_size_proportion(margin=0.1, population=300)
    assert len(draw(customers, n=size).frame) == size.n
    strata = pd.DataFrame({"size": customers.groupby("region").size()})
    parts = allocate(strata, 20, method="equal")
    sample = draw(customers, n=parts, strata="region")
    assert sample.table["n"].tolist() == parts.table["n"].tolist()
    series = pd.Series({"north": 2, "south": 2, "west": 2})
    assert len(draw(customers, n=series, strata="region").frame) == 6


# ------------------------------------------------------- the frozen record
def test_the_record_is_plain_json_without_ids(customers):
    sample = draw(customers, n=20, strata="region", exclude=["C001"])
    text = json.dumps(dict(sample.record))
    assert "C001" not in text
    assert sample.record["drawn"] == 20
    assert sample.record["excluded"] == 1
    with pytest.raises(TypeError):
        sample.record["drawn"] = 21


def test_a_changed_list_is_refused_with_what_would_change(customers):
    sample = draw(customers, n=50, strata="region")
    with pytest.raises(ValueError, match=r"300 rows then, 250 now.*not be drawn again"):
        sample.verify(customers.head(250))
    moved = customers.assign(region=customers["region"].replace("west", "south"))
    with pytest.raises(ValueError, match="differs from the one that was drawn from"):
        sample.verify(moved)
    other = customers.assign(turnover=0.0, note="seen")
    assert sample.verify(other) == sample.frame["customer"].tolist()


def test_a_list_in_its_own_order_is_refused_in_another(customers):
    sample = draw(customers, n=50, method="systematic")
    assert sample.verify(customers) == sample.frame["customer"].tolist()
    with pytest.raises(ValueError, match="differs from the one"):
        sample.verify(customers.iloc[::-1])


def test_the_drawn_rows_are_handed_out_as_copies(customers):
    sample = draw(customers, n=5)
    handed = sample.frame
    handed["customer"] = "x"
    assert sample.frame["customer"].iloc[0] != "x"


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"n": 301}, "n=301 must be 300 at most: so many customers"),
        ({"n": 0}, "n=0 must be a whole number from 1 on"),
        ({"n": 2.5}, r"n=2\.5 must be a whole number"),
        ({}, "n=None must be a whole number"),
        ({"n": 5, "seed": -1}, "seed=-1 must be a whole number from 0 on"),
        ({"n": 5, "method": "random"}, "method='random' must be one of srs"),
        ({"n": {"north": 5}}, "by stratum needs strata"),
        ({"n": {"north": 5}, "strata": "region"}, r"not numbered \['south', 'west'\]"),
        (
            {"n": {"north": 1, "south": 1, "west": 1, "east": 1}, "strata": "region"},
            r"not in the frame \['east'\]",
        ),
        (
            {"n": {"north": 500, "south": 1, "west": 1}, "strata": "region"},
            r"asks for more customers than there are: \{'north': '500 of",
        ),
        (
            {"n": {"north": 0, "south": 0, "west": 0}, "strata": "region"},
            "at least one",
        ),
        ({"n": 20, "clusters": "branch"}, "so many clusters 'branch'"),
        ({"n": 5, "method": "sampford"}, "needs size, a column of sizes"),
        ({"n": 5, "size": "turnover"}, "has no use with method='srs'"),
        (
            {"n": 5, "method": "sampford", "size": "kind"},
            "size='kind' must hold numbers",
        ),
        ({"n": 5, "method": "quota"}, "method='quota' needs strata"),
        ({"n": 5, "start": 1.5}, r"start=1\.5 must lie from 0 to below 1"),
        ({"n": 5, "start": -1}, "start=-1 must lie from 0"),
        ({"n": 5, "method": "systematic", "start": 60.0}, "start=60 must lie below"),
        (
            {"n": 5, "method": "brewer", "size": "turnover", "start": 0.5},
            r"start=0\.5 has no use with method='brewer'",
        ),
        ({"n": 5, "order_by": "branch"}, "order_by=.* goes with systematic"),
        ({"n": 5, "clusters": "branch", "reserve": 3}, "reserve=3 goes with one stage"),
        ({"n": 5, "reserve": {"north": 3}}, "reserve=.* by stratum needs strata"),
        ({"n": 5, "clusters": "branch", "keep": ["C001"]}, "keep goes with one stage"),
        ({"n": 1, "keep": ["C001", "C002"]}, "'all': '2 kept, 1 wanted'"),
        ({"n": 5, "keep": ["C001"], "exclude": ["C001"]}, "both excluded and kept"),
        (
            {"n": 5, "exclude": [1, 2]},
            "none is in the frame, where they read like 'C000'",
        ),
        ({"n": 5, "exclude": "C001"}, "exclude='C001' must be ids, a boolean Series"),
        ({"n": 5, "exclude": pd.Series([True])}, "exclude must have the index"),
        ({"n": 5, "exclude": ["C001", None]}, "exclude has 1 ids that are blank"),
        (
            {"n": 1, "clusters": "branch", "strata": "kind"},
            "clusters='branch': .* lie in more than one stratum",
        ),
        (
            {"stages": [{"clusters": "branch", "n": 2}], "clusters": "region"},
            "only one",
        ),
        ({"stages": []}, r"stages=\[\] must name clusters"),
        ({"stages": [{"n": 2}], "n": 3}, "n=3 is said again"),
        ({"stages": [{"n": 2}, {"clusters": "branch", "n": 2}]}, "from the top"),
        ({"stages": [{"clusters": "branch"}]}, r"stages\[1\] must say n"),
        ({"stages": [{"cluster": "branch", "n": 2}]}, "unknown keys"),
        ({"stages": ["branch"]}, "must be a dict"),
        (
            {"n": {"north": 1}, "stages": [{"clusters": "branch", "n": 2}]},
            "by stratum belongs to the first stage",
        ),
        (
            {"n": 5, "method": "quota", "stages": [{"clusters": "branch", "n": 2}]},
            "method='quota' has no stages",
        ),
        (
            {"n": 2, "clusters": "branch", "method": "sampford", "size": "turnover"},
            "size differs inside 12 of the clusters 'branch'",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(customers, arguments, fault):
    with pytest.raises(ValueError, match=fault):
        draw(customers, **arguments)


def test_a_list_that_cannot_be_drawn_from_is_refused(customers):
    twice = pd.concat([customers, customers.head(2)])
    with pytest.raises(ValueError, match=r"holds \['C000', 'C001'\] more than once"):
        draw(twice, n=5)
    blank = customers.assign(customer=customers["customer"].where(customers.index > 2))
    with pytest.raises(ValueError, match="'customer' of the frame is blank in 3 rows"):
        draw(blank, n=5)
    sizes = customers.assign(
        turnover=customers["turnover"].where(customers.index > 2, 0)
    )
    with pytest.raises(ValueError, match="size='turnover' is 0 or less in 3 rows"):
        draw(sizes, n=5, method="sampford", size="turnover")
    with pytest.raises(KeyError, match="'area'"):
        draw(customers, n=5, strata="area")
    with pytest.raises(ValueError, match="frame=list must be a table with rows"):
        draw([1, 2], n=5)
    with pytest.raises(ValueError, match="which the draw adds"):
        draw(draw(customers, n=50).frame, n=5)
    odd = customers.assign(customer=customers["customer"] + "\x1f")
    with pytest.raises(ValueError, match="unit separator"):
        draw(odd, n=5)
    with pytest.raises(ValueError, match="asks for more customers than there are"):
        draw(
            customers,
            n={"north": 1, "south": 1, "west": 1},
            strata="region",
            exclude=customers["region"] == "west",
        )


def test_faults_of_the_arguments_are_said_all_at_once(customers):
    with pytest.raises(ValueError, match=r"(?s)needs strata.*order_by"):
        draw(customers, n=5, method="quota", order_by="branch")
