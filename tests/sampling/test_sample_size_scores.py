"""Tests of the answers that a net promoter score or a gap takes."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods import sample_size_gap, sample_size_mean, sample_size_nps


# ---------------------------------------------------------------- published
def test_scores_agree_with_r(reference):
    table = reference("survey/sample_size/nps")["values"]["table"]
    for i, population in enumerate(table["N"]):
        size = sample_size_nps(
            margin=100 * table["e"][i],
            promoters=table["p"][i],
            detractors=table["d"][i],
            population=None if population == "Inf" else population,
        )
        assert size.n_exact == pytest.approx(table["n_exact"][i], rel=1e-9)
        assert size.n == table["n"][i]


def test_half_promoters_and_half_detractors_take_four_times_a_share():
    # v = 1 against p (1 - p) = 1/4; 1.96^2 / .05^2 = 1536.58.
    size = sample_size_nps(margin=5, promoters=0.5, detractors=0.5)
    assert size.n_exact == pytest.approx(1536.583528, rel=1e-9)


# --------------------------------------------------------------- properties
@given(st.floats(0.01, 0.9), st.floats(0.01, 0.9), st.floats(1, 30))
def test_a_score_takes_as_many_as_the_mean_of_its_three_values(p, d, margin):
    if p + d > 1:
        p, d = p / (p + d), d / (p + d)
    scores = np.array([100.0, 0.0, -100.0])
    shares = np.array([p, 1 - p - d, d])
    mean = shares @ scores
    sd = math.sqrt(shares @ (scores - mean) ** 2)
    nps = sample_size_nps(margin=margin, promoters=p, detractors=d)
    assert nps.n_exact == pytest.approx(sample_size_mean(margin=margin, sd=sd).n_exact)


@given(st.floats(0.2, 3), st.floats(0.2, 3), st.floats(-0.99, 0.99))
def test_a_gap_takes_as_many_as_the_mean_of_its_differences(e, p, r):
    sd = math.sqrt(e**2 + p**2 - 2 * r * e * p)
    arguments = {"margin": 0.1, "population": 5000, "deff": 1.3}
    gap = sample_size_gap(sd_expectation=e, sd_perception=p, correlation=r, **arguments)
    assert gap.n_exact == pytest.approx(sample_size_mean(sd=sd, **arguments).n_exact)


def test_answers_that_go_together_make_a_gap_cheaper():
    sizes = [
        sample_size_gap(
            margin=0.2, sd_expectation=1, sd_perception=1.5, correlation=r
        ).n
        for r in (-0.5, 0, 0.5, 0.9)
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_the_headlines_name_the_score_and_the_gap():
    size = sample_size_nps(margin=5, promoters=0.5, detractors=0.25)
    assert size.summary() == (
        "Knowing a net promoter score within 5.0 points at 95% confidence takes 1,057 "
        "answers."
    )
    gap = sample_size_gap(
        margin=0.2, sd_expectation=1, sd_perception=1.5, correlation=0.4
    )
    assert gap.summary() == (
        "Knowing a gap within 0.20 at 95% confidence takes 197 answers."
    )


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"margin": 0}, "margin=0 must lie between 0 and 200"),
        ({"promoters": 50}, "promoters=50 must lie from 0 to 1"),
        ({"promoters": 0.7, "detractors": 0.7}, "must add up to 1 at most"),
        ({"promoters": 1.0, "detractors": 0.0}, "answers must differ"),
        ({"margin": 1e-12}, "too small to be reached"),
    ],
)
def test_a_wrong_argument_of_a_score_is_named(arguments, fault):
    usual = {"margin": 5, "promoters": 0.5, "detractors": 0.2}
    with pytest.raises(ValueError, match=fault):
        sample_size_nps(**{**usual, **arguments})


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"sd_expectation": 0}, "sd_expectation=0 must be a finite number above 0"),
        ({"correlation": 1.1}, r"correlation=1\.1 must lie from -1 to 1"),
        ({"correlation": 1}, r"correlation=1\.0 with equal sd leaves no gap"),
        ({"level": 1}, "level=1 must lie between 0 and 1"),
    ],
)
def test_a_wrong_argument_of_a_gap_is_named(arguments, fault):
    usual = {
        "margin": 0.1, "sd_expectation": 1, "sd_perception": 1, "correlation": 0.5
    }  # fmt: skip
    with pytest.raises(ValueError, match=fault):
        sample_size_gap(**{**usual, **arguments})
