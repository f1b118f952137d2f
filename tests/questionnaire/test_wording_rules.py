"""Which words of a question keep people from giving a clear answer?"""

import pytest

from csat_methods.questionnaire.wording_rules import vocabulary


def test_words_without_rules_are_refused():
    with pytest.raises(ValueError, match="lang='xx' must be"):
        vocabulary("xx")
