"""Is the variance that of the formula, written down stage by stage?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.replication import jackknife
from csat_methods.survey_design.steps import Raking
from csat_methods.survey_design.variance import (
    covariance,
    covariance_by_parts,
    rows_alone,
    stratum_totals,
    unit_influence,
    unit_totals,
    variances,
    weighted_influence,
)


def by_the_book(z, strata, ids, sizes, rule="remove"):
    """Särndal, Swensson and Wretman (1992), eq. 4.3.9, as a loop over units.

    `z` are weighted influence values; a lonely unit counts as the rule says.
    """
    own, total = [], 0.0
    for h in np.unique(strata):
        inside = strata == h
        units = np.unique(ids[0][inside])
        n, population = len(units), sizes[0][inside][0] if sizes else np.inf
        fraction = n / population
        sums = np.array([z[inside & (ids[0] == u)].sum() for u in units])
        if n > 1:
            own.append((1 - fraction) * n / (n - 1) * ((sums - sums.mean()) ** 2).sum())
        elif fraction == 1:
            own.append(0.0)
        else:
            own.append((1 - fraction) * sums[0] ** 2 if rule == "adjust" else None)
        if len(sizes) > 1:
            for u in units:
                at = inside & (ids[0] == u)
                below = by_the_book(
                    z[at],
                    np.zeros(at.sum()),
                    [i[at] for i in ids[1:]],
                    [s[at] for s in sizes[1:]],
                    "adjust" if rule == "adjust" else "remove",
                )
                total += fraction * below
    known = [v for v in own if v is not None]
    spread = len(own) / len(known) if rule == "average" and known else 1
    return total + sum(known) * spread


def sample(seed, n=48):
    """Rows in strata, clusters, households; populations a little above the sample."""
    rng = np.random.default_rng(seed)
    strata = np.repeat(np.arange(3), n // 3)
    cluster = strata * 10 + rng.integers(0, 4, n)
    house = cluster * 10 + rng.integers(0, 3, n)
    people = np.arange(n)
    first = np.array([len(np.unique(cluster[strata == h])) for h in strata]) + 3.0
    second = np.array([len(np.unique(house[cluster == c])) for c in cluster]) + 2.0
    third = np.array([(house == h).sum() for h in house]) + 1.0
    return rng, strata, [cluster, house, people], [first, second, third]


RULES = ("remove", "certainty", "adjust", "average")


@hypothesis.given(st.integers(0, 5000), st.integers(0, 3), st.sampled_from(RULES))
def test_every_number_of_stages_is_the_formulas(seed, stages, rule):
    rng, strata, ids, sizes = sample(seed)
    ids = ids[: max(stages, 1)]
    sizes, w = sizes[:stages], rng.uniform(1, 3, len(strata))
    design = make_design(
        len(strata),
        weights=w,
        strata=strata,
        clusters=ids,
        population=sizes,
        singleton=rule,
    )
    z = rng.normal(size=(len(strata), 2))
    found = covariance(design, z)
    expected = [by_the_book(z[:, j] * w, strata, ids, sizes, rule) for j in (0, 1)]
    assert np.diag(found) == pytest.approx(expected, rel=1e-9)
    both = by_the_book(z.sum(axis=1) * w, strata, ids, sizes, rule)
    assert found.sum() == pytest.approx(both, rel=1e-9)


@hypothesis.given(st.integers(0, 5000), st.sampled_from(RULES))
def test_lonely_strata_are_the_formulas(seed, rule):
    rng = np.random.default_rng(seed)
    strata = np.array([0, 0, 0, 1, 2, 2, 3])
    sizes = [np.array([9.0, 9, 9, 4, 6, 6, 1])]
    design = make_design(
        7, weights=np.ones(7), strata=strata, population=sizes, singleton=rule
    )
    z = rng.normal(size=7)
    expected = by_the_book(z, strata, [np.arange(7)], sizes, rule)
    assert covariance(design, z[:, None])[0, 0] == pytest.approx(expected, rel=1e-9)


@hypothesis.given(st.integers(0, 5000), st.booleans())
def test_rows_without_influence_may_be_left_out(seed, clustered):
    rng, strata, ids, sizes = sample(seed)
    n = len(strata)
    some = rng.permutation(n // 2)[: n // 3]
    design = make_design(
        n,
        weights=rng.uniform(1, 3, n),
        strata=strata,
        clusters=ids[:2] if clustered else [],
        population=sizes[:2] if clustered else [],
        singleton="adjust",
    )
    for half in (np.arange(n // 2), np.arange(n // 2, n)):
        code = np.arange(len(half)) % 3
        design = design.then(Raking((code,), (np.array([20.0, 30, 40]),), half))
    z = np.zeros((n, 6))
    z[some] = rng.normal(size=(len(some), 6))
    whole = unit_influence(design, z)
    for found, expected in zip(
        unit_influence(design, z[some], some), whole, strict=True
    ):
        assert found == pytest.approx(expected, abs=1e-12)
    found = variances(design, z[some], some)
    assert found == pytest.approx(np.diag(covariance(design, z)), rel=1e-10)


def test_five_alike_answers_by_hand():
    # a mean of 3, 5, 5, 8, 9: z = (y − 6) / 5; 5/4 Σ z² = 5/4 · 24/25 = 1.2
    z = (np.array([3.0, 5, 5, 8, 9]) - 6) / 5
    assert covariance(make_design(5), z[:, None])[0, 0] == pytest.approx(1.2)


@hypothesis.given(st.integers(0, 5000))
def test_the_jackknife_of_a_total_is_the_formula(seed):
    # of a linear statistic the two are one and the same (Wolter 2007, section 4.5)
    rng, strata, ids, sizes = sample(seed)
    design = make_design(
        len(strata),
        weights=rng.uniform(1, 3, len(strata)),
        strata=strata,
        clusters=ids[:1],
        population=sizes[:1],
        singleton="remove",
    )
    hypothesis.assume(not design.first.lonely.any())
    y = rng.normal(size=(len(strata), 2))
    replicates = jackknife(design).replicates
    each, whole = replicates.weights.T @ y, design.weights @ y
    assert replicates.covariance(whole, each) == pytest.approx(
        covariance(design, y), rel=1e-9, abs=1e-9
    )


@hypothesis.given(st.integers(0, 5000))
def test_a_census_has_no_error(seed):
    rng = np.random.default_rng(seed)
    design = make_design(10, population=[np.full(10, 10.0)])
    assert covariance(design, rng.normal(size=(10, 2))) == pytest.approx(0)


@hypothesis.given(st.integers(0, 5000))
def test_an_estimate_that_is_a_margin_has_no_error(seed):
    rng = np.random.default_rng(seed)
    codes = (np.arange(40) % 4, np.arange(40) % 2)
    design = make_design(40, weights=rng.uniform(1, 3, 40))
    step = Raking(codes, (np.full(4, 25.0), np.array([50.0, 50])), np.arange(40))
    raked = design.then(step)
    share = (codes[0] == 1)[:, None].astype(float)
    assert covariance(raked, share)[0, 0] == pytest.approx(0, abs=1e-9)
    assert covariance(design, share)[0, 0] > 1


def test_steps_take_their_residuals_backwards_each_with_its_own_weights():
    rng = np.random.default_rng(5)
    first = Raking((np.arange(12) % 2,), (np.array([20.0, 30]),), np.arange(12))
    second = Raking((np.arange(12) % 3,), (np.array([10.0, 15, 25]),), np.arange(12))
    base = make_design(12, weights=rng.uniform(1, 3, 12))
    design = base.then(first).then(second)
    z = rng.normal(size=(12, 1))
    middle, last = first.apply(base.weights), design.weights
    late = second.residuals(middle, last)(z * last[:, None])
    expected = first.residuals(base.weights, middle)(late)
    assert weighted_influence(design, z) == pytest.approx(expected)


def test_sums_by_unit_and_by_stratum():
    design = make_design(
        5, strata=np.array([0, 0, 0, 1, 1]), clusters=[np.array([0, 0, 1, 2, 3])]
    )
    z = np.arange(10.0).reshape(5, 2)
    units = unit_totals(design.first, z)
    assert units.tolist() == [[2, 4], [4, 5], [6, 7], [8, 9]]
    assert stratum_totals(design.first, units).tolist() == [[6, 9], [14, 16]]


@pytest.mark.parametrize("n", [7, 9000])
def test_covariance_by_parts_is_that_of_all_rows(n):
    rng = np.random.default_rng(4)
    w, z = rng.uniform(1, 3, n), rng.normal(size=(n, 3))
    z -= (w @ z) / w.sum()
    design = make_design(n, weights=w)
    assert rows_alone(design)
    whole = covariance(design, z)
    parts = covariance_by_parts(design, lambda rows: z[rows].copy(), 3)
    np.testing.assert_allclose(parts, whole, rtol=1e-10, atol=1e-18)


def test_units_strata_and_steps_are_not_alone():
    n, weights = 12, np.ones(12)
    rows = np.arange(n)
    assert not rows_alone(make_design(n, weights=weights, strata=rows // 6))
    assert not rows_alone(make_design(n, weights=weights, clusters=[rows // 2]))
    assert not rows_alone(make_design(1, weights=np.ones(1)))
