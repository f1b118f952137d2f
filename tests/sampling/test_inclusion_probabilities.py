"""Tests of the chances of units and pairs."""

import itertools

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods import inclusion_probabilities, joint_inclusion_probabilities

SIX = [0.07, 0.17, 0.41, 0.61, 0.83, 0.91]


# ---------------------------------------------------------------- published
def test_chances_by_size_agree_with_r(reference, reference_data):
    values = reference("survey/selection/inclusion_probabilities")["values"]
    belgian = reference_data("belgian")
    for n in (50, 200, 400):
        found = inclusion_probabilities(belgian["Tot04"], n)
        wanted = values[f"n_{n}"]
        assert found[:15] == pytest.approx(wanted["first_15"], rel=1e-9)
        taken = belgian["commune"][found == 1].tolist()
        assert (len(taken), taken) == (wanted["take_all"], wanted["take_all_names"])
        assert found.sum() == pytest.approx(wanted["sum"])
        assert found @ found == pytest.approx(wanted["sum_squares"], rel=1e-9)
    small = values["small"]
    found = inclusion_probabilities(small["x"], small["n"])
    assert found == pytest.approx(small["p"], rel=1e-9)


@pytest.mark.parametrize("case", ["six_n3", "five_n2", "eight_n4"])
@pytest.mark.parametrize("method", ["sampford", "systematic"])
def test_pairs_agree_with_r(reference, case, method):
    values = reference("survey/selection/joint_probabilities")["values"][case]
    found = joint_inclusion_probabilities(values["pi"], method=method)
    assert found == pytest.approx(np.array(values[method]["data"]), abs=1e-12)


def test_brewer_s_pairs_of_two_agree_with_r(reference):
    values = reference("survey/selection/joint_probabilities")["values"]["five_n2"]
    found = joint_inclusion_probabilities(values["pi"], method="brewer")
    assert found == pytest.approx(np.array(values["brewer_n2"]["data"]), rel=1e-9)


def test_pairs_agree_with_the_published_table():
    # R sampling 2.9, UPsampfordpi2 and UPsystematicpi2, upper triangle by columns.
    sampford = [
        0.004013496, 0.011510019, 0.029127958, 0.021557942, 0.054011478, 0.144779442,
        0.046016748, 0.113532133, 0.289215179, 0.466235605, 0.056901794, 0.139314936,
        0.345367402, 0.533415533, 0.745000335,
    ]  # fmt: skip
    systematic = [
        0, 0, 0, 0.07, 0.17, 0.02, 0.07, 0.02, 0.39, 0.44, 0, 0.15, 0.41, 0.52, 0.74
    ]  # fmt: skip
    for method, wanted in {"sampford": sampford, "systematic": systematic}.items():
        joint = joint_inclusion_probabilities(SIX, method=method)
        pairs = [joint[i, j] for j in range(6) for i in range(j)]
        assert pairs == pytest.approx(wanted, abs=5e-10)


def test_pairs_give_the_variances_of_r(reference):
    values = reference("survey/selection/ht_variance")["values"]
    joint = joint_inclusion_probabilities(SIX, method="sampford")
    y, chosen = np.array(values["y"]), np.array(values["sample"]) - 1
    p = np.array(SIX)
    every = (y / p)[:, None] * (y / p)[None, :]
    covariance = joint - np.outer(p, p)
    true = (covariance * every).sum()
    assert true == pytest.approx(values["true_variance_sampford"], rel=1e-9)
    part = np.ix_(chosen, chosen)
    horvitz = (covariance[part] / joint[part] * every[part]).sum()
    assert horvitz == pytest.approx(values["var_ht"], rel=1e-9)
    z = (y / p)[chosen]
    squares = (z[:, None] - z[None, :]) ** 2
    yates = -(covariance[part] / joint[part] * squares).sum() / 2
    assert yates == pytest.approx(values["var_syg"], rel=1e-9)


def test_systematic_chances_are_recovered_from_all_samples(reference):
    values = reference("survey/selection/expected_properties")["values"]
    chances = inclusion_probabilities([3, 5, 6, 8, 10, 2, 7], 3)
    assert chances == pytest.approx(values["pi"], rel=1e-9)
    joint = joint_inclusion_probabilities(chances, method="systematic")
    assert np.diag(joint) == pytest.approx(values["recovered_pi"], rel=1e-9)
    wanted = np.zeros((7, 7))
    for units, chance in zip(values["samples"], values["probability"], strict=True):
        for i, j in itertools.product(units, units):
            wanted[i - 1, j - 1] += chance
    assert joint == pytest.approx(wanted, abs=1e-12)


# --------------------------------------------------------------- properties
def naive_sampford(p):
    """Pairs from the probability of every set."""
    n, odds = round(p.sum()), p / (1 - p)
    joint, mass = np.zeros((len(p), len(p))), 0.0
    for units in itertools.combinations(range(len(p)), n):
        s = list(units)
        chance = odds[s].prod() * (1 - p[s]).sum()
        mass += chance
        joint[np.ix_(s, s)] += chance
    return joint / mass


def naive_brewer(p):
    """Pairs from every order of drawing."""
    n, joint = round(p.sum()), np.zeros((len(p), len(p)))
    for units in itertools.permutations(range(len(p)), n):
        chance, mass, rest = 1.0, float(n), list(range(len(p)))
        for turn, unit in enumerate(units):
            left = n - turn
            w = {k: p[k] * (mass - p[k]) / (mass - left * p[k]) for k in rest}
            if left == 1:
                w = {k: p[k] for k in rest}
            chance *= w[unit] / sum(w.values())
            mass -= p[unit]
            rest.remove(unit)
        joint[np.ix_(units, units)] += chance
    return joint


@given(st.lists(st.floats(0.5, 9), min_size=3, max_size=7), st.data())
def test_pairs_equal_those_of_all_sets_and_orders(sizes, data):
    n = data.draw(st.integers(1, len(sizes) - 1))
    p = inclusion_probabilities(sizes, n)
    inside = p[p < 1 - 1e-9]
    for method, naive in {"sampford": naive_sampford, "brewer": naive_brewer}.items():
        joint = joint_inclusion_probabilities(p, method=method)
        assert joint.sum(axis=1) == pytest.approx(n * p)
        assert (joint == joint.T).all() or joint == pytest.approx(joint.T)
        if len(inside) == len(p):
            assert joint == pytest.approx(naive(p), abs=1e-10)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30), st.integers(1, 30))
def test_chances_add_up_and_keep_the_order_of_sizes(sizes, n):
    if n > sum(s > 0 for s in sizes):
        with pytest.raises(ValueError, match="so many have a size"):
            inclusion_probabilities(sizes, n)
        return
    p = inclusion_probabilities(sizes, n)
    assert p.sum() == pytest.approx(n)
    assert ((p >= 0) & (p <= 1)).all()
    assert (np.diff(p[np.argsort(sizes, kind="stable")]) >= 0).all()


def test_certain_and_impossible_units_have_simple_pairs():
    p = [1.0, 0.5, 0.5, 0.0]
    for method in ("sampford", "brewer", "systematic"):
        joint = joint_inclusion_probabilities(p, method=method)
        assert joint[0].tolist() == p
        assert joint[3].tolist() == [0, 0, 0, 0]
        assert joint[1, 2] == pytest.approx(0)


def test_equal_chances_are_those_of_a_simple_random_sample():
    joint = joint_inclusion_probabilities(np.full(40, 0.25), method="sampford")
    off = joint[~np.eye(40, dtype=bool)]
    assert off == pytest.approx(10 * 9 / (40 * 39))


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("size", "n", "fault"),
    [
        ([1, -2], 1, r"size of units \[1\] must be a finite number"),
        ([1, np.nan], 1, r"size of units \[1\]"),
        ([1, 2], 3, "n=3 must be 2 at most"),
        ([1, 2], 0, "n=0 must be a whole number"),
        ([], 1, "must be a row of numbers"),
        (["many"], 1, "size must be numbers"),
    ],
)
def test_sizes_that_give_no_chances_are_refused(size, n, fault):
    with pytest.raises(ValueError, match=fault):
        inclusion_probabilities(size, n)


@pytest.mark.parametrize(
    ("p", "method", "fault"),
    [
        ([0.5, 0.6], "sampford", "add up to 1.1; it must be whole"),
        ([1.2, 0.8], "sampford", r"units \[0\] must lie from 0 to 1"),
        ([0.5, 0.5], "tille", "method='tille' must be one of"),
        (np.full(60, 0.5), "brewer", "go through .* sets of units"),
    ],
)
def test_chances_that_have_no_pairs_are_refused(p, method, fault):
    with pytest.raises(ValueError, match=fault):
        joint_inclusion_probabilities(p, method=method)
