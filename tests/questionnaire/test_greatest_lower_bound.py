"""Does the greatest lower bound warn of small samples?"""

import numpy as np
import pandas as pd
import pytest

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


@pytest.mark.parametrize("k", [2, 3, 4])
def test_items_that_all_run_against_each_other_have_no_bound(k):
    # True scores that sum to nothing fit them all: the bound is nought near here.
    z = np.random.default_rng(5).normal(size=(200, k))
    z = np.linalg.qr(z - z.mean(axis=0))[0]
    x = z - 0.4 * z.mean(axis=1, keepdims=True)
    S = np.cov(x.T)
    assert (S[np.triu_indices(k, 1)] < 0).all()
    assert (S.sum(axis=0) > 0).all()
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    items = list(wave.frame)
    with pytest.raises(ValueError, match=r"not estimable, because .* at nought"):
        cs.greatest_lower_bound(wave, items)
    found = cs.reliability(wave, items, coefficients=["alpha", "greatest_lower_bound"])
    row = found.row(term="greatest_lower_bound")
    assert np.isnan([row["estimate"], row["ci_low"], row["ci_high"]]).all()
    assert "not estimable: 1" in str(found.notes[-1])
    both = cs.Wave.from_frame(wave.frame.rename(columns=str.upper).join(likert()))
    named = {"apart": [i.upper() for i in items], "alike": ITEMS}
    table = cs.greatest_lower_bound(both, named).table.set_index("term")
    assert np.isnan(table["estimate"]["apart"])
    assert table["estimate"]["alike"] > 0
