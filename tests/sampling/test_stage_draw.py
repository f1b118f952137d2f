"""Tests of what one stage draws in each of its cells."""

from dataclasses import replace

import numpy as np
import pytest

from csat_methods.sampling.permanent_numbers import permanent_keys
from csat_methods.sampling.stage_draw import Pool, draw

DRAWS, SIZE, N = 20_000, 12, 5


def pool(cells, units, counts, **changes):
    """Cells of equally many units, each with keys of its own."""
    keys = permanent_keys([str(i) for i in range(cells * units)], 1, 1)
    usual = Pool(
        cell=np.repeat(np.arange(cells), units),
        keys=keys,
        place=np.arange(cells * units),
        kept=np.zeros(cells * units, bool),
        size=None,
        counts=np.asarray(counts),
        start=None,
        seed=1,
        stage=1,
    )
    return replace(usual, **changes)


def chosen(method, units):
    drawn = draw(method, units)
    return (drawn.turn >= 0) & (drawn.turn < units.counts[units.cell]), drawn


def test_over_twenty_thousand_draws_units_and_pairs_are_met_as_often_as_said():
    # Each cell is one draw with numbers of its own.
    met, drawn = chosen("srs", pool(DRAWS, SIZE, np.full(DRAWS, N)))
    met = met.reshape(DRAWS, SIZE).astype(float)
    assert (met.sum(axis=1) == N).all()
    assert (drawn.chance == N / SIZE).all()
    error = np.sqrt(N / SIZE * (1 - N / SIZE) / DRAWS)
    assert np.abs((met.mean(axis=0) - N / SIZE) / error).max() < 4
    pair = N * (N - 1) / (SIZE * (SIZE - 1))
    pairs = (met.T @ met / DRAWS)[~np.eye(SIZE, dtype=bool)]
    assert np.abs(pairs - pair).max() < 4 * np.sqrt(pair * (1 - pair) / DRAWS)


def test_systematic_starts_by_hash_are_spread_over_the_interval():
    met, _ = chosen("systematic", pool(2000, SIZE, np.full(2000, N)))
    met = met.reshape(2000, SIZE)
    assert (met.sum(axis=1) == N).all()
    error = np.sqrt(N / SIZE * (1 - N / SIZE) / 2000)
    assert np.abs((met.mean(axis=0) - N / SIZE) / error).max() < 4


@pytest.mark.parametrize("n", [1, 3, 7, 11, 12])
def test_a_systematic_draw_has_its_size_for_any_interval_and_start(n):
    for start in np.linspace(0, SIZE / n, 50, endpoint=False):
        met, _ = chosen("systematic", pool(1, SIZE, [n], start=start))
        assert met.sum() == n


def test_the_turns_of_a_simple_draw_go_by_number_and_begin_with_those_kept():
    kept = np.zeros(SIZE, bool)
    kept[[3, 8]] = True
    units = pool(1, SIZE, [4], kept=kept)
    turn = draw("srs", units).turn
    assert sorted(turn[[3, 8]]) == [0, 1]
    rest = np.flatnonzero(~kept)
    assert (np.argsort(turn[rest]) == np.argsort(units.keys[rest])).all()


@pytest.mark.parametrize("method", ["sampford", "brewer", "pps_systematic"])
def test_cells_by_size_are_drawn_one_by_one(method):
    size = np.tile(np.arange(1.0, SIZE + 1), 3)
    met, drawn = chosen(method, pool(3, SIZE, [2, 0, 12], size=size))
    assert met.reshape(3, SIZE).sum(axis=1).tolist() == [2, 0, 12]
    assert drawn.chance.reshape(3, SIZE).sum(axis=1).tolist() == pytest.approx(
        [2, 0, 12]
    )
