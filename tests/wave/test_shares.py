"""Are shares of several blocks put side by side as one table would have them?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.shares import share_estimates


@pytest.fixture
def wave():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        rng.integers(0, 2, (90, 5)).astype(float), columns=list("abcde")
    )
    frame.loc[:9, "c"] = np.nan
    frame["w"] = rng.uniform(1, 3, 90)
    frame["g"] = rng.choice(["x", "y", "z"], 90)
    return cs.Wave.from_frame(frame, weights="w")


def blocks(wave, *groups):
    def block(columns):
        def made():
            x = wave.answers(columns)
            return np.nan_to_num(x), ~np.isnan(x)

        return made

    return [block(list(columns)) for columns in groups]


@pytest.mark.parametrize("replicated", [False, True])
def test_blocks_are_the_columns_of_one_table(wave, replicated):
    wave = cs.replicate(wave, method="jkn") if replicated else wave
    where = domains(wave, "g")
    apart = share_estimates(wave, where, blocks(wave, "a", "bc", "de")).estimates
    ((chosen, held),) = (block() for block in blocks(wave, "abcde"))
    whole = ratio_estimates(wave, where, chosen, held.astype(float))
    for column in ("estimate", "se", "n", "df"):
        assert getattr(apart, column) == pytest.approx(getattr(whole, column))
    assert apart.covariance() == pytest.approx(whole.covariance())
    if replicated:
        assert apart.each == pytest.approx(whole.each)


def test_replicates_of_the_log_odds_make_the_logit_interval(wave):
    again = cs.replicate(wave, method="jkn")
    where = domains(again)
    shares = share_estimates(again, where, blocks(again, "ab"))
    ends = shares.intervals(again, "logit", 0.95)
    p, each = shares.estimates.estimate, shares.estimates.each
    replicates = again.design.replicates
    matrix = replicates.covariance(np.log(p / (1 - p)), np.log(each / (1 - each)))
    t = 1.986979  # t(.975; 89)
    half = t * np.sqrt(np.diag(matrix))
    low = 1 / (1 + (1 - p) / p * np.exp(half))
    assert ends["ci_low"] == pytest.approx(low, rel=1e-5)


def test_the_design_effect_compares_with_a_simple_sample(wave):
    found = cs.top_box(
        cs.Wave.from_frame(wave.frame, weights="w", scales={"a": (0, 1)}), "a", boxes=1
    )
    mean = cs.means(wave, "a")
    assert found["a"]["deff"] == pytest.approx(mean["a"]["deff"])
    assert found.se == pytest.approx(mean.se)
