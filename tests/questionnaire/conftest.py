"""What do the tests of the questionnaire share?"""

import pandas as pd
import pytest

import csat_methods as cs


def wave_of_equal_correlations(k=5, r=0.5, n=40):
    """A wave of k items whose sample correlations are all exactly r."""
    import numpy as np

    rng = np.random.default_rng(7)
    x = rng.normal(size=(n, k))
    x -= x.mean(axis=0)
    x = np.linalg.qr(x)[0] * np.sqrt(n - 1)
    R = np.full((k, k), r) + (1 - r) * np.eye(k)
    names = [f"q{i + 1}" for i in range(k)]
    return cs.Wave.from_frame(pd.DataFrame(x @ np.linalg.cholesky(R).T, columns=names))


@pytest.fixture(scope="session")
def equal_correlations():
    """``equal_correlations(k, r, n)``: a wave of items that all correlate r."""
    return wave_of_equal_correlations


@pytest.fixture(scope="session")
def wave_of(reference_data):
    """The wave of a reference case, items turned over where it says so."""

    def wave(case, **design):
        frame = reference_data(case["data"])[case["items"]].astype(float)
        ends = case.get("scale_range")
        for item in case.get("reversed") or []:
            frame[item] = sum(ends) - frame[item]
        scales = dict.fromkeys(case["items"], tuple(ends)) if ends else None
        return cs.Wave.from_frame(frame, scales=scales, **design)

    return wave
