"""Do calibrated weights meet all totals, within bounds, nearest to those before?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from scipy.optimize import minimize

from csat_methods.survey_design.calibration import Calibration as Calibrated
from csat_methods.survey_design.distances import DISTANCES
from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.variance import weighted_influence

SEEDS = st.integers(0, 10_000)


def Calibration(x, totals, rows, distance="linear"):  # noqa: N802
    """A calibration step, between wide bounds where the distance needs some."""
    bounds = {}
    if DISTANCES[distance].bounded:
        bounds = {"lower": np.full(len(x), 0.1), "upper": np.full(len(x), 6.0)}
    return Calibrated(x, totals, rows, distance, **bounds)


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
    residuals = plain.residuals(w, new)(z)
    assert other.residuals(w, new)(z) == pytest.approx(residuals, rel=1e-6, abs=1e-9)


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
    assert np.abs(step.residuals(w, new)(known)).max() < 1e-8 * np.abs(known).max()


@hypothesis.given(SEEDS)
def test_residuals_stand_at_right_angles_to_the_totals(seed):
    x, totals, w, rng = amounts(seed)
    step = Calibration(x, totals, np.arange(60))
    new = step.apply(w)
    left = step.residuals(w, new)(rng.normal(size=(60, 2)))
    assert x.T @ (left / new[:, None] * w[:, None]) == pytest.approx(0, abs=1e-7)


def test_rows_outside_the_step_keep_their_influence():
    x = np.ones((2, 1))
    step = Calibration(x, np.array([4.0]), np.array([0, 2]))
    z = np.array([[0.5], [7], [1.5]])
    left = weighted_influence(make_design(3).then(step), z)
    assert left.ravel().tolist() == pytest.approx([-1, 7, 1])


# --------------------------------------------------------------------- bounds
@hypothesis.settings(max_examples=15)
@hypothesis.given(SEEDS, st.sampled_from(["linear", "raking", "truncated", "logit"]))
def test_factors_stay_between_bounds_and_totals_hold(seed, distance):
    x, totals, w, _ = amounts(seed)
    free = Calibration(x, totals, np.arange(60), "raking").apply(w) / w
    low, high = 1 - 1.3 * (1 - free.min()), 1 + 1.3 * (free.max() - 1)
    step = Calibrated(
        x,
        totals,
        np.arange(60),
        distance,
        lower=np.full(60, max(low, 0.05)),
        upper=np.full(60, high),
    )
    new = step.apply(w)
    assert x.T @ new == pytest.approx(totals, rel=1e-9)
    factor = new / w
    assert factor.min() >= max(low, 0.05) - 1e-12
    assert factor.max() <= high + 1e-12


@pytest.mark.parametrize("distance", ["linear", "raking"])
def test_bounded_weights_are_the_nearest_ones_inside(distance):
    # the primal of Deville and Särndal (1992), eq. 2.1, by a general optimiser
    x, totals, d, _ = amounts(4, 12)
    apart = {
        "linear": lambda g: float(d @ (g - 1) ** 2 / 2),
        "raking": lambda g: float(d @ (g * np.log(g) - g + 1)),
    }
    free = Calibration(x, totals, np.arange(12), distance).apply(d) / d
    low, high = 0.5 + free.min() / 2, free.max() + 0.5
    bounds = {"lower": np.full(12, low), "upper": np.full(12, high)}
    ours = Calibrated(x, totals, np.arange(12), distance, **bounds).apply(d) / d
    assert (ours == low).any()
    found = minimize(
        apart[distance],
        np.clip(free, low, high),
        bounds=[(low, high)] * 12,
        constraints={"type": "eq", "fun": lambda g: x.T @ (d * g) / totals - 1},
        method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 500},
    )
    assert ours == pytest.approx(found.x, abs=1e-5)


def test_totals_out_of_reach_within_bounds_are_refused():
    bounds = {"lower": np.full(3, 0.9), "upper": np.full(3, 1.1)}
    step = Calibrated(
        np.ones((3, 1)), np.array([6.0]), np.arange(3), "truncated", **bounds
    )
    with pytest.raises(ValueError, match=r"still off by 0.45 .* within these bounds"):
        step.apply(np.ones(3))


@hypothesis.given(SEEDS, st.sampled_from(list(DISTANCES)))
def test_cells_of_alike_rows_are_calibrated_as_the_rows_are(seed, distance):
    rng = np.random.default_rng(seed)
    group = np.concatenate([np.arange(6), rng.integers(0, 6, 54)])
    cells = np.column_stack([np.ones(6), np.arange(6) % 2, np.arange(6) ** 2])
    w = rng.uniform(1, 3, 60)
    totals = cells[group].T @ w * np.array([1, 1.02, 0.98])
    plain = Calibration(cells[group], totals, np.arange(60), distance)
    bounds = {"lower": np.full(6, 0.1), "upper": np.full(6, 6.0)}
    bounds = bounds if DISTANCES[distance].bounded else {}
    step = Calibrated(cells, totals, np.arange(60), distance, group=group, **bounds)
    new = plain.apply(w)
    assert step.apply(w) == pytest.approx(new, rel=1e-8)
    z = rng.normal(size=(60, 2))
    expected = plain.residuals(w, new)(z)
    assert step.residuals(w, new)(z) == pytest.approx(expected, rel=1e-7, abs=1e-9)
