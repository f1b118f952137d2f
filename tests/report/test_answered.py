"""Do both pages of a report say the same share of those asked?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.answered import answered
from csat_methods.report.cautions import cautions_of
from csat_methods.report.front_html import cover
from csat_methods.report.front_page import front_page
from csat_methods.report.placing import ABOUT
from csat_methods.report.policy import Policy
from csat_methods.report.wave_card import WaveCard

OUTCOMES = {"I": 30, "P": 10, "R": 40, "NC": 20, "UH": 0, "UO": 0, "NE": 25}
CARD = WaveCard(answers=40, received=40, invited=125)


@pytest.fixture
def published():
    given = pd.Series([name for name, n in OUTCOMES.items() for _ in range(n)])
    rates = cs.response_rates(given)
    return cs.publish({"02.response_rates": rates}, Policy())


def test_the_published_rate_leaves_out_whom_it_was_found_of_not_to_belong(published):
    found = answered(published.values(), CARD)
    assert (found.share.value, found.asked.value) == (0.4, 100)
    assert found.prefix == published["02.response_rates"].prefix


def test_without_a_published_rate_the_files_own_is_said():
    found = answered([], CARD)
    assert (found.share.value, found.asked.value, found.prefix) == (0.32, 125, ABOUT)
    assert answered([], WaveCard()) is None


def test_the_cover_and_the_caution_say_the_published_rate(published):
    made = cover(front_page(published, CARD), CARD)
    assert "40.0%" in made
    assert "32.0%" not in made
    told = [str(message) for message, _ in cautions_of(published, CARD)]
    assert told[0].startswith("40.0% of the 100 people who were asked answered")
