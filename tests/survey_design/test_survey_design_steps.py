"""Do raked weights meet their margins, and do residuals leave what margins explain?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.adjustment import GIVES, TAKES, Redistribution
from csat_methods.survey_design.calibration import Calibration
from csat_methods.survey_design.replicate_weights import ReplicateWeights
from csat_methods.survey_design.steps import Raking

SEEDS = st.integers(0, 10_000)


def levels(seed, n=60):
    """Two variables of 3 and 2 levels, every cell with somebody, and weights."""
    rng = np.random.default_rng(seed)
    cells = np.concatenate([np.arange(6), rng.integers(0, 6, n - 6)])
    return (cells // 2, cells % 2), rng.uniform(0.5, 4, n), rng


def raking(seed, n=60):
    codes, w, rng = levels(seed, n)
    first, second = rng.uniform(5, 20, 3), rng.uniform(5, 20, 2)
    totals = (first / first.sum() * 100, second / second.sum() * 100)
    return Raking(codes, totals, np.arange(n)), w, rng


def indicators(codes, totals):
    return np.hstack(
        [np.eye(len(t))[code] for code, t in zip(codes, totals, strict=True)]
    )


def sums(code, w, size):
    return np.bincount(code, w, size)


# --------------------------------------------------------------------- raking
@hypothesis.given(SEEDS)
def test_every_margin_holds_after_raking(seed):
    step, w, _ = raking(seed)
    new = step.apply(w)
    for code, total in zip(step.codes, step.totals, strict=True):
        assert sums(code, new, len(total)) == pytest.approx(total, rel=1e-9)
    assert (new > 0).all()


@hypothesis.given(SEEDS, st.floats(1e-3, 1e3))
def test_a_factor_depends_on_the_cell_only_and_scale_does_not_matter(seed, factor):
    step, w, _ = raking(seed)
    ratio = step.apply(w) / w
    cell = step.codes[0] * 2 + step.codes[1]
    for each in range(6):
        assert np.ptp(ratio[cell == each]) < 1e-9 * ratio.max()
    assert step.apply(w * factor) == pytest.approx(step.apply(w), rel=1e-8)


@hypothesis.given(SEEDS)
def test_raking_is_calibration_by_the_raking_distance(seed):
    step, w, _ = raking(seed)
    x = indicators(step.codes, step.totals)
    other = Calibration(x, np.concatenate(step.totals), step.rows, "raking")
    assert other.apply(w) == pytest.approx(step.apply(w), rel=1e-8)


def test_two_by_two_by_hand():
    # one round settles one margin: 2, 2 and 6, 6
    step = Raking((np.array([0, 0, 1, 1]),), (np.array([4.0, 12]),), np.arange(4))
    assert step.apply(np.ones(4)).tolist() == [2, 2, 6, 6]


def test_rows_outside_the_step_keep_their_weight():
    step = Raking((np.array([0, 1]),), (np.array([5.0, 7]),), np.array([2, 0]))
    assert step.apply(np.array([1.0, 9, 1])).tolist() == [7, 9, 5]


def test_a_level_with_a_total_of_none_weighs_nothing():
    codes = (np.array([0, 0, 1]),)
    step = Raking(codes, (np.array([6.0, 0]),), np.arange(3))
    new = step.apply(np.ones(3))
    assert new.tolist() == [3, 3, 0]
    z = step.residuals(np.ones(3), new)(np.array([[1.0], [2], [0]]))
    assert z.sum() == pytest.approx(0)
    assert z[2] == 0


def test_a_level_that_lost_all_weight_is_refused():
    step = Raking((np.array([0, 1]),), (np.array([5.0, 5]),), np.arange(2))
    with pytest.raises(ValueError, match="no weight to carry it"):
        step.apply(np.array([1.0, 0]))


def test_a_lent_level_is_raking_without_it_to_all_people():
    """Its total goes to the others of its margin, and other margins hold."""
    step, w, _ = raking(3)
    gone = step.codes[0] == 1
    w = np.where(gone, 0.0, w)
    held = ReplicateWeights.of(w, np.arange(60), np.ones((60, 2)))
    lent = step.repeated(held, lent=True).dense(np.arange(60))
    fewer = step.totals[0] * np.array([1, 0, 1])
    totals = (fewer / fewer.sum() * 100, step.totals[1])
    alone = Raking(step.codes, totals, step.rows).apply(w)
    assert lent == pytest.approx(np.column_stack([alone, alone]), rel=1e-9)
    assert step.lent(held).all()
    with pytest.raises(ValueError, match="no weight to carry it"):
        step.repeated(held)


def test_givers_of_a_lone_cell_are_stood_for_by_the_takers_of_others():
    group, status = np.array([0, 0, 1, 1]), np.array([GIVES, TAKES, GIVES, TAKES])
    step = Redistribution(group, status, np.arange(4))
    base = np.array([1.0, 1, 2, 0])
    held = ReplicateWeights.of(base, np.arange(4), np.ones((4, 1)))
    # one cell's taker stands for both of it and for the two of the other
    made = step.repeated(held, lent=True).dense(np.arange(4))
    assert made[:, 0].tolist() == [0, 4, 0, 0]
    with pytest.raises(ValueError, match="nobody who does"):
        step.repeated(held)


def test_margins_that_contradict_each_other_do_not_settle():
    # everybody of the first level of one margin is in the first of the other
    codes = (np.array([0, 0, 1]), np.array([0, 0, 1]))
    step = Raking(codes, (np.array([5.0, 5]), np.array([7.0, 3])), np.arange(3))
    with pytest.raises(
        ValueError, match=r"after 500 rounds .* off by 0.\d+ of its size"
    ):
        step.apply(np.ones(3))


# ------------------------------------------------------------------ residuals
@hypothesis.given(SEEDS)
def test_a_margin_has_no_residual(seed):
    step, w, rng = raking(seed)
    new = step.apply(w)
    known = indicators(step.codes, step.totals) @ rng.normal(size=5) * new
    left = step.residuals(w, new)(known[:, None])
    assert np.abs(left).max() < 1e-9 * np.abs(known).max()


@hypothesis.given(SEEDS)
def test_residuals_of_raking_are_the_regressions(seed):
    # Deville and Särndal (1992), eq. 3.4, by rows instead of cells
    step, w, rng = raking(seed)
    new, z = step.apply(w), rng.normal(size=(60, 3))
    x, y = indicators(step.codes, step.totals), z / new[:, None]
    root = np.sqrt(w)[:, None]
    slopes = np.linalg.lstsq(x * root, y * root, rcond=None)[0]
    expected = (y - x @ slopes) * new[:, None]
    assert step.residuals(w, new)(z) == pytest.approx(expected, rel=1e-8, abs=1e-10)


def test_rows_without_weight_have_no_influence_and_no_say():
    codes, w, rng = levels(3)
    w[10:20] = 0
    step = Raking(codes, (np.full(3, 20.0), np.full(2, 30.0)), np.arange(60))
    new = step.apply(w)
    z = rng.normal(size=(60, 1)) * new[:, None]
    left = step.residuals(w, new)(z)
    kept = np.delete(np.arange(60), np.arange(10, 20))
    alone = Raking(tuple(c[kept] for c in codes), step.totals, np.arange(50))
    assert (left[10:20] == 0).all()
    assert left[kept] == pytest.approx(alone.residuals(w[kept], new[kept])(z[kept]))
