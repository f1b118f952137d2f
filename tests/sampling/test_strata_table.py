"""Tests of strata as they are read."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.sampling.strata_table import read_strata

FRAME = pd.DataFrame({"N": [100, 300], "S": [1.0, 2.0], "Y": [4.0, 8.0]})


def read(method="proportional", **changes):
    columns = {"size": "N", "mean": "Y", "sd": "S", "cost": None, **changes}
    target = {"n": None, "budget": None, "target_cv": 0.1}
    return read_strata(
        FRAME,
        method,
        columns=columns,
        target=target,
        exponent=0.5,
        limits=(0, None, ()),
    )


def test_the_limit_of_a_variance_is_that_of_the_estimated_total():
    # Total 100 * 4 + 300 * 8 = 2800; (.1 * 2800)^2 + 100 * 1 + 300 * 4.
    assert read().variances == pytest.approx([280**2 + 1300])
    assert read().squares[:, 0].tolist() == [100.0**2, 600.0**2]


def test_strata_know_their_shares_and_importance():
    strata = read("power")
    assert strata.share.tolist() == [0.25, 0.75]
    assert strata.importance == pytest.approx(np.sqrt([400, 2400]))
    assert strata.relative_spread.tolist() == [0.25, 0.25]
    bare = read("power", mean=["Y"], sd=["S"])
    assert bare.terms == [0, 1]


def test_equally_long_lists_are_asked_for():
    with pytest.raises(ValueError, match="must be equally long lists"):
        read("precision", mean=["Y", "N"])
