"""Do intervals of shares keep to their formulas and to 0 and 1?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
from scipy.special import bdtr

from csat_methods.statistics.share_intervals import (
    INTERVALS,
    Shares,
    delta_logit,
    exact_interval,
    share_interval,
    wilson_interval,
)


def independent(yes, n):
    """Return the share of independent answers, its error with divisor n − 1."""
    p = np.atleast_1d(yes / n).astype(float)
    counts = np.full(p.shape, n)
    se = np.sqrt(p * (1 - p) / max(n - 1, 1)) if n > 1 else np.full(p.shape, np.nan)
    return Shares(
        estimate=p, se=se, n=counts, df=counts - 1.0, se_logit=delta_logit(p, se)
    )


@pytest.mark.parametrize("case", "abcdef")
def test_wilson_s_interval_of_independent_answers_is_rs(reference, case):
    expected = reference("survey/loyalty/share_intervals")["values"][case]
    shares = independent(expected["x"], expected["n"])
    low, high = wilson_interval(shares, expected["level"])
    ends = [expected["wilson"]["low"], expected["wilson"]["high"]]
    assert [*low, *high] == pytest.approx(ends, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", "cd")
def test_none_and_all_have_rs_exact_interval(reference, case):
    expected = reference("survey/loyalty/share_intervals")["values"][case]
    shares = independent(expected["x"], expected["n"])
    low, high = share_interval(shares, "logit", expected["level"])
    ends = [expected["exact"]["low"], expected["exact"]["high"]]
    assert [*low, *high] == pytest.approx(ends, rel=1e-9, abs=1e-12)


def test_the_exact_interval_holds_the_tails_of_the_binomial():
    # with n* = 15: P(X ≤ 3 | high) = P(X ≥ 3 | low) = .025
    p = np.array([0.2])
    se = np.sqrt(p * (1 - p) / 15)
    shares = Shares(
        estimate=p, se=se, n=np.array([16]), df=np.array([15.0]), se_logit=se
    )
    (low,), (high,) = exact_interval(shares, 0.95)
    assert bdtr(3, 15, high) == pytest.approx(0.025)
    assert 1 - bdtr(2, 15, low) == pytest.approx(0.025)


@hypothesis.given(st.integers(2, 300), st.data(), st.sampled_from(sorted(INTERVALS)))
def test_an_interval_holds_its_share(n, data, name):
    yes = data.draw(st.integers(0, n))
    (low,), (high,) = share_interval(independent(yes, n), name, 0.95)
    assert low - 1e-12 <= yes / n <= high + 1e-12
    assert low < high
    if name != "mean":
        assert low >= 0
        assert high <= 1


@hypothesis.given(st.integers(1, 40), st.sampled_from(sorted(INTERVALS)))
def test_no_and_yes_are_mirrored(yes, name):
    low, high = share_interval(independent(yes, 41), name, 0.9)
    other_low, other_high = share_interval(independent(41 - yes, 41), name, 0.9)
    assert [*low, *high] == pytest.approx([*(1 - other_high), *(1 - other_low)])


@pytest.mark.parametrize("name", INTERVALS)
def test_one_answer_has_no_interval(name):
    low, high = share_interval(independent(1, 1), name, 0.95)
    assert np.isnan([*low, *high]).all()


@pytest.mark.parametrize("name", INTERVALS)
def test_a_share_that_the_design_fixes_has_no_width(name):
    zero, share = np.array([0.0]), np.array([0.3])
    shares = Shares(
        estimate=share, se=zero, n=np.array([50]), df=np.array([48.0]), se_logit=zero
    )
    low, high = share_interval(shares, name, 0.95)
    assert [*low, *high] == [0.3, 0.3]


def test_fewer_units_widen_the_exact_interval_and_the_logit_one():
    p, n, se = np.array([0.3]), np.array([100]), np.array([0.05])
    wide, narrow = (
        Shares(
            estimate=p,
            se=se,
            n=n,
            df=np.array([df]),
            se_logit=delta_logit(p, se),
        )
        for df in (5.0, 99.0)
    )
    for name in ("logit", "beta", "mean"):
        lengths = [np.subtract(*share_interval(s, name, 0.95)) for s in (wide, narrow)]
        assert -lengths[0] > -lengths[1]
