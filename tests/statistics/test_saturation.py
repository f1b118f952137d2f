"""Are saturation's curves and Chao's bound what they should be?"""

from itertools import combinations

import numpy as np
import pytest

from csat_methods.statistics.saturation import chao2, rarefied

RNG = np.random.default_rng(3)


def incidence(m=8, k=12, seed=3):
    rng = np.random.default_rng(seed)
    held = rng.random((m, k)) < rng.uniform(0.05, 0.6, k)
    return held[:, held.any(axis=0)]


def test_the_curve_is_the_mean_over_all_subsets_of_interviews():
    held = incidence()
    estimate, _ = rarefied(held, 20.0)
    for t in (1, 3, 8):
        subsets = combinations(range(len(held)), t)
        each = [held[list(s)].any(axis=0).sum() for s in subsets]
        assert estimate[t - 1] == pytest.approx(np.mean(each))


def test_chao_s_bound_by_hand():
    # Ten interviews; four themes came up once, two twice: 0.9 · 16 / 4 = 3.6 missed.
    held = np.zeros((10, 8), bool)
    held[0, :4] = True
    held[:2, 4:6] = True
    held[:5, 6:] = True
    found = chao2(held)
    assert found.observed == 8
    assert found.estimate == pytest.approx(11.6)
    # Its variance is 23.04, so the log-normal factor is exp(1.96 √log 2.7778) = 7.251.
    assert found.low == pytest.approx(8 + 3.6 / 7.251, abs=1e-3)
    assert found.low < found.estimate < found.high


def test_without_pairs_the_corrected_form_is_taken():
    held = np.zeros((4, 4), bool)
    held[0, :3] = held[:3, 3] = True
    assert chao2(held).estimate == pytest.approx(4 + 0.75 * 3)


def test_themes_that_all_came_up_again_are_all_there_are():
    found = chao2(np.ones((6, 5), bool))
    assert (found.estimate, found.low, found.high, found.coverage) == (5, 5, 5, 1)


def test_the_bound_is_near_the_planted_number_and_seldom_above_it():
    low, middle = [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        said = rng.random((25, 60)) < np.linspace(0.01, 0.2, 60)
        found = chao2(said[:, said.any(axis=0)])
        low.append(found.low)
        middle.append(found.estimate)
    assert np.mean(np.array(low) <= 60) > 0.975
    assert 54 < np.mean(middle) < 60.5


def test_the_curve_flattens_on_planted_themes():
    said = np.random.default_rng(1).random((25, 14)) < np.linspace(0.2, 0.5, 14)
    new = np.diff(rarefied(said, 14.0)[0])
    assert (np.diff(new) <= 1e-12).all()
    assert new[-1] < 0.05


def test_coverage_is_the_share_of_mentions_of_known_themes():
    rng = np.random.default_rng(1)
    chance = np.linspace(0.01, 0.3, 40)
    seen, claimed = [], []
    for _ in range(300):
        said = rng.random((15, 40)) < chance
        known = said.any(axis=0)
        seen.append(chance[known].sum() / chance.sum())
        claimed.append(chao2(said[:, known]).coverage)
    assert np.mean(claimed) == pytest.approx(np.mean(seen), abs=0.02)
