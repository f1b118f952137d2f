"""Do intervals of this width hold all at once?"""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import ndtri, stdtrit
from scipy.stats import studentized_range

from csat_methods.statistics.max_t import max_t_quantile


def differences(k):
    """Covariances of all differences of k means of equal variance: singular."""
    pairs = [np.eye(k)[i] - np.eye(k)[j] for i in range(k) for j in range(i)]
    return np.array(pairs) @ np.array(pairs).T


def alike(k, r):
    return np.full((k, k), r) + (1 - r) * np.eye(k)


@pytest.mark.parametrize(
    ("k", "df", "q"), [(3, 10, 3.877), (4, 20, 3.958), (5, 12, 4.508), (10, 30, 4.824)]
)
def test_all_pairs_of_means_are_tukey_s_table(k, df, q):
    # 5 % points of the studentised range as tabled (Pearson & Hartley, 1970)
    c, error = max_t_quantile(differences(k), df)
    assert c == pytest.approx(q / np.sqrt(2), abs=4 * error + 0.0005)
    assert error < 0.005
    exact = studentized_range.ppf(0.95, k, df) / np.sqrt(2)
    assert c == pytest.approx(exact, abs=4 * error)


@pytest.mark.parametrize("k", [2, 5, 20])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_independent_normal_estimates_need_sidak_s_width(k, level):
    c, error = max_t_quantile(np.eye(k), np.inf, level=level)
    sidak = ndtri((1 + level ** (1 / k)) / 2)
    assert sidak - 4 * error - 1e-9 <= c <= sidak


@pytest.mark.parametrize(("r", "df"), [(0.5, np.inf), (-0.7, 8), (0.95, 3)])
def test_two_estimates_hold_together_as_often_as_they_say(r, df):
    c, error = max_t_quantile(alike(2, r), df)
    rng, draws = np.random.default_rng(0), 400_000
    z = rng.normal(size=(draws, 2)) @ np.linalg.cholesky(alike(2, r)).T
    s = 1.0 if np.isinf(df) else np.sqrt(rng.chisquare(df, (draws, 1)) / df)
    held = np.mean(np.abs(z / s).max(axis=1) <= c)
    assert abs(held - 0.95) < 4 * np.sqrt(0.95 * 0.05 / draws) + 0.3 * error


@settings(max_examples=40)
@given(st.floats(1, 200), st.floats(-0.4, 0.99))
def test_the_width_lies_between_one_interval_s_and_sidak_s(df, r):
    c, _ = max_t_quantile(alike(3, r), df, points=512)
    assert stdtrit(df, 0.975) <= c <= stdtrit(df, (1 + 0.95 ** (1 / 3)) / 2) + 1e-9


def test_estimates_that_always_agree_are_one():
    signs = np.array([1, 1, -1])
    c, error = max_t_quantile(np.outer(signs, signs), 12)
    assert c == pytest.approx(stdtrit(12, 0.975))
    assert error == 0
    assert max_t_quantile([[3.0]], 12)[0] == pytest.approx(c)


def test_units_and_seeds_hardly_matter():
    R = alike(5, 0.4)
    scale = np.diag([1.0, 2, 4, 0.5, 8])
    one, error = max_t_quantile(R, 20)
    assert max_t_quantile(scale @ R @ scale, 20)[0] == pytest.approx(one, abs=6 * error)
    other, _ = max_t_quantile(R, 20, seed=7)
    assert other != one
    assert abs(other - one) < 6 * error


def test_more_points_leave_less_error():
    few, many = (max_t_quantile(alike(4, 0.3), 15, points=p)[1] for p in (256, 65536))
    assert many < few / 8


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"df": 0.5}, "df=0.5 must be at least 1"),
        ({"df": np.nan}, "df=nan must be at least 1"),
        ({"df": 9, "level": 95}, "level=95 must lie between"),
        ({"df": 9, "points": 3}, "points=3 must be a whole number from 16 on"),
    ],
)
def test_bad_arguments_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        max_t_quantile(np.eye(3), **arguments)


def test_an_estimate_that_does_not_vary_is_refused():
    with pytest.raises(ValueError, match=r"columns=\[1\] do not vary"):
        max_t_quantile(np.diag([1.0, 0.0]), 9)
