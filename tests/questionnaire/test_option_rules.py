"""Does a list of answers have a place for everybody, and only one?"""

from csat_methods.questionnaire.option_rules import _joined


def test_ranges_that_overlap_or_leave_gaps_are_not_joined():
    assert _joined([(1, 2), (3, 4)])
    assert not _joined([(1, 3), (3, 4)])
    assert not _joined([(1, 2), (4, 5)])
