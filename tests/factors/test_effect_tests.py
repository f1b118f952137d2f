"""Is Wald's statistic under a design the textbook's?"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import csat_methods as cs
from csat_methods.factors.effect_tests import wald_tests
from csat_methods.wave.smooth import Piece


def mean_piece(wave, x):
    mean = x.mean(axis=0)
    return Piece(
        np.ones(len(x), bool),
        mean,
        lambda: (x - mean) / len(x),
        lambda w: w @ x / w.sum(),
    )


def test_of_one_mean_it_is_the_square_of_t():
    x = np.random.default_rng(1).normal(0.3, 1, (40, 1))
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["a"]))
    ((w, p),) = wald_tests(wave, mean_piece(wave, x), [np.array([0])])
    t = stats.ttest_1samp(x[:, 0], 0)
    assert (w, p) == pytest.approx((t.statistic**2, t.pvalue))


def test_of_two_means_it_is_hotellings():
    x = np.random.default_rng(2).normal(0.2, 1, (30, 2))
    wave = cs.Wave.from_frame(pd.DataFrame(x, columns=["a", "b"]))
    ((w, p),) = wald_tests(wave, mean_piece(wave, x), [np.arange(2)])
    mean = x.mean(axis=0)
    t2 = 30 * mean @ np.linalg.solve(np.cov(x.T), mean)
    assert w == pytest.approx(t2)
    assert p == pytest.approx(stats.f.sf(t2 * 28 / (29 * 2), 2, 28))


def test_too_few_units_leave_it_blank():
    x = np.random.default_rng(3).normal(size=(6, 2))
    frame = pd.DataFrame(x, columns=["a", "b"]).assign(u=[0, 0, 0, 1, 1, 1])
    wave = cs.Wave.from_frame(frame, clusters="u")
    ((w, p),) = wald_tests(wave, mean_piece(wave, x), [np.arange(2)])
    assert np.isnan([w, p]).all()
