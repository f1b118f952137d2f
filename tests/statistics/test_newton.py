"""Does Newton's search end at the top, and say when there is none?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.statistics.newton import newton_top


def rate(events, hours):
    """Poisson log likelihood of a log rate."""

    def curve(b):
        m = hours * np.exp(min(b[0], 700.0))
        return events * b[0] - m, np.array([events - m]), np.array([[-m]])

    return curve


@hypothesis.given(st.integers(1, 400), st.floats(0.1, 90), st.floats(-3, 3))
def test_a_rate_is_events_over_hours_from_any_start(events, hours, start):
    top, settled = newton_top(rate(events, hours), np.array([start]))
    assert settled
    assert np.exp(top[0]) == pytest.approx(events / hours)


def test_a_parabola_takes_one_step():
    A, c = np.array([[2.0, 0.5], [0.5, 1.0]]), np.array([3.0, -1.0])
    seen = []

    def curve(b):
        seen.append(b)
        return float(-(b - c) @ A @ (b - c)), -2 * A @ (b - c), -2 * A

    top, settled = newton_top(curve, np.zeros(2))
    assert settled
    assert top == pytest.approx(c)
    assert len(seen) == 2


def test_a_likelihood_without_a_top_runs_away():
    def curve(b):
        e = np.exp(-b[0])
        return -e, np.array([e]), np.array([[-e]])

    top, settled = newton_top(curve, np.zeros(1))
    assert top[0] > 15
    assert np.isfinite(top[0])
    assert settled in {True, False}


def test_steps_out_of_bounds_are_halved():
    # log x + log(1 − x): allowed between 0 and 1 only; the top is 1/2
    def curve(b):
        x = b[0]
        if not 0 < x < 1:
            return -np.inf, np.zeros(1), -np.eye(1)
        g = 1 / x - 1 / (1 - x)
        return (
            np.log(x) + np.log(1 - x),
            np.array([g]),
            np.array([[-1 / x**2 - 1 / (1 - x) ** 2]]),
        )

    top, settled = newton_top(curve, np.array([1e-4]))
    assert settled
    assert top[0] == pytest.approx(0.5)
