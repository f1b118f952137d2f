"""Are the eigenvalues of chance those of R, and of drawn answers?"""

import numpy as np
import pytest

from csat_methods.statistics import retention
from csat_methods.statistics.moments import moments
from csat_methods.statistics.retention import (
    eigenvalues,
    leading,
    parallel_normal,
)
from csat_methods.statistics.shuffled_answers import parallel_permutation

CASES = ["attitude", "bfi25", "harman74", "hs1939", "msq20"]
BASES = {"pca": "pca", "factor": "smc"}


def errors(found, quantile=0.95, batches=25):
    """Monte Carlo errors of the means and of the quantiles."""
    draws = found.draws
    parts = [np.quantile(part, quantile, axis=0) for part in np.split(draws, batches)]
    return draws.std(0) / np.sqrt(len(draws)), np.std(parts, 0) / np.sqrt(batches - 1)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("basis", BASES)
def test_means_and_quantiles_are_those_of_r(reference, name, basis):
    values = reference(f"psychometrics/retention/{name}")["values"]["parallel"]
    theirs = values[BASES[basis]]
    got = parallel_normal(values["n"], values["p"], basis=basis, draws=5000, seed=3)
    se, se_quantile = errors(got)
    gap = np.abs(got.expected - theirs["mean"])
    assert (gap < 4 * np.hypot(se, theirs["mean_se"])).all()
    gap = np.abs(got.threshold - theirs["q95"]["value"])
    assert (gap < 4 * np.hypot(se_quantile, theirs["q95"]["se"])).all()


@pytest.mark.parametrize("name", ["attitude", "bfi25", "hs1939", "msq20"])
@pytest.mark.parametrize("basis", BASES)
def test_observed_eigenvalues_and_what_is_kept_are_r_s(reference, answers, name, basis):
    case = reference(f"psychometrics/retention/{name}")
    values, short = case["values"], BASES[basis]
    observed = eigenvalues(moments(answers(case)).correlation, basis=basis)
    np.testing.assert_allclose(observed, values[f"eigen_{short}"], rtol=1e-9, atol=1e-9)
    got = parallel_normal(values["n"], values["p"], basis=basis, draws=2000, seed=1)
    kept = values["parallel_retained"]
    assert leading(observed, got.threshold) == kept[f"{short}_q95"]
    assert leading(observed, got.expected) == kept[f"{short}_mean"]


@pytest.mark.parametrize("basis", BASES)
def test_drawing_the_matrix_is_drawing_the_answers(basis):
    rng, n, k, draws = np.random.default_rng(0), 30, 4, 4000
    x = rng.normal(size=(draws, n, k))
    R = np.stack([np.corrcoef(one, rowvar=False) for one in x])
    expected = eigenvalues(R, basis=basis)
    got = parallel_normal(n, k, basis=basis, draws=draws, seed=1)
    se = np.hypot(got.draws.std(0), expected.std(0)) / np.sqrt(draws)
    assert (np.abs(got.expected - expected.mean(0)) < 4 * se).all()
    np.testing.assert_allclose(got.draws.std(0), expected.std(0), rtol=0.06)


@pytest.mark.parametrize("basis", BASES)
def test_shuffled_normal_answers_are_normal_answers(basis):
    x = np.random.default_rng(2).normal(size=(200, 4))
    shuffled = parallel_permutation(x, basis=basis, draws=1000, seed=1)
    drawn = parallel_normal(200, 4, basis=basis, draws=1000, seed=2)
    se = np.hypot(errors(shuffled)[0], errors(drawn)[0])
    assert (np.abs(shuffled.expected - drawn.expected) < 5 * se).all()


def test_shuffling_keeps_the_distribution_of_each_item(monkeypatch):
    x = np.random.default_rng(3).integers(1, 4, (60, 2)) ** 3
    seen = []
    monkeypatch.setitem(
        retention.BASES, "pca", lambda R: seen.append(R) or np.ones((len(R), 2))
    )
    parallel_permutation(x, draws=50, seed=1)
    correlations = np.concatenate(seen)
    np.testing.assert_allclose(correlations[:, 0, 0], 1, atol=1e-6)
    # all 60! orders are equally likely: mean 0, variance 1 / (n - 1)
    r = correlations[:, 0, 1]
    assert abs(r.mean()) < 4 / np.sqrt(59 * 50)
    assert r.std() == pytest.approx(1 / np.sqrt(59), rel=0.4)


def test_eigenvalues_of_correlations_add_up_to_their_number():
    got = parallel_normal(40, 6, draws=20, seed=1)
    np.testing.assert_allclose(got.draws.sum(axis=1), 6)
    assert (np.diff(got.draws, axis=1) <= 0).all()


def test_noise_passes_its_own_threshold_one_time_in_twenty():
    threshold = parallel_normal(100, 5, draws=4000, seed=1).threshold
    fresh = parallel_normal(100, 5, draws=4000, seed=2).draws
    passed = np.mean([leading(one, threshold) > 0 for one in fresh])
    assert abs(passed - 0.05) < 4 * np.sqrt(2 * 0.05 * 0.95 / 4000)


def test_the_same_seed_gives_the_same_and_batches_do_not_matter(monkeypatch):
    one = parallel_normal(50, 4, draws=30, seed=9)
    assert np.array_equal(one.draws, parallel_normal(50, 4, draws=30, seed=9).draws)
    x = np.random.default_rng(1).normal(size=(50, 4))
    whole = parallel_permutation(x, draws=30, seed=9)
    monkeypatch.setattr(retention, "BATCH", 7 * 16)
    assert np.array_equal(whole.draws, parallel_permutation(x, draws=30, seed=9).draws)
    assert parallel_normal(50, 4, draws=30, seed=9).draws.shape == (30, 4)


def test_only_leading_eigenvalues_count():
    assert leading(np.array([2, 0.5, 1.5]), np.array([1.0, 1.0, 1.0])) == 1
    assert leading(np.array([0.5, 2.0]), np.array([1.0, 1.0])) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"n": 4}, "n=4 must be a whole number from 5 on"),
        ({"k": 1}, "k=1 must be a whole number from 2 on"),
        ({"draws": 0}, "draws=0 must be a whole number"),
        ({"quantile": 95}, "quantile=95 must lie between 0 and 1"),
        ({"basis": "smc"}, "basis='smc' must be one of pca, factor"),
    ],
)
def test_bad_arguments_are_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        parallel_normal(**({"n": 50, "k": 4, "seed": 1} | arguments))


def test_answers_that_cannot_be_shuffled_are_refused():
    x = np.random.default_rng(0).normal(size=(10, 3))
    with pytest.raises(ValueError, match=r"columns=\[1\] do not vary"):
        parallel_permutation(x * [1, 0, 1], seed=1)
    with pytest.raises(ValueError, match="n=3 must be a whole number from 4 on"):
        parallel_permutation(x[3:6], seed=1)
