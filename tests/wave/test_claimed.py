"""Do intervals hold inside what they claim, and carry a caution outside?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, skew

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.statistics.share_intervals import (
    Shares,
    delta_logit,
    share_interval,
)
from csat_methods.wave.claimed import (
    MEAN,
    QUANTILE,
    SHARES,
    Claim,
    claim_notes,
    effective_answers,
    outside,
    spread_and_skewness,
    uncertain_means,
)
from csat_methods.wave.estimate import Estimates, domains


def coverage(interval, n, p):
    """How often the interval of n independent answers holds p: an exact sum."""
    x = np.arange(n + 1)
    estimate = x / n
    se = np.sqrt(estimate * (1 - estimate) / (n - 1))
    size = np.full(n + 1, n)
    low, high = share_interval(
        Shares(
            estimate=estimate,
            se=se,
            n=size,
            df=size - 1,
            se_logit=delta_logit(estimate, se),
        ),
        interval,
        0.95,
    )
    return binom.pmf(x, n, p)[(low <= p) & (p <= high)].sum()


@pytest.mark.parametrize("interval", SHARES)
@pytest.mark.parametrize("n", [30, 60, 120, 400])
def test_shares_hold_in_the_cells_they_claim(interval, n):
    claim = SHARES[interval]
    rarest = max(claim.rarer, 1.0)
    if n < max(claim.answers, 2 * rarest):
        pytest.skip("outside the claim")
    middles = [m for m in (1, 2, 3, 5, 10, 15, 25, n / 3, n / 2) if m >= rarest]
    for middle in middles:
        near = np.clip(np.linspace(0.85, 1.15, 41) * middle / n, 0, 0.5)
        held = [coverage(interval, n, p) for p in near]
        # a single p falls between steps of the binomial: 91 %; together 93 %
        assert np.mean(held) >= 0.93
        assert min(held) >= 0.91


def test_outside_its_claim_the_plain_interval_fails():
    near = np.linspace(4, 6, 41) / 100
    assert np.mean([coverage("mean", 100, p) for p in near]) < 0.92


@pytest.mark.parametrize("p", [0.05, 0.2, 0.6])
def test_means_of_lopsided_answers_hold_where_claimed(p):
    # yes or no, skewness (1 − 2p) / sqrt(p (1 − p)): Cochran's rule sets n
    rng = np.random.default_rng(1)
    skewness = (1 - 2 * p) / np.sqrt(p * (1 - p))
    n = int(max(MEAN.answers, np.ceil(MEAN.skewed * skewness**2)))
    yes = rng.binomial(n, p, 4000)
    mean, se = yes / n, np.sqrt(yes / n * (1 - yes / n) / (n - 1))
    held = np.abs(mean - p) <= 1.97 * se
    assert held.mean() >= 0.925


def wave(n, rare=0, **columns):
    frame = pd.DataFrame({"q": np.arange(n) % 5 + 1.0, **columns})
    frame.loc[: rare - 1 if rare else -1, "q"] = 1
    return cs.Wave.from_frame(frame, scales={"q": (1, 5)})


def cautions(result):
    return [plain(note) for note in result.notes if "read them with" in plain(note)]


def test_few_answers_carry_a_caution_that_says_the_claim():
    assert cautions(cs.means(wave(30), "q")) == []
    (said,) = cautions(cs.means(wave(29), "q"))
    assert said == (
        "1 of 1 intervals go beyond what has been tested (at least 30 effective "
        "answers, at least 25 times the squared skewness as many, at least 8 degrees "
        "of freedom); read them with care."
    )


def test_lopsided_answers_need_more():
    lopsided = pd.DataFrame({"q": [7.0] * 95 + [1.0] * 5})
    assert cautions(cs.means(cs.Wave.from_frame(lopsided), "q"))
    many = pd.concat([lopsided] * 10, ignore_index=True)
    assert cautions(cs.means(cs.Wave.from_frame(many), "q")) == []


def test_clusters_and_weights_make_fewer_effective_answers():
    plain_wave = wave(200)
    assert cautions(cs.means(plain_wave, "q")) == []
    alike = pd.DataFrame({"u": np.repeat(np.arange(20), 10)})
    alike["q"] = alike["u"] % 5 + 1.0
    assert cautions(cs.means(cs.Wave.from_frame(alike, clusters="u"), "q"))
    few = pd.DataFrame({"u": np.arange(200) % 6, "q": np.arange(200) % 5 + 1.0})
    assert cautions(cs.means(cs.Wave.from_frame(few, clusters="u"), "q"))


def test_shares_are_cautioned_by_their_interval():
    frame = pd.DataFrame({"q": ["y"] * 4 + ["n"] * 96})
    made = cs.Wave.from_frame(frame)
    assert cautions(cs.proportions(made, "q")) == []
    assert cautions(cs.proportions(made, "q", interval="beta")) == []
    assert cautions(cs.proportions(made, "q", interval="wilson")) == []
    (said,) = cautions(cs.proportions(made, "q", interval="mean"))
    assert said.startswith("2 of 2 intervals")
    none = cs.Wave.from_frame(pd.DataFrame({"q": ["n"] * 100}))
    assert cautions(cs.proportions(none, "q", interval="mean")) == []


def test_quantiles_near_an_end_are_cautioned():
    made = cs.Wave.from_frame(pd.DataFrame({"x": np.arange(60.0)}))
    assert cautions(cs.quantiles(made, "x", q=[0.25, 0.5, 0.75])) == []
    (said,) = cautions(cs.quantiles(made, "x", q=[0.05, 0.5]))
    assert said.startswith("1 of 2 intervals")
    assert QUANTILE.rarer == 5


def test_ratios_are_cautioned_like_means_of_their_residuals():
    frame = pd.DataFrame({"y": np.arange(29.0), "x": 1 + np.arange(29) % 3})
    assert cautions(cs.ratios(cs.Wave.from_frame(frame), "y", "x"))
    many = pd.concat([frame] * 3, ignore_index=True)
    assert cautions(cs.ratios(cs.Wave.from_frame(many), "y", "x")) == []


def test_rows_without_an_interval_are_not_counted():
    found = Estimates(
        np.array([1.0, 2.0]), np.array([np.nan, 0.1]), np.array([0.0, 50.0]),
        np.array([1, 51]), None,
    )  # fmt: skip
    assert claim_notes(Claim(answers=30), found, np.array([1.0, 51.0])) == ()
    (note,) = claim_notes(Claim(answers=30), found, np.array([1.0, 20.0]))
    assert plain(note).startswith("1 of 1 intervals")


@hypothesis.given(
    st.lists(st.integers(1, 7), min_size=4, max_size=40), st.integers(1, 9)
)
def test_spread_and_skewness_are_scipys_in_each_segment(y, scale):
    frame = pd.DataFrame({"q": y, "g": np.arange(len(y)) % 2, "w": float(scale)})
    made = cs.Wave.from_frame(frame, weights="w")
    values = made.answers("q")
    found = spread_and_skewness(made, domains(made, "g"), values, ~np.isnan(values))
    for g, variance, skewness in zip((0, 1), *found, strict=True):
        own = frame.loc[frame["g"] == g, "q"].to_numpy(float)
        assert variance == pytest.approx(own.var(), abs=1e-9)
        expected = skew(own) if own.var() else 0
        assert skewness == pytest.approx(expected, abs=1e-6)


def test_independent_answers_are_effective_ones():
    made = wave(80)
    values = made.answers("q")
    where = domains(made)
    spread, _ = spread_and_skewness(made, where, values, ~np.isnan(values))
    row = cs.means(made, "q")["q"]
    found = Estimates(
        *(np.array([row[c]]) for c in ("estimate", "se", "df", "n")), None
    )
    assert effective_answers(found, spread) == pytest.approx([80])
    fixed = Estimates(np.ones(1), np.zeros(1), np.ones(1), np.array([12]), None)
    assert effective_answers(fixed, np.zeros(1)).tolist() == [12]


@hypothesis.given(
    st.lists(st.integers(1, 7), min_size=4, max_size=400), st.integers(1, 12)
)
def test_leaving_the_skewness_out_where_it_cannot_matter_changes_no_caution(y, times):
    made = cs.Wave.from_frame(pd.DataFrame({"q": y * times}))
    values, where = made.answers("q"), domains(made)
    held = ~np.isnan(values)
    row = cs.means(made, "q")["q"]
    found = Estimates(
        *(np.array([row[c]]) for c in ("estimate", "se", "df", "n")), None
    )
    variance, skewness = spread_and_skewness(made, where, values, held)
    effective = effective_answers(found, variance)
    exact = outside(MEAN, found, effective, skewness=skewness)
    quick = uncertain_means(made, where, found, values, held, variance)
    assert quick.tolist() == exact.tolist()


def test_totals_are_cautioned_like_means():
    many = pd.DataFrame({"q": np.arange(200) % 5 + 1.0, "w": 10.0})
    assert cautions(cs.totals(cs.Wave.from_frame(many, weights="w"), "q")) == []
    assert cautions(cs.totals(cs.Wave.from_frame(many[:20], weights="w"), "q"))
    lopsided = pd.DataFrame({"q": [0.0] * 95 + [60.0] * 5})
    assert cautions(cs.totals(cs.Wave.from_frame(lopsided), "q"))


def test_a_difference_is_cautioned_where_either_segment_is_small():
    frame = pd.DataFrame({"q": np.arange(120) % 5 + 1.0, "g": ["a", "b", "c"] * 40})
    made = cs.Wave.from_frame(frame)
    assert cautions(cs.compare_segments(made, "q", by="g")) == []
    frame.loc[frame.index[:45], "g"] = "a"
    small = cs.Wave.from_frame(frame)
    (said,) = cautions(cs.compare_segments(small, "q", by="g"))
    assert said.startswith("3 of 3 intervals")
    (said,) = cautions(cs.compare_segments(small, "q", by="g", reference="a"))
    assert said.startswith("2 of 2 intervals")


def test_contrasts_of_few_answers_are_cautioned_and_keep_how_people_were_chosen():
    frame = pd.DataFrame({"a": np.arange(60) % 5 + 1.0, "b": np.arange(60) % 4 + 1.0})
    both = cs.means(cs.Wave.from_frame(frame), ["a", "b"])
    assert cautions(cs.contrast(both, [1, -1])) == []
    few = cs.means(cs.Wave.from_frame(frame[:12]), ["a", "b"])
    (said,) = cautions(cs.contrast(few, [1, -1]))
    assert said.startswith("1 of 1 intervals")
    quota = cs.means(cs.Wave.from_frame(frame, selection="quota"), ["a", "b"])
    (note,) = cs.contrast(quota, [1, -1]).notes
    assert "not drawn with known chances" in plain(note)


def test_models_of_few_people_or_few_of_the_rarer_answer_are_cautioned():
    rows = np.arange(100)
    frame = pd.DataFrame({"x": rows % 7 * 1.0, "y": rows % 5 * 1.0})
    frame["often"], frame["rare"] = (rows % 3 == 0) * 1.0, (rows % 19 == 0) * 1.0
    made = cs.Wave.from_frame(frame)
    assert cautions(cs.regression(made, "y", "x")) == []
    assert cautions(cs.regression(made, "often", "x", family="logistic")) == []
    (said,) = cautions(cs.regression(made, "rare", "x", family="logistic"))
    assert "at least 10 effective answers on the rarer side" in said
    assert cautions(cs.regression(cs.Wave.from_frame(frame[:20]), "y", "x"))
