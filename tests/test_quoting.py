"""Do only whole sentences stand in quotation marks?"""

import pytest

from csat_methods._quoting import closed, in_marks


@pytest.mark.parametrize("words", ["Warm rooms", "Prices etc.", "Acme Ltd.", ""])
def test_words_that_are_no_sentence_stay_as_they_are(words):
    assert not closed(words)
    assert in_marks("en", words) == words


def test_a_question_keeps_its_mark_and_a_statement_loses_its_stop():
    assert in_marks("en", "Was it warm?") == "“Was it warm?”"
    assert in_marks("fa", "اتاق گرم بود.") == "«اتاق گرم بود»"
    assert in_marks("fa", "اتاق گرم بود؟") == "«اتاق گرم بود؟»"
