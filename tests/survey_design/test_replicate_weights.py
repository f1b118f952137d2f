"""Do the short tables say what the written-out replicate weights say?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design import replicate_weights
from csat_methods.survey_design.calibration import Calibration
from csat_methods.survey_design.replicate_weights import Replicates, ReplicateWeights
from csat_methods.survey_design.steps import Raking

SEEDS = st.integers(0, 10_000)


def made(seed, n=40, steps=2):
    """Return replicate weights after steps, and the same step by step by row."""
    rng = np.random.default_rng(seed)
    unit, base = np.arange(n) // 2, rng.uniform(1, 3, n)
    units = rng.integers(0, 3, (n // 2, 6)) + 0.5
    held = ReplicateWeights.of(base, unit, units)
    rows = np.arange(3, n)
    codes = (rows % 2, rows % 3)
    raking = Raking(codes, (np.array([40.0, 60]), np.array([30.0, 30, 40])), rows)
    x = np.column_stack([np.ones(n), rng.gamma(4, 1, n)])
    other = Calibration(x, x.T @ base, np.arange(n))
    written = base[:, None] * units[unit]
    for step in (raking, other)[:steps]:
        held = step.repeated(held)
        written = np.column_stack([step.apply(column) for column in written.T])
    return held, written, rng


@hypothesis.given(SEEDS, st.integers(0, 2))
def test_the_tables_give_the_weights_row_by_row(seed, steps):
    held, written, _ = made(seed, steps=steps)
    everybody = np.arange(40)
    assert held.dense(everybody) == pytest.approx(written, rel=1e-8)
    columns = np.column_stack(list(held.columns(everybody[5:9])))
    assert columns == pytest.approx(written[5:9], rel=1e-8)


@hypothesis.given(SEEDS, st.integers(0, 2))
def test_sums_are_those_of_the_written_weights(seed, steps):
    held, written, rng = made(seed, steps=steps)
    values, codes = rng.normal(size=40), rng.integers(-1, 4, 40)
    expected = [(written * (values * (codes == d))[:, None]).sum(0) for d in range(5)]
    found = held.sums(values, codes, 5)
    assert found == pytest.approx(np.array(expected), rel=1e-8, abs=1e-9)


@hypothesis.given(SEEDS)
def test_little_memory_gives_the_same(seed):
    held, _, rng = made(seed)
    values, codes = rng.normal(size=40), rng.integers(-1, 4, 40)
    whole, rank = held.sums(values, codes, 4), held.rank(codes > 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicate_weights, "CHUNK", 30)
        assert held.sums(values, codes, 4) == pytest.approx(whole)
        assert held.rank(codes > 0) == rank
        columns = list(held.columns(np.arange(40)))
    assert np.column_stack(columns) == pytest.approx(held.dense(np.arange(40)))


@hypothesis.given(SEEDS, st.integers(0, 2))
def test_the_rank_is_that_of_the_written_weights(seed, steps):
    held, written, rng = made(seed, steps=steps)
    rows = rng.random(40) < 0.2
    expected = np.linalg.matrix_rank(written[rows]) if rows.any() else 0
    assert held.rank(rows) == expected
    assert Replicates(held, np.ones(6)).degrees(rows) == max(expected - 1, 0)


def test_some_rows_keep_their_weights():
    held, written, rng = made(3)
    kept = rng.random(40) < 0.5
    own = held.some(kept)
    assert own.dense(np.arange(kept.sum())) == pytest.approx(written[kept])


def test_given_weights_are_kept_as_they_came():
    weights = np.random.default_rng(1).uniform(size=(5, 3))
    replicates = Replicates.given(weights, np.ones(3))
    assert replicates.weights == pytest.approx(weights)
    assert replicates.held.count == 3
