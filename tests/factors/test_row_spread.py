"""Do totals of people vary as the design says?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.row_spread import Drawn, row_spread
from csat_methods.statistics.robust_scaling import AloneDrawn


def design(**columns):
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"u": np.repeat(range(10), 4), "s": np.repeat([0, 1], 20)})
    frame["w"], frame["q"] = rng.uniform(1, 2, 40), rng.normal(size=40)
    return cs.Wave.from_frame(frame, **columns).design


Z = np.random.default_rng(2).normal(size=(40, 3))


def test_people_drawn_alone_count_by_themselves():
    found = row_spread(design(), [np.arange(40)], np.ones(40), alone=True)
    assert isinstance(found, AloneDrawn)
    assert found.covariance(Z) == pytest.approx(Z.T @ Z)


def test_clusters_are_summed_by_unit():
    """Σ over units of totals about their mean, times U / (U − 1)."""
    found = row_spread(design(clusters="u"), [np.arange(40)], np.ones(40), alone=False)
    totals = Z.reshape(10, 4, 3).sum(axis=1)
    totals = totals - totals.mean(axis=0)
    assert found.covariance(Z) == pytest.approx(totals.T @ totals * 10 / 9)


def test_blocks_of_groups_share_their_units():
    found = row_spread(
        design(clusters="u"),
        [np.arange(0, 40, 2), np.arange(1, 40, 2)],
        np.ones(40),
        alone=False,
    )
    V = found.blocks([Z[::2], Z[1::2]])
    assert V.shape == (6, 6)
    assert np.abs(V[:3, 3:]).max() > 0
    assert np.diag(V)[3:] == pytest.approx(found.variance(Z[1::2], 20))


def test_the_unit_of_the_weights_is_the_model_s():
    own = design(weights="w", clusters="u")
    scaled = own.weights * 40 / own.weights.sum()
    found = Drawn(own, np.arange(40), scaled)
    weighted = (Z * scaled[:, None]).reshape(10, 4, 3).sum(axis=1)
    weighted = weighted - weighted.mean(axis=0)
    assert found.covariance(Z) == pytest.approx(weighted.T @ weighted * 10 / 9)


def test_replicates_vary_as_their_weights_do():
    frame = pd.DataFrame({"q": np.arange(40.0)})
    wave = cs.replicate(cs.Wave.from_frame(frame), method="jk1")
    found = Drawn(wave.design, np.arange(40), np.ones(40))
    centred = Z - Z.mean(axis=0)
    assert found.covariance(centred) == pytest.approx(centred.T @ centred * 40 / 39)
