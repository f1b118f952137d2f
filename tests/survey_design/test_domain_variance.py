"""Are the variances of domains those of the whole formula, one domain at a time?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design import domain_variance
from csat_methods.survey_design.domain_variance import (
    domain_covariances,
    domain_variances,
)
from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.variance import covariance

N = 60
DESIGNS = {
    "rows": {},
    "weights": {"weights": True},
    "strata": {"strata": True},
    "clusters": {"clusters": 1},
    "clusters in strata": {"strata": True, "clusters": 1, "weights": True},
    "one finite stage": {"strata": True, "population": 1},
    "two finite stages": {"clusters": 2, "population": 2},
    "persons in finite clusters": {"clusters": 1, "population": 2},
}


def design(rng, rule, *, strata=False, clusters=0, population=0, weights=False):
    h = np.arange(N) % 3
    first = h * 10 + rng.integers(0, 5, N)
    ids = [first, first * 10 + rng.integers(0, 3, N)][:clusters]
    parents = [h if strata else np.zeros(N), *ids]
    units = [*ids, np.arange(N)][:population]
    sizes = []
    for parent, unit in zip(parents, units, strict=False):
        count = [len(np.unique(unit[parent == p])) for p in parent]
        sizes.append(np.array(count) + 2.0)
    return make_design(
        N,
        weights=rng.uniform(1, 3, N) if weights else None,
        strata=h if strata else None,
        clusters=ids,
        population=sizes,
        singleton=rule,
    )


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("rule", ["remove", "adjust", "average"])
@hypothesis.settings(max_examples=15)
@hypothesis.given(seed=st.integers(0, 5000))
def test_each_domain_has_the_variance_it_has_alone(name, rule, seed):
    rng = np.random.default_rng(seed)
    made = design(rng, rule, **DESIGNS[name])
    domain, z = rng.integers(-1, 4, N), rng.normal(size=(N, 2))
    weighted = z * made.weights[:, None]
    found = domain_variances(made, weighted.T, domain, 4)
    matrices = domain_covariances(made, weighted, domain, 4)
    for d in range(4):
        alone = covariance(made, np.where((domain == d)[:, None], z, 0.0))
        assert matrices[d] == pytest.approx(alone, rel=1e-9, abs=1e-9)
        assert found[d] == pytest.approx(np.diag(alone), rel=1e-9, abs=1e-12)


def test_many_pairs_of_unit_and_domain_give_the_same(monkeypatch):
    rng = np.random.default_rng(2)
    made = design(rng, "remove", strata=True, clusters=1)
    domain, z = rng.integers(-1, 4, N), rng.normal(size=N)
    table = domain_variances(made, [z], domain, 4)
    monkeypatch.setattr(domain_variance, "LARGEST_TABLE", 1)
    assert domain_variances(made, [z], domain, 4) == pytest.approx(table, rel=1e-12)


@pytest.mark.parametrize("name", ["rows", "strata", "clusters", "one finite stage"])
def test_a_spread_beside_a_large_mean_is_not_lost(name):
    # totals of amounts of a milliard that differ by a few: squares alone cancel
    rng = np.random.default_rng(7)
    made = design(rng, "remove", **DESIGNS[name])
    z = 1e9 + rng.normal(size=N)
    if name == "clusters":
        counts = np.bincount(made.first.unit)
        z = z / counts[made.first.unit]
    found = domain_variances(made, [z], np.zeros(N, int), 1)[0, 0]
    shifted = z - 1e9 / (counts[made.first.unit] if name == "clusters" else 1)
    exact = covariance(made, (shifted / made.weights)[:, None])[0, 0]
    assert found == pytest.approx(exact, rel=1e-5)


def test_equal_amounts_have_no_spread_at_all():
    made = make_design(1000)
    z = np.full(1000, 4.1)
    assert np.sqrt(domain_variances(made, [z], np.zeros(1000, int), 1)) < 1e-10


def test_a_domain_without_members_has_no_variance():
    made = make_design(4)
    found = domain_variances(made, [np.ones(4)], np.array([0, 0, -1, 2]), 3)
    assert found[1, 0] == 0
    assert domain_covariances(made, np.ones((4, 1)), np.full(4, -1), 2).sum() == 0
