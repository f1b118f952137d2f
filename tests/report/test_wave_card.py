"""Does a report know the facts of its wave?"""

import pandas as pd

from csat_methods import Wave
from csat_methods.report.wave_card import WaveCard, card_of


def test_a_wave_without_a_study_still_has_its_size(parcels):
    card = card_of(Wave.from_frame(pd.DataFrame({"q1": [4, 5, 3]})))
    assert (card.answers, card.received, card.study) == (3, 3, "")
    assert card.response is None


def test_the_study_s_lines_words_and_minimum_come_along(parcels):
    card = card_of(parcels)
    assert card.study == "parcels"
    assert card.lines["mean"] == 3.4
    assert card.minimum == 10
    assert card.overall == ("overall",)
    assert card.languages == ("en", "fa")


def test_a_column_knows_its_construct(parcels):
    constructs = card_of(parcels).constructs
    assert constructs["speed"] == constructs["delivery"] == "delivery"
    assert "price" not in constructs


def test_a_narrowed_wave_says_how(parcels):
    part = parcels.where(parcels.frame["city"] == "Ash", name="city = Ash")
    card = card_of(part)
    assert card.conditions == ("city = Ash",)
    assert card.answers < card.received


def test_the_response_is_the_share_of_the_invited():
    assert WaveCard(received=400, invited=1000).response == 0.4


def test_the_parts_of_the_design_are_counted(parcels):
    assert card_of(parcels).design == {
        "strata": 1,
        "units": 400,
        "stages": 1,
        "steps": 0,
    }
