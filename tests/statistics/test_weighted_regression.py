"""Are weighted fits at their optimum, and influence values their derivatives?"""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from csat_methods.statistics.weighted_regression import (
    FAMILIES,
    SeparationError,
    linear,
    logistic,
    ordinal,
)


@pytest.fixture
def data():
    rng = np.random.default_rng(12)
    x = rng.normal(size=(150, 2)) * [1, 20] + [3, 100]
    raw = x[:, 0] - 0.05 * x[:, 1] + 2 + rng.logistic(size=150)
    outcomes = {
        "linear": raw,
        "logistic": (raw > 0).astype(float),
        "ordinal": np.digitize(raw, [-1.5, 0, 1.5]).astype(float),
    }
    return x, outcomes, rng.uniform(0.5, 3, 150)


@pytest.mark.parametrize("family", FAMILIES)
def test_influence_is_the_derivative_by_a_row_s_weight(data, family):
    x, outcomes, w = data
    y, fit = outcomes[family], FAMILIES[family]
    found = fit(x, y, w)
    for row in (0, 40, 149):
        moved = w.copy()
        moved[row] += 1e-4
        change = (fit(x, y, moved).coefficients - found.coefficients) / 1e-4
        assert change == pytest.approx(found.influence[row], rel=2e-3)


@pytest.mark.parametrize("family", FAMILIES)
def test_weighted_influence_adds_up_to_nothing(data, family):
    x, outcomes, w = data
    found = FAMILIES[family](x, outcomes[family], w)
    spread = np.abs(found.influence).max(axis=0)
    assert w @ found.influence == pytest.approx(np.zeros(len(spread)), abs=1e-9)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_scale_of_weights_moves_influence_only(data, family):
    x, outcomes, w = data
    one, other = (FAMILIES[family](x, outcomes[family], k * w) for k in (1, 10))
    assert other.coefficients == pytest.approx(one.coefficients)
    assert other.influence == pytest.approx(one.influence / 10, rel=1e-6, abs=1e-12)
    assert other.deviance == pytest.approx(one.deviance)


def test_least_squares_are_numpys(data):
    x, outcomes, w = data
    full = np.column_stack([np.ones(150), x])
    expected = np.linalg.lstsq(
        full * np.sqrt(w)[:, None], outcomes["linear"] * np.sqrt(w), rcond=None
    )[0]
    assert linear(x, outcomes["linear"], w).coefficients == pytest.approx(expected)


def test_the_logistic_fit_is_a_general_optimiser_s(data):
    x, outcomes, w = data
    y, full = outcomes["logistic"], np.column_stack([np.ones(150), x])

    def deviance(b):
        eta = full @ b
        return w @ (np.logaddexp(0, eta) - y * eta)

    def slope(b):
        return full.T @ (w * (expit(full @ b) - y))

    found = logistic(x, y, w)
    start = found.coefficients + np.array([0.3, -0.1, 0.001])
    top = minimize(deviance, start, jac=slope, method="BFGS", tol=1e-12)
    assert deviance(found.coefficients) <= top.fun + 1e-9
    assert found.coefficients == pytest.approx(top.x, rel=1e-4)
    assert slope(found.coefficients) == pytest.approx(np.zeros(3), abs=1e-7)


def test_proportional_odds_are_a_general_optimiser_s(data):
    x, outcomes, w = data
    y = outcomes["ordinal"].astype(int)

    def deviance(b):
        cut = np.r_[-np.inf, b[2:], np.inf]
        eta = x @ b[:2]
        p = expit(cut[y + 1] - eta) - expit(cut[y] - eta)
        return -(w @ np.log(np.maximum(p, 1e-300)))

    found = ordinal(x, y.astype(float), w).coefficients
    for step in np.eye(5) * [1e-3, 1e-5, 1e-3, 1e-3, 1e-3]:
        assert deviance(found) < deviance(found + step)
        assert deviance(found) < deviance(found - step)
    assert found[2] < found[3] < found[4]


def test_the_house_prices_of_copenhagen_have_r_s_deviance(reference_data):
    # MASS::polr(Sat ~ Infl + Type + Cont, weights = Freq): deviance 3479.149
    frame = reference_data("housing")
    y = frame["Sat"].map({"Low": 0, "Medium": 1, "High": 2}).to_numpy(float)
    x = np.column_stack(
        [frame[c] == v for c, v in (
            ("Infl", "Medium"), ("Infl", "High"), ("Type", "Apartment"),
            ("Type", "Atrium"), ("Type", "Terrace"), ("Cont", "High"),
        )]
    ).astype(float)  # fmt: skip
    w = frame["Freq"].to_numpy(float)
    found = ordinal(x, y, w)
    assert found.deviance * w.mean() == pytest.approx(3479.149, abs=5e-4)
    # Venables and Ripley (2002), *Modern Applied Statistics with S*, p. 204
    published = [0.566, 1.289, -0.572, -0.366, -1.091, 0.360, -0.496, 0.691]
    assert found.coefficients == pytest.approx(published, abs=6e-4)


def test_separation_names_as_few_columns_as_can():
    y = np.array([0.0, 0, 0, 1, 1, 1])
    x = np.column_stack([[1.0, 0, 1, 0, 1, 1], [1, 2, 3, 4, 5, 6]])
    with pytest.raises(SeparationError, match=r"columns=\[1\]") as caught:
        logistic(x, y, np.ones(6))
    assert caught.value.columns == [1]
    with pytest.raises(SeparationError, match=r"columns=\[1\]"):
        ordinal(x, np.array([0.0, 0, 1, 1, 2, 2]), np.ones(6))
