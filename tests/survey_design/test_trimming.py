"""Do trimmed weights stay between their limits and keep their sum?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest

from csat_methods.survey_design import trimming
from csat_methods.survey_design.making import make_design
from csat_methods.survey_design.replicate_weights import ReplicateWeights
from csat_methods.survey_design.replication import jackknife
from csat_methods.survey_design.trimming import Trimming, trimmed
from csat_methods.survey_design.variance import covariance

SEEDS = st.integers(0, 10_000)


def test_the_excess_is_shared_in_equal_amounts_by_hand():
    # 10 loses 4; the others gain 2 each: 3, 5; then 5 is inside
    assert trimmed(np.array([1.0, 3, 10]), 0, 6).tolist() == pytest.approx([3, 5, 6])


def test_who_passes_a_limit_by_a_share_is_trimmed_in_the_next_pass():
    # 10 loses 5, the others gain 2.5: 3.5 and 7; 7 loses 2, which the first gains
    found = trimmed(np.array([1.0, 4.5, 10]), 0, 5.4)
    assert found.tolist() == pytest.approx([4.7, 5.4, 5.4])


@hypothesis.given(SEEDS, st.floats(0.02, 0.9), st.floats(1.1, 3))
def test_nobody_is_outside_and_the_sum_is_kept(seed, low, high):
    w = np.random.default_rng(seed).gamma(1, 10, 50)
    lower, upper = low * w.mean(), high * w.mean()
    new = trimmed(w, lower, upper)
    assert new.min() >= lower
    assert new.max() <= upper
    assert new.sum() == pytest.approx(w.sum(), rel=1e-9)


@hypothesis.given(SEEDS)
def test_weights_between_the_limits_change_by_one_amount(seed):
    w = np.random.default_rng(seed).gamma(2, 5, 40)
    new = trimmed(w, 0, 1.4 * w.mean())
    moved = (new - w)[new < 1.4 * w.mean() * (1 - 1e-9)]
    assert np.ptp(moved) < 1e-9 * w.max()


@pytest.mark.parametrize("limits", [(0, 5), (0, 4.9), (5, 9), (6, 9)])
def test_limits_on_one_side_of_the_mean_are_refused(limits):
    with pytest.raises(ValueError, match=r"lower=\d.* on either side of the mean weig"):
        trimmed(np.array([1.0, 5, 9]), *limits)


def test_limits_that_take_too_many_passes_are_refused(monkeypatch):
    monkeypatch.setattr(trimming, "MOST_PASSES", 1)
    with pytest.raises(ValueError, match=r"upper=5.4 leave almost no room around the"):
        trimmed(np.array([1.0, 4.5, 10]), 0, 5.4)


def trimming_of(w):
    new = trimmed(w, 0.3 * w.mean(), 1.6 * w.mean())
    return Trimming(new / w, np.arange(len(w))), new


@hypothesis.given(SEEDS)
def test_the_step_gives_the_trimmed_weights_and_replicates_its_factors(seed):
    rng = np.random.default_rng(seed)
    w = rng.gamma(2, 5, 40)
    step, new = trimming_of(w)
    assert step.apply(w) == pytest.approx(new, rel=1e-12)
    units = rng.integers(0, 3, (40, 4))
    held = step.repeated(ReplicateWeights.of(w, np.arange(40), units))
    assert held.dense(np.arange(40)) == pytest.approx(units * new[:, None])


def test_influence_passes_through():
    step, new = trimming_of(np.array([1.0, 3, 10]))
    z = np.array([[1.0], [2], [3]])
    assert step.residuals(np.array([1.0, 3, 10]), new)(z) is z


def test_the_linearised_error_is_near_the_jackknife():
    rng = np.random.default_rng(3)
    w = rng.gamma(2, 5, 200)
    design = make_design(200, weights=w).then(trimming_of(w)[0])
    y = rng.normal(size=200) + w / 10
    mean = design.weights @ y / design.weights.sum()
    z = (y - mean)[:, None] / design.weights.sum()
    replicates = jackknife(design).replicates
    each = (replicates.weights.T @ y / replicates.weights.sum(axis=0))[:, None]
    again = replicates.covariance(np.array([mean]), each)
    assert covariance(design, z)[0, 0] == pytest.approx(again[0, 0], rel=0.03)
