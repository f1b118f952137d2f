"""Does what is claimed of chance come true, and was it measured lately?"""

import math

import pytest

from validation.families import TRIALS
from validation.trials import REPETITIONS, code_of, known, measure

SOME = [
    "means, simple, n = 100",
    "top_box, stratified, n = 400",
    "net_promoter_score, clustered, n = 400",
    "gap_scores, raked, n = 400",
    "cronbach_alpha, simple, n = 400",
    "relative_importance, simple, n = 400",
]


def test_everything_was_measured_with_this_code():
    rates = known()
    assert set(rates) == set(TRIALS)
    stale = [
        name for name, trial in TRIALS.items() if rates[name].code != code_of(trial)
    ]
    assert not stale, "run: python3 tasks.py validate"


def test_the_code_a_trial_rests_on_is_all_that_its_method_imports():
    means, alpha = (TRIALS[SOME[k]] for k in (0, 4))
    assert code_of(means) == code_of(TRIALS["means, raked, n = 400"])
    assert code_of(means) != code_of(alpha)


@pytest.mark.parametrize("name", TRIALS)
def test_what_was_measured_is_what_is_claimed(name):
    trial, rate = TRIALS[name], known()[name]
    assert rate.repetitions >= REPETITIONS
    slack = 2 * rate.monte_carlo_error
    assert trial.lowest - slack <= rate.rate <= trial.highest + slack


@pytest.mark.parametrize("name", SOME)
def test_a_fresh_part_agrees_with_what_was_measured(name):
    fresh = measure(name, TRIALS[name], repetitions=150, seed=7)
    kept = known()[name]
    error = math.hypot(math.sqrt(0.05 * 0.95 / 150), kept.monte_carlo_error)
    assert fresh.rate == pytest.approx(kept.rate, abs=4 * error)
