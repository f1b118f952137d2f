"""What do the tests of factors share?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def answers_with(R, n, names, seed=7):
    """Normal answers of n people whose sample correlations are exactly R."""
    x = np.random.default_rng(seed).normal(size=(n, len(R)))
    x -= x.mean(axis=0)
    x = np.linalg.qr(x)[0] * np.sqrt(n - 1)
    return pd.DataFrame(x @ np.linalg.cholesky(R).T, columns=names)


@pytest.fixture(scope="session")
def wave_with():
    """``wave_with(R, n)``: a wave whose sample correlations are exactly R."""

    def wave(R, n):
        R = np.asarray(R, float)
        return cs.Wave.from_frame(
            answers_with(R, n, [f"q{i + 1}" for i in range(len(R))])
        )

    return wave


@pytest.fixture(scope="session")
def wave_of(reference_data):
    """The wave of a reference case; from a correlation matrix where that is given."""

    def wave(case):
        data = reference_data(case["data"])
        if set(data.columns) == set(case["items"]) and len(data) == len(case["items"]):
            R = data[case["items"]].to_numpy(float)
            return cs.Wave.from_frame(
                answers_with(R, case["values"]["n"], case["items"])
            )
        frame = data[case["items"]].astype(float)
        for item in case.get("reversed") or []:
            frame[item] = sum(case["scale_range"]) - frame[item]
        return cs.Wave.from_frame(frame)

    return wave


@pytest.fixture(scope="session")
def planted():
    """Six items on two factors: answers of 400 people, some blank, with weights."""
    rng = np.random.default_rng(1)
    noise = rng.normal(size=(400, 6))
    factors = rng.normal(size=(400, 2)) @ [[1.0, 0.3], [0.0, 0.954]]
    x = np.repeat(factors, 3, axis=1) * 1.5 + noise
    frame = pd.DataFrame(x, columns=list("abcdef")).assign(w=rng.uniform(0.5, 2, 400))
    frame.loc[:9, "a"] = np.nan
    return frame


def _loadings(result_matrix):
    return np.array(result_matrix["data"], float)


@pytest.fixture(scope="session")
def matrix():
    """A matrix of a reference file as an array."""
    return _loadings


@pytest.fixture(scope="session")
def aligned():
    """Ours with columns and signs as in the wanted matrix, and how to do it."""

    def align(ours, wanted):
        order, signs = [], []
        for column in np.asarray(wanted).T:
            likeness = ours.T @ column / np.linalg.norm(ours, axis=0)
            likeness[order] = 0
            best = int(np.abs(likeness).argmax())
            order.append(best)
            signs.append(np.sign(likeness[best]))
        return ours[:, order] * signs, order, np.array(signs)

    return align
