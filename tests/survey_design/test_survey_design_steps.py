"""Do weighting steps meet their totals, and do residuals leave what totals explain?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design.steps import DISTANCES, Calibration, Raking

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
    z = step.residuals(np.array([[1.0], [2], [0]]), np.ones(3), new)
    assert z.sum() == pytest.approx(0)
    assert z[2] == 0


def test_a_level_that_lost_all_weight_is_refused():
    step = Raking((np.array([0, 1]),), (np.array([5.0, 5]),), np.arange(2))
    with pytest.raises(ValueError, match="no weight to carry it"):
        step.apply(np.array([1.0, 0]))


def test_margins_that_contradict_each_other_do_not_settle():
    # everybody of the first level of one margin is in the first of the other
    codes = (np.array([0, 0, 1]), np.array([0, 0, 1]))
    step = Raking(codes, (np.array([5.0, 5]), np.array([7.0, 3])), np.arange(3))
    with pytest.raises(
        ValueError, match=r"after 500 rounds .* off by 0.\d+ of its size"
    ):
        step.apply(np.ones(3))


# ---------------------------------------------------------------- calibration
def amounts(seed, n=60):
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, n)
    group[:3] = range(3)
    x = np.column_stack([np.eye(3)[group], rng.gamma(4, 2, n)])
    w = rng.uniform(1, 3, n)
    totals = x.T @ w * rng.uniform(0.97, 1.03, 4)
    return x, totals, w, rng


@hypothesis.given(SEEDS, st.sampled_from(list(DISTANCES)))
def test_every_total_holds_after_calibration(seed, distance):
    x, totals, w, _ = amounts(seed)
    new = Calibration(x, totals, np.arange(60), distance).apply(w)
    assert x.T @ new == pytest.approx(totals, rel=1e-9)


@hypothesis.given(SEEDS)
def test_linear_weights_are_the_textbooks(seed):
    # Deville and Särndal (1992), eq. 1.3: w = d (1 + xᵀ (Σ d x xᵀ)⁻¹ (T − Σ d x))
    x, totals, d, _ = amounts(seed)
    gram = (x * d[:, None]).T @ x
    expected = d * (1 + x @ np.linalg.solve(gram, totals - x.T @ d))
    new = Calibration(x, totals, np.arange(60)).apply(d)
    assert new == pytest.approx(expected, rel=1e-8)


@hypothesis.given(SEEDS, st.sampled_from(list(DISTANCES)), st.sampled_from([1e-9, 1e9]))
def test_the_unit_of_an_amount_changes_nothing(seed, distance, unit):
    x, totals, w, rng = amounts(seed)
    z, size = rng.normal(size=(60, 2)), np.array([1, 1, 1, unit])
    plain = Calibration(x, totals, np.arange(60), distance)
    other = Calibration(x * size, totals * size, np.arange(60), distance)
    new = plain.apply(w)
    assert other.apply(w) == pytest.approx(new, rel=1e-7)
    residuals = plain.residuals(z, w, new)
    assert other.residuals(z, w, new) == pytest.approx(residuals, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_total_of_nought_can_be_met(distance):
    x = np.column_stack([np.ones(5), [-2.0, -1, 0, 1, 4]])
    new = Calibration(x, np.array([5.0, 0]), np.arange(5), distance).apply(np.ones(5))
    assert new.sum() == pytest.approx(5)
    assert (x[:, 1] * new).sum() == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("distance", DISTANCES)
def test_columns_that_say_the_same_twice_do_no_harm(distance):
    x, totals, w, _ = amounts(1)
    twice = np.column_stack([x, x[:, :3].sum(axis=1)])
    all_totals = np.append(totals, totals[:3].sum())
    plain = Calibration(x, totals, np.arange(60), distance)
    double = Calibration(twice, all_totals, np.arange(60), distance)
    assert double.apply(w) == pytest.approx(plain.apply(w), rel=1e-8)


@pytest.mark.parametrize("distance", DISTANCES)
def test_totals_that_contradict_each_other_are_refused(distance):
    step = Calibration(np.ones((5, 2)), np.array([5.0, 9]), np.arange(5), distance)
    with pytest.raises(ValueError, match=f"distance='{distance}': .*off by"):
        step.apply(np.ones(5))


def test_weights_cannot_make_a_positive_amount_negative_by_raking():
    x = np.array([[1.0], [2], [3]])
    step = Calibration(x, np.array([-5.0]), np.arange(3), "raking")
    with pytest.raises(ValueError, match="out of reach of these answers"):
        step.apply(np.ones(3))


# ------------------------------------------------------------------ residuals
@hypothesis.given(SEEDS, st.sampled_from(list(DISTANCES)))
def test_a_calibration_column_has_no_residual(seed, distance):
    x, totals, w, rng = amounts(seed)
    step = Calibration(x, totals, np.arange(60), distance)
    new = step.apply(w)
    known = (x @ rng.normal(size=4))[:, None] * new[:, None]
    assert np.abs(step.residuals(known, w, new)).max() < 1e-8 * np.abs(known).max()


@hypothesis.given(SEEDS)
def test_a_margin_has_no_residual(seed):
    step, w, rng = raking(seed)
    new = step.apply(w)
    known = indicators(step.codes, step.totals) @ rng.normal(size=5) * new
    left = step.residuals(known[:, None], w, new)
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
    assert step.residuals(z, w, new) == pytest.approx(expected, rel=1e-8, abs=1e-10)


@hypothesis.given(SEEDS)
def test_residuals_stand_at_right_angles_to_the_totals(seed):
    x, totals, w, rng = amounts(seed)
    step = Calibration(x, totals, np.arange(60))
    new = step.apply(w)
    left = step.residuals(rng.normal(size=(60, 2)), w, new)
    assert x.T @ (left / new[:, None] * w[:, None]) == pytest.approx(0, abs=1e-7)


def test_rows_outside_the_step_keep_their_influence():
    x = np.ones((2, 1))
    step = Calibration(x, np.array([4.0]), np.array([0, 2]))
    z = np.array([[1.0], [7], [3]])
    left = step.residuals(z, np.ones(3), np.array([2.0, 1, 2]))
    assert left.ravel().tolist() == pytest.approx([-1, 7, 1])


def test_rows_without_weight_have_no_influence_and_no_say():
    codes, w, rng = levels(3)
    w[10:20] = 0
    step = Raking(codes, (np.full(3, 20.0), np.full(2, 30.0)), np.arange(60))
    new = step.apply(w)
    z = rng.normal(size=(60, 1)) * new[:, None]
    left = step.residuals(z, w, new)
    kept = np.delete(np.arange(60), np.arange(10, 20))
    alone = Raking(tuple(c[kept] for c in codes), step.totals, np.arange(50))
    assert (left[10:20] == 0).all()
    assert left[kept] == pytest.approx(alone.residuals(z[kept], w[kept], new[kept]))
