"""Does the greatest lower bound warn of small samples?"""

import numpy as np
import pandas as pd

import csat_methods as cs

ITEMS = [f"q{i}" for i in range(6)]


def likert(n=200, k=6):
    rng = np.random.default_rng(1)
    group = np.repeat(rng.normal(size=(n, 2)), k // 2, axis=1) * 0.8
    raw = rng.normal(size=(n, 1)) + group + rng.normal(size=(n, k)) + 3
    return pd.DataFrame(raw.round().clip(1, 5)).add_prefix("q")


def test_small_samples_caution_that_the_greatest_bound_is_too_high():
    small, large = (
        cs.greatest_lower_bound(cs.Wave.from_frame(likert(n)), ITEMS)
        for n in (200, 1200)
    )
    assert any("too high by chance" in str(note) for note in small.notes)
    assert not large.notes
