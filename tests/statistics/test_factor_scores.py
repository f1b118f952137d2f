"""Do weights of items tell a factor as well as they can?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_scores import (
    bartlett_weights,
    congruence_coefficients,
    determinacy,
    regression_weights,
    ten_berge_weights,
)

L = np.array([[0.8, 0.0], [0.7, 0.1], [0.6, 0.0], [0.0, 0.7], [0.1, 0.6], [0.0, 0.5]])
PHI = np.array([[1.0, 0.4], [0.4, 1.0]])
R = L @ PHI @ L.T
np.fill_diagonal(R, 1.0)


def test_bartletts_scores_are_unbiased():
    np.testing.assert_allclose(L.T @ bartlett_weights(R, L, PHI), np.eye(2), atol=1e-12)


def test_ten_berges_scores_correlate_as_the_factors():
    W = ten_berge_weights(R, L, PHI)
    np.testing.assert_allclose(W.T @ R @ W, PHI, atol=1e-12)


def test_no_weights_are_closer_to_the_factors_than_regressions():
    best = determinacy(R, L, PHI, regression_weights(R, L, PHI))
    rng = np.random.default_rng(1)
    for weights in (bartlett_weights, ten_berge_weights):
        W = weights(R, L, PHI)
        assert (determinacy(R, L, PHI, W) <= best + 1e-12).all()
        tried = determinacy(R, L, PHI, W + 0.1 * rng.normal(size=W.shape))
        assert (tried <= best + 1e-12).all()


def test_a_factor_is_congruent_with_its_multiples():
    got = congruence_coefficients(L, L * [2.0, -3.0])
    assert np.diag(got) == pytest.approx([1, -1])


def test_determinacy_is_the_multiple_correlation():
    R = np.array([[1, 0.56, 0.48], [0.56, 1, 0.42], [0.48, 0.42, 1]])
    L = np.array([[0.8], [0.7], [0.6]])
    W = regression_weights(R, L, np.eye(1))
    wanted = np.sqrt(L.T @ np.linalg.inv(R) @ L).ravel()
    np.testing.assert_allclose(determinacy(R, L, np.eye(1), W), wanted)
