"""Which questions does a respondent see: their words and their answers?"""

import pytest

from csat_methods.questionnaire.asked_questions import languages_read


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="lang='xx'"):
        languages_read(None, "xx")
