"""Tests of the random number that belongs to a customer."""

import hashlib

import numpy as np
import pytest

from csat_methods.sampling.permanent_numbers import (
    as_shares,
    further_shares,
    moved,
    permanent_keys,
)

IDS = ["A-17", "کتابی", "12", ""]


def test_a_number_is_blake2b_of_seed_stage_and_id():
    for seed, stage in ((1, 1), (2025, 3)):
        keys = permanent_keys(IDS, seed, stage)
        for identity, key in zip(IDS, keys, strict=True):
            text = f"{seed}\x1f{stage}\x1f{identity}".encode()
            digest = hashlib.blake2b(text, digest_size=8).digest()
            assert int(key) == int.from_bytes(digest, "big")


def test_another_seed_or_stage_gives_other_numbers():
    keys = {
        (seed, stage): permanent_keys(IDS, seed, stage).tolist()
        for seed in (1, 2, 11)
        for stage in (1, 2)
    }
    assert len({tuple(found) for found in keys.values()}) == 6


def test_numbers_are_spread_evenly():
    shares = as_shares(permanent_keys([str(i) for i in range(20_000)], 5, 1))
    counts = np.bincount((shares * 20).astype(int), minlength=20)
    # Chi-square with 19 degrees of freedom: 43.8 is its 99.9 % point.
    assert ((counts - 1000) ** 2 / 1000).sum() < 43.8
    assert shares.min() >= 0
    assert shares.max() < 1


def splitmix(state):
    """SplitMix64 in Python's own whole numbers: the next output of a state."""
    full = 2**64 - 1
    z = (state + 0x9E3779B97F4A7C15) & full
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & full
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & full
    return z ^ (z >> 31)


def test_splitmix_gives_its_published_numbers():
    # Vigna's splitmix64.c, seed 1234567: the first outputs.
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423]
    states = [1234567 + k * 0x9E3779B97F4A7C15 for k in range(3)]
    assert [splitmix(state % 2**64) for state in states] == published


def test_further_numbers_are_those_of_splitmix():
    keys = np.array([1234567, 2**64 - 5], np.uint64)
    found = further_shares(keys, np.array([1, 2, 900]))
    for row, draw in zip(found, (1, 2, 900), strict=True):
        for share, key in zip(row, keys, strict=True):
            state = (int(key) + (draw - 1) * 0x9E3779B97F4A7C15) % 2**64
            assert share == (splitmix(state) >> 11) / 2**53


@pytest.mark.parametrize("start", [0.0, 0.25, 0.999])
def test_a_moved_start_goes_round_the_circle(start):
    keys = permanent_keys([str(i) for i in range(50)], 1, 1)
    expected = (as_shares(keys) - start) % 1.0
    assert as_shares(moved(keys, start)) == pytest.approx(expected, abs=1e-12)
