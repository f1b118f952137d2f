"""Are the intervals of alpha those of their authors?"""

import time

import numpy as np
import pytest

import csat_methods as cs
from csat_methods.questionnaire.alpha_intervals import (
    INTERVALS,
    Precision,
    allowed_interval,
    resampled,
)
from csat_methods.statistics.moments import moments
from csat_methods.statistics.reliability import alpha, standardized_alpha


def precision(n, k, estimate, **change):
    answers = np.random.default_rng(1).integers(1, 6, (n, k)).astype(float)
    given = {"se": 0.01, "df": n - 1.0, "level": 0.95, "draws": 10, "seed": 1}
    return Precision(
        estimate=estimate, answers=answers, formula=alpha, **(given | change)
    )


def test_feldts_example_of_the_mrc_unit():
    # https://imaging.mrc-cbu.cam.ac.uk/statswiki/FAQ/cafun: alpha .913, n 873, k 20
    ends = INTERVALS["feldt"](precision(873, 20, 0.913))
    assert ends == pytest.approx((0.9044024, 0.9211588), abs=5e-8)


def test_bonetts_interval_is_even_on_the_log_scale():
    low, high = INTERVALS["bonett"](precision(89, 7, 0.85))
    assert (1 - low) * (1 - high) == pytest.approx(0.15**2, rel=1e-12)


def test_an_alpha_of_one_has_no_design_interval():
    assert np.isnan(INTERVALS["design"](precision(50, 3, 1.0))).all()


def test_no_degrees_of_freedom_no_interval():
    assert np.isnan(INTERVALS["design"](precision(50, 3, 0.8, df=0.0))).all()


def test_redrawn_samples_are_samples_of_people():
    # A naive bootstrap that draws rows has the same distribution.
    rng = np.random.default_rng(4)
    x = (rng.normal(size=(40, 1)) + rng.normal(size=(40, 3)) + 3).round().clip(1, 5)
    quick = resampled(x, alpha, 20_000, 6)
    naive = [
        float(alpha(moments(x[rng.integers(0, 40, 40)]).covariance))
        for _ in range(4000)
    ]
    assert len(quick) == 20_000
    assert np.mean(quick) == pytest.approx(np.mean(naive), abs=0.01)
    assert np.std(quick) == pytest.approx(np.std(naive), rel=0.06)
    assert np.quantile(quick, 0.05) == pytest.approx(np.quantile(naive, 0.05), abs=0.02)


def test_the_default_interval_follows_the_design():
    frame = likert_frame()
    assert allowed_interval(cs.Wave.from_frame(frame), None, None) == "feldt"
    weighted = cs.Wave.from_frame(frame, weights="w")
    assert allowed_interval(weighted, None, None) == "design"


def likert_frame():
    import pandas as pd

    return pd.DataFrame({"q1": [1.0, 2.0, 3.0], "w": [1.0, 2.0, 1.0]})


def test_standardized_alpha_is_redrawn_from_all_covariances():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(40, 1)) + rng.normal(size=(40, 3))
    one = x / x.std(axis=0, ddof=1)
    quick = resampled(one, standardized_alpha, 4000, 6)
    raw = resampled(one, alpha, 4000, 6)
    assert np.median(quick) == pytest.approx(np.median(raw), abs=0.01)
    scaled = resampled(x * [1.0, 30.0, 500.0], standardized_alpha, 4000, 6)
    assert scaled == pytest.approx(quick, rel=1e-9)
    assert (np.abs(quick - raw) > 1e-6).any()


def test_ten_thousand_redrawn_samples_take_little_time():
    # The promise is 0.35 s of a free processor; 0.7 s here, where tests run at once.
    x = np.random.default_rng(1).normal(size=(2000, 10))
    resampled(x, alpha, 20, 1)
    before = time.process_time()
    resampled(x, alpha, 10_000, 1)
    assert time.process_time() - before < 0.7
