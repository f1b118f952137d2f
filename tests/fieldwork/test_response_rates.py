"""Tests of AAPOR's rates: worked by hand, and by simulation."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods.fieldwork.response_rates import RATES

COUNTS = {
    "I": 400,
    "P": 50,
    "R": 150,
    "NC": 200,
    "O": 20,
    "UH": 100,
    "UO": 60,
    "NE": 20,
}


def test_all_sixteen_rates_are_the_formulas_by_hand():
    found = cs.response_rates(COUNTS, e=0.25).table.set_index("term")["estimate"]
    known, unknown = 400 + 50 + 150 + 200 + 20, 160
    wanted = {
        "RR1": 400 / (known + unknown),
        "RR2": 450 / (known + unknown),
        "RR3": 400 / (known + 0.25 * unknown),
        "RR4": 450 / (known + 0.25 * unknown),
        "RR5": 400 / known,
        "RR6": 450 / known,
        "COOP1": 400 / 620,
        "COOP2": 450 / 620,
        "COOP3": 400 / 600,
        "COOP4": 450 / 600,
        "REF1": 150 / (known + unknown),
        "REF2": 150 / (known + 0.25 * unknown),
        "REF3": 150 / known,
        "CON1": 620 / (known + unknown),
        "CON2": 620 / (known + 0.25 * unknown),
        "CON3": 620 / known,
    }
    assert list(found.index) == list(wanted)
    assert found.to_dict() == pytest.approx(wanted, rel=1e-12)


def test_e_is_stated_or_found_among_the_others_and_said():
    stated, found = cs.response_rates(COUNTS, e=0.5), cs.response_rates(COUNTS)
    assert stated.e == 0.5
    assert stated.e_stated
    assert "50.0% of them are taken as eligible, as stated." in str(stated.notes[0])
    assert found.e == pytest.approx(820 / 840)
    assert "as among the others" in str(found.notes[0])
    assert found["RR3"].estimate == pytest.approx(400 / (820 + 160 * 820 / 840))


def test_without_unknown_eligibility_three_rates_are_one_and_nothing_is_said():
    rates = cs.response_rates({"I": 30, "R": 10, "NC": 10})
    assert rates.notes == ()
    for kind in ("RR1", "RR3", "RR5"):
        assert rates[kind].estimate == 0.6


counts = st.integers(0, 300)


@given(st.fixed_dictionaries(dict.fromkeys(COUNTS, counts)), st.floats(0, 1))
def test_rates_keep_their_order(people, e):
    people["I"] += 1
    rate = cs.response_rates(people, e=e).table.set_index("term")["estimate"]
    slack = 1 + 1e-12
    assert rate["RR1"] <= rate["RR3"] * slack
    assert rate["RR3"] <= rate["RR5"] * slack
    assert rate["RR1"] <= rate["RR2"] * slack
    assert rate["COOP1"] <= rate["COOP3"] * slack
    assert rate["RR2"] + rate["REF1"] <= slack
    assert rate["RR2"] <= rate["CON1"] * slack


@given(st.fixed_dictionaries(dict.fromkeys(COUNTS, counts)))
def test_intervals_hold_their_rates_and_stay_shares(people):
    people["I"] += 1
    table = cs.response_rates(people).table.dropna()
    assert (table["ci_low"] <= table["estimate"] + 1e-12).all()
    assert (table["estimate"] <= table["ci_high"] + 1e-12).all()
    assert table["ci_low"].min() >= 0
    assert table["ci_high"].max() <= 1
    assert (table["numerator"] <= table["denominator"] + 1e-9).all()


def test_the_interval_of_a_plain_rate_is_wilsons():
    row = cs.response_rates({"I": 40, "NC": 60})["RR1"]
    z, p, n = 1.959963984540054, 0.4, 100
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert [row.ci_low, row.ci_high] == pytest.approx([centre - half, centre + half])
    assert row.se == pytest.approx(math.sqrt(0.24 / 100))


def test_the_errors_are_those_of_repeated_fieldwork():
    rng = np.random.default_rng(5)
    shares = np.array(list(COUNTS.values())) / 1000
    drawn = rng.multinomial(1000, shares, 500)
    for e in (None, 0.25):
        told = cs.response_rates(COUNTS, e=e).table.set_index("term")["se"]
        made = [
            cs.response_rates(dict(zip(COUNTS, row, strict=True)), e=e).table
            for row in drawn.tolist()
        ]
        spread = np.std([t["estimate"].to_numpy() for t in made], axis=0)
        assert told.to_numpy() == pytest.approx(spread, rel=0.15)


def test_nobody_below_a_rate_gives_no_rate():
    rates = cs.response_rates({"UO": 10})
    assert rates["RR1"].estimate == 0
    for term in ("RR3", "RR5", "COOP1", "CON3"):
        assert math.isnan(rates[term].estimate)
        assert math.isnan(rates[term].ci_low)
    assert "Nobody's eligibility is known" in str(rates.notes[0])


def test_the_headline_says_the_least_response_and_the_contact():
    said = cs.response_rates(COUNTS).summary()
    assert said == (
        "At least 45.9% of the customers asked answered, 40.8% in full; 63.3% were "
        "reached."
    )
    full = cs.response_rates({**COUNTS, "P": 0}).summary()
    assert full.startswith("At least 43.0% of the customers asked answered in full;")


def test_every_rate_has_its_words():
    labels = cs.response_rates(COUNTS).labels
    assert str(labels["COOP3"]).startswith("COOP3: full answers")
    assert set(labels) == set(RATES)


@pytest.mark.parametrize(
    ("e", "words"), [(1.5, "e=1.5"), (-0.1, "e=-0.1"), ("a", "e='a'")]
)
def test_an_e_that_is_no_share_is_refused(e, words):
    with pytest.raises(ValueError, match=words):
        cs.response_rates(COUNTS, e=e)


def test_ids_without_a_disposition_are_refused():
    given = pd.Series(["I", None], index=["C1", "C2"])
    with pytest.raises(ValueError, match=r"1 ids have none: \['C2'\]"):
        cs.response_rates(given)


def test_the_outcomes_add_up_to_the_sample_that_was_issued():
    issued = pd.Series(["I", "P", "2.1", "NC", "other", "UH", "unknown", "NE"] * 5)
    outcomes = cs.response_rates(issued).outcomes
    assert outcomes.sum() == len(issued) == 40
    assert outcomes.to_dict() == dict.fromkeys(COUNTS, 5)
