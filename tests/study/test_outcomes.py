"""Tests of the codes of outcomes."""

import pytest

from csat_methods.study.outcomes import OUTCOMES, outcome_of


@pytest.mark.parametrize("letter", OUTCOMES)
def test_an_outcome_is_known_by_letter_and_by_name(letter):
    assert outcome_of(letter) == outcome_of(letter.lower()) == letter
    assert outcome_of(OUTCOMES[letter].replace("_", "-").title()) == letter


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        (1.1, "I"), ("1.2", "P"), (2.1, "R"), ("2.112", "R"), (2.2, "NC"), (2.3, "O"),
        (3.1, "UH"), ("3.2", "UO"), (3.9, "UO"), (4.1, "NE"), (4, "NE"),
    ],
)  # fmt: skip
def test_the_numbers_of_aapor_are_known(code, letter):
    assert outcome_of(code) == letter


@pytest.mark.parametrize("code", ["X", "", "5.1", "1.3", "2", None])
def test_other_codes_are_not(code):
    assert outcome_of(code) is None
