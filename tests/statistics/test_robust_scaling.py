"""Are the traces of robust tests those of their matrices?"""

import numpy as np
import pytest

from csat_methods.statistics.covariance_structure import likelihood_fit
from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, amounts_layout
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.robust_scaling import (
    AloneDrawn,
    expected_stretch,
    independent_stretch,
    observed_stretch,
    saturated_stretch,
)
from csat_methods.statistics.saturated_moments import all_moments, saturated
from csat_methods.statistics.starting_values import start


@pytest.fixture(scope="module")
def case():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 1)) + rng.chisquare(4, size=(400, 5)) / 2
    data = patterns(x, rng.uniform(0.5, 1.5, 400))
    layout = amounts_layout(
        factor_model({"f": list("abcde")}), 1, Conventions(means=True)
    )
    begin = start(layout, [data.covariance[0]], [data.mean[0]])
    return likelihood_fit(layout, [data], begin), data


def test_the_trace_of_all_moments_is_that_of_its_matrices(case):
    _, data = case
    one, spread = saturated(data), AloneDrawn(data.weights)
    moves = all_moments(5, means=True)
    A = one.seen.information(moves) * data.total
    B = spread.covariance(one.seen.scores(moves))
    wanted = np.trace(np.linalg.solve(A, B))
    assert saturated_stretch([one], spread, means=True) == pytest.approx(wanted)


def test_the_trace_of_the_model_is_that_of_its_matrices(case):
    fit, data = case
    _, scores = fit.likelihood.cell_scores(fit.theta)[0].of_parameters()
    B = AloneDrawn(data.weights).covariance(scores)
    wanted = np.trace(np.linalg.inv(fit.observed * data.total) @ B)
    assert observed_stretch(fit, B) == pytest.approx(wanted)


def test_satorra_and_bentler_s_trace_is_that_of_u_gamma(case):
    """By the whole matrices: U = W − W Δ (Δ'WΔ)⁻¹ Δ'W, Γ from fourth moments."""
    fit, data = case
    spread = AloneDrawn(data.weights)
    view, moves = fit.views[0], all_moments(5, means=True)
    W = view.seen.information(moves)
    y = data.x - data.mean[0]
    a, b = np.tril_indices(5)
    z = np.concatenate([y, y[:, a] * y[:, b]], axis=1)
    z = z - (data.weights @ z) / data.total
    gamma = spread.covariance(z) / data.total
    K = fit.likelihood.maps[0]
    D = np.concatenate([view.moves.mu.T @ K, view.moves.covariances().T @ K])
    U = W - W @ D @ np.linalg.solve(D.T @ W @ D, D.T @ W)
    parts = expected_stretch(fit, spread, means=True)
    assert parts.model == pytest.approx(np.trace(U @ gamma))


def test_normal_answers_are_hardly_stretched():
    x = np.random.default_rng(5).normal(size=(20_000, 3))
    data = patterns(x, np.ones(len(x)))
    spread = AloneDrawn(data.weights)
    assert saturated_stretch([saturated(data)], spread, means=True) == pytest.approx(
        9, rel=0.02
    )
    assert independent_stretch([data], spread, means=True) == pytest.approx(6, rel=0.02)


def test_blocks_of_groups_do_not_vary_together():
    rng = np.random.default_rng(1)
    parts, w = [rng.normal(size=(5, 2)), rng.normal(size=(4, 1))], rng.random(9)
    found = AloneDrawn(w).blocks(parts)
    assert found[:2, 2].tolist() == [0, 0]
    assert found[:2, :2] == pytest.approx(AloneDrawn(w[:5]).covariance(parts[0]))
    assert AloneDrawn(w).variance(parts[1], 5) == pytest.approx(found[2, 2])
