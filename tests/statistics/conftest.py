"""What do the tests of the textbook share?"""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def answers(reference_data):
    """The rows of a reference case: items turned over where it says so.

    Rows with a blank are dropped unless the case is pairwise.
    """

    def rows(case, complete=True):
        frame = reference_data(case["data"])
        x = frame[case["items"]].to_numpy(float)
        turned = [case["items"].index(item) for item in case.get("reversed") or []]
        x[:, turned] = sum(case.get("scale_range") or []) - x[:, turned]
        return x[~np.isnan(x).any(axis=1)] if complete else x

    return rows


def _vector(mapping):
    return np.array(list(mapping.values()), dtype=float)


@pytest.fixture(scope="session")
def vector():
    """A named vector of a reference file as an array."""
    return _vector


@pytest.fixture(scope="session")
def slope():
    """The symmetric gradient of a function of a matrix, by central differences."""

    def gradient(function, S, step=1e-5):
        base = np.asarray(function(S))
        found = np.zeros((*base.shape, *S.shape))
        for i in range(len(S)):
            for j in range(i + 1):
                move = np.zeros_like(S)
                move[i, j] = move[j, i] = step
                change = (function(S + move) - function(S - move)) / (2 * step)
                found[..., i, j] = found[..., j, i] = change / (1 if i == j else 2)
        return found

    return gradient


@pytest.fixture(scope="session")
def spread():
    """A covariance matrix of k items, the same for the same seed."""

    def matrix(k, seed=0):
        rng = np.random.default_rng(seed)
        scores = rng.normal(size=(3 * k + 5, k)) + rng.normal(size=(3 * k + 5, 1))
        return np.cov(scores * rng.uniform(0.5, 2, k), rowvar=False)

    return matrix
