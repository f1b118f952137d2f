"""How long does a questionnaire take, and what of the catalogue does it ask about?"""

import pytest

from csat_methods.questionnaire.questionnaire_load import minutes_of


def test_reading_takes_a_minute_for_238_words():
    assert minutes_of([("scale", 238)]) == pytest.approx(1 + 5 / 60)
