"""Do headlines say what the interval allows?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(6)]


def likert(n=200, k=6):
    rng = np.random.default_rng(1)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5)).add_prefix("q")


def test_headlines_say_the_finding_and_survive_hidden_rows():
    words = {
        "guttman_lambdas": "At least",
        "split_half": "Split into halves",
        "omega": "measured reliably, omega",
    }
    for method, start in words.items():
        result = getattr(cs, method)(cs.Wave.from_frame(likert(400)), ITEMS)
        assert start in result.summary()
        for rows in (0, 1, 2):
            assert replace(result, table=result.table.iloc[:rows]).summary()


def test_an_estimate_without_an_interval_says_so():
    result = cs.omega(cs.Wave.from_frame(likert()), ITEMS)
    table = result.table.assign(ci_low=np.nan, ci_high=np.nan)
    said = replace(result, table=table).summary()
    assert "(6 items); how sure that is, these answers do not tell." in said
    assert " to —" not in said
