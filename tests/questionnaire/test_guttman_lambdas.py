"""Are Guttman's bounds there where they can be had?"""

import numpy as np
import pandas as pd

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(6)]


def likert(n=200, k=6):
    rng = np.random.default_rng(1)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5)).add_prefix("q")


def test_a_constant_item_leaves_out_the_sixth_bound_alone():
    found = cs.guttman_lambdas(cs.Wave.from_frame(likert().assign(q2=3.0)), ITEMS)
    assert np.isnan(found["lambda6"]["estimate"])
    assert found.table["estimate"].notna().sum() == 5
    assert any("sixth bound is not estimable" in str(note) for note in found.notes)
