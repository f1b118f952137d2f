"""Tests of how a sample is spread over strata."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, strategies as st

from csat_methods import allocate
from csat_methods._messages import Text, plain

THREE = pd.DataFrame(
    {
        "size": [500, 300, 200],
        "sd": [1.0, 1.0, 4.0],
        "mean": [5.0, 6.0, 7.0],
        "cost": [1.0, 4.0, 9.0],
    },
    index=["A", "B", "C"],
)
NEYMAN = {"method": "neyman", "sd": "sd"}


@pytest.fixture
def five(reference_data):
    return reference_data("strata_five").set_index("stratum")


def frames():
    """Strata of any size, spread and cost."""
    row = st.tuples(
        st.integers(1, 500), st.floats(0.1, 9), st.floats(0.5, 9), st.floats(0.5, 20)
    )
    return st.lists(row, min_size=1, max_size=8).map(
        lambda rows: pd.DataFrame(rows, columns=["size", "sd", "mean", "cost"])
    )


# ------------------------------------------------------------------ by hand
def test_neyman_gives_the_spread_out_stratum_the_largest_part():
    # N S = 500, 300, 800 of 1600; 160 answers are a tenth of that.
    assert allocate(THREE, 160, **NEYMAN).table["n"].tolist() == [50, 30, 80]


def test_proportional_parts_follow_the_sizes():
    table = allocate(THREE, 100).table
    assert table["n"].tolist() == [50, 30, 20]
    assert table["fraction"].tolist() == [0.1, 0.1, 0.1]
    assert table["share"].tolist() == [0.5, 0.3, 0.2]


def test_equal_parts_are_limited_by_sizes():
    # 800 / 3 = 266.7 is more than C has: C whole, then 600 / 2, and A takes B's rest.
    table = allocate(THREE, 900, method="equal").table
    assert table["n"].tolist() == [400, 300, 200]


def test_cost_weighs_the_price_of_an_answer():
    # N S / sqrt(c) = 500, 150, 800 / 3; 275 answers are .3 of their sum 916.67.
    table = allocate(THREE, 275, method="cost", sd="sd", cost="cost").table
    assert table["n_exact"].tolist() == pytest.approx([150, 45, 80])


def test_the_power_of_a_half_lies_between():
    # sqrt(N y) S / y = 10, 7.0711, 21.3809 of 38.4520.
    table = allocate(THREE, 100, method="power", mean="mean", sd="sd").table
    expected = np.sqrt([2500, 1800, 1400]) * [1 / 5, 1 / 6, 4 / 7]
    assert table["n_exact"].tolist() == pytest.approx(100 * expected / expected.sum())


def test_a_budget_is_spent_and_not_passed():
    # 10 answers at 5 each and 10 at 2 each cost 70.
    frame = pd.DataFrame({"size": [100, 100], "cost": [5, 2]})
    pays = {"cost": "cost", "method": "equal"}
    assert allocate(frame, budget=70, **pays).table["n"].tolist() == [10, 10]
    less = allocate(frame, budget=69, **pays)
    assert less.table["n"].sum() < 20
    assert less.cost <= 69


def test_a_target_is_met_with_the_fewest_answers():
    # Two strata of 100 with S = 10, mean 10: V(mean) = 100 / n without the finite part.
    frame = pd.DataFrame({"N": [100, 100], "S": [10.0, 10.0], "Y": [10.0, 10.0]})
    found = allocate(frame, size="N", sd="S", mean="Y", target_cv=0.1)
    # (.1 * 2000)^2 + 20000 = 60000 = 2e6 * 2 / n, so n = 66.67.
    assert found.table["n_exact"].sum() == pytest.approx(200 / 3)
    assert found.cv["S"] <= 0.1


# ---------------------------------------------------------------- published
CASES = {
    "proportional": {},
    "equal": {"method": "equal"},
    "neyman": {"method": "neyman", "sd": "S"},
    "cost_optimal": {"method": "cost", "sd": "S", "cost": "cost"},
    "power_0.3": {"method": "power", "sd": "S", "mean": "mean", "exponent": 0.3},
    "power_0.5": {"method": "power", "sd": "S", "mean": "mean"},
    "size_power_0.3": {"method": "power", "exponent": 0.3},
    "size_power_0.5": {"method": "power"},
}


@pytest.mark.parametrize("case", CASES)
def test_unbounded_shares_agree_with_r(reference, five, case):
    values = reference("survey/allocation/basic")["values"][case]
    exact = np.array(list(values["exact"].values()))
    found = allocate(five, 300, size="N", **CASES[case])
    if any(values["infeasible"].values()):
        # R ignores the size of E: where ours binds, the others keep their proportions.
        held = found.table["n_exact"].to_numpy()
        assert held[4] == five["N"].iloc[4]
        assert held[:4] / held[0] == pytest.approx(exact[:4] / exact[0], rel=1e-9)
        assert found.total == 300
        return
    assert found.table["n_exact"].to_numpy() == pytest.approx(exact, rel=1e-9)
    assert found.table["n"].tolist() == list(values["largest_remainder"].values())
    priced = allocate(five, 300, size="N", **{**CASES[case], "cost": "cost"})
    assert priced.table["n_exact"] @ five["cost"].to_numpy() == pytest.approx(
        values["cost"], rel=1e-9
    )


def test_take_all_minimum_and_maximum_agree_with_stratallo(reference, five):
    values = reference("survey/allocation/bounded")["values"]
    neyman = {"size": "N", "sd": "S", "method": "neyman"}
    bounds = {"minimum": dict(zip("ABCDE", [20, 20, 60, 20, 20], strict=True))}
    bounds["maximum"] = dict(zip("ABCDE", [40, 100, 1600, 30, 50], strict=True))
    found = {
        "take_all_600": allocate(five, 600, **neyman),
        "min30_300": allocate(five, 300, minimum=30, **neyman),
        "box_200": allocate(five, 200, **bounds, **neyman),
    }
    for case, result in found.items():
        exact = list(values[case].values())
        assert result.table["n_exact"].tolist() == pytest.approx(exact, rel=1e-9)
    whole = found["take_all_600"].table["n"].tolist()
    assert whole == list(values["take_all_600_integer"].values())
    small = values["small"]
    four = pd.DataFrame({"N": small["N"], "S": small["S"]}, index=list("ABCD"))
    for case, minimum in {"continuous": 0, "continuous_min5": 5}.items():
        exact = allocate(four, small["n"], minimum=minimum, **neyman).table["n_exact"]
        assert exact.tolist() == pytest.approx(small[case], rel=1e-9)


@pytest.mark.parametrize("n", [1300, 2000, 3000])
def test_ten_strata_within_bounds_agree_with_stratallo(reference, reference_data, n):
    values = reference("survey/allocation/ten_strata_bounds")["values"]
    ten = reference_data("stratallo_ten")
    neyman = {"size": "N", "sd": "S", "method": "neyman"}
    found = allocate(ten, n, minimum="m", maximum="M", **neyman).table
    assert found["n_exact"].tolist() == pytest.approx(values[f"n_{n}"]["n"], rel=1e-9)
    above = allocate(ten, 3000, maximum="M", **neyman).table["n_exact"]
    assert above.tolist() == pytest.approx(values["upper_only_3000"], rel=1e-9)


def test_fixed_budget_and_fixed_variance_agree_with_stratallo(reference, five):
    values = reference("survey/allocation/cost_or_variance_fixed")["values"]
    cost = {"size": "N", "sd": "S", "cost": "cost", "method": "cost"}
    budget = allocate(five, budget=3000, **cost)
    exact = list(values["budget_3000"]["n"].values())
    assert budget.table["n_exact"].tolist() == pytest.approx(exact, rel=1e-9)
    assert budget.cost <= 3000
    mean = (five["N"] @ five["mean"]) / five["N"].sum()
    for case, variance in {"variance_0.3": 0.3, "variance_0.05_take_all": 0.05}.items():
        target = {"target_cv": math.sqrt(variance) / mean, "mean": "mean"}
        for way in (cost, cost | {"method": "precision"}):
            found = allocate(five, **target, **way)
            exact = list(values[case]["n"].values())
            assert found.table["n_exact"].tolist() == pytest.approx(exact, rel=1e-7)
            spent = found.table["n_exact"] @ five["cost"].to_numpy()
            assert spent == pytest.approx(values[case]["cost"], rel=1e-7)


def test_several_precise_means_agree_with_bethel(reference, reference_data):
    values = reference("survey/allocation/bethel")["values"]
    strata = reference_data("bethel_strata").set_index("stratum")
    several = {"size": "N", "sd": ["S1", "S2"], "mean": ["M1", "M2"], "cost": "cost"}
    found = allocate(strata, method="precision", target_cv=[0.04, 0.06], **several)
    assert found.table["n_exact"].tolist() == pytest.approx(values["real"], rel=1e-6)
    assert found.table["n"].tolist() == values["integer"]
    tight = allocate(strata, method="precision", target_cv=[0.02, 0.02], **several)
    exact = values["tighter"]["real"]
    assert tight.table["n_exact"].tolist() == pytest.approx(exact, rel=1e-6)


def test_practical_tools_strata_agree():
    # Valliant, Dever and Kreuter, PracTools 1.7.5, strAlloc: Neyman, budget, CV.
    strata = pd.DataFrame(
        {
            "size": [215, 65, 252, 50, 149, 144],
            "sd": [26787207, 10645109, 6909676, 11085034, 9817762, 44553355],
            "cost": [1400, 200, 300, 600, 450, 1000],
            "mean": [11664181.0] * 6,
        }
    )
    columns = {"sd": "sd", "cost": "cost", "method": "cost"}
    neyman = allocate(strata, 100, sd="sd", method="neyman").table["n_exact"]
    assert neyman.tolist() == pytest.approx(
        [34.641683, 4.161947, 10.473487, 3.333804, 8.798970, 38.590108], abs=5e-7
    )
    budget = allocate(strata, budget=100_000, **columns).table["n_exact"]
    assert budget.tolist() == pytest.approx(
        [30.605403, 9.728474, 19.989127, 4.499121, 13.711619, 40.340301], abs=5e-7
    )
    target = allocate(strata, target_cv=0.05, mean="mean", **columns).table["n_exact"]
    assert target.tolist() == pytest.approx(
        [104.549, 33.233, 68.284, 15.369, 46.839, 137.804], abs=5e-4
    )


# --------------------------------------------------------------- properties
@given(frames(), st.sampled_from(["proportional", "equal", "neyman", "cost", "power"]))
def test_parts_are_whole_add_up_and_never_pass_a_size(frame, method):
    total = int(frame["size"].sum())
    n = max(1, total // 3)
    columns = {"sd": "sd", "mean": "mean", "cost": "cost"}
    table = allocate(frame, n, method=method, **columns).table
    assert table["n"].sum() == n
    assert table["n_exact"].sum() == pytest.approx(n)
    assert (table["n"] <= frame["size"]).all()
    assert ((table["n"] - table["n_exact"]).abs() < 1).all()


@given(frames(), st.integers(0, 9), st.integers(10, 200))
def test_limits_hold_and_the_rest_keeps_its_proportions(frame, minimum, maximum):
    low, high = frame["size"].clip(upper=minimum), frame["size"].clip(upper=maximum)
    n = int((low.sum() + high.sum()) // 2)
    assume(n > 0)
    limits = {"minimum": minimum, "maximum": maximum}
    table = allocate(frame, n, sd="sd", method="neyman", **limits).table
    assert table["n"].between(low, high).all()
    exact = table["n_exact"]
    free = (exact > low + 1e-9) & (exact < high - 1e-9)
    scale = (exact / (frame["size"] * frame["sd"]))[free]
    assert scale.to_numpy() == pytest.approx(scale.mean() if len(scale) else 0)


@given(frames(), st.floats(10, 2000), st.floats(0, 500))
def test_a_larger_budget_never_gives_a_smaller_sample(frame, budget, more):
    cost = {"method": "cost", "sd": "sd", "cost": "cost"}
    smaller = allocate(frame, budget=budget, **cost)
    larger = allocate(frame, budget=budget + more, **cost)
    assert smaller.cost <= budget * (1 + 1e-9)
    assert larger.cost <= (budget + more) * (1 + 1e-9)
    assert (larger.table["n"] >= smaller.table["n"]).all()


@given(frames(), st.floats(0.02, 0.5))
def test_a_target_is_met_and_not_overdone(frame, target):
    columns = {"sd": "sd", "mean": "mean", "target_cv": target}
    for method in ("proportional", "neyman", "precision"):
        found = allocate(frame, method=method, **columns)
        assert found.cv["sd"] <= target * (1 + 1e-9)
        n, size = found.table["n_exact"].to_numpy(), frame["size"].to_numpy(float)
        squares = (size * frame["sd"].to_numpy()) ** 2
        reached = np.sqrt(max(0, (squares / n).sum() - size @ frame["sd"] ** 2))
        wanted = target * (size @ frame["mean"])
        assert reached == pytest.approx(wanted, rel=1e-6) or (n <= size).all()


def test_neyman_has_the_least_variance_of_all_whole_allocations():
    frame = pd.DataFrame({"size": [9, 8, 7], "sd": [1.0, 3.0, 2.0]})

    def variance(n):
        squares = (frame["size"] * frame["sd"]) ** 2
        return (squares / np.array(n)).sum()

    found = allocate(frame, 12, method="neyman", sd="sd", minimum=1)
    all_of_them = [
        n for n in itertools.product(*(range(1, s + 1) for s in frame["size"]))
        if sum(n) == 12
    ]  # fmt: skip
    best = min(map(variance, all_of_them))
    assert variance(found.table["n_exact"]) <= best
    assert variance(found.table["n"]) <= 1.02 * best


# ------------------------------------------------------------------- limits
def test_take_all_strata_are_asked_whole_and_the_rest_is_solved_again():
    table = allocate(THREE, 400, take_all=["C"]).table
    assert table["n"].tolist() == [125, 75, 200]
    assert table["fraction"].iloc[2] == 1.0


def test_a_stratum_smaller_than_its_minimum_is_taken_whole_and_noted():
    frame = pd.DataFrame({"size": [10_000, 100, 20]})
    found = allocate(frame, 400, minimum=30)
    assert found.table["n"].tolist() == [350, 30, 20]
    assert "smaller than their minimum: 1" in str(found.notes[0])


def test_a_stratum_without_spread_is_filled_only_when_others_are_full():
    frame = pd.DataFrame({"size": [10, 10], "sd": [0.0, 2.0]})
    assert allocate(frame, 10, **NEYMAN).table["n"].tolist() == [0, 10]
    assert allocate(frame, 14, **NEYMAN).table["n"].tolist() == [4, 10]
    paid = allocate(frame.assign(c=1.0), budget=14, cost="c", **NEYMAN)
    assert paid.table["n"].tolist() == [4, 10]


def test_few_answers_are_noted_since_their_error_is_unknown():
    found = allocate(pd.DataFrame({"size": [1000, 10]}), 20)
    assert "fewer than two answers: 1" in str(found.notes[0])


def test_sizes_that_are_estimates_need_not_be_whole():
    frame = pd.DataFrame({"size": [10.4, 9.6]}, index=pd.Index(["A", "B"]))
    assert allocate(frame, 20).table["n"].sum() == 20


def test_crossed_strata_are_named_by_their_levels():
    index = pd.MultiIndex.from_product([["north", "south"], ["new", "old"]])
    found = allocate(pd.DataFrame({"size": [10, 20, 30, 40]}, index=index), 10)
    assert found["south · old"]["n"] == 4
    assert found.by_stratum()["south", "old"] == 4
    whole = allocate(
        pd.DataFrame({"size": [10, 20, 30, 40]}, index=index),
        60,
        take_all=[("north", "old")],
        minimum={("north", "new"): 9},
    )
    assert whole.table["n"].tolist() == [9, 20, 13, 18]


def test_the_headline_says_from_where_to_where_parts_reach():
    assert allocate(THREE, 100).summary() == (
        "100 answers are spread over 3 groups: 20 to 50 each."
    )


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "just one must be given, not none"),
        ({"n": 10, "budget": 5}, r"just one must be given, not \['n', 'budget'\]"),
        ({"n": 1001}, "n=1001 must be 1000 at most"),
        ({"n": 10, "minimum": 5}, "n=10 must be 15 at least"),
        ({"n": 10, "maximum": 2}, "n=10 must be 6 at most"),
        ({"n": 0}, "n=0 must be a whole number from 1 on"),
        ({"n": 10.5}, r"n=10\.5 must be a whole number"),
        ({"n": 10, "method": "nyman"}, "did you mean 'neyman'"),
        ({"n": 10, "method": "neyman"}, "'neyman' needs the columns sd"),
        ({"n": 10, "method": "power", "sd": "sd"}, "both sd and mean"),
        ({"n": 10, "method": "neyman", "sd": ["sd", "mean"]}, "takes one column each"),
        ({"budget": 100}, "'budget' needs the columns cost"),
        ({"budget": -1, "cost": "cost"}, "budget=-1 must be a finite number above 0"),
        ({"n": 9, "method": "precision", "sd": "sd", "mean": "mean"}, "target_cv, not"),
        (
            {"target_cv": [0.1, 0.1], "sd": "sd", "mean": "mean"},
            "must hold one number for each of 1 sd",
        ),
        ({"n": 10, "minimum": 5, "maximum": 2}, "minimum is above maximum"),
        ({"n": 10, "minimum": {"A": -1}}, r"minimum of strata \['A'\] must be 0"),
        ({"n": 10, "exponent": 2}, "exponent=2 must lie from 0 to 1"),
        (
            {"target_cv": 0.001, "sd": "sd", "mean": "mean", "maximum": 5},
            "cannot be met for",
        ),
    ],
)
def test_what_cannot_be_allocated_is_refused(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        allocate(THREE, **arguments)


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("size", 0, r"size: column 'size' of strata \['B'\] must be above 0: an empty"),
        ("size", math.nan, "size: column 'size' of strata"),
        ("sd", -1.0, r"sd: column 'sd' of strata \['B'\] must be 0 or more"),
        ("cost", 0.0, r"cost: column 'cost' of strata \['B'\] must be above 0"),
    ],
)
def test_a_wrong_value_is_named_with_its_stratum(column, value, fault):
    frame = THREE.astype({column: float})
    frame.loc["B", column] = value
    with pytest.raises(ValueError, match=fault):
        allocate(frame, 10, sd="sd", cost="cost", method="cost")


def test_names_that_are_not_there_are_named():
    with pytest.raises(KeyError, match="take_all names strata"):
        allocate(THREE, 10, take_all=["D"])
    with pytest.raises(KeyError, match="minimum names strata"):
        allocate(THREE, 10, minimum={"D": 2})
    with pytest.raises(KeyError, match="'N'"):
        allocate(THREE, 10, size="N")


def test_strata_are_a_frame_with_each_stratum_once():
    with pytest.raises(ValueError, match=r"twice: \['A'\]"):
        allocate(pd.concat([THREE, THREE.head(1)]), 10)
    with pytest.raises(ValueError, match="must be a frame with rows"):
        allocate({"A": 10}, 10)
    with pytest.raises(ValueError, match="must hold numbers"):
        allocate(THREE.astype({"size": str}), 10)
    with pytest.raises(ValueError, match="is 0 in every stratum"):
        allocate(THREE.assign(sd=0), 10, **NEYMAN)


def test_hidden_rows_leave_nothing_to_say():
    found = allocate(THREE, 100)
    hidden = replace(found, table=found.table.head(0))
    assert hidden.summary() == "No groups are shown."


def test_strata_are_called_by_the_study_s_words():
    named = THREE.copy()
    named.attrs["labels"] = {"A": Text({"en": "North", "fa": "شمال"})}
    found = allocate(named, n=10)
    assert [str(plain(found.label(term))) for term in "AB"] == ["North", "B"]
    assert allocate(THREE, n=10).labels == {}
