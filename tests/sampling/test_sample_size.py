"""Tests of the answers that a share or a mean takes."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.special import expit, logit, ndtri, stdtrit

from csat_methods import sample_size_mean, sample_size_proportion

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
SHARES = st.floats(0.01, 0.99)
POPULATIONS = st.none() | st.integers(1, 100_000)


def wald_margin(n, p, level, population, deff):
    """Half the length of the interval of a share, from its variance."""
    rest = 1.0
    if population is not None:
        rest = (population - n) / (population - 1) if population > 1 else 0.0
    return ndtri((1 + level) / 2) * math.sqrt(deff * p * (1 - p) / n * rest)


def wilson_margin(n, p, level):
    z = ndtri((1 + level) / 2)
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return half / (1 + z**2 / n)


def log_odds_margin(n, p, level):
    reach = ndtri((1 + level) / 2) / math.sqrt(n * p * (1 - p))
    return (expit(logit(p) + reach) - expit(logit(p) - reach)) / 2


def smallest(margin_at, margin, most=10**9):
    """The smallest whole number whose margin is small enough, by bisection."""
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        fits = margin_at(middle) <= margin * (1 + 1e-12)
        low, high = (low, middle) if fits else (middle + 1, high)
    return low


# ------------------------------------------------------------------ by hand
@pytest.mark.parametrize(
    ("arguments", "n"),
    [
        ({"margin": 0.05, "level": 0.90}, 271),
        ({"margin": 0.05}, 385),
        ({"margin": 0.05, "level": 0.99}, 664),
        ({"margin": 0.03}, 1068),
        ({"margin": 0.1}, 97),
        ({"margin": 0.05, "population": 1000}, 278),
        ({"margin": 0.05, "population": 133}, 99),
        ({"margin": 0.05, "population": 100}, 80),
    ],
)
def test_a_share_of_one_half_needs_the_textbook_numbers(arguments, n):
    assert sample_size_proportion(**arguments).n == n


def test_a_share_is_rounded_up_once_and_last():
    # n0 = 1.96^2 / 4 / .05^2 = 384.15; first rounded up, it would end at 279.
    size = sample_size_proportion(margin=0.05, population=1000, response_rate=0.25)
    assert size["simple"]["n_exact"] == pytest.approx(384.145882069)
    assert size.n_exact == pytest.approx(1000 * 384.145882069 / 1383.145882069)
    assert (size.n, size.invitations) == (278, 1111)


def test_the_steps_lead_from_an_endless_population_to_invitations():
    size = sample_size_proportion(
        margin=0.05, population=1000, deff=1.5, response_rate=0.5
    )
    steps = size.table["n_exact"].tolist()
    assert size.table["term"].tolist() == list(size.labels)
    assert steps[1] == 1.5 * steps[0]
    assert steps[2] == 1000 * steps[1] / (999 + steps[1])
    assert steps[3] == 2 * steps[2]
    assert size.table["n"].isna().tolist() == [True, True, False, False]


# ---------------------------------------------------------------- published
def test_shares_agree_with_r(reference):
    values = reference("survey/sample_size/proportion_fpc")["values"]
    for i, population in enumerate(values["N"]):
        size = sample_size_proportion(
            margin=values["e"][i],
            p=values["p"][i],
            level=values["conf"][i],
            population=None if population == "Inf" else population,
        )
        assert size.n_exact == pytest.approx(values["n_exact"][i], rel=1e-9)
        assert size.n == values["n"][i]


def test_design_effect_population_and_response_together_agree_with_r(reference):
    table = reference("survey/sample_size/deff_response")["values"]["table"]
    for i, population in enumerate(table["N"]):
        size = sample_size_proportion(
            margin=0.05,
            population=None if population == "Inf" else population,
            deff=table["deff"][i],
            response_rate=table["response"][i],
        )
        assert size["design_effect"]["n_exact"] == pytest.approx(table["n1"][i])
        assert size.n_exact == pytest.approx(table["completes_exact"][i], rel=1e-9)
        assert size.n == table["completes"][i]
        exact = size["invitations"]["n_exact"]
        assert exact == pytest.approx(table["invitations_exact"][i], rel=1e-9)
        assert size.invitations == table["invitations"][i]
        warned = any("raise the response" in str(note) for note in size.notes)
        assert warned == bool(table["exceeds_population"][i])


def test_means_agree_with_r_by_z_and_by_t(reference):
    values = reference("survey/sample_size/mean_fpc")["values"]
    for i, population in enumerate(values["N"]):
        arguments = {
            "margin": values["e"][i],
            "sd": values["S"][i],
            "level": values["conf"][i],
            "population": None if population == "Inf" else population,
        }
        size = sample_size_mean(**arguments)
        assert size.n_exact == pytest.approx(values["n_exact"][i], rel=1e-9)
        assert size.n == values["n"][i]
        assert sample_size_mean(**arguments, method="t").n == values["t_iterated"][i]


def test_sizes_agree_with_practical_tools():
    # Valliant, Dever and Kreuter, PracTools 1.7.5: nWilson(.04, .01), nPropMoe.
    wilson = sample_size_proportion(margin=0.01, p=0.04, method="wilson")
    assert wilson.n_exact == pytest.approx(1492.15, abs=0.005)
    wald = sample_size_proportion(margin=0.01, p=0.04)
    assert wald.n_exact == pytest.approx(1475.12, abs=0.005)
    margins = {0.01: 9603.65, 0.02: 2400.91, 0.03: 1067.07, 0.04: 600.23, 0.05: 384.15}
    for margin, n in margins.items():
        exact = sample_size_proportion(margin=margin).n_exact
        assert exact == pytest.approx(n, abs=0.005)
    # nContMoe(moe.sw=1, e=.05, S2=2), and N = 200.
    moe = {"margin": 0.05, "sd": math.sqrt(2)}
    assert sample_size_mean(**moe).n_exact == pytest.approx(3073.167, abs=5e-4)
    finite = sample_size_mean(**moe, population=200).n_exact
    assert finite == pytest.approx(187.779, abs=5e-4)


def test_sizes_agree_with_cochran():
    # Cochran (1977), section 4.4: p = .4, d = .05, t = 2 gives 384, and 343 of 3200.
    level = 2 * 0.9772498680518208 - 1
    size = sample_size_proportion(margin=0.05, p=0.4, level=level, population=3200)
    assert size["simple"]["n_exact"] == pytest.approx(384)
    assert round(size.n_exact) == 343


# --------------------------------------------------------------- properties
@given(
    st.floats(0.005, 0.6), SHARES, LEVELS, POPULATIONS, st.sampled_from([0.8, 1, 2.5])
)
def test_a_share_takes_the_smallest_number_that_meets_the_margin(
    margin, p, level, population, deff
):
    size = sample_size_proportion(
        margin=margin, p=p, level=level, population=population, deff=deff
    )
    found = smallest(
        lambda n: wald_margin(n, p, level, population, deff),
        margin,
        population or 10**9,
    )
    assert size.n == found


@given(st.floats(0.005, 0.45), SHARES, LEVELS)
def test_other_intervals_take_the_smallest_number_too(margin, p, level):
    for method, width in {"wilson": wilson_margin, "log_odds": log_odds_margin}.items():
        size = sample_size_proportion(margin=margin, p=p, level=level, method=method)
        assert size.n == smallest(lambda n, w=width: w(n, p, level), margin)


@given(st.floats(0.01, 5), st.floats(0.01, 50), LEVELS, POPULATIONS)
def test_a_mean_takes_the_smallest_number_by_z_and_by_t(margin, sd, level, population):
    def half(n, quantile):
        fpc = 0.0 if population is None else n / population
        return quantile * sd * math.sqrt(max(0.0, 1 - fpc) / n)

    most = population or 10**9
    given_ = {"margin": margin, "sd": sd, "level": level, "population": population}
    z = ndtri((1 + level) / 2)
    assert sample_size_mean(**given_).n == smallest(lambda n: half(n, z), margin, most)
    if most > 1:
        by_t = smallest(
            lambda n: half(n, stdtrit(n - 1, (1 + level) / 2)) if n > 1 else math.inf,
            margin,
            most,
        )
        assert sample_size_mean(**given_, method="t").n == by_t


@given(SHARES, LEVELS, POPULATIONS)
def test_a_smaller_margin_never_needs_fewer_answers(p, level, population):
    sizes = [
        sample_size_proportion(margin=e, p=p, level=level, population=population).n
        for e in np.linspace(0.01, 0.4, 30)
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_an_endless_population_is_the_limit_of_large_ones():
    endless = sample_size_proportion(margin=0.03)
    assert sample_size_proportion(margin=0.03, population=math.inf).n == endless.n
    large = sample_size_proportion(margin=0.03, population=10**12)
    assert large.n_exact == pytest.approx(endless.n_exact, rel=1e-8)


# -------------------------------------------------------------------- words
def test_a_sample_of_most_customers_advises_a_census():
    size = sample_size_proportion(margin=0.05, population=133)
    assert [str(note) for note in size.notes] == [
        "The sample would be 99 of 133 customers: ask all of them."
    ]
    assert sample_size_proportion(margin=0.05, population=1000).notes == ()


def test_the_headline_says_what_the_precision_takes():
    size = sample_size_proportion(margin=0.05, population=1000)
    assert size.summary() == (
        "Knowing a share within 5.0\xa0pp at 95% confidence takes 278 answers."
    )
    invited = sample_size_mean(margin=0.2, sd=1.2, response_rate=0.5)
    assert invited.summary() == (
        "Knowing a mean within 0.20 at 95% confidence takes 139 answers from 277 "
        "invitations."
    )


# ------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"margin": 5}, "margin=5 must lie between 0 and 1"),
        ({"margin": 0.05, "p": 1.0}, "p=1.0 must lie between 0 and 1"),
        ({"margin": 0.05, "level": 95}, "level=95 must lie between 0 and 1"),
        ({"margin": 0.05, "deff": 0}, "deff=0 must be a finite number above 0"),
        ({"margin": 0.05, "response_rate": 1.2}, r"response_rate=1\.2 must lie"),
        ({"margin": 0.05, "response_rate": 0}, "response_rate=0 must lie"),
        ({"margin": 0.05, "population": 0}, "population=0 must be"),
        ({"margin": 0.05, "population": 99.5}, r"population=99\.5 must be a whole"),
        ({"margin": 0.05, "method": "wlad"}, "did you mean 'wald'"),
        ({"margin": 0.5, "method": "log_odds"}, r"margin=0\.5 must lie below 0\.5"),
        ({"margin": "5%"}, "margin='5%' must be a number"),
        ({"margin": 1e-200}, "margin=1e-200 is too small to be reached"),
    ],
)
def test_a_wrong_argument_of_a_share_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        sample_size_proportion(**arguments)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"margin": 0, "sd": 1}, "margin=0 must be a finite number above 0"),
        ({"margin": 0.1, "sd": -1}, "sd=-1 must be a finite number above 0"),
        ({"margin": 0.1, "sd": math.nan}, "sd=nan must be a number"),
        ({"margin": 0.1, "sd": 1, "method": "z"}, "method='z' must be one of"),
    ],
)
def test_a_wrong_argument_of_a_mean_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        sample_size_mean(**arguments)
