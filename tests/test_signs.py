"""Is what is left of a text something that every program can read?"""

from xml.parsers import expat

import pytest

from csat_methods._messages import normal_text, safe_text
from csat_methods._signs import UNSAFE

EVERY = [chr(sign) for sign in range(0x110000)]


def test_of_all_signs_those_that_are_left_may_stand_in_a_figure_or_a_workbook():
    left = safe_text("".join(EVERY)).replace("<", "").replace("&", "")
    expat.ParserCreate().Parse(f"<a>{left}</a>".encode(), True)
    assert len(left) == 0x110000 - len(UNSAFE) + 6 - 2  # the blanks; "<" and "&"


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\ufdd0", "\U0010ffff", "\ud800"])
def test_what_never_is_a_letter_is_left_out(sign):
    assert safe_text(f"a{sign}b") == normal_text(f"a{sign}b") == "ab"


@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x1c", "\x1f"])
def test_old_marks_between_words_are_blanks(sign):
    assert safe_text(f"a{sign}b") == normal_text(f"a{sign}b") == "a b"


def test_letters_joints_and_pictures_stay():
    text = "می\u200cشود 😀👩\u200d👧 ﷼ \ue000"
    assert safe_text(text) == text
