"""What is each fault of a questionnaire called, and what mends it?"""

from csat_methods.questionnaire.lint_advice import ADVICE, NAMES


def test_every_rule_has_a_name_and_advice():
    assert list(ADVICE) == list(NAMES)
