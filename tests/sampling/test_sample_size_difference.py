"""Tests of the answers that a change between two waves takes."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.special import ndtr, ndtri

from csat_methods import sample_size_difference


# ---------------------------------------------------------------- published
def test_changes_with_overlap_agree_with_r(reference):
    values = reference("survey/sample_size/change_overlap")["values"]
    for i, overlap in enumerate(values["overlap"]):
        shared = {"overlap": overlap, "correlation": values["r"][i]}
        sd = (1.1, 1.3)
        found = {
            "n_power": sample_size_difference(
                difference=0.2, sd=sd, power=0.9, **shared
            ),
            "n_margin": sample_size_difference(
                difference=0.15, sd=sd, goal="precision", **shared
            ),
            "n_share_power": sample_size_difference(p=(0.7, 0.76), **shared),
        }
        for name, size in found.items():
            assert size.n_exact == pytest.approx(values[name][i], rel=1e-9)
            assert size.n == math.ceil(values[name][i])


def test_changes_of_a_score_agree_with_r(reference):
    values = reference("survey/sample_size/nps")["values"]
    sd = (math.sqrt(values["v1"]), math.sqrt(values["v2"]))
    table = values["difference"]
    for i, overlap in enumerate(table["overlap"]):
        shared = {"sd": sd, "overlap": overlap, "correlation": table["r"][i]}
        power = sample_size_difference(difference=0.08, **shared)
        margin = sample_size_difference(difference=0.05, goal="precision", **shared)
        wanted = table["n_power80_delta08"][i]
        assert power.n_exact == pytest.approx(wanted, rel=1e-9)
        assert margin.n_exact == pytest.approx(table["n_margin_05"][i], rel=1e-9)


def test_power_of_shares_agrees_with_r(reference):
    # R's own root finding stops at about 1e-4, which its README says.
    table = reference("survey/sample_size/power_proportions")["values"]["n_needed"]
    for i, power in enumerate(table["power"]):
        change = {
            "p": (table["p1"][i], table["p2"][i]),
            "power": power,
            "sides": 1 if table["alternative"][i] == "one.sided" else 2,
        }
        pooled = sample_size_difference(method="pooled", **change)
        arcsine = sample_size_difference(method="arcsine", **change)
        assert pooled.n_exact == pytest.approx(table["n_base"][i], rel=1e-4)
        assert arcsine.n_exact == pytest.approx(table["n_arcsine"][i], rel=1e-4)


def test_power_of_means_agrees_with_r(reference):
    values = reference("survey/sample_size/power_means")["values"]
    for name, difference in {"d2": 0.2, "d5": 0.5, "d8": 0.8}.items():
        found = sample_size_difference(difference=difference, sd=1, method="t")
        assert found.n_exact == pytest.approx(values["two_sample"][name], rel=1e-4)
        wanted = values["two_sample_pwr"][name]
        assert found.n_exact == pytest.approx(wanted, rel=1e-4)
    one_sided = sample_size_difference(
        difference=0.3, sd=1.1, power=0.9, sides=1, method="t"
    )
    wanted = values["two_sample_90_one_sided"]
    assert one_sided.n_exact == pytest.approx(wanted, rel=1e-4)
    # All people in both waves: sd 1.1 of the differences.
    paired = sample_size_difference(
        difference=0.3, sd=1.1 / math.sqrt(2), overlap=1, power=0.9, method="t"
    )
    assert paired.n_exact == pytest.approx(values["paired"], rel=1e-4)


def test_changes_agree_with_practical_tools():
    # Valliant, Dever and Kreuter, PracTools 1.7.5: nDep2sam and nProp2sam.
    means = {"difference": 5, "sd": math.sqrt(200)}
    half = {"overlap": 0.75, "correlation": 0.9}
    assert sample_size_difference(**means, **half, sides=1).n == 33
    assert sample_size_difference(**means, **half).n == 41
    assert sample_size_difference(**means).n == 126
    correlation = (0.45 - 0.5 * 0.55) / math.sqrt(0.25 * 0.2475)
    shares = sample_size_difference(p=(0.5, 0.55), overlap=0.5, correlation=correlation)
    assert shares.n == 1013


# --------------------------------------------------------------- properties
@given(
    st.floats(0.05, 2),
    st.floats(0.5, 3),
    st.floats(0.5, 3),
    st.floats(0, 1),
    st.floats(-0.9, 0.9),
    st.floats(0.55, 0.99),
)
def test_the_number_found_has_the_power_that_was_asked(d, s1, s2, overlap, r, power):
    found = sample_size_difference(
        difference=d, sd=(s1, s2), power=power, overlap=overlap, correlation=r
    )
    error = math.sqrt((s1**2 + s2**2 - 2 * overlap * r * s1 * s2) / found.n_exact)
    assert ndtr(d / error - ndtri(0.975)) == pytest.approx(power)


def test_the_noncentral_t_has_the_power_in_a_simulation():
    found = sample_size_difference(difference=0.8, sd=1, method="t")
    rng = np.random.default_rng(5)
    n = found.n
    assert found.n_exact > sample_size_difference(difference=0.8, sd=1).n_exact
    first, second = rng.normal(size=(2, 40_000, n))
    difference = second.mean(axis=1) + 0.8 - first.mean(axis=1)
    error = np.sqrt((first.var(axis=1, ddof=1) + second.var(axis=1, ddof=1)) / n)
    # t with 2 (26 - 1) = 50 degrees of freedom: 2.0086.
    seen = (difference / error > 2.0086).mean()
    assert n == 26
    assert seen == pytest.approx(0.8, abs=0.015)


def test_a_finite_population_saves_as_the_variance_of_the_change_does():
    people, r, o = 2000, 0.6, 0.5
    arguments = {"difference": 0.1, "sd": (1.0, 1.2), "goal": "precision"}
    found = sample_size_difference(
        **arguments, overlap=o, correlation=r, population=people
    )
    n, shared = found.n_exact, r * 1.2
    separate = (1 + 1.44) * (1 / n - 1 / people)
    together = 2 * shared * (o / n - 1 / people)
    margin = ndtri(0.975) * math.sqrt(separate - together)
    assert margin == pytest.approx(0.1)


def test_overlap_in_a_finite_population_agrees_with_a_simulation():
    rng = np.random.default_rng(8)
    first = rng.normal(size=400)
    second = 0.7 * first + rng.normal(size=400) * 0.7
    s = np.cov(first, second)
    found = sample_size_difference(
        difference=0.15,
        sd=(math.sqrt(s[0, 0]), math.sqrt(s[1, 1])),
        goal="precision",
        overlap=0.5,
        correlation=s[0, 1] / math.sqrt(s[0, 0] * s[1, 1]),
        population=400,
    )
    n = found.n
    changes = []
    for _ in range(4000):
        order = rng.permutation(400)
        one = order[:n]
        two = np.concatenate([order[: n // 2], order[n : n + n - n // 2]])
        changes.append(second[two].mean() - first[one].mean())
    assert np.std(changes) * ndtri(0.975) == pytest.approx(0.15, rel=0.04)


def test_the_headlines_say_each_wave():
    size = sample_size_difference(p=(0.7, 0.76), response_rate=0.5)
    assert size.summary() == (
        "Seeing a change of 6.0\xa0pp with 80% certainty at 95% confidence takes 856 "
        "answers in each wave, from 1,712 invitations."
    )
    close = sample_size_difference(difference=0.1, sd=1, goal="precision")
    assert close.summary() == (
        "Knowing a change within 0.10 at 95% confidence takes 769 answers in each wave."
    )


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"difference": 0.1}, "sd and p: just one"),
        ({"difference": 0.1, "sd": 1, "p": (0.1, 0.2)}, "sd and p: just one"),
        ({"sd": 1}, "difference=None must be given for goal='power'"),
        ({"p": (0.1, 0.2), "goal": "precision"}, "difference=None must be given"),
        ({"difference": 0, "sd": 1}, "difference=0 takes endlessly many"),
        ({"p": (0.2, 0.2)}, "difference=0 takes endlessly many"),
        ({"difference": 0.1, "sd": (1, 2, 3)}, r"sd=\(1, 2, 3\) must be a pair"),
        ({"p": 0.5, "difference": 0.1}, r"p=0\.5 must be a pair of numbers"),
        ({"p": (0.5, 1.5)}, r"p=1\.5 must lie between 0 and 1"),
        ({"difference": 0.1, "sd": -1}, "sd=-1 must be a finite number above 0"),
        ({"difference": 0.1, "sd": 1, "power": 80}, "power=80 must lie between"),
        ({"difference": 0.1, "sd": 1, "sides": 3}, "sides=3 must be 1 or 2"),
        ({"difference": 0.1, "sd": 1, "overlap": 2}, "overlap=2 must lie from 0 to 1"),
        ({"difference": 0.1, "sd": 1, "goal": "see"}, "goal='see' must be one of"),
        (
            {"difference": 0.1, "sd": 1, "overlap": 1, "correlation": 1},
            "leave no change to differ",
        ),
        ({"p": (0.1, 0.2), "method": "t"}, "method='t' is for means"),
        (
            {"difference": 0.1, "sd": 1, "method": "t", "overlap": 0.5},
            "overlap 0 or 1",
        ),
        ({"difference": 0.1, "sd": 1, "method": "pooled"}, "is for a pair p without"),
        (
            {"p": (0.1, 0.2), "difference": 0.3, "method": "arcsine"},
            "takes the difference of p",
        ),
        (
            {"difference": 0.1, "sd": 1, "goal": "precision", "method": "t"},
            "is for goal='power' only",
        ),
        (
            {"difference": 0.05, "sd": 1, "correlation": 0.5, "population": 300},
            "overlap=0.* cannot hold",
        ),
    ],
)
def test_a_wrong_argument_of_a_change_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        sample_size_difference(**arguments)
