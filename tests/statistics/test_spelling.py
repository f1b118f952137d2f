"""How is a text read whatever its spelling, and quoted as it was written?"""

from csat_methods.statistics.spelling import Spelling


def test_a_joint_is_a_gap_and_digits_are_latin():
    assert Spelling("می\u200cشود ۱۲").read == "می شود 12"
