"""Tests of samples in which large units have larger chances."""

import itertools

import numpy as np
import pytest

from csat_methods.sampling import unequal_chances
from csat_methods.sampling.inclusion_probabilities import joint_inclusion_probabilities
from csat_methods.sampling.permanent_numbers import further_shares, permanent_keys
from csat_methods.sampling.unequal_chances import (
    WAYS,
    brewer_weights,
    sampford,
    systematic_counts,
)

# The chances at which peers' Brewer and Sampford were found biased.
CHANCES = np.array([0.07, 0.17, 0.41, 0.61, 0.83, 0.91])
DRAWS = 20_000


def many_keys(count, draws=DRAWS):
    """Keys of as many independent draws."""
    keys = permanent_keys([str(i) for i in range(count)], 11, 1)
    shares = further_shares(keys, np.arange(1, draws + 1))
    return (shares * 2**53).astype(np.uint64) << np.uint64(11)


@pytest.mark.parametrize("way", WAYS)
def test_units_and_pairs_are_drawn_with_their_chances(way):
    samples = np.array([WAYS[way](CHANCES, keys) for keys in many_keys(6)], float)
    assert (samples.sum(axis=1) == 3).all()
    error = np.sqrt(CHANCES * (1 - CHANCES) / DRAWS)
    assert np.abs((samples.mean(axis=0) - CHANCES) / error).max() < 4
    joint = joint_inclusion_probabilities(CHANCES, method=way)
    found = samples.T @ samples / DRAWS
    error = np.sqrt(joint * (1 - joint) / DRAWS)
    assert np.abs((found - joint) / error).max() < 4


def test_sampford_draws_each_set_with_its_probability():
    odds = CHANCES / (1 - CHANCES)
    sets = [list(s) for s in itertools.combinations(range(6), 3)]
    weights = np.array([odds[s].prod() * (1 - CHANCES[s]).sum() for s in sets])
    wanted = weights / weights.sum()
    codes = 2 ** np.arange(6)
    drawn = [int(codes @ sampford(CHANCES, keys)) for keys in many_keys(6)]
    found = np.array([drawn.count(int(codes[s].sum())) for s in sets]) / DRAWS
    error = np.sqrt(wanted * (1 - wanted) / DRAWS)
    assert np.abs((found - wanted) / error).max() < 4


@pytest.mark.parametrize("way", WAYS)
def test_the_order_of_the_units_changes_nothing(way):
    keys = permanent_keys([str(i) for i in range(6)], 3, 1)
    turned = np.array([4, 0, 5, 2, 1, 3])
    straight = WAYS[way](CHANCES, keys)
    assert (WAYS[way](CHANCES[turned], keys[turned]) == straight[turned]).all()


@pytest.mark.parametrize("way", WAYS)
def test_chances_near_one_and_zero_still_give_a_sample(way):
    chances = np.array([0.999, 0.999, 0.002])
    drawn = np.array([WAYS[way](chances, keys) for keys in many_keys(3, 300)])
    assert (drawn.sum(axis=1) == 2).all()
    assert drawn[:, :2].mean() > 0.99


def test_one_unit_is_drawn_at_once():
    chances = np.array([0.999999, 0.0000005, 0.0000005])
    drawn = [sampford(chances, keys) for keys in many_keys(3, 50)]
    assert all(each.sum() == 1 for each in drawn)


def test_sampford_gives_up_with_a_reason(monkeypatch):
    monkeypatch.setattr(unequal_chances, "TRIES", 20)
    keys = permanent_keys(list("abcd"), 1, 1)
    with pytest.raises(ValueError, match="found no sample in 20 tries"):
        sampford(np.array([1 - 1e-9, 1 - 1e-9, 1e-9, 1e-9]), keys)


def test_brewer_draws_a_unit_that_has_become_certain():
    # After unit 0 of (.5, .75, .75), the chances of the next draw add up to 1.
    chances = np.array([0.5, 0.75, 0.75])
    weights = brewer_weights(chances, np.zeros(3, bool), 2)
    # pi (2 - pi) / (2 - 2 pi) = .75, 1.875, 1.875.
    assert weights == pytest.approx([0.75, 1.875, 1.875])
    certain = brewer_weights(np.array([1.0, 0.5, 0.5]), np.zeros(3, bool), 2)
    assert np.isinf(certain[0])
    last = brewer_weights(chances, np.array([True, False, False]), 1)
    assert last.tolist() == [0.0, 0.75, 0.75]


def test_systematic_draws_have_their_size_from_every_start():
    for start in np.linspace(0, 0.999, 200):
        counts = systematic_counts(CHANCES, start)
        assert counts.sum() == 3
        assert counts.max() == 1


def test_over_all_starts_each_unit_is_met_with_its_chance():
    starts = (np.arange(10_000) + 0.5) / 10_000
    met = np.mean([systematic_counts(CHANCES, start) for start in starts], axis=0)
    assert met == pytest.approx(CHANCES, abs=2e-4)
