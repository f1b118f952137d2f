"""Are the intervals of loadings as wide as they should be?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = list("abcdef")
TRUTH = np.array([[0.8, 0], [0.7, 0], [0.6, 0], [0, 0.8], [0, 0.7], [0, 0.6]])


def people(n, seed, copies=1):
    rng = np.random.default_rng(seed)
    own = np.sqrt(1 - (TRUTH**2).sum(axis=1))
    x = rng.normal(size=(n, 2)) @ TRUTH.T + own * rng.normal(size=(n, 6))
    frame = pd.DataFrame(np.repeat(x, copies, axis=0), columns=ITEMS)
    return frame.assign(unit=np.repeat(np.arange(n), copies))


def solve(frame, **how):
    how = {"n_factors": 2, "intervals": "bootstrap", "draws": 100, "seed": 3} | how
    clusters = how.pop("clusters", None)
    return cs.factor_analysis(
        cs.Wave.from_frame(frame, clusters=clusters), ITEMS, **how
    )


@pytest.mark.parametrize("rotation", ["none", "varimax", "promax", "oblimin", "geomin"])
def test_bootstrap_and_jackknife_agree(rotation):
    frame = people(250, 1)
    one = solve(frame, rotation=rotation, draws=300)
    other = solve(frame, rotation=rotation, intervals="jackknife")
    ratio = one.loadings_se / other.loadings_se
    assert 0.8 < np.median(ratio) < 1.25
    np.testing.assert_allclose(
        (one.loadings_high + one.loadings_low) / 2, one.loadings, atol=1e-12
    )


def test_errors_are_the_spread_of_repeated_samples():
    each = []
    for seed in range(60):
        found = solve(people(300, seed), intervals=None, rotation="varimax", starts=2)
        L = found.loadings.to_numpy()
        order = [0, 1] if abs(L[0, 0]) > abs(L[0, 1]) else [1, 0]
        each.append(L[:, order] * np.sign(L[:, order].sum(axis=0)))
    spread = np.std(each, axis=0)
    errors = solve(people(300, 100), rotation="varimax", draws=200).loadings_se
    assert np.median(errors.to_numpy() / spread) == pytest.approx(1, abs=0.35)


def test_clusters_of_copies_count_once():
    plain = solve(people(200, 4), intervals="jackknife")
    copies = solve(people(200, 4, copies=3), intervals="jackknife", clusters="unit")
    np.testing.assert_allclose(plain.loadings, copies.loadings, atol=1e-7)
    np.testing.assert_allclose(plain.loadings_se, copies.loadings_se, rtol=0.02)


def test_replicate_weights_of_the_wave_are_used():
    wave = cs.replicate(cs.Wave.from_frame(people(150, 5)), method="jkn")
    own = cs.factor_analysis(wave, ITEMS, n_factors=2, intervals="bootstrap")
    made = solve(people(150, 5), intervals="jackknife")
    np.testing.assert_allclose(own.loadings_se, made.loadings_se, rtol=1e-6)


def test_without_intervals_there_are_none():
    assert solve(people(150, 6), intervals=None).loadings_se.empty


def test_too_many_units_for_the_jackknife_are_said():
    with pytest.raises(ValueError, match="leaves out each of 2100 units"):
        solve(people(2100, 1), intervals="jackknife")
